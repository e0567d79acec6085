"""DG: the development group: who belongs to it and who leads, what it has agreed, when it looks at itself (H11, H13-H17)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from hwit_validators.figures.measure import years_later
from hwit_validators.model.choices import Voice
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, Judged, rule
from hwit_validators.rules.marks import in_future
from hwit_validators.tables import GroupReview, KeyTask, Member
from hwit_validators.wording import bare
from hwit_validators.words import shown


@rule("DG001", ERROR, stage=1, handbook="H13")
def leadership_belongs(plan: Plan) -> Iterator[Mark]:
    """The senior leadership team belongs to the group.

    Why: the plan must feed into the school development plan, and leaders see to that.
    Put it right: add a member of the senior leadership team, or correct whom a member represents.
    """
    yield from _unheard(plan, Voice.LEADERSHIP, "the senior leadership team")


@rule("DG002", QUERY, stage=1, handbook="H13")
def governors_belong(plan: Plan) -> Iterator[Mark]:
    """Governors belong to the group.

    Why: they answer for the school's plans, and hear of the work at first hand.
    Put it right: add a governor, or explain how governors are heard.
    """
    yield from _unheard(plan, Voice.GOVERNORS, "governors")


@rule("DG003", QUERY, stage=1, handbook="H13")
def pupils_belong(plan: Plan) -> Iterator[Mark]:
    """Children and young people belong to the group.

    Why: the plan is for them, and they know what would help.
    Put it right: add a row for the class or council that speaks for pupils, or explain how they are heard.
    """
    yield from _unheard(plan, Voice.PUPILS, "children and young people")


@rule("DG004", QUERY, stage=1, handbook="H13")
def parents_belong(plan: Plan) -> Iterator[Mark]:
    """Parents and carers belong to the group.

    Why: health is made at home as well as at school.
    Put it right: add a parent or carer, or explain how they are heard.
    """
    yield from _unheard(plan, Voice.PARENTS, "parents and carers")


@rule("DG005", QUERY, stage=1, handbook="H13")
def support_staff_belong(plan: Plan) -> Iterator[Mark]:
    """Support staff belong to the group.

    Why: they see the dining hall, the playground and the school gate.
    Put it right: add a member of the support staff, or explain how they are heard.
    """
    yield from _unheard(plan, Voice.SUPPORT, "support staff")


@rule("DG006", QUERY, stage=1, handbook="H13")
def partners_belong(plan: Plan) -> Iterator[Mark]:
    """Partners from outside the school belong to the group.

    Why: they bring skills and services that the school has not.
    Put it right: add a partner, such as the school nurse, or explain why there is none yet.
    """
    yield from _unheard(plan, Voice.PARTNERS, "partners")


@rule("DG014", QUERY, stage=1, handbook="H13")
def teaching_staff_belong(plan: Plan) -> Iterator[Mark]:
    """Teaching staff belong to the group.

    Why: much of the work happens in lessons.
    Put it right: add a teacher, or explain who speaks for them.
    """
    yield from _unheard(plan, Voice.TEACHING, "teaching staff")


@rule("DG013", QUERY, stage=1, handbook="H13 H15")
def nobody_who_left_is_the_only_voice(plan: Plan) -> Iterator[Mark]:
    """Nobody who has left the group was the only one to speak for others.

    Why: when they left, a voice was lost.
    Put it right: add the person who took their place, or explain how the voice is heard now.
    """
    present = {member.represents for member in _present(plan)}
    if None in present:
        return
    for voice, member in _gone(plan).items():
        if voice not in present and voice is not Voice.LEADERSHIP and voice in plan.profile.required_voices:
            yield member.mark("left_on", f"{member.ref} has left, and nobody else speaks for: {voice.lower()}.")


def _unheard(plan: Plan, voice: Voice, name: str) -> Iterator[Mark]:
    """A remark if nobody in the group speaks for these people; if somebody did and left, DG013 makes it.

    The programme's profile can say that it does not ask for a voice.
    """
    if voice not in plan.profile.required_voices:
        return
    voices = {member.represents for member in _present(plan)}
    if voice in voices or None in voices:
        return
    left = _gone(plan).get(voice)
    if left is None:
        yield Member.mark_table(f"Nobody in the group speaks for {name}.", field="represents", expected=str(voice))
    elif voice is Voice.LEADERSHIP:
        yield left.mark("left_on", f"{left.ref} has left, and nobody else speaks for {name}.")


def _present(plan: Plan) -> list[Member]:
    """The members who have not left. On a later form: who had not left when the membership was last reviewed."""
    review = plan.one(GroupReview)
    day = review.reviewed_on if review and review.reviewed_on and plan.form.stage > 1 else plan.on
    return [member for member in plan.of(Member) if member.left_on is None or member.left_on > day]


def _gone(plan: Plan) -> dict[Voice, Member]:
    """Of those who have left, the last one for each voice."""
    present = {member.place for member in _present(plan)}
    return {m.represents: m for m in plan.of(Member) if m.represents and m.place not in present}


@rule("DG007", ERROR, stage=1, handbook="H11")
def school_has_one_lead(plan: Plan) -> Iterator[Mark]:
    """One person leads for the school.

    Why: the Local Programme and the panel need one person to turn to.
    Put it right: choose Yes for one member of your school, and No for the others.
    """
    members = _own_members(plan)
    if members is None:
        return
    leads = [member for member in members if member.lead]
    if not leads:
        yield Member.mark_table("Nobody leads the group for your school.", field="lead", expected="one Yes")
    for member in leads[1:]:
        yield member.mark("lead", f"Both {leads[0].ref} and {member.ref} lead for your school.", expected="No")


@rule("DG008", ERROR, stage=1, handbook="H11")
def each_school_of_a_cluster_has_its_lead(plan: Plan) -> Iterator[Mark]:
    """In a cluster each school has its own lead.

    Why: a group can be shared, but each school answers for its own plan.
    Put it right: choose Yes for one member of each school, a different person each time.
    """
    if not _is_cluster(plan) or _own_members(plan) is None:
        return
    by_school = _by_school(plan)
    own = _school(plan.school.name) if plan.school else ""
    seen: dict[str, Member] = {}
    for key, members in by_school.items():
        leads = [member for member in members if member.lead]
        for member in leads[1:] if key != own else ():
            yield member.mark("lead", f"Both {leads[0].ref} and {member.ref} lead for the same school.", expected="No")
        if not leads and key != own:
            yield members[0].mark(
                "lead", f"No member leads for “{members[0].school}”.", expected="one Yes for each school"
            )
        for member in leads[:1]:
            name = bare(member.name)
            if name and name in seen:
                yield member.mark(
                    "lead", f"{seen[name].ref} and {member.ref} are the same person, who leads for two schools."
                )
            seen.setdefault(name, member)


def _is_cluster(plan: Plan) -> bool:
    return bool(plan.school and plan.school.cluster)


def _by_school(plan: Plan) -> dict[str, list[Member]]:
    """The members by the school they come from; a partner who does not lead belongs to none."""
    by_school: dict[str, list[Member]] = {}
    for member in _present(plan):
        if member.school and (member.lead or member.represents is not Voice.PARTNERS):
            by_school.setdefault(_school(member.school), []).append(member)
    return by_school


def _school(name: str | None) -> str:
    """What tells a school's name from another's, whether or not “School” was written."""
    words = (word.removesuffix("s") for word in bare(name).split())
    return " ".join(word for word in words if word not in ("the", "school"))


def _own_members(plan: Plan) -> list[Member] | None:
    """The members among whom the school's lead is looked for; None where that cannot be told."""
    members = _present(plan)
    if any("lead" in member.unreadable for member in members):
        return None
    if not _is_cluster(plan):
        return members if len(_by_school(plan)) < 2 else None  # DG015 speaks of it
    own = _by_school(plan).get(_school(plan.school.name) if plan.school else "")
    if own is None or any(member.lead and not member.school for member in members):
        return None  # DG015 speaks of it
    return own


