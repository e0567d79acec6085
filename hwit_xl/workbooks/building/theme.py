"""The look of every workbook: colours, type and cell styles.

LibreOffice draws no table styles, so everything a person sees comes from cell styles. Dark text on the light fills
below has a contrast of at least 4.5:1 (WCAG 2.1, AA).
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import ClassVar

from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import Alignment, Border, Color, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles import Font as _Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook

from hwit_validators.model.column import Column, Kind

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
PAST = "CFE0E3"
AHEAD = "FAFBFB"
BAR = "7FB5BD"
AMBER = "E0B95B"
EARLIER_TAB = "9AA5A9"

SIGNPOSTS = {
    "support": ("DFF0DC", "1B5E20"),
    "prompt": ("FDE8D0", "8A4000"),
    "leaders": ("FBE0E9", "97134F"),
    "recognition": ("EAE2F5", "4A2C8F"),
}
"""Fill and ink of the handbook's four kinds of box (H09)."""

FAMILY = "Calibri"
LINE_HEIGHT = 15.0
"""Height of a line of body type, in points."""
HIGHEST_ROW = 409.0
"""Points that Excel lets a row be high; a longer answer is still whole in its cell."""
TALL_ROW = 15 * LINE_HEIGHT
"""Points from which on the words of a row begin at its top: in the middle their beginning would have to be looked for."""
INDENT = 1.6
"""Room that a cell leaves beside its text, in characters."""
ROOMS = (1, 3, 5)
"""Lines that a blank row keeps room for."""


class Font(_Font):
    """A font whose parts are written in the order the Open XML schema asks for, which openpyxl's are not."""

    tagname = "font"
    __elements__: ClassVar = (
        "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
        "family", "charset", "scheme",
    )  # fmt: skip
    __nested__: ClassVar = _Font.__nested__
    __attrs__: ClassVar = _Font.__attrs__


def font(
    size: float = 11, *, bold: bool = False, italic: bool = False, color: str = INK, underline: bool = False
) -> Font:
    """A font of the theme."""
    return Font(name=FAMILY, sz=size, b=bold, i=italic, color="FF" + color, u="single" if underline else None, family=2)


