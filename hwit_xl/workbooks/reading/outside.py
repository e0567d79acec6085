"""What a return holds besides the answers in its tables: what is typed and not read, macros, links, hidden things."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from hwit_validators.model.finding import Mark
from hwit_validators.model.record import Record
from hwit_validators.tables.forms import Form
from hwit_validators.words import counted
from hwit_xl.workbooks import form_line, sheet_words
from hwit_xl.workbooks.layout import HEADER_ROW, HELP, HISTORY, QUESTION, address, folded, layout_of
from hwit_xl.workbooks.reading.places import Cells, Placed, Places, best_place, same_answers
from hwit_xl.workbooks.reading.source import Source
from hwit_xl.workbooks.xlsx.cell import Cell, Sort, as_text, clean
from hwit_xl.workbooks.xlsx.cells import letters
from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent

_OWN_SHEETS = {
    "hwit_sheet_start": sheet_words.START,
    "hwit_sheet_guide": "Guide",
    "hwit_sheet_lists": "Lists",
    "hwit_sheet_progress": "Progress",
    HISTORY: "Earlier cycles",
}
"""Sheets of the form without a table of answers: the name each has in the workbook, and its title where that is gone."""
_ADDED_BY_PROGRAMS = ("export summary",)
"""Sheets that a program adds of itself: Numbers."""
_MOST = 5
"""Rows and columns with something that is not read that are told one by one on each sheet."""
_TELLING = 8
"""Letters of a sheet's name that is cut short by which it is known all the same."""
_WORDS_ABOVE = ((2, 0), (3, 1))
"""Where the introduction and the legend stand: the row in a form as built, and the column counted from the table's first."""
_SHORTEST_WORDS = 40
"""Letters of the form's own words above a table; ours have more."""
_NO_HEADING = re.compile(r"column ?[0-9]+", re.IGNORECASE)
"""What a program writes over a column that it adds to a table."""


class Stray(NamedTuple):
    """A cell in which something is typed that is not read.

    Attributes:
        text: what stands there.
        why: why it is not read.
    """

    sheet: str
    row: int
    column: int
    text: str
    why: str


@dataclass
class Outside:
    """What a return holds besides its answers.

    Attributes:
        marks: what the rules say of it, by code.
        strays: every cell that is typed and not read.
        loose: those of them that no other finding tells of.
    """

    marks: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    strays: list[Stray] = field(default_factory=list)
    loose: list[Stray] = field(default_factory=list)


def outside(cells: Cells, form: Form, places: Places, lost: Mapping[str, int]) -> Outside:
    """Look at everything that is not an answer in a table: WB015, WB020, PD005.

    Args:
        lost: how many columns or questions of each table are missed; as many strange ones in it are told by that already.

    Raises:
        Rejected: a sheet is damaged or over the limits.
    """
    found = Outside()
    book = cells.book
    own = _own_sheets(book)
    held: dict[str, list[Placed]] = defaultdict(list)
    for placed in places.tables.values():
        held[placed.sheet.name].append(placed)
    contested = {sheet.name: contest.record for contest in places.contested for sheet in contest.sheets}
    for sheet in book.sheets:
        if sheet.name in held:
            _beside_tables(sheet, held[sheet.name], lost, found)
        elif sheet.name in contested:
            title = contested[sheet.name].title
            why = f"Two sheets could be “{title}”, so neither is read."
            found.strays += _all_of(sheet, contested[sheet.name], why)
        elif sheet.name not in own:
            _extra_sheet(sheet, cells, form, places, found)
        found.marks["PD005"].extend(_comments(book, sheet))
    found.marks["WB020"].extend(Mark("", message) for message in book.cargo())
    return found


def _own_sheets(book: Source) -> frozenset[str]:
    """The names of the form's sheets without answers."""
    names = {_sheet_of(meaning) for name in _OWN_SHEETS if (meaning := book.meaning(name))}
    untold = {folded(title) for name, title in _OWN_SHEETS.items() if not book.meaning(name)}
    if untold:
        titles = (*untold, *_ADDED_BY_PROGRAMS)
        names |= {sheet.name for sheet in book.sheets if _is_one_of(folded(sheet.name).split(" - ")[0], titles)}
    return frozenset(names)


def _is_one_of(name: str, titles: Iterable[str]) -> bool:
    """Whether a sheet's name is one of these titles, or begins it where there was no room for all of it."""
    return any(name == title or (len(name) >= _TELLING and title.startswith(name)) for title in titles)


# Sheets with tables of ours ------------------------------------------------------------------------------------