@rule("DG015", QUERY, stage=1, handbook="H11")
def members_of_a_cluster_name_their_school(plan: Plan) -> Iterator[Mark]:
    """In a cluster the members say which school they come from; your own school is one of them.

    Why: otherwise nobody can tell whether each school has its lead.
    Put it right: write the school's name beside each member, as on the School sheet, or correct the cluster there.
    """
    members, school = _present(plan), plan.school
    if not school:
        return
    if not _is_cluster(plan):
        if len(_by_school(plan)) > 1 and school.blank("cluster"):
            yield school.mark("cluster", "Members come from several schools, but the School sheet names no cluster.")
        return
    asked = [member for member in members if member.lead or member.represents not in (Voice.PARTNERS, None)]
    lost = [member for member in asked if member.blank("school")]
    if len(lost) > 1 and len(lost) == len(asked):
        yield Member.mark_table("No member says which school of the cluster they come from.", field="school")
        return
    for member in lost:
        yield member.mark("school", f"{member.ref} does not say which school of the cluster they come from.")
    named = _by_school(plan)
    if named and not lost and school.name and _school(school.name) not in named:
        yield Member.mark_table(
            "No member comes from your own school, by the name on the School sheet.", field="school"
        )
    elif len(named) == 1 and not lost:
        yield Member.mark_table(
            "The group is shared by a cluster, but all members come from one school.", field="school"
        )


