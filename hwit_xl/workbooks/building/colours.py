"""Colours for what a cell says: never alone, always with another weight or slope of the type."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.figures.progress import Status
from hwit_xl.workbooks.building import theme

_FINE, _FINE_INK = theme.SIGNPOSTS["support"]
GOOD = theme.shading(_FINE, ink=_FINE_INK, bold=True)
BAD = theme.shading(theme.ERROR, ink=theme.ERROR_INK, bold=True)
DOUBTFUL = theme.shading(theme.QUERY, ink=theme.QUERY_INK, italic=True)

_STATUSES = (
    (GOOD, (Status.ACHIEVED,)),
    (BAD, (Status.OVERDUE, Status.BEHIND)),
    (DOUBTFUL, (Status.NO_READING,)),
)


def colour_statuses(sheet: Worksheet, span: str) -> None:
    """Colour the statuses of outcomes and indicators in a column, in forms and reports alike."""
    colour_words(sheet, span, _STATUSES)


def colour_words(sheet: Worksheet, span: str, looks: Iterable[tuple[DifferentialStyle, Iterable[str]]]) -> None:
    """Give each cell of a column the look that goes with its word."""
    top = f"${span.partition(':')[0]}"
    for look, words in looks:
        colour_where(sheet, span, look, "OR(" + ",".join(f'{top}="{word}"' for word in words) + ")")


def colour_where(sheet: Worksheet, span: str, look: DifferentialStyle, formula: str) -> None:
    """Give cells a look where a formula holds that is written for the first of them."""
    sheet.conditional_formatting.add(span, Rule("expression", dxf=look, formula=[formula]))
