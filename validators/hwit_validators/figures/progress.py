"""How far an outcome or indicator is on its way (H41), and whether a change may be chance.

The form's own formulas give the same figures: see ``hwit_xl.workbooks.building.progress_sheet``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from hwit_validators.figures.measure import Measure, reached
from hwit_validators.model.choices import AmendedWhat, Direction, QuasDecision, RevisedWhat
from hwit_validators.plan import Plan
from hwit_validators.tables import Amendment, Baseline, Indicator, Outcome, Reading, Result, Revision

TERM_DAYS = 120
"""A reading older than this many days is not of this term: the longest English term, with its holiday."""


class Status(StrEnum):
    """Where a measure stands on a given day."""

    ACHIEVED = "achieved"
    ON_TRACK = "on track"
    BEHIND = "behind"
    OVERDUE = "overdue"
    NO_READING = "no reading this term"
    NOT_STARTED = "not started"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Effective:
    """What holds for a measure today: its baseline, and its target and date after every change that counts.

    Attributes:
        starts_on: the day the baseline was measured, or else the start of the outcome.
        withdrawn: the group has taken the indicator out (H43).
    """

    baseline: float | None
    starts_on: dt.date | None
    target: float | None
    due: dt.date | None
    withdrawn: bool = False


@dataclass(frozen=True)
class Progress:
    """Where a measure stands on a day.

    Attributes:
        latest: the newest figure, or whether it is done where there is no figure to reach.
        share: how much of the way from baseline to target is gone: below 0 where it went the wrong way; from -1 to 1.
        expected: how much of the way a straight line from baseline to target would be today; from 0 to 1.
    """

    effective: Effective
    latest: float | bool | None
    read_on: dt.date | None
    share: float | None
    expected: float | None
    status: Status


def baseline_of(plan: Plan, measure: Measure) -> Baseline | None:
    """The row of the Baselines sheet for a measure: the first, if there are two (BA010)."""
    return plan.once(_first_by_measure).get(measure.ref)


def _first_by_measure(plan: Plan) -> dict[str, Baseline]:
    return {baseline.measure: baseline for baseline in reversed(plan.of(Baseline)) if baseline.measure}


def effective(plan: Plan, measure: Measure) -> Effective:
    """What holds after revisions (H43) and confirmed amendments (H44); of two changes the newest wins."""
    return plan.once(_effective, measure)


def _effective(plan: Plan, measure: Measure) -> Effective:
    own = baseline_of(plan, measure)
    baseline = own.value if own else measure.baseline
    if isinstance(measure, Outcome):
        starts_on, target, due = measure.starts_on, measure.target, measure.target_date
        for change in _in_order(confirmed(plan, measure)):
            target = change.new_target if _sets(change, AmendedWhat.TARGET, "new_target") else target
            due = change.new_date if _sets(change, AmendedWhat.TARGET_DATE, "new_date") else due
        return Effective(baseline, own.measured_on if own else starts_on, target, due)
    target, due = measure.target, measure.due
    revisions = [revision for revision in plan.of(Revision) if revision.indicator == measure.ref]
    for revision in _in_order(revisions):
        target = revision.new_target if _sets(revision, RevisedWhat.TARGET, "new_target") else target
        due = revision.new_due if _sets(revision, RevisedWhat.DUE, "new_due") else due
    withdrawn = any(revision.what is RevisedWhat.WITHDRAWN for revision in revisions)
    return Effective(baseline, own.measured_on if own else None, target, due, withdrawn)


def confirmed(plan: Plan, outcome: Outcome) -> list[Amendment]:
    """The amendments of an outcome that the panel has confirmed."""
    return [
        change
        for change in plan.of(Amendment)
        if change.outcome == outcome.ref and change.decision is QuasDecision.CONFIRMED
    ]


Change = TypeVar("Change", Amendment, Revision)


def _in_order(changes: list[Change]) -> list[Change]:
    """Changes from the oldest to the newest; of two of the same day the lower row is the newer."""

    def day(change: Amendment | Revision) -> dt.date:
        when = change.decided_on if isinstance(change, Amendment) else change.discussed_on
        return when or dt.date.min

    return sorted(changes, key=day)


def _sets(change: Amendment | Revision, what: AmendedWhat | RevisedWhat, field: str) -> bool:
    return change.what == what and getattr(change, field) is not None


def readings_of(plan: Plan, measure: Measure, *, figures: bool = True) -> list[Reading]:
    """The dated readings of a measure that say a figure (or whether it is done), from the oldest to the newest."""
    field = "value" if figures else "done"
    own = plan.once(_readings_by_measure).get(measure.ref, [])
    return [reading for reading in own if getattr(reading, field) is not None]


def _readings_by_measure(plan: Plan) -> dict[str, list[Reading]]:
    by_measure: dict[str, list[Reading]] = defaultdict(list)
    for reading in sorted(plan.of(Reading), key=lambda reading: reading.read_on or dt.date.min):
        if reading.measure and reading.read_on:
            by_measure[reading.measure].append(reading)
    return by_measure


def latest_reading(plan: Plan, measure: Measure, on: dt.date) -> Reading | None:
    """The newest reading by a day that says a figure; where there is no figure to reach, that says whether it is done."""
    readings = readings_of(plan, measure, figures=effective(plan, measure).target is not None)
    return next((reading for reading in reversed(readings) if reading.read_on and reading.read_on <= on), None)


def latest_figure(plan: Plan, measure: Measure, on: dt.date) -> Reading | None:
    """The newest reading by a day, or the result of stage 8 as one, where the result is as new (H48)."""
    reading = latest_reading(plan, measure, on)
    result = plan.row(Result, measure.ref) if isinstance(measure, Outcome) else None
    if result is None or result.final_value is None or result.measured_on is None or result.measured_on > on:
        return reading
    if effective(plan, measure).target is None or (reading and (reading.read_on or dt.date.min) > result.measured_on):
        return reading
    return Reading(
        measure=measure.ref, read_on=result.measured_on, value=result.final_value, sample_size=result.sample_size
    )


def is_met(measure: Measure, target: float | None, reading: Reading | None) -> bool:
    """Whether a reading shows that the target is reached, or that what has no figure is done."""
    if reading is None:
        return False
    if target is None:
        return reading.done is True
    return reading.value is not None and reached(measure.direction or Direction.INCREASE, target, reading.value)


def progress(plan: Plan, measure: Measure, on: dt.date) -> Progress:
    """Where an outcome or indicator stands on a day: what was measured later does not count."""
    holds = effective(plan, measure)
    reading = latest_figure(plan, measure, on)
    met = is_met(measure, holds.target, reading)
    share = _share(holds, reading, met)
    expected = _expected(holds, on)
    latest = None if reading is None else reading.done if holds.target is None else reading.value
    read_on = reading.read_on if reading else None
    return Progress(holds, latest, read_on, share, expected, _status(holds, read_on, met, share, expected, on))


def _share(holds: Effective, reading: Reading | None, met: bool) -> float | None:
    if reading is None:
        return None
    if holds.target is None:
        return float(met)
    if holds.baseline is None or reading.value is None:
        return None
    if holds.target == holds.baseline:
        return float(met)
    return max(-1.0, min(1.0, (reading.value - holds.baseline) / (holds.target - holds.baseline)))


def _expected(holds: Effective, on: dt.date) -> float | None:
    if holds.starts_on is None or holds.due is None:
        return None
    if holds.due <= holds.starts_on:
        return 1.0
    return max(0.0, min(1.0, (on - holds.starts_on) / (holds.due - holds.starts_on)))


def _status(
    holds: Effective, read_on: dt.date | None, met: bool, share: float | None, expected: float | None, on: dt.date
) -> Status:
    if holds.withdrawn:
        return Status.WITHDRAWN
    if met:
        return Status.ACHIEVED
    if holds.due and on > holds.due:
        return Status.OVERDUE
    if read_on is None:
        return Status.NOT_STARTED if holds.starts_on and on < holds.starts_on else Status.NO_READING
    if (on - read_on).days > TERM_DAYS:
        return Status.NO_READING
    if share is None or expected is None or holds.target is None or _rounded(share) >= _rounded(expected):
        return Status.ON_TRACK
    return Status.BEHIND


def _rounded(share: float) -> float:
    """A share to a hundredth of a percent, a half away from nought: as spreadsheets round, unlike Python."""
    return math.copysign(math.floor(abs(share) * 10_000 + 0.5), share)


def measures(plan: Plan) -> Iterator[Measure]:
    """Every outcome, then every indicator."""
    yield from plan.of(Outcome)
    yield from plan.of(Indicator)
