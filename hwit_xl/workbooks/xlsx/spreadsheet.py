"""What a workbook holds, read directly from its parts: names, tables, and every filled cell of the sheets asked for.

Much faster than a general spreadsheet library, because blank cells that only carry a style are never touched, and
because nothing after a sheet's data is parsed. Checked cell by cell against openpyxl in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hwit_xl.workbooks.xlsx import cells as sheet_cells
from hwit_xl.workbooks.xlsx import plain_xml, program
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.cells import Meanings, Position, Rows, SharedTexts, position, whole
from hwit_xl.workbooks.xlsx.escapes import MARK, decoded
from hwit_xl.workbooks.xlsx.limits import (
    FEW_LETTERS,
    LONGEST_FORMAT,
    LONGEST_MEANING,
    MOST_CELLS,
    MOST_COMMENTS,
    MOST_FORMATS,
    MOST_LETTERS,
    MOST_NAMES,
    MOST_SHEETS,
    MOST_STRINGS,
    MOST_TABLE_COLUMNS,
    MOST_TABLES,
)
from hwit_xl.workbooks.xlsx.package import Package, remembered
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.rich_values import pictures
from hwit_xl.workbooks.xlsx.serials import DAY_ZERO, DAY_ZERO_1904
from hwit_xl.workbooks.xlsx.xml import elements, feed, listen, parse, parser

MACROS = "The workbook holds macros. They were not run, and the form needs none."
LINKS = "The workbook has links to other workbooks. They were not followed."
EMBEDDED = "The workbook has other files embedded in it. They were not opened."


@dataclass(frozen=True)
class TableRange:
    """An Excel table: where it stands and what its columns are called.

    Attributes:
        first, last: the header's first cell and the body's last cell (a totals row is left out).
        header: whether the first row is a header.
    """

    name: str
    first: Position
    last: Position
    columns: tuple[str, ...]
    header: bool = True


@dataclass
class SheetContent:
    """One sheet: its name, whether it is hidden, its tables and, once read, its filled cells."""

    name: str
    part: str
    hidden: bool
    relations: list[tuple[str, str]] = field(default_factory=list)
    """Kind and part of everything the sheet points to inside the package."""
    tables: list[TableRange] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)

    @property
    def cells(self) -> dict[Position, Cell]:
        """The filled cells by row and column together."""
        return {(row, column): cell for row, cells in self.rows.items() for column, cell in cells.items()}


class Spreadsheet:
    """A workbook's names and tables. Cells are read sheet by sheet, when asked for."""

    def __init__(self, package: Package) -> None:
        """Read the list of sheets, the names and the tables.

        Raises:
            Rejected: the package is damaged, or no Excel workbook.
        """
        self.package = package
        part = next((name for _, kind, name in package.relations("") if kind == "officeDocument"), "")
        if not part and "xl/workbook.xml" not in package.names:
            raise _another_kind()
        if part.endswith(".bin"):
            raise Rejected(
                "WB001",
                "This is a binary workbook (.xlsb).",
                "Save it in Excel as an Excel workbook (.xlsx), and send that.",
            )
        self._part = part
        self.names: dict[str, str] = {}
        self.sheets: list[SheetContent] = []
        self.epoch = DAY_ZERO
        self._relations = {key: (kind, name) for key, kind, name in package.relations(part)}
        self._read_workbook(part)
        tables = 0
        for sheet in self.sheets:
            if sheet.part not in package.names:
                raise Rejected(
                    "WB001",
                    "The file is damaged: a sheet is missing from it.",
                    "Save the workbook again, and send it again.",
                )
            sheet.relations += dict.fromkeys((kind, name) for _, kind, name in package.relations(sheet.part))
            parts = [name for kind, name in sheet.relations if kind == "table"]
            tables += len(parts)
            if tables > MOST_TABLES:
                raise _too_many("tables", MOST_TABLES, "about twenty")
            sheet.tables += (_table(package.read(name)) for name in parts)
        self._texts: SharedTexts | None = None
        self._longest = self._letters = 0
        self._meanings: Meanings | None = None
        self._pictures: frozenset[int] | None = None
        self._filled = 0

    def _read_workbook(self, part: str) -> None:
        naming: list[str] = []
        words: list[str] = []

        inside = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            tag = _local(tag) if ":" in tag else tag
            if not inside and tag != "workbook":
                raise _another_kind()
            inside = True
            if tag == "sheet":
                key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
                kind, target = self._relations.get(key, ("", ""))
                if len(self.sheets) == MOST_SHEETS:
                    raise _too_many("sheets", MOST_SHEETS, "about thirty")
                if kind == "worksheet":
                    state = attributes.get("state", "visible")
                    name = decoded(attributes.get("name", ""))
                    self.sheets.append(SheetContent(name, target, state != "visible"))
            elif tag == "definedName" and "localSheetId" not in attributes:
                naming.append(attributes.get("name", ""))
                words.clear()
                if len(self.names) == MOST_NAMES:
                    raise _too_many("names for cells", MOST_NAMES, "about a hundred")
            elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.epoch = DAY_ZERO_1904

        def end(tag: str) -> None:
            if naming and _local(tag) == "definedName":
                meaning = "".join(words)
                if len(meaning) > LONGEST_MEANING:
                    raise Rejected("WB003", "The file gives a name to a formula longer than Excel can take.")
                self.names[naming.pop()] = meaning

        def text(data: str) -> None:
            if naming:
                words.append(data)

        parse(self.package.read(part), start, end, text)

    def meaning(self, name: str) -> str:
        """What a name of the workbook stands for; "" where there is no such name."""
        return self.names.get(name, "")

    def constant(self, name: str) -> str | None:
        """The text a name stands for, if it stands for a text."""
        return as_constant(self.meaning(name))

    def commented(self, sheet: SheetContent) -> list[str]:
        """The addresses of the cells that carry a comment. Its words are never read: they may be about a child."""
        cells: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if _local(tag) in ("comment", "threadedComment"):
                cells.append(attributes.get("ref", "A1")[:10])
                if len(cells) > MOST_COMMENTS:
                    raise _too_many("comments on one sheet", MOST_COMMENTS, "a few")

        for kind, part in sheet.relations:
            if kind in ("comments", "threadedComment"):
                parse(self.package.read(part), start)
        return list(dict.fromkeys(cells))

    def text_boxes(self, sheet: SheetContent) -> int:
        """How many shapes with words lie on a sheet."""
        found = 0
        inside = words = False

        def start(tag: str, _: object) -> None:
            nonlocal inside
            if _local(tag) == "sp":
                inside = True

        def end(tag: str) -> None:
            nonlocal inside, words, found
            if _local(tag) == "sp":
                found += words
                inside = words = False

        def text(data: str) -> None:
            nonlocal words
            words = words or (inside and bool(data.strip()))

        for kind, part in sheet.relations:
            if kind == "drawing" and part in self.package.names:
                data = self.package.read(part)
                if _SHAPE.search(data):
                    parse(data, start, end, text)
        return found

    def cargo(self) -> Iterator[str]:
        """What travels in the package beside the sheets, one sentence for each kind."""
        steps = [name.lower().split("/") for name in self.package.names]
        folders = {folder for *folders, _ in steps for folder in folders}
        if any(name.endswith("vbaproject.bin") for *_, name in steps):
            yield MACROS
        if "externallinks" in folders:
            yield LINKS
        if not folders.isdisjoint(("embeddings", "activex")):
            yield EMBEDDED

    def saved_by(self) -> str:
        """The program that saved it last, as people call it, for a message; "" where that is not told."""
        return program.saved_by(self.package, self._part)

    def read_cells(self, sheet: SheetContent) -> None:
        """Fill in a sheet's cells.

        Raises:
            Rejected: the sheet is damaged or over the limits.
        """
        if self._texts is None:
            strings = self._read_strings()
            self._texts = SharedTexts(strings)
            self._longest = max(map(len, strings), default=0)
        if self._meanings is None:
            self._meanings = Meanings(self._read_styles(), self._is_picture)
        data = self.package.read(sheet.part)
        sheet.rows = sheet_cells.read(data, self._texts, self._meanings, self.epoch)
        filled = sum(map(len, sheet.rows.values()))
        self._filled += filled
        if self._filled > MOST_CELLS:
            raise sheet_cells.too_many()
        if len(data) + filled * self._longest > FEW_LETTERS:  # counting takes time, and few sheets need it
            self._letters += sum(
                len(value) for cells in sheet.rows.values() for value, sort, _ in cells.values() if sort is Sort.TEXT
            )
        if self._letters > MOST_LETTERS:
            raise Rejected(
                "WB003", f"The cells of the file show more than {MOST_LETTERS:,} letters; a return has far fewer."
            )

    def _is_picture(self, number: int) -> bool:
        """Whether cells with this number among the rich values hold a picture."""
        if self._pictures is None:
            self._pictures = pictures(self.package, dict(self._relations.values()))
        return number in self._pictures

    def _read_strings(self) -> list[str]:
        part = next((name for kind, name in self._relations.values() if kind == "sharedStrings"), None)
        if part is None:
            return []
        if part not in self.package.names:
            raise Rejected(
                "WB001",
                "The file is damaged: the part with its texts is missing.",
                "Save the workbook again in Excel, and send it again.",
            )
        data = self.package.read(part)
        plain = plain_xml.strings(data)
        strings = _parsed_strings(data) if plain is None else plain
        if len(strings) > MOST_STRINGS:
            raise _too_many("different texts", MOST_STRINGS, "a few hundred")
        return [decoded(string) if MARK in string else string for string in strings]

    def _read_styles(self) -> list[Sort]:
        """For each cell format whether its numbers are dates, percentages or plain."""
        part = next((name for kind, name in self._relations.values() if kind == "styles"), None)
        if part is None or part not in self.package.names:
            return []
        codes: dict[int, str] = {}
        formats: list[int] = []
        for piece in plain_xml.pieces(self.package.read(part), b"numFmts", b"cellXfs"):
            told, numbers = _formats(piece)
            codes |= told
            formats += numbers
        known = {number: sort_of(number, codes.get(number, "")) for number in set(formats)}
        return [known[number] for number in formats]


