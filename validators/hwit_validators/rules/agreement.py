"""AG: the group and the head teacher agree with the plan before the panel sees it (H33)."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, rule
from hwit_validators.rules.marks import in_future, not_agreed
from hwit_validators.tables import Agreement, Priority
from hwit_validators.words import shown


@rule("AG001", ERROR, stage=4, handbook="H33")
def group_and_head_agree(plan: Plan) -> Iterator[Mark]:
    """The development group and the head teacher have agreed with the plan, each with a date.

    Why: the panel is asked to confirm what the school has settled.
    Put it right: take the plan to the group and the head teacher, then write the dates.
    """
    agreement = plan.one(Agreement)
    if not agreement:
        return
    if agreement.blank("group_agreed_on"):
        yield agreement.mark("group_agreed_on", "It does not say when the development group agreed with the plan.")
    yield from not_agreed(agreement, "head_agrees", "head_agreed_on", "The head teacher")


@rule("AG002", QUERY, stage=4, handbook="H33")
def governors_are_informed(plan: Plan) -> Iterator[Mark]:
    """The governors know of the plan.

    Why: it becomes part of the school's plans, for which they answer.
    Put it right: write when the plan went to the governing body, or say when it will.
    """
    agreement = plan.one(Agreement)
    if agreement and agreement.blank("governors_informed_on"):
        yield agreement.mark("governors_informed_on", "It does not say when the governors were informed.")


@rule("AG003", ERROR, stage=4, handbook="H33")
def agreed_once_written(plan: Plan) -> Iterator[Mark]:
    """The plan was agreed once it was written, and no date lies in the future.

    Why: an agreement holds only for the words that were on the table.
    Put it right: correct the date, or take the plan in its present form to the group and the head teacher again.
    """
    agreement = plan.one(Agreement)
    if not agreement:
        return
    written = agreement.written_on
    for field in ("written_on", "group_agreed_on", "head_agreed_on", "governors_informed_on"):
        yield from in_future(plan, agreement, field)
        day = getattr(agreement, field)
        if day and written and day < written <= plan.on:
            what = {"group_agreed_on": "The group agreed", "head_agreed_on": "The head teacher agreed"}
            yield agreement.mark(
                field,
                f"{what.get(field, 'The governors were informed')} on {shown(day)}, but the outcomes took their "
                f"present form on {shown(written)}.",
                expected=f"{shown(written)} or later",
            )


@rule("AG004", QUERY, stage=4, handbook="H23 H33")
def written_after_the_priorities(plan: Plan) -> Iterator[Mark]:
    """The outcomes were written once the priorities had been agreed.

    Why: outcomes follow from priorities, not the other way round.
    Put it right: correct the date, or explain the order.
    """
    agreement = plan.one(Agreement)
    agreed = max((priority.agreed_on for priority in plan.of(Priority) if priority.agreed_on), default=None)
    if agreement and agreement.written_on and agreed and agreement.written_on < agreed <= plan.on:
        yield agreement.mark(
            "written_on",
            f"The outcomes were written by {shown(agreement.written_on)}, before the priorities were agreed on "
            f"{shown(agreed)}.",
        )
