"""PR: priorities (H21-H23)."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.model.choices import Origin, Voice
from hwit_validators.model.finding import Mark
from hwit_validators.model.lists import Entry
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, rule
from hwit_validators.rules.marks import in_future
from hwit_validators.tables import DataItem, GroupReview, Need, PastOutcome, Priority
from hwit_validators.words import shown

STAFF = frozenset({Voice.LEADERSHIP, Voice.TEACHING, Voice.SUPPORT})


@rule("PR001", ERROR, stage=3, handbook="H21")
def there_are_two(plan: Plan) -> Iterator[Mark]:
    """There are two priorities.

    Why: one joins the area's work, the other is your school's own.
    Put it right: fill in the second priority.
    """
    if len(plan.of(Priority)) == 1:
        yield Priority.mark_table("Only one priority is filled in; two are asked for.", expected="two priorities")


@rule("PR002", ERROR, stage=3, handbook="H21")
def one_is_local_and_one_is_the_school_s(plan: Plan) -> Iterator[Mark]:
    """One priority is local, the other is the school's own.

    Why: the two together serve the area and your pupils.
    Put it right: correct the kind of one, or choose another priority.
    """
    kinds = [priority.kind for priority in plan.of(Priority)]
    if len(kinds) == 2 and kinds[0] and kinds[0] is kinds[1]:
        yield plan.of(Priority)[1].mark(
            "kind", f"Both priorities are {_words(kinds[0])} priorities.", expected="one of each"
        )


def _words(kind: Origin) -> str:
    return "local" if kind is Origin.LOCAL else "school"


@rule("PR003", ERROR, stage=3, handbook="H21")
def the_local_one_is_in_the_local_plan(plan: Plan) -> Iterator[Mark]:
    """The local priority names its place in the Local Area Agreement or the Children and Young People's Plan.

    Why: that is what makes it local.
    Put it right: write where it stands. The Local Programme can tell you.
    """
    for priority in plan.of(Priority):
        first = plan.of(Priority)[0]
        double = priority is not first and priority.kind is first.kind  # PR002 speaks of that
        if priority.kind is Origin.LOCAL and priority.blank("plan_reference") and not double:
            yield priority.mark(
                "plan_reference", f"{priority.ref} is local, but does not say where it stands in the local plan."
            )


@rule("PR004", ERROR, stage=3, handbook="H21")
def the_school_s_own_rests_on_school_data(plan: Plan) -> Iterator[Mark]:
    """The school priority rests on the school's own data.

    Why: that is what makes it the school's own.
    Put it right: name a row of the Data sheet about your own pupils.
    """
    for priority in plan.of(Priority):
        if priority.kind is Origin.SCHOOL and _without(plan, priority, Origin.SCHOOL):
            yield priority.mark("data", f"{priority.ref} is the school's own, but rests on local data only.")


@rule("PR012", QUERY, stage=3, handbook="H21 H18")
def the_local_one_rests_on_local_data(plan: Plan) -> Iterator[Mark]:
    """The local priority rests on local data too.

    Why: the area's figures show why it is a priority there.
    Put it right: name a row of the Data sheet about the area.
    """
    for priority in plan.of(Priority):
        if priority.kind is Origin.LOCAL and _without(plan, priority, Origin.LOCAL):
            yield priority.mark("data", f"{priority.ref} is local, but rests on the school's own data only.")


def _without(plan: Plan, priority: Priority, origin: Origin) -> bool:
    """Whether a priority names data, and surely none of this origin."""
    items = [plan.row(DataItem, ref) for ref in priority.data]
    return bool(items) and all(item and item.origin not in (None, origin) for item in items)


@rule("PR005", ERROR, stage=3, handbook="H22")
def is_a_known_indicator(plan: Plan) -> Iterator[Mark]:
    """Each priority is an indicator of the list in force.

    Why: priorities are National Indicators, or what the Local Programme uses in their place.
    Put it right: choose the indicator from the drop-down.
    """
    for priority in plan.of(Priority):
        if priority.blank("indicator"):
            yield priority.mark("indicator", f"{priority.ref} names no National Indicator.")
        elif priority.indicator and _entry(plan, priority) is None:
            yield priority.mark(
                "indicator", f"The indicator of {priority.ref} is not in the list the Local Programme uses."
            )


def _entry(plan: Plan, priority: Priority) -> Entry | None:
    """The indicator of a priority, as the list in force has it."""
    return plan.lists["national_indicators"].find(priority.indicator) if priority.indicator else None


@rule("PR006", QUERY, stage=3, handbook="H22")
def is_contributed_to(plan: Plan) -> Iterator[Mark]:
    """A priority is something a school can contribute to, but not achieve alone.

    Why: what a school can achieve by itself is an outcome; what it cannot touch is no priority of a school.
    Put it right: choose the wider issue behind it, or explain how the school contributes.
    """
    for priority in plan.of(Priority):
        entry = _entry(plan, priority)
        role = entry.more.get("role") if entry else None
        if entry and role == "achieve":
            yield priority.mark(
                "indicator", f"{entry.code} is something a school can achieve itself, so it is more like an outcome."
            )
        elif entry and role == "none":
            yield priority.mark("indicator", f"{entry.code} is something to which a school can hardly contribute.")


@rule("PR007", QUERY, stage=3, handbook="H21 H22")
def are_two_different_indicators(plan: Plan) -> Iterator[Mark]:
    """The two priorities are two different indicators.

    Why: the same one twice is one priority.
    Put it right: choose another indicator for one of them, or explain how they differ.
    """
    entries = [_entry(plan, priority) for priority in plan.of(Priority)]
    if len(entries) == 2 and entries[0] and entries[0] is entries[1]:
        yield plan.of(Priority)[1].mark(
            "indicator", f"Both priorities are {entries[0].code}.", expected="another indicator"
        )


@rule("PR008", ERROR, stage=3, handbook="H23")
def rests_on_a_need(plan: Plan) -> Iterator[Mark]:
    """Each priority answers a need.

    Why: priorities follow from the needs analysis.
    Put it right: name the rows of the Needs sheet it answers.
    """
    for priority in plan.of(Priority):
        if priority.blank("needs"):
            yield priority.mark("needs", f"{priority.ref} does not say which needs it answers.")


@rule("PR009", ERROR, stage=3, handbook="H23")
def is_agreed_by_the_group(plan: Plan) -> Iterator[Mark]:
    """Each priority was agreed by the development group, once there was one, and not in the future.

    Why: priorities are chosen together.
    Put it right: write the date of the meeting at which it was agreed.
    """
    review = plan.one(GroupReview)
    established = review.established_on if review else None
    for priority in plan.of(Priority):
        yield from in_future(plan, priority, "agreed_on")
        if priority.blank("agreed_on"):
            yield priority.mark("agreed_on", f"{priority.ref} does not say when the group agreed it.")
        elif priority.agreed_on and established and priority.agreed_on < established <= plan.on:
            yield priority.mark(
                "agreed_on",
                f"{priority.ref} was agreed on {shown(priority.agreed_on)}, before the group was established on "
                f"{shown(established)}.",
                expected=f"{shown(established)} or later",
            )


@rule("PR010", QUERY, stage=3, handbook="H22")
def fits_the_phase(plan: Plan) -> Iterator[Mark]:
    """The indicator is one for the phase of the school.

    Why: some indicators count pupils of an age your school does not have.
    Put it right: choose another indicator, or explain how your school contributes.
    """
    for priority in plan.of(Priority):
        entry = _entry(plan, priority)
        if entry and plan.school and _is_for_another_phase(plan, entry):
            yield priority.mark("indicator", f"{entry.code} is not an indicator for the phase {plan.school.phase}.")


def _is_for_another_phase(plan: Plan, entry: Entry) -> bool:
    """Whether an indicator counts pupils of another age than the school's."""
    phase = plan.school.phase if plan.school else None
    phases = [name for name in entry.more.get("phases", "").split(";") if name]
    return bool(phase and phases and phase not in phases)


