"""Everything typed into a return, one entry for each cell: what it was read as, or why it was not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hwit_validators.tables import Feedback
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.reading.explained import own_words
from hwit_xl.workbooks.reading.read import Return


@dataclass(frozen=True)
class Answer:
    """One answer as it was read.

    Attributes:
        table, ref, field: of its record.
        title: its heading or question.
        value: text, number, bool, date, one of the choices, or several references or choices.
    """

    table: str
    ref: str
    field: str
    title: str
    sheet: str
    cell: str
    value: Any


@dataclass(frozen=True)
class NotRead:
    """A cell in which something is typed that was not read, and why."""

    sheet: str
    cell: str
    why: str


def answers(returned: Return) -> Iterator[Answer]:
    """The school's answers, table by table as the sheets stand, and its words on the Feedback sheet last.

    What the form itself writes or works out is left out.
    """
    for name, place in returned.cells.tables.items():
        for record in (*returned.plan.tables.get(name, ()), *(returned.feedback if name == Feedback.table else ())):
            typed = own_words(record) if isinstance(record, Feedback) else ()
            for field, spec in record.columns.items():
                value = getattr(record, field)
                if value in (None, ()) or ((spec.given or spec.computed) and field not in typed):
                    continue
                if field in place.fields or spec is record.entries():
                    yield Answer(
                        name, record.ref, field, spec.title, place.sheet, place.cell(field, record.place), value
                    )


def not_read(returned: Return) -> Iterator[NotRead]:
    """What is typed and was not read: answers that are none, then everything that stands in no table."""
    why = {
        (mark.table, mark.place, mark.field): mark.message
        for marks in returned.plan.reading.values()
        for mark in marks
        if mark.field is not None
    }
    for table, place, field in returned.unread:
        where = returned.cells.tables[table]
        message = why.get((table, place, field), "It could not be understood.")
        yield NotRead(where.sheet, where.cell(field, place), message)
    for name, stands in returned.cells.tables.items():
        for record in returned.plan.tables.get(name, ()):
            for field, typed in record.placeholders:
                if field in stands.fields:
                    yield NotRead(stands.sheet, stands.cell(field, record.place), f"“{typed}” is taken for a blank.")
    for stray in returned.strays:
        yield NotRead(stray.sheet, address(stray.row, stray.column), stray.why)
