"""The filled cells of one sheet, from its XML."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from hwit_xl.workbooks.xlsx import plain_xml
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.limits import LAST_COLUMN, LAST_ROW, MOST_CELLS
from hwit_xl.workbooks.xlsx.plain_xml import PlainCell
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.xml import feed, listen, parser

Position = tuple[int, int]
"""Row and column, counted from 1."""

_LAST_DAY = 2_958_465
"""Number of the last day Excel knows, 31 December 9999."""


Rows = dict[int, dict[int, Cell]]
"""The filled cells of a sheet: by row, and in it by column, both counted from 1."""


class Meanings(dict[str, tuple[str, Sort]]):
    """What the attributes of cells say: the kind of value, and how it is shown. Each way to write them is taken apart once."""

    def __init__(self, sorts: list[Sort]) -> None:
        """Begin with none; ``sorts`` says for each cell format whether its numbers are dates, percentages or plain."""
        super().__init__()
        self._sorts = sorts

    def __missing__(self, attributes: str) -> tuple[str, Sort]:
        found = _KIND.search(attributes)
        kind = found[1] if found else "n"
        style = _STYLE.search(attributes)
        number = int(style[1][:9]) if style else 0
        sort = self._sorts[number] if number < len(self._sorts) else Sort.NUMBER
        meaning = self[attributes] = kind, Sort.TEXT if kind in _TEXTS else sort
        return meaning


_KIND = re.compile(r' t="([a-zA-Z]+)"')
_STYLE = re.compile(r' s="([0-9]+)"')
_TEXTS = ("inlineStr", "str", "s")


def read(data: bytes, strings: list[str], meanings: Meanings, epoch: dt.date) -> Rows:
    """Every cell of a sheet that holds something.

    Args:
        strings: the workbook's shared strings.
        meanings: of the attributes of the workbook's cells.
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
        return _cells(found, strings, meanings, epoch)
    except (ValueError, IndexError, OverflowError) as error:
        raise Rejected(
            "WB001",
            "The file is damaged: a cell holds something that cannot be.",
            "Save the workbook again, and send it again.",
        ) from error


def too_many() -> Rejected:
    """The rejection of a file with too many filled cells."""
    return Rejected("WB003", f"The file has more than {MOST_CELLS:,} filled cells; a return has about three thousand.")


_WHOLE = re.compile(r"[ \t\n\r]*+([0-9]{1,10})[ \t\n\r]*+")


def whole(text: str) -> int:
    """A whole number as XML writes it: digits 0 to 9 and nothing else.

    Raises:
        ValueError: it is no such number.
    """
    match = _WHOLE.fullmatch(text)
    if match is None:
        raise ValueError(f"no whole number: {text[:20]}")
    return int(match[1])


def _cells(found: list[PlainCell], strings: list[str], meanings: Meanings, epoch: dt.date) -> Rows:
    rows: Rows = {}
    cells: dict[int, Cell] = {}
    last = ""
    filled = 0
    # Looked up once: this loop runs for every cell of every return.
    new, text_sort, date_sort = tuple.__new__, Sort.TEXT, Sort.DATE
    for name, row, attributes, formula, _, content in found:
        if row != last:
            number_of_row = int(row)
            if number_of_row > LAST_ROW or number_of_row in rows:
                raise ValueError("no such row, or the same row twice")
            cells = rows[number_of_row] = {}
            last = row
        kind, sort = meanings[attributes]
        if sort is text_sort:
            if content:
                if kind == "s":
                    # Python takes much for a number that XML does not: -1, 1_0, digits of other scripts.
                    content = strings[int(content) if content.isdigit() and content.isascii() else whole(content)]
                elif "&" in content:
                    content = plain_xml.unescaped(content)
            if not (content or formula):
                continue
            cell = new(Cell, (content, text_sort, formula != ""))
        elif kind == "n":
            if content:
                number = float(content)
                if not -1e300 < number < 1e300 or "_" in content or not content.isascii():
                    raise ValueError("no number")
                if sort is date_sort:
                    cell = _day(number, formula != "", epoch)
                else:
                    cell = new(Cell, (number, sort, formula != ""))
            elif formula:
                cell = Cell(None, Sort.NUMBER, True)
            else:
                continue
        else:
            other = _other(kind, content, formula != "")
            if other is None:
                continue
            cell = other
        cells[_column(name)] = cell
        filled += 1
    if filled != sum(map(len, rows.values())):
        raise ValueError("the same cell twice")
    return {row: cells for row, cells in rows.items() if cells}


@lru_cache(maxsize=1024)
def _column(name: str) -> int:
    return position(name + "1")[1]


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
        content = content.strip()
        known = content in ("1", "true", "0", "false", "")  # anything else is neither yes nor no
        return Cell(content in ("1", "true") if known else content, Sort.LOGICAL if known else Sort.ERROR, formula)
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
    to_the_end = end < 0
    found: list[PlainCell] = []
    made = parser()
    cell_tag, value_tag, text_tag, formula_tag, row_tag, aloud_tag = "c", "v", "t", "f", "row", "rPh"
    attributes: dict[str, str] = {}
    words: list[str] = []
    formula = filled = aloud = False
    row, column = 0, 0

    def root(tag: str, _: object) -> None:
        nonlocal cell_tag, value_tag, text_tag, formula_tag, row_tag, aloud_tag
        prefix, colon, _name = tag.rpartition(":")
        if colon:
            cell_tag, value_tag, text_tag, formula_tag, row_tag, aloud_tag = (
                f"{prefix}:{name}" for name in ("c", "v", "t", "f", "row", "rPh")
            )
        listen(made, start, finish)

    def start(tag: str, seen: dict[str, str]) -> None:
        nonlocal attributes, formula, filled, aloud, row, column
        if tag == cell_tag:
            attributes = seen
            row, column = position(seen["r"]) if "r" in seen else (row, column + 1)
        elif tag in (value_tag, text_tag):
            if not aloud:
                made.CharacterDataHandler = words.append
            filled = True
        elif tag == aloud_tag:
            aloud = True
        elif tag == formula_tag:
            formula = filled = True
        elif tag == row_tag:
            row, column = whole(seen["r"]) if "r" in seen else row + 1, 0

    def finish(tag: str) -> None:
        nonlocal formula, filled, aloud
        if tag in (value_tag, text_tag):
            made.CharacterDataHandler = None
        elif tag == aloud_tag:
            aloud = False
        elif tag == cell_tag and filled:
            content = "".join(words).replace("&", "&amp;")
            rest = "".join(f' {name}="{attributes[name]}"' for name in ("s", "t") if name in attributes)
            found.append(PlainCell(letters(column), str(row), rest, "<f>" if formula else "", "<v>", content))
            words.clear()
            formula = filled = False
            if len(found) > MOST_CELLS:
                raise too_many()

    made.StartElementHandler = root
    feed(made, data if to_the_end else data[: end + 10], final=to_the_end)
    return found


_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def position(address: str) -> Position:
    """Row and column of ``B5`` or ``$B$5``.

    Raises:
        ValueError: it is no address, or beyond the last row or column of a sheet.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"no address: {address[:20]}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError("beyond the last row or column")
    return row, column


def letters(column: int) -> str:
    """``B`` for column 2."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