_TEXT = r'"((?:[^"]++|"")*+)"'
_SHAPE = re.compile(rb"<(?:\w{1,20}:)?sp[\s>]|\0")
"""A shape in a drawing; or a part in an encoding of two bytes a letter, which only a parser reads."""
_CONSTANT = re.compile(rf"=?+\s*+{_TEXT}(?:\s*+&\s*+{_TEXT})*+")
_PIECE = re.compile(_TEXT)
LONGEST_CONSTANT = 255
"""Characters of a text inside a formula, and so of each piece of what a name stands for: Excel takes no more."""


@remembered
def _table(data: bytes) -> TableRange:
    """The table that a part tells of."""
    seen: dict[str, str] = {}
    columns: list[str] = []
    for name, attributes in elements(data, "table", "tableColumn", most=MOST_TABLE_COLUMNS + 1):
        if name == "table":
            seen.update(attributes)
        else:
            columns.append(decoded(attributes.get("name", "")))
    first, _, last = seen.get("ref", "").partition(":")
    try:
        top, bottom = position(first), position(last or first)
        totals = whole(seen.get("totalsRowCount") or "0")
    except ValueError as error:
        raise Rejected("WB001", "The file is damaged: a table says nothing of where it stands.") from error
    bottom = (bottom[0] - totals, bottom[1])
    name = seen.get("displayName") or seen.get("name", "")
    return TableRange(name, top, bottom, tuple(columns), seen.get("headerRowCount", "1") != "0")