def _beside_tables(sheet: SheetContent, tables: Sequence[Placed], lost: Mapping[str, int], found: Outside) -> None:
    strays = list(_strays_beside(sheet, tables))
    if not strays:
        return
    found.strays += strays
    columns: dict[int, list[Stray]] = defaultdict(list)
    rows: dict[int, list[Stray]] = defaultdict(list)
    for stray in strays:
        if stray.why == _NO_COLUMN:
            columns[stray.column].append(stray)
        else:
            rows[stray.row].append(stray)
    missed = sum(lost.get(placed.record.table, 0) for placed in tables)
    strange = [number for number, several in rows.items() if several[0].why == _NO_QUESTION]
    if missed >= len(columns) + len(strange):  # answers under a heading, or beside a question, that was typed over
        columns.clear()
        rows = {number: several for number, several in rows.items() if number not in strange}
    found.loose += (stray for several in (*columns.values(), *rows.values()) for stray in several)
    tops = frozenset(placed.above for placed in tables)
    marks = [_of_column(sheet, several, tops) for several in columns.values()]
    marks += [_of_row(sheet, several) for several in rows.values()]
    found.marks["WB015"] += marks[:_MOST]
    if len(marks) > _MOST:
        message = f"Something is typed in {counted(len(marks) - _MOST, 'more row or column', 'more rows or columns')} of this sheet that is not read."
        found.marks["WB015"].append(Mark("", message, sheet=sheet.name, cell=marks[_MOST].cell))


def _of_column(sheet: SheetContent, strays: Sequence[Stray], tops: frozenset[int]) -> Mark:
    """A mark for a column that is none of the form's, at the first cell under its heading.

    Args:
        tops: the rows of the headings.
    """
    body = [stray for stray in strays if stray.row not in tops] or list(strays)
    message = (
        f"Column {letters(body[0].column)} is not part of the form: what is typed in {counted(len(body), 'cell')} of it is not "
        "read."
    )
    return Mark("", message, sheet=sheet.name, cell=address(body[0].row, body[0].column))


def _of_row(sheet: SheetContent, strays: Sequence[Stray]) -> Mark:
    first = strays[0]
    return Mark("", first.why, sheet=sheet.name, cell=address(first.row, first.column))


_NO_COLUMN = "This column is not part of the form, so what is typed in it is not read."
_NO_QUESTION = "This row is none of the form's questions, so what is typed in it is not read."
_NOTHING_OF_OURS = "Something is typed here, outside the form's tables. It is not read."


def _strays_beside(sheet: SheetContent, tables: Sequence[Placed]) -> Iterator[Stray]:
    """The cells of a sheet that are neither answers nor the form's own."""
    words = _form_words(tuple(placed.record for placed in tables))
    refs = [refs for placed in tables if (refs := _references(placed.record))]
    inside = [_Inside.of(placed) for placed in tables]
    one = inside[0]
    for row, cells in sheet.rows.items():
        left: Mapping[int, Cell] = cells
        if len(inside) == 1:  # as in every form of ours, and quickly passed
            if row in one.taken:
                if one.columns.issuperset(cells):
                    continue
                left = {column: cell for column, cell in cells.items() if column not in one.columns}
        else:
            for each in inside:
                if row in each.taken:
                    left = {column: cell for column, cell in left.items() if column not in each.columns}
        if len(left) == 1 and any(each.fullmatch(str(cell.value)) for each in refs for cell in left.values()):
            continue  # a spare row that the table does not reach any more
        for column, cell in left.items():
            if not _written_by_form(cell, words) and not any(each.is_own(row, column, cell) for each in inside):
                why = next((why for each in inside if (why := each.why_not(row, column))), _NOTHING_OF_OURS)
                yield Stray(sheet.name, row, column, _text(cell), why)


@dataclass(frozen=True)
class _Inside:
    """The cells that a table of ours takes up: its answers, and what the form wrote beside them.

    Attributes:
        top, bottom: the rows of its headings and its last row.
        lines: the rows that are read; None where all from top to bottom are, and some under it.
        taken: the rows that are read, in any table.
        columns: those that are read, or hold what the form wrote.
    """

    top: int
    bottom: int
    lines: frozenset[int] | None
    taken: Container[int]
    columns: frozenset[int]
    left: int
    right: int

    @classmethod
    def of(cls, placed: Placed) -> _Inside:
        layout = layout_of(placed.record)
        read = {column for title, column in placed.titles.items() if title in layout.known_headings}
        lines = None
        if not layout.rows:
            read |= {placed.titles[title] for title in map(folded, (QUESTION, HELP)) if title in placed.titles}
            questions = layout.known_questions
            column = placed.titles.get(folded(QUESTION), placed.left)
            lines = frozenset(
                number
                for number, row in placed.sheet.rows.items()
                if number > placed.above and column in row and folded(str(row[column].value)) in questions
            ) | {placed.above}
        read.add(placed.left)
        body = range(placed.above, placed.bottom + 1)
        taken: Container[int] = body if lines is None else lines
        if lines is None and placed.under:
            taken = {*placed.under, *(row for row in placed.sheet.rows if row in body)}
        return cls(placed.above, placed.bottom, lines, taken, frozenset(read), placed.left, placed.columns[1])

    def is_own(self, row: int, column: int, cell: Cell) -> bool:
        """Whether a program wrote a cell: over a column that it added, or as the form's words above a table.

        Those words change between forms that are out, so a long text at their place is taken for them.
        """
        if cell.sort is not Sort.TEXT:
            return False
        if row == self.top:
            return _NO_HEADING.fullmatch(clean(cell.value)) is not None
        place = row - self.top + HEADER_ROW, column - self.left
        return place in _WORDS_ABOVE and len(cell.value) >= _SHORTEST_WORDS

    def why_not(self, row: int, column: int) -> str:
        """Why what is typed at a place is not read; "" where the table has nothing to do with it."""
        if self.lines is not None and self.top < row <= self.bottom and self.left <= column <= self.right:
            return _NO_COLUMN if row in self.lines else _NO_QUESTION
        beside = self.top <= row <= self.bottom and self.left <= column <= self.right + 1
        return _NO_COLUMN if self.lines is None and beside and column not in self.columns else ""


