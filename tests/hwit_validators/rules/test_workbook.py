"""WB: the rules that judge the shape of answers. What the reader itself meets is tested with the reader."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from hwit_validators.model.finding import Mark
from hwit_validators.model.imprint import imprint, whole
from hwit_validators.plan import Plan
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.tables import Outcome
from hwit_validators.tables.forms import FORM_VERSION
from support.plans import Case, as_params, found, primary, said

CASES: list[Case] = [
    ("a needed answer is blank", {"Outcomes": {"O1": {"who": None}}}, ["WB012 Outcomes/O1 who"]),
    ("an answer that is not needed", {"Outcomes": {"O1": {"wellbeing_indicator": "WB-Q04"}, "O2": {}}}, []),
    (
        "a blank that has a rule of its own",
        {"Outcomes": {"O1": {"evidence_plan": None}}},
        ["OC015 Outcomes/O1 evidence_plan"],
    ),
    (
        "a cell that could not be read is not blank",
        {"Outcomes": {"O1": {"who": None, "unreadable": frozenset({"who"})}}},
        [],
    ),
    ("a reference to nothing", {"Outcomes": {"O1": {"priority": "P3"}}}, ["WB014 Outcomes/O1 priority"]),
    ("a list with one lost reference", {"Needs": {"N1": {"data": ("D1", "D44")}}}, ["WB014 Needs/N1 data"]),
    ("All is a reference to everything", {"Indicators": {"E3": {"outcomes": ("All",)}}}, []),
    ("to be confirmed", {"Outcomes": {"O1": {"data_source": "TBC"}}}, ["WB018 Outcomes/O1 data_source"]),
    ("a placeholder where its own rule speaks", {"School": {"urn": "tbc"}}, ["SC001 School urn"]),
    (
        "words that only hold a placeholder",
        {"Outcomes": {"O1": {"data_source": "Test results, none older than a year"}}},
        [],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(4, **edits)) == expected


def test_a_blank_sheet_is_one_finding() -> None:
    plan = primary(4)
    plan = dataclasses.replace(plan, tables={**plan.tables, "Agreement": ()})
    assert said(plan) == ["WB012 Agreement"]


def test_a_lost_sheet_silences_the_rules_about_it() -> None:
    plan = primary(4)
    tables = {name: records for name, records in plan.tables.items() if name != "Indicators"}
    lost = Mark("", "The table “Indicators” is not in the file.")
    plan = dataclasses.replace(plan, tables=tables, missing=frozenset({"Indicators"}), reading={"WB006": (lost,)})
    assert said(plan) == ["WB006"]


def test_a_reference_stands_twice() -> None:
    plan = primary(4)
    needs = plan.tables["Needs"]
    twice = needs[1].model_copy(update={"ref": "N1", "place": 1})
    plan = dataclasses.replace(plan, tables={**plan.tables, "Needs": (needs[0], twice, *needs[2:])})
    assert found("WB013", plan) == [("Needs", "N1", "")]


@pytest.mark.parametrize(("version", "old"), [((1, 0), True), ((1, 1), True), (FORM_VERSION, False)])
def test_an_older_form(version: tuple[int, int], old: bool) -> None:
    plan = dataclasses.replace(primary(4), version=version)
    assert bool(found("WB016", plan)) is old


def _sent_out(plan: Plan) -> Plan:
    """The plan with the fingerprints of what was sent out."""
    return dataclasses.replace(
        plan, carried={table.table: imprint(table, plan.tables) for table in plan.form.carried_tables}
    )


@pytest.mark.parametrize(
    ("edits", "where"),
    [
        ({}, []),
        ({"O1": {"target": 45.0}}, [("O1", "target")]),
        ({"O1": {"target": 45.0, "who": "All"}}, [("O1", "who"), ("O1", "target")]),
        ({"O1": {"target": 45.0}, "O4": {"target": 45.0}}, [("O1", "target"), ("O4", "target")]),
        ({"O1": {"target": 45.0}, "O4": {"who": "All"}}, [("O1", ""), ("O4", "")]),
        ({ref: {"who": "All"} for ref in ("O1", "O2", "O3", "O4")}, [("", "")]),
        ({"O6": None}, [("", "")]),
    ],
    ids=lambda value: "" if isinstance(value, list) else str(value)[:40],
)
def test_a_locked_answer_was_changed(edits: dict[str, Any], where: list[tuple[str, str]]) -> None:
    """It is named as exactly as can be told: many at once are one change of the sheet."""
    sent = _sent_out(primary(5))
    changed = dataclasses.replace(primary(5, Outcomes=edits), carried=sent.carried)
    assert found("WB019", changed) == [(Outcome.table, *at) for at in where]


def test_a_row_more_or_less_on_a_locked_sheet_is_said() -> None:
    changed = dataclasses.replace(primary(5, Outcomes={"O6": None}), carried=_sent_out(primary(5)).carried)
    [message] = [f.message for f in check(changed, RULES).findings if f.code == "WB019"]
    assert message == "The locked sheet “Outcomes” was sent out with 6 rows filled in, and now has 5."


def test_a_form_of_version_1_0_only_knows_the_sheet() -> None:
    first = {table: whole(sent) for table, sent in _sent_out(primary(5)).carried.items()}
    assert found("WB019", dataclasses.replace(primary(5), carried=first)) == []
    changed = dataclasses.replace(primary(5, Outcomes={"O1": {"target": 45.0}}), carried=first)
    assert found("WB019", changed) == [(Outcome.table, "", "")]


def test_sorting_a_locked_sheet_changes_nothing() -> None:
    sent = _sent_out(primary(5))
    moved = tuple(reversed(sent.tables["Needs"]))
    assert found("WB019", dataclasses.replace(sent, tables={**sent.tables, "Needs": moved})) == []
