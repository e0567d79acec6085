"""How far a measure is on its way, and whether a change may be chance."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from hwit_validators.figures.chance import may_be_chance, newcombe, wilson
from hwit_validators.figures.progress import Progress, Status, effective, latest_reading, progress
from hwit_validators.plan import Plan
from hwit_validators.tables import Indicator, Outcome
from support.plans import a_plan, primary

START, DUE = dt.date(2011, 1, 1), dt.date(2012, 1, 1)
OUTCOME = {
    "starts_on": START,
    "target_date": DUE,
    "baseline": 30.0,
    "target": 50.0,
    "direction": "Increase",
    "unit": "%",
}


def day(number: int) -> dt.date:
    """So many days after the start."""
    return START + dt.timedelta(days=number)


def of_outcome(plan: Plan, on: dt.date) -> Progress:
    outcome = plan.row(Outcome, "O1")
    assert outcome
    return progress(plan, outcome, on)


@pytest.mark.parametrize(
    ("what", "readings", "on", "share", "expected", "status"),
    [
        ("before the start", [], day(-1), None, 0.0, Status.NOT_STARTED),
        ("nothing read", [], day(73), None, 0.2, Status.NO_READING),
        ("exactly on the line", [(day(73), 34.0)], day(73), 0.2, 0.2, Status.ON_TRACK),
        ("behind the line", [(day(73), 33.9)], day(73), 0.195, 0.2, Status.BEHIND),
        (
            "the newest counts, in whatever order",
            [(day(73), 35.0), (day(40), 31.0)],
            day(73),
            0.25,
            0.2,
            Status.ON_TRACK,
        ),
        ("of two on one day the lower row", [(day(73), 31.0), (day(73), 35.0)], day(73), 0.25, 0.2, Status.ON_TRACK),
        ("the wrong way", [(day(73), 25.0)], day(73), -0.25, 0.2, Status.BEHIND),
        ("far the wrong way", [(day(73), 1.0)], day(73), -1.0, 0.2, Status.BEHIND),
        ("120 days old", [(day(10), 34.0)], day(130), 0.2, 130 / 365, Status.BEHIND),
        ("121 days old", [(day(10), 34.0)], day(131), 0.2, 131 / 365, Status.NO_READING),
        ("reached", [(day(73), 50.0)], day(73), 1.0, 0.2, Status.ACHIEVED),
        ("more than reached", [(day(73), 60.0)], day(73), 1.0, 0.2, Status.ACHIEVED),
        ("reached long ago", [(day(73), 50.0)], day(300), 1.0, 300 / 365, Status.ACHIEVED),
        ("on the last day", [(day(360), 49.0)], DUE, 0.95, 1.0, Status.BEHIND),
        ("a day later", [(day(360), 49.0)], day(366), 0.95, 1.0, Status.OVERDUE),
    ],
)
def test_an_outcome(
    what: str,
    readings: list[tuple[dt.date, float]],
    on: dt.date,
    share: float | None,
    expected: float,
    status: Status,
) -> None:
    rows = [{"measure": "O1", "read_on": read_on, "value": value} for read_on, value in readings]
    plan = a_plan(7, Outcomes={"O1": OUTCOME}, Baselines=[], Readings=rows)
    now = of_outcome(plan, on)
    assert (now.share, now.expected, now.status) == (pytest.approx(share), pytest.approx(expected), status), what


@pytest.mark.parametrize(
    ("done", "share", "status"),
    [(None, None, Status.NO_READING), (False, 0.0, Status.ON_TRACK), (True, 1.0, Status.ACHIEVED)],
)
def test_a_process_indicator(done: bool | None, share: float | None, status: Status) -> None:
    readings = [] if done is None else [{"measure": "E1", "read_on": day(50), "done": done}]
    plan = a_plan(7, Indicators=[{"kind": "Process", "due": DUE}], Readings=readings)
    now = progress(plan, plan.of(Indicator)[0], day(60))
    assert (now.share, now.status, now.latest) == (share, status, done)


def test_where_target_and_baseline_are_the_same_there_is_no_way_to_go() -> None:
    reading = {"measure": "O1", "read_on": day(73), "value": 29.0}
    plan = a_plan(7, Outcomes={"O1": OUTCOME | {"target": 30.0}}, Readings=[reading])
    assert of_outcome(plan, day(73)).share == 0.0


def test_a_decrease() -> None:
    outcome = OUTCOME | {"baseline": 46.0, "target": 20.0, "direction": "Decrease", "unit": "Pupils"}
    plan = a_plan(7, Outcomes={"O1": outcome}, Readings=[{"measure": "O1", "read_on": day(73), "value": 33.0}])
    now = of_outcome(plan, day(73))
    assert (now.share, now.status) == (0.5, Status.ON_TRACK)


def test_the_baseline_of_stage_5_counts_with_its_date() -> None:
    baseline = {"measure": "O1", "value": 40.0, "measured_on": dt.date(2010, 1, 1)}
    reading = {"measure": "O1", "read_on": day(0), "value": 45.0}
    plan = a_plan(7, Outcomes={"O1": OUTCOME}, Baselines=[baseline], Readings=[reading])
    now = of_outcome(plan, day(0))
    assert (now.effective.baseline, now.share, now.expected) == (40.0, 0.5, 0.5)


def change(**answers: Any) -> dict[str, Any]:
    return {"indicator": "E1", "what": "Target", "new_target": 40.0, "discussed_on": day(10)} | answers


@pytest.mark.parametrize(
    ("revisions", "target", "due", "withdrawn"),
    [
        ([], 45.0, DUE, False),
        ([change()], 40.0, DUE, False),
        ([change(), change(new_target=42.0, discussed_on=day(5))], 40.0, DUE, False),  # the newest, not the last row
        ([change(), change(new_target=42.0)], 42.0, DUE, False),  # of one day the lower row
        ([change(new_target=None)], 45.0, DUE, False),
        ([change(what="Due date", new_due=day(400), new_target=None)], 45.0, day(400), False),
        (
            [change(what="Wording", new_wording="More")],
            45.0,
            DUE,
            False,
        ),  # a figure in the wrong column changes nothing
        ([change(indicator="E2")], 45.0, DUE, False),
        ([change(what="Withdrawn")], 45.0, DUE, True),
    ],
)
def test_revisions_of_an_indicator(
    revisions: list[dict[str, Any]], target: float, due: dt.date, withdrawn: bool
) -> None:
    indicators = [{"kind": "Impact", "target": 45.0, "due": DUE, "direction": "Increase"}, {}]
    plan = a_plan(7, Indicators=indicators, Revisions=revisions)
    holds = effective(plan, plan.of(Indicator)[0])
    assert (holds.target, holds.due, holds.withdrawn) == (target, due, withdrawn)
    assert (progress(plan, plan.of(Indicator)[0], day(1)).status is Status.WITHDRAWN) is withdrawn


@pytest.mark.parametrize(
    ("decision", "target"), [("Confirmed", 45.0), ("Waiting", 50.0), ("Clarification sought", 50.0)]
)
def test_an_amendment_counts_once_the_panel_has_confirmed_it(decision: str, target: float) -> None:
    amendment = {"outcome": "O1", "what": "Target", "new_target": 45.0, "decision": decision, "decided_on": day(9)}
    plan = a_plan(7, Outcomes={"O1": OUTCOME}, Amendments=[amendment])
    assert effective(plan, plan.of(Outcome)[0]).target == target


def test_a_reading_that_says_nothing_is_passed_over() -> None:
    readings = [
        {"measure": "O1", "read_on": day(10), "value": 33.0},
        {"measure": "O1", "read_on": day(20), "comment": "The survey was late."},
        {"measure": "O1", "read_on": None, "value": 40.0},
    ]
    plan = a_plan(7, Outcomes={"O1": OUTCOME}, Readings=readings)
    reading = latest_reading(plan, plan.of(Outcome)[0], plan.on)
    assert reading
    assert reading.ref == "R1"


@pytest.mark.parametrize(
    ("result", "latest", "status"),
    [
        ({"final_value": 50.0, "measured_on": day(360)}, 50.0, Status.ACHIEVED),
        ({"final_value": 50.0, "measured_on": day(73)}, 50.0, Status.ACHIEVED),  # on the day of the reading
        ({"final_value": 50.0, "measured_on": day(72)}, 35.0, Status.OVERDUE),  # an older figure
        ({"final_value": None, "measured_on": day(360)}, 35.0, Status.OVERDUE),
        ({"final_value": 50.0, "measured_on": None}, 35.0, Status.OVERDUE),
    ],
)
def test_the_result_of_stage_8_is_the_newest_figure(result: dict[str, Any], latest: float, status: Status) -> None:
    reading = {"measure": "O1", "read_on": day(73), "value": 35.0}
    plan = a_plan(8, Outcomes={"O1": OUTCOME}, Readings=[reading], Results={"O1": result})
    now = of_outcome(plan, day(370))
    assert (now.latest, now.status) == (latest, status)


def test_a_share_is_compared_as_spreadsheets_round_it() -> None:
    """1/32 of the way when 15/479 of the time are gone: 3.125% is rounded up to 3.13%, as 3.131% is rounded down."""
    outcome = OUTCOME | {"baseline": 0.0, "target": 32.0, "target_date": day(479)}
    plan = a_plan(7, Outcomes={"O1": outcome}, Readings=[{"measure": "O1", "read_on": day(9), "value": 1.0}])
    assert of_outcome(plan, day(15)).status is Status.ON_TRACK


def test_the_worked_plan() -> None:
    plan = primary(7)
    # O2 stands at 69%: 12 of 18 points, when 595 of 847 days are gone
    statuses = {measure.ref: progress(plan, measure, plan.on).status for measure in plan.of(Outcome)}
    assert statuses == {
        "O1": Status.ON_TRACK,
        "O2": Status.BEHIND,
        "O3": Status.BEHIND,
        "O4": Status.ON_TRACK,
        "O5": Status.BEHIND,
        "O6": Status.BEHIND,
    }


COUNTED = st.integers(1, 2000).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))
"""So many of so many people."""


@given(COUNTED)
def test_the_interval_of_a_share_is_that_of_statsmodels(counted: tuple[int, int]) -> None:
    count, size = counted
    low, high = wilson(count / size, size)
    assert (low, high) == pytest.approx(proportion_confint(count, size, alpha=0.05, method="wilson"), abs=1e-9)
    assert 0 <= low <= count / size + 1e-9
    assert count / size - 1e-9 <= high <= 1


@given(COUNTED, COUNTED)
def test_the_interval_of_a_difference_is_that_of_statsmodels(first: tuple[int, int], second: tuple[int, int]) -> None:
    theirs = confint_proportions_2indep(*first, *second, compare="diff", method="newcomb", alpha=0.05)
    assert newcombe(first[0] / first[1], first[1], second[0] / second[1], second[1]) == pytest.approx(theirs, abs=1e-9)


@given(COUNTED, COUNTED)
def test_a_change_that_may_be_chance_looks_so_from_either_side(one: tuple[int, int], other: tuple[int, int]) -> None:
    before, after = (one[0] / one[1], one[1]), (other[0] / other[1], other[1])
    assert may_be_chance(*before, *after) is may_be_chance(*after, *before)
    assert may_be_chance(*before, *before)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe (1998), table II, method 10
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_that_of_the_paper(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(first[0] / first[1], first[1], second[0] / second[1], second[1])
    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("share", "size"), [(-0.1, 10), (1.1, 10), (0.5, 0)])
def test_there_is_no_interval_for_what_is_no_share(share: float, size: int) -> None:
    with pytest.raises(ValueError, match="no interval"):
        wilson(share, size)


@pytest.mark.parametrize(
    ("before", "after", "chance"),
    [
        ((0.31, 168), (0.52, 172), False),
        ((0.61, 144), (0.63, 146), True),
        ((0.25, 8), (0.63, 8), True),  # three more of eight
        ((0.5, 100), (0.5, 100), True),
    ],
)
def test_a_change_may_be_chance(before: tuple[float, int], after: tuple[float, int], chance: bool) -> None:
    assert may_be_chance(*before, *after) is chance


def test_what_was_measured_later_does_not_count() -> None:
    """A slip of the year must not make an outcome look achieved."""
    outcomes = {
        "O1": {
            "direction": "Increase",
            "baseline": 10.0,
            "target": 20.0,
            "starts_on": dt.date(2010, 9, 1),
            "target_date": dt.date(2012, 7, 20),
        }
    }
    readings = [
        {"measure": "O1", "read_on": dt.date(2011, 3, 1), "value": 12.0},
        {"measure": "O1", "read_on": dt.date(2012, 5, 1), "value": 20.0},
    ]
    plan = a_plan(
        8,
        Outcomes=outcomes,
        Readings=readings,
        Results={"O1": {"final_value": 21.0, "measured_on": dt.date(2012, 6, 1)}},
    )
    [outcome] = plan.of(Outcome)
    stands = {
        day: progress(plan, outcome, day).latest
        for day in (dt.date(2011, 2, 1), dt.date(2011, 4, 1), dt.date(2012, 5, 1), dt.date(2012, 6, 1))
    }
    assert list(stands.values()) == [None, 12.0, 20.0, 21.0]
    assert progress(plan, outcome, dt.date(2011, 4, 1)).status is Status.BEHIND