@remembered
def _formats(data: bytes) -> tuple[dict[int, str], tuple[int, ...]]:
    """What a piece of the styles says: the code of each number format, and the number format of each cell format."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    of_cells = False
    for name, attributes in elements(data, "numFmt", "cellStyleXfs", "cellXfs", "xf", most=3 * MOST_FORMATS):
        try:
            number = whole(attributes.get("numFmtId", "0"))
        except ValueError as error:
            raise Rejected("WB001", "The file is damaged: a cell format has no number.") from error
        if name == "numFmt":
            codes[number] = attributes.get("formatCode", "")
        elif name != "xf":
            of_cells = name == "cellXfs"
        elif of_cells:
            formats.append(number)
    if len(codes) > MOST_FORMATS or len(formats) > MOST_FORMATS:
        raise _too_many("formats of cells or numbers", MOST_FORMATS, "a few hundred")
    return codes, tuple(formats)


def as_constant(meaning: str) -> str | None:
    """The text that a name's formula is, if it is one, or joins from several."""
    meaning = meaning.strip()
    if _CONSTANT.fullmatch(meaning) is None:
        return None
    return "".join(piece.replace('""', '"') for piece in _PIECE.findall(meaning))


def constant_of(text: str) -> str:
    """The formula of a name that stands for a text: in several pieces where it is long."""
    room = LONGEST_CONSTANT // 2  # should every character be a quotation mark, which is written twice
    pieces = [text[start : start + room].replace('"', '""') for start in range(0, len(text), room)]
    return "&".join(f'"{piece}"' for piece in pieces or [""])


