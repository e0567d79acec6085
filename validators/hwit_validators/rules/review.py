"""RV: the review: outcomes met, with their figures and evidence, and the next cycle (H47-H52)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hwit_validators.figures.chance import may_be_chance, newcombe
from hwit_validators.figures.measure import another_count, gain, like_a_fraction, out_of_range, reached, years_later
from hwit_validators.figures.progress import TERM_DAYS, baseline_of, effective, readings_of
from hwit_validators.model.choices import AmendedWhat, OutcomeMet, QuasDecision, Unit
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ADVICE, ERROR, QUERY, Judged, rule
from hwit_validators.rules.marks import in_future, like_a_percentage
from hwit_validators.tables import Activity, Amendment, NextCycle, Outcome, Priority, Result, ReviewAnswers
from hwit_validators.words import figure, shown


def _pairs(plan: Plan) -> Iterator[tuple[Result, Outcome]]:
    """Each result with its outcome."""
    for result in plan.of(Result):
        if outcome := plan.row(Outcome, result.ref):
            yield result, outcome


@rule("RV001", ERROR, stage=8, handbook="H48")
def met_agrees_with_the_figures(plan: Plan) -> Iterator[Mark]:
    """“Met” agrees with the figures: Yes if the target is reached, Partly if the figure moved towards it.

    Why: the panel confirms what the figures show.
    Put it right: correct the answer or the final figure. A changed target counts once the panel has confirmed it.
    """
    for result, outcome in _pairs(plan):
        right = _expected(plan, result, outcome)
        if _differs(plan, result, outcome) and result.final_value is not None:
            holds = effective(plan, outcome)
            target = figure(holds.target or 0, outcome.unit)
            start = "" if holds.baseline is None else f", baseline {figure(holds.baseline, outcome.unit)}"
            hoped = _unconfirmed(plan, outcome, result.final_value)
            yield result.mark(
                "met",
                f"{outcome.ref}: target {target}{start}, final figure {figure(result.final_value, outcome.unit)}, but "
                "the "
                f"outcome is answered {result.met}.{hoped}",
                expected=str(right[0]),
            )


def _differs(plan: Plan, result: Result, outcome: Outcome) -> bool:
    """Whether “met” does not agree with the figures, so far as that can be told."""
    right = _expected(plan, result, outcome)
    return bool(right and result.met and result.met not in right)


def _expected(plan: Plan, result: Result, outcome: Outcome) -> tuple[OutcomeMet, ...]:
    """The answers that the figures allow, the likeliest first; none where that cannot be told."""
    if Amendment.table in plan.missing or any(change.unreadable for change in plan.of(Amendment)):
        return ()
    holds, value, direction = effective(plan, outcome), result.final_value, outcome.direction
    if value is None or holds.target is None or direction is None or _slips(plan, result, outcome):
        return ()
    if reached(direction, holds.target, value):
        return (OutcomeMet.YES,)
    if holds.baseline is None or gain(direction, holds.baseline, value) > 0:
        return (OutcomeMet.PARTLY, OutcomeMet.NO)
    return (OutcomeMet.NO,)


def _slips(plan: Plan, result: Result, outcome: Outcome) -> bool:
    """Whether another rule speaks of the final figure already."""
    holds, value = effective(plan, outcome), result.final_value or 0
    cohort = result.sample_size or outcome.cohort
    return bool(out_of_range(value, outcome.unit, cohort)) or like_a_fraction(
        value, outcome.unit, holds.baseline, holds.target
    )


def _unconfirmed(plan: Plan, outcome: Outcome, value: float) -> str:
    """A word about an amendment that would make the outcome met, if the panel had confirmed it."""
    for change in plan.of(Amendment):
        if change.outcome != outcome.ref or change.what is not AmendedWhat.TARGET or change.new_target is None:
            continue
        waits = change.decision is not QuasDecision.CONFIRMED
        if waits and outcome.direction and reached(outcome.direction, change.new_target, value):
            return f" The panel has not confirmed the amendment {change.ref}."
    return ""


@rule("RV002", ERROR, stage=8, handbook="H48")
def evidence_is_given(plan: Plan) -> Iterator[Mark]:
    """Every result gives its evidence.

    Why: the panel confirms an outcome on the evidence.
    Put it right: say what you have, where it is kept, and its date.
    """
    for result in plan.of(Result):
        if result.blank("evidence"):
            yield result.mark("evidence", f"{result.ref} gives no evidence.")


@rule("RV003", ERROR, stage=8, handbook="H48")
def another_evidence_is_explained(plan: Plan) -> Iterator[Mark]:
    """Evidence other than the one planned at stage 4 is explained.

    Why: the panel confirmed the plan with that evidence in mind.
    Put it right: say in one or two sentences what is different, and why.
    """
    for result in plan.of(Result):
        if result.as_planned is False and result.blank("difference"):
            yield result.mark("difference", f"The evidence of {result.ref} is not as planned, but it does not say why.")


@rule("RV004", ERROR, stage=8, handbook="H48")
def is_measured_once_the_work_began(plan: Plan) -> Iterator[Mark]:
    """The final figure was measured after the last activity for the outcome began, and not in the future.

    Why: earlier it cannot show what the activities brought about.
    Put it right: correct the date, or measure again.
    """
    for result, outcome in _pairs(plan):
        yield from in_future(plan, result, "measured_on")
        last = _last_to_begin(plan, outcome)
        if last and _too_early(plan, result, outcome):
            yield result.mark(
                "measured_on",
                f"{result.ref} was measured on {shown(result.measured_on)}, but {last.ref} began only on "
                f"{shown(last.starts_on)}.",
            )


def _last_to_begin(plan: Plan, outcome: Outcome) -> Activity | None:
    """Of the activities for an outcome, the one that began last."""
    begun = [activity for activity in plan.activities_for(outcome) if activity.starts_on]
    return max(begun, key=lambda activity: activity.starts_on or dt.date.min, default=None)


def _too_early(plan: Plan, result: Result, outcome: Outcome) -> bool:
    """Whether a result was measured before the last activity for its outcome had begun."""
    last = _last_to_begin(plan, outcome)
    return bool(last and last.starts_on and result.measured_on and result.measured_on <= last.starts_on)


@rule("RV005", ERROR, stage=8, handbook="H47")
def group_and_head_stand_behind_it(plan: Plan) -> Iterator[Mark]:
    """The group with senior leaders has checked the result, and the head teacher has signed.

    Why: the school validates its results itself before the panel sees them.
    Put it right: take the result to the group and the head teacher, and write the dates.
    """
    for result in plan.of(Result):
        if result.blank("validated_on"):
            yield result.mark("validated_on", f"It does not say when the group checked {result.ref}.")
        if result.blank("head_signed_on"):
            yield result.mark("head_signed_on", f"It does not say when the head teacher signed {result.ref}.")


@rule("RV011", ERROR, stage=8, handbook="H47")
def is_checked_once_measured(plan: Plan) -> Iterator[Mark]:
    """The result was checked and signed once it had been measured, and not in the future.

    Why: nobody can check a figure that is not there yet.
    Put it right: correct the date.
    """
    for result in plan.of(Result):
        for field, what in (("validated_on", "checked"), ("head_signed_on", "signed")):
            day = getattr(result, field)
            yield from in_future(plan, result, field)
            if day and result.measured_on and day < result.measured_on <= plan.on:
                yield result.mark(
                    field,
                    f"{result.ref} was {what} on {shown(day)}, before it was measured on {shown(result.measured_on)}.",
                )


@rule("RV006", QUERY, stage=8, handbook="H48")
def is_measured_on_as_many(plan: Plan) -> Iterator[Mark]:
    """The final figure is about a number of people like the baseline's.

    Why: with a third fewer people, or more, the two may not be about the same pupils.
    Put it right: write of how many it is, or explain why the number differs.
    """
    for result, outcome in _pairs(plan):
        baseline = baseline_of(plan, outcome)
        before = baseline.sample_size if baseline else None
        if result.blank("sample_size"):
            if outcome.unit is Unit.PERCENT and result.final_value is not None:
                yield result.mark(
                    "sample_size", f"The final figure of {result.ref} is a percentage, and does not say of how many."
                )
        elif out_of_range(result.final_value or 0, outcome.unit, result.sample_size):
            continue  # RV010 speaks of the figure and the number of people
        elif before and result.sample_size and not before * 2 / 3 <= result.sample_size <= before * 3 / 2:
            yield result.mark(
                "sample_size",
                f"The final figure of {result.ref} is about {result.sample_size:,} people, the baseline about "
                f"{before:,}.",
            )


@rule("RV009", ADVICE, stage=8, handbook="H48")
def change_is_more_than_chance(plan: Plan) -> Iterator[Mark]:
    """The change is larger than chance alone would bring.

    Why: with few people a figure moves a little from year to year by itself. This takes nothing from the result.
    Put it right: nothing must be done; another kind of evidence makes the case stronger.
    """
    for result, outcome in _pairs(plan):
        baseline = baseline_of(plan, outcome)
        before = _part(baseline.value, outcome.unit, baseline.sample_size) if baseline else None
        after = _part(result.final_value, outcome.unit, result.sample_size)
        if not (before and after) or outcome.direction is None or before[0] == after[0]:
            continue
        if gain(outcome.direction, before[0], after[0]) > 0 and may_be_chance(*before, *after):
            low, high = newcombe(*after, *before)
            yield result.mark(
                "final_value",
                f"{outcome.ref}: from {100 * before[0]:.0f}% of {before[1]:,} to {100 * after[0]:.0f}% of "
                f"{after[1]:,} may be "
                f"chance: the change lies between {_points(low)} and {_points(high)} points.",
            )


def _points(change: float) -> str:
    """A change of a share in percentage points: ``+7``, ``-3``, ``0``."""
    points = round(100 * change)
    return f"{points:+d}" if points else "0"


def _part(value: float | None, unit: Unit | None, size: int | None) -> tuple[float, int] | None:
    """A figure as a share (0 to 1) of so many people, where it is one."""
    if value is None or not size:
        return None
    share = value / 100 if unit is Unit.PERCENT else value / size
    return (share, size) if unit in (Unit.PERCENT, Unit.PUPILS, Unit.PARENTS) and 0 <= share <= 1 else None


@rule("RV010", ERROR, stage=8, handbook="H48")
def figure_is_possible(plan: Plan) -> Iterator[Mark]:
    """A percentage lies between 0 and 100, and no more people are counted than there are.

    Why: no more people can change than there are.
    Put it right: correct the figure or the number of people.
    """
    for result, outcome in _pairs(plan):
        cohort = result.sample_size or outcome.cohort
        if result.final_value is not None and (why := out_of_range(result.final_value, outcome.unit, cohort)):
            yield result.mark(
                "final_value", f"{result.ref}: {figure(result.final_value, outcome.unit)} cannot be, since {why}."
            )


@rule("RV013", QUERY, stage=8, handbook="H41 H48")
def is_the_latest_figure(plan: Plan) -> Iterator[Mark]:
    """The final figure is the latest one, and agrees with the readings.

    Why: the panel sees the readings too, and will ask about a later or a different one.
    Put it right: use the latest figure, or explain why another one is the better measure.
    """
    for result, outcome in _pairs(plan):
        last = readings_of(plan, outcome)[-1:]
        if not last or not result.measured_on or result.final_value is None:
            continue
        if _slips(plan, result, outcome) or _too_early(plan, result, outcome):
            continue
        day, value = last[0].read_on, last[0].value
        if day and value is not None and day >= result.measured_on and value != result.final_value:
            when = "on the same day" if day == result.measured_on else f"later, on {shown(day)},"
            yield result.mark(
                "final_value",
                f"{result.ref}: the final figure is {figure(result.final_value, outcome.unit)}, but {last[0].ref} says "
                f"{when} {figure(value, outcome.unit)}.",
            )


@rule("RV014", QUERY, stage=8, handbook="H48")
def is_reached_in_time(plan: Plan) -> Iterator[Mark]:
    """An outcome that is met was reached by its target date, or within a term of it.

    Why: the outcome promised a date as well as a figure.
    Put it right: correct the date, or explain the delay; a new target date needs the panel's confirmation.
    """
    for result, outcome in _pairs(plan):
        due = effective(plan, outcome).due
        if result.met is not OutcomeMet.YES or due is None or result.measured_on is None:
            continue
        if due + dt.timedelta(days=TERM_DAYS) < result.measured_on <= plan.on:
            yield result.mark(
                "measured_on",
                f"{result.ref} was measured on {shown(result.measured_on)}, long after its target date of "
                f"{shown(due)}.",
            )


@rule("RV015", QUERY, stage=8, handbook="H47", judged=Judged.OWN_STAGE)
def what_is_due_has_a_result(plan: Plan) -> Iterator[Mark]:
    """An outcome whose target date has long passed has a result.

    Why: outcomes are met one by one, but what became of one that is past its date should be known.
    Put it right: fill in its result, even if it is No; or say when it will be measured.
    """
    there = {result.ref for result in plan.of(Result)}
    for outcome in plan.of(Outcome):
        due = effective(plan, outcome).due
        if outcome.ref not in there and due and (plan.on - due).days > TERM_DAYS:
            yield Result.mark_table(
                f"{outcome.ref} was to be reached by {shown(due)}, and has no result.",
                field="met",
                expected=outcome.ref,
            )


@rule("RV016", ERROR, stage=8, handbook="H48")
def result_has_its_outcome(plan: Plan) -> Iterator[Mark]:
    """A result stands in the column of an outcome.

    Why: a result for an outcome that the plan does not have cannot be judged.
    Put it right: move it to the column of its outcome.
    """
    for result in plan.of(Result):
        if plan.of(Outcome) and plan.row(Outcome, result.ref) is None:
            yield result.mark("met", f"There is a result for {result.ref}, but the plan has no such outcome.")


@rule("RV018", QUERY, stage=8, handbook="H48")
def evidence_says_the_same(plan: Plan) -> Iterator[Mark]:
    """The final figure agrees with the count in the evidence.

    Why: “90 of 172” and 62% cannot both be right.
    Put it right: correct the figure, the number of people or the evidence.
    """
    for result, outcome in _pairs(plan):
        if result.final_value is None or _slips(plan, result, outcome) or _differs(plan, result, outcome):
            continue
        if words := another_count(result.evidence, result.final_value, outcome.unit, result.sample_size):
            yield result.mark(
                "final_value",
                f"{result.ref}: the final figure is {figure(result.final_value, outcome.unit)}, but the evidence says "
                f"{words}.",
            )


@rule("RV019", QUERY, stage=8, handbook="H48")
def percentage_is_no_fraction(plan: Plan) -> Iterator[Mark]:
    """A percentage is written as 45, not as 0.45.

    Why: the two differ a hundredfold.
    Put it right: write the figure as it reads before the % sign.
    """
    for result, outcome in _pairs(plan):
        holds = effective(plan, outcome)
        if result.final_value is not None and like_a_fraction(
            result.final_value, outcome.unit, holds.baseline, holds.target
        ):
            yield like_a_percentage(result, "final_value")


@rule("RV007", ERROR, stage=8, handbook="H52")
def prompts_are_answered(plan: Plan) -> Iterator[Mark]:
    """The four questions of the review are answered.

    Why: they look at what lasts when the figures are forgotten.
    Put it right: answer in two or three sentences.
    """
    if answers := plan.one(ReviewAnswers):
        for field in ("progress", "embedded", "partners", "sustained"):
            if answers.blank(field):
                yield answers.mark(field, f"“{plan.title(ReviewAnswers, field)}” is not answered.")


@rule("RV008", QUERY, stage=8, handbook="H51")
def next_cycle_is_planned(plan: Plan) -> Iterator[Mark]:
    """The next cycle has an up-to-date needs analysis and a new priority.

    Why: the work goes on where the need is greatest now.
    Put it right: write the date of the new needs analysis and the new priority, or say when they will be settled.
    """
    cycle = plan.one(NextCycle)
    if not cycle:
        return
    if cycle.blank("needs_analysis_on"):
        yield cycle.mark("needs_analysis_on", "No date is given for the new needs analysis.")
    elif cycle.needs_analysis_on and cycle.needs_analysis_on < years_later(plan.on, -1):
        yield cycle.mark(
            "needs_analysis_on", f"A needs analysis of {shown(cycle.needs_analysis_on)} is more than a year old."
        )
    if cycle.blank("new_indicator"):
        yield cycle.mark("new_indicator", "No National Indicator is given for the new priority.")


@rule("RV012", QUERY, stage=8, handbook="H51")
def new_priority_is_new(plan: Plan) -> Iterator[Mark]:
    """The new priority is another one than the two of this plan.

    Why: a new priority is asked for, beside the one that goes on.
    Put it right: choose another indicator, or explain why the work on this one must go on.
    """
    cycle = plan.one(NextCycle)
    if cycle and cycle.new_indicator:
        for priority in plan.of(Priority):
            if priority.indicator == cycle.new_indicator:
                yield cycle.mark("new_indicator", f"{cycle.new_indicator} is already {priority.ref} of this plan.")


@rule("RV017", QUERY, stage=8, handbook="H53")
def is_in_the_self_evaluation(plan: Plan) -> Iterator[Mark]:
    """An outcome that is met is recorded in the self-evaluation form.

    Why: inspectors read there what the school has achieved.
    Put it right: name the line of the form, or say when it will be written in.
    """
    answers = plan.one(ReviewAnswers)
    if answers and answers.blank("self_evaluation") and any(result.met is OutcomeMet.YES for result in plan.of(Result)):
        yield answers.mark(
            "self_evaluation", "An outcome is met, but it does not say where it stands in the self-evaluation form."
        )
