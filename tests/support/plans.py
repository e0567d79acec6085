"""Plans for tests: from small tables written in the test itself, or from the worked plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hwit_validators.finding import Finding
from hwit_validators.forms import form_of_stage
from hwit_validators.plan import Plan
from hwit_validators.profile import Profile
from hwit_validators.records import Answers, Record, Rows
from hwit_validators.rule import check
from hwit_validators.rules import rule_named
from hwit_xl import templates
from hwit_xl.workbooks import examples

TODAY = dt.date(2011, 6, 15)
"""The day on which plans of the tests are judged, unless they say otherwise."""


def a_plan(stage: int, *, on: dt.date = TODAY, profile: Profile | None = None, **tables: Any) -> Plan:
    """A plan of one stage from small tables.

    Row tables are lists of dictionaries, and get their references in order unless they say ``ref``. Tables with one
    answer for each question are one dictionary; Priorities, Outcomes and Results are dictionaries by heading::

        a_plan(4, School={"roll": 210}, Outcomes={"O1": {"target": 45.0, "statement": "..."}})
    """
    form = form_of_stage(stage)
    known = {record.table: record for record in form.tables}
    assert set(tables) <= set(known), f"stage {stage} has no table {set(tables) - set(known)}"
    records = {name: _records(known[name], rows) for name, rows in tables.items()}
    return Plan(form=form, tables=records, lists=templates.shipped_lists(), on=on, profile=profile or Profile())


def _records(record: type[Record], rows: Any) -> tuple[Record, ...]:
    layout = record.layout
    if isinstance(layout, Rows):
        assert isinstance(rows, Sequence)
        return tuple(
            record.model_validate({"ref": f"{layout.prefix}{place + 1}", "place": place} | dict(row))
            for place, row in enumerate(rows)
        )
    assert isinstance(layout, Answers)
    assert isinstance(rows, Mapping)
    by_heading = {layout.headings[0]: rows} if len(layout.headings) == 1 else rows
    return tuple(
        record.model_validate({"ref": heading, "place": layout.headings.index(heading)} | dict(row))
        for heading, row in by_heading.items()
    )


def found(code: str, plan: Plan) -> list[tuple[str, str, str]]:
    """What one rule says of a plan: (table, reference, field) of each finding."""
    return [(finding.table, finding.ref, finding.field or "") for finding in findings(code, plan)]


def findings(code: str, plan: Plan) -> tuple[Finding, ...]:
    """The findings of one rule on a plan. Fails if the rule could not be run or does not apply to the form."""
    rule = rule_named(code)
    assert rule is not None, f"there is no rule {code}"
    assert rule.applies_to(plan.form), f"{code} is not judged on {plan.form.title}"
    checked = check(plan, [rule])
    assert not checked.broken, checked.broken
    return checked.findings


@cache
def example(name: str = "primary") -> examples.Example:
    """A worked plan."""
    return examples.load(name)
