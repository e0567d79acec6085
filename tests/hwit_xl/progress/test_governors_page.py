"""What the page for governors says of each outcome, and what it leaves out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.plan import Plan
from hwit_xl.progress.page import CHANGES, content
from hwit_xl.progress.report import progress_report
from support.plans import TODAY, a_plan

START, DUE, READ = dt.date(2010, 9, 1), dt.date(2012, 8, 31), dt.date(2011, 6, 1)
OUTCOME: dict[str, Any] = {
    "statement": "Half walk to school.", "priority": "P1", "unit": "%", "direction": "Increase", "baseline": 30.0,
    "target": 50.0, "cohort": 200, "starts_on": START, "target_date": DUE,
}  # fmt: skip


def school(value: float | None = 41.0, *, stage: int = 7, outcome: dict[str, Any] | None = None, **more: Any) -> Plan:
    """A plan with one outcome, and a reading of it if a figure is given."""
    read = {"measure": "O1", "read_on": READ, "value": value, "sample_size": 195}
    readings = {} if value is None else {"Readings": [read]}
    return a_plan(stage, Outcomes={"O1": OUTCOME | (outcome or {})}, **(readings | more))


def page(plan: Plan, *findings: Finding) -> dict[str, Any]:
    return content(plan, progress_report(plan, TODAY, findings))


def told(plan: Plan, *findings: Finding) -> dict[str, Any]:
    """What is told of the only outcome."""
    [priority] = page(plan, *findings)["priorities"]
    [outcome] = priority["outcomes"]
    return dict(outcome)


@pytest.mark.parametrize(
    ("value", "outcome", "expected"),
    [
        (41.0, {}, {"tone": "good", "share": 0.55, "way": "55% of the way; 39% if it moved evenly"}),
        (31.0, {}, {"tone": "late", "share": 0.05, "way": "5% of the way; 39% if it moved evenly"}),
        (26.0, {}, {"tone": "late", "share": 0.0, "way": "it has moved the wrong way"}),
        (52.0, {}, {"tone": "good", "share": 1.0, "way": "", "expected": None}),
        (41.0, {"starts_on": None}, {"tone": "good", "share": 0.55, "way": "55% of the way", "expected": None}),
        (41.0, {"target_date": READ}, {"tone": "bad", "way": "55% of the way; 100% if it moved evenly"}),
        (None, {}, {"tone": "late", "share": None, "way": "", "expected": None}),
    ],
    ids=["on track", "behind", "the wrong way", "achieved", "no start", "overdue", "no reading"],
)
def test_how_far_an_outcome_is(value: float | None, outcome: dict[str, Any], expected: dict[str, Any]) -> None:
    found = told(school(value, outcome=outcome))
    assert {name: pytest.approx(found[name]) if name == "share" else found[name] for name in expected} == expected


def test_a_bar_shows_where_an_even_way_would_be() -> None:
    assert told(school())["expected"] == pytest.approx(287 / 730)


@pytest.mark.parametrize(
    ("value", "outcome", "figures", "now"),
    [
        (41.0, {}, ["30%", "41%", "50%"], 1),
        (None, {}, ["30%", "50%"], -1),
        (41.0, {"baseline": None}, ["?", "41%", "50%"], 1),
        (41.0, {"target": None}, [], -1),
    ],
)
def test_figures_from_start_to_target(
    value: float | None, outcome: dict[str, Any], figures: list[str], now: int
) -> None:
    found = told(school(value, outcome=outcome))
    assert (found["figures"], found["now"]) == (figures, now)


def test_what_is_planned_has_no_bar() -> None:
    found = told(school(None, stage=4))
    assert (found["status"], found["tone"], found["share"], found["way"]) == ("planned", "plain", None, "")
    assert found["figures"] == ["30%", "50%"]
    assert not page(school(None, stage=4))["monitored"]


def test_what_stands_in_small_type() -> None:
    steps = [{"outcomes": ("O1",), "due": DUE}, {"outcomes": ("O1",), "due": READ}]
    assert told(school(Indicators=steps))["about"] == [
        "due 31 August 2012",
        "last read on 1 June 2011",
        "now about 80 of 195 pupils",
        "its indicators: 1 overdue, 1 no reading this term",
    ]
    assert told(school(None, outcome={"target_date": None}))["about"] == []


SMALL = {"cohort": 8, "statement": "4 of 8 walk."}
QUERY = Finding("MN012", Severity.QUERY, "Readings", "R1", "", "", None, "Is it 41%?", "", field="value")
FEW = [{"measure": "O1", "read_on": READ, "value": 40.0, "sample_size": 8}]


def test_of_a_small_group_nothing_but_its_standing_is_told() -> None:
    plan = school(None, outcome=SMALL, Readings=FEW)
    found = told(plan)
    assert (found["status"], found["figures"], found["share"], found["way"]) == ("on track", [], None, "")
    assert (found["untold"], found["statement"]) == ("figures withheld", "c of c walk.")
    assert found["about"] == ["due 31 August 2012", "last read on 1 June 2011"]
    assert page(plan)["notes"]
    assert told(plan, QUERY)["untold"] == "figures withheld", "whatever is asked about them"


def test_figures_that_are_asked_about_are_not_called_withheld() -> None:
    plan = school()
    found = told(plan, QUERY)
    assert (found["untold"], found["status"], found["figures"], found["way"]) == ("", "being checked", [], "")
    assert page(plan, QUERY)["notes"] == []


def test_what_was_withdrawn_is_not_being_checked() -> None:
    step = {"outcomes": ("O1",), "due": DUE, "target": 40.0}
    gone = {"indicator": "E1", "what": "Withdrawn", "discussed_on": READ}
    plan = school(
        None, Indicators=[step], Revisions=[gone], Readings=[{"measure": "E1", "read_on": READ, "value": 41.0}]
    )
    assert page(plan, QUERY)["counters"][1] == {
        "title": "1 indicator",
        "chips": [{"words": "1 withdrawn", "tone": "plain"}],
    }
    without = replace(plan, tables={**plan.tables, "Revisions": ()})
    assert page(without, QUERY)["counters"][1]["chips"] == [{"words": "1 being checked", "tone": "late"}]


def test_outcomes_stand_under_their_priorities() -> None:
    outcomes = {"O1": OUTCOME, "O2": OUTCOME | {"priority": None}, "O3": OUTCOME}
    plan = a_plan(7, Priorities={"P1": {"priority": "Healthy weight"}}, Outcomes=outcomes)
    assert [(each["title"], [told["ref"] for told in each["outcomes"]]) for each in page(plan)["priorities"]] == [
        ("Healthy weight", ["O1", "O3"]),
        ("No priority given", ["O2"]),
    ]
    assert page(plan)["counters"][0]["title"] == "3 outcomes"


def test_so_many_changes_are_told_and_the_rest_counted() -> None:
    changes = [
        {"outcome": "O1", "what": "Target", "new_target": 45.0 + n, "decision": "Confirmed", "decided_on": READ}
        for n in range(CHANGES + 2)
    ]
    said = page(school(Amendments=changes[:CHANGES]))["changes"]
    assert said[0] == "O1: target 45% (it was 50%), confirmed by the panel on 1 June 2011"
    assert len(said) == CHANGES
    said = page(school(Amendments=changes))["changes"]
    assert said[CHANGES:] == ["and 2 more, to be found in the school’s workbook"]
    few = page(school(None, outcome=SMALL, Readings=FEW, Amendments=changes[:1]))["changes"]
    assert few == ["O1: target changed, confirmed by the panel on 1 June 2011"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("x" * 230, "x" * 230),
        ("x" * 231, "x" * 228 + " …"),
        (("x" * 99 + " ") * 3, "x" * 99 + " " + "x" * 99 + " …"),
        (" a\n b ", "a b"),
    ],
    ids=["just fits", "one word too long", "ends between words", "one line"],
)
def test_a_long_statement_keeps_its_beginning(words: str, shown: str) -> None:
    assert told(school(outcome={"statement": words}))["statement"] == shown
