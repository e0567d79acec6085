"""The filled cells of one sheet, from its XML."""

from __future__ import annotations

import datetime as dt
import re

from hwit_xl.workbooks.xlsx import plain_xml
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.package import Rejected, feed, parser
from hwit_xl.workbooks.xlsx.plain_xml import PlainCell

MOST_CELLS = 100_000
"""Filled cells in all sheets that are read; a full return has about two thousand."""

Position = tuple[int, int]
"""Row and column, counted from 1."""

_LAST_DAY = 2_958_465
"""Number of the last day Excel knows, 31 December 9999."""


Rows = dict[int, dict[int, Cell]]
"""The filled cells of a sheet: by row, and in it by column, both counted from 1."""


def read(data: bytes, strings: list[str], sorts: list[Sort], epoch: dt.date) -> Rows:
    """Every cell of a sheet that holds something.

    Args:
        strings: the workbook's shared strings.
        sorts: for each cell format whether its numbers are dates, percentages or plain.
        epoch: the day that number 0 stands for.

    Raises:
        Rejected: the sheet is damaged or over the limits.
    """
    found = plain_xml.cells(data)
    if found is None:
        found = _parsed(data)
    if len(found) > MOST_CELLS:
        raise too_many()
    try:
        return _cells(found, strings, sorts, epoch)
    except (ValueError, IndexError, OverflowError) as error:
        raise Rejected(
            "WB001",
            "The file is damaged: a cell holds something that cannot be.",
            "Save the workbook again, and send it again.",
        ) from error


def too_many() -> Rejected:
    """The rejection of a file with too many filled cells."""
    return Rejected("WB003", f"The file has more than {MOST_CELLS:,} filled cells; a return has about two thousand.")


_KIND = re.compile(r' t="([a-zA-Z]+)"')
_STYLE = re.compile(r' s="([0-9]+)"')


def _cells(found: list[PlainCell], strings: list[str], sorts: list[Sort], epoch: dt.date) -> Rows:
    rows: Rows = {}
    cells: dict[int, Cell] = {}
    columns: dict[str, int] = {}
    meanings: dict[str, tuple[str, Sort]] = {}
    last = ""
    # Looked up once: this loop runs for every cell of every return.
    new, text_sort, date_sort = tuple.__new__, Sort.TEXT, Sort.DATE
    for name, row, attributes, formula, _, content in found:
        if row != last:
            cells = rows.setdefault(int(row), {})
            last = row
        column = columns.get(name)
        if column is None:
            column = columns[name] = position(name + "1")[1]
        meaning = meanings.get(attributes)
        if meaning is None:
            meaning = meanings[attributes] = _meaning(attributes, sorts)
        kind, sort = meaning
        if kind == "inlineStr" or kind == "str":
            if content or formula:
                text = plain_xml.unescaped(content) if "&" in content else content
                cells[column] = new(Cell, (text, text_sort, formula != ""))
        elif kind == "s":
            text = strings[int(content)] if content else ""
            if text or formula:
                cells[column] = new(Cell, (text, text_sort, formula != ""))
        elif kind == "n":
            if content:
                number = float(content)
                if not -1e300 < number < 1e300:
                    raise ValueError("no number")
                if sort is date_sort:
                    cells[column] = _day(number, formula != "", epoch)
                else:
                    cells[column] = new(Cell, (number, sort, formula != ""))
            elif formula:
                cells[column] = Cell(None, Sort.NUMBER, True)
        else:
            cell = _other(kind, content, formula != "")
            if cell is not None:
                cells[column] = cell
    return {row: cells for row, cells in rows.items() if cells}


def _meaning(attributes: str, sorts: list[Sort]) -> tuple[str, Sort]:
    """What kind of value a cell's attributes announce, and how its numbers are shown."""
    kind = _KIND.search(attributes)
    style = _STYLE.search(attributes)
    number = int(style[1]) if style else 0
    return (kind[1] if kind else "n"), (sorts[number] if number < len(sorts) else Sort.NUMBER)


