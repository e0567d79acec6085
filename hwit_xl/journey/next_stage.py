"""The next stage's form, with everything so far carried forward and locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hwit_validators.forms import Form, form_of_stage
from hwit_validators.plan import Plan
from hwit_validators.records import Record, Rows
from hwit_xl.checking.verdict import Settings, about, judge_return
from hwit_xl.workbooks import package
from hwit_xl.workbooks.build import build
from hwit_xl.workbooks.feedback import Remark, with_feedback
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.read import Return, read_bytes

LAST_STAGE = 8


class NoNextStage(ValueError):
    """There is no form to follow this one; the text says why."""


@dataclass(frozen=True)
class NextForm:
    """The form of the next stage.

    Attributes:
        data: the workbook.
        kept: how many explanations of the school still count in it.
        unplaced: for each table the references of rows for which the form has no room.
    """

    form: Form
    data: bytes
    kept: int
    unplaced: Mapping[str, tuple[str, ...]]


def next_form(returned: Return, settings: Settings) -> NextForm:
    """Build the form that follows a return.

    The school's explanations travel with it, as long as what they explain is carried forward unchanged.

    Raises:
        NoNextStage: the return is an annual review, which stands alone, or of the last stage.
    """
    plan = returned.plan
    if plan.form.stage == 0:
        raise NoNextStage("an annual review stands alone; the first stage begins with `hwit new 1`")
    if plan.form.stage == LAST_STAGE:
        raise NoNextStage("stage 8 is the last; a new cycle begins with a new needs analysis")
    form = form_of_stage(plan.form.stage + 1)
    tables, unplaced = _placed(plan)
    built = build(form, tables, lists=plan.lists)
    data = package.to_bytes(built.workbook, chart_texts=built.chart_texts)
    fresh = read_bytes(data, returned.path, on=plan.on, lists=plan.lists, profile=plan.profile)
    fresh = replace(fresh, explanations=returned.explanations)
    kept = [found for found in judge_return(fresh, "").findings if found.explanation and not found.waived]
    if kept:
        data = with_feedback(data, [Remark(found, about(found, fresh.plan)) for found in kept])
    return NextForm(form, data, len(kept), unplaced)


def _placed(plan: Plan) -> tuple[dict[str, tuple[Record, ...]], dict[str, tuple[str, ...]]]:
    """The records of each table, one after another from its first row, and those for which there is no room.

    The school may have put rows in between, so a record's place in the return need not exist in a new form.
    """
    tables: dict[str, tuple[Record, ...]] = {}
    unplaced: dict[str, tuple[str, ...]] = {}
    for table in plan.form.tables:
        records = plan.tables.get(table.table, ())
        if not isinstance(table.layout, Rows):
            tables[table.table] = records
            continue
        layout = layout_of(table)
        given = {entry.code: place for place, entry in enumerate(layout.given(plan.lists))}
        own = [record for record in records if record.ref not in given]
        there = [record.model_copy(update={"place": given[record.ref]}) for record in records if record.ref in given]
        there += [record.model_copy(update={"place": len(given) + number}) for number, record in enumerate(own)]
        tables[table.table] = tuple(record for record in there if record.place < layout.records)
        if lost := tuple(record.ref for record in there if record.place >= layout.records):
            unplaced[table.table] = lost
    return tables, unplaced