def fill(color: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", fgColor="FF" + color, bgColor="FF" + color)


_LINE = Side(style="thin", color="FF" + LINE)
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_PLAIN = Alignment(vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_RIGHT = Alignment(horizontal="right", vertical="center", indent=1)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_ONE_LINE = Alignment(vertical="center")

NUMBER = "General"
"""Any other format with optional decimals shows 50 as ``50.`` in Excel."""
WHOLE = "#,##0"
DATE = "d mmm yyyy"


def _style(
    name: str,
    *,
    size: float = 11,
    bold: bool = False,
    italic: bool = False,
    color: str = INK,
    background: str | None = None,
    border: Border | None = None,
    align: Alignment = _LEFT,
    number_format: str = "General",
    locked: bool = True,
    underline: bool = False,
) -> NamedStyle:
    return NamedStyle(
        name=name,
        font=font(size, bold=bold, italic=italic, color=color, underline=underline),
        fill=fill(background) if background else PatternFill(),
        border=border or Border(),
        alignment=align,
        number_format=number_format,
        protection=Protection(locked=locked),
    )


_FORMATS = {"text": "@", "number": NUMBER, "whole": WHOLE, "date": DATE}
_KIND_FORMAT = {Kind.NUMBER: "number", Kind.WHOLE: "whole", Kind.DATE: "date"}


def answer_style(spec: Column, *, locked: bool, across: bool) -> str:
    """The name of the style of an answer's cell.

    Args:
        across: the answer stands beside its question; figures then start at the left, as words do.
    """
    sort = _KIND_FORMAT.get(spec.kind, "text")
    return f"HWIT {'kept' if locked else 'answer'} {sort}" + (" across" if across and sort != "text" else "")


def add_styles(workbook: Workbook) -> None:
    """Give a workbook every style of the theme, and make the theme's font its default."""
    normal = workbook._named_styles["Normal"]  # type: ignore[attr-defined]  # the one place that sets a default font
    normal.font = font()
    workbook._fonts[0] = font()  # type: ignore[attr-defined]
    for style in (*_surroundings(), *_start(), *_tables(), *_rooms()):
        workbook.add_named_style(style)


def _surroundings() -> list[NamedStyle]:
    """What stands around tables, on every sheet."""
    return [
        _style("HWIT title", size=20, bold=True, color=PAPER, background=TEAL, align=_ONE_LINE),
        _style("HWIT tagline", color=PAPER, background=TEAL, align=_ONE_LINE),
        _style("HWIT stage", color=PAPER, background=TEAL, align=_RIGHT),
        _style("HWIT intro", align=_PLAIN),
        _style("HWIT note", size=10, color=MUTED),
        _style("HWIT note right", size=10, color=MUTED, align=_RIGHT),
        _style("HWIT link", size=10, color=TEAL, underline=True, align=_ONE_LINE),
        _style("HWIT heading", size=14, bold=True, color=TEAL, align=_ONE_LINE),
    ]


def _start() -> list[NamedStyle]:
    """The Start here sheet."""
    styles = [
        _style("HWIT phase", size=10, bold=True, color=TEAL, background=TEAL_LIGHT, border=BOX, align=_MIDDLE),
        _style("HWIT step now", bold=True, color=PAPER, background=TEAL, border=BOX, align=_MIDDLE),
        _style("HWIT step past", size=10, background=PAST, border=BOX, align=_MIDDLE),
        _style("HWIT step ahead", size=10, color=MUTED, background=AHEAD, border=BOX, align=_MIDDLE),
        _style("HWIT row", border=BOX),
        _style("HWIT row link", color=TEAL, underline=True, border=BOX),
        _style("HWIT done", border=BOX, number_format="0%", align=_MIDDLE),
        _style("HWIT form line", size=8, color=MUTED, align=_ONE_LINE),
        _style("HWIT count", size=9.5, border=BOX, align=_MIDDLE),
    ]
    for kind, (background, ink) in SIGNPOSTS.items():
        edge = Border(left=Side(style="thick", color="FF" + ink))
        styles += [
            _style(f"HWIT {kind}", background=background),
            _style(f"HWIT {kind} name", bold=True, color=ink, background=background, border=edge),
        ]
    return styles


def _tables() -> list[NamedStyle]:
    """The cells of tables."""
    ref = partial(_style, bold=True, border=BOX, number_format="@", align=_MIDDLE)
    styles = [
        _style("HWIT header", size=10.5, bold=True, color=PAPER, background=TEAL, border=BOX),
        ref("HWIT ref", color=TEAL, background=TEAL_LIGHT, locked=False),
        ref("HWIT ref kept", color=MUTED, background=LOCKED),
        _style("HWIT question", bold=True, background=TEAL_LIGHT, border=BOX),
        _style("HWIT help", size=10, italic=True, color=MUTED, border=BOX),
        _style("HWIT kept link", color=TEAL, underline=True, background=LOCKED, border=BOX),
        _style("HWIT given", background=LOCKED, border=BOX),
        _style("HWIT computed", background=LOCKED, border=BOX, number_format=NUMBER, align=_MIDDLE),
        _style("HWIT computed date", background=LOCKED, border=BOX, number_format=DATE, align=_MIDDLE),
        _style("HWIT computed share", background=LOCKED, border=BOX, number_format="0%", align=_MIDDLE),
    ]
    for state, background, locked in (("answer", PAPER, False), ("kept", LOCKED, True)):
        for sort, number_format in _FORMATS.items():
            cell = partial(_style, background=background, border=BOX, number_format=number_format, locked=locked)
            styles.append(cell(f"HWIT {state} {sort}", align=_LEFT if sort == "text" else _MIDDLE))
            if sort != "text":
                styles.append(cell(f"HWIT {state} {sort} across"))
    return styles


def _rooms() -> list[NamedStyle]:
    """Styles of the empty cell before a row: its type is so large that the row stays roomy, yet can grow."""
    return [_style(room(lines), size=round((LINE_HEIGHT * lines + 7) / 1.25)) for lines in ROOMS]


def room(lines: int) -> str:
    """The style that keeps room for so many lines in a row that is not given a fixed height."""
    return f"HWIT room {lines}"


def shading(background: str, *, ink: str | None = None, bold: bool = False, italic: bool = False) -> DifferentialStyle:
    """What a conditional format lays over a cell: never colour alone."""
    over = Font(b=bold or None, i=italic or None, color="FF" + ink if ink else None) if ink or bold or italic else None
    edge = Side(style="thin", color="FF" + (ink or LINE))
    return DifferentialStyle(
        font=over, fill=fill(background), border=Border(left=edge, right=edge, top=edge, bottom=edge)
    )


def bar() -> Rule:
    """A bar behind a share from 0 to 1, whose figure stays to be read."""
    ends = [FormatObject("num", val=0), FormatObject("num", val=1)]
    return Rule("dataBar", dataBar=DataBar(cfvo=ends, color=Color("FF" + BAR), minLength=0, maxLength=100))


_SLIM = frozenset("ijlI.,:;'’!|()-/frt ·")
_BROAD = frozenset("mwMW%&@…—")


def lines(text: str, width: float, *, size: float = 11, bold: bool = False) -> int:
    """How many lines a text takes, broken between words.

    Args:
        width: width of the column, in digits of body type, as Excel has it.
    """
    available = max(1.0, (width - INDENT) * 11 / size / (1.06 if bold else 1.0))
    return sum(_broken(part, available) for part in text.split("\n"))


def height(text_lines: int, *, size: float = 11, air: float = 8) -> float:
    """The height of a row for so many lines, in points: never more than Excel allows.

    Args:
        size: of the type.
        air: points above and below the words together.
    """
    return min(HIGHEST_ROW, round(text_lines * LINE_HEIGHT * size / 11 + air, 1))


def across(text: str) -> float:
    """The width a column needs for a text in one line, in digits of body type."""
    return sum(map(_width, text)) + INDENT


def _broken(paragraph: str, available: float) -> int:
    count, used = 1, 0.0
    for word in paragraph.split(" "):
        length = _length(word)
        if used and used + _width(" ") + length > available:
            count, used = count + 1, 0.0
        used += length + (_width(" ") if used else 0.0)
        while used > available:
            count, used = count + 1, used - available
    return count


@lru_cache(maxsize=20_000)
def _length(word: str) -> float:
    """How wide a word is, in digits: the same ones come again and again."""
    return sum(map(_width, word))


def _width(letter: str) -> float:
    """About how wide a letter is, in digits: from the advance widths of Calibri, with a little to spare."""
    if letter in _SLIM:
        return 0.57
    if letter in _BROAD:
        return 1.55
    return 1.2 if letter.isupper() else 1.0
