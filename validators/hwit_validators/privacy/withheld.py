"""Which outcomes and indicators of a plan have figures that may not be passed on.

The figures themselves are judged by :mod:`hwit_validators.privacy.small_numbers`. Where a measure began, where it is to go and
where it stands go together: where one of them may not be passed on, none is, as any two would give it away. Readings on
the way are judged one by one, by :func:`may_tell`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

from hwit_validators.figures.measure import Measure
from hwit_validators.figures.progress import baseline_of, effective, latest_reading, measures, readings_of
from hwit_validators.model.choices import Unit
from hwit_validators.plan import Plan
from hwit_validators.privacy.small_numbers import masked, may_share, may_share_change, without_few
from hwit_validators.tables import Indicator, Outcome, Reading, Result

Sized = tuple[float, int | None]
"""A figure, and how many people it is about."""


def withheld(plan: Plan) -> frozenset[str]:
    """References of the outcomes and indicators whose figures may not leave the school."""
    return plan.once(_withheld)


def _withheld(plan: Plan) -> frozenset[str]:
    return frozenset(measure.ref for measure in measures(plan) if not _may_share(plan, measure))


def words(plan: Plan, ref: str | None, text: str | None) -> str:
    """What a school wrote about an outcome or indicator, with its figures withheld where they may not be passed on.

    Words about a priority are words about its outcomes. Where figures may be passed on, counts of a few people still
    may not.
    """
    return words_about(plan, {ref or ""}, text)


def words_about(plan: Plan, refs: Collection[str], text: str | None) -> str:
    """As :func:`words`, where several outcomes, indicators or priorities are spoken of."""
    about = {*refs, *(outcome.ref for outcome in plan.of(Outcome) if outcome.priority in refs)}
    text = text or ""
    return masked(text) if about & withheld(plan) else without_few(text, plan.profile.limits)


def may_tell(plan: Plan, measure: Measure, reading: Reading) -> bool:
    """Whether a reading on the way may be passed on, beside where the measure began."""
    if measure.ref in withheld(plan):
        return False
    if reading.value is None:
        return True
    people = people_behind(plan, measure)
    return _all_may_be_told(plan, measure, people, [(reading.value, reading.sample_size or people)])


def people_behind(plan: Plan, measure: Measure) -> int | None:
    """How many people the figures of a measure are about, if the plan says so.

    An indicator says so by its own baseline or readings; otherwise it is about the people of the smallest outcome it
    serves.
    """
    if isinstance(measure, Outcome):
        return measure.cohort
    sizes = [size for _, size in (*_starting(plan, measure), *_later(plan, measure)) if size]
    sizes += [reading.sample_size for reading in readings_of(plan, measure) if reading.sample_size]
    cohorts = [outcome.cohort for outcome in plan.served_by(measure) if outcome.cohort]
    return min(sizes or cohorts, default=None)


def _may_share(plan: Plan, measure: Measure) -> bool:
    people = people_behind(plan, measure)
    if isinstance(measure, Indicator) and measure.target is None:
        return people is None or may_share(0, None, people, plan.profile.limits)
    return _all_may_be_told(plan, measure, people, [(v, size or people) for v, size in _later(plan, measure)])


def _all_may_be_told(plan: Plan, measure: Measure, people: int | None, later: list[Sized]) -> bool:
    """Whether these figures may be told, and the starting figures beside them."""
    unit, limits = measure.unit, plan.profile.limits
    if people is None and unit not in (Unit.PERCENT, Unit.PUPILS, Unit.PARENTS):
        return True
    if people is not None and not may_share(0, None, people, limits):
        return False
    before = [(value, size or people) for value, size in _starting(plan, measure)]
    figures = [*before, *later]
    return all(may_share(value, unit, size, limits) for value, size in figures) and all(
        may_share_change(one, other, unit, size, other_size, limits)
        for (one, size), (other, other_size) in product(before, figures)
        if one != other
    )


def _starting(plan: Plan, measure: Measure) -> Iterator[Sized]:
    """What the figure was before the work: as measured, and as the plan has it."""
    baseline = baseline_of(plan, measure)
    if baseline and baseline.value is not None:
        yield baseline.value, baseline.sample_size
    if measure.baseline is not None:
        yield measure.baseline, None


def _later(plan: Plan, measure: Measure) -> Iterator[Sized]:
    """What it is to become, and where it stands: by the result, or the latest reading."""
    for target in (measure.target, effective(plan, measure).target):
        if target is not None:
            yield target, None
    result = plan.row(Result, measure.ref) if isinstance(measure, Outcome) else None
    reading = latest_reading(plan, measure, plan.on)
    if result and result.final_value is not None:
        yield result.final_value, result.sample_size
    if reading and reading.value is not None and not _before(reading, result):
        yield reading.value, reading.sample_size


def _before(reading: Reading, result: Result | None) -> bool:
    """Whether a reading is older than the result, so that the result is what is told."""
    dated = result and result.final_value is not None and result.measured_on and reading.read_on
    return bool(dated and result and result.measured_on and reading.read_on and reading.read_on < result.measured_on)
