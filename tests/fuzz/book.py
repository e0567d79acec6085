"""The parts of a workbook as texts, to be changed as a person or a program changes them, and packed again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape, unescape

from fuzz.damage import NotHere
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.xlsx.cells import position
from hwit_xl.workbooks.xlsx.escapes import encoded

_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_ROW = re.compile(r"<row\b[^>]*?(?:/>|>.*?</row>)", re.DOTALL)
_ADDRESS = re.compile(r' r="([A-Z]+)(\d+)"')


def attributes(tag: str) -> dict[str, str]:
    """The attributes of the first tag of a text."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag[: tag.index(">")])}


def with_attribute(tag: str, name: str, value: str) -> str:
    """The first tag of a text, and what follows it, with an attribute set anew."""
    end = tag.index(">")
    head = re.sub(rf'\s{name}="[^"]*"', "", tag[:end])
    slash = "/" if head.endswith("/") else ""
    return f'{head.removesuffix("/")} {name}="{escape(value, {chr(34): "&quot;"})}"{slash}{tag[end:]}'


class Book:
    """A workbook's parts by name, and its sheets and tables."""

    def __init__(self, data: bytes) -> None:
        """Unpack a sound workbook."""
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.sheets = self._sheets()
        tables = ((name, attributes(found[0])) for name in self.parts if (found := self._table_tag(name)))
        self.tables = {seen["displayName"]: name for name, seen in tables}

    def _sheets(self) -> dict[str, str]:
        targets = {
            seen["Id"]: seen["Target"].removeprefix("/xl/")
            for tag in re.findall(r"<Relationship\b[^>]*>", self["xl/_rels/workbook.xml.rels"])
            if (seen := attributes(tag))
        }
        tags = re.findall(r"<sheet\b[^>]*>", self["xl/workbook.xml"])
        return {seen["name"]: "xl/" + targets[seen["r:id"]] for tag in tags if (seen := attributes(tag))}

    def _table_tag(self, part: str) -> re.Match[str] | None:
        return re.search(r"<table\b[^>]*>", self[part]) if part.startswith("xl/tables/") else None

    def __getitem__(self, part: str) -> str:
        """A part as a text."""
        return self.parts[part].decode()

    def __setitem__(self, part: str, text: str) -> None:
        """Write a part anew."""
        self.parts[part] = text.encode()

    def packed(self) -> bytes:
        """The workbook as a file."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, content in self.parts.items():
                package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return file.getvalue()

    # Cells and rows

    def rows(self, sheet: str) -> list[tuple[int, str]]:
        """The number and the XML of each row of a sheet."""
        return [(int(attributes(row)["r"]), row) for row in _ROW.findall(self[self.sheets[sheet]])]

    def write_rows(self, sheet: str, rows: list[tuple[int, str]]) -> None:
        """Put these rows in the place of a sheet's rows; each cell moves with its row."""
        part = self.sheets[sheet]
        inside = "".join(renumbered(row, number) for number, row in sorted(rows))
        self[part] = re.sub(
            r"(<sheetData>).*?(</sheetData>)", lambda found: found[1] + inside + found[2], self[part], flags=re.DOTALL
        )

    def cell(self, sheet: str, cell: str) -> str:
        """The XML of a cell.

        Raises:
            NotHere: the cell is not written.
        """
        found = re.search(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', self[self.sheets[sheet]], re.DOTALL)
        if found is None:
            raise NotHere
        return found[0]

    def change_cell(self, sheet: str, cell: str, change: Callable[[str], str]) -> None:
        """Write the XML of a cell anew."""
        old = self.cell(sheet, cell)
        part = self.sheets[sheet]
        self[part] = self[part].replace(old, change(old), 1)

    def type(self, sheet: str, cell: str, inner: str, kind: str = "") -> None:
        """Write a cell's content anew and keep its style; a cell that is not there is added to its row."""

        def write(old: str) -> str:
            style = attributes(old).get("s")
            tag = f'<c r="{cell}"' + (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
            return f"{tag}>{inner}</c>"

        try:
            self.change_cell(sheet, cell, write)
        except NotHere:
            self._add_cell(sheet, cell, write(f'<c r="{cell}"/>'))

    def type_text(self, sheet: str, cell: str, text: str) -> None:
        """Type a text into a cell."""
        self.type(sheet, cell, text_of(text), "inlineStr")

    def _add_cell(self, sheet: str, cell: str, xml: str) -> None:
        number, column = position(cell)
        rows = dict(self.rows(sheet))
        row = rows.get(number, f'<row r="{number}"></row>')
        if row.endswith("/>"):
            row = row.removesuffix("/>") + "></row>"
        later = (found.start() for found in re.finditer(r'<c r="([A-Z]+\d+)"', row) if position(found[1])[1] > column)
        at = next(later, row.rindex("</row>"))
        rows[number] = row[:at] + xml + row[at:]
        self.write_rows(sheet, list(rows.items()))

    # Tables and the workbook's own part

    def table_range(self, table: str) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column."""
        found = self._table_tag(self.tables[table])
        assert found
        first, _, last = attributes(found[0])["ref"].partition(":")
        return (*position(first), *position(last))

    def change_table(self, table: str, **new: str) -> None:
        """Set attributes of a table's tag anew."""
        part = self.tables[table]
        found = self._table_tag(part)
        assert found
        tag = found[0]
        for name, value in new.items():
            tag = with_attribute(tag, name, value)
        self[part] = self[part].replace(found[0], tag, 1)

    def set_range(self, table: str, top: int, left: int, bottom: int, right: int) -> None:
        """Let a table stand elsewhere, its filter with it."""
        ref = f"{address(top, left)}:{address(bottom, right)}"
        self.change_table(table, ref=ref)
        part = self.tables[table]
        self[part] = re.sub(r'(<autoFilter\b[^>]*?ref=")[^"]*', rf"\g<1>{ref}", self[part])

    def change_workbook(self, pattern: str, change: str | Callable[[re.Match[str]], str]) -> None:
        """Change the workbook's own part where a pattern first stands.

        Raises:
            NotHere: it stands nowhere.
        """
        text, count = re.subn(pattern, change, self["xl/workbook.xml"], count=1, flags=re.DOTALL)
        if not count:
            raise NotHere
        self["xl/workbook.xml"] = text


def renumbered(row: str, number: int) -> str:
    """A row's XML under another number, its cells with it."""
    row = with_attribute(row, "r", str(number))
    return _ADDRESS.sub(rf' r="\g<1>{number}"', row)


def text_of(text: str) -> str:
    """The inside of a cell that holds a text, as Excel writes what was typed."""
    return f'<is><t xml:space="preserve">{escape(encoded(text))}</t></is>'
