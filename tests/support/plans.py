"""Plans for tests: from small tables written in the test itself, or from the worked plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from hwit_validators.model.circumstances import Circumstances
from hwit_validators.model.decision import Decisions
from hwit_validators.model.finding import Finding
from hwit_validators.model.lists import Lists
from hwit_validators.model.profile import Profile
from hwit_validators.model.record import Answers, Record, Rows
from hwit_validators.plan import Plan
from hwit_validators.rules import RULES, rule_named
from hwit_validators.rules.engine import check
from hwit_validators.tables.forms import form_of_stage
from hwit_xl import templates
from hwit_xl.workbooks.building import examples

TODAY = dt.date(2011, 6, 15)
"""The day on which plans of the tests are judged, unless they say otherwise."""


def circumstances(
    on: dt.date,
    *,
    lists: Lists | None = None,
    profile: Profile | None = None,
    decisions: Decisions | None = None,
) -> Circumstances:
    """What a plan is judged by on a day; where nothing else is said, with our lists and nothing settled."""
    return Circumstances(on, lists or templates.shipped_lists(), profile or Profile(), decisions)


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
    return Plan(form, records, circumstances(on, profile=profile or Profile()))


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


def primary(stage: int, *, on: dt.date | None = None, profile: Profile | None = None, **edits: Any) -> Plan:
    """The worked plan of the primary school, which is sound, with some answers changed.

    An edit gives the new answers by reference, or None for a row that is not there; a reference that is new is added.
    Tables with one answer for each question need no reference::

        primary(4, Outcomes={"O1": {"target": 20.0}, "O6": None}, Agreement={"head_agrees": False})
    """
    form = form_of_stage(stage)
    worked = example("primary")
    tables = worked.tables(form)
    for record in form.tables:
        if changes := edits.pop(record.table, None):
            tables[record.table] = _edited(record, tables[record.table], changes)
    assert not edits, f"stage {stage} has no table {set(edits)}"
    return Plan(form, tables, circumstances(on or worked.completed_on(form), profile=profile or Profile()))


def _edited(table: type[Record], records: tuple[Record, ...], changes: Mapping[str, Any]) -> tuple[Record, ...]:
    if isinstance(table.layout, Answers) and len(table.layout.headings) == 1:
        changes = {table.layout.headings[0]: changes}
    by_ref = {record.ref: {name: getattr(record, name) for name in table.model_fields} for record in records}
    for ref, change in changes.items():
        if change is None:
            del by_ref[ref]
        else:
            by_ref[ref] = by_ref.get(ref, {"ref": ref, "place": len(by_ref)}) | change
    return tuple(table.model_validate(values) for values in by_ref.values())


def said(plan: Plan) -> list[str]:
    """What all the rules together say of a plan, such as ``OC005 Outcomes/O1 target``, in the order of the codes."""
    checked = check(plan, RULES)
    assert not checked.broken, checked.broken
    return sorted(_line(finding) for finding in checked.findings)


def _line(finding: Finding) -> str:
    where = finding.table + (f"/{finding.ref}" if finding.ref not in ("", "Answer") else "")
    return " ".join(part for part in (finding.code, where, finding.field) if part)


Case = tuple[str, Mapping[str, Any], list[str]]
"""What is tried, the answers changed in the sound plan, and everything the rules then say."""


def as_params(cases: Sequence[Case]) -> list[Any]:
    """The cases for pytest, each under its own name."""
    return [pytest.param(edits, expected, id=what) for what, edits, expected in cases]


def not_shown(family: str, cases: Sequence[Case]) -> set[str]:
    """The rules of a family that no case shows failing. (The sound plan itself shows every rule passing.)"""
    shown = {line[:5] for _, _, expected in cases for line in expected}
    return {rule.code for rule in RULES if rule.family == family} - shown
