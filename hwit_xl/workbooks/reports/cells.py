"""Single cells of reports: texts that can never become formulas, real numbers and dates, in the theme's styles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.layout import FIRST_COLUMN

Value = str | float | dt.date | None
"""Yes and No are ``True`` and ``False``; None leaves a cell blank."""
TEXT, NUMBER, DATE, SHARE, COUNT = "HWIT row", "HWIT answer number", "HWIT answer date", "HWIT done", "HWIT count"
LONGEST = 32_767
"""Letters that a cell can hold."""


def style_of(value: Value) -> str:
    """The style of a value by its kind."""
    if isinstance(value, str):
        return TEXT
    return DATE if isinstance(value, dt.date) else NUMBER


def plain(value: Value) -> str | float | dt.date | None:
    """A value as a workbook holds it: Yes and No in words, a text without characters that no workbook can hold."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return package.printable(value)[:LONGEST] if isinstance(value, str) else value


def put(sheet: Worksheet, row: int, column: int, value: Value, style: str | None = None) -> None:
    """Write one value. Without a style, it gets that of its kind."""
    cell = sheet.cell(row, column)
    cell.value = plain(value)
    if isinstance(cell.value, str):
        cell.data_type = "s"
    cell.style = style or style_of(value)


def put_row(sheet: Worksheet, row: int, values: Sequence[Value], *, shares: Sequence[int] = ()) -> None:
    """Write a row from the first column on.

    Args:
        shares: places of values from 0 to 1 that are shown as percentages.
    """
    for place, value in enumerate(values):
        style = SHARE if place in shares and not isinstance(value, str) else None
        put(sheet, row, FIRST_COLUMN + place, value, style)


def put_headings(sheet: Worksheet, row: int, headings: Sequence[str], *, high: bool = False) -> None:
    """Write the headings of a small table that stands somewhere on a sheet.

    Args:
        high: some of them take two lines.
    """
    for column, heading in enumerate(headings, start=FIRST_COLUMN):
        put(sheet, row, column, heading, "HWIT header")
    sheet.row_dimensions[row].height = 34 if high else 22


def across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], style: str, *, size: float = 11) -> None:
    """A paragraph over all columns, as high as it needs to be."""
    put(sheet, row, FIRST_COLUMN, text, style)
    last = FIRST_COLUMN + len(widths) - 1
    sheet.merge_cells(start_row=row, end_row=row, start_column=FIRST_COLUMN, end_column=last)
    lines = theme.lines(text, sum(widths), size=size)
    page.fit_lines(sheet, row, range(FIRST_COLUMN, last + 1), lines, size=size, air=7)


def introduce(sheet: Worksheet, title: str, label: str, about: str, widths: Sequence[float]) -> None:
    """The bar with a sheet's title and what it belongs to, and below it what the sheet shows."""
    sheet.sheet_properties.tabColor = theme.TEAL
    page.title(sheet, title, label, widths)
    across(sheet, 2, about, widths, "HWIT intro")
    for row in (3, 4):
        sheet.row_dimensions[row].height = 3
