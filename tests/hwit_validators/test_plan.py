"""A plan as a whole: which time through the eight stages it is, and since when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.plan import Plan
from hwit_validators.tables import Outcome
from support.plans import a_plan

JOINED = dt.date(2010, 1, 11)
MEASURED, CONFIRMED = dt.date(2012, 6, 15), dt.date(2012, 10, 3)


def past(cycle: int, measured_on: dt.date | None, confirmed_on: dt.date | None = None) -> dict[str, Any]:
    return {"cycle": cycle, "measured_on": measured_on, "confirmed_on": confirmed_on}


@pytest.mark.parametrize(
    ("history", "cycle", "began_on"),
    [
        pytest.param([], 1, JOINED, id="the first begins with joining"),
        pytest.param([past(1, MEASURED)], 2, MEASURED, id="the second with the last result of the first"),
        pytest.param([past(1, MEASURED, CONFIRMED)], 2, CONFIRMED, id="or with the panel's confirmation of it"),
        pytest.param([past(1, MEASURED, CONFIRMED), past(1, dt.date(2012, 11, 1))], 2, dt.date(2012, 11, 1)),
        pytest.param([past(1, MEASURED), past(2, dt.date(2014, 7, 2))], 3, dt.date(2014, 7, 2), id="a third"),
        pytest.param([past(1, None)], 2, None, id="not known: certainly not the day of joining"),
    ],
)
def test_cycles(history: list[dict[str, Any]], cycle: int, began_on: dt.date | None) -> None:
    plan = a_plan(3, School={"joined_on": JOINED}, History=history)
    assert (plan.cycle, plan.cycle_began_on) == (cycle, began_on)


def test_a_school_that_has_not_said_when_it_joined() -> None:
    assert a_plan(3).cycle_began_on is None


@pytest.mark.parametrize("stage", [0, 1])
def test_the_first_forms_know_nothing_of_earlier_cycles(stage: int) -> None:
    plan = a_plan(stage, School={"joined_on": JOINED})
    assert "History" not in {table.table for table in plan.form.tables}
    assert (plan.cycle, plan.cycle_began_on) == (1, JOINED)


def test_what_is_worked_out_of_a_plan_is_worked_out_once_for_each_record() -> None:
    plan = a_plan(4, Outcomes={"O1": {"target": 40.0}, "O2": {"target": 50.0}})
    asked: list[float | None] = []

    def doubled(plan: Plan, outcome: Outcome) -> float:
        asked.append(outcome.target)
        return 2 * (outcome.target or 0)

    first, second = plan.of(Outcome)
    assert [plan.once(doubled, each) for each in (first, second, first)] == [80.0, 100.0, 80.0]
    assert asked == [40.0, 50.0]
    other = first.model_copy(update={"target": 45.0})
    assert plan.once(doubled, other) == 90.0, "a record with the same reference is not the same record"
