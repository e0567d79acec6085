"""What a person sees of a sheet: colour and type of each cell, conditional formats included.

LibreOffice tells nobody over UNO which conditional format is showing; but it writes the colours it shows into HTML.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from hwit_xl.workbooks.layout import address
from support.libreoffice import Document


class Look(NamedTuple):
    """How a cell looks. The background is a colour such as ``F9D7D3``, or ""."""

    background: str
    bold: bool
    italic: bool


def looks(document: Document, folder: Path) -> dict[tuple[str, str], Look]:
    """How each cell looks, by sheet and address. Hidden sheets are left out, and hidden columns are not counted."""
    for sheet in document.sheets:
        corner = sheet.api.getCellRangeByName("A1")
        if not corner.String:
            corner.String = "\N{NO-BREAK SPACE}"  # LibreOffice leaves out blank rows and columns at the beginning
    document.recalculate()
    page = folder / "seen.html"
    document.export(page, "HTML (StarCalc)")
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.looks


class _Reader(HTMLParser):
    """Reads LibreOffice's HTML: a heading with the name of each sheet, then a table that begins at A1."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: dict[tuple[str, str], Look] = {}
        self.sheet, self.row, self.column, self.span = "", 0, 0, 1
        self.naming = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "em":
            self.naming, self.sheet = True, ""
        elif tag == "table":
            self.row = 0
        elif tag == "tr":
            self.row, self.column, self.span = self.row + 1, 0, 1
        elif tag == "td":
            self.column += self.span
            self.span = int(given.get("colspan", 1))
            self.looks[self.at] = Look(given.get("bgcolor", "").removeprefix("#"), bold=False, italic=False)
        elif tag == "b" and self.at in self.looks:
            self.looks[self.at] = self.looks[self.at]._replace(bold=True)
        elif tag == "i" and self.at in self.looks:
            self.looks[self.at] = self.looks[self.at]._replace(italic=True)

    def handle_endtag(self, tag: str) -> None:
        if tag == "em":
            self.naming = False

    def handle_data(self, data: str) -> None:
        if self.naming:
            self.sheet += data

    @property
    def at(self) -> tuple[str, str]:
        return self.sheet, address(self.row, max(self.column, 1))