def _written_by_form(cell: Cell, words: frozenset[str]) -> bool:
    """Whether nobody typed this: it is blank, or the form itself wrote it, here or on a sheet that was joined to this one."""
    if cell.sort is not Sort.TEXT:
        return cell.value is None
    if cell.value in words:
        return True
    text = clean(cell.value)
    return not text or text in words or form_line.parse(text) is not None


@cache
def _table_words(record: type[Record]) -> frozenset[str]:
    """What the form writes into a table: headings, questions, what to write, references."""
    layout = layout_of(record)
    texts = {*layout.headings, *(text for spec in layout.specs for text in (spec.title, spec.help))}
    rows = layout.rows
    return frozenset(map(clean, texts)) | {
        f"{rows.prefix}{number + 1}" for number in range(rows.spare if rows else 0) if rows
    }


@cache
def _references(record: type[Record]) -> re.Pattern[str] | None:
    """The references that the form writes beside the rows of a table; None where it writes none."""
    rows = layout_of(record).rows
    return re.compile(rf"\s*{re.escape(rows.prefix)}[0-9]{{1,4}}\s*") if rows else None


def _text(cell: Cell) -> str:
    return str(cell.value) if cell.sort is Sort.ERROR else str(as_text(cell.value, cell.sort))


@cache
def _form_words(records: tuple[type[Record], ...]) -> frozenset[str]:
    """What the form itself writes beside these tables."""
    return frozenset(clean(text) for record in records for text in sheet_words.around(record))


# Other sheets --------------------------------------------------------------------------------------------------


def _extra_sheet(sheet: SheetContent, cells: Cells, form: Form, places: Places, found: Outside) -> None:
    """A sheet that is not one of the form's: a copy of one, or something else."""
    rows = cells.of(sheet)
    likely = [place for record in form.tables_and_feedback if (place := best_place(record, sheet, rows)) is not None]
    copy = next((place for place in likely if folded(place.record.title)[:20] in folded(sheet.name)), None)
    copy = copy or next(iter(likely), None)
    original = places.tables.get(copy.record.table) if copy is not None else None
    why = f"The sheet “{_short(sheet.name)}” is not part of the form, so what is typed on it is not read."
    if copy is not None and original is not None:
        answers = "the same answers" if same_answers(copy, original) else "other answers"
        why = (
            f"The sheet “{_short(sheet.name)}” is a copy of “{_short(original.sheet.name)}” with {answers}. Only the latter "
            "is read."
        )
    strays = list(_all_of(sheet, copy.record if copy is not None else None, why))
    found.strays += strays
    found.loose += strays
    if sheet.hidden and copy is None:
        message = "A sheet that is not part of the form is hidden here."
        found.marks["PD005"].append(Mark("", message, sheet=sheet.name, cell="A1"))
    else:
        hidden = " It is hidden." if sheet.hidden else ""
        found.marks["WB015"].append(Mark("", why + hidden, sheet=sheet.name, cell="A1"))


def _all_of(sheet: SheetContent, record: type[Record] | None, why: str) -> Iterator[Stray]:
    """Every cell of a sheet but for what the form itself writes on that of a table."""
    words = (_form_words((record,)) | _table_words(record)) if record is not None else frozenset[str]()
    for row, line in sheet.rows.items():
        for column, cell in line.items():
            if not _written_by_form(cell, words):
                yield Stray(sheet.name, row, column, _text(cell), why)


def _comments(book: Source, sheet: SheetContent) -> Iterable[Mark]:
    """The cells that carry a comment."""
    for cell in book.commented(sheet)[:_MOST]:
        yield Mark("", "A comment hangs on this cell, and would travel with the file.", sheet=sheet.name, cell=cell)


def _sheet_of(meaning: str) -> str:
    """The sheet a name points to."""
    sheet = meaning.lstrip("=").rpartition("!")[0]
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet.lstrip("$")


def _short(text: str) -> str:
    return text if len(text) <= 31 else text[:30] + "…"
