"""What is told of revisions and amendments: from what to what, in which order, and which words hold now."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.figures.changes import changes_of, words_now
from hwit_validators.tables import Indicator, Outcome
from support.plans import a_plan

MARCH, MAY, JUNE = dt.date(2011, 3, 1), dt.date(2011, 5, 12), dt.date(2011, 6, 1)
O1 = {"statement": "Half move.", "unit": "%", "target": 50.0, "target_date": dt.date(2012, 6, 29)}
E1 = {"statement": "38% move.", "unit": "%", "target": 38.0, "due": dt.date(2011, 12, 1)}
YES: dict[str, Any] = {"outcome": "O1", "decision": "Confirmed", "decided_on": MAY}
WAITS: dict[str, Any] = {"outcome": "O1", "decision": "Waiting"}


def amended(*rows: dict[str, Any], **outcome: Any) -> list[str]:
    """What is told of the changes of O1, beside which there is an O2."""
    plan = a_plan(7, Outcomes={"O1": O1 | outcome, "O2": {"statement": "All eat fruit."}}, Amendments=list(rows))
    return [f"{change.ref} {change.words}" for change in changes_of(plan, plan.of(Outcome)[0])]


def revised(*rows: dict[str, Any], **indicator: Any) -> list[str]:
    plan = a_plan(
        7, Indicators=[E1 | indicator], Revisions=[{"indicator": "E1", "discussed_on": MAY} | row for row in rows]
    )
    return [f"{change.ref} {change.words}" for change in changes_of(plan, plan.of(Indicator)[0])]


def test_each_confirmed_change_is_told_against_the_one_before() -> None:
    first, second = {"what": "Target", "new_target": 45.0}, {"what": "Target", "new_target": 40.0, "decided_on": JUNE}
    assert amended(YES | second, YES | first) == ["X2 target 45% (it was 50%)", "X1 target 40% (it was 45%)"]
    day, later = ({"what": "Target date", "new_date": dt.date(2012, month, 1)} for month in (9, 10))
    assert amended(YES | day, YES | later) == [
        "X1 target date 1 September 2012 (it was 29 June 2012)",
        "X2 target date 1 October 2012 (it was 1 September 2012)",
    ]


def test_what_waits_for_the_panel_changes_nothing_for_those_after_it() -> None:
    first, second = {"what": "Target", "new_target": 45.0}, {"what": "Target", "new_target": 40.0}
    assert amended(WAITS | first, WAITS | second) == ["X1 target 45% (it was 50%)", "X2 target 40% (it was 50%)"]
    day, later = ({"what": "Target date", "new_date": dt.date(2012, month, 1)} for month in (9, 10))
    assert amended(WAITS | day, WAITS | later)[1] == "X2 target date 1 October 2012 (it was 29 June 2012)"


def test_what_was_not_known_before_is_not_told() -> None:
    assert revised({"what": "Target", "new_target": 36.0}, target=None) == ["V1 target 36%"]
    assert revised({"what": "Due date", "new_due": JUNE}, due=None) == ["V1 due date 1 June 2011"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"what": "Wording", "new_wording": "36% move."}, "new words"),
        ({"what": "Wording", "new_target": 36.0}, "new words"),
        ({"what": "Wording", "new_due": JUNE}, "new words"),
        ({"what": "Target"}, "target"),
        ({"what": "Due date"}, "due date"),
        ({"what": "Due date", "new_target": 36.0}, "due date"),
        ({"what": "Withdrawn"}, "withdrawn"),
        ({}, "change"),
    ],
)
def test_a_change_is_what_the_school_says_it_is(row: dict[str, Any], words: str) -> None:
    assert revised(row) == [f"V1 {words}"]


def test_changes_of_the_others_are_not_told() -> None:
    assert amended(YES | {"what": "Target", "new_target": 45.0, "outcome": "O2"}) == []


def test_who_settled_a_change_and_when() -> None:
    plan = a_plan(
        7,
        Outcomes={"O1": O1},
        Indicators=[E1],
        Amendments=[YES, YES | {"decided_on": None}, WAITS],
        Revisions=[{"indicator": "E1", "discussed_on": MAY, "why": "It rained."}, {"indicator": "E1"}],
    )
    [outcome], [indicator] = plan.of(Outcome), plan.of(Indicator)
    told = (*changes_of(plan, outcome), *changes_of(plan, indicator))
    assert {change.ref: change.by for change in told} == {
        "X1": "confirmed by the panel on 12 May 2011",
        "X2": "confirmed by the panel",
        "X3": "not confirmed by the panel yet",
        "V1": "discussed by the group on 12 May 2011",
        "V2": "discussed by the group",
    }
    assert [change.why for change in changes_of(plan, indicator)] == ["", "It rained."]


def test_what_has_no_day_stands_before_the_rest_and_what_waits_after_it() -> None:
    """A change that counts but has no day is taken for an old one, so that it does not outdo one with a day."""
    assert [told[:2] for told in amended(WAITS, YES, YES | {"decided_on": None}, YES | {"decided_on": MARCH})] == [
        "X3", "X4", "X2", "X1",
    ]  # fmt: skip
    assert [told[:2] for told in revised({}, {"discussed_on": None}, {"discussed_on": MARCH})] == ["V2", "V3", "V1"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "Half move."),
        ([YES | {"what": "Wording", "new_wording": "Most move."}], "Most move."),
        ([WAITS | {"what": "Wording", "new_wording": "Most move."}], "Half move."),
        ([YES | {"what": "Target", "new_wording": "Most move."}], "Half move."),
        ([YES | {"new_wording": "Most move."}], "Half move."),
        ([YES | {"what": "Wording", "new_wording": "Most move.", "outcome": "O2"}], "Half move."),
        ([YES | {"what": "Wording", "new_wording": "Most move."}, YES | {"what": "Wording"}], "Most move."),
        (
            [
                YES | {"what": "Wording", "new_wording": "All move.", "decided_on": JUNE},
                YES | {"what": "Wording", "new_wording": "Most move."},
            ],
            "All move.",
        ),
    ],
    ids=["no change", "confirmed", "waiting", "of a target", "of nothing", "of another", "left blank", "the newest"],
)  # fmt: skip
def test_the_words_that_hold_now(rows: list[dict[str, Any]], words: str) -> None:
    plan = a_plan(7, Outcomes={"O1": O1, "O2": {"statement": "All eat fruit."}}, Amendments=rows)
    assert words_now(plan, plan.of(Outcome)[0]) == words


def test_an_outcome_without_words_has_none() -> None:
    plan = a_plan(7, Outcomes={"O1": {"target": 45.0}})
    assert words_now(plan, plan.of(Outcome)[0]) == ""
