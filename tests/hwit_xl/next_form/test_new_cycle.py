"""A new cycle: school, group and history go on; the needs analysis begins with what the school has said of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.plan import Plan
from hwit_validators.tables import GroupReview, KeyTask, Member, Need, PastOutcome, School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.next_form.new_cycle import new_cycle
from hwit_xl.workbooks.building import examples
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from support.plans import a_plan, circumstances, example, primary, said
from support.returns import judged, read_return

STAGE_2 = form_of_stage(2)
CONFIRMED = {"O1": dt.date(2012, 10, 3), "O2": dt.date(2012, 10, 3)}


def begun(plan: Plan, confirmed: dict[str, dt.date] | None = None) -> dict[str, Any]:
    """The tables of the new cycle, as they are read back from its form."""
    return dict(read_return(form(plan, confirmed), STAGE_2).plan.tables)


def form(plan: Plan, confirmed: dict[str, dt.date] | None = None) -> bytes:
    return package.to_bytes(build(STAGE_2, new_cycle(plan, confirmed or {})).workbook)


def past(plan: Plan, ref: str = "H1") -> PastOutcome:
    return next(row for row in begun(plan)[PastOutcome.table] if row.ref == ref)


def test_school_and_group_go_on() -> None:
    plan = primary(8)
    tables = begun(plan)
    for record in (School, KeyTask, GroupReview):
        assert tables[record.table] == plan.of(record)
    assert tables[Member.table] == plan.of(Member)[:12], "M13 left long ago"


def test_who_has_left_the_group_stays_behind() -> None:
    left, leaving = {"left_on": dt.date(2011, 7, 22)}, {"left_on": dt.date(2030, 7, 22)}
    members = begun(primary(8, Members={"M3": left, "M4": leaving}))[Member.table]
    assert [member.ref for member in members[:4]] == ["M1", "M2", "M4", "M5"]
    assert [member.place for member in members[:4]] == [0, 1, 2, 3]


def test_the_form_asks_for_a_needs_analysis_and_says_nothing_else() -> None:
    assert begun(primary(8))["Data"] == (), "data are collected anew"
    found = {(finding.code, finding.table) for finding in judged(form(primary(8)), 2) if finding.blocks}
    assert found == {("WB012", "Data"), ("WB012", "Needs"), ("NA007", "Needs")}


def test_outcomes_with_a_result_become_history() -> None:
    rows = begun(primary(8, Results={"O6": None}), CONFIRMED)[PastOutcome.table]
    assert [(row.ref, row.cycle, row.indicator) for row in rows] == [
        ("H1", 1, "NI 56"), ("H2", 1, "NI 56"), ("H3", 1, "NI 56"), ("H4", 1, "NI 50"), ("H5", 1, "NI 50"),
    ]  # fmt: skip
    first = rows[0]
    assert first.priority == "Healthy weight: moving more and eating well"
    assert (first.baseline, first.target, first.final_value, first.unit, first.met) == (31.0, 50.0, 52.0, "%", "Yes")
    assert (first.measured_on, first.confirmed_on) == (dt.date(2012, 6, 15), dt.date(2012, 10, 3))
    assert rows[4].confirmed_on is None, "an outcome that is not confirmed is kept too"


def test_what_the_panel_confirmed_later_is_what_is_kept() -> None:
    change = {
        "outcome": "O1", "why": "The survey changed", "requested_on": dt.date(2011, 3, 1),
        "decided_on": dt.date(2011, 4, 1), "decision": "Confirmed",
    }  # fmt: skip
    words = {"what": "Wording", "new_wording": "Half of all pupils move an hour a day."}
    later = {"what": "Wording", "new_wording": "More than half of all pupils move.", "decided_on": dt.date(2011, 9, 1)}
    waiting = {"what": "Wording", "new_wording": "All pupils move.", "decision": "Waiting", "decided_on": None}
    target = {"what": "Target", "new_target": 51.0}
    amended = past(
        primary(8, Amendments={f"X{7 - n}": change | each for n, each in enumerate((words, later, waiting, target))})
    )
    assert (amended.target, amended.statement) == (51.0, "More than half of all pupils move.")


def test_the_baseline_is_the_measured_one() -> None:
    assert past(primary(8, Baselines={"B1": {"value": 33.0}})).baseline == 33.0


def history(cycles: int) -> dict[str, Any]:
    """Six outcomes in each of so many earlier cycles."""
    return {
        f"H{number}": {"cycle": (number + 5) // 6, "priority": f"Priority {number}", "measured_on": dt.date(2000, 7, 1)}
        for number in range(1, 6 * cycles + 1)
    }


def test_a_third_cycle_keeps_the_first_and_the_second() -> None:
    rows = begun(primary(8, History=history(1)))[PastOutcome.table]
    assert [(row.ref, row.cycle) for row in rows] == [(f"H{n}", (n + 5) // 6) for n in range(1, 13)]
    assert rows[0].priority == "Priority 1"


def test_after_many_cycles_the_oldest_still_comes_first() -> None:
    rows = begun(primary(8, History=history(4)))[PastOutcome.table]
    assert [row.ref for row in rows] == [f"H{n}" for n in range(1, 31)]


NEXT = {"new_indicator": "NI 70", "new_priority": "Fewer accidents", "replaces": "P1", "why": "The nurse sees more."}
PRIORITIES = {
    "P1": {"priority": "Healthy weight", "indicator": "NI 56"},
    "P2": {"priority": "Friendships", "indicator": "NI 50"},
}
NEEDS: dict[str, tuple[dict[str, Any], list[tuple[str | None, str | None]]]] = {
    "the new priority, and the one that goes on": (
        NEXT,
        [("Fewer accidents. The nurse sees more.", "NI 70"), ("Friendships", "NI 50")],
    ),
    "the other one goes on": (
        NEXT | {"replaces": "P2"},
        [("Fewer accidents. The nurse sees more.", "NI 70"), ("Healthy weight", "NI 56")],
    ),
    "not said which goes on: the school strikes one out": (
        NEXT | {"replaces": None},
        [("Fewer accidents. The nurse sees more.", "NI 70"), ("Healthy weight", "NI 56"), ("Friendships", "NI 50")],
    ),
    "only the indicator is known": ({"new_indicator": "NI 70", "replaces": "P1"}, [(None, "NI 70"), ("Friendships", "NI 50")]),
    "only the words": (
        {"new_priority": "Fewer accidents", "replaces": "P1"},
        [("Fewer accidents", None), ("Friendships", "NI 50")],
    ),
    "nothing is settled but what goes on": ({"replaces": "P1"}, [("Friendships", "NI 50")]),
}  # fmt: skip


@pytest.mark.parametrize("what", NEEDS)
def test_the_needs_begin_with_what_the_school_has_said(what: str) -> None:
    cycle, expected = NEEDS[what]
    needs = begun(a_plan(8, NextCycle=cycle, Priorities=PRIORITIES))[Need.table]
    assert [(need.need, need.indicator) for need in needs] == expected
    assert [(need.ref, need.place) for need in needs] == [(f"N{n}", n - 1) for n in range(1, len(expected) + 1)]


def test_nothing_is_said_of_the_next_cycle_at_all() -> None:
    assert begun(a_plan(8))[Need.table] == ()


@pytest.mark.parametrize("name", examples.names())
def test_every_worked_school_can_go_on(name: str) -> None:
    stage_8 = form_of_stage(8)
    worked = example(name)
    plan = Plan(stage_8, worked.tables(stage_8), circumstances(worked.completed_on(stage_8), lists=primary(8).lists))
    tables = new_cycle(plan, {})
    kept = Plan(STAGE_2, tables, circumstances(plan.on, lists=plan.lists))
    blocked = {line for line in said(kept) if not line.startswith(("WB012 Data", "WB012 Needs", "NA007 Needs"))}
    assert blocked == set(), "nothing that is carried on is in the way"
    assert kept.cycle == 2
    assert kept.cycle_began_on is not None
    assert kept.cycle_began_on <= plan.on
