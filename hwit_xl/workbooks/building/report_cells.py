"""Cells of reports: texts that can never become formulas, real numbers and dates, in the theme's styles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.figures.progress import Status
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.layout import FIRST_COLUMN

Value = str | float | dt.date | None
TEXT, NUMBER, DATE, SHARE = "HWIT row", "HWIT answer number", "HWIT answer date", "HWIT done"


def put(sheet: Worksheet, row: int, column: int, value: Value, style: str | None = None) -> None:
    """Write one value. Without a style, it gets that of its kind: text, number, date, Yes or No."""
    cell = sheet.cell(row, column)
    if isinstance(value, bool):
        value, style = "Yes" if value else "No", style or NUMBER
    if isinstance(value, str):
        cell.value = package.printable(value)
        cell.data_type = "s"
    else:
        cell.value = value
    cell.style = style or (TEXT if isinstance(value, str) else DATE if isinstance(value, dt.date) else NUMBER)


def put_row(sheet: Worksheet, row: int, values: Sequence[Value], *, shares: Sequence[int] = ()) -> None:
    """Write a row from the first column on.

    Args:
        shares: places of values from 0 to 1 that are shown as percentages.
    """
    for place, value in enumerate(values):
        style = SHARE if place in shares and not isinstance(value, str) else None
        put(sheet, row, FIRST_COLUMN + place, value, style)


def across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], style: str, *, size: float = 11) -> None:
    """A paragraph over all columns, as high as it needs to be."""
    put(sheet, row, FIRST_COLUMN, text, style)
    last = FIRST_COLUMN + len(widths) - 1
    sheet.merge_cells(start_row=row, end_row=row, start_column=FIRST_COLUMN, end_column=last)
    lines = theme.lines(text, sum(widths), size=size)
    page.fit_lines(sheet, row, range(FIRST_COLUMN, last + 1), lines, size=size, air=7)


def colour_statuses(sheet: Worksheet, span: str) -> None:
    """Colour the statuses in a span, as the Progress sheet of the forms does."""
    top = f"${span.partition(':')[0]}"
    fine, fine_ink = theme.SIGNPOSTS["support"]
    for words, style in (
        ((Status.ACHIEVED,), theme.shading(fine, ink=fine_ink, bold=True)),
        ((Status.OVERDUE, Status.BEHIND), theme.shading(theme.ERROR, ink=theme.ERROR_INK, bold=True)),
        ((Status.NO_READING,), theme.shading(theme.QUERY, ink=theme.QUERY_INK, italic=True)),
    ):
        formula = "OR(" + ",".join(f'{top}="{word}"' for word in words) + ")"
        sheet.conditional_formatting.add(span, Rule("expression", dxf=style, formula=[formula]))
