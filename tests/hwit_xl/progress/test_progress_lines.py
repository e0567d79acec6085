"""Whom the figures of a measure count, which of them are known on a day, and what chance has to do with a change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.model.choices import Unit
from hwit_validators.plan import Plan
from hwit_validators.tables import Indicator
from hwit_xl.progress.people_in_words import ASKED, PARENTS, PUPILS, Noun, counted_by, of_people
from hwit_xl.progress.report import Line, progress_report
from support.plans import a_plan

MAY, JUNE, JULY = dt.date(2011, 5, 12), dt.date(2011, 6, 1), dt.date(2011, 7, 1)
OUTCOME: dict[str, Any] = {"unit": "%", "direction": "Increase", "baseline": 30.0, "target": 50.0, "cohort": 200}


@pytest.mark.parametrize(
    ("outcomes", "noun"),
    [(("O1",), PUPILS), (("O2",), PARENTS), (("O1", "O2"), ASKED), (("O1", "O3"), PUPILS), (("O3",), PUPILS), ((), PUPILS)],
    ids=["pupils", "parents", "both", "where nobody is asked, pupils count", "nobody", "no outcome at all"],
)  # fmt: skip
def test_an_indicator_counts_whoever_is_asked_for_its_outcomes(outcomes: tuple[str, ...], noun: Noun) -> None:
    asked = {
        "O1": {"respondents": "Pupils"},
        "O2": {"respondents": "Parents and carers"},
        "O3": {"statement": "Fewer falls."},
    }
    plan = a_plan(7, Outcomes=asked, Indicators=[{"unit": "%", "outcomes": outcomes}])
    assert counted_by(plan, plan.of(Indicator)[0]) == noun


def test_a_percentage_to_which_a_neighbour_is_rounded_is_about_so_many() -> None:
    """249 of 2,000 are 12.45%, and 251 are 12.55%: either may have been written as 12.5%."""
    assert of_people(12.5, Unit.PERCENT, 2000, PUPILS) == "about 250 of 2,000 pupils"
    assert of_people(12.5, Unit.PERCENT, 1000, PUPILS) == "125 of 1,000 pupils"


def line(plan: Plan, on: dt.date) -> Line:
    [outcome] = progress_report(plan, on).outcomes
    return outcome


def read(day: dt.date, value: float, size: int | None = 180) -> dict[str, Any]:
    return {"measure": "O1", "read_on": day, "value": value, "sample_size": size}


def test_what_was_read_later_is_not_yet_known() -> None:
    plan = a_plan(7, Outcomes={"O1": OUTCOME}, Readings=[read(JULY, 44.0), read(MAY, 41.0), read(JUNE, 42.0)])
    assert [point.value for point in line(plan, JUNE).points] == [41.0, 42.0]
    assert line(plan, JUNE).progress.latest == 42.0
    assert [point.value for point in line(plan, JULY).points] == [41.0, 42.0, 44.0]


@pytest.mark.parametrize(
    ("result", "values"),
    [
        ({"final_value": 52.0, "measured_on": JUNE}, [41.0, 52.0]),
        ({"final_value": 41.0, "measured_on": MAY}, [41.0]),
        ({"final_value": 41.0, "measured_on": JUNE}, [41.0, 41.0]),
        ({"final_value": 43.0, "measured_on": MAY}, [41.0, 43.0]),
        ({"final_value": 52.0}, [41.0]),
        ({"measured_on": JUNE}, [41.0]),
    ],
    ids=["another", "the last reading", "the same later", "another that day", "no day", "no figure"],
)
def test_a_result_that_is_the_last_reading_is_one_point(result: dict[str, Any], values: list[float]) -> None:
    plan = a_plan(8, Outcomes={"O1": OUTCOME}, Readings=[read(MAY, 41.0)], Results={"O1": result})
    assert [point.value for point in line(plan, JULY).points] == values


@pytest.mark.parametrize(("before", "after", "chance"), [(20, 400, True), (400, 20, False)])
def test_each_figure_is_as_sure_as_its_own_group_is_large(before: int, after: int, chance: bool) -> None:
    """From 12% to 33%: of few people a low share is less sure than a middling one."""
    start = {"measure": "O1", "value": 12.0, "measured_on": MAY, "sample_size": before}
    plan = a_plan(7, Outcomes={"O1": OUTCOME}, Baselines=[start], Readings=[read(JUNE, 33.0, after)])
    certainty = line(plan, JUNE).certainty
    assert certainty is not None
    assert certainty.may_be_chance is chance


def test_indicators_stand_in_the_order_of_their_rows() -> None:
    """Those that serve several outcomes between the others, and E10 after E2."""
    steps = [{"outcomes": ("O1", "O2") if number == 3 else ("O2",)} for number in range(1, 12)]
    report = progress_report(a_plan(7, Outcomes={"O1": OUTCOME, "O2": OUTCOME}, Indicators=steps), JUNE)
    assert [each.ref for each in report.indicators] == [f"E{number}" for number in range(1, 12)]


def test_of_what_is_simply_done_the_points_say_whether_it_is() -> None:
    def looked(day: dt.date, **more: Any) -> dict[str, Any]:
        return {"measure": "E1", "read_on": day} | more

    readings = [looked(MAY, done=False), looked(JUNE, value=3.0), looked(JULY, done=True)]
    plan = a_plan(7, Outcomes={"O1": OUTCOME}, Indicators=[{"outcomes": ("O1",)}], Readings=readings)
    [step] = progress_report(plan, JULY).indicators
    assert [(point.read_on, point.done) for point in step.points] == [(MAY, False), (JULY, True)]
