"""Which outcomes and indicators of a plan have figures that stay in the school."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.model.profile import Limits, Profile
from hwit_validators.plan import Plan
from hwit_validators.privacy.withheld import may_tell, people_behind, withheld, words
from hwit_validators.tables import Indicator, Outcome, Reading
from support.plans import a_plan


def plan(cohort: int | None = 200, unit: str = "%", *, profile: Profile | None = None, **outcome: Any) -> Plan:
    """A plan with one outcome, from 40 to 60 unless it says otherwise, and one indicator that serves it."""
    usual = {"statement": "From 40 to 60", "cohort": cohort, "unit": unit, "baseline": 40.0, "target": 60.0}
    indicator = {"outcomes": ("O1",), "statement": "12 buddies are trained", "kind": "Process"}
    return a_plan(8, Outcomes={"O1": usual | outcome}, Indicators=[indicator], profile=profile)


def reading(value: float, size: int | None = None) -> dict[str, Any]:
    return {"measure": "O1", "read_on": dt.date(2011, 5, 1), "value": value, "sample_size": size}


@pytest.mark.parametrize(
    ("which", "is_withheld"),
    [
        (plan(), False),
        (plan(cohort=9), True),
        (plan(cohort=10, unit="Pupils", baseline=5.0, target=10.0), False),
        (plan(cohort=10, unit="Pupils", baseline=4.0, target=10.0), True),
        (plan(cohort=None), True),
        (plan(cohort=None, unit="Days"), False),
        (plan(cohort=9, unit="Days"), True),
        (plan(cohort=200, baseline=1.0), True),
        (plan(cohort=200, baseline=99.0), True),
        (plan(cohort=200, baseline=0.0), False),
        (plan(cohort=200, unit="Pupils", baseline=40.0, target=43.0), True),
        (plan(cohort=12, profile=Profile(limits=Limits(smallest_group=15))), True),
        (plan(cohort=200, baseline=None, target=1.0), True),
    ],
    ids=[
        "many", "few", "nobody else of ten", "four of ten", "nobody knows how many", "days", "days of a few", "two of many",
        "all but two of many", "none of many", "three more of many", "few by the programme's own limit",
        "two of many to come, and no start",
    ],
)  # fmt: skip
def test_figures_of_an_outcome(which: Plan, is_withheld: bool) -> None:
    assert ("O1" in withheld(which)) is is_withheld


def test_the_latest_reading_keeps_all_figures_back() -> None:
    outcomes = {"O1": {"cohort": 200, "unit": "%", "baseline": 40.0, "target": 60.0}}
    assert withheld(a_plan(7, Outcomes=outcomes, Readings=[reading(50.0, 180)])) == frozenset()
    assert withheld(a_plan(7, Outcomes=outcomes, Readings=[reading(50.0, 8)])) == {"O1"}
    assert withheld(a_plan(7, Outcomes=outcomes, Readings=[reading(50.0, 180), reading(2.0, 180)])) == {"O1"}


def test_a_reading_on_the_way_is_judged_by_itself() -> None:
    """At first only two more of 200 children did it; in the end forty more."""
    outcomes = {"O1": {"cohort": 200, "unit": "Pupils", "baseline": 40.0, "target": 90.0}}
    early = reading(42.0, 200) | {"read_on": dt.date(2011, 1, 10)}
    which = a_plan(7, Outcomes=outcomes, Readings=[early, reading(80.0, 200)])
    [outcome] = which.of(Outcome)
    assert withheld(which) == frozenset()
    assert [may_tell(which, outcome, one) for one in which.of(Reading)] == [False, True]


def test_a_reading_without_a_size_is_about_the_people_of_the_measure() -> None:
    outcomes = {"O1": {"cohort": 200, "unit": "%", "baseline": 40.0, "target": 60.0}}
    which = a_plan(7, Outcomes=outcomes, Readings=[reading(50.0), reading(55.0, 180)])
    [outcome] = which.of(Outcome)
    assert people_behind(which, outcome) == 200
    assert [may_tell(which, outcome, one) for one in which.of(Reading)] == [True, True]


def test_where_the_measure_is_withheld_so_is_every_reading_on_the_way() -> None:
    outcomes = {"O1": {"cohort": 200, "unit": "%", "baseline": 40.0, "target": 99.0}}
    which = a_plan(7, Outcomes=outcomes, Readings=[reading(60.0, 200)])
    [outcome] = which.of(Outcome)
    assert [may_tell(which, outcome, one) for one in which.of(Reading)] == [False]


def test_a_reading_without_a_figure_gives_nothing_away() -> None:
    outcomes = {"O1": {"cohort": 200, "unit": "%", "baseline": 40.0, "target": 60.0}}
    which = a_plan(7, Outcomes=outcomes, Readings=[{"measure": "O1", "read_on": dt.date(2011, 5, 1)}])
    [outcome] = which.of(Outcome)
    assert [may_tell(which, outcome, one) for one in which.of(Reading)] == [True]


def test_the_measured_start_counts_beside_the_planned_one() -> None:
    """The plan says 40%; measured were 1% of 180."""
    outcomes = {"O1": {"cohort": 200, "unit": "%", "baseline": 40.0, "target": 60.0}}
    measured = {"measure": "O1", "value": 1.0, "measured_on": dt.date(2010, 9, 20), "sample_size": 180}
    assert withheld(a_plan(7, Outcomes=outcomes, Baselines=[measured | {"value": 38.0}])) == frozenset()
    assert withheld(a_plan(7, Outcomes=outcomes, Baselines=[measured])) == {"O1"}


@pytest.mark.parametrize(
    ("read_on", "is_withheld"),
    [
        (dt.date(2011, 5, 1), False),
        (dt.date(2011, 6, 1), True),  # on the day of the result: both are told
        (dt.date(2011, 6, 2), True),
    ],
)
def test_the_latest_reading_counts_unless_the_result_is_newer(read_on: dt.date, is_withheld: bool) -> None:
    outcomes = {"O1": {"cohort": 200, "unit": "%", "baseline": 40.0, "target": 60.0}}
    result = {"final_value": 61.0, "sample_size": 190, "measured_on": dt.date(2011, 6, 1)}
    readings = [reading(99.0, 190) | {"read_on": read_on}]
    assert bool(withheld(a_plan(8, Outcomes=outcomes, Results={"O1": result}, Readings=readings))) is is_withheld


def test_an_indicator_is_about_those_it_counted_before_those_of_its_outcome() -> None:
    """The outcome is about 200 children; the indicator's readings were of 40, and once of 8."""
    outcomes = {"O1": {"cohort": 200, "unit": "%", "baseline": 40.0, "target": 60.0}}
    number = {"outcomes": ("O1",), "statement": "Half come", "unit": "%", "baseline": 20.0, "target": 50.0}
    of_40, of_8 = (reading(50.0, size) | {"measure": "E1"} for size in (40, 8))
    later = {"read_on": dt.date(2011, 6, 1)}
    unsaid = reading(50.0) | {"measure": "E1"}
    for readings, people, kept_back in (([of_40, unsaid], 40, set()), ([of_8, of_40 | later], 8, {"E1"})):
        which = a_plan(7, Outcomes=outcomes, Indicators=[number], Readings=readings)
        [indicator] = which.of(Indicator)
        assert people_behind(which, indicator) == people
        assert withheld(which) == kept_back


