"""The filled cells of one sheet, from its XML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import repeat

from hwit_xl.problem import Problem
from hwit_xl.workbooks.xlsx import plain_xml
from hwit_xl.workbooks.xlsx.cell import PICTURE, Cell, Sort, as_shown
from hwit_xl.workbooks.xlsx.escapes import MARK, decoded
from hwit_xl.workbooks.xlsx.limits import LAST_COLUMN, LAST_ROW, MOST_CELLS
from hwit_xl.workbooks.xlsx.plain_xml import PlainCell
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.serials import DAY_ZERO
from hwit_xl.workbooks.xlsx.xml import feed, listen, parser

Position = tuple[int, int]
"""Row and column, counted from 1."""

_LAST_DAY = 2_958_465
"""Number of the last day Excel knows, 31 December 9999."""


Rows = dict[int, dict[int, Cell]]
"""The filled cells of a sheet: by row, and in it by column, both counted from 1."""


class Meanings(dict[str, tuple[str, Sort]]):
    """What the attributes of cells say: the kind of value, and how it is shown. Each way to write them is taken apart once."""

    def __init__(self, sorts: list[Sort], is_picture: Callable[[int], bool] = lambda _: False) -> None:
        """Begin with none.

        Args:
            sorts: for each cell format whether its numbers are dates, percentages or plain.
            is_picture: whether a cell with this number among the rich values holds a picture.
        """
        super().__init__()
        self._sorts = sorts
        self._is_picture = is_picture

    def __missing__(self, attributes: str) -> tuple[str, Sort]:
        found = _KIND.search(attributes)
        kind = found[1] if found else "n"
        style = _STYLE.search(attributes)
        number = int(style[1][:9]) if style else 0
        sort = self._sorts[number] if number < len(self._sorts) else Sort.NUMBER
        rich = _RICH.search(attributes)
        if rich is not None and kind == "e" and self._is_picture(int(rich[1])):
            kind = PICTURE
        meaning = self[attributes] = kind, Sort.TEXT if kind in _TEXTS else sort
        return meaning


class SharedTexts(dict[str, Cell]):
    """The cells that show a workbook's shared strings, by a string's number as cells have it."""

    def __init__(self, strings: list[str]) -> None:
        """Make each cell once."""
        cells = map(partial(tuple.__new__, Cell), zip(strings, repeat(Sort.TEXT), repeat(False), strict=False))
        super().__init__(zip(map(str, range(len(strings))), cells, strict=True))

    def __missing__(self, number: str) -> Cell:
        # Python takes much for a number that XML does not: -1, 1_0, digits of other scripts.
        place = int(number) if number.isdigit() and number.isascii() else whole(number)
        if place >= len(self):
            raise IndexError
        return self[str(place)]


_KIND = re.compile(r' t="([a-zA-Z]+)"')
_STYLE = re.compile(r' s="([0-9]+)"')
_RICH = re.compile(r' vm="([0-9]{1,9})"')
_TEXTS = ("inlineStr", "str", "s")
_MISPLACED = "misplaced"
"""The kind of cells of which the file does not say where they stand."""
_NEVER_WORKED_OUT = Cell(None, Sort.NUMBER, formula=True)
_LONGEST_ODD = 100
"""Characters that are kept of what no cell can hold."""


class _NotPlain(Problem):
    """A part seems to be in the plain form, and only a parser can say what it holds. It never leaves this module."""


def read(data: bytes, texts: SharedTexts, meanings: Meanings, epoch: dt.date) -> Rows:
    """Every cell of a sheet that holds something. What no cell can hold is kept as such (:attr:`Sort.ODD`).

    Args:
        texts: the workbook's shared strings.
        meanings: of the attributes of the workbook's cells.
        epoch: the day that number 0 stands for.

    Raises:
        Rejected: the sheet is damaged or over the limits.
    """
    found = plain_xml.cells(data)
    if found is not None:
        if len(found) > MOST_CELLS:
            raise too_many()
        try:
            return _cells(found, texts, meanings, epoch)
        except _NotPlain:
            pass
    return _cells(_parsed(data), texts, meanings, epoch, parsed=True)


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


def _cells(
    found: list[PlainCell],
    texts: SharedTexts,
    meanings: Meanings,
    epoch: dt.date,
    *,
    parsed: bool = False,
) -> Rows:
    """The cells of a sheet.

    Args:
        parsed: by the parser, so that a reference of XML in a number is none.

    Raises:
        _NotPlain: they must be parsed.
    """
    rows: Rows = {}
    cells: dict[int, Cell] = {}
    last = ""
    filled = 0
    # Looked up once: this loop runs for every cell of every return.
    new, text_sort, date_sort, mark = tuple.__new__, Sort.TEXT, Sort.DATE, MARK
    for name, row, attributes, formula, content in found:
        if row != last:
            cells = rows.setdefault(_row(row), {})
            last = row
        kind, sort = meanings[attributes]
        try:
            if kind == "s" and content:
                cell = texts[content]
                if formula:
                    cell = cell._replace(formula=True)
                elif not cell.value:
                    continue
            elif sort is text_sort:
                if "&" in content:
                    content = plain_xml.unescaped(content)
                if mark in content:
                    content = decoded(content)
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
                    cell = _NEVER_WORKED_OUT
                else:
                    continue
            elif content:
                cell = _other(kind, content, formula != "", epoch)
            elif formula:
                cell = _NEVER_WORKED_OUT
            else:
                continue
        except (ValueError, IndexError):
            if not parsed and "&" in content:
                raise _NotPlain from None
            if not (content.strip() or formula):
                continue
            cell = _odd(content, formula != "")
        cells[_column(name)] = cell
        filled += 1
    if filled != sum(map(len, rows.values())):
        _mark_doubled(found, rows)
    return {row: cells for row, cells in rows.items() if cells}


def _row(row: str) -> int:
    number = int(row)
    if number > LAST_ROW:
        raise _NotPlain
    return number


@lru_cache(maxsize=1024)
def _column(name: str) -> int:
    try:
        return position(name + "1")[1]
    except ValueError:
        raise _NotPlain from None


def _odd(content: str, formula: bool) -> Cell:
    """A cell with something in it that no cell can hold."""
    if not content.strip():
        return Cell(None, Sort.NUMBER, formula)  # a formula that was never worked out
    return Cell(content[:_LONGEST_ODD].replace("&amp;", "&"), Sort.ODD, formula)


def _mark_doubled(found: list[PlainCell], rows: Rows) -> None:
    """Of cells that stand twice in the file, and not as the same, nobody can say which one counts."""
    seen: dict[tuple[str, str], PlainCell] = {}
    for each in found:
        name, row, *_, content = each
        if seen.setdefault((name, row), each) != each and content:
            cells, column = rows[int(row)], _column(name)
            last = cells[column]
            cells[column] = Cell("" if last.value is None else as_shown(last.value, last.sort), Sort.TWICE)


_MIDNIGHT = {DAY_ZERO: DAY_ZERO + dt.timedelta(days=1)}
"""The last day by which programs name a time of day in ISO form: for 1900, the last one of 1899 too."""


@lru_cache(maxsize=4096)
def _day(number: float, formula: bool, epoch: dt.date) -> Cell:
    """A number that is shown as a date, or as a time of day. One that no calendar has is shown as ``####``."""
    if 0 <= number < 1:
        minutes = int(number * 24 * 60 + 1e-6)
        return _time(minutes // 60, minutes % 60, formula)
    if 1 <= number <= _LAST_DAY - (epoch - DAY_ZERO).days:
        return Cell(epoch + dt.timedelta(days=int(number)), Sort.DATE, formula)
    return Cell(f"{number:.15g}", Sort.ODD, formula)


def _time(hours: int, minutes: int, formula: bool) -> Cell:
    """A time of day, which no question asks for."""
    return Cell(f"{hours:02}:{minutes:02}", Sort.TEXT, formula)


def _other(kind: str, content: str, formula: bool, epoch: dt.date) -> Cell:
    """A cell of yes or no, an error, a picture, or a date in ISO form.

    Raises:
        ValueError: none of these.
    """
    if kind == "b":
        return Cell(_LOGICAL.index(content.strip().lower()) % 2 == 1, Sort.LOGICAL, formula)
    if kind == "e":
        return Cell(content, Sort.ERROR, formula)
    if kind == PICTURE:
        return Cell(PICTURE, Sort.ERROR, formula)
    if kind == "d":
        return _iso(content.strip(), formula, epoch)
    raise ValueError(f"no kind of cell: {kind[:20]}")


_LOGICAL = ("0", "1", "false", "true")
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})?(?:(?:^T?|[T ])([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,12})?)?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)


