"""What a return asks the panel (QUAS) to confirm (H33, H44, H48)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hwit_validators.figures.changes import in_unit, words_now
from hwit_validators.figures.progress import effective
from hwit_validators.model.choices import OutcomeMet, QuasDecision
from hwit_validators.model.decision import Decisions, Item, Kind
from hwit_validators.model.imprint import digest, plain
from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.privacy.withheld import withheld
from hwit_validators.tables import Amendment, Indicator, Outcome, Priority, Result
from hwit_validators.words import figure, shown

KIND_OF_STAGE = {4: Kind.PLAN, 7: Kind.AMENDMENTS, 8: Kind.OUTCOMES}
"""What each stage's return submits. The other stages submit nothing."""


def content(plan: Plan) -> str:
    """SHA-256 over every answer of a return, whatever program saved it."""
    return digest({table.table: plan.fingerprint(table) for table in plan.form.tables if plan.of(table)})


def items(plan: Plan, kind: Kind) -> tuple[Item, ...]:
    """What a return asks the panel to confirm, one by one."""
    return tuple(_items(plan, kind))


def _items(plan: Plan, kind: Kind) -> Iterator[Item]:
    if kind is Kind.PLAN:
        for priority in plan.of(Priority):
            yield Item(priority.ref, f"Priority {priority.ref}: {priority.priority}", said(priority), priority.ref)
        for outcome in plan.of(Outcome):
            yield Item(outcome.ref, f"Outcome {outcome.ref}: {outcome.statement}", said(outcome), outcome.ref)
        for indicator in plan.of(Indicator):
            yield Item(
                indicator.ref, f"Indicator {indicator.ref}: {indicator.statement}", said(indicator), indicator.ref
            )
    elif kind is Kind.AMENDMENTS:
        for change in plan.of(Amendment):
            if change.decision is not QuasDecision.CONFIRMED:
                yield Item(change.ref, _amendment(plan, change), said(change), change.outcome or "")
    else:
        for outcome, result in met(plan):
            yield Item(
                outcome.ref,
                f"Outcome {outcome.ref}: {words_now(plan, outcome)}{_amended(plan, outcome)}",
                digest([said(outcome), said(result)]),
                outcome.ref,
            )


def _amended(plan: Plan, outcome: Outcome) -> str:
    """What holds of an outcome's target and date since the panel confirmed another one (H44)."""
    holds = effective(plan, outcome)
    changed = []
    if holds.target is not None and holds.target != outcome.target:
        hidden = outcome.ref in withheld(plan)
        changed.append("target changed" if hidden else f"target {in_unit(holds.target, outcome.unit)}")
    if holds.due is not None and holds.due != outcome.target_date:
        changed.append(f"by {shown(holds.due)}")
    return f" (since amended: {', '.join(changed)})" if changed else ""


def met(plan: Plan) -> Iterator[tuple[Outcome, Result]]:
    """The outcomes that the school says are met, with their results (H48)."""
    for result in plan.of(Result):
        outcome = plan.row(Outcome, result.ref)
        if outcome and result.met is OutcomeMet.YES:
            yield outcome, result


def panels_answer(change: Amendment, decisions: Decisions) -> tuple[QuasDecision, dt.date] | None:
    """What the panel last answered to an amendment just as it stands, and when; None if it has not."""
    found = decisions.answered(Kind.AMENDMENTS, change.ref, said(change))
    return (found[1].answer, found[0].day_of(found[1])) if found else None


_ANSWERS_OF_THE_PANEL = ("decision", "decided_on")


def said(record: Record) -> str:
    """A digest of what the school says in one record; what the panel answered is no part of it."""
    answers = {
        name: plain(value)
        for name, spec in record.columns.items()
        if not spec.given
        and name not in _ANSWERS_OF_THE_PANEL
        and (value := getattr(record, name)) not in (None, "", ())
    }
    return digest(answers)


def _amendment(plan: Plan, change: Amendment) -> str:
    outcome = plan.row(Outcome, change.outcome)
    new = (
        figure(change.new_target, outcome.unit if outcome else None)
        if change.new_target is not None
        else shown(change.new_date) or "other words"
    )
    what = (change.what or "change").lower()
    if change.new_target is not None and outcome and outcome.ref in withheld(plan):
        return f"Amendment {change.ref}: {what} of {change.outcome} changed"
    return f"Amendment {change.ref}: {what} of {change.outcome} to {new}"
