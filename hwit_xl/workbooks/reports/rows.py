"""The rows of a report's table as XML, one after the other: a report can have a million of them, and keeps none.

A sheet is first made without them. Its first row of body holds a cell for each look that is needed instead, and tells by
them which number the saved file gave to each look.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from openpyxl.worksheet.worksheet import Worksheet

from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW
from hwit_xl.workbooks.reports.cells import DATE, NUMBER, TEXT, Value, plain, style_of
from hwit_xl.workbooks.xlsx.cells import letters
from hwit_xl.workbooks.xlsx.serials import serial

LINK = "HWIT row link"
MOST_LINKS = 65_000
"""Links on a sheet: Excel takes 65,530 and calls a file with more of them damaged. The rest is written as plain text."""


@dataclass(frozen=True)
class Heading:
    """A column of a table.

    Attributes:
        width: in characters.
        style: of its cells; "" gives each the style of its kind of value.
    """

    title: str
    width: float
    style: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text with a look of its own, or one that leads somewhere.

    Attributes:
        target: another file, as a relative address; "" for this workbook.
        place: a cell there, as formulas name it.
        style: its look; "" is that of a link, or that of the column where it leads nowhere.
    """

    text: str
    target: str = ""
    place: str = ""
    style: str = ""

    @property
    def leads(self) -> bool:
        """Whether it is a link. LibreOffice writes a link on one line, so long ones are better told beside it."""
        return bool(self.target or self.place)


class Rows(Protocol):
    """The rows of a table: how many, and one after the other, as often as they are asked for."""

    def __len__(self) -> int:
        """How many rows."""

    def __iter__(self) -> Iterator[Sequence[Value | Words]]:
        """Each row, with a value for each heading."""


Look = tuple[str, bool]
"""A style, and whether its words begin at the top of the row."""


@dataclass
class Body:
    """The rows of one table.

    Attributes:
        more: styles that single words have, beside those of columns.
        grows: rows grow as something is typed into them; a fixed height is quicker to open.
        air: points above and below the words of a row together.
    """

    headings: Sequence[Heading]
    rows: Rows
    more: Sequence[str] = ()
    grows: bool = False
    air: float = 5
    links: list[str] = field(default_factory=list, init=False)
    """The links of the rows written so far, as XML."""
    targets: dict[str, str] = field(default_factory=dict, init=False)
    """The files they lead to, with the key each is known by."""
    _type: dict[str, tuple[float, bool]] = field(default_factory=dict, init=False)
    """Size and weight of the type of each style, in the order of the sketch."""

    @property
    def last_row(self) -> int:
        """The last row of the table: a table cannot be without any, so that of an empty one is blank."""
        return HEADER_ROW + max(len(self.rows), 1)

    def sketch(self, sheet: Worksheet) -> None:
        """Put a cell of each look into the first row of the body."""
        own = (heading.style for heading in self.headings if heading.style)
        styles = [*dict.fromkeys((*own, *self.more, TEXT, NUMBER, DATE, LINK))]
        for column, style in enumerate(styles * 2, start=1):
            cell = sheet.cell(HEADER_ROW + 1, column)
            cell.style = style
            self._type[style] = (float(cell.font.sz or 11), bool(cell.font.b))
        page.start_at_top(sheet, HEADER_ROW + 1, range(len(styles) + 1, 2 * len(styles) + 1))

    def heights(self) -> float:
        """How high all rows are together, in points."""
        return sum(self._height(row) for row in self.rows)

    def xml(self, sketched: Sequence[str]) -> Iterator[str]:
        """Each row as XML.

        Args:
            sketched: the numbers of the looks, in the order of the sketch.
        """
        self.links.clear()
        self.targets.clear()
        looks = dict(zip([(style, top) for top in (False, True) for style in self._type], sketched, strict=True))
        columns = [letters(FIRST_COLUMN + place) for place in range(len(self.headings))]
        row = HEADER_ROW
        for row, values in enumerate(self.rows, start=HEADER_ROW + 1):
            height = self._height(values)
            yield self._row(row, height, looks, zip(columns, self.headings, values, strict=True))
        if row == HEADER_ROW:
            blank = ((column, heading, "") for column, heading in zip(columns, self.headings, strict=True))
            yield self._row(row + 1, theme.height(1, air=self.air), looks, blank)

    def _row(
        self, row: int, height: float, looks: dict[Look, str], cells: Iterable[tuple[str, Heading, Value | Words]]
    ) -> str:
        top = height > theme.TALL_ROW
        fixed = "" if self.grows and height < theme.HIGHEST_ROW else ' customHeight="1"'
        made = [f'<row r="{row}" ht="{height:g}"{fixed}>']
        for column, heading, value in cells:
            shown, style = (value.text, value.style) if isinstance(value, Words) else (value, "")
            if isinstance(value, Words) and value.leads and self._link(f"{column}{row}", value):
                style = style or LINK
            style = style or heading.style
            number = looks[style or style_of(shown), top]
            made.append(f'<c r="{column}{row}" s="{number}"{_content(plain(shown))}')
        made.append("</row>")
        return "".join(made)

    def _link(self, at: str, link: Words) -> bool:
        """Note where a cell leads to. False where no more links can be."""
        if len(self.links) == MOST_LINKS:
            return False
        place = f" location={quoteattr(link.place)}" if link.place else ""
        to = ""
        if link.target:
            to = f' r:id="{self.targets.setdefault(link.target, f"file{len(self.targets) + 1}")}"'
        self.links.append(f'<hyperlink ref="{at}"{to}{place}/>')
        return True

    def _height(self, values: Sequence[Value | Words]) -> float:
        """The height in which the words of a row can be read, in points."""
        needed = theme.height(1, air=self.air)
        for heading, value in zip(self.headings, values, strict=True):
            text = value.text if isinstance(value, Words) else value
            if isinstance(text, str) and text:
                size, bold = self._type[(value.style if isinstance(value, Words) else "") or heading.style or TEXT]
                lines = theme.lines(text, heading.width, size=size, bold=bold)
                needed = max(needed, theme.height(lines, size=size, air=self.air))
        return needed


def _content(value: str | float | dt.date | None) -> str:
    """What follows a cell's address and look."""
    if isinstance(value, str) and value:
        return f' t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, dt.date):
        return f"><v>{serial(value)}</v></c>"
    if isinstance(value, int | float) and math.isfinite(value):
        return f"><v>{value!r}</v></c>"
    return "/>"
