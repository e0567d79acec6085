"""DG: what the development group has agreed, and when it looks at itself (H14-H17). Its members are in ``members``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hwit_validators.finding import Mark, Severity
from hwit_validators.measure import years_later
from hwit_validators.plan import Plan
from hwit_validators.records import GroupReview, KeyTask, shown
from hwit_validators.rule import Judged, rule
from hwit_validators.rules.marks import in_future

REJECT, ERROR, QUERY, ADVICE = Severity


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
                yield review.mark(field, f"“{review.columns[field].title}” is not answered.")


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