def test_an_indicator_without_a_figure_about_nobody_knows_how_many_may_be_told() -> None:
    assert withheld(plan(cohort=None, unit="Days")) == frozenset()


def test_the_final_figure_counts_as_well() -> None:
    outcomes = {"O1": {"cohort": 200, "unit": "%", "baseline": 40.0, "target": 60.0}}
    assert withheld(a_plan(8, Outcomes=outcomes, Results={"O1": {"final_value": 98.5, "sample_size": 190}})) == {"O1"}


def test_an_indicator_is_about_the_people_of_the_smallest_outcome_it_serves() -> None:
    few = plan(cohort=8)
    [indicator] = few.of(Indicator)
    assert people_behind(few, indicator) == 8
    assert withheld(few) == {"O1", "E1"}
    assert withheld(plan(cohort=80)) == frozenset()


def test_words_about_a_withheld_outcome_lose_their_figures() -> None:
    assert words(plan(cohort=8), "O1", "Of 8 pupils, 3 came by July 2012") == "Of c pupils, c came by July 2012"
    assert words(plan(cohort=80), "O1", "Of 80 pupils, 30 came") == "Of 80 pupils, 30 came"
    assert words(plan(), "O1", None) == ""


def test_words_about_a_priority_are_words_about_its_outcomes() -> None:
    few = plan(cohort=8, priority="P1")
    assert words(few, "P1", "5 a day for the 4 pupils of Class 2") == "5 a day for the c pupils of Class 2"
    assert words(few, "P2", "5 a day for all 300 pupils") == "5 a day for all 300 pupils"
    assert words(plan(cohort=80, priority="P1"), "P1", "for 40 pupils") == "for 40 pupils"
