"""SI: early success indicators (H30, H31)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

from hwit_validators.figures.measure import fractions, gain, out_of_range, school_year
from hwit_validators.model.choices import Direction, IndicatorKind, Unit
from hwit_validators.model.column import ALL
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ADVICE, ERROR, QUERY, Judged, rule
from hwit_validators.rules.marks import not_as_fractions
from hwit_validators.tables import Indicator, Outcome, Priority
from hwit_validators.wording import bare
from hwit_validators.words import figure, shown


@rule("SI001", ERROR, stage=4, handbook="H30")
def every_outcome_has_an_indicator(plan: Plan) -> Iterator[Mark]:
    """Every outcome has an indicator of its own, or shares one.

    Why: without milestones nobody sees in time whether the outcome will be reached.
    Put it right: add an indicator for the outcome, or name the outcome beside one that serves it too.
    """
    indicators = plan.of(Indicator)
    if any(not indicator.outcomes for indicator in indicators):
        return  # whose milestone it is must be known before any is missed
    served = {outcome.ref for indicator in indicators for outcome in plan.served_by(indicator)}
    for outcome in plan.of(Outcome):
        if outcome.ref not in served and outcome.priority:
            yield Indicator.mark_table(f"No indicator serves {outcome.ref}.", field="outcomes")


@rule("SI002", ERROR, stage=4, handbook="H30")
def priority_mixes_process_and_impact(plan: Plan) -> Iterator[Mark]:
    """Each priority has process and impact indicators.

    Why: what is put in place comes first, then the first change in pupils; both are needed to see progress.
    Put it right: add an indicator of the missing kind, or correct the kind or the priority of one.
    """
    indicators = plan.of(Indicator)
    if any(indicator.kind is None or indicator.priority is None for indicator in indicators):
        return
    for priority in plan.of(Priority):
        kinds = {indicator.kind for indicator in indicators if indicator.priority == priority.ref}
        for missing in IndicatorKind:
            if kinds and missing not in kinds:
                yield Indicator.mark_table(
                    f"{priority.ref} has no {missing.lower()} indicator.", field="kind", expected=str(missing)
                )


@rule("SI003", ERROR, stage=4, handbook="H31")
def has_a_timescale(plan: Plan) -> Iterator[Mark]:
    """Every indicator has a date by which it is due.

    Why: a milestone without a date cannot be missed, so it cannot be reached either.
    Put it right: write the date.
    """
    for indicator in plan.of(Indicator):
        if indicator.blank("due"):
            yield indicator.mark("due", f"{indicator.ref} has no due date.")


@rule("SI004", ERROR, stage=4, handbook="H30 H31")
def falls_due_on_the_way(plan: Plan) -> Iterator[Mark]:
    """An indicator falls due after the start and not after the outcome it serves.

    Why: a milestone lies on the way to the outcome, not beyond it.
    Put it right: correct the due date, or the outcomes it serves.
    """
    for indicator in plan.of(Indicator):
        served = [
            (outcome.starts_on, outcome.target_date, outcome.ref)
            for outcome in plan.served_by(indicator)
            if outcome.starts_on and outcome.target_date and outcome.starts_on < outcome.target_date
        ]
        if indicator.due is None or not served:
            continue
        first = min(start for start, _, _ in served)
        ends = sorted((end, ref) for _, end, ref in served)
        end, ref = ends[-1] if ALL in indicator.outcomes else ends[0]
        if indicator.due <= first:
            yield indicator.mark(
                "due", f"{indicator.ref} is due on {shown(indicator.due)}, before the work starts on {shown(first)}."
            )
        elif indicator.due > end:
            yield indicator.mark(
                "due",
                f"{indicator.ref} is due on {shown(indicator.due)}, after {ref} is to be reached on {shown(end)}.",
                expected=f"by {shown(end)}",
            )


@rule("SI005", QUERY, stage=4, handbook="H30")
def some_fall_due_early(plan: Plan) -> Iterator[Mark]:
    """The indicators of an outcome are not all due in the last quarter of the way.

    Why: a milestone so late leaves no time to change course.
    Put it right: bring one forward, or add an earlier one.
    """
    indicators = plan.of(Indicator)
    dated = [(indicator.due, indicator) for indicator in indicators if indicator.outcomes and indicator.due]
    if len(dated) < len(indicators):
        return
    seen: set[str] = set()
    for outcome in plan.of(Outcome):
        if not (outcome.starts_on and outcome.target_date and outcome.target_date > outcome.starts_on):
            continue
        late = outcome.starts_on + (outcome.target_date - outcome.starts_on) * 3 / 4
        own = [(due, each) for due, each in dated if any(outcome is served for served in plan.served_by(each))]
        if own and all(due > late for due, _ in own):
            due, first = min(own, key=itemgetter(0))
            if first.ref not in seen and due <= outcome.target_date:
                seen.add(first.ref)
                yield first.mark(
                    "due",
                    f"Every indicator of {outcome.ref} is due in the last quarter of the way, after {shown(late)}.",
                    expected=f"one by {shown(late)}",
                )


@rule("SI006", ERROR, stage=4, handbook="H30")
def impact_has_a_number(plan: Plan) -> Iterator[Mark]:
    """An impact indicator has a figure to reach, a unit and a direction.

    Why: an early change in pupils is shown by a figure, as the outcome is.
    Put it right: fill in the figure, its unit and its direction, or make it a process indicator.
    """
    names = {"target": "figure to reach", "unit": "unit", "direction": "direction"}
    for indicator in plan.of(Indicator):
        if indicator.kind is IndicatorKind.IMPACT:
            for field, name in names.items():
                if indicator.blank(field):
                    yield indicator.mark(field, f"{indicator.ref} is an impact indicator, but has no {name}.")


@rule("SI007", QUERY, stage=4, handbook="H30")
def not_beyond_the_outcome(plan: Plan) -> Iterator[Mark]:
    """An indicator does not ask for more than the outcome it leads to.

    Why: a milestone comes before the goal.
    Put it right: lower the indicator's figure, raise the outcome's, or explain that they count different things.
    """
    for indicator in plan.of(Indicator):
        served = plan.served_by(indicator)
        if (
            indicator.kind is not IndicatorKind.IMPACT
            or len(served) != 1
            or indicator.target is None
            or indicator.direction is None
            or _impossible(indicator)
            or fractions(indicator)  # which SI015 says
        ):
            continue
        [outcome] = served
        if outcome.target is None or outcome.unit != indicator.unit or outcome.direction != indicator.direction:
            continue
        if fractions(outcome):
            continue  # which OC020 says
        if outcome.baseline is not None and gain(indicator.direction, outcome.baseline, outcome.target) <= 0:
            continue  # the outcome's own figures are wrong, which OC005 says
        if gain(indicator.direction, outcome.target, indicator.target) > 0:
            yield indicator.mark(
                "target",
                f"{indicator.ref} asks for {figure(indicator.target, indicator.unit)}, but {outcome.ref} itself only "
                f"for {figure(outcome.target, outcome.unit)}.",
            )


@rule("SI008", QUERY, stage=4, handbook="H30")
def somebody_leads_it(plan: Plan) -> Iterator[Mark]:
    """Somebody leads on every indicator.

    Why: what is everybody's task is soon nobody's.
    Put it right: name a role, such as the PE lead.
    """
    for indicator in plan.of(Indicator):
        if indicator.blank("lead"):
            yield indicator.mark("lead", f"Nobody leads on {indicator.ref}.")


@rule("SI009", QUERY, stage=4, handbook="H30")
def successive_indicators_move_on(plan: Plan) -> Iterator[Mark]:
    """Indicators of the same measure ask for more as time goes on.

    Why: a later milestone that asks for the same, or less, shows no progress.
    Put it right: correct a figure or a date, or explain why the figure stands still.
    """
    series: dict[tuple[tuple[str, ...], str, Unit | None, Direction], list[tuple[dt.date, float, Indicator]]] = (
        defaultdict(list)
    )
    for indicator in plan.of(Indicator):
        counted = indicator.measure and indicator.kind is IndicatorKind.IMPACT
        if counted and not _stands_still(indicator) and not fractions(indicator):
            due, target, direction = indicator.due, indicator.target, indicator.direction
            if due and target is not None and direction:
                key = (indicator.outcomes, bare(indicator.measure), indicator.unit, direction)
                series[key].append((due, target, indicator))
    for (_, _, _, direction), milestones in series.items():
        milestones.sort(key=itemgetter(0))
        for (_, before, earlier), (_, after, later) in pairwise(milestones):
            if gain(direction, before, after) <= 0:
                yield later.mark(
                    "target",
                    f"{later.ref} is due after {earlier.ref} and counts the same, but asks for "
                    f"{figure(after, later.unit)} "
                    f"after {figure(before, earlier.unit)}.",
                )


@rule("SI010", QUERY, stage=4, handbook="H31", judged=Judged.OWN_STAGE)
def not_already_past(plan: Plan) -> Iterator[Mark]:
    """No indicator is already due when the plan is submitted.

    Why: a milestone that has passed before the plan is agreed guides nobody.
    Put it right: move the date, or take the indicator out.
    """
    for indicator in plan.of(Indicator):
        starts = [outcome.starts_on for outcome in plan.served_by(indicator) if outcome.starts_on]
        if indicator.due and indicator.due < plan.on and not (starts and indicator.due <= min(starts)):  # else SI004
            yield indicator.mark(
                "due", f"{indicator.ref} was due on {shown(indicator.due)}, before the plan is agreed."
            )


@rule("SI011", ADVICE, stage=4, handbook="H30 H46", judged=Judged.OWN_STAGE)
def one_each_school_year(plan: Plan) -> Iterator[Mark]:
    """One indicator falls due in each school year of the plan.

    Why: each indicator reached is an occasion to celebrate, and a year without one is long.
    Put it right: nothing must be done; an indicator for that year would help.
    """
    spans = [(o.starts_on, o.target_date) for o in plan.of(Outcome) if o.starts_on and o.target_date]
    due = {school_year(indicator.due) for indicator in plan.of(Indicator) if indicator.due}
    if not spans or not due:
        return
    first = min(school_year(start + dt.timedelta(days=90)) for start, _ in spans)
    last = max(school_year(end) for _, end in spans)
    for year in range(first, last + 1):
        if year not in due:
            yield Indicator.mark_table(
                f"No indicator falls due in the school year {year}/{(year + 1) % 100:02}.", field="due"
            )


@rule("SI012", ERROR, stage=4, handbook="H25 H30")
def target_improves_on_baseline(plan: Plan) -> Iterator[Mark]:
    """The figure to reach lies beyond the starting figure, in the direction the indicator says.

    Why: a milestone that stands still, or moves the wrong way, is none.
    Put it right: correct one of the figures, or the direction.
    """
    for indicator in plan.of(Indicator):
        if indicator.baseline is None or indicator.target is None or _impossible(indicator):
            continue
        if _stands_still(indicator):
            wanted = (indicator.direction or Direction.DECREASE).wanted
            yield indicator.mark(
                "target",
                f"{indicator.ref}: target {figure(indicator.target, indicator.unit)}, starting figure "
                f"{figure(indicator.baseline, indicator.unit)}. "
                f"The target must be {wanted}.",
                expected=f"{wanted} than {figure(indicator.baseline, indicator.unit)}",
            )


def _impossible(indicator: Indicator) -> bool:
    """Whether one of its figures cannot be, which SI013 says."""
    figures = (indicator.baseline, indicator.target)
    return any(value is not None and out_of_range(value, indicator.unit, None) for value in figures)


def _stands_still(indicator: Indicator) -> bool:
    """Whether its figure to reach is no improvement on the starting figure, or one of the two cannot be."""
    if indicator.baseline is None or indicator.target is None or indicator.direction is None:
        return _impossible(indicator)
    return _impossible(indicator) or gain(indicator.direction, indicator.baseline, indicator.target) <= 0


@rule("SI013", ERROR, stage=4, handbook="H25 H30")
def figures_are_possible(plan: Plan) -> Iterator[Mark]:
    """Percentages lie between 0 and 100, and pupils are no more than those on roll.

    Why: no more pupils can change than there are.
    Put it right: correct the figure or the unit.
    """
    for indicator in plan.of(Indicator):
        for field in ("baseline", "target"):
            value = getattr(indicator, field)
            if value is not None and (why := out_of_range(value, indicator.unit, None)):
                yield indicator.mark(field, f"{indicator.ref}: {figure(value, indicator.unit)} cannot be, since {why}.")


@rule("SI014", QUERY, stage=4, handbook="H30")
def serves_its_own_priority(plan: Plan) -> Iterator[Mark]:
    """An indicator serves outcomes of its own priority.

    Why: otherwise the thread from priority to milestone is broken.
    Put it right: correct the priority or the outcomes, or explain why it serves both.
    """
    for indicator in plan.of(Indicator):
        if indicator.priority is None or ALL in indicator.outcomes:
            continue
        served = plan.served_by(indicator)
        if any(plan.of(Priority) and plan.row(Priority, outcome.priority) is None for outcome in served):
            continue  # WB012 or WB014 speaks of the outcome's priority
        if served and all(outcome.priority not in (None, indicator.priority) for outcome in served):
            refs = ", ".join(outcome.ref for outcome in served)
            yield indicator.mark(
                "priority",
                f"{indicator.ref} stands under {indicator.priority}, but serves {refs} of {served[0].priority}.",
                expected=served[0].priority,
            )


@rule("SI015", QUERY, stage=4, handbook="H25 H30")
def percentages_are_no_fractions(plan: Plan) -> Iterator[Mark]:
    """An indicator's percentage is written as 45, not as 0.45.

    Why: the two differ a hundredfold, and everything that is worked out from them.
    Put it right: write the figure as it reads before the % sign.
    """
    for indicator in plan.of(Indicator):
        if not _stands_still(indicator):  # which SI012 says
            yield from not_as_fractions(indicator)
