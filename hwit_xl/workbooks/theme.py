"""The look of every workbook: colours, type and cell styles.

LibreOffice draws no table styles, so everything a person sees comes from cell styles. Dark text on the light fills
below has a contrast of at least 4.5:1 (WCAG 2.1, AA).
"""

from __future__ import annotations

import re
from typing import ClassVar

from hwit_validators.column import Column, Kind
from openpyxl.styles import Alignment, Border, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles import Font as _Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook

TEAL = "0B4F5C"
TEAL_LIGHT = "E3EFF1"
INK = "1F2A30"
MUTED = "55646B"
LINE = "B9C6CA"
PAPER = "FFFFFF"
LOCKED = "F1F4F4"
NEEDED = "FFF4C9"
ERROR = "F9D7D3"
ERROR_INK = "8C1D18"
QUERY = "FDE6C3"
QUERY_INK = "7A4100"
EARLIER_TAB = "9AA5A9"

SIGNPOSTS = {
    "support": ("DFF0DC", "1B5E20"),
    "prompt": ("FDE8D0", "8A4000"),
    "leaders": ("FBE0E9", "97134F"),
    "recognition": ("EAE2F5", "4A2C8F"),
}
"""Fill and ink of the handbook's four kinds of box (H09)."""

FAMILY = "Calibri"


class Font(_Font):  # type: ignore[misc]
    """A font whose parts are written in the order the Open XML schema asks for, which openpyxl's are not."""

    tagname = "font"
    __elements__: ClassVar = (
        "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
        "charset", "scheme",
    )  # fmt: skip
    __nested__: ClassVar = _Font.__nested__
    __attrs__: ClassVar = _Font.__attrs__


def font(size: float = 11, *, bold: bool = False, italic: bool = False, color: str = INK, underline: bool = False) -> Font:
    """A font of the theme."""
    return Font(
        name=FAMILY, sz=size, b=bold, i=italic, color="FF" + color, u="single" if underline else None, family=2
    )


def fill(color: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", fgColor="FF" + color, bgColor="FF" + color)


_LINE = Side(style="thin", color="FF" + LINE)
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(vertical="top", wrap_text=True, indent=0)
_CENTRE = Alignment(vertical="center", wrap_text=True)

NUMBER = "#,##0.##"
WHOLE = "#,##0"
DATE = "d mmm yyyy"


def _style(
    name: str,
    *,
    size: float = 11,
    bold: bool = False,
    italic: bool = False,
    color: str = INK,
    background: str | None = PAPER,
    box: bool = False,
    align: Alignment = _TOP,
    number_format: str = "General",
    locked: bool = True,
    underline: bool = False,
) -> NamedStyle:
    return NamedStyle(
        name=name,
        font=font(size, bold=bold, italic=italic, color=color, underline=underline),
        fill=fill(background) if background else PatternFill(),
        border=BOX if box else Border(),
        alignment=align,
        number_format=number_format,
        protection=Protection(locked=locked),
    )


_FORMATS = {"text": "@", "number": NUMBER, "whole": WHOLE, "date": DATE}
_KIND_FORMAT = {Kind.NUMBER: "number", Kind.WHOLE: "whole", Kind.DATE: "date"}


def answer_style(spec: Column, *, locked: bool) -> str:
    """The name of the style of an answer's cell."""
    return f"HWIT {'kept' if locked else 'answer'} {_KIND_FORMAT.get(spec.kind, 'text')}"


def add_styles(workbook: Workbook) -> None:
    """Give a workbook every style of the theme, and make the theme's font its default."""
    normal = workbook._named_styles["Normal"]  # the one place that sets a workbook's default font
    normal.font = font()
    workbook._fonts[0] = font()
    styles = [
        _style("HWIT title", size=20, bold=True, color=PAPER, background=TEAL, align=Alignment(vertical="center", indent=1)),
        _style("HWIT stage", size=11, color=PAPER, background=TEAL, align=Alignment(horizontal="right", vertical="center", indent=1)),
        _style("HWIT intro", size=11, color=INK, background=None, align=_CENTRE),
        _style("HWIT note", size=10, color=MUTED, background=None, align=_CENTRE),
        _style("HWIT link", size=10, color=TEAL, background=None, underline=True, align=Alignment(vertical="center")),
        _style("HWIT heading", size=14, bold=True, color=TEAL, background=None, align=Alignment(vertical="center")),
        _style("HWIT header", size=10.5, bold=True, color=PAPER, background=TEAL, box=True, align=_CENTRE),
        _style("HWIT ref", size=12, bold=True, color=TEAL, background=TEAL_LIGHT, box=True, number_format="@", locked=False),
        _style("HWIT ref kept", size=12, bold=True, color=MUTED, background=LOCKED, box=True, number_format="@"),
        _style("HWIT question", size=11, bold=True, color=INK, background=TEAL_LIGHT, box=True, align=Alignment(vertical="top", wrap_text=True)),
        _style("HWIT help", size=10, italic=True, color=MUTED, background=None, box=True),
        _style("HWIT given", size=11, background=LOCKED, box=True),
        _style("HWIT plain", size=11, background=None),
        _style("HWIT computed", size=11, background=LOCKED, box=True, number_format=NUMBER),
        _style("HWIT computed date", size=11, background=LOCKED, box=True, number_format=DATE),
        _style("HWIT computed share", size=11, background=LOCKED, box=True, number_format="0%"),
        _style("HWIT done", size=11, background=None, box=True, number_format="0%", align=Alignment(horizontal="center", vertical="center")),
        _style("HWIT row", size=11, background=None, box=True, align=_CENTRE),
        _style("HWIT row link", size=11, color=TEAL, underline=True, background=None, box=True, align=_CENTRE),
        _style("HWIT step now", size=11, bold=True, color=PAPER, background=TEAL, box=True, align=Alignment(horizontal="center", vertical="center", wrap_text=True)),
        _style("HWIT step past", size=10, color=INK, background="CFE0E3", box=True, align=Alignment(horizontal="center", vertical="center", wrap_text=True)),
        _style("HWIT step ahead", size=10, color=MUTED, background="FAFBFB", box=True, align=Alignment(horizontal="center", vertical="center", wrap_text=True)),
    ]  # fmt: skip
    for state, background, locked in (("answer", PAPER, False), ("kept", LOCKED, True)):
        styles += [
            _style(f"HWIT {state} {name}", background=background, box=True, number_format=number_format, locked=locked)
            for name, number_format in _FORMATS.items()
        ]
    for kind, (background, ink) in SIGNPOSTS.items():
        styles += [
            _style(f"HWIT {kind}", size=11, background=background, align=_CENTRE),
            _style(f"HWIT {kind} name", size=10.5, bold=True, color=ink, background=background, align=_CENTRE),
        ]
    for style in styles:
        workbook.add_named_style(style)


def shading(background: str, *, ink: str | None = None, bold: bool = False, italic: bool = False) -> DifferentialStyle:
    """What a conditional format lays over a cell: never colour alone."""
    over = Font(b=bold or None, i=italic or None, color="FF" + ink if ink else None) if ink or bold or italic else None
    edge = Side(style="thin", color="FF" + (ink or LINE))
    return DifferentialStyle(
        font=over, fill=fill(background), border=Border(left=edge, right=edge, top=edge, bottom=edge)
    )


def lines(text: str, width: float) -> int:
    """About how many lines a text needs in a column of this width, in characters of the body font."""
    return sum(max(1, -(-len(part) * 100 // max(1, int(width * 108)))) for part in text.split("\n"))


_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """A text without the characters that a workbook cannot hold."""
    return _FORBIDDEN.sub("", text)