@rule("PR011", QUERY, stage=3, handbook="H23 H13")
def others_than_staff_were_asked(plan: Plan) -> Iterator[Mark]:
    """Others than staff were asked about the priority.

    Why: pupils, families, governors and partners see what staff do not.
    Put it right: ask them, and add whom you asked; or explain why only staff could be asked.
    """
    for priority in plan.of(Priority):
        if priority.consulted and STAFF.issuperset(priority.consulted):
            yield priority.mark("consulted", f"Only staff were asked about {priority.ref}.")


@rule("PR013", QUERY, stage=3, handbook="H23 H13")
def pupils_were_asked(plan: Plan) -> Iterator[Mark]:
    """Pupils were asked about the priority.

    Why: it is their health the plan is about.
    Put it right: ask them, for instance through the school council, or explain why they could not be asked.
    """
    for priority in plan.of(Priority):
        if priority.consulted and not STAFF.issuperset(priority.consulted) and Voice.PUPILS not in priority.consulted:
            yield priority.mark("consulted", f"Pupils were not asked about {priority.ref}.")


@rule("PR014", QUERY, stage=3, handbook="H22 H23")
def indicator_is_that_of_a_need(plan: Plan) -> Iterator[Mark]:
    """The indicator of a priority is that of one of the needs it answers.

    Why: otherwise the thread from need to priority is broken.
    Put it right: correct the needs or the indicator, or explain how they belong together.
    """
    for priority in plan.of(Priority):
        own = _indicators_of_the_needs(plan, priority)
        if own and priority.indicator not in own and not _doubted(plan, priority):
            yield priority.mark(
                "needs",
                f"{priority.ref} is {priority.indicator}, but the needs it answers belong to "
                f"{', '.join(sorted(map(str, own)))}.",
            )


