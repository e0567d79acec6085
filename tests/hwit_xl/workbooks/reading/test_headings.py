"""Columns and rows that a program takes out without telling the table: lost, and never read as their neighbours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.record import Record
from hwit_validators.tables import Feedback, Member, Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.check import judge_return
from hwit_xl.workbooks.feedback import with_feedback
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, TableLayout, layout_of
from support.plans import example
from support.returns import a_return, opened, place_of, read_return, saved, with_text

OURS = tuple(record for record in form_of_stage(8).tables if not record.only_carried)
DOWN = tuple(record for record in OURS if layout_of(record).rows)
ACROSS = tuple(record for record in OURS if layout_of(record).answers)


def after(record: type[Record], change: Callable[[Worksheet], None]) -> bytes:
    """A return of the stage that asks for a table, after a change by a program that knows nothing of tables."""
    book = opened(a_return(record.stage))
    change(book[record.title])
    return saved(book)


def met(data: bytes, record: type[Record]) -> list[tuple[str, str, str]]:
    """What the reader met: the code, the table, and what was expected there."""
    marks = read_return(data, form_of_stage(record.stage)).plan.reading
    return [(code, mark.table, mark.expected or "") for code, found in marks.items() for mark in found]


@pytest.mark.parametrize("record", DOWN, ids=lambda record: record.table)
def test_a_column_taken_out_is_lost_and_no_other_is_read_in_its_place(record: type[Record]) -> None:
    layout = TableLayout(record)
    answered = example().tables(form_of_stage(record.stage))[record.table]
    asked = [spec for spec in layout.specs if not spec.given and not (layout.rows and layout.rows.given and spec.long)]
    for spec in (asked[0], asked[len(asked) // 2], asked[-1]):
        column = layout.cell(spec.field, 0)[1]
        data = after(record, lambda sheet, column=column: sheet.delete_cols(column))
        assert met(data, record) == [("WB007", record.table, spec.title)]
        for was, now in zip(
            answered, read_return(data, form_of_stage(record.stage)).plan.tables[record.table], strict=True
        ):
            assert now.unreadable == {spec.field}
            assert now.model_copy(update={spec.field: None, "unreadable": frozenset()}) == was.model_copy(
                update={spec.field: None}
            )


@pytest.mark.parametrize("record", DOWN, ids=lambda record: record.table)
def test_without_the_references_rows_are_known_by_their_place(record: type[Record]) -> None:
    data = after(record, lambda sheet: sheet.delete_cols(FIRST_COLUMN))
    assert met(data, record) == [("WB007", record.table, "Ref")]
    found = read_return(data, form_of_stage(record.stage)).plan.tables[record.table]
    assert found == example().tables(form_of_stage(record.stage))[record.table]


@pytest.mark.parametrize("record", ACROSS, ids=lambda record: record.table)
def test_answers_taken_out_are_lost_and_the_others_stay_where_they_belong(record: type[Record]) -> None:
    layout = TableLayout(record)
    answered = {each.ref: each for each in example().tables(form_of_stage(record.stage))[record.table]}
    for place in {0, layout.records // 2, layout.records - 1}:
        heading = layout.headings[1 + place]
        data = after(record, lambda sheet, column=FIRST_COLUMN + 1 + place: sheet.delete_cols(column))
        assert met(data, record) == [("WB007", record.table, heading)]
        found = read_return(data, form_of_stage(record.stage)).plan.tables[record.table]
        assert {each.ref: each for each in found} == {ref: each for ref, each in answered.items() if ref != heading}


def test_a_question_taken_out_is_lost_and_the_others_keep_their_answers() -> None:
    layout, answered = TableLayout(Outcome), example().tables(form_of_stage(4))["Outcomes"]
    for spec in layout.specs[::5]:
        row = layout.cell(spec.field, 0)[0]
        data = after(Outcome, lambda sheet, row=row: sheet.delete_rows(row))
        assert met(data, Outcome) == [("WB007", "Outcomes", spec.title)]
        found = read_return(data, form_of_stage(4)).plan.tables["Outcomes"]
        blank = {spec.field: Outcome.model_fields[spec.field].default, "unreadable": frozenset()}
        assert [each.model_copy(update=blank) for each in found] == [each.model_copy(update=blank) for each in answered]


def test_feedback_is_not_written_over_the_neighbours_of_a_lost_column() -> None:
    layout = layout_of(Feedback)
    book = opened(with_text(a_return(1), Member.title, place_of(Member, "joined_on"), "last spring"))
    book["Feedback"].delete_cols(layout.cell("fix", 0)[1])
    returned = read_return(saved(book), form_of_stage(1))
    findings = judge_return(returned, "").findings
    sheet = opened(with_feedback(saved(book), findings))["Feedback"]
    headings = [cell.value for cell in sheet[HEADER_ROW]]
    first = dict(zip(headings, (cell.value for cell in sheet[HEADER_ROW + 1]), strict=True))
    assert first[Feedback.columns["message"].title] == findings[0].message
    assert first[Feedback.columns["explanation"].title] is None
    assert findings[0].fix not in first.values()
