"""AC: activities or interventions (H37)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hwit_validators.figures.measure import years_later
from hwit_validators.model.choices import OutcomeType, Reach
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, Judged, rule
from hwit_validators.tables import Activity, Agreement, Indicator, Outcome
from hwit_validators.wording import alike, bare
from hwit_validators.words import be, listed, shown


@rule("AC001", ERROR, stage=5, handbook="H37")
def every_outcome_has_an_activity(plan: Plan) -> Iterator[Mark]:
    """Every outcome is served by an activity.

    Why: nothing changes unless something is done.
    Put it right: add an activity, or name the outcome beside one that serves it.
    """
    if _all_known(plan):
        for outcome in plan.of(Outcome):
            if not plan.activities_for(outcome):
                yield Activity.mark_table(f"No activity serves {outcome.ref}.", field="supports", expected=outcome.ref)


def _all_known(plan: Plan) -> bool:
    """Whether it can be told what every activity serves."""
    activities = plan.of(Activity)
    refs = [ref for activity in activities for ref in activity.supports]
    return all(activity.supports for activity in activities) and all(
        plan.named(ref, ("Outcomes", "Indicators")) for ref in refs
    )


@rule("AC002", ERROR, stage=5, handbook="H37")
def universal_and_targeted(plan: Plan) -> Iterator[Mark]:
    """There are activities for everyone and activities for a group.

    Why: the model asks for both: a better setting for all, and more for those who need it.
    Put it right: add an activity of the missing kind, or correct one that is there.
    """
    reach = {activity.reach for activity in plan.of(Activity)}
    for missing in Reach:
        if missing not in reach and None not in reach:
            yield Activity.mark_table(f"No activity is {missing.lower()}.", field="reach", expected=str(missing))


@rule("AC003", ERROR, stage=5, handbook="H37 H28")
def targeted_activity_names_the_group(plan: Plan) -> Iterator[Mark]:
    """A targeted activity names its group, and it is the group of the outcome it serves.

    Why: the outcome promises a change for those pupils, not for others.
    Put it right: use the same words as the outcome, or correct the outcome it serves.
    """
    for activity in plan.of(Activity):
        if activity.reach is not Reach.TARGETED:
            continue
        if activity.blank("group"):
            yield activity.mark("group", f"{activity.ref} is targeted, but names no group.")
        groups = {outcome.ref: outcome.group for outcome in _targeted(plan, activity)}
        if activity.group and groups and all(groups.values()) and not _among(activity.group, groups.values()):
            refs = ", ".join(sorted(groups))
            yield activity.mark("group", f"{activity.ref} is for another group than {refs}, which it serves.")


def _among(group: str, groups: Iterable[str | None]) -> bool:
    return any(alike(group, other) for other in groups)


def _targeted(plan: Plan, activity: Activity) -> list[Outcome]:
    """The targeted outcomes that an activity serves."""
    return [
        outcome
        for outcome in plan.of(Outcome)
        if outcome.type is OutcomeType.TARGETED and any(each is activity for each in plan.activities_for(outcome))
    ]


@rule("AC004", ERROR, stage=5, handbook="H37")
def says_what_it_is_based_on(plan: Plan) -> Iterator[Mark]:
    """An activity says which evidence or good practice it is based on.

    Why: time and money go to what is known to work.
    Put it right: choose the basis, and give a title and year or the school where it worked.
    """
    for activity in plan.of(Activity):
        if activity.blank("basis") and activity.blank("basis_reference"):
            yield activity.mark("basis", f"{activity.ref} does not say what it is based on.")
        elif activity.blank("basis"):
            yield activity.mark("basis", f"{activity.ref} does not say whether it rests on evidence or good practice.")
        elif activity.blank("basis_reference"):
            basis = f" {activity.basis.lower()}" if activity.basis else ""
            yield activity.mark("basis_reference", f"{activity.ref} does not say which{basis} it rests on.")


@rule("AC005", QUERY, stage=5, handbook="H37")
def latest_advice_is_checked(plan: Plan) -> Iterator[Mark]:
    """The government's latest advice was checked in the twelve months before the activity starts.

    Why: advice changes, and some of it is about safety.
    Put it right: look at the advice, and write the date.
    """
    for activity in plan.of(Activity):
        checked, starts = activity.advice_checked_on, activity.starts_on
        if activity.blank("advice_checked_on"):
            yield activity.mark("advice_checked_on", f"{activity.ref} does not say when the latest advice was checked.")
        elif checked and checked > plan.on:
            yield activity.mark("advice_checked_on", f"{shown(checked)} in {activity.ref} is in the future.")
        elif checked and starts and checked > starts:
            yield activity.mark(
                "advice_checked_on",
                f"{activity.ref}: the advice was checked on {shown(checked)}, after the start on {shown(starts)}.",
            )
        elif checked and starts and checked < years_later(starts, -1) and not _starts_too_late(plan, activity):
            yield activity.mark(
                "advice_checked_on",
                f"{activity.ref}: the advice was checked on {shown(checked)}, over a year before the start on "
                f"{shown(starts)}.",
            )


@rule("AC006", ERROR, stage=5, handbook="H37")
def dates_leave_time_for_the_indicators(plan: Plan) -> Iterator[Mark]:
    """An activity ends after it starts, and starts before the indicators it serves fall due.

    Why: it cannot bring about what should have happened before.
    Put it right: correct the date, or what the activity serves.
    """
    for activity in plan.of(Activity):
        starts, ends = activity.starts_on, activity.ends_on
        if starts and ends and ends < starts:
            yield activity.mark(
                "ends_on", f"{activity.ref} ends on {shown(ends)}, before it starts on {shown(starts)}."
            )
            continue
        indicators = [plan.row(Indicator, ref) for ref in activity.supports]
        missed = [
            indicator for indicator in indicators if indicator and indicator.due and starts and starts >= indicator.due
        ]
        if missed:
            names = listed(f"{indicator.ref} ({shown(indicator.due)})" for indicator in missed)
            yield activity.mark(
                "starts_on", f"{activity.ref} starts on {shown(starts)}, when {names} {be(len(missed))} already due."
            )


def _starts_too_late(plan: Plan, activity: Activity) -> bool:
    """Whether an activity starts when an outcome it serves should be reached, which AC012 says."""
    outcomes = [plan.row(Outcome, ref) for ref in activity.supports]
    days = [outcome.target_date for outcome in outcomes if outcome and outcome.target_date]
    return any(activity.starts_on and activity.starts_on >= day for day in days)


@rule("AC012", ERROR, stage=5, handbook="H37 H31")
def starts_before_the_outcome_is_due(plan: Plan) -> Iterator[Mark]:
    """An activity starts before the target date of the outcome it serves.

    Why: afterwards it comes too late.
    Put it right: correct the date, or the outcome it serves.
    """
    for activity in plan.of(Activity):
        outcomes = [plan.row(Outcome, ref) for ref in activity.supports]
        for outcome in outcomes:
            if outcome and activity.starts_on and outcome.target_date and activity.starts_on >= outcome.target_date:
                yield activity.mark(
                    "starts_on",
                    f"{activity.ref} starts on {shown(activity.starts_on)}, but {outcome.ref} is to be reached by "
                    f"{shown(outcome.target_date)}.",
                    expected=f"before {shown(outcome.target_date)}",
                )
                break


@rule("AC007", QUERY, stage=5, handbook="H37")
def every_indicator_is_served(plan: Plan) -> Iterator[Mark]:
    """Every indicator is served by an activity.

    Why: a milestone that nobody works for will not be reached.
    Put it right: name the indicators beside the activities that serve them.
    """
    indicators = plan.of(Indicator)
    if not _all_known(plan) or not indicators:
        return
    left = [each.ref for each in indicators if not plan.activities_for(each) and _leads_somewhere(plan, each)]
    if len(left) == len(indicators):
        yield Activity.mark_table(
            "The activities name only outcomes: it is not clear which indicators they serve.", field="supports"
        )
    elif left:
        yield Activity.mark_table(f"No activity serves {', '.join(left)}.", field="supports", expected=", ".join(left))


def _leads_somewhere(plan: Plan, indicator: Indicator) -> bool:
    """Whether an activity serves an outcome of the indicator; if none does, AC001 speaks of it."""
    return any(plan.activities_for(outcome) for outcome in plan.served_by(indicator))


@rule("AC008", QUERY, stage=5, handbook="H33", judged=Judged.OWN_STAGE)
def starts_once_the_plan_is_agreed(plan: Plan) -> Iterator[Mark]:
    """An activity does not start before the plan was agreed.

    Why: activities are chosen for outcomes that the group, the head teacher and the panel have agreed.
    Put it right: correct the date; if the activity has been running for years, say what will be new.
    """
    agreement = plan.one(Agreement)
    days = [agreement.group_agreed_on, agreement.head_agreed_on] if agreement else []
    agreed = max((day for day in days if day), default=None)
    for activity in plan.of(Activity):
        if agreed and activity.starts_on and activity.starts_on < agreed:
            yield activity.mark(
                "starts_on",
                f"{activity.ref} starts on {shown(activity.starts_on)}, before the plan was agreed on {shown(agreed)}.",
            )


@rule("AC009", QUERY, stage=5, handbook="H37 H28")
def targeted_outcome_has_a_targeted_activity(plan: Plan) -> Iterator[Mark]:
    """A targeted outcome is served by a targeted activity.

    Why: what is for everyone seldom closes the gap for a group.
    Put it right: add an activity for the group, or explain how the group gains from one for all.
    """
    if not _all_known(plan):
        return
    some_targeted = any(activity.reach is Reach.TARGETED for activity in plan.of(Activity))  # else AC002 speaks
    for outcome in plan.of(Outcome):
        serving = plan.activities_for(outcome)
        reach = {activity.reach for activity in serving}
        if any(activity.group for activity in serving):
            continue  # it is targeted, or AC010 asks whether it should be
        if outcome.type is OutcomeType.TARGETED and reach == {Reach.UNIVERSAL} and some_targeted:
            yield Activity.mark_table(
                f"{outcome.ref} is for one group, but only universal activities serve it.", field="reach"
            )


@rule("AC010", QUERY, stage=5, handbook="H37")
def universal_activity_names_no_group(plan: Plan) -> Iterator[Mark]:
    """An activity for everyone names no group.

    Why: an activity for one group is a targeted one.
    Put it right: take the group out, or make it a targeted activity.
    """
    for activity in plan.of(Activity):
        if activity.reach is Reach.UNIVERSAL and activity.group:
            yield activity.mark("group", f"{activity.ref} is for everyone, but names a group.")


_VAGUE_WORDS = """
internet|the internet|online|google|website|websites|various|various sources|research|own research|research shows
evidence|good practice|best practice|experience|own experience|common sense|general|guidance|government guidance
dcsf|dfe|books|yes|training|other schools|another school
"""
_VAGUE = frozenset(_VAGUE_WORDS.strip().replace("\n", "|").split("|"))


@rule("AC011", QUERY, stage=5, handbook="H37")
def basis_can_be_looked_up(plan: Plan) -> Iterator[Mark]:
    """The evidence or practice can be looked up.

    Why: “research” or “the internet” tells the panel nothing.
    Put it right: give the title and year, or the name of the school or programme.
    """
    for activity in plan.of(Activity):
        if bare(activity.basis_reference) in _VAGUE:
            yield activity.mark(
                "basis_reference", f"{activity.ref} does not say exactly which evidence or practice it rests on."
            )


@rule("AC013", QUERY, stage=5, handbook="H37 H28")
def targeted_activity_serves_a_targeted_outcome(plan: Plan) -> Iterator[Mark]:
    """A targeted activity serves a targeted outcome.

    Why: what is done for a group should show in that group's figures.
    Put it right: name the targeted outcome it serves, or explain what it is for.
    """
    if any(outcome.type is None for outcome in plan.of(Outcome)) or not _all_known(plan):
        return
    some_universal = any(activity.reach is not Reach.TARGETED for activity in plan.of(Activity))  # else AC002 speaks
    for activity in plan.of(Activity):
        if activity.reach is Reach.TARGETED and some_universal and not _serves_a_targeted(plan, activity):
            yield activity.mark("supports", f"{activity.ref} is for one group, but serves no targeted outcome.")


def _serves_a_targeted(plan: Plan, activity: Activity) -> bool:
    refs = {outcome.ref for outcome in plan.of(Outcome) if outcome.type is OutcomeType.TARGETED}
    steps = [plan.row(Indicator, ref) for ref in activity.supports]
    through = {outcome.ref for step in steps if step for outcome in plan.served_by(step)}
    return bool(refs.intersection(activity.supports) or refs & through)
