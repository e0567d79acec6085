"""MN: changes to indicators after the group discussed them, and to outcomes with the panel's answer (H43, H44)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hwit_validators.column import ALL
from hwit_validators.finding import Mark, Severity
from hwit_validators.measure import Measure, figure, gain
from hwit_validators.plan import Plan
from hwit_validators.progress import effective
from hwit_validators.records import Amendment, Indicator, Outcome, Revision, shown
from hwit_validators.records.choices import AmendedWhat, QuasDecision, RevisedWhat
from hwit_validators.rule import rule
from hwit_validators.rules.marks import in_future

REJECT, ERROR, QUERY, ADVICE = Severity


@rule("MN005", ERROR, stage=7, handbook="H43")
def revision_says_why_and_when(plan: Plan) -> Iterator[Mark]:
    """A revision says why, and when the group discussed it.

    Why: an indicator may be changed only after the group has talked about it.
    Put it right: say what monitoring showed, and write the date of the meeting.
    """
    for revision in plan.of(Revision):
        if revision.blank("why"):
            yield revision.mark("why", f"{revision.ref} does not say why the indicator changes.")
        if revision.blank("discussed_on"):
            yield revision.mark("discussed_on", f"{revision.ref} does not say when the group discussed it.")


@rule("MN006", ERROR, stage=7, handbook="H31 H43")
def revised_date_is_not_after_the_outcome(plan: Plan) -> Iterator[Mark]:
    """A revised due date is not after the outcome's.

    Why: a milestone lies on the way to the outcome, not beyond it.
    Put it right: choose an earlier date, or ask the panel to amend the outcome.
    """
    newest: dict[str, Revision] = {}
    for revision in plan.of(Revision):
        indicator = plan.row(Indicator, revision.indicator)
        if indicator and revision.what is RevisedWhat.DUE and revision.new_due == effective(plan, indicator).due:
            newest[indicator.ref] = revision
    for ref, revision in newest.items():
        indicator = plan.row(Indicator, ref)
        ends = _ends(plan, indicator) if indicator else []
        if not indicator or not ends or revision.new_due is None:
            continue
        end, outcome = ends[-1] if ALL in indicator.outcomes else ends[0]
        if revision.new_due > end:
            yield revision.mark(
                "new_due",
                f"{revision.ref} moves {ref} to {shown(revision.new_due)}, after {outcome}, which is to be reached by "
                f"{shown(end)}.",
                expected=f"by {shown(end)}",
            )


def _ends(plan: Plan, indicator: Indicator) -> list[tuple[dt.date, str]]:
    """The dates by which the outcomes of an indicator are to be reached, the earliest first."""
    days = [(effective(plan, outcome).due, outcome.ref) for outcome in plan.served_by(indicator)]
    return sorted((day, ref) for day, ref in days if day)


@rule("MN007", ERROR, stage=7, handbook="H44")
def outcome_is_changed_only_with_confirmation(plan: Plan) -> Iterator[Mark]:
    """An outcome counts as changed only when the panel has confirmed the amendment, on a day after it was asked.

    Why: the school may change its indicators, but an outcome only with the panel's word.
    Put it right: write the panel's answer and its date as they stand in its letter; leave “Waiting” until it has come.
    """
    for change in plan.of(Amendment):
        if change.decision is QuasDecision.CONFIRMED and change.blank("decided_on"):
            yield change.mark(
                "decided_on", f"{change.ref} is said to be confirmed, but does not say when.", expected="a date"
            )
        elif change.decision is QuasDecision.WAITING and change.decided_on:
            yield change.mark(
                "decision", f"{change.ref} is said to be waiting, but to be answered on {shown(change.decided_on)}."
            )
        elif change.decided_on and change.requested_on and change.decided_on < change.requested_on <= plan.on:
            yield change.mark(
                "decided_on",
                f"{change.ref} was answered on {shown(change.decided_on)}, before it was asked for on "
                f"{shown(change.requested_on)}.",
            )


@rule("MN014", ERROR, stage=7, handbook="H43 H44")
def changes_are_not_in_the_future(plan: Plan) -> Iterator[Mark]:
    """What was discussed, asked for or answered lies in the past.

    Why: a change counts from the day it was settled.
    Put it right: correct the date, or write the change down once it has been settled.
    """
    for revision in plan.of(Revision):
        yield from in_future(plan, revision, "discussed_on")
    for change in plan.of(Amendment):
        yield from in_future(plan, change, "requested_on", "decided_on")


@dataclass(frozen=True)
class _NewValue:
    """A change to a measure, the field that should hold the new value, and the value."""

    change: Revision | Amendment
    measure: Measure
    field: str

    @property
    def value(self) -> object:
        return getattr(self.change, self.field)


_FIELDS: dict[str, str] = {
    RevisedWhat.TARGET: "new_target",
    RevisedWhat.DUE: "new_due",
    RevisedWhat.WORDING: "new_wording",
    AmendedWhat.TARGET_DATE: "new_date",
}


def _new_values(plan: Plan) -> Iterator[_NewValue]:
    """Every change of a figure, date or wording whose indicator or outcome is known."""
    for revision in plan.of(Revision):
        indicator = plan.row(Indicator, revision.indicator)
        if indicator and revision.what in _FIELDS:
            yield _NewValue(revision, indicator, _FIELDS[str(revision.what)])
    for amendment in plan.of(Amendment):
        outcome = plan.row(Outcome, amendment.outcome)
        if outcome and amendment.what in _FIELDS:
            yield _NewValue(amendment, outcome, _FIELDS[str(amendment.what)])


@rule("MN015", ERROR, stage=7, handbook="H43 H44")
def change_says_the_new_value(plan: Plan) -> Iterator[Mark]:
    """A change says what holds from now on.

    Why: without the new figure, date or words the old ones stay in force.
    Put it right: fill in the column for what changes.
    """
    for new in _new_values(plan):
        if new.change.blank(new.field):
            what = str(new.change.what).lower()
            yield new.change.mark(
                new.field, f"{new.change.ref} changes the {what} of {new.measure.ref}, but does not say to what."
            )


@rule("MN020", ERROR, stage=7, handbook="H25 H43 H44")
def changed_target_still_improves(plan: Plan) -> Iterator[Mark]:
    """A changed target still lies beyond the baseline.

    Why: an aim that stands still, or moves the wrong way, is none.
    Put it right: correct the figure, or withdraw the indicator.
    """
    for new in _new_values(plan):
        holds, direction = effective(plan, new.measure), new.measure.direction
        if new.field != "new_target" or not isinstance(new.value, float) or holds.baseline is None or direction is None:
            continue
        if gain(direction, holds.baseline, new.value) <= 0:
            unit = new.measure.unit
            yield new.change.mark(
                "new_target",
                f"{new.change.ref}: the new target of {new.measure.ref} is {figure(new.value, unit)}, its baseline "
                f"{figure(holds.baseline, unit)}; it should {direction.lower()}.",
            )


MOST_REVISIONS = 2
"""An indicator revised more often than this was never firm."""


@rule("MN019", QUERY, stage=7, handbook="H43")
def indicator_is_not_revised_again_and_again(plan: Plan) -> Iterator[Mark]:
    """An indicator's target or date is not revised again and again.

    Why: a milestone that always moves away tells nobody whether the work succeeds.
    Put it right: ask in the group whether the activity works; explain what will be different this time.
    """
    by_indicator: dict[str, list[Revision]] = defaultdict(list)
    for revision in plan.of(Revision):
        if revision.indicator and revision.what in (RevisedWhat.TARGET, RevisedWhat.DUE):
            by_indicator[revision.indicator].append(revision)
    for ref, revisions in by_indicator.items():
        if len(revisions) > MOST_REVISIONS:
            yield revisions[-1].mark("indicator", f"{ref} has been revised {len(revisions)} times.")
