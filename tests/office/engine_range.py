"""Cells of the LibreOffice engine: read and written as xlwings reads and writes Excel's."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from xlwings import base_classes, utils

EPOCH = dt.datetime(1899, 12, 30)
DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024  # com.sun.star.util.NumberFormat
FAILING = 4  # com.sun.star.sheet.FormulaResult


class Failed(str):
    """The text of an error value, until xlwings says whether it wants to know."""


class Range(base_classes.Range):
    """A block of cells. Every question about it that a program asks counts in ``calls``."""

    calls: ClassVar[Counter[str]] = Counter()
    """How often each member was used, by all ranges together."""

    def __init__(self, sheet: Any, first: Any, last: Any = None) -> None:
        """Take the corners as xlwings gives them: addresses, pairs of row and column, or other ranges."""
        if isinstance(first, str):
            first, to = utils.a1_to_tuples(first)
            last = last or to
        if isinstance(first, Range):
            edges = [*first.edges, *(last or first).edges]
            first, last = (min(edges[0::2][:4:2]), min(edges[1::2][:4:2])), (max(edges[0::2]), max(edges[1::2]))
        elif len(first) == 4:  # how xlwings slices: row, column, and how many of each
            first, last = first[:2], (first[0] + first[2] - 1, first[1] + first[3] - 1)
        self.sheet = sheet
        self.edges = (*first, *(last or first))
        self.options: dict[str, Any] = {}

    sheet: Any = None

    @property
    def api(self) -> Any:
        """LibreOffice's own object."""
        top, left, bottom, right = self.edges
        return self.sheet.api.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    row = property(lambda self: self.edges[0])
    column = property(lambda self: self.edges[1])
    shape = property(lambda self: (self.edges[2] - self.edges[0] + 1, self.edges[3] - self.edges[1] + 1))
    coords = property(lambda self: (self.sheet.name, *self.edges[:2], *self.shape))
    max_cells_per_read = max_cells_per_write = property(lambda self: None)

    def __len__(self) -> int:
        """How many cells it has."""
        return int(self.shape[0] * self.shape[1])

    def __call__(self, row: int, column: int | None = None) -> Range:
        """One of its cells, counted from 1."""
        if column is None:
            row, column = (part + 1 for part in divmod(row - 1, self.shape[1]))
        return Range(self.sheet, (self.edges[0] + row - 1, self.edges[1] + column - 1))

    @property
    def address(self) -> str:
        """``$B$5:$D$9``."""
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Its address; never with the name of its sheet."""
        top, left, bottom, right = self.edges
        ends = [
            f"{'$' * col_absolute}{utils.col_name(column)}{'$' * row_absolute}{row}"
            for row, column in ((top, left), (bottom, right))
        ]
        return ends[0] if len(self) == 1 else ":".join(ends)

    @property
    def raw_value(self) -> Any:
        """What its cells hold, as Excel gives it: dates as such, None where blank."""
        self.calls["value"] += 1
        rows = [list(row) for row in self.api.getDataArray()]
        for kind, row, column in self._formatted():
            number = rows[row][column]
            if isinstance(number, float):
                rows[row][column] = bool(number) if kind & LOGICAL else EPOCH + dt.timedelta(days=number)
        for row, column in self._failing():
            rows[row][column] = Failed(self.api.getCellByPosition(column, row).String)
        values = [[None if value == "" else value for value in row] for row in rows]
        return values if len(self) > 1 else values[0][0]

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.calls["write"] += 1
        self._write(data)

    @property
    def formula(self) -> Any:
        """Formulas, and what is there otherwise as text: LibreOffice's own way of writing them."""
        self.calls["formula"] += 1
        rows = self.api.getFormulaArray()
        return rows if len(self) > 1 else rows[0][0]

    @formula.setter
    def formula(self, data: Any) -> None:
        self.calls["write"] += 1
        self._write(data)

    def _write(self, data: Any) -> None:
        """Write as Excel does: an apostrophe in front makes a text; elsewhere than in cells of text, the rest is read."""
        rows = data if isinstance(data, (list, tuple)) else [[data] * self.shape[1]] * self.shape[0]
        target = Range(self.sheet, self.edges[:2], (self.edges[0] + len(rows) - 1, self.edges[1] + len(rows[0]) - 1))
        target.api.setDataArray(tuple(tuple(map(_plain, row)) for row in rows))
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and _TYPED.match(value):
                    cell = target.api.getCellByPosition(column, row)
                    if not self.sheet.book.api.NumberFormats.getByKey(cell.NumberFormat).Type & TEXT:
                        cell.FormulaLocal = value

    def _formatted(self) -> Iterator[tuple[int, int, int]]:
        """The cells shown as a date, a time or yes and no: the kind, and row and column from 0."""
        formats = self.sheet.book.api.NumberFormats
        top, left = self.edges[0] - 1, self.edges[1] - 1
        blocks = self.api.getUniqueCellFormatRanges()
        for number in range(blocks.Count):
            block = blocks.getByIndex(number)
            kind = formats.getByKey(block.NumberFormat).Type
            if kind & (DATE | TIME | LOGICAL):
                for area in block.RangeAddresses:
                    for row in range(area.StartRow, area.EndRow + 1):
                        for column in range(area.StartColumn, area.EndColumn + 1):
                            yield kind, row - top, column - left

    def _failing(self) -> Iterator[tuple[int, int]]:
        top, left = self.edges[0] - 1, self.edges[1] - 1
        for area in self.api.queryFormulaCells(FAILING).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    yield row - top, column - left

    @property
    def number_format(self) -> str | None:
        """The format all its cells share, or None."""
        self.calls["number_format"] += 1
        blocks = self.api.getUniqueCellFormatRanges()
        keys = {blocks.getByIndex(number).NumberFormat for number in range(blocks.Count)}
        return self.sheet.book.api.NumberFormats.getByKey(keys.pop()).FormatString if len(keys) == 1 else None

    @property
    def wrap_text(self) -> bool:
        """Whether words go on in a new line."""
        return bool(self.api.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.calls["wrap_text"] += 1
        self.api.IsTextWrapped = value

    @property
    def row_height(self) -> float:
        """Points."""
        self.calls["row_height"] += 1
        return float(self.api.Rows.getByIndex(0).Height * 72 / 2540)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.calls["row_height"] += 1
        self.api.Rows.Height = round(value * 2540 / 72)

    def select(self) -> None:
        """Select it, on the sheet in front."""
        self.sheet.book.api.CurrentController.select(self.api)

    def autofit(self, axis: str | None = None) -> None:
        """Make its rows as high as their words."""
        assert axis == "r"
        self.calls["autofit"] += 1
        self.api.Rows.OptimalHeight = True


def _plain(value: Any) -> str | float:
    if isinstance(value, (dt.date, dt.datetime)):
        raise TypeError("no button writes dates")
    return float(value) if isinstance(value, (bool, int, float)) else (value or "").removeprefix("'")


_TYPED = re.compile(r"[\d£$(.+\-=@].*|true|false|\w{3,9}\.? ?\d+.*", re.IGNORECASE | re.DOTALL)
"""Texts of which Excel may make something else."""
