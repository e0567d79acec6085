"""BA: baselines (H38)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from hwit_validators.figures.measure import Measure, among_fractions, out_of_range, reached, years_later
from hwit_validators.model.choices import IndicatorKind, Unit
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, rule
from hwit_validators.rules.marks import in_future, like_a_percentage
from hwit_validators.tables import Baseline, Indicator, Outcome
from hwit_validators.words import figure, shown


@rule("BA001", ERROR, stage=5, handbook="H38")
def every_outcome_has_a_baseline(plan: Plan) -> Iterator[Mark]:
    """Every outcome has a baseline.

    Why: a change can only be shown against what was there before the work began.
    Put it right: add a row with the figure before the work begins.
    """
    for outcome in plan.of(Outcome):
        if _lacks(plan, outcome):
            yield Baseline.mark_table(f"{outcome.ref} has no baseline.", field="measure", expected=outcome.ref)


@rule("BA002", ERROR, stage=5, handbook="H38")
def every_impact_indicator_has_a_baseline(plan: Plan) -> Iterator[Mark]:
    """Every impact indicator has a baseline.

    Why: its milestone is a change too, and is monitored from the baseline on.
    Put it right: add a row with the figure before the work begins.
    """
    for indicator in plan.of(Indicator):
        if indicator.kind is IndicatorKind.IMPACT and _lacks(plan, indicator):
            yield Baseline.mark_table(f"{indicator.ref} has no baseline.", field="measure", expected=indicator.ref)


def _lacks(plan: Plan, measure: Measure) -> bool:
    """Whether no baseline is for this measure, so far as the references can be read."""
    baselines = plan.of(Baseline)
    if any(plan.named(baseline.measure or "", ("Outcomes", "Indicators")) is None for baseline in baselines):
        return False
    refs = [baseline.measure for baseline in baselines]
    return measure.ref not in refs and len(set(refs)) == len(refs)  # a double (BA010) may be the one that is missed


def _all_pairs(plan: Plan) -> Iterator[tuple[Baseline, Measure]]:
    """Each baseline with the outcome or indicator it is for."""
    for baseline in plan.of(Baseline):
        measure = plan.named(baseline.measure or "", ("Outcomes", "Indicators"))
        if isinstance(measure, Outcome | Indicator):
            yield baseline, measure


def _pairs(plan: Plan) -> Iterator[tuple[Baseline, Measure]]:
    """Each baseline with what it is for; of two for the same, BA010 speaks."""
    number = Counter(baseline.measure for baseline in plan.of(Baseline))
    return ((baseline, measure) for baseline, measure in _all_pairs(plan) if number[baseline.measure] == 1)


def _begins(plan: Plan, measure: Measure) -> dt.date | None:
    """When the first activity for a measure starts: one that names it, or else one for an indicator of the outcome."""
    return min((a.starts_on for a in plan.activities_for(measure) if a.starts_on), default=None)


@rule("BA003", ERROR, stage=5, handbook="H38")
def measured_before_the_work(plan: Plan) -> Iterator[Mark]:
    """A baseline is measured before the activity starts, and not in the future.

    Why: afterwards the work may already have changed the figure.
    Put it right: correct the date, or use a figure from before the activity.
    """
    for baseline, measure in _pairs(plan):
        begins = _begins(plan, measure)
        if baseline.measured_on and begins and baseline.measured_on > begins:
            yield baseline.mark(
                "measured_on",
                f"The baseline of {measure.ref} was measured on {shown(baseline.measured_on)}, after the activity "
                f"started on {shown(begins)}.",
                expected=f"by {shown(begins)}",
            )
        else:
            yield from in_future(plan, baseline, "measured_on")


@rule("BA004", ERROR, stage=5, handbook="H38")
def same_unit_as_the_target(plan: Plan) -> Iterator[Mark]:
    """A baseline has the same unit as its target.

    Why: figures in different units cannot be compared.
    Put it right: correct the unit, and the figure with it.
    """
    for baseline, measure in _pairs(plan):
        if baseline.unit and measure.unit and baseline.unit != measure.unit:
            yield baseline.mark(
                "unit",
                f"The baseline of {measure.ref} is in {baseline.unit}, its target in {measure.unit}.",
                expected=str(measure.unit),
            )


def _comparable(baseline: Baseline, measure: Measure) -> bool:
    same = baseline.unit is None or measure.unit is None or baseline.unit == measure.unit
    return baseline.value is not None and same and not _is_fraction(baseline, measure)


def _is_fraction(baseline: Baseline, measure: Measure) -> bool:
    """Whether the figure looks like a fraction where a percentage belongs."""
    figures = {"value": baseline.value, "baseline": measure.baseline, "target": measure.target}
    return "value" in among_fractions(figures, baseline.unit or measure.unit)


@rule("BA012", QUERY, stage=5, handbook="H38")
def percentage_is_no_fraction(plan: Plan) -> Iterator[Mark]:
    """A percentage is written as 45, not as 0.45.

    Why: the two differ a hundredfold, and every chart with them.
    Put it right: write the figure as it reads before the % sign.
    """
    for baseline, measure in _pairs(plan):
        if _is_fraction(baseline, measure):
            yield like_a_percentage(baseline, "value", measure.ref)


@rule("BA005", QUERY, stage=5, handbook="H38")
def agrees_with_stage_4(plan: Plan) -> Iterator[Mark]:
    """A baseline agrees with the starting figure of stage 4, or says why it differs.

    Why: the panel agreed to a change from that figure.
    Put it right: correct the figure, or say why it differs in the last column.
    """
    for baseline, measure in _pairs(plan):
        if not _comparable(baseline, measure) or measure.baseline is None or _already_reached(baseline, measure):
            continue
        if _impossible(baseline, measure):
            continue
        if baseline.value != measure.baseline and baseline.blank("note") and baseline.value is not None:
            yield baseline.mark(
                "value",
                f"The baseline of {measure.ref} is {figure(baseline.value, measure.unit)}; stage 4 started from "
                f"{figure(measure.baseline, measure.unit)}.",
                expected=figure(measure.baseline, measure.unit),
            )


@rule("BA006", ERROR, stage=5, handbook="H38")
def percentage_says_of_how_many(plan: Plan) -> Iterator[Mark]:
    """A percentage says of how many people it is, and they are no more than the outcome is about.

    Why: 50% of 4 pupils and 50% of 400 are very different things.
    Put it right: write how many people were counted or asked.
    """
    for baseline, measure in _pairs(plan):
        if baseline.unit is Unit.PERCENT and baseline.blank("sample_size"):
            yield baseline.mark(
                "sample_size", f"The baseline of {measure.ref} is a percentage, and does not say of how many."
            )
        cohort = measure.cohort if isinstance(measure, Outcome) else None
        if baseline.sample_size and cohort and baseline.sample_size > cohort:
            yield baseline.mark(
                "sample_size",
                f"The baseline of {measure.ref} is about {baseline.sample_size:,} people; the outcome is about "
                f"{cohort:,}.",
                expected=f"at most {cohort:,}",
            )


@rule("BA007", ERROR, stage=5, handbook="H25 H38")
def target_is_not_reached_already(plan: Plan) -> Iterator[Mark]:
    """The target is not reached before the work begins.

    Why: then there is nothing left to change.
    Put it right: correct the figure, or agree a higher target with the panel.
    """
    for baseline, measure in _pairs(plan):
        if (
            _comparable(baseline, measure)
            and baseline.value is not None
            and measure.target is not None
            and _already_reached(baseline, measure)
        ):
            yield baseline.mark(
                "value",
                f"The baseline of {measure.ref} is {figure(baseline.value, measure.unit)}, so its target of "
                f"{figure(measure.target, measure.unit)} is reached already.",
            )


def _already_reached(baseline: Baseline, measure: Measure) -> bool:
    if baseline.value is None or measure.target is None or measure.direction is None:
        return False
    return reached(measure.direction, measure.target, baseline.value)


@rule("BA008", QUERY, stage=5, handbook="H38")
def is_recent(plan: Plan) -> Iterator[Mark]:
    """A baseline is no older than twelve months when the activity starts.

    Why: much can change in a year without your doing.
    Put it right: measure again, or explain why the old figure still holds.
    """
    for baseline, measure in _pairs(plan):
        begins = _begins(plan, measure)
        if baseline.measured_on and begins and baseline.measured_on < years_later(begins, -1):
            yield baseline.mark(
                "measured_on",
                f"The baseline of {measure.ref} was measured on {shown(baseline.measured_on)}, over a year before the "
                f"activity starts on {shown(begins)}.",
            )


@rule("BA009", QUERY, stage=5, handbook="H38")
def same_method_as_the_target(plan: Plan) -> Iterator[Mark]:
    """A baseline asks the same question, of the same people, on the same scale as the target.

    Why: otherwise the change may come from the way of measuring.
    Put it right: measure it the same way, or explain why the two can still be compared.
    """
    for baseline, measure in _pairs(plan):
        if baseline.same_method is False:
            yield baseline.mark(
                "same_method", f"The baseline of {measure.ref} was not measured as its target will be.", expected="Yes"
            )


@rule("BA010", ERROR, stage=5, handbook="H38")
def one_baseline_for_each(plan: Plan) -> Iterator[Mark]:
    """No outcome or indicator has two baselines.

    Why: progress is counted from one figure.
    Put it right: keep the one that was measured as the target will be, and delete the other row.
    """
    seen: set[str] = set()
    for baseline, measure in _all_pairs(plan):
        if measure.ref in seen:
            yield baseline.mark("measure", f"{measure.ref} has more than one baseline.")
        seen.add(measure.ref)


@rule("BA011", ERROR, stage=5, handbook="H38")
def figure_is_possible(plan: Plan) -> Iterator[Mark]:
    """A baseline that is a percentage lies between 0 and 100, and one that counts people is no more than there are.

    Why: no more people can be counted than there are.
    Put it right: correct the figure or the unit.
    """
    for baseline, measure in _pairs(plan):
        if (
            baseline.value is not None
            and not _already_reached(baseline, measure)
            and (why := _impossible(baseline, measure))
        ):
            yield baseline.mark(
                "value",
                f"The baseline of {measure.ref}: {figure(baseline.value, baseline.unit)} cannot be, since {why}.",
            )


def _impossible(baseline: Baseline, measure: Measure) -> str:
    """Why the figure cannot be; "" if it can."""
    cohort = measure.cohort if isinstance(measure, Outcome) else baseline.sample_size
    unclear = baseline.value is None or (baseline.unit and measure.unit and baseline.unit != measure.unit)  # BA004
    return "" if unclear else out_of_range(baseline.value or 0, baseline.unit, cohort) or ""
