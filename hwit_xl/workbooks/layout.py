"""Where each table stands in a form: its sheet, its header, and the cell of every answer."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from hwit_validators.model.column import Column
from hwit_validators.model.lists import Entry, Lists
from hwit_validators.model.record import Answers, Record, Rows
from hwit_xl.workbooks.xlsx.cell import clean
from hwit_xl.workbooks.xlsx.cells import letters
from hwit_xl.workbooks.xlsx.limits import MOST_RECORDS

_CELL = re.compile(r"(?<![A-Z])([A-Z]++)([0-9]+)")
HEADER_ROW = 5
"""Row of every table's header; the title, the introduction and the legend stand above it."""
FIRST_COLUMN = 2
"""Column B: column A is a margin."""
CARRIED = "hwit_carried_"
"""Beginning of the names that keep the imprints of locked tables."""
HISTORY = "hwit_sheet_history"
"""Name of the sheet of earlier cycles, by which it is known even where its table is lost."""
REF = "Ref"
QUESTION = "Question"
HELP = "What to write"

NO_LONGER_ASKED = "The form no longer asks for this. What you wrote is kept here."
"""Said beside an answer to a question that newer forms do not have."""

_ANSWER_WIDTHS = {1: 62, 2: 46}


@dataclass(frozen=True)
class TableLayout:
    """The place of one table on its sheet in a newly built form.

    Attributes:
        kept: columns that forms no longer have, and that stand behind the others because something is in them.
        room: rows of the table, where it has another number of them than usual.
    """

    record: type[Record]
    kept: tuple[str, ...] = ()
    room: int | None = None

    @property
    def rows(self) -> Rows | None:
        """How records go down the sheet, or None where they go across."""
        return self.record.layout if isinstance(self.record.layout, Rows) else None

    @property
    def answers(self) -> Answers | None:
        """How records go across the sheet, or None where they go down."""
        return self.record.layout if isinstance(self.record.layout, Answers) else None

    @property
    def answered(self) -> tuple[str, ...]:
        """The headings over the columns of answers; none where records go down."""
        return self.answers.headings if self.answers else ()

    @property
    def has_help(self) -> bool:
        """Whether a column beside the answers says what to write."""
        return self.answers is not None and len(self.answers.headings) <= 2

    @cached_property
    def specs(self) -> tuple[Column, ...]:
        """The table's columns in order."""
        kept = (replace(self.record.columns[name], help=NO_LONGER_ASKED, required_from=None) for name in self.kept)
        return (*(spec for spec in self.record.columns.values() if not spec.retired), *kept)

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        """What each field was ever called, today's title first, by the title as it is compared."""
        return {
            name: {folded(title): title for title in (*spec.titles, spec.title)}  # today's stands first, and counts
            for name, spec in self.record.columns.items()
        }

    @cached_property
    def known_headings(self) -> frozenset[str]:
        """Everything that the header of such a table can say in a form of any version, as it is compared."""
        ever = (title for titles in self._titles.values() for title in titles) if self.rows else ()
        return frozenset({*map(folded, self.headings), *ever})

    @cached_property
    def known_questions(self) -> frozenset[str]:
        """Every question (or column's title) of such a table in a form of any version, as it is compared."""
        return frozenset(title for titles in self._titles.values() for title in titles)

    def fields(self, titles: Mapping[str, int]) -> dict[str, int]:
        """The column (or row) of each field that stands on a sheet under any of its titles.

        Args:
            titles: the column (or row) of each heading (or question) there, as it is compared.
        """
        found = {}
        for field, ever in self._titles.items():
            for title in ever:
                if title in titles:
                    found[field] = titles[title]
                    break
        return found

    @cached_property
    def _reworded(self) -> dict[str, dict[str, str]]:
        return {field: ever for field, ever in self._titles.items() if len(ever) > 1}

    def earlier_titles(self, titles: Container[str]) -> dict[str, str]:
        """The title of each field that stands on a sheet under an earlier one only."""
        found = {
            field: next((said for title, said in ever.items() if title in titles), "")
            for field, ever in self._reworded.items()
        }
        return {field: said for field, said in found.items() if said not in ("", self.record.columns[field].title)}

    @cached_property
    def _number(self) -> dict[str, int]:
        return {spec.field: number for number, spec in enumerate(self.specs)}

    @property
    def records(self) -> int:
        """How many records the table has room for."""
        if self.rows:
            return self.room or self.rows.spare
        return len(self.answered)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The header cells from left to right."""
        if self.rows:
            return (REF, *(spec.title for spec in self.specs))
        return (QUESTION, *self.answered, *((HELP,) if self.has_help else ()))

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The width of each column in characters."""
        if self.rows:
            return (7, *(spec.width for spec in self.specs))
        count = len(self.answered)
        width = _ANSWER_WIDTHS.get(count, 22)
        return (38 if count <= 2 else 30, *(width for _ in range(count)), *((46,) if self.has_help else ()))

    @property
    def can_grow(self) -> bool:
        """Whether there can be more records than the form has room for: not where all are entries of a list."""
        return self.rows is not None and self.rows.prefix != ""

    @property
    def most(self) -> int:
        """How many records a form can be made with."""
        return MOST_RECORDS if self.can_grow else self.records

    @property
    def body_rows(self) -> int:
        """Rows below the header."""
        return self.records if self.rows else len(self.specs)

    @property
    def last_row(self) -> int:
        """Last row of the table."""
        return HEADER_ROW + self.body_rows

    @property
    def last_column(self) -> int:
        """Last column of the table."""
        return FIRST_COLUMN + len(self.headings) - 1

    @property
    def range(self) -> str:
        """The whole table, header included: ``B5:H29``."""
        return f"{address(HEADER_ROW, FIRST_COLUMN)}:{address(self.last_row, self.last_column)}"

    def cell(self, field: str, place: int) -> tuple[int, int]:
        """Row and column of one answer."""
        number = self._number[field]
        if self.rows:
            return HEADER_ROW + 1 + place, FIRST_COLUMN + 1 + number
        return HEADER_ROW + 1 + number, FIRST_COLUMN + 1 + place

    def span(self, field: str) -> str:
        """All cells for one field, over every record: ``D6:D29``, or ``C9:H9``."""
        return f"{address(*self.cell(field, 0))}:{address(*self.cell(field, self.records - 1))}"

    @property
    def body(self) -> str:
        """All cells the school can answer in, without the reference and help columns."""
        first = (HEADER_ROW + 1, FIRST_COLUMN + 1)
        last_column = self.last_column - (1 if self.has_help else 0)
        return f"{address(*first)}:{address(self.last_row, last_column)}"

    @property
    def refs(self) -> str:
        """The cells that hold the references of rows, or the headings of answers."""
        if self.rows:
            return f"{address(HEADER_ROW + 1, FIRST_COLUMN)}:{address(self.last_row, FIRST_COLUMN)}"
        return f"{address(HEADER_ROW, FIRST_COLUMN + 1)}:{address(HEADER_ROW, FIRST_COLUMN + self.records)}"

    def ref(self, place: int, lists: Lists) -> str:
        """The reference written beforehand beside a row, or the heading of a column of answers."""
        if not self.rows:
            return self.answered[place]
        given = self.given(lists)
        return given[place].code if place < len(given) else f"{self.rows.prefix}{place + 1}"

    def written_refs(self, records: Sequence[Record], lists: Lists) -> list[str]:
        """The reference beside each row, or over each column of answers: the record's own, and in spare rows one that no
        record has.
        """
        usual = [self.ref(place, lists) for place in range(self.records)]
        if not self.rows:
            return usual
        taken = {record.place: record.ref for record in records}
        used = set(taken.values())
        spare = {place: ref for place, ref in enumerate(usual) if place not in taken and ref not in used}
        known = used | set(spare.values())
        free = (ref for number in itertools.count(1) if (ref := f"{self.rows.prefix}{number}") not in known)
        return [taken.get(place) or spare.get(place) or next(free) for place in range(len(usual))]

    @cached_property
    def numbered(self) -> frozenset[str]:
        """The references that the form writes beside rows which it numbers itself."""
        prefix = self.rows.prefix if self.rows else ""
        return frozenset(f"{prefix}{number}" for number in range(1, self.records + 1)) if self.rows else frozenset()

    def given(self, lists: Lists) -> tuple[Entry, ...]:
        """The entries that the form itself writes into the first rows."""
        return lists[self.rows.given].entries if self.rows and self.rows.given else ()


