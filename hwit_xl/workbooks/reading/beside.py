"""What is typed on a sheet with a table of ours, and is no answer in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from hwit_validators.model.record import Record
from hwit_xl.workbooks import sheet_words
from hwit_xl.workbooks.layout import HEADER_ROW, HELP, QUESTION, REF, TableLayout, folded, layout_of
from hwit_xl.workbooks.reading.places import Placed
from hwit_xl.workbooks.reading.references import reference
from hwit_xl.workbooks.reading.stray import (
    BESIDE_ANSWER,
    ELSEWHERE,
    NO_COLUMN,
    NO_QUESTION,
    OVER_HEADING,
    OVER_REFERENCE,
    Stray,
    is_blank_or_ours,
    text_of,
)
from hwit_xl.workbooks.xlsx.cell import Cell, Sort, clean
from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent

_WORDS_ABOVE = ((2, 0), (3, 1))
"""Where the introduction and the legend stand: the row in a form as built, and the column counted from the table's first."""
_SHORTEST_WORDS = 40
"""Letters of the form's own words above a table; ours have more."""
_NO_HEADING = re.compile(r"column ?[0-9]+", re.IGNORECASE)
"""What a program writes over a column that it adds to a table."""
_ALIKE = 0.5
"""Likeness from which words beside an answer are those of a form that is worded otherwise."""


def strays_beside(sheet: SheetContent, tables: Sequence[Placed]) -> Iterator[Stray]:
    """The cells of a sheet that are neither answers nor the form's own."""
    words = form_words(tuple(placed.record for placed in tables))
    inside = [_Inside.of(placed) for placed in tables]
    for each in inside:
        yield from each.typed_over(sheet)
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
        if len(left) == 1 and any(each.is_reference(cell.value) for each in inside for cell in left.values()):
            continue  # a spare row that the table does not reach any more
        for column, cell in left.items():
            if not is_blank_or_ours(cell, words) and not any(each.is_own(row, column, cell) for each in inside):
                why = next((why for each in inside if (why := each.why_not(row, column))), ELSEWHERE)
                yield Stray(sheet.name, row, column, text_of(cell), why)


@cache
def form_words(records: tuple[type[Record], ...]) -> frozenset[str]:
    """What the form itself writes beside these tables."""
    return frozenset(clean(text) for record in records for text in sheet_words.around(record))


@cache
def table_words(record: type[Record]) -> frozenset[str]:
    """What the form writes into a table: headings, questions, what to write, references."""
    layout = layout_of(record)
    texts = {*layout.headings, *(spec.title for spec in layout.specs), *layout.numbered}
    return frozenset(map(clean, texts)) | _help_of(record)


@dataclass(frozen=True)
class _Inside:
    """The cells that a table of ours takes up: its answers, and what the form wrote beside them.

    Attributes:
        lines: the rows that are read; None where all from top to bottom are.
        taken: the rows that are read, in any table.
        columns: those that are read, or hold what the form wrote.
    """

    placed: Placed
    layout: TableLayout
    lines: frozenset[int] | None
    taken: Container[int]
    columns: frozenset[int]

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
        return cls(placed, layout, lines, taken, frozenset(read))

    def typed_over(self, sheet: SheetContent) -> Iterator[Stray]:
        """Words typed over what the form wrote into the table: a heading, a reference, what to write beside an answer."""
        placed = self.placed
        for column, cell in sheet.rows.get(placed.above, {}).items():
            if column in self.columns and self._is_no_heading(cell):
                yield Stray(sheet.name, placed.above, column, text_of(cell), OVER_HEADING)
        if self.lines is None:
            yield from self._over_references(sheet)
        else:
            yield from self._over_help(sheet, self.lines)

    def _is_no_heading(self, cell: Cell) -> bool:
        if cell.sort is not Sort.TEXT:
            return cell.value is not None
        text = folded(cell.value)
        if not text or text in self.layout.known_headings or _NO_HEADING.fullmatch(text):
            return False
        return reference(cell.value) not in self.layout.answered

    def _over_references(self, sheet: SheetContent) -> Iterator[Stray]:
        placed = self.placed
        column = placed.titles.get(folded(REF))
        for row, cells in sheet.rows.items():
            if len(cells) == 1 and column in cells and placed.above < row <= placed.bottom:
                cell = cells[column]
                if cell.value not in self.layout.numbered and not self.is_reference(cell.value):
                    yield Stray(sheet.name, row, column, text_of(cell), OVER_REFERENCE)

    def _over_help(self, sheet: SheetContent, lines: frozenset[int]) -> Iterator[Stray]:
        column = self.placed.titles.get(folded(HELP))
        if column is None:
            return
        words = _help_of(self.placed.record)
        for row in lines:
            cell = sheet.rows.get(row, {}).get(column)
            if cell is None or row == self.placed.above or cell.value in words:
                continue
            if not is_blank_or_ours(cell, words) and not difflib.get_close_matches(text_of(cell), words, 1, _ALIKE):
                yield Stray(sheet.name, row, column, text_of(cell), BESIDE_ANSWER)

    def is_reference(self, value: object) -> bool:
        """Whether a value is a reference that the form writes beside the rows of such a table."""
        if not self.layout.rows or not isinstance(value, str):
            return False
        return value in self.layout.numbered or bool(_numbered(self.layout.rows.prefix).fullmatch(value))

    def is_own(self, row: int, column: int, cell: Cell) -> bool:
        """Whether a program wrote a cell: over a column that it added, or as the form's words above a table.

        Those words change between forms that are out, so a long text at their place is taken for them.
        """
        if cell.sort is not Sort.TEXT:
            return False
        if row == self.placed.above:
            return _NO_HEADING.fullmatch(clean(cell.value)) is not None
        place = row - self.placed.above + HEADER_ROW, column - self.placed.left
        return place in _WORDS_ABOVE and len(cell.value) >= _SHORTEST_WORDS

    def why_not(self, row: int, column: int) -> str:
        """Why what is typed at a place is not read; "" where the table has nothing to do with it."""
        (left, right), top, bottom = self.placed.columns, self.placed.above, self.placed.bottom
        if not (top <= row <= bottom and left <= column <= right + 1):
            return ""
        if self.lines is not None and row not in self.lines:
            return NO_QUESTION if column <= right else ""
        return NO_COLUMN if column not in self.columns else ""


@cache
def _numbered(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"\s*{re.escape(prefix)}[0-9]{{1,4}}\s*")


@cache
def _help_of(record: type[Record]) -> frozenset[str]:
    """What to write, as the form has it beside each answer."""
    return frozenset(text for spec in record.columns.values() for text in (spec.help, clean(spec.help)) if text)
