"""Where a plan's outcomes and indicators stand on a day, ready to be shown (H41, H45).

The figures come from :mod:`hwit_validators.figures.progress`; here they are put beside their words, their history and what is
known of chance. Everything is shown as it is: what may leave the school is decided where something does
(:mod:`hwit_validators.privacy.withheld`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hwit_validators.figures.chance import may_be_chance, wilson
from hwit_validators.figures.changes import Change, changes_of, words_now
from hwit_validators.figures.measure import Measure
from hwit_validators.figures.progress import Progress, Status, baseline_of, latest_figure, progress, readings_of
from hwit_validators.model.finding import Finding
from hwit_validators.plan import Plan
from hwit_validators.tables import Indicator, Outcome, Priority, Result
from hwit_xl.checking.unread import why_missing
from hwit_xl.problem import Problem
from hwit_xl.progress.doubt import doubted
from hwit_xl.progress.people_in_words import as_share, counted_by, of_people, size_of, would_reach

PLANNED = "planned"
"""How a measure stands before monitoring has begun."""
CHECKED = "being checked"
"""How a measure stands, where others are told, while an open finding speaks against its figures."""
FIRST_STAGE, MONITORED_FROM = 4, 7
"""The stages from which on there are outcomes, and readings."""


@dataclass(frozen=True)
class Point:
    """One reading, or the result of stage 8.

    Attributes:
        size: how many people it is about.
    """

    read_on: dt.date
    value: float | None
    done: bool | None
    size: int | None


@dataclass(frozen=True)
class People:
    """A measure's figures in people, where they count any; ``needed`` is what it takes to reach the target."""

    baseline: str | None = None
    latest: str | None = None
    needed: str | None = None


@dataclass(frozen=True)
class Certainty:
    """What chance may have to do with the latest figure, as information.

    Attributes:
        low, high: the 95% interval of the share (0 to 1), by Wilson's method.
        may_be_chance: whether the change from the baseline may be chance (Newcombe); None where there is no change,
            or no baseline of a known number of people.
    """

    low: float
    high: float
    may_be_chance: bool | None


@dataclass(frozen=True)
class Line:
    """One outcome or indicator.

    Attributes:
        statement: its words, as last changed.
        standing: its status in words.
        size: how many people the latest figure is about.
        points: its readings from the oldest to the newest, and its result.
        serves: references of the outcomes it serves; of an outcome, none.
        doubt: an open finding that speaks against its figures.
    """

    measure: Measure
    statement: str
    progress: Progress
    standing: str
    size: int | None
    people: People
    certainty: Certainty | None
    changes: tuple[Change, ...]
    points: tuple[Point, ...]
    serves: tuple[str, ...] = ()
    result: Result | None = None
    doubt: Finding | None = None

    @property
    def ref(self) -> str:
        """Its reference."""
        return self.measure.ref


@dataclass(frozen=True)
class Section:
    """An outcome with the indicators that serve it alone."""

    priority: str
    outcome: Line
    indicators: tuple[Line, ...]


@dataclass(frozen=True)
class ProgressReport:
    """Where a plan stands on a day.

    Attributes:
        monitored: readings have begun: the return is of stage 7 or 8.
        shared: the indicators that serve several outcomes, or none that is known.
    """

    school: str
    urn: str
    form: str
    on: dt.date
    monitored: bool
    sections: tuple[Section, ...]
    shared: tuple[Line, ...]

    @property
    def outcomes(self) -> tuple[Line, ...]:
        """Every outcome."""
        return tuple(section.outcome for section in self.sections)

    @property
    def indicators(self) -> tuple[Line, ...]:
        """Every indicator, in order."""
        lines = [line for section in self.sections for line in section.indicators]
        return tuple(sorted((*lines, *self.shared), key=lambda line: line.measure.place))


def counts(lines: tuple[Line, ...]) -> dict[str, int]:
    """How many of these there are of each standing, in the order of the statuses."""
    found = Counter(line.standing for line in lines)
    return {standing: found[standing] for standing in (*map(str, Status), PLANNED, CHECKED) if found[standing]}


