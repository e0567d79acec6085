"""Reading a workbook that is open in Excel: the same plan, cell map and explanations as from its file.

Each sheet with one of our tables is read with one call for its values and one for its formulas. Only where figures stand
is the number format asked for as well, to tell 45% from 0.45: once for each column (or, in a table whose answers go
across, each row) of figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwings as xw

from hwit_xl.addin.host import Host, as_rows
from hwit_xl.checking.verdict import Settings, with_decisions
from hwit_xl.workbooks.answers import EPOCH, Cell, Sort
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.read import Return, read_source
from hwit_xl.workbooks.sheet_cells import MOST_CELLS, Position, Rows, too_many
from hwit_xl.workbooks.spreadsheet import SheetContent, TableRange, as_constant, sort_of

_BEYOND = (200, 60)
"""Rows and columns beyond a table that are looked at on a sheet that seems to go on for ever, as a whole row or column
was once given a colour."""
_MOST_LOOKED_AT = 500_000
"""Cells, blank ones too, up to which a sheet is read whole."""
_MOST_COMMENTS = 50
"""Comments of a sheet that are looked at: each takes a call or two, and a few of them say enough."""
_UNNAMED_ERRORS = range(-2_146_829_000, -2_146_820_000)
"""Numbers that stand for errors in Excel on Windows; xlwings has names for the older ones only."""


def read_live(book: LiveBook, settings: Settings) -> Return:
    """Read an open workbook as these settings have it, with what the panel has answered to its school.

    Raises:
        Rejected: it cannot be read as a return.
    """
    returned = read_source(
        book,
        Path(book.book.name),
        on=settings.on,
        lists=settings.programme.lists,
        profile=settings.programme.profile,
    )
    return with_decisions(returned, settings)


class LiveBook:
    """An open workbook as the reader takes it (a :class:`~hwit_xl.workbooks.source.Source`)."""

    def __init__(self, book: xw.Book, host: Host) -> None:
        """Look at the list of sheets and their tables."""
        self.book, self.host = book, host
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self.sheets: Sequence[SheetContent] = [
            SheetContent(name, "", not sheet.visible, tables=[_table(table) for table in sheet.tables])
            for name, sheet in self._sheets.items()
        ]
        self._filled = 0

    def place(self, table: str) -> tuple[xw.Sheet, TableRange] | None:
        """The sheet a table stands on, and where; None where it is not in the workbook."""
        found = ((self._sheets[sheet.name], each) for sheet in self.sheets for each in sheet.tables)
        return next(((sheet, each) for sheet, each in found if each.name == table), None)

    def cell(self, sheet: str, row: int, column: int) -> Cell | None:
        """A cell that was read; None where it is blank."""
        rows = next(each.rows for each in self.sheets if each.name == sheet)
        return rows.get(row, {}).get(column)

    def meaning(self, name: str) -> str:
        """What a name of the workbook stands for; "" where there is no such name."""
        return (self.book.names[name].refers_to or "") if name in self.book.names else ""

    def constant(self, name: str) -> str | None:
        """The text a name stands for, if it stands for a text."""
        return as_constant(self.meaning(name))

    def read_cells(self, sheet: SheetContent) -> None:
        """Fill in a sheet's cells.

        Raises:
            Rejected: there are far too many.
        """
        shown = self._sheets[sheet.name]
        cells = shown.range((1, 1), _last(shown.used_range, sheet.tables))
        formulas = as_rows(cells.formula)
        for number, values in enumerate(self.host.values(cells), start=1):
            row = {
                column: cell
                for column, (value, formula) in enumerate(zip(values, formulas[number - 1], strict=True), start=1)
                if (cell := as_cell(value, formula))
            }
            if row:
                sheet.rows[number] = row
        self._filled += sum(map(len, sheet.rows.values()))
        if self._filled > MOST_CELLS:
            raise too_many()
        for table in sheet.tables:
            _find_percentages(shown, table, sheet.rows)

    def commented(self, sheet: SheetContent) -> Sequence[str]:
        """The addresses of the cells that carry a note or a comment."""
        shown = self._sheets[sheet.name]
        hanging = [*shown.notes, *(shown.comments if self.host.has_threads else ())]
        places = {(each.location.row, each.location.column) for each in hanging[:_MOST_COMMENTS]}
        return [address(*place) for place in sorted(places)]

    def cargo(self) -> Iterator[str]:
        """What travels with the workbook beside its sheets, as far as the program says."""
        return self.host.cargo(self.book)


def _table(table: xw.main.Table) -> TableRange:
    cells = table.range
    (rows, columns), top, left = cells.shape, cells.row, cells.column
    bottom = top + rows - 1 - (1 if table.show_totals else 0)
    return TableRange(table.name, (top, left), (bottom, left + columns - 1), ())


def _last(used: xw.Range, tables: Sequence[TableRange]) -> Position:
    """The last cell that is read: of all that is used, and of every table."""
    row = max(used.row + used.shape[0] - 1, *(table.last[0] for table in tables))
    column = max(used.column + used.shape[1] - 1, *(table.last[1] for table in tables))
    if row * column > _MOST_LOOKED_AT:
        row = min(row, max(table.last[0] for table in tables) + _BEYOND[0])
        column = min(column, max(table.last[1] for table in tables) + _BEYOND[1])
    return row, column


def as_cell(value: Any, formula: Any) -> Cell | None:
    """A cell as a file would have it; None where it is blank.

    Args:
        formula: the cell's formula, or its content as text.
    """
    worked_out = isinstance(formula, str) and formula.startswith("=") and formula != value
    if value is None:
        return Cell("", Sort.TEXT, True) if worked_out else None
    if isinstance(value, bool):
        return Cell(value, Sort.LOGICAL, worked_out)
    if isinstance(value, dt.datetime):
        if value.date() <= EPOCH:  # a time of day, which no question asks for
            return Cell(f"{value:%H:%M}", Sort.TEXT, worked_out)
        return Cell(value.date(), Sort.DATE, worked_out)
    if isinstance(value, int) and value in _UNNAMED_ERRORS:
        return Cell("an error", Sort.ERROR, worked_out)
    if isinstance(value, (int, float, Decimal)):
        return Cell(float(value), Sort.NUMBER, worked_out)
    return Cell(str(value), Sort.TEXT, worked_out)


def _find_percentages(sheet: xw.Sheet, table: TableRange, rows: Rows) -> None:
    """Mark the figures of a table that are shown as percentages."""
    (top, left), (bottom, right) = table.first, table.last
    figures = [
        (row, column)
        for row in range(top, bottom + 1)
        for column, cell in rows.get(row, {}).items()
        if left <= column <= right and cell.sort is Sort.NUMBER
    ]
    for line in _lines(figures):
        for row, column in _percentages(sheet, line):
            rows[row][column] = rows[row][column]._replace(sort=Sort.PERCENT)


def _lines(figures: list[Position]) -> list[list[Position]]:
    """Figures by column or by row, whichever gives fewer lines: a question's figures stand in one."""
    down: dict[int, list[Position]] = {}
    across: dict[int, list[Position]] = {}
    for place in figures:
        across.setdefault(place[0], []).append(place)
        down.setdefault(place[1], []).append(place)
    return list(min(down, across, key=len).values())


def _percentages(sheet: xw.Sheet, line: list[Position]) -> Iterator[Position]:
    """The places of a line that are shown as percentages. Halved only where not all cells look the same."""
    code = sheet.range(line[0], line[-1]).number_format
    if code:
        if sort_of(0, code) is Sort.PERCENT:
            yield from line
    elif len(line) > 1:
        middle = len(line) // 2
        yield from _percentages(sheet, line[:middle])
        yield from _percentages(sheet, line[middle:])
