"""MN: readings (H41, H42). What they show of the indicators is in ``milestones``, changes are in ``changes``."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from statistics import median

from hwit_validators.finding import Mark, Severity
from hwit_validators.measure import Measure, another_count, figure, like_a_fraction, out_of_range
from hwit_validators.plan import Plan
from hwit_validators.progress import baseline_of, effective, measures, readings_of
from hwit_validators.records import Indicator, Outcome, Reading, shown
from hwit_validators.records.choices import Respondents, Unit
from hwit_validators.rule import rule
from hwit_validators.rules.marks import in_future, or_the_roll

REJECT, ERROR, QUERY, ADVICE = Severity


def _pairs(plan: Plan) -> list[tuple[Reading, Measure]]:
    """Each reading with the outcome or indicator it is for."""
    return plan.once(("readings and what they are for",), lambda: list(_matched(plan)))


def _matched(plan: Plan) -> Iterator[tuple[Reading, Measure]]:
    for reading in plan.of(Reading):
        measure = plan.named(reading.measure or "", ("Outcomes", "Indicators"))
        if isinstance(measure, Outcome | Indicator):
            yield reading, measure


@rule("MN001", ERROR, stage=7, handbook="H41 H42")
def is_read_after_the_baseline(plan: Plan) -> Iterator[Mark]:
    """A reading is taken after the baseline, and not in the future.

    Why: it shows what has changed since the baseline.
    Put it right: correct the date of the reading.
    """
    for reading, measure in _pairs(plan):
        yield from in_future(plan, reading, "read_on")
        baseline = baseline_of(plan, measure)
        measured = baseline.measured_on if baseline else None
        if reading.read_on and measured and reading.read_on <= measured:
            yield reading.mark(
                "read_on",
                f"{reading.ref}: {measure.ref} was read on {shown(reading.read_on)}, but its baseline was measured on "
                f"{shown(measured)}.",
                expected=f"after {shown(measured)}",
            )


def is_out_of_time(plan: Plan, reading: Reading, measure: Measure) -> bool:
    """Whether MN001 speaks of the date of a reading."""
    baseline = baseline_of(plan, measure)
    measured = baseline.measured_on if baseline else None
    return bool(reading.read_on and (reading.read_on > plan.on or (measured and reading.read_on <= measured)))


@rule("MN002", ERROR, stage=7, handbook="H41")
def figure_is_possible(plan: Plan) -> Iterator[Mark]:
    """A percentage lies between 0 and 100, and no more people are counted than there are.

    Why: no more people can change than there are.
    Put it right: correct the figure. It is in the unit of the target.
    """
    for reading, measure in _pairs(plan):
        cohort = measure.cohort if isinstance(measure, Outcome) else None
        if reading.value is not None and (
            why := out_of_range(reading.value, measure.unit, reading.sample_size or cohort)
        ):
            yield reading.mark(
                "value",
                f"{reading.ref}: {figure(reading.value, measure.unit)} for {measure.ref} cannot be, since {why}.",
            )


@rule("MN004", ERROR, stage=7, handbook="H41")
def sample_is_within_the_cohort(plan: Plan) -> Iterator[Mark]:
    """A reading is not about more people than the outcome, or than are on roll.

    Why: the figure would be about others too. Pupils come and go, so up to a tenth more is accepted.
    Put it right: correct the number.
    """
    roll = plan.school.roll if plan.school else None
    beyond: list[Mark] = []
    sizes = 0
    for reading, measure in _pairs(plan):
        size = reading.sample_size
        if size is None:
            continue
        sizes += 1
        cohort = measure.cohort if isinstance(measure, Outcome) else None
        if cohort and size > math.ceil(cohort * 1.1):
            yield reading.mark(
                "sample_size",
                f"{reading.ref} is about {size:,} people; {measure.ref} is about {cohort:,}.",
                expected=f"at most {cohort:,}",
            )
        elif roll and size > math.ceil(roll * 1.1) and not _asks_parents(plan, measure):
            beyond.append(
                reading.mark(
                    "sample_size",
                    f"{reading.ref} is about {size:,} people, but {roll:,} pupils are on roll.",
                    expected=f"at most {roll:,}",
                )
            )
    yield from or_the_roll(plan, beyond, sizes)


def _asks_parents(plan: Plan, measure: Measure) -> bool:
    """Whether parents and carers may be among those counted."""
    outcomes = (measure,) if isinstance(measure, Outcome) else plan.served_by(measure)
    asked = any(outcome.respondents in (Respondents.PARENTS, Respondents.BOTH) for outcome in outcomes)
    return asked or measure.unit is Unit.PARENTS


@rule("MN008", QUERY, stage=7, handbook="H41")
def is_no_wild_jump(plan: Plan) -> Iterator[Mark]:
    """A reading does not jump far away from the earlier ones.

    Why: a jump is more often a slip of the finger, or another way of counting, than a change in pupils.
    Put it right: check the figure; if it is right, say what happened.
    """
    seen: set[tuple[object, ...]] = set()
    for measure in measures(plan):
        baseline = baseline_of(plan, measure)
        earlier = [baseline.value] if baseline and baseline.value is not None else []
        for reading in readings_of(plan, measure):
            value = reading.value
            if value is None or figure_slips(plan, reading, measure):
                continue
            key = (reading.read_on, value, measure.unit)
            if key not in seen and _is_wild(value, earlier, measure.unit, reading.sample_size):
                seen.add(key)  # the same figure often stands for an outcome and its indicators
                before = ", ".join(figure(other, measure.unit) for other in earlier[-3:])
                yield reading.mark(
                    "value",
                    f"{reading.ref}: {figure(value, measure.unit)} for {measure.ref} is far from the earlier figures: "
                    f"{before}.",
                )
            earlier.append(value)


def _is_wild(value: float, earlier: list[float], unit: Unit | None, size: int | None) -> bool:
    """Whether a figure is far from the middle of the earlier ones, and from the last of them: a trend is not wild."""
    if len(earlier) < 2:
        return False
    return min(abs(value - median(earlier)), abs(value - earlier[-1])) > _room(earlier, unit, size)


def _room(earlier: list[float], unit: Unit | None, size: int | None) -> float:
    """How far from the earlier figures a new one may lie: four times their spread, or what chance alone can do.

    The spread is the median distance from the median, times 1.4826 to match a standard deviation: one wild figure
    among the earlier ones hardly moves it. The least spread is that of a share of half the people asked, or the root of
    a count.
    """
    middle = median(earlier)
    spread = 1.4826 * median(abs(value - middle) for value in earlier)
    if unit is Unit.PERCENT:
        least = max(4.0, 50 / math.sqrt(size)) if size else 7.5
    else:
        least = math.sqrt(max(abs(middle), 1))
    return 4 * max(spread, least)


def figure_slips(plan: Plan, reading: Reading, measure: Measure) -> bool:
    """Whether MN002 or MN012 speaks of the figure already: it cannot be, or is a fraction for a percentage."""
    if reading.value is None:
        return False
    holds, value = effective(plan, measure), reading.value
    cohort = measure.cohort if isinstance(measure, Outcome) else None
    return bool(out_of_range(value, measure.unit, reading.sample_size or cohort)) or like_a_fraction(
        value, measure.unit, holds.baseline, holds.target
    )


@rule("MN011", QUERY, stage=7, handbook="H41")
def sample_is_like_the_baseline_s(plan: Plan) -> Iterator[Mark]:
    """A reading is about at least half as many people as the baseline.

    Why: with far fewer people the figure may differ for that reason alone.
    Put it right: correct the number, or explain why so few were asked.
    """
    for reading, measure in _pairs(plan):
        baseline = baseline_of(plan, measure)
        size = baseline.sample_size if baseline else None
        if size and reading.sample_size and reading.sample_size * 2 < size:
            yield reading.mark(
                "sample_size",
                f"{reading.ref} is about {reading.sample_size:,} people, the baseline of {measure.ref} about {size:,}.",
            )


@rule("MN012", QUERY, stage=7, handbook="H41")
def percentage_is_no_fraction(plan: Plan) -> Iterator[Mark]:
    """A percentage is written as 45, not as 0.45.

    Why: the two differ a hundredfold, and every chart with them.
    Put it right: write the figure as it reads before the % sign.
    """
    for reading, measure in _pairs(plan):
        holds = effective(plan, measure)
        if reading.value is not None and like_a_fraction(reading.value, measure.unit, holds.baseline, holds.target):
            yield reading.mark(
                "value",
                f"{reading.ref}: {figure(reading.value, measure.unit)} for {measure.ref} looks like "
                f"{reading.value * 100:.10g}%.",
                expected=f"{reading.value * 100:.10g}",
            )


@rule("MN013", ERROR, stage=7, handbook="H42")
def reading_says_how_it_stands(plan: Plan) -> Iterator[Mark]:
    """A reading says the figure, or for a process indicator whether it is done.

    Why: a reading without either says nothing.
    Put it right: fill in the figure, or choose Yes or No under “Done?”.
    """
    for reading, measure in _pairs(plan):
        if effective(plan, measure).target is None and isinstance(measure, Indicator):
            if reading.blank("done") and "target" not in measure.unreadable:
                yield reading.mark(
                    "done", f"{reading.ref} does not say whether {measure.ref} is done.", expected="Yes or No"
                )
        elif (
            reading.blank("value")
            and "target" not in measure.unreadable
            and effective(plan, measure).target is not None
        ):
            yield reading.mark(
                "value", f"{reading.ref} does not say the figure for {measure.ref}.", expected="a figure"
            )


@rule("MN017", QUERY, stage=7, handbook="H41")
def percentage_says_of_how_many(plan: Plan) -> Iterator[Mark]:
    """A percentage says of how many people it is.

    Why: without it nobody can tell a change from chance.
    Put it right: write how many people were counted or asked.
    """
    for reading, measure in _pairs(plan):
        if measure.unit is Unit.PERCENT and reading.value is not None and reading.blank("sample_size"):
            yield reading.mark(
                "sample_size", f"{reading.ref} is a percentage for {measure.ref}, and does not say of how many."
            )


@rule("MN018", ERROR, stage=7, handbook="H42")
def one_reading_a_day(plan: Plan) -> Iterator[Mark]:
    """Two readings of one day for one measure say the same.

    Why: progress is counted from the latest reading, and of two different ones nobody knows which holds.
    Put it right: correct the date or the figure of one of them, or delete it.
    """
    seen: dict[tuple[str, dt.date], Reading] = {}
    for reading, measure in _pairs(plan):
        if reading.read_on is None or not (reading.known("value") or reading.done is not None):
            continue
        first = seen.setdefault((measure.ref, reading.read_on), reading)
        if (first.value, first.done) != (reading.value, reading.done):
            yield reading.mark(
                "read_on",
                f"{first.ref} and {reading.ref} say different things about {measure.ref} on {shown(reading.read_on)}.",
            )


@rule("MN021", QUERY, stage=7, handbook="H42")
def comment_says_the_same(plan: Plan) -> Iterator[Mark]:
    """The figure agrees with the count in the comment.

    Why: “58 of 170” and 43% cannot both be right.
    Put it right: correct the figure, the number of people or the comment.
    """
    for reading, measure in _pairs(plan):
        if reading.value is None or figure_slips(plan, reading, measure):
            continue
        text = f"{reading.source or ''}. {reading.comment or ''}"
        if words := another_count(text, reading.value, measure.unit, reading.sample_size):
            yield reading.mark(
                "value",
                f"{reading.ref}: the figure for {measure.ref} is {figure(reading.value, measure.unit)}, but the words "
                f"say {words}.",
            )
