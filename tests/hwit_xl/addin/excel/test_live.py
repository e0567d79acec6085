"""What Excel gives for a cell, turned into the cell that a file would have; and percentages told from figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from hwit_xl.addin.excel.block import as_rows
from hwit_xl.addin.excel.live import _find_percentages, _last, as_cell
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.cells import Rows
from hwit_xl.workbooks.xlsx.spreadsheet import TableRange

CELLS = [
    (None, "", None),
    ("O1", "O1", Cell("O1", Sort.TEXT)),
    (45.0, "45", Cell(45.0, Sort.NUMBER)),
    (45.0, "=B2/2", Cell(45.0, Sort.NUMBER, True)),
    (Decimal("12.5"), "12.5", Cell(12.5, Sort.NUMBER)),
    (None, '=""', Cell("", Sort.TEXT, True)),
    ("=see minutes", "=see minutes", Cell("=see minutes", Sort.TEXT)),
    (True, "TRUE", Cell(True, Sort.LOGICAL)),
    (dt.datetime(2011, 7, 31, 12), "40755.5", Cell(dt.date(2011, 7, 31), Sort.DATE)),
    (dt.datetime(1899, 12, 30, 9, 30), "0.395833", Cell("09:30", Sort.TEXT)),
    ("#N/A", "=NA()", Cell("#N/A", Sort.TEXT, True)),
    (-2146826243, "=SEQUENCE(9)", Cell("an error", Sort.ERROR, True)),
]


@pytest.mark.parametrize(("value", "formula", "expected"), CELLS)
def test_cells_as_excel_gives_them(value: Any, formula: str, expected: Cell | None) -> None:
    assert as_cell(value, formula) == expected


@pytest.mark.parametrize(
    ("given", "rows"),
    [("x", [["x"]]), (("a", "b"), [["a", "b"]]), ((("a",), ("b",)), [["a"], ["b"]]), ([[1, 2]], [[1, 2]])],
)
def test_blocks_come_in_every_shape(given: Any, rows: list[list[Any]]) -> None:
    assert as_rows(given) == rows


class Formats:
    """A sheet that only knows the number format of its cells."""

    def __init__(self, codes: dict[tuple[int, int], str]) -> None:
        """Every other cell is of the general format."""
        self.codes, self.asked = codes, 0

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> Formats:
        self.first, self.last = first, last
        return self

    @property
    def number_format(self) -> str | None:
        self.asked += 1
        (top, left), (bottom, right) = self.first, self.last
        places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        found = {self.codes.get(place, "General") for place in places}
        return found.pop() if len(found) == 1 else None


def test_percentages_are_found_with_few_questions() -> None:
    rows: Rows = {row: {2: Cell("x", Sort.TEXT), 3: Cell(0.5, Sort.NUMBER)} for row in range(2, 62)}
    sheet = Formats({(7, 3): "0%", (8, 3): "0.0%"})
    _find_percentages(sheet, TableRange("Baselines", (1, 2), (61, 3), ()), rows, 300)  # type: ignore[arg-type]
    assert [row for row, cells in rows.items() if cells[3].sort is Sort.PERCENT] == [7, 8]
    assert sheet.asked < 20
    plain = Formats({})
    _find_percentages(plain, TableRange("Baselines", (1, 2), (61, 3), ()), rows, 300)  # type: ignore[arg-type]
    assert plain.asked == 1


def test_a_mixed_column_is_asked_about_up_to_a_limit() -> None:
    def figures() -> Rows:
        return {row: {3: Cell(0.5, Sort.NUMBER)} for row in range(2, 62)}

    table: Any = TableRange("Baselines", (1, 2), (61, 3), ())
    codes = {(row, 3): "0%" for row in range(2, 62, 2)}
    all_of_them, some_of_them = figures(), figures()
    sheet: Any = Formats(codes)
    assert _find_percentages(sheet, table, all_of_them, 300) == sheet.asked == 119
    assert [row for row, cells in all_of_them.items() if cells[3].sort is Sort.PERCENT] == [*range(2, 62, 2)]
    sheet = Formats(codes)
    assert _find_percentages(sheet, table, some_of_them, 50) == sheet.asked == 50
    assert {cells[3].value for cells in some_of_them.values()} == {0.5}


def test_figures_are_parted_where_something_else_stands_between_them() -> None:
    rows: Rows = {row: {3: Cell(0.5, Sort.NUMBER)} for row in (*range(2, 10), *range(30, 35))}
    sheet: Any = Formats({(row, 3): "0%" for row in range(2, 10)})
    _find_percentages(sheet, TableRange("Baselines", (1, 2), (61, 3), ()), rows, 300)
    assert sheet.asked == 3
    assert [row for row, cells in rows.items() if cells[3].sort is Sort.PERCENT] == [*range(2, 10)]


class Used:
    """A block of cells that is used."""

    def __init__(self, rows: int, columns: int) -> None:
        """From A1 on."""
        self.row = self.column = 1
        self.shape = (rows, columns)


def test_a_sheet_that_was_coloured_to_its_end_is_not_read_to_its_end() -> None:
    table = TableRange("Data", (5, 2), (35, 15), ())
    assert _last(Used(40, 18), [table]) == (40, 18)  # type: ignore[arg-type]
    assert _last(Used(3, 3), [table]) == (35, 15)  # type: ignore[arg-type]
    assert _last(Used(1_048_576, 15), [table]) == (235, 15)  # type: ignore[arg-type]
