"""OC: the meaningful outcomes of stage 4: their kinds, their words and their figures (H24-H29, H32)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from hwit_validators.figures.measure import fractions, gain, is_counted, is_perception, out_of_range, years_later
from hwit_validators.model.choices import OutcomeType, Respondents, Scope, Unit
from hwit_validators.model.finding import Mark
from hwit_validators.model.profile import OutcomesPer
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ADVICE, ERROR, QUERY, Judged, rule
from hwit_validators.rules.marks import not_as_fractions, or_the_roll
from hwit_validators.tables import DataItem, Outcome, Priority
from hwit_validators.wording import NUMBERS, alike
from hwit_validators.words import figure, shown

TERM = 70
"""Days of teaching and weekends in the shortest English school term, about ten weeks."""


@rule("OC001", ERROR, stage=4, handbook="H24")
def all_three_types(plan: Plan) -> Iterator[Mark]:
    """There is a quantitative, a perception and a targeted outcome.

    Why: what is counted, what people say, and what changes for those most at risk together show a change. The
    handbook can be read as three for each priority or three in all; the Local Programme settles which.
    Put it right: add an outcome of the missing type, or correct the type of one that is there.
    """
    for name, outcomes in _bundles(plan):
        types = Counter(outcome.type for outcome in outcomes)
        if None in types or any(number > 1 for number in types.values()):
            continue  # a type that cannot be read, or a double one (OC002), is the likelier slip
        for missing in (kind for kind in OutcomeType if kind not in types):
            yield Outcome.mark_table(f"{name} has no {missing.lower()} outcome.", field="type", expected=str(missing))


@rule("OC002", ERROR, stage=4, handbook="H24")
def no_type_twice(plan: Plan) -> Iterator[Mark]:
    """No type of outcome stands twice where only one belongs.

    Why: three outcomes of three different types are asked for.
    Put it right: correct the type or the priority of one of them.
    """
    for name, first, outcome in _doubles(plan):
        kind = outcome.type.lower() if outcome.type else ""
        yield outcome.mark("type", f"{name} has two {kind} outcomes: {first.ref} and {outcome.ref}.")


def _doubles(plan: Plan) -> Iterator[tuple[str, Outcome, Outcome]]:
    """The name of what belongs together, and the first and each further outcome of the same type in it."""
    for name, outcomes in _bundles(plan):
        seen: dict[OutcomeType, Outcome] = {}
        for outcome in outcomes:
            if outcome.type and outcome.type in seen:
                yield name, seen[outcome.type], outcome
            elif outcome.type:
                seen[outcome.type] = outcome


def _of_a_clear_type(plan: Plan) -> list[Outcome]:
    """The outcomes whose type can be relied on: of a type that stands twice, OC002 speaks."""
    doubtful = {outcome.ref for _, *two in _doubles(plan) for outcome in two}
    return [outcome for outcome in plan.of(Outcome) if outcome.ref not in doubtful]


def _bundles(plan: Plan) -> Iterator[tuple[str, list[Outcome]]]:
    """The outcomes that belong together: those of each priority, or all, as the programme settled."""
    outcomes = list(plan.of(Outcome))
    if plan.profile.outcomes_per is OutcomesPer.PLAN:
        yield "The plan", outcomes
        return
    known = {priority.ref for priority in plan.of(Priority)} or {outcome.priority or "" for outcome in outcomes}
    if any(outcome.priority is None or outcome.priority not in known for outcome in outcomes):
        return  # whose outcome it is must be known before any is missed
    for ref in sorted(known):
        yield ref, [outcome for outcome in outcomes if outcome.priority == ref]


_OPINION = re.compile(
    r"\b(?:feel|feels|feeling|say|says|think|thinks|believe|believes|agree|agrees|enjoy|enjoys|opinion|opinions|confident|satisfied)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:attendance|attend|attends|absence|absences|absent|exclusions?|excluded|take-?up|register|weigh|weight|BMI)\b",
    re.IGNORECASE,
)


@rule("OC008", QUERY, stage=4, handbook="H26 H27")
def wording_fits_the_type(plan: Plan) -> Iterator[Mark]:
    """A counted outcome is not worded as an opinion, and a perception is not a count.

    Why: what pupils do and what they say are shown by different evidence.
    Put it right: change the words or the type, or explain why they belong together.
    """
    for outcome in _of_a_clear_type(plan):
        text = outcome.statement or ""
        if is_counted(outcome) and (found := _OPINION.search(text)):
            yield outcome.mark(
                "statement",
                f"{outcome.ref} is a counted outcome, but its sentence speaks of what people “{found[0].lower()}”.",
            )
        elif is_perception(outcome) and (found := _COUNT.search(text)) and not _OPINION.search(text):
            yield outcome.mark(
                "statement",
                f"{outcome.ref} is about people's views, but its sentence speaks of “{found[0].lower()}”, which is "
                "counted.",
            )


@rule("OC009", QUERY, stage=4, handbook="H27")
def perception_asks_pupils_and_parents(plan: Plan) -> Iterator[Mark]:
    """A perception outcome asks pupils, and their parents and carers.

    Why: the model wants to hear both.
    Put it right: ask both, or explain why only one of them can be asked.
    """
    for outcome in _of_a_clear_type(plan):
        if (
            outcome.type is OutcomeType.PERCEPTION
            and "respondents" not in outcome.unreadable
            and outcome.respondents is not Respondents.BOTH
        ):
            asked = (
                f"only {outcome.respondents.lower()} are asked"
                if outcome.respondents
                else "it does not say who is asked"
            )
            yield outcome.mark(
                "respondents", f"{outcome.ref} is about views, and {asked}.", expected=str(Respondents.BOTH)
            )


@rule("OC010", ERROR, stage=4, handbook="H28")
def targeted_names_group_and_measure(plan: Plan) -> Iterator[Mark]:
    """A targeted outcome names its group, and says whether it is counted or asked.

    Why: the support is for particular pupils, and the evidence depends on how the change is measured.
    Put it right: choose the group the needs analysis found, and how the change is measured.
    """
    for outcome in _of_a_clear_type(plan):
        if outcome.type is OutcomeType.TARGETED:
            if outcome.blank("group"):
                yield outcome.mark("group", f"{outcome.ref} is targeted, but names no group.")
            if outcome.blank("measured_as"):
                yield outcome.mark(
                    "measured_as", f"{outcome.ref} is targeted, but does not say whether it is counted or asked."
                )


@rule("OC011", QUERY, stage=4, handbook="H28 H19")
def targeted_group_comes_from_the_needs_analysis(plan: Plan) -> Iterator[Mark]:
    """The group of a targeted outcome stands in the needs analysis.

    Why: the group is chosen because the data point to it.
    Put it right: use the same words on both sheets, add the data about the group, or explain why it was chosen.
    """
    if DataItem.table in plan.missing or not plan.of(DataItem):
        return
    if any(item.unreadable & {"scope", "group"} for item in plan.of(DataItem)):
        return
    groups = [item.group for item in plan.of(DataItem) if item.scope is Scope.GROUP and item.group]
    for outcome in plan.of(Outcome):
        targeted = outcome.type is OutcomeType.TARGETED and outcome.group
        if targeted and not any(alike(outcome.group, group) for group in groups):
            yield outcome.mark("group", f"No row of the Data sheet is about the group of {outcome.ref}.")


@rule("OC012", QUERY, stage=4, handbook="H24 H28")
def universal_names_no_group(plan: Plan) -> Iterator[Mark]:
    """An outcome for everyone names no group.

    Why: an outcome for one group is a targeted one.
    Put it right: take the group out, or make the outcome a targeted one.
    """
    for outcome in _of_a_clear_type(plan):
        if outcome.type in (OutcomeType.QUANTITATIVE, OutcomeType.PERCEPTION) and outcome.group:
            yield outcome.mark("group", f"{outcome.ref} is for everyone, but names a group.")


@rule("OC013", ERROR, stage=4, handbook="H31")
def target_date_follows_start(plan: Plan) -> Iterator[Mark]:
    """The target date comes after the start.

    Why: a change takes time.
    Put it right: correct one of the two dates.
    """
    for outcome in plan.of(Outcome):
        if outcome.starts_on and outcome.target_date and outcome.target_date <= outcome.starts_on:
            yield outcome.mark(
                "target_date",
                f"{outcome.ref}: the target date {shown(outcome.target_date)} does not come after the start "
                f"{shown(outcome.starts_on)}.",
            )


@rule("OC014", QUERY, stage=4, handbook="H12")
def takes_a_term_to_three_years(plan: Plan) -> Iterator[Mark]:
    """The target date is at least a term after the start, and within three years of joining.

    Why: a change sooner than that is hardly lasting; the eight stages take two to three years. In a later cycle the
    three years count from the last result of the cycle before.
    Put it right: correct the date, or explain the pace.
    """
    began = plan.cycle_began_on
    achieved = plan.school.nhss_achieved_on if plan.school else None
    if began and achieved and began < achieved:
        began = None  # EL005 speaks of that
    event = "joining" if plan.cycle == 1 else "this cycle began"
    years = plan.profile.limits.longest_years
    for outcome in plan.of(Outcome):
        if not (outcome.starts_on and outcome.target_date) or outcome.target_date <= outcome.starts_on:
            continue
        begin = began or outcome.starts_on
        if (outcome.target_date - outcome.starts_on).days < TERM:
            yield outcome.mark(
                "target_date",
                f"{outcome.ref}: from {shown(outcome.starts_on)} to {shown(outcome.target_date)} is less than a term.",
            )
        elif outcome.target_date > years_later(begin, years):
            what = event if began else "the start"
            yield outcome.mark(
                "target_date",
                f"{outcome.ref}: {shown(outcome.target_date)} is more than {years} years after {what} on "
                f"{shown(begin)}.",
            )


@rule("OC015", ERROR, stage=4, handbook="H32 H33")
def has_an_evidence_plan(plan: Plan) -> Iterator[Mark]:
    """Every outcome says how its achievement will be shown.

    Why: at stage 8 the panel compares the evidence with this plan.
    Put it right: say which evidence, collected how, when and by whom.
    """
    for outcome in plan.of(Outcome):
        if outcome.blank("evidence_plan"):
            yield outcome.mark("evidence_plan", f"{outcome.ref} does not say how you will show it.")


@rule("OC016", QUERY, stage=4, handbook="H29")
def relates_to_a_wellbeing_indicator(plan: Plan) -> Iterator[Mark]:
    """Every outcome belongs to a school-level well-being indicator.

    Why: that is how it finds its way into the school's self-evaluation.
    Put it right: choose the indicator, or explain why none fits.
    """
    for outcome in plan.of(Outcome):
        if outcome.blank("wellbeing_indicator"):
            yield outcome.mark(
                "wellbeing_indicator", f"{outcome.ref} does not say to which well-being indicator it belongs."
            )


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
            wanted = outcome.direction.wanted
            yield outcome.mark(
                "target",
                f"{outcome.ref}: target {figure(outcome.target, outcome.unit)}, starting figure "
                f"{figure(outcome.baseline, outcome.unit)}. For {outcome.direction.named} the target must be {wanted}.",
                expected=f"{wanted} than {figure(outcome.baseline, outcome.unit)}",
            )


def _moves_the_wrong_way(outcome: Outcome) -> bool:
    """Whether the target is no improvement on the starting figure, both being figures that can be."""
    if outcome.baseline is None or outcome.target is None or outcome.direction is None:
        return False
    if any(out_of_range(value, outcome.unit, outcome.cohort) for value in (outcome.baseline, outcome.target)):
        return False
    return gain(outcome.direction, outcome.baseline, outcome.target) <= 0


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
