"""What goes to the panel (QUAS), and what it answers: confirmed, or clarification sought (H33, H34, H44, H48, H49).

Everything is held together by digests of what the answers say, never of a file: a workbook saved again by another
program is the same submission, and one changed answer makes it another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from hwit_validators.carried import digest, plain
from hwit_validators.measure import figure
from hwit_validators.plan import Plan
from hwit_validators.records import Amendment, Indicator, Outcome, Priority, Record, Result, shown
from hwit_validators.records.choices import OutcomeMet, QuasDecision


class Kind(StrEnum):
    """What a submission asks the panel to confirm."""

    PLAN = "plan"
    """Priorities, outcomes, indicators with their dates, and evidence plans: stage 4 (H33)."""
    AMENDMENTS = "amendments"
    """Changes to outcomes: stage 7 (H44)."""
    OUTCOMES = "outcomes"
    """Outcomes that are met, each with its evidence: stage 8 (H48)."""


KIND_OF_STAGE = {4: Kind.PLAN, 7: Kind.AMENDMENTS, 8: Kind.OUTCOMES}
"""What each stage's return submits. The other stages submit nothing."""


@dataclass(frozen=True)
class Item:
    """One thing the panel decides on.

    Attributes:
        title: what it is, in a few words.
        digest: of everything it says.
    """

    ref: str
    title: str
    digest: str


def content(plan: Plan) -> str:
    """SHA-256 over every answer of a return, whatever program saved it."""
    return digest({table.table: plan.fingerprint(table) for table in plan.form.tables if plan.of(table)})


def items(plan: Plan, kind: Kind) -> tuple[Item, ...]:
    """What a return asks the panel to confirm, one by one."""
    return tuple(_items(plan, kind))


def _items(plan: Plan, kind: Kind) -> Iterator[Item]:
    if kind is Kind.PLAN:
        for priority in plan.of(Priority):
            yield Item(priority.ref, f"Priority {priority.ref}: {priority.priority}", said(priority))
        for outcome in plan.of(Outcome):
            yield Item(outcome.ref, f"Outcome {outcome.ref}: {outcome.statement}", said(outcome))
        for indicator in plan.of(Indicator):
            yield Item(indicator.ref, f"Indicator {indicator.ref}: {indicator.statement}", said(indicator))
    elif kind is Kind.AMENDMENTS:
        for change in plan.of(Amendment):
            if change.decision is not QuasDecision.CONFIRMED:
                yield Item(change.ref, _amendment(plan, change), said(change))
    else:
        for outcome, result in met(plan):
            yield Item(
                outcome.ref, f"Outcome {outcome.ref}: {outcome.statement}", digest([said(outcome), said(result)])
            )


def met(plan: Plan) -> Iterator[tuple[Outcome, Result]]:
    """The outcomes that the school says are met, with their results (H48)."""
    for result in plan.of(Result):
        outcome = plan.row(Outcome, result.ref)
        if outcome and result.met is OutcomeMet.YES:
            yield outcome, result


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
    return f"Amendment {change.ref}: {what} of {change.outcome} to {new}"


class State(StrEnum):
    """Where a submission stands. There is no refusal: what is not confirmed is asked about (H34)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CLARIFICATION = "clarification sought"
    RESUBMITTED = "resubmitted"
    CONFIRMED = "confirmed"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ItemDecision(_Kept):
    """The panel's answer on one item.

    Attributes:
        comment: to the school; where clarification is sought, the question.
    """

    ref: str
    title: str
    digest: str
    answer: QuasDecision
    comment: str = ""


class Decision(_Kept):
    """The panel's answer on a submission, as a decision file keeps it.

    Attributes:
        submission: content digest of what was submitted.
        items: every item, with its answer.
        seal: digest of all the rest, by which a file that was edited or damaged is noticed.
    """

    urn: str
    school: str
    kind: Kind
    submission: str
    submitted_on: dt.date
    decided_on: dt.date
    panel: str
    second_reader: str = ""
    comment: str = ""
    items: tuple[ItemDecision, ...] = Field(min_length=1)
    seal: str = ""

    @property
    def answer(self) -> QuasDecision:
        """Confirmed when every item is; otherwise clarification is sought."""
        if all(item.answer is QuasDecision.CONFIRMED for item in self.items):
            return QuasDecision.CONFIRMED
        return QuasDecision.CLARIFICATION

    def sealed(self) -> Decision:
        """The same decision with its seal."""
        return self.model_copy(update={"seal": self._digest()})

    @property
    def is_whole(self) -> bool:
        """Whether the seal fits the rest."""
        return self.seal == self._digest()

    def _digest(self) -> str:
        return digest(self.model_dump(mode="json", exclude={"seal"}))


@dataclass(frozen=True)
class Decisions:
    """The decisions that are known about one school, from the oldest to the newest."""

    known: tuple[Decision, ...] = ()

    @staticmethod
    def about(urn: str | None, decisions: Iterable[Decision]) -> Decisions:
        """Those of one school."""
        own = (decision for decision in decisions if decision.urn == urn)
        return Decisions(
            tuple(sorted(own, key=lambda decision: (decision.decided_on, decision.answer is QuasDecision.CONFIRMED)))
        )

    def of(self, kind: Kind) -> Iterator[Decision]:
        """Those on one kind of submission."""
        return (decision for decision in self.known if decision.kind is kind)

    def latest(self, kind: Kind) -> Decision | None:
        """The newest on one kind of submission."""
        return next(reversed(list(self.of(kind))), None)

    def on_item(self, kind: Kind, ref: str) -> tuple[Decision, ItemDecision] | None:
        """The newest answer on one item. What has once been confirmed stays so while the item says the same."""
        answers = [(decision, item) for decision in self.of(kind) for item in decision.items if item.ref == ref]
        return answers[-1] if answers else None

    def confirmed(self, kind: Kind, item: Item) -> Decision | None:
        """The decision that confirmed exactly what an item says, if there is one."""
        for decision in reversed(list(self.of(kind))):
            for answered in decision.items:
                if (answered.ref, answered.digest) == (item.ref, item.digest):
                    return decision if answered.answer is QuasDecision.CONFIRMED else None
        return None

    def state(self, kind: Kind, submission: str | None) -> State:
        """Where a submission stands.

        Args:
            submission: content digest of what was sent in; None if nothing was.
        """
        if submission is None:
            return State.DRAFT
        own = [decision for decision in self.of(kind) if decision.submission == submission]
        if own:
            return State.CONFIRMED if own[-1].answer is QuasDecision.CONFIRMED else State.CLARIFICATION
        asked = any(decision.answer is QuasDecision.CLARIFICATION for decision in self.of(kind))
        return State.RESUBMITTED if asked else State.SUBMITTED
