"""The words around a table on its sheet: what the builder writes there, and the reader does not take for notes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hwit_validators.model.record import Record
from hwit_validators.tables import Feedback, School
from hwit_validators.tables.forms import FORMS, STAGES, Form
from hwit_xl import templates

START = "Start here"
LEGEND = (
    "White cells are yours to fill in. Light yellow: an answer is needed. "
    "Red and bold: an error on the Feedback sheet. Orange and italic: a query."
)


@cache
def introduction(record: type[Record]) -> str:
    """What stands at the top of a table's sheet."""
    if record in (School, Feedback) or record.only_carried:
        source = "common"
    else:
        source = next(form.name for form in FORMS if record in STAGES[form.stage])
    text: str = templates.words(source)["sheets"][record.table]["intro"]
    return text


def label(form: Form, record: type[Record], *, locked: bool) -> str:
    """The line at the right of a sheet's title: the form's name, or where the sheet comes from."""
    if record not in form.carried_tables:
        return form.title
    came_from = "From earlier cycles" if record.only_carried else f"From stage {record.stage}"
    return came_from + (" · locked" if locked else "")


def around(record: type[Record]) -> Iterator[str]:
    """Every text a form of ours can have beside this table."""
    yield from (record.title, introduction(record), LEGEND, START)
    for form in FORMS:
        yield from (label(form, record, locked=False), label(form, record, locked=True))
