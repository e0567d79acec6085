"""OC: the figures of meaningful outcomes: starting figures, targets and the people they are about (H25, H38, H54)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hwit_validators.finding import Mark, Severity
from hwit_validators.measure import figure, fractions, gain, out_of_range
from hwit_validators.plan import Plan
from hwit_validators.records import Outcome
from hwit_validators.records.choices import Respondents, Unit
from hwit_validators.rule import Judged, rule
from hwit_validators.rules.marks import not_as_fractions, or_the_roll
from hwit_validators.wording import NUMBERS

REJECT, ERROR, QUERY, ADVICE = Severity


@rule("OC003", ERROR, stage=4, handbook="H25")
def has_a_target_figure(plan: Plan) -> Iterator[Mark]:
    """Every outcome has a figure to reach.

    Why: a firm figure is what makes an outcome measurable.
    Put it right: write the figure you mean to reach, in the unit you chose.
    """
    for outcome in plan.of(Outcome):
        if outcome.blank("target"):
            yield outcome.mark("target", f"{outcome.ref} has no target figure.")


@rule("OC004", QUERY, stage=4, handbook="H25")
def statement_says_the_figure(plan: Plan) -> Iterator[Mark]:
    """The sentence says the target figure.

    Why: the sentence is what people will read and remember, so it should promise the same as the figures.
    Put it right: write the target figure into the sentence, or correct the one that differs.
    """
    for outcome in plan.of(Outcome):
        if outcome.target is None or not outcome.statement or _moves_the_wrong_way(outcome):
            continue
        if out_of_range(outcome.target, outcome.unit, outcome.cohort) or "target" in fractions(outcome):
            continue  # OC006 or OC020 speaks of the target
        figures = {float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", outcome.statement)}
        figures |= {
            float(NUMBERS[word]) for word in re.findall(r"[a-z]+", outcome.statement.lower()) if word in NUMBERS
        }
        if outcome.target not in figures:
            wanted = figure(outcome.target, outcome.unit)
            yield outcome.mark(
                "statement",
                f"The target of {outcome.ref} is {wanted}, but its sentence does not say {wanted}.",
                expected=wanted,
            )


@rule("OC005", ERROR, stage=4, handbook="H25")
def target_improves_on_baseline(plan: Plan) -> Iterator[Mark]:
    """The target lies beyond the starting figure, in the direction the outcome says.

    Why: an outcome that stands still, or moves the wrong way, is not a measurable improvement.
    Put it right: correct the target or the starting figure, or change the direction.
    """
    for outcome in plan.of(Outcome):
        if outcome.target is None or outcome.baseline is None or outcome.direction is None:
            continue
        if _moves_the_wrong_way(outcome):
            lower = "higher" if outcome.direction == "Increase" else "lower"
            yield outcome.mark(
                "target",
                f"{outcome.ref}: target {figure(outcome.target, outcome.unit)}, starting figure "
                f"{figure(outcome.baseline, outcome.unit)}. For {_an(outcome.direction)} the target must be {lower}.",
                expected=f"{lower} than {figure(outcome.baseline, outcome.unit)}",
            )


def _moves_the_wrong_way(outcome: Outcome) -> bool:
    """Whether the target is no improvement on the starting figure, both being figures that can be."""
    if outcome.baseline is None or outcome.target is None or outcome.direction is None:
        return False
    if any(out_of_range(value, outcome.unit, outcome.cohort) for value in (outcome.baseline, outcome.target)):
        return False
    return gain(outcome.direction, outcome.baseline, outcome.target) <= 0


def _an(direction: str) -> str:
    return f"an {direction.lower()}" if direction == "Increase" else f"a {direction.lower()}"


@rule("OC006", ERROR, stage=4, handbook="H25")
def figures_are_possible(plan: Plan) -> Iterator[Mark]:
    """Percentages lie between 0 and 100, and counts of people within their number.

    Why: no more people can change than there are.
    Put it right: correct the figure, the unit or the number of people.
    """
    for outcome in plan.of(Outcome):
        for field in ("baseline", "target"):
            value = getattr(outcome, field)
            if value is not None and (why := out_of_range(value, outcome.unit, outcome.cohort)):
                yield outcome.mark(field, f"{outcome.ref}: {figure(value, outcome.unit)} cannot be, since {why}.")


@rule("OC007", QUERY, stage=4, handbook="H25")
def change_is_at_least_one_person(plan: Plan) -> Iterator[Mark]:
    """The change is at least one person of those it is about.

    Why: a smaller change cannot happen, or cannot be seen.
    Put it right: aim for more, or correct the number of people.
    """
    for outcome in plan.of(Outcome):
        if outcome.baseline is None or outcome.target is None or outcome.baseline == outcome.target:
            continue
        if fractions(outcome):
            continue  # OC020 speaks of them
        change = abs(outcome.target - outcome.baseline)
        people = change * outcome.cohort / 100 if outcome.unit is Unit.PERCENT and outcome.cohort else change
        if (
            outcome.unit in (Unit.PERCENT, Unit.PUPILS, Unit.PARENTS)
            and (outcome.cohort or outcome.unit is not Unit.PERCENT)
            and people < 0.995
        ):
            of = f" of {outcome.cohort:,}" if outcome.cohort else ""
            yield outcome.mark(
                "target",
                f"{outcome.ref}: from {figure(outcome.baseline, outcome.unit)} to "
                f"{figure(outcome.target, outcome.unit)}{of} is less than one person.",
            )


@rule("OC017", ADVICE, stage=4, handbook="H54")
def small_cohort_is_not_shared(plan: Plan) -> Iterator[Mark]:
    """Figures about few pupils stay in the school.

    Why: figures about so few pupils could point to a child, so only “met” or “not met” is shared outside the school.
    Put it right: nothing needs doing.
    """
    least = plan.profile.limits.smallest_group
    for outcome in plan.of(Outcome):
        if outcome.cohort is not None and outcome.cohort < least:
            yield outcome.mark(
                "cohort",
                f"{outcome.ref} is about {outcome.cohort} people, fewer than {least}: only “met” or “not met” will be "
                "shared.",
            )


@rule("OC018", QUERY, stage=4, handbook="H38", judged=Judged.OWN_STAGE)
def starting_figure_is_known(plan: Plan) -> Iterator[Mark]:
    """The starting figure is known, or its absence is explained.

    Why: without it nobody can tell whether the target is within reach. It must be measured at stage 5 at the latest.
    Put it right: write the figure from the needs analysis, or explain when it will be measured.
    """
    for outcome in plan.of(Outcome):
        if outcome.blank("baseline"):
            yield outcome.mark("baseline", f"{outcome.ref} has no starting figure yet.")


@rule("OC019", QUERY, stage=4, handbook="H25", judged=Judged.OWN_STAGE)
def cohort_is_within_the_roll(plan: Plan) -> Iterator[Mark]:
    """An outcome about pupils is not about more pupils than the school has.

    Why: the number of people turns percentages into pupils, and back.
    Put it right: correct the number of people or the number on roll.
    """
    roll = plan.school.roll if plan.school else None
    beyond: list[Mark] = []
    compared = 0
    for outcome in plan.of(Outcome):
        if outcome.unit is Unit.PARENTS or outcome.respondents in (Respondents.PARENTS, Respondents.BOTH):
            continue
        compared += bool(outcome.cohort)
        if roll and outcome.cohort and outcome.cohort > roll:
            beyond.append(
                outcome.mark(
                    "cohort",
                    f"{outcome.ref} is about {outcome.cohort:,} people, but {roll:,} pupils are on roll.",
                    expected=f"at most {roll:,}",
                )
            )
    yield from or_the_roll(plan, beyond, compared)


@rule("OC020", QUERY, stage=4, handbook="H25")
def percentages_are_no_fractions(plan: Plan) -> Iterator[Mark]:
    """A percentage is written as 45, not as 0.45.

    Why: the two differ a hundredfold, and everything that is worked out from them.
    Put it right: write the figure as it reads before the % sign.
    """
    for outcome in plan.of(Outcome):
        if not _moves_the_wrong_way(outcome):  # which OC005 says
            yield from not_as_fractions(outcome)