@cache
def layout_of(record: type[Record]) -> TableLayout:
    """The layout of a record's table, worked out once."""
    return TableLayout(record)


def with_room(usual: TableLayout, records: Sequence[Record], lists: Lists, *, locked: bool) -> TableLayout:
    """A table's layout with a row for each of these records.

    Excel does not let a table on a protected sheet grow, so one that is nearly full gets more rows whenever its form is
    made anew: at least a quarter of its usual rows stay free. A locked table needs no free rows.
    """
    if not usual.can_grow:
        return usual
    used = max((each.place + 1 for each in records), default=0)
    if locked:
        room = max(used, len(usual.given(lists)), FEWEST_ROWS)
    else:
        room = usual.records
        while room - used < usual.records // 4 and room < MOST_RECORDS:
            room = min(room + usual.records, MOST_RECORDS)
    return replace(usual, room=room) if room != usual.records else usual


FEWEST_ROWS = 3
"""Rows of a locked table that holds less."""


def folded(text: str) -> str:
    """A heading as it is compared: without line breaks, doubled spaces, capitals and what cannot be seen."""
    return _folded(text) if len(text) <= _LONGEST_KEPT else _folded.__wrapped__(text)


_LONGEST_KEPT = 300
"""Characters of a heading that is worth remembering; ours are shorter."""


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(clean(text).split()).casefold()


def address(row: int, column: int) -> str:
    """``B5`` for row 5, column 2."""
    return f"{letters(column)}{row}"


def absolute(span: str) -> str:
    """``$B$5:$H$29`` for ``B5:H29``."""
    return _CELL.sub(r"$\1$\2", span)


def on_sheet(sheet: str, span: str) -> str:
    """A span with its sheet's name, as formulas and names have it."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{absolute(span)}"
