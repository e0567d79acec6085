"""IM: putting the activities in place (H39)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hwit_validators.figures.progress import effective
from hwit_validators.model.choices import ActionStatus, Reach
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, Judged, rule
from hwit_validators.rules.marks import in_future
from hwit_validators.tables import Action, Activity, Indicator
from hwit_validators.words import shown


@rule("IM001", ERROR, stage=6, handbook="H39")
def every_activity_has_an_action(plan: Plan) -> Iterator[Mark]:
    """Every activity says what must be in place for it.

    Why: an activity that nobody prepares does not happen.
    Put it right: add a row for the activity.
    """
    actions = plan.of(Action)
    if any(plan.row(Activity, action.activity) is None for action in actions):
        return
    prepared = {action.activity for action in actions}
    for activity in plan.of(Activity):
        if activity.ref not in prepared:
            yield Action.mark_table(
                f"Nothing is said about what must be in place for {activity.ref}.",
                field="activity",
                expected=activity.ref,
            )


@rule("IM002", ERROR, stage=6, handbook="H39")
def says_who_and_by_when(plan: Plan) -> Iterator[Mark]:
    """Every action says who does it, and by when.

    Why: a task without a name or a date waits for ever.
    Put it right: name a role, and write the date.
    """
    for action in plan.of(Action):
        if action.blank("who"):
            yield action.mark("who", f"{action.ref} does not say who does it.")
        if action.blank("due"):
            yield action.mark("due", f"{action.ref} does not say by when.")


@rule("IM003", QUERY, stage=6, handbook="H39")
def is_due_before_the_indicator(plan: Plan) -> Iterator[Mark]:
    """An action is due before the indicators its activity serves.

    Why: what prepares an activity must come before what the activity brings about.
    Put it right: bring the date forward, or explain why it can be later.
    """
    for action in plan.of(Action):
        activity = plan.row(Activity, action.activity)
        indicators = [plan.row(Indicator, ref) for ref in activity.supports] if activity else []
        days = [(effective(plan, indicator).due, indicator.ref) for indicator in indicators if indicator]
        if not action.due or not days or any(day is None for day, _ in days):
            continue
        last, ref = max((day, ref) for day, ref in days if day)
        if action.due > last:
            yield action.mark(
                "due",
                f"{action.ref} is due on {shown(action.due)}, after {ref}, which is due on {shown(last)}.",
                expected=f"by {shown(last)}",
            )


@rule("IM004", ERROR, stage=6, handbook="H39")
def done_has_a_date(plan: Plan) -> Iterator[Mark]:
    """What is done says when, and not in the future.

    Why: a date shows that it has happened.
    Put it right: write the date, or correct the status.
    """
    for action in plan.of(Action):
        yield from in_future(plan, action, "done_on")
        if action.status is ActionStatus.DONE and action.blank("done_on"):
            yield action.mark("done_on", f"{action.ref} is done, but does not say when.")


@rule("IM005", QUERY, stage=6, handbook="H39", judged=Judged.OWN_STAGE)
def nothing_is_overdue(plan: Plan) -> Iterator[Mark]:
    """No action is overdue, or the comment says why.

    Why: what is late holds up the activity.
    Put it right: do it, or say in the comment what keeps it back and when it will be done.
    """
    for action in plan.of(Action):
        if (
            action.due
            and action.due < plan.on
            and action.status not in (None, ActionStatus.DONE)
            and action.blank("done_on")  # else IM007 speaks
            and action.blank("comment")
        ):
            yield action.mark(
                "status", f"{action.ref} was due on {shown(action.due)} and is not done.", expected="Done"
            )


@rule("IM006", QUERY, stage=6, handbook="H37 H39", judged=Judged.OWN_STAGE)
def universal_and_targeted_are_under_way(plan: Plan) -> Iterator[Mark]:
    """Work for everyone and work for a group are both under way.

    Why: what is for a group is often put off, and then comes too late.
    Put it right: start it, or explain when it will start.
    """
    actions = plan.of(Action)
    if any(action.status is None or plan.row(Activity, action.activity) is None for action in actions):
        return
    begun: set[Reach | None] = set()
    for action in actions:
        activity = plan.row(Activity, action.activity)
        if activity and action.status is not ActionStatus.NOT_STARTED:
            begun.add(activity.reach)
    planned = {activity.reach for activity in plan.of(Activity)}
    for reach in Reach:
        if reach in planned and reach not in begun and None not in begun:
            yield Action.mark_table(f"No {reach.lower()} activity is under way yet.", field="status")


@rule("IM007", QUERY, stage=6, handbook="H39")
def a_date_of_doing_means_done(plan: Plan) -> Iterator[Mark]:
    """An action with a date of doing is done.

    Why: the status and the date should tell the same story.
    Put it right: correct the status, or take the date out.
    """
    for action in plan.of(Action):
        if action.done_on and action.done_on <= plan.on and action.status not in (None, ActionStatus.DONE):
            yield action.mark(
                "status",
                f"{action.ref} was done on {shown(action.done_on)}, but its status is: {action.status}.",
                expected="Done",
            )


@rule("IM008", QUERY, stage=6, handbook="H39", judged=Judged.OWN_STAGE)
def what_has_begun_is_prepared(plan: Plan) -> Iterator[Mark]:
    """An activity that should have begun is being prepared.

    Why: if nothing is in place, it can hardly have begun.
    Put it right: correct the status of its actions, or say when it will begin.
    """
    by_activity: dict[str, list[Action]] = defaultdict(list)
    for action in plan.of(Action):
        by_activity[action.activity or ""].append(action)
    for activity in plan.of(Activity):
        actions = by_activity.get(activity.ref, [])
        late = any(action.due and action.due < plan.on for action in actions)
        idle = actions and all(
            action.status is ActionStatus.NOT_STARTED and action.blank("comment") for action in actions
        )
        if idle and not late and activity.starts_on and activity.starts_on <= plan.on:
            yield actions[0].mark(
                "status",
                f"{activity.ref} was to begin on {shown(activity.starts_on)}, but none of its actions is under way.",
            )
