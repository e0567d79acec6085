"""What a workbook holds, read directly from its parts: names, tables, and every filled cell of the sheets asked for.

Much faster than a general spreadsheet library, because blank cells that only carry a style are never touched, and
because nothing after a sheet's data is parsed. Checked cell by cell against openpyxl in the tests.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from hwit_xl.workbooks.answers import Cell, Sort
from hwit_xl.workbooks.package_reader import Package, Rejected, feed, parse, parser

MOST_CELLS = 100_000
"""Filled cells in all sheets that are read; a full return has about a thousand."""
MOST_STRINGS = 200_000

Position = tuple[int, int]
"""Row and column, counted from 1."""


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
    tables: list[TableRange] = field(default_factory=list)
    cells: dict[Position, Cell] = field(default_factory=dict)


class Spreadsheet:
    """A workbook's names and tables. Cells are read sheet by sheet, when asked for."""

    def __init__(self, package: Package) -> None:
        """Read the list of sheets, the names and the tables.

        Raises:
            Rejected: the package is damaged, or no Excel workbook.
        """
        self.package = package
        part = next((name for _, kind, name in package.relations("") if kind == "officeDocument"), "")
        if not part.startswith("xl/") and "xl/workbook.xml" not in package.names:
            raise Rejected("WB001", "This is another kind of Office document, not an Excel workbook.")
        self.names: dict[str, str] = {}
        self.sheets: list[SheetContent] = []
        self._epoch = dt.date(1899, 12, 30)
        self._relations = {key: (kind, name) for key, kind, name in package.relations(part)}
        self._read_workbook(part)
        for sheet in self.sheets:
            sheet.tables += [self._table(name) for _, kind, name in package.relations(sheet.part) if kind == "table"]
        self._strings: list[str] | None = None
        self._sorts: list[Sort] | None = None
        self._filled = 0

    def _read_workbook(self, part: str) -> None:
        naming: list[str] = []
        words: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = _local(tag)
            if tag == "sheet":
                key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
                kind, target = self._relations.get(key, ("", ""))
                if kind == "worksheet":
                    state = attributes.get("state", "visible")
                    self.sheets.append(SheetContent(attributes.get("name", ""), target, state != "visible"))
            elif tag == "definedName" and "localSheetId" not in attributes:
                naming.append(attributes.get("name", ""))
                words.clear()
            elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self._epoch = dt.date(1904, 1, 1)

        def end(tag: str) -> None:
            if naming and _local(tag) == "definedName":
                self.names[naming.pop()] = "".join(words)

        def text(data: str) -> None:
            if naming:
                words.append(data)

        parse(self.package.read(part), start, end, text)

    def _table(self, part: str) -> TableRange:
        seen: dict[str, str] = {}
        columns: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = _local(tag)
            if tag == "table":
                seen.update(attributes)
            elif tag == "tableColumn":
                columns.append(attributes.get("name", ""))

        parse(self.package.read(part), start)
        first, _, last = seen.get("ref", "").partition(":")
        try:
            top, bottom = position(first), position(last or first)
        except ValueError as error:
            raise Rejected("WB001", "The file is damaged: a table says nothing of where it stands.") from error
        bottom = (bottom[0] - int(seen.get("totalsRowCount", "0") or 0), bottom[1])
        name = seen.get("displayName") or seen.get("name", "")
        return TableRange(name, top, bottom, tuple(columns), seen.get("headerRowCount", "1") != "0")

    def constant(self, name: str) -> str | None:
        """The text a name stands for, if it stands for a text."""
        meaning = self.names.get(name, "").strip()
        match = re.fullmatch(r'=?"((?:[^"]|"")*)"', meaning)
        return match[1].replace('""', '"') if match else None

    def read_cells(self, sheet: SheetContent) -> None:
        """Fill in a sheet's cells.

        Raises:
            Rejected: the sheet is damaged or over the limits.
        """
        if self._strings is None:
            self._strings = self._read_strings()
        if self._sorts is None:
            self._sorts = self._read_styles()
        data = self.package.read(sheet.part)
        end = data.rfind(b"sheetData>")
        whole = end < 0
        sheet.cells = _cells(data if whole else data[: end + 10], whole, self._strings, self._sorts, self._epoch)
        self._filled += len(sheet.cells)
        if self._filled > MOST_CELLS:
            raise Rejected("WB003", f"The file has more than {MOST_CELLS:,} filled cells; a return has about a thousand.")

    def _read_strings(self) -> list[str]:
        part = next((name for kind, name in self._relations.values() if kind == "sharedStrings"), None)
        strings: list[str] = []
        if part is None or part not in self.package.names:
            return strings
        made = parser()
        words: list[str] = []
        phonetic = False

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
                    raise Rejected("WB003", f"The file has more than {MOST_STRINGS:,} different texts; a return has a few hundred.")
            elif tag == "rPh":
                phonetic = False

        made.StartElementHandler, made.EndElementHandler = start, end
        feed(made, self.package.read(part), final=True)
        return strings

    def _read_styles(self) -> list[Sort]:
        """For each cell format whether its numbers are dates, percentages or plain."""
        part = next((name for kind, name in self._relations.values() if kind == "styles"), None)
        if part is None or part not in self.package.names:
            return []
        codes: dict[int, str] = {}
        formats: list[int] = []
        inside = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            tag = _local(tag)
            if tag == "numFmt":
                codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
            elif tag == "cellXfs":
                inside = True
            elif tag == "xf" and inside:
                formats.append(int(attributes.get("numFmtId", "0")))

        def end(tag: str) -> None:
            nonlocal inside
            if _local(tag) == "cellXfs":
                inside = False

        parse(self.package.read(part), start, end)
        known = {number: _sort_of(number, codes.get(number, "")) for number in set(formats)}
        return [known[number] for number in formats]


