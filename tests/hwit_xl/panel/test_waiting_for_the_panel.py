"""Why stage 5 waits: what the panel has not answered, has asked, or has confirmed in other words."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from hwit_validators.model.decision import Decision, Decisions, Kind
from hwit_validators.plan import Plan
from hwit_xl.next_form import next_stage
from hwit_xl.next_form.next_stage import next_form
from hwit_xl.problem import Problem
from support.decided import decided
from support.plans import primary


def returned(plan: Plan, *decisions: Decision, known: bool = True) -> Any:
    return SimpleNamespace(plan=plan.with_decisions(Decisions(decisions) if known else None))


def why_not(plan: Plan, *decisions: Decision, known: bool = True) -> str:
    with pytest.raises(Problem) as reason:
        next_form(returned(plan, *decisions, known=known))
    return str(reason.value)


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Any]]:
    """The stages whose forms were filled, each with its tables where these are not simply those of the return."""
    made: list[tuple[int, Any]] = []
    monkeypatch.setattr(next_stage, "refill", lambda returned, form, tables=None: made.append((form.stage, tables)))
    return made


def test_before_any_answer_it_is_said_how_to_get_one() -> None:
    for known in (True, False):
        assert why_not(primary(4), known=known).startswith(
            "stage 5 waits for the panel's confirmation: submit the plan"
        )
    about_others = decided(Kind.OUTCOMES)
    assert why_not(primary(4), about_others).startswith("stage 5 waits for the panel's confirmation: submit the plan")


def test_what_the_panel_has_not_decided_on_is_named() -> None:
    assert why_not(primary(4), decided(waiting=frozenset({"O2", "E4"}))) == (
        "stage 5 waits: on 9 July 2010 the panel had not yet decided on O2, E4"
    )


def test_what_the_panel_asks_about_is_named_and_nothing_else() -> None:
    assert why_not(primary(4), decided(asked={"O2": "Why?", "E4": "Who?"}, waiting=frozenset({"O3"}))) == (
        "stage 5 waits: on 9 July 2010 the panel sought clarification on O2, E4; answer it, and submit the plan again"
    )


def test_what_changed_since_it_was_confirmed_is_named() -> None:
    changed = primary(4, Outcomes={"O4": {"data_source": "Another source"}}, Indicators={"E7": {"lead": "Head"}})
    assert why_not(changed, decided()) == (
        "stage 5 waits: O4, E7 changed after the panel confirmed the plan on 9 July 2010; submit the plan again"
    )


def test_a_plan_confirmed_as_it_stands_goes_on(filled: list[tuple[int, Any]]) -> None:
    next_form(returned(primary(4), decided()))
    assert filled == [(5, None)]


def test_other_stages_wait_for_nobody(filled: list[tuple[int, Any]]) -> None:
    for stage in (1, 2, 3, 5, 6, 7):
        next_form(returned(primary(stage), known=False))
    assert filled == [(stage + 1, None) for stage in (1, 2, 3, 5, 6, 7)]
    assert why_not(primary(0)).startswith("an annual review stands alone")


def test_after_stage_8_the_outcomes_go_into_the_history_with_the_day_of_their_confirmation(
    filled: list[tuple[int, Any]],
) -> None:
    next_form(returned(primary(8), decided(Kind.OUTCOMES, asked={"O2": "Why?"})))
    next_form(returned(primary(8), known=False))
    [(stage, tables), (_, unknown)] = filled
    assert stage == 2
    assert [past.confirmed_on for past in tables["History"]] == [
        dt.date(2010, 7, 9),
        None,
        *[dt.date(2010, 7, 9)] * 2,
        None,
        dt.date(2010, 7, 9),
    ]
    assert {past.confirmed_on for past in unknown["History"]} == {None}
