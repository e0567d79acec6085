"""What a return asks the panel to confirm, and what makes it another thing than before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.model.decision import Kind
from hwit_validators.panel.items import content, items, met, said
from hwit_validators.tables import Amendment, Outcome
from support.plans import primary

WAITING = {"decision": "Waiting", "decided_on": None}


def titles(stage: int, kind: Kind, **edits: Any) -> dict[str, str]:
    return {item.ref: item.title for item in items(primary(stage, **edits), kind)}


def amended(**answers: Any) -> Amendment:
    [change] = primary(7, Amendments={"X1": answers}).of(Amendment)
    return change


def test_what_the_panel_answers_is_no_part_of_what_the_school_says() -> None:
    """So the answer still fits the amendment once it is written in."""
    asked = said(amended(**WAITING))
    assert said(amended(decision="Confirmed", decided_on=dt.date(2011, 10, 5))) == asked
    assert said(amended(decision="Clarification sought", decided_on=None)) == asked


@pytest.mark.parametrize(
    "answers",
    [
        {"new_target": 9.0},
        {"new_date": dt.date(2012, 12, 1)},
        {"new_wording": "Other words"},
        {"why": "Another reason"},
        {"was": "13 of 19 pupils"},
        {"requested_on": dt.date(2011, 9, 17)},
        {"outcome": "O1"},
    ],
)
def test_whatever_else_is_written_in_an_amendment_makes_it_another(answers: dict[str, Any]) -> None:
    assert said(amended(**WAITING | answers)) != said(amended(**WAITING))


def test_a_blank_answer_says_nothing() -> None:
    assert said(amended(new_wording="")) == said(amended(new_wording=None))


def test_the_content_changes_with_any_answer() -> None:
    assert content(primary(4)) == content(primary(4))
    assert content(primary(4, School={"roll": 313})) != content(primary(4))
    assert content(primary(4, Priorities={"P1": {"data": ("D1",)}})) != content(primary(4))


def test_the_items_of_a_plan_and_what_their_titles_are_about() -> None:
    plan = items(primary(4), Kind.PLAN)
    assert [item.ref for item in plan] == [
        "P1", "P2", "O1", "O2", "O3", "O4", "O5", "O6", *(f"E{number}" for number in range(1, 13)),
    ]  # fmt: skip
    assert all(item.about == item.ref for item in plan)
    assert [item.title.partition(": ")[0] for item in plan][::7] == ["Priority P1", "Outcome O6", "Indicator E7"]


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ({"outcome": "O1", "new_target": 45.0}, "Amendment X1: target of O1 to 45%"),
        ({"outcome": "O3", "new_target": 10.0}, "Amendment X1: target of O3 changed"),
        (
            {"outcome": "O3", "what": "Target date", "new_target": None, "new_date": dt.date(2012, 12, 14)},
            "Amendment X1: target date of O3 to 14 December 2012",
        ),
        (
            {"what": "Wording", "new_target": None, "new_wording": "12 of 19"},
            "Amendment X1: wording of O3 to other words",
        ),
        ({"what": None, "outcome": "O9", "new_target": 7.0}, "Amendment X1: change of O9 to 7"),
    ],
)
def test_what_an_amendment_is_called(answers: dict[str, Any], title: str) -> None:
    assert titles(7, Kind.AMENDMENTS, Amendments={"X1": WAITING | answers}) == {"X1": title}


def test_an_amendment_tells_figures_of_its_outcome() -> None:
    [item] = items(primary(7, Amendments={"X1": WAITING}), Kind.AMENDMENTS)
    assert item.about == "O3"
    assert titles(7, Kind.AMENDMENTS) == {}, "what is confirmed is not asked again"


def test_only_outcomes_that_are_met_are_asked_about() -> None:
    assert list(titles(8, Kind.OUTCOMES)) == ["O1", "O2", "O3", "O4", "O6"]
    no_outcome = primary(8, Outcomes={"O1": None})
    assert [outcome.ref for outcome, _ in met(no_outcome)] == ["O2", "O3", "O4", "O6"]


def test_a_result_that_changes_makes_an_outcome_met_another_and_so_do_its_words() -> None:
    def digest(**edits: Any) -> str:
        return next(item.digest for item in items(primary(8, **edits), Kind.OUTCOMES) if item.ref == "O1")

    assert digest(Results={"O1": {"final_value": 53.0}}) != digest()
    assert digest(Outcomes={"O1": {"statement": "Other words"}}) != digest()
    assert digest(Results={"O2": {"final_value": 80.0}}) == digest()


@pytest.mark.parametrize(
    ("change", "since"),
    [
        ({"outcome": "O1", "new_target": 45.0}, " (since amended: target 45%)"),
        ({"outcome": "O3", "new_target": 10.0}, " (since amended: target changed)"),
        (
            {"outcome": "O1", "what": "Target date", "new_target": None, "new_date": dt.date(2012, 12, 14)},
            " (since amended: by 14 December 2012)",
        ),
        ({"outcome": "O1", "new_target": 45.0} | WAITING, ""),
        ({"outcome": "O1", "new_target": 50.0}, ""),
    ],
)
def test_an_outcome_met_says_what_was_amended_since(change: dict[str, Any], since: str) -> None:
    ref = change["outcome"]
    plan = primary(8, Amendments={"X1": change})
    [outcome] = [outcome for outcome in plan.of(Outcome) if outcome.ref == ref]
    title = titles(8, Kind.OUTCOMES, Amendments={"X1": change})[ref]
    assert title == f"Outcome {ref}: {outcome.statement}{since}"
