"""Comparing what our reader finds in a workbook with what openpyxl finds, cell by cell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet

_EXCEL_EPOCH = dt.datetime(1899, 12, 30)
_MARCH_1900 = dt.date(1900, 3, 1)


def disagreements(path: Path) -> list[str]:
    """Where the two readers disagree on names, tables or cells of a workbook: one line each, none if they agree."""
    return list(_disagreements(path.read_bytes()))


def _disagreements(data: bytes) -> Iterator[str]:
    book = Spreadsheet(Package(data))
    values, formulas = (load_workbook(io.BytesIO(data), data_only=only) for only in (True, False))
    names = {name: defined.attr_text for name, defined in values.defined_names.items()}
    if names != book.names:
        yield f"names: openpyxl {names}, ours {book.names}"
    theirs = {sheet.title: sheet for sheet in values.worksheets}
    if list(theirs) != [sheet.name for sheet in book.sheets]:
        yield f"sheets: openpyxl {list(theirs)}, ours {[sheet.name for sheet in book.sheets]}"
    for sheet in book.sheets:
        their_tables = {table.displayName: table.ref for table in theirs[sheet.name].tables.values()}
        our_tables = {table.name: f"{_address(table.first)}:{_address(table.last)}" for table in sheet.tables}
        if their_tables != our_tables:
            yield f"{sheet.name}: tables: openpyxl {their_tables}, ours {our_tables}"
        book.read_cells(sheet)
        expected = filled_cells(values, formulas, sheet.name)
        for place in sorted({*expected, *sheet.cells}):
            if not _same(expected.get(place), sheet.cells.get(place)):
                yield f"{sheet.name}!{_address(place)}: openpyxl {expected.get(place)}, ours {sheet.cells.get(place)}"


def _address(place: tuple[int, int]) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


def filled_cells(values: Workbook, formulas: Workbook, title: str) -> dict[tuple[int, int], Cell | None]:
    """The filled cells of a sheet by openpyxl; None for cells a merged range hides, which openpyxl does not keep."""
    found: dict[tuple[int, int], Cell | None] = {}
    for place, cell in values[title]._cells.items():
        if isinstance(cell, MergedCell):
            found[place] = None
            continue
        formula = formulas[title]._cells[place].data_type == "f"
        if cell.value is not None or formula:
            found[place] = _cell(cell, formula, values)
    return {place: cell for place, cell in found.items() if cell is None or cell.value != "" or cell.formula}


def _cell(cell: Any, formula: bool, book: Workbook) -> Cell:
    value = cell.value
    if value is None:
        return Cell(None, Sort.NUMBER, formula)
    if cell.data_type == "e":
        return Cell(value, Sort.ERROR, formula)
    if isinstance(value, bool):
        return Cell(value, Sort.LOGICAL, formula)
    if isinstance(value, dt.timedelta):
        value = book.epoch + value
    if isinstance(value, dt.time):
        return Cell(f"{value:%H:%M}", Sort.TEXT, formula)
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        if book.epoch == _EXCEL_EPOCH and day < _MARCH_1900:
            day -= dt.timedelta(days=1)  # Excel's 29 February 1900, which only openpyxl allows for
        return Cell(day, Sort.DATE, formula)
    if isinstance(value, int | float):
        percent = "%" in cell.number_format.partition(";")[0]
        return Cell(float(value), Sort.PERCENT if percent else Sort.NUMBER, formula)
    return Cell(value, Sort.TEXT, formula)


def _same(theirs: Cell | None, ours: Cell | None) -> bool:
    if theirs is None or ours is None:
        return theirs is ours
    if theirs.formula and ours.formula and theirs.value is None:
        return ours.value in (None, "")  # a formula without a value, or whose value is no text
    return theirs == ours
