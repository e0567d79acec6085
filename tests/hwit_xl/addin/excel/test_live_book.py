"""A workbook that is open, made up of nothing but its cells: which of them are read, and up to where."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from hwit_xl.addin.excel import live
from hwit_xl.addin.excel.live import LiveBook, _halves, as_cell
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.rejected import Rejected

Place = tuple[int, int]


class Block:
    """A block of a sheet's cells."""

    def __init__(self, sheet: Sheet, first: Place, last: Place) -> None:
        """From the first to the last cell."""
        self.sheet, self.first, self.last = sheet, first, last
        self.row, self.column = first
        self.shape = (last[0] - first[0] + 1, last[1] - first[1] + 1)

    def rows(self) -> list[list[Any]]:
        (top, left), (bottom, right) = self.first, self.last
        return [[self.sheet.cells.get((r, c)) for c in range(left, right + 1)] for r in range(top, bottom + 1)]

    @property
    def formula(self) -> list[list[str]]:
        return [["" if value is None else str(value) for value in row] for row in self.rows()]

    @property
    def number_format(self) -> str | None:
        (top, left), (bottom, right) = self.first, self.last
        found = {
            self.sheet.formats.get((r, c), "General") for r in range(top, bottom + 1) for c in range(left, right + 1)
        }
        return found.pop() if len(found) == 1 else None


class Sheet:
    """A sheet with one table, whose last row may hold totals."""

    def __init__(self, name: str, cells: dict[Place, Any], first: Place, last: Place, *, totals: bool = False) -> None:
        """Shown in the general format."""
        self.name, self.cells = name, cells
        self.formats: dict[Place, str] = {}
        self.tables = [
            SimpleNamespace(name=f"{name}Table", range=Block(self, first, last), show_totals=totals, show_headers=True)
        ]
        self.used_range = Block(self, (1, 1), (max(r for r, _ in cells), max(c for _, c in cells)))

    def range(self, first: Place, last: Place) -> Block:
        return Block(self, first, last)


HOST: Any = SimpleNamespace(
    visible=lambda sheet: sheet.name != "Hidden",
    counts_from_1904=lambda book: book.name.startswith("mac"),
    values=lambda cells: cells.rows(),
    commented=lambda sheet, most: [(12, 3), (2, 28), (2, 3)],
)


def opened(*sheets: Sheet, names: dict[str, Any] | None = None) -> LiveBook:
    book: Any = SimpleNamespace(name="plan.xlsx", sheets=sheets, names=names or {})
    return LiveBook(book, HOST)


def figures(first: Place, last: Place) -> dict[Place, Any]:
    return {(r, c): 0.5 for r in range(first[0], last[0] + 1) for c in range(first[1], last[1] + 1)}


def test_sheets_and_tables_are_seen_before_their_cells() -> None:
    book = opened(
        Sheet("Data", figures((1, 1), (4, 3)), (2, 2), (4, 3)), Sheet("Hidden", {(1, 1): "x"}, (1, 1), (1, 1))
    )
    assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in book.sheets] == [
        ("Data", False, {}),
        ("Hidden", True, {}),
    ]
    found = book.place("DataTable")
    assert found is not None
    assert (found[0].name, found[1].first, found[1].last) == ("Data", (2, 2), (4, 3))
    assert book.place("Elsewhere") is None


def test_a_row_of_totals_is_no_row_of_the_table() -> None:
    book = opened(Sheet("Data", figures((1, 1), (5, 3)), (2, 2), (5, 3), totals=True))
    assert book.sheets[0].tables[0].last == (4, 3)


def test_every_cell_is_read_and_blank_rows_are_not_kept() -> None:
    cells = {(1, 1): "Title", (5, 2): "O1", (9, 4): "far below the table"}
    book = opened(Sheet("Data", cells, (4, 2), (5, 3)))
    book.read_cells(book.sheets[0])
    assert {row: list(found) for row, found in book.sheets[0].rows.items()} == {1: [1], 5: [2], 9: [4]}
    assert book.cell("Data", 5, 2) == Cell("O1", Sort.TEXT)
    assert book.cell("Data", 5, 3) is book.cell("Data", 6, 2) is None


def test_a_table_is_read_to_its_end_though_it_is_blank_there() -> None:
    book = opened(sheet := Sheet("Data", {(1, 1): "Title"}, (2, 2), (9, 5)))
    read = []
    sheet.range = lambda first, last: read.append((first, last)) or Block(sheet, first, last)  # type: ignore[func-returns-value,method-assign]
    book.read_cells(book.sheets[0])
    assert read == [((1, 1), (9, 5))]


def test_only_figures_of_the_table_are_asked_about() -> None:
    """Shares stand in the table and all round it; the ones around it are nobody's answers."""
    sheet = Sheet("Data", figures((1, 1), (7, 5)), (3, 2), (5, 4))
    sheet.formats = dict.fromkeys(sheet.cells, "0%")
    book = opened(sheet)
    book.read_cells(book.sheets[0])
    shares = {(r, c) for r, row in book.sheets[0].rows.items() for c, cell in row.items() if cell.sort is Sort.PERCENT}
    assert shares == set(figures((3, 2), (5, 4)))
    assert not book.formats_left