@rule("DG018", ERROR, stage=1, handbook="H15")
def nobody_left_before_joining(plan: Plan) -> Iterator[Mark]:
    """Nobody left the group before they joined it.

    Why: one of the two dates is wrong, and with it who belongs today.
    Put it right: correct the date.
    """
    for member in plan.of(Member):
        if member.joined_on and member.left_on and member.left_on < member.joined_on:
            yield member.mark(
                "left_on", f"{member.ref} left on {shown(member.left_on)}, before joining on {shown(member.joined_on)}."
            )


@rule("DG019", QUERY, stage=1, handbook="H13")
def partners_say_for_whom_they_work(plan: Plan) -> Iterator[Mark]:
    """A partner says for whom they work.

    Why: the panel sees which services stand behind the plan.
    Put it right: name the organisation.
    """
    for member in _present(plan):
        if member.represents is Voice.PARTNERS and member.blank("organisation"):
            yield member.mark("organisation", f"{member.ref} is a partner, but it does not say for whom they work.")


@rule("DG020", QUERY, stage=1, handbook="H13")
def one_person_has_one_voice(plan: Plan) -> Iterator[Mark]:
    """Nobody stands in the group twice.

    Why: a parent who is a governor is one voice at the table, not two.
    Put it right: keep one of the rows, and find somebody else for the other voice.
    """
    seen: dict[tuple[str, str], Member] = {}
    for member in _present(plan):
        key = (bare(member.name), _school(member.school))
        if not key[0] or member.represents is Voice.PUPILS or _VACANT.search(member.name or ""):
            continue
        if key in seen:
            yield member.mark("name", f"{seen[key].ref} and {member.ref} are the same person.")
        seen.setdefault(key, member)


_VACANT = re.compile(r"\b(?:vacan(?:t|cy)|unfilled|to be (?:found|elected|appointed|named|recruited))\b", re.IGNORECASE)


@rule("DG021", QUERY, stage=1, handbook="H13")
def a_seat_is_not_empty(plan: Plan) -> Iterator[Mark]:
    """A member is somebody, not an empty seat.

    Why: a vacancy has no voice.
    Put it right: write who has the seat, or delete the row until it is filled.
    """
    for member in _present(plan):
        if _VACANT.search(member.name or "") or _VACANT.search(member.role or ""):
            yield member.mark("name", f"{member.ref} is a vacancy, so it speaks for nobody yet.")


@rule("DG009", ERROR, stage=1, handbook="H14")
def key_tasks_are_agreed(plan: Plan) -> Iterator[Mark]:
    """Each of the six given key tasks is agreed, or it is explained why not.

    Why: the group should know what it has taken on.
    Put it right: choose Yes once the group has agreed; where it leaves a task out, choose No and say why.
    """
    tasks = plan.of(KeyTask)
    given = [entry.code for entry in plan.lists["key_tasks"].entries]
    unanswered = [task for task in tasks if task.blank("agreed") and (task.ref in given or task.begun)]
    if len(unanswered) > 1 and len(unanswered) == len(tasks):
        yield KeyTask.mark_table("No key task is agreed yet.", field="agreed")
        return
    for task in unanswered:
        yield task.mark("agreed", f"It does not say whether the group agreed to {task.ref}.")
    for task in tasks:
        if task.ref in given and task.agreed is False and task.blank("explained"):
            yield task.mark("explained", f"The group leaves out {task.ref}, but does not say why.")
    there = {task.ref for task in tasks}
    if lost := [code for code in given if code not in there]:
        yield KeyTask.mark_table(f"{', '.join(lost)} is not on the sheet any more.", expected=", ".join(lost))


