"""Reading a workbook that is open in Excel: the same plan, cell map and explanations as from its file.

Each sheet with one of our tables is read with one call for its values and one for its formulas. Only where figures stand
is the number format asked for as well, to tell 45% from 0.45: once for each column (or, in a table whose answers go
across, each row) of figures, and more often where a column is mixed, up to a limit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlwings as xw

from hwit_xl.addin.excel.block import as_rows
from hwit_xl.addin.excel.host import Host
from hwit_xl.checking.check import with_decisions
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.reading.read import Return, read_source
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.cells import Position, Rows, too_many
from hwit_xl.workbooks.xlsx.limits import MOST_CELLS
from hwit_xl.workbooks.xlsx.serials import DAY_ZERO, DAY_ZERO_1904
from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent, TableRange, as_constant, sort_of

_BEYOND = (200, 60)
"""Rows and columns beyond a table that are looked at on a sheet that seems to go on for ever, as a whole row or column
was once given a colour."""
_MOST_LOOKED_AT = 500_000
"""Cells, blank ones too, up to which a sheet is read whole."""
_MOST_COMMENTS = 50
"""Comments of a sheet that are looked at: each takes a call or two, and a few of them say enough."""
MOST_FORMATS = 300
"""Questions about number formats, in a workbook: our forms, filled in, take 40 at most, and each takes a moment."""
_UNNAMED_ERRORS = range(-2_146_829_000, -2_146_820_000)
"""Numbers that stand for errors in Excel on Windows; xlwings has names for the older ones only."""


def read_live(book: LiveBook, settings: Settings) -> Return:
    """Read an open workbook as these settings have it, with what the panel has answered to its school.

    Raises:
        Rejected: it cannot be read as a return.
    """
    return with_decisions(read_source(book, Path(book.book.name), settings.circumstances), settings)


class LiveBook:
    """An open workbook as the reader takes it (a :class:`~hwit_xl.workbooks.reading.source.Source`)."""

    def __init__(self, book: xw.Book, host: Host) -> None:
        """Look at the list of sheets and their tables."""
        self.book, self.host = book, host
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self.sheets: Sequence[SheetContent] = [
            SheetContent(name, "", not host.visible(sheet), tables=[_table(table) for table in sheet.tables])
            for name, sheet in self._sheets.items()
        ]
        self._filled = self._asked = 0

    @cached_property
    def epoch(self) -> dt.date:
        """The day that the workbook counts days from."""
        return DAY_ZERO_1904 if self.host.counts_from_1904(self.book) else DAY_ZERO

    @property
    def formats_left(self) -> bool:
        """Whether figures were taken as they are, because there were too many formats to ask for all of them."""
        return self._asked >= MOST_FORMATS

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
        last = _last(shown.used_range, sheet.tables)
        cells = shown.range((1, 1), last)
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
        for table in sheet.tables or [TableRange("", (1, 1), last, ())]:  # turned into plain cells, or never a table
            self._asked += _find_percentages(shown, table, sheet.rows, MOST_FORMATS - self._asked)

    def commented(self, sheet: SheetContent) -> Sequence[str]:
        """The addresses of the cells that carry a note or a comment."""
        places = self.host.commented(self._sheets[sheet.name], _MOST_COMMENTS)
        return [address(*place) for place in sorted(places)]

    def cargo(self) -> Iterator[str]:
        """What travels with the workbook beside its sheets, as far as the program says."""
        return self.host.cargo(self.book)

    def text_boxes(self, sheet: SheetContent) -> int:
        """None: an open workbook is not asked for its shapes, which takes a call for each; a check of its file is."""
        return 0

    def saved_by(self) -> str:
        """Nothing: what was lost when the file was saved, an open workbook does not tell."""
        return ""


def _table(table: xw.main.Table) -> TableRange:
    cells = table.range
    (rows, columns), top, left = cells.shape, cells.row, cells.column
    bottom = top + rows - 1 - (1 if table.show_totals else 0)
    return TableRange(table.name, (top, left), (bottom, left + columns - 1), (), bool(table.show_headers))


def _last(used: xw.Range, tables: Sequence[TableRange]) -> Position:
    """The last cell that is read: of all that is used, and of every table."""
    rows = [table.last[0] for table in tables]
    columns = [table.last[1] for table in tables]
    row = max([used.row + used.shape[0] - 1, *rows])
    column = max([used.column + used.shape[1] - 1, *columns])
    if row * column > _MOST_LOOKED_AT:
        row = min(row, max(rows, default=0) + _BEYOND[0])
        column = min(column, max(columns, default=0) + _BEYOND[1])
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
        if value.date() <= DAY_ZERO:  # a time of day, which no question asks for
            return Cell(f"{value:%H:%M}", Sort.TEXT, worked_out)
        return Cell(value.date(), Sort.DATE, worked_out)
    if isinstance(value, int) and value in _UNNAMED_ERRORS:
        return Cell("an error", Sort.ERROR, worked_out)
    if isinstance(value, (int, float, Decimal)):
        return Cell(float(value), Sort.NUMBER, worked_out)
    return Cell(str(value), Sort.TEXT, worked_out)


def _find_percentages(sheet: xw.Sheet, table: TableRange, rows: Rows, most: int) -> int:
    """Mark the figures of a table that are shown as percentages.

    Args:
        most: how often the program may be asked; figures it was not asked about stay as they are.

    Returns:
        How often it was asked.
    """
    (top, left), (bottom, right) = table.first, table.last
    figures = [
        (row, column)
        for row in range(top, bottom + 1)
        for column, cell in rows.get(row, {}).items()
        if left <= column <= right and cell.sort is Sort.NUMBER
    ]
    asked = 0
    waiting = _lines(figures)
    while waiting and asked < most:
        line = waiting.pop(0)
        code = sheet.range(line[0], line[-1]).number_format
        asked += 1
        if code is None:
            waiting += _halves(line)  # last, so that what looks alike is settled first
        elif sort_of(0, code) is Sort.PERCENT:
            for row, column in line:
                rows[row][column] = rows[row][column]._replace(sort=Sort.PERCENT)
    return asked


def _lines(figures: list[Position]) -> list[list[Position]]:
    """Figures by column or by row, whichever gives fewer lines: a question's figures stand in one."""
    down: dict[int, list[Position]] = {}
    across: dict[int, list[Position]] = {}
    for place in figures:
        across.setdefault(place[0], []).append(place)
        down.setdefault(place[1], []).append(place)
    return list(min(down, across, key=len).values())


def _halves(line: list[Position]) -> list[list[Position]]:
    """A line of figures in two, parted where other cells stand between them, if any do, and else in the middle."""
    if len(line) == 1:
        return []
    middle = len(line) / 2
    gaps = [number for number, (a, b) in enumerate(pairwise(line), start=1) if sum(b) > sum(a) + 1]
    at = min(gaps or [len(line) // 2], key=lambda gap: abs(gap - middle))
    return [line[:at], line[at:]]