def progress_report(plan: Plan, on: dt.date, findings: Iterable[Finding] = ()) -> ProgressReport:
    """Where a plan stands on a day.

    Args:
        findings: what a check says of the return.

    Raises:
        Problem: the form has no outcomes, or none is filled in or can be read.
    """
    if plan.form.stage == 0:
        raise Problem("the annual review has no outcomes, so there is no progress to show")
    if plan.form.stage < FIRST_STAGE:
        raise Problem(
            f"there is no progress to show yet: outcomes begin at stage {FIRST_STAGE}, this is stage {plan.form.stage}"
        )
    if not plan.of(Outcome):
        raise Problem(f"there is no progress to show: {why_missing(plan, Outcome) or 'no outcome is filled in'}")
    findings = tuple(findings)
    indicators = [_line(plan, indicator, on, findings) for indicator in plan.of(Indicator)]
    sections = tuple(
        Section(
            _priority(plan, outcome),
            _line(plan, outcome, on, findings),
            tuple(line for line in indicators if line.serves == (outcome.ref,)),
        )
        for outcome in plan.of(Outcome)
    )
    return ProgressReport(
        school=plan.school_name or "School not named",
        urn=plan.urn,
        form=plan.form.title,
        on=on,
        monitored=plan.form.stage >= MONITORED_FROM,
        sections=sections,
        shared=tuple(line for line in indicators if len(line.serves) != 1),
    )


def _priority(plan: Plan, outcome: Outcome) -> str:
    priority = plan.row(Priority, outcome.priority)
    return (priority.priority if priority else None) or ""


def _line(plan: Plan, measure: Measure, on: dt.date, findings: tuple[Finding, ...]) -> Line:
    now = progress(plan, measure, on)
    monitored = plan.form.stage >= MONITORED_FROM
    reading = latest_figure(plan, measure, on)
    serves = tuple(o.ref for o in plan.served_by(measure)) if isinstance(measure, Indicator) else ()
    size = size_of(measure, reading) if reading else None
    return Line(
        measure=measure,
        statement=words_now(plan, measure),
        progress=now,
        standing=str(now.status) if monitored or now.status is Status.WITHDRAWN else PLANNED,
        size=size,
        people=_people(plan, measure, now, size),
        certainty=_certainty(plan, measure, now, size),
        changes=changes_of(plan, measure),
        points=tuple(point for point in _points(plan, measure, now) if point.read_on <= on),
        serves=serves,
        result=plan.row(Result, measure.ref) if isinstance(measure, Outcome) else None,
        doubt=doubted(plan, measure, on, findings),
    )


def _people(plan: Plan, measure: Measure, now: Progress, size: int | None) -> People:
    noun, unit, holds = counted_by(plan, measure), measure.unit, now.effective
    own = baseline_of(plan, measure)
    latest = now.latest if not isinstance(now.latest, bool) else None
    return People(
        baseline=of_people(holds.baseline, unit, size_of(measure, own), noun),
        latest=of_people(latest, unit, size, noun),
        needed=would_reach(holds.target, unit, size, measure.direction),
    )


def _certainty(plan: Plan, measure: Measure, now: Progress, size: int | None) -> Certainty | None:
    after = as_share(None if isinstance(now.latest, bool) else now.latest, measure.unit, size)
    if after is None or not size:
        return None
    own = baseline_of(plan, measure)
    before = as_share(own.value, measure.unit, own.sample_size) if own else None
    chance = None
    if own and own.sample_size and before is not None and before != after:
        chance = may_be_chance(before, own.sample_size, after, size)
    return Certainty(*wilson(after, size), chance)


def _points(plan: Plan, measure: Measure, now: Progress) -> Iterator[Point]:
    readings = readings_of(plan, measure, figures=now.effective.target is not None)
    for reading in readings:
        if reading.read_on:
            yield Point(reading.read_on, reading.value, reading.done, reading.sample_size)
    result = plan.row(Result, measure.ref) if isinstance(measure, Outcome) else None
    if result and result.final_value is not None and result.measured_on:
        last = (readings[-1].read_on, readings[-1].value) if readings else None
        if last != (result.measured_on, result.final_value):
            yield Point(result.measured_on, result.final_value, None, result.sample_size)
