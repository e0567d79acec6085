"""Which form follows a return, and what must have happened before."""

from __future__ import annotations

import datetime as dt

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decisions, Item, Kind
from hwit_validators.panel.items import items
from hwit_validators.plan import Plan
from hwit_validators.tables.forms import NEW_CYCLE_STAGE, form_of_stage
from hwit_validators.words import shown
from hwit_xl.next_form.new_cycle import new_cycle
from hwit_xl.next_form.refill import Refilled, refill
from hwit_xl.problem import Problem
from hwit_xl.workbooks.reading.read import Return

PANEL_STAGE = 4
"""After this stage the plan goes to the panel, and stage 5 waits for its answer (H33)."""
LAST_STAGE = 8


def ensure_goes_on(plan: Plan) -> None:
    """Make sure that a form follows a return of this stage, whether or not it is ready.

    Raises:
        Problem: the return is an annual review, which stands alone.
    """
    if plan.form.stage == 0:
        raise Problem(
            "an annual review stands alone; stage 1 begins with a blank form (`hwit new 1`, or ask your Local Programme for it)"
        )


def next_form(returned: Return) -> Refilled:
    """The form that follows a return, with everything so far carried forward and locked.

    After stage 8 that is the second stage's form of a new cycle.

    Raises:
        Problem: the return is an annual review, which stands alone; or the panel has not confirmed the plan.
    """
    plan = returned.plan
    ensure_goes_on(plan)
    decisions = plan.decisions or Decisions()
    if plan.form.stage == PANEL_STAGE and (waiting := _waits_for_panel(items(plan, Kind.PLAN), decisions)):
        raise Problem(waiting)
    if plan.form.stage == LAST_STAGE:
        return refill(returned, form_of_stage(NEW_CYCLE_STAGE), new_cycle(plan, _confirmed_on(returned, decisions)))
    return refill(returned, form_of_stage(plan.form.stage + 1))


def _confirmed_on(returned: Return, decisions: Decisions) -> dict[str, dt.date]:
    """The day on which each outcome met was confirmed, by its reference."""
    found = ((item, decisions.confirmed_on(Kind.OUTCOMES, item)) for item in items(returned.plan, Kind.OUTCOMES))
    return {item.ref: day for item, day in found if day}


def _waits_for_panel(plan: tuple[Item, ...], decisions: Decisions) -> str:
    """Why stage 5 has to wait, or "" if the panel has confirmed every item as it stands."""
    open_items = [item for item in plan if not decisions.confirmed_on(Kind.PLAN, item)]
    if not open_items:
        return ""
    latest = decisions.latest(Kind.PLAN)
    if latest is None:
        return (
            "stage 5 waits for the panel's confirmation: submit the plan (`hwit submit`, or the button Produce QUAS "
            "submission), and put the decision file that comes back beside the return (or name it: `hwit next --decision FILE`)"
        )
    if latest.answer is QuasDecision.CONFIRMED:
        refs = ", ".join(item.ref for item in open_items)
        return f"stage 5 waits: {refs} changed after the panel confirmed the plan on {shown(latest.decided_on)}; submit the plan again"
    asked = ", ".join(item.ref for item in latest.items if item.answer is QuasDecision.CLARIFICATION)
    if not asked:
        waiting = ", ".join(item.ref for item in open_items)
        return f"stage 5 waits: on {shown(latest.decided_on)} the panel had not yet decided on {waiting}"
    return f"stage 5 waits: on {shown(latest.decided_on)} the panel sought clarification on {asked}; answer it, and submit the plan again"