_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_BUILT_IN_PERCENT = frozenset({9, 10})
_NOT_CODES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def _sort_of(number: int, code: str) -> Sort:
    if number in _BUILT_IN_DATES:
        return Sort.DATE
    if number in _BUILT_IN_PERCENT:
        return Sort.PERCENT
    bare = _NOT_CODES.sub("", code).lower().partition(";")[0]
    if "%" in bare:
        return Sort.PERCENT
    return Sort.DATE if re.search("[dy]", bare) or ("m" in bare and not re.search("[0#]", bare)) else Sort.NUMBER


def position(address: str) -> Position:
    """Row and column of ``B5`` or ``$B$5``.

    Raises:
        ValueError: it is no address.
    """
    letters = address.replace("$", "").rstrip("0123456789")
    digits = address.replace("$", "")[len(letters) :]
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(f"no address: {address}")
        column = column * 26 + ord(letter) - 64
    if not digits or not column:
        raise ValueError(f"no address: {address}")
    return int(digits), column


def _local(tag: str) -> str:
    return tag.rsplit(":", 1)[-1]


def _cells(
    data: bytes, whole: bool, strings: list[str], sorts: list[Sort], epoch: dt.date
) -> dict[Position, Cell]:
    """Every filled cell of a sheet's XML.

    The end of an element is only listened for once a cell turns out to hold something: most cells of a form only have a
    style, and cost one call.
    """
    cells: dict[Position, Cell] = {}
    made = parser()
    made.ordered_attributes = True
    columns: dict[str, int] = {}
    cell_tag, value_tag, text_tag, formula_tag, row_tag = "c", "v", "t", "f", "row"
    attributes: list[str] = []
    words: list[str] = []
    formula = False
    row, column = 0, 0

    def root(tag: str, _: list[str]) -> None:
        nonlocal cell_tag, value_tag, text_tag, formula_tag, row_tag
        prefix, colon, _name = tag.rpartition(":")
        if colon:
            cell_tag, value_tag, text_tag, formula_tag, row_tag = (f"{prefix}:{name}" for name in ("c", "v", "t", "f", "row"))
        made.StartElementHandler = start

    def start(tag: str, found: list[str]) -> None:
        nonlocal attributes, formula, row, column
        if tag == cell_tag:
            attributes = found
            if not found or found[0] != "r":
                found = _with_place(found, row, column)
                attributes = found
                column = position(found[1])[1]
        elif tag == value_tag or tag == text_tag:
            made.CharacterDataHandler = words.append
            made.EndElementHandler = end
        elif tag == formula_tag:
            formula = True
            made.EndElementHandler = end
        elif tag == row_tag:
            row, column = _row_number(found, row), 0

    def end(tag: str) -> None:
        nonlocal formula
        if tag == value_tag or tag == text_tag:
            made.CharacterDataHandler = None
        elif tag == cell_tag:
            made.EndElementHandler = None
            address = attributes[1]
            letters = address.rstrip("0123456789")
            number = columns.get(letters)
            if number is None:
                number = columns[letters] = position(letters + "1")[1]
            cell = _cell("".join(words), attributes, formula, strings, sorts, epoch)
            if cell is not None:
                cells[int(address[len(letters) :]), number] = cell
            words.clear()
            formula = False
            if len(cells) > MOST_CELLS:
                raise Rejected("WB003", f"The file has more than {MOST_CELLS:,} filled cells; a return has about a thousand.")

    made.StartElementHandler = root
    feed(made, data, final=whole)
    return cells


