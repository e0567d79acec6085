"""PA: partners (H36)."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.model.choices import FormalAgreement, PartnerCheck
from hwit_validators.model.column import ALL
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, rule
from hwit_validators.rules.marks import in_future
from hwit_validators.tables import Activity, Indicator, Outcome, Partner
from hwit_validators.words import shown


@rule("PA001", QUERY, stage=5, handbook="H36 H61")
def is_checked_before_the_work(plan: Plan) -> Iterator[Mark]:
    """A partner is checked before the work with them starts.

    Why: they will be working with children.
    Put it right: ask for references or for the Local Programme's word, and write the date.
    """
    for partner in plan.of(Partner):
        yield from in_future(plan, partner, "checked_on")
        starts = min((a.starts_on for a in plan.of(Activity) if a.partner == partner.ref and a.starts_on), default=None)
        if partner.checked is PartnerCheck.NOT_YET:
            yield partner.mark("checked", f"{partner.ref} has not been checked yet.")
        elif partner.checked and partner.blank("checked_on"):
            yield partner.mark("checked_on", f"{partner.ref} has been checked, but it does not say when.")
        elif partner.checked_on and starts and starts < partner.checked_on <= plan.on:
            yield partner.mark(
                "checked_on",
                f"{partner.ref} was checked on {shown(partner.checked_on)}, after the work with them started on "
                f"{shown(starts)}.",
            )


@rule("PA002", QUERY, stage=5, handbook="H36")
def agreement_is_considered(plan: Plan) -> Iterator[Mark]:
    """It has been considered whether to write an agreement with the partner.

    Why: written words make clear who does what by when.
    Put it right: decide with the partner whether one is needed.
    """
    for partner in plan.of(Partner):
        if partner.agreement is FormalAgreement.NOT_YET:
            yield partner.mark("agreement", f"A formal agreement with {partner.ref} has not been considered yet.")


@rule("PA003", QUERY, stage=5, handbook="H36")
def knows_the_model(plan: Plan) -> Iterator[Mark]:
    """A partner knows how the model works.

    Why: they can only help to reach outcomes they know of.
    Put it right: tell them about the outcomes, the indicators and this workbook.
    """
    for partner in plan.of(Partner):
        if partner.understands_model is False:
            yield partner.mark("understands_model", f"{partner.ref} does not know the model yet.", expected="Yes")


@rule("PA004", ERROR, stage=5, handbook="H36")
def helps_with_an_outcome(plan: Plan) -> Iterator[Mark]:
    """A partner helps with an outcome, and it is said which.

    Why: partners are there for the outcomes, not beside them.
    Put it right: name the outcomes, or All.
    """
    for partner in plan.of(Partner):
        if partner.blank("outcomes"):
            yield partner.mark("outcomes", f"{partner.ref} does not say which outcomes they help with.")


@rule("PA005", QUERY, stage=5, handbook="H36 H37")
def takes_part_in_an_activity(plan: Plan) -> Iterator[Mark]:
    """A partner takes part in an activity.

    Why: otherwise it is not clear what they will do.
    Put it right: name the partner beside the activity, or explain how they help.
    """
    activities = plan.of(Activity)
    if any("partner" in activity.unreadable for activity in activities):
        return
    busy = {activity.partner for activity in activities}
    for partner in plan.of(Partner) if activities else ():
        if partner.ref not in busy:
            yield partner.mark("partner", f"{partner.ref} takes part in no activity.")


@rule("PA006", QUERY, stage=5, handbook="H36 H37")
def activity_serves_the_partner_s_outcomes(plan: Plan) -> Iterator[Mark]:
    """An activity with a partner serves an outcome they help with.

    Why: the two sheets should say the same about what the partner is for.
    Put it right: correct the partner, the outcomes they help with, or what the activity serves.
    """
    for activity in plan.of(Activity):
        partner = plan.row(Partner, activity.partner)
        if partner is None or not partner.outcomes or ALL in partner.outcomes:
            continue
        served = _outcomes(plan, activity)
        if served and served.isdisjoint(partner.outcomes):
            yield activity.mark(
                "partner",
                f"{activity.ref} serves {', '.join(sorted(served))}, but {partner.ref} is to help with "
                f"{', '.join(partner.outcomes)}.",
            )


def _outcomes(plan: Plan, activity: Activity) -> set[str]:
    """The outcomes an activity serves, itself or through an indicator."""
    served: set[str] = set()
    for ref in activity.supports:
        measure = plan.named(ref, ("Outcomes", "Indicators"))
        if isinstance(measure, Outcome):
            served.add(measure.ref)
        elif isinstance(measure, Indicator):
            served.update(outcome.ref for outcome in plan.served_by(measure))
    return served
