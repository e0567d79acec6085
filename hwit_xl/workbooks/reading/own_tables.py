"""Reading the tables of our own reports back, by their names and headings."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.words import within
from hwit_xl.workbooks.layout import folded
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet


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