def _iso(text: str, formula: bool, epoch: dt.date) -> Cell:
    """A day, a day with a time of day, or a time of day alone.

    Raises:
        ValueError: none of these.
    """
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError(f"no date: {text[:20]}")
    written, hours, minutes = found.groups()
    day = dt.date.fromisoformat(written) if written else epoch
    if day > _MIDNIGHT.get(epoch, epoch):
        return Cell(day, Sort.DATE, formula)
    if hours is None or day < epoch or int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"no date: {text[:20]}")
    return _time(int(hours), int(minutes), formula)


def _parsed(data: bytes) -> list[PlainCell]:
    """The cells of a sheet that is not in the plain form, by a parser. Texts come with XML's references put back.

    How to read a text aloud is left out. A cell that does not say where it stands follows the one before; where it should
    have said so, it is of the kind ``misplaced``.
    """
    end = data.rfind(b"sheetData>")
    to_the_end = end < 0
    found: list[PlainCell] = []
    made = parser()
    cell_tag, value_tag, text_tag, formula_tag, row_tag, aloud_tag = "c", "v", "t", "f", "row", "rPh"
    attributes: dict[str, str] = {}
    words: list[str] = []
    formula = filled = aloud = misplaced = lost = False
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
        nonlocal attributes, formula, filled, aloud, misplaced, lost, row, column
        if tag == cell_tag:
            attributes = seen
            row, column, misplaced = _place(seen.get("r"), row, column + 1, lost)
        elif tag in (value_tag, text_tag):
            if not aloud:
                made.CharacterDataHandler = words.append
            filled = True
        elif tag == aloud_tag:
            aloud = True
        elif tag == formula_tag:
            formula = filled = True
        elif tag == row_tag:
            (row, lost), column = _line(seen.get("r"), row + 1), 0

    def finish(tag: str) -> None:
        nonlocal formula, filled, aloud
        if tag in (value_tag, text_tag):
            made.CharacterDataHandler = None
        elif tag == aloud_tag:
            aloud = False
        elif tag == cell_tag and filled:
            content = "".join(words).replace("&", "&amp;")
            kind = {**attributes, "t": _MISPLACED} if misplaced else attributes
            rest = "".join(f' {name}="{kind[name]}"' for name in ("s", "t", "vm") if name in kind)
            found.append(PlainCell(letters(column), str(row), rest, "<f>" if formula else "", content))
            words.clear()
            formula = filled = False
            if len(found) > MOST_CELLS:
                raise too_many()

    made.StartElementHandler = root
    feed(made, data if to_the_end else data[: end + 10], final=to_the_end)
    return found


def _place(address: str | None, row: int, column: int, lost: bool) -> tuple[int, int, bool]:
    """Where a cell stands, and whether this is only a guess.

    Args:
        row, column: the place after the cell before.
        lost: the row did not say well which one it is.
    """
    if address is not None:
        try:
            return *position(address), False
        except ValueError:
            lost = True
    if row > LAST_ROW or column > LAST_COLUMN:
        raise _beyond()
    return max(row, 1), column, lost


def _line(number: str | None, following: int) -> tuple[int, bool]:
    """Which row this is, and whether this is only a guess."""
    if number is None:
        return following, False
    try:
        row = whole(number)
    except ValueError:
        row = 0
    return (row, False) if 1 <= row <= LAST_ROW else (following, True)


def _beyond() -> Rejected:
    return Rejected(
        "WB001",
        "The file is damaged: a sheet goes on beyond its last row or column.",
        "Save the workbook again, and send it again.",
    )


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