def _day(number: float, formula: bool, epoch: dt.date) -> Cell:
    """A number that is shown as a date, or as a time of day."""
    if 0 <= number < 1:
        minutes = int(number * 24 * 60 + 1e-6)
        return Cell(
            f"{minutes // 60:02}:{minutes % 60:02}", Sort.TEXT, formula
        )  # a time of day, which no question asks for
    if 1 <= number <= _LAST_DAY:
        return Cell(epoch + dt.timedelta(days=int(number)), Sort.DATE, formula)
    return Cell(number, Sort.NUMBER, formula)


def _other(kind: str, content: str, formula: bool) -> Cell | None:
    """A cell of text, yes or no, an error, or a date in ISO form."""
    if not content and not formula:
        return None
    if kind == "b":
        return Cell(content.strip() in ("1", "true"), Sort.LOGICAL, formula)
    if kind == "e":
        return Cell(content, Sort.ERROR, formula)
    if kind == "d":
        return Cell(dt.date.fromisoformat(content[:10]), Sort.DATE, formula)
    return Cell(plain_xml.unescaped(content) if "&" in content else content, Sort.TEXT, formula)


def _parsed(data: bytes) -> list[PlainCell]:
    """The cells of a sheet that is not in the plain form, by a parser. Texts come with XML's references put back.

    How to read a text aloud is left out.
    """
    end = data.rfind(b"sheetData>")
    whole = end < 0
    found: list[PlainCell] = []
    made = parser()
    cell_tag, value_tag, text_tag, formula_tag, row_tag, aloud_tag = "c", "v", "t", "f", "row", "rPh"
    attributes: dict[str, str] = {}
    words: list[str] = []
    formula = aloud = False
    row, column = 0, 0

    def root(tag: str, _: object) -> None:
        nonlocal cell_tag, value_tag, text_tag, formula_tag, row_tag, aloud_tag
        prefix, colon, _name = tag.rpartition(":")
        if colon:
            cell_tag, value_tag, text_tag, formula_tag, row_tag, aloud_tag = (
                f"{prefix}:{name}" for name in ("c", "v", "t", "f", "row", "rPh")
            )
        made.StartElementHandler = start

    def start(tag: str, seen: dict[str, str]) -> None:
        nonlocal attributes, formula, aloud, row, column
        if tag == cell_tag:
            attributes = seen
            row, column = position(seen["r"]) if "r" in seen else (row, column + 1)
        elif tag in (value_tag, text_tag):
            if not aloud:
                made.CharacterDataHandler = words.append
            made.EndElementHandler = finish
        elif tag == aloud_tag:
            aloud = True
        elif tag == formula_tag:
            formula = True
            made.EndElementHandler = finish
        elif tag == row_tag:
            row, column = int(seen.get("r", row + 1)), 0

    def finish(tag: str) -> None:
        nonlocal formula, aloud
        if tag in (value_tag, text_tag):
            made.CharacterDataHandler = None
        elif tag == aloud_tag:
            aloud = False
        elif tag == cell_tag:
            made.EndElementHandler = None
            content = "".join(words).replace("&", "&amp;")
            rest = "".join(f' {name}="{attributes[name]}"' for name in ("s", "t") if name in attributes)
            found.append(PlainCell(letters(column), str(row), rest, "<f>" if formula else "", "<v>", content))
            words.clear()
            formula = False
            if len(found) > MOST_CELLS:
                raise too_many()

    made.StartElementHandler = root
    feed(made, data if whole else data[: end + 10], final=whole)
    return found


_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def position(address: str) -> Position:
    """Row and column of ``B5`` or ``$B$5``.

    Raises:
        ValueError: it is no address.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"no address: {address[:20]}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def letters(column: int) -> str:
    """``B`` for column 2."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
