"""Sheets with one table each, in the look of the other workbooks, and reading such tables back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.words import within
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, address, folded
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.package import Package, Rejected
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet

LINES_FITTED = 3000
"""Rows whose height is fitted to their words; longer tables keep one line a row."""


@dataclass(frozen=True)
class Heading:
    """A column of a table: its title, its width in characters, and the style of its cells."""

    title: str
    width: float
    style: str = "HWIT row"


def table_sheet(
    workbook: Workbook,
    title: str,
    label: str,
    about: str,
    table: str,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[str | int]],
) -> Worksheet:
    """A sheet with a title, a line that says what it shows, and a table."""
    sheet: Worksheet = workbook.create_sheet(title)
    widths = [heading.width for heading in headings]
    sheet.sheet_properties.tabColor = theme.TEAL
    page.title(sheet, title, label, widths)
    introduce(sheet, about, widths)
    titles = [heading.title for heading in headings]
    page.header(sheet, titles, widths)
    last_row = write_rows(sheet, headings, rows)
    span = f"{address(HEADER_ROW, FIRST_COLUMN)}:{address(last_row, FIRST_COLUMN + len(headings) - 1)}"
    page.add_table(sheet, table, span, titles)
    page.page(sheet, landscape=sum(widths) > 100)
    sheet.print_area = f"A1:{address(last_row, FIRST_COLUMN + len(headings) - 1)}"
    sheet.protection.sheet = False
    return sheet


def introduce(sheet: Worksheet, about: str, widths: Sequence[float]) -> None:
    """The lines below a sheet's title."""
    last = FIRST_COLUMN + len(widths) - 1
    put(sheet, 2, FIRST_COLUMN, about, "HWIT intro")
    sheet.merge_cells(start_row=2, end_row=2, start_column=FIRST_COLUMN, end_column=last)
    lines = theme.lines(about, min(sum(widths), 165))
    sheet.row_dimensions[2].height = theme.LINE_HEIGHT * lines + 9
    sheet.row_dimensions[3].height = sheet.row_dimensions[4].height = 3


def write_rows(sheet: Worksheet, headings: Sequence[Heading], rows: Iterable[Sequence[str | int]]) -> int:
    """Write the body of a table; one blank row where it is empty, since a table cannot be without.

    Returns:
        The last row.
    """
    row = HEADER_ROW
    looks: list[object] = []
    for row, values in enumerate(rows, start=HEADER_ROW + 1):
        for offset, (value, heading) in enumerate(zip(values, headings, strict=True)):
            cell = put(sheet, row, FIRST_COLUMN + offset, value)
            if len(looks) <= offset:
                cell.style = heading.style
                looks.append(cell._style)
            else:
                cell._style = copy(looks[offset])
        if row <= HEADER_ROW + LINES_FITTED:
            fitted(sheet, row, headings, values)
    if row == HEADER_ROW:
        row += 1
        for offset, heading in enumerate(headings):
            sheet.cell(row, FIRST_COLUMN + offset).style = heading.style
    return row


def fitted(sheet: Worksheet, row: int, headings: Sequence[Heading], values: Sequence[str | int]) -> None:
    """Make a row high enough for its words."""
    lines = max(
        theme.lines(value, heading.width)
        for value, heading in zip(values, headings, strict=True)
        if isinstance(value, str)
    )
    sheet.row_dimensions[row].height = theme.LINE_HEIGHT * lines + 5


def put(sheet: Worksheet, row: int, column: int, value: str | int, style: str = "") -> Any:
    """Write a cell. A text is written as text, so that it cannot become a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = package.printable(value)[:32_000]
        cell.data_type = "s"
    else:
        cell.value = value
    if style:
        cell.style = style
    return cell


def span_of(sheet: Worksheet, column: int, last_row: int) -> str:
    """The cells of one column below the header."""
    letter = get_column_letter(column)
    return f"{letter}{HEADER_ROW + 1}:{letter}{last_row}"


class Tables:
    """The tables of a workbook of ours, read back by their names."""

    def __init__(self, data: bytes) -> None:
        """Look at the workbook's list of tables.

        Raises:
            ValueError: this is no workbook, or a damaged one.
        """
        try:
            self._book = Spreadsheet(Package(data))
        except Rejected as rejected:
            raise ValueError(within(rejected.message)) from None
        self._places = {table.name: (sheet, table) for sheet in self._book.sheets for table in sheet.tables}

    def __contains__(self, name: str) -> bool:
        """Whether the workbook has a table of this name."""
        return name in self._places

    def rows(self, name: str) -> Iterator[dict[str, Cell]]:
        """The filled cells of each row that holds something, by heading in small letters.

        Raises:
            ValueError: there is no such table, or its sheet is damaged.
        """
        if name not in self._places:
            raise ValueError(f"it has no table {name}")
        sheet, table = self._places[name]
        if not sheet.rows:
            try:
                self._book.read_cells(sheet)
            except Rejected as rejected:
                raise ValueError(within(rejected.message)) from None
        titles = {table.first[1] + offset: folded(title) for offset, title in enumerate(table.columns)}
        for row in sorted(sheet.rows):
            if table.first[0] < row <= table.last[0]:
                cells = {titles[column]: cell for column, cell in sheet.rows[row].items() if column in titles}
                if any(text_of(cell) for cell in cells.values()):
                    yield cells

    def texts(self, name: str) -> Iterator[dict[str, str]]:
        """The same as texts."""
        for cells in self.rows(name):
            yield {title: text_of(cell) for title, cell in cells.items()}


def text_of(cell: Cell | None) -> str:
    """What a cell says, as text."""
    if cell is None or cell.value is None:
        return ""
    if cell.sort is Sort.NUMBER:
        return f"{cell.value:.15g}"
    return str(cell.value)