@rule("DG010", QUERY, stage=1, handbook="H15", judged=Judged.OWN_STAGE)
def membership_is_reviewed(plan: Plan) -> Iterator[Mark]:
    """The membership was reviewed within the last twelve months.

    Why: people, priorities and activities change, and the group with them.
    Put it right: ask at the next meeting whether the right people are there, and write that date.
    """
    review = plan.one(GroupReview)
    if not (review and review.reviewed_on):
        return
    before = review.established_on and review.reviewed_on < review.established_on  # DG016 speaks of that
    if review.reviewed_on < years_later(plan.on, -1) and not before:
        yield review.mark(
            "reviewed_on", f"The membership was last reviewed on {shown(review.reviewed_on)}, over a year ago."
        )


@rule("DG011", ERROR, stage=1, handbook="H16")
def prompts_are_answered(plan: Plan) -> Iterator[Mark]:
    """The four questions about who belongs are answered.

    Why: they show how staff, pupils, parents and partners have a say, not only that they are listed.
    Put it right: answer in two or three sentences.
    """
    if review := plan.one(GroupReview):
        for field in ("staff", "pupils", "parents", "partners"):
            if review.blank(field):
                yield review.mark(field, f"“{plan.title(GroupReview, field)}” is not answered.")


@rule("DG012", QUERY, stage=1, handbook="H17")
def development_plan_is_named(plan: Plan) -> Iterator[Mark]:
    """It is said where the work stands in the school development plan.

    Why: what is not in that plan is easily forgotten.
    Put it right: name the section or page, or say when it will be written in.
    """
    review = plan.one(GroupReview)
    if review and review.blank("development_plan"):
        yield review.mark("development_plan", "It does not say where the work stands in the school development plan.")


@rule("DG016", ERROR, stage=1, handbook="H15")
def group_dates_are_in_order(plan: Plan) -> Iterator[Mark]:
    """The group was established before its membership was reviewed, and neither lies in the future.

    Why: later stages are held against these dates.
    Put it right: correct the date.
    """
    review = plan.one(GroupReview)
    if not review:
        return
    yield from in_future(plan, review, "established_on", "reviewed_on")
    if review.established_on and review.reviewed_on and review.reviewed_on < review.established_on <= plan.on:
        yield review.mark(
            "reviewed_on",
            f"The membership was reviewed on {shown(review.reviewed_on)}, before the group was established "
            f"on {shown(review.established_on)}.",
        )


@rule("DG017", QUERY, stage=1, handbook="H15", judged=Judged.OWN_STAGE)
def next_review_is_within_a_year(plan: Plan) -> Iterator[Mark]:
    """The next review of the membership is planned, within twelve months.

    Why: a date in the diary is kept more often than a good intention.
    Put it right: write a date within the next twelve months.
    """
    review = plan.one(GroupReview)
    if not review:
        return
    day = review.next_review_on
    if review.blank("next_review_on"):
        yield review.mark("next_review_on", "No date is given for the next review of the membership.")
    elif day and not plan.on <= day <= years_later(plan.on, 1) + dt.timedelta(days=31):
        when = "has passed" if day < plan.on else "is more than a year away"
        yield review.mark("next_review_on", f"The next review of the membership, on {shown(day)}, {when}.")


@rule("DG022", QUERY, stage=1, handbook="H14")
def somebody_leads_each_task(plan: Plan) -> Iterator[Mark]:
    """Somebody leads on each key task that is agreed.

    Why: what is everybody's task is soon nobody's.
    Put it right: name a role, such as PSHE lead.
    """
    agreed = [task for task in plan.of(KeyTask) if task.agreed]
    nobody = [task for task in agreed if task.blank("lead")]
    if len(nobody) > 1 and len(nobody) == len(agreed):
        yield KeyTask.mark_table("Nobody leads on any of the key tasks.", field="lead")
        return
    for task in nobody:
        yield task.mark("lead", f"Nobody leads on {task.ref}.")
