"""Fingerprints of locked tables: the same answers, the same fingerprint; another answer, another fingerprint."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwit_validators.model.imprint import Changed, changed, fingerprint, imprint, plain, whole
from hwit_validators.model.record import Record, Rows
from hwit_validators.tables import Indicator, KeyTask, Outcome
from hwit_validators.tables.forms import STAGES, form_of_stage
from support.plans import example

LAST = example().tables(form_of_stage(8))
FILLED = [record for stage in STAGES[1:] for record in stage if LAST[record.table]]


def of(record: type[Record], records: tuple[Record, ...]) -> str:
    return fingerprint(record, {record.table: records})


def one(**answers: Any) -> str:
    """The fingerprint of a table with one indicator."""
    return of(Indicator, (Indicator(ref="E1", **answers),))


def test_a_fingerprint_is_a_sha_256() -> None:
    assert re.fullmatch("[0-9a-f]{64}", one(statement="More fruit"))


def test_it_is_the_same_on_every_computer_and_for_ever() -> None:
    answers = {"statement": "Börek & £2", "due": dt.date(2011, 7, 31), "target": 45.0, "outcomes": ("O1", "O2")}
    assert one(**answers) == "5789c3efa71f0a71f5544566b0442228e23a91bfe23b952594ab00f86b57ec67"


@pytest.mark.parametrize("record", FILLED, ids=lambda record: record.table)
def test_neither_the_order_of_rows_nor_their_place_matters(record: type[Record]) -> None:
    records = LAST[record.table]
    shuffled = tuple(row.model_copy(update={"place": 99 - row.place}) for row in reversed(records))
    assert of(record, shuffled) == of(record, records)


@pytest.mark.parametrize("record", FILLED, ids=lambda record: record.table)
def test_every_answer_counts(record: type[Record]) -> None:
    first, *others = LAST[record.table]
    sent = of(record, (first, *others))
    for name, spec in record.columns.items():
        if spec.given:
            continue
        value = getattr(first, name)
        other = () if isinstance(value, tuple) and value else "O9" if not isinstance(value, tuple) else ("O9",)
        assert of(record, (first.model_copy(update={name: other}), *others)) != sent, name


def test_blank_answers_and_none_at_all_are_the_same() -> None:
    assert one(statement="More fruit", measure=None, outcomes=()) == one(statement="More fruit")
    assert one(statement="More fruit", measure="") == one(statement="More fruit")


def test_rows_count_by_their_reference() -> None:
    rows = (Indicator(ref="E1", statement="a"), Indicator(ref="E2", statement="b"))
    swapped = (Indicator(ref="E2", statement="a"), Indicator(ref="E1", statement="b"))
    assert of(Indicator, rows) != of(Indicator, swapped)
    assert of(Indicator, rows[:1]) != of(Indicator, rows)


@pytest.mark.parametrize(
    ("value", "same"),
    [
        (45.0, 45),
        (0.0, 0),
        (0.5, 0.5),
        (dt.date(2011, 7, 31), "2011-07-31"),
        (("O1", "O2"), ["O1", "O2"]),
        (True, True),
        ("a", "a"),
    ],
)
def test_values_as_json_has_them(value: object, same: object) -> None:
    assert plain(value) == same


def test_what_the_form_wrote_itself_does_not_count() -> None:
    given = [spec.field for spec in KeyTask.columns.values() if spec.given]
    row = LAST["KeyTasks"][0]
    for field in given:
        assert of(KeyTask, (row.model_copy(update={field: "Something else"}),)) == of(KeyTask, (row,))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(left=st.floats(0, 1e6), right=st.floats(0, 1e6))
def test_two_targets_have_the_same_fingerprint_only_if_they_are_equal(left: float, right: float) -> None:
    assert (one(target=left) == one(target=right)) == (left == right)


def test_a_whole_figure_is_the_same_with_and_without_a_point() -> None:
    kept, typed = (Outcome.model_construct(ref="O1", target=target) for target in (45.0, 45))
    assert of(Outcome, (kept,)) == of(Outcome, (typed,))


@pytest.mark.parametrize("record", FILLED, ids=lambda record: record.table)
def test_an_imprint_tells_which_answer_has_changed(record: type[Record]) -> None:
    first, *others = LAST[record.table]
    sent = imprint(record, {record.table: (first, *others)})
    assert whole(sent) == of(record, (first, *others))
    assert changed(sent, record, LAST) == Changed()
    name = next(
        name for name, spec in record.columns.items() if not spec.given and isinstance(getattr(first, name), str)
    )
    other = first.model_copy(update={name: f"{getattr(first, name)} and more"})
    assert changed(sent, record, {record.table: (*others, other)}) == Changed((first.ref,), (name,))
    rows = len(LAST[record.table])
    assert changed(sent, record, {record.table: tuple(others)}) == Changed(rows_sent=rows)


@pytest.mark.parametrize("record", [table for stage in STAGES[1:] for table in stage], ids=lambda record: record.table)
def test_a_name_of_a_workbook_has_room_for_the_imprint_of_a_full_table(record: type[Record]) -> None:
    """Excel takes a formula of at most 8,192 characters under a name, and a table of ours has at most 1,000 rows."""
    layout = record.layout
    room = 1000 if isinstance(layout, Rows) else len(layout.headings)
    rows = tuple(record(ref=f"{number}") for number in range(room))
    assert len(imprint(record, {record.table: rows})) <= 8192 / 2


def test_an_imprint_whose_digits_do_not_fit_the_columns_still_tells_the_row() -> None:
    """As from a later version of the form, which has another column."""
    sent = imprint(Indicator, {Indicator.table: (Indicator(ref="E1", lead="Head"), Indicator(ref="E2", lead="Head"))})
    now = {Indicator.table: (Indicator(ref="E1", lead="Cook"), Indicator(ref="E2", lead="Head"))}
    assert changed(sent, Indicator, now) == Changed(("E1",), ("lead",))
    assert changed(f"{sent}00", Indicator, now) == Changed(("E1",))
    assert changed(whole(sent), Indicator, now) == Changed()