def _parsed_strings(data: bytes) -> list[str]:
    """The shared strings of a part that is not in the plain form; how to read them aloud is left out."""
    strings: list[str] = []
    words: list[str] = []
    phonetic = False
    made = parser()

    def start(tag: str, _: object) -> None:
        nonlocal phonetic
        tag = _local(tag)
        if tag == "t" and not phonetic:
            made.CharacterDataHandler = words.append
        elif tag == "rPh":
            phonetic = True

    def end(tag: str) -> None:
        nonlocal phonetic
        tag = _local(tag)
        if tag == "t":
            made.CharacterDataHandler = None
        elif tag == "si":
            strings.append("".join(words))
            words.clear()
            if len(strings) > MOST_STRINGS:
                raise _too_many("different texts", MOST_STRINGS, "a few hundred")
        elif tag == "rPh":
            phonetic = False

    listen(made, start, end)
    feed(made, data, final=True)
    return strings


def _another_kind() -> Rejected:
    return Rejected("WB001", "This is another kind of Office document, not an Excel workbook.")


def _too_many(what: str, most: int, usual: str) -> Rejected:
    return Rejected("WB003", f"The file has more than {most:,} {what}; a return has {usual}.")


_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
"""Dates and times of day."""
_BUILT_IN_PERCENT = frozenset({9, 10})
_NOT_CODES = re.compile(r'"[^"]*+(?:"|\Z)|\[[^\]]*+(?:\]|\Z)|\\.|_.|\*.')
"""Texts, colours and conditions, escaped characters and spaces of a number's format."""
_DAYS_OR_YEARS = re.compile("[dy]")
_FIGURES = re.compile("[0#]")


def sort_of(number: int, code: str) -> Sort:
    """Whether numbers of a format are shown as dates, percentages or plain: by its number if it is built in, or its code."""
    if number in _BUILT_IN_DATES:
        return Sort.DATE
    if number in _BUILT_IN_PERCENT:
        return Sort.PERCENT
    bare = _NOT_CODES.sub("", code[:LONGEST_FORMAT]).lower().partition(";")[0]
    if "%" in bare:
        return Sort.PERCENT
    return Sort.DATE if _DAYS_OR_YEARS.search(bare) or ("m" in bare and not _FIGURES.search(bare)) else Sort.NUMBER


def _local(tag: str) -> str:
    return tag.rsplit(":", 1)[-1]
