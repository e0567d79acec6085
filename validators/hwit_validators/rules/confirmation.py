"""XS: a plan under way is the one the panel confirmed. Judged where the panel's decisions are known."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.decision import Decision, Kind
from hwit_validators.finding import Mark, Severity
from hwit_validators.plan import Plan
from hwit_validators.records import Amendment, Outcome, Priority, shown
from hwit_validators.records.choices import QuasDecision
from hwit_validators.rule import rule
from hwit_validators.submission import items, said

REJECT, ERROR, QUERY, ADVICE = Severity


def confirmation(plan: Plan) -> Decision | None:
    """The newest decision that confirmed this plan: one that has an outcome just as it stands here.

    None where the panel has decided anew since, and has not confirmed it again.
    """
    own = {(outcome.ref, said(outcome)) for outcome in plan.of(Outcome)}
    found = None
    for decision in plan.decisions.of(Kind.PLAN) if plan.decisions else ():
        confirmed = decision.answer is QuasDecision.CONFIRMED
        found = None if decision.anew else found
        if confirmed and any((item.ref, item.digest) in own for item in decision.items):
            found = decision
    return found


@rule("XS002", ERROR, stage=5, handbook="H33 H44")
def plan_is_the_confirmed_one(plan: Plan) -> Iterator[Mark]:
    """Priorities and outcomes are those the panel confirmed; what is changed since, the panel has confirmed too.

    Why: an outcome can only be changed with the panel's agreement.
    Put it right: put the confirmed words and figures back, and ask for the change on the Amendments sheet. For an
    amendment marked as confirmed, keep the panel's decision file beside the return, or write Waiting.
    """
    if plan.decisions is None:
        return
    decision = confirmation(plan)
    if decision:
        confirmed = {(item.ref, item.digest) for item in decision.items}
        for record in (*plan.of(Priority), *plan.of(Outcome)):
            if record.begun and (record.ref, said(record)) not in confirmed:
                field = "priority" if isinstance(record, Priority) else "statement"
                yield record.mark(
                    field, f"{record.ref} is not as the panel confirmed it on {shown(decision.decided_on)}.", show=False
                )
    known = plan.decisions.complete or plan.decisions.latest(Kind.AMENDMENTS)
    for change in plan.of(Amendment) if known else ():
        if change.decision is QuasDecision.CONFIRMED and not _is_confirmed(plan, change):
            yield change.mark(
                "decision", f"Amendment {change.ref} is marked as confirmed, but the panel's decision does not say so."
            )


def _is_confirmed(plan: Plan, change: Amendment) -> bool:
    assert plan.decisions
    answer = plan.decisions.answered(Kind.AMENDMENTS, change.ref, said(change))
    return answer is not None and answer[1].answer is QuasDecision.CONFIRMED


@rule("XS006", ERROR, stage=5, handbook="H33")
def plan_has_its_confirmation(plan: Plan) -> Iterator[Mark]:
    """From stage 5 on, the panel has confirmed the plan.

    Why: activities and money follow from the plan, so it is settled first.
    Put it right: submit the stage 4 return, answer what the panel asks, and go on from the plan it confirmed. If it is
    confirmed, keep the decision file beside the return.
    """
    if plan.decisions is None or not items(plan, Kind.PLAN) or confirmation(plan):
        return
    latest = plan.decisions.latest(Kind.PLAN)
    if latest is None and not plan.decisions.complete:
        return
    if latest and latest.answer is QuasDecision.CLARIFICATION:
        said_so = f"On {shown(latest.decided_on)} the panel sought clarification; it has not confirmed the plan since."
    else:
        said_so = "Among the panel's decisions there is none that confirms this plan."
    yield Mark("", said_so)