def _indicators_of_the_needs(plan: Plan, priority: Priority) -> set[str]:
    """The indicators of the needs a priority answers, if all are known."""
    needs = [plan.row(Need, ref) for ref in priority.needs]
    own = {need.indicator if need else None for need in needs}
    return set() if None in own else {str(indicator) for indicator in own}


def _doubted(plan: Plan, priority: Priority) -> bool:
    """Whether PR005, PR006, PR007 or PR010 asks about the indicator itself; then the needs are not to blame."""
    entry = _entry(plan, priority)
    if entry is None or entry.more.get("role") in ("achieve", "none") or _is_for_another_phase(plan, entry):
        return True
    return any(_entry(plan, other) is entry for other in plan.of(Priority) if other is not priority)


@rule("PR015", QUERY, stage=3, handbook="H23")
def the_first_need_is_answered(plan: Plan) -> Iterator[Mark]:
    """The need that was ranked first is answered by one of the priorities.

    Why: whoever reads the plan will ask why the most pressing need was left aside.
    Put it right: name the need beside the priority that answers it, or explain the choice.
    """
    priorities = plan.of(Priority)
    if len(priorities) < 2 or any(not priority.needs for priority in priorities):
        return
    answered = {ref for priority in priorities for ref in priority.needs}
    first = [need for need in plan.of(Need) if need.rank == 1]
    if first and not any(need.ref in answered for need in first):
        yield Priority.mark_table(f"No priority answers {first[0].ref}, the need you ranked first.", field="needs")


@rule("PR016", QUERY, stage=3, handbook="H23 H20")
def data_are_those_of_the_needs(plan: Plan) -> Iterator[Mark]:
    """The data a priority rests on are data behind its needs.

    Why: need, data and priority should tell one story.
    Put it right: correct the references to the data or to the needs.
    """
    for priority in plan.of(Priority):
        needs = [plan.row(Need, ref) for ref in priority.needs]
        if not priority.data or not needs or any(need is None or not need.data for need in needs):
            continue
        if priority.kind and _without(plan, priority, priority.kind):
            continue  # PR004 or PR012 speaks of the data
        own = _indicators_of_the_needs(plan, priority)
        if own and priority.indicator not in own and not _doubted(plan, priority):
            continue  # PR014 speaks of the needs
        if not any(need and set(need.data).intersection(priority.data) for need in needs):
            yield priority.mark("data", f"None of the data of {priority.ref} stands behind the needs it answers.")


@rule("PR017", QUERY, stage=3, handbook="H51")
def one_is_new_in_a_later_cycle(plan: Plan) -> Iterator[Mark]:
    """In a later cycle, at least one priority is another indicator than those of the cycle before.

    Why: each cycle turns to something new, beside the priority that goes on.
    Put it right: choose another indicator for one of the two, or explain why both must go on.
    """
    last = {past.indicator for past in plan.of(PastOutcome) if (past.cycle or 1) == plan.cycle - 1}
    own = [priority.indicator for priority in plan.of(Priority)]
    if len(own) == 2 and None not in own and last.issuperset(own) and own[0] != own[1]:  # the same twice is PR007
        yield Priority.mark_table(
            f"{own[0]} and {own[1]} were both priorities of the cycle before.",
            field="indicator",
            expected="one new indicator at least",
        )