def test_on_a_sheet_whose_table_was_turned_into_plain_cells_all_figures_are_asked_about() -> None:
    sheet = Sheet("Data", figures((1, 1), (4, 3)), (1, 1), (4, 3))
    sheet.tables = []
    sheet.formats = dict.fromkeys(figures((2, 2), (4, 2)), "0%")
    book = opened(sheet)
    book.read_cells(book.sheets[0])
    shares = {(r, c) for r, row in book.sheets[0].rows.items() for c, cell in row.items() if cell.sort is Sort.PERCENT}
    assert shares == set(figures((2, 2), (4, 2)))


def test_in_all_the_sheets_together_only_so_many_formats_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_FORMATS", 4)
    sheets = [Sheet(name, figures((1, 1), (5, 3)), (1, 1), (5, 3)) for name in ("One", "Two")]
    for sheet in sheets:
        sheet.formats = dict.fromkeys(sheet.cells, "0%")
    book = opened(*sheets)
    for content in book.sheets:
        assert not book.formats_left
        book.read_cells(content)
    kinds = [{cell.sort for row in content.rows.values() for cell in row.values()} for content in book.sheets]
    assert kinds == [{Sort.PERCENT}, {Sort.PERCENT, Sort.NUMBER}], "three columns are asked about, then one"
    assert book.formats_left


def test_a_workbook_with_far_too_many_cells_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_CELLS", 30)
    book = opened(*(Sheet(name, figures((1, 1), (5, 3)), (1, 1), (5, 3)) for name in ("One", "Two", "Three")))
    book.read_cells(book.sheets[0])
    book.read_cells(book.sheets[1])
    with pytest.raises(Rejected):
        book.read_cells(book.sheets[2])


def test_comments_come_in_their_order() -> None:
    book = opened(Sheet("Data", {(1, 1): "x"}, (1, 1), (1, 1)))
    assert book.commented(book.sheets[0]) == ["C2", "AB2", "C12"]


def test_names_of_the_workbook() -> None:
    names = {
        "hwit_form": SimpleNamespace(refers_to='="stage_4"'),
        "rows": SimpleNamespace(refers_to="=Data!$A$1"),
        "no": SimpleNamespace(refers_to=None),
    }
    book = opened(Sheet("Data", {(1, 1): "x"}, (1, 1), (1, 1)), names=names)
    assert [book.meaning(name) for name in ("rows", "no", "other")] == ["=Data!$A$1", "", ""]
    assert [book.constant(name) for name in ("hwit_form", "rows", "other")] == ["stage_4", None, None]


def test_what_has_no_formula_was_not_worked_out() -> None:
    assert as_cell(45.0, None) == Cell(45.0, Sort.NUMBER)
    assert as_cell(45.0, 45.0) == Cell(45.0, Sort.NUMBER), "a program may give the figure itself in its place"


def shares_of(sheet: Sheet) -> set[Place]:
    book = opened(sheet)
    book.read_cells(book.sheets[0])
    return {(r, c) for r, row in book.sheets[0].rows.items() for c, cell in row.items() if cell.sort is Sort.PERCENT}


def test_a_mixed_column_does_not_use_up_the_questions_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_FORMATS", 2)
    sheet = Sheet("Data", figures((1, 1), (6, 2)), (1, 1), (6, 2))
    sheet.formats = dict.fromkeys(figures((1, 2), (6, 2)), "0%") | {(1, 1): "0%", (3, 1): "0%"}
    assert shares_of(sheet) == set(figures((1, 2), (6, 2)))


def test_a_table_whose_answers_go_across_is_asked_about_by_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_FORMATS", 2)
    sheet = Sheet("Data", figures((1, 1), (2, 6)), (1, 1), (2, 6))
    sheet.formats = dict.fromkeys(figures((2, 1), (2, 6)), "0%")
    assert shares_of(sheet) == set(figures((2, 1), (2, 6)))


def test_a_line_of_figures_is_parted_at_the_gap_next_to_its_middle() -> None:
    def column(*rows: int) -> list[Place]:
        return [(row, 2) for row in rows]

    assert _halves(column(1, 3, 4, 6, 7, 9)) == [column(1, 3, 4), column(6, 7, 9)]
    assert _halves(column(1, 2, 3, 4)) == [column(1, 2), column(3, 4)]
    assert _halves(column(1)) == [], "what is alone is parted no further"


@pytest.mark.parametrize(
    ("name", "first_day"), [("plan.xlsx", dt.date(1899, 12, 30)), ("mac.xlsx", dt.date(1904, 1, 1))]
)
def test_a_workbook_that_is_open_says_from_when_it_counts_days(name: str, first_day: dt.date) -> None:
    book: Any = SimpleNamespace(name=name, sheets=(), names={})
    assert LiveBook(book, HOST).epoch == first_day