def _row_number(attributes: list[str], previous: int) -> int:
    for name, value in zip(attributes[::2], attributes[1::2], strict=True):
        if name == "r":
            return int(value)
    return previous + 1


def _with_place(attributes: list[str], row: int, column: int) -> list[str]:
    """The attributes of a cell with its address first; a cell without one follows the cell before it."""
    named = dict(zip(attributes[::2], attributes[1::2], strict=True))
    place = named.pop("r", None) or f"{_letters(column + 1)}{row}"
    return ["r", place, *(part for pair in named.items() for part in pair)]


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(
    content: str, attributes: list[str], formula: bool, strings: list[str], sorts: list[Sort], epoch: dt.date
) -> Cell | None:
    style, kind = 0, "n"
    for number in range(2, len(attributes), 2):
        if attributes[number] == "s":
            style = int(attributes[number + 1])
        elif attributes[number] == "t":
            kind = attributes[number + 1]
    return _MAKE.get(kind, _make_number)(content, style, formula, strings, sorts, epoch)


Maker = Callable[[str, int, bool, list[str], list[Sort], dt.date], Cell | None]


def _make_shared(content: str, style: int, formula: bool, strings: list[str], sorts: list[Sort], epoch: dt.date) -> Cell | None:
    text = strings[int(content)] if content else ""
    return Cell(text, Sort.TEXT, formula) if text or formula else None


def _make_text(content: str, style: int, formula: bool, strings: list[str], sorts: list[Sort], epoch: dt.date) -> Cell | None:
    return Cell(content, Sort.TEXT, formula) if content or formula else None


def _make_logical(content: str, style: int, formula: bool, strings: list[str], sorts: list[Sort], epoch: dt.date) -> Cell | None:
    return Cell(content.strip() in ("1", "true"), Sort.LOGICAL, formula)


def _make_error(content: str, style: int, formula: bool, strings: list[str], sorts: list[Sort], epoch: dt.date) -> Cell | None:
    return Cell(content, Sort.ERROR, formula)


def _make_iso_date(content: str, style: int, formula: bool, strings: list[str], sorts: list[Sort], epoch: dt.date) -> Cell | None:
    return Cell(dt.date.fromisoformat(content[:10]), Sort.DATE, formula)


def _make_number(content: str, style: int, formula: bool, strings: list[str], sorts: list[Sort], epoch: dt.date) -> Cell | None:
    if not content:
        return Cell(None, Sort.NUMBER, True) if formula else None
    number = float(content)
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError("no number")
    sort = sorts[style] if 0 <= style < len(sorts) else Sort.NUMBER
    if sort is Sort.DATE:
        if not 0 <= number < 2_958_466:
            return Cell(number, Sort.NUMBER, formula)
        return Cell(epoch + dt.timedelta(days=int(number)), Sort.DATE, formula)
    return Cell(number, sort, formula)


_MAKE: dict[str, Maker] = {
    "s": _make_shared,
    "str": _make_text,
    "inlineStr": _make_text,
    "b": _make_logical,
    "e": _make_error,
    "d": _make_iso_date,
    "n": _make_number,
}
