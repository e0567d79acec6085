"""One mistake gives one finding: any single answer of a sound plan left blank, or made unreadable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hwit_validators.model.record import Answers, Record
from hwit_validators.tables import School
from hwit_validators.tables.forms import FORMS, Form
from support.plans import primary, said


def answers(form: Form) -> Iterator[tuple[type[Record], Record, str]]:
    """Every question of the form that is answered: in the first, the middle and the last row of its table."""
    tables = primary(form.stage).tables
    for table in (School, *form.own_tables):
        records = tables[table.table]
        chosen = {place: records[place] for place in (0, len(records) // 2, len(records) - 1)}
        for record in chosen.values():
            for name, spec in table.columns.items():
                if not spec.given and getattr(record, name) not in (None, "", ()):
                    yield table, record, name


def without(form: Form, table: type[Record], record: Record, name: str, *, unreadable: bool) -> list[str]:
    """What is said of the plan when one answer is gone."""
    change: dict[str, Any] = {name: () if isinstance(getattr(record, name), tuple) else None}
    if unreadable:
        change["unreadable"] = frozenset({name})
    single = isinstance(table.layout, Answers) and len(table.layout.headings) == 1
    return said(primary(form.stage, **{table.table: change if single else {record.ref: change}}))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_blank_answer_is_one_finding(form: Form) -> None:
    """At most one; and exactly one where the answer is needed by now."""
    for table, record, name in answers(form):
        found = without(form, table, record, name, unreadable=False)
        required = table.columns[name].required_from
        least = 1 if required is not None and required <= form.stage else 0
        assert least <= len(found) <= 1, (table.table, record.ref, name, found)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_an_unreadable_answer_is_left_to_the_reader(form: Form) -> None:
    for table, record, name in answers(form):
        found = without(form, table, record, name, unreadable=True)
        assert found == [], (table.table, record.ref, name)
