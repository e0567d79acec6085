"""What the panel (QUAS) answers: confirmed, or clarification sought (H33, H34, H44, H49).

An answer holds for what was submitted, by a digest of what it says, never for a file: a workbook saved again by another
program is the same submission, and one changed answer makes it another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.imprint import digest


class Kind(StrEnum):
    """What a submission asks the panel to confirm."""

    PLAN = "plan"
    """Priorities, outcomes, indicators with their dates, and evidence plans: stage 4 (H33)."""
    AMENDMENTS = "amendments"
    """Changes to outcomes: stage 7 (H44)."""
    OUTCOMES = "outcomes"
    """Outcomes that are met, each with its evidence: stage 8 (H48)."""


@dataclass(frozen=True)
class Item:
    """One thing the panel decides on.

    Attributes:
        title: what it is, in a few words.
        digest: of everything it says.
        about: reference of the outcome or indicator whose figures the title may tell; "" where it tells none.
    """

    ref: str
    title: str
    digest: str
    about: str = ""


class State(StrEnum):
    """Where a submission stands; until there is one, the return is a draft.

    There is no refusal: what is not confirmed is asked about (H34).
    """

    SUBMITTED = "submitted"
    CLARIFICATION = "clarification sought"
    RESUBMITTED = "resubmitted"
    CONFIRMED = "confirmed"


Urn = Annotated[str, Field(pattern=r"^\d{6}$")]
"""A school's unique reference number."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ItemDecision(_Kept):
    """The panel's answer on one item. What waits is not decided yet.

    Attributes:
        withheld: the title is without its figures, which may not be passed on.
        decided_on: the day of this answer, where it was given before the decision that now repeats it.
        comment: to the school; where clarification is sought, the question.
    """

    ref: str
    title: str
    digest: str
    answer: QuasDecision
    withheld: bool = False
    decided_on: dt.date | None = None
    comment: str = ""


class Decision(_Kept):
    """The panel's answer on a submission, as a decision file keeps it.

    It holds everything that is decided by then, so that the newest says how things stand.

    Attributes:
        local_programme: the Local Programme as the school names it; "" if it does not.
        number: which of its kind it is for this school, counted from 1.
        submission: what the submission goes by: a digest of its manifest.
        content: digest of every answer in its workbook.
        items: every item, with its answer.
        anew: none of the earlier answers on these items stays, also where an item waits now.
        seal: digest of all the rest, by which a file that was edited or damaged is noticed.
    """

    urn: Urn
    school: str
    local_programme: str = ""
    kind: Kind
    number: int = Field(default=1, ge=1)
    submission: str
    content: str
    submitted_on: dt.date
    decided_on: dt.date
    panel: str
    second_reader: str = ""
    comment: str = ""
    items: tuple[ItemDecision, ...] = Field(min_length=1)
    anew: bool = False
    seal: str = ""

    @property
    def answer(self) -> QuasDecision:
        """Clarification is sought if it is on any item; confirmed is what is confirmed in every item."""
        answers = {item.answer for item in self.items}
        if QuasDecision.CLARIFICATION in answers:
            return QuasDecision.CLARIFICATION
        return QuasDecision.CONFIRMED if answers == {QuasDecision.CONFIRMED} else QuasDecision.WAITING

    def day_of(self, item: ItemDecision) -> dt.date:
        """The day on which an item was decided."""
        return item.decided_on or self.decided_on

    def sealed(self) -> Decision:
        """The same decision with its seal."""
        return self.model_copy(update={"seal": self._digest()})

    @property
    def is_whole(self) -> bool:
        """Whether the seal fits the rest."""
        return self.seal == self._digest()

    def _digest(self) -> str:
        # without what has its default, so that a later version with more fields still knows an old file
        return digest(self.model_dump(mode="json", exclude={"seal"}, exclude_defaults=True))


Answer = tuple[Decision, ItemDecision]
"""The panel's answer on one item, and the decision it is part of."""


@dataclass(frozen=True)
class Decisions:
    """The decisions that are known about one school, from the oldest to the newest.

    Attributes:
        complete: somebody has vouched that there are no others, so that a decision that is missing is a finding.
    """

    known: tuple[Decision, ...] = ()
    complete: bool = False

    @staticmethod
    def about(
        urns: Collection[str | None],
        decisions: Iterable[Decision],
        since: dt.date | None = None,
        *,
        complete: bool = False,
    ) -> Decisions:
        """Those of one school.

        Args:
            urns: of the school; a school that became an academy has had another one before.
            since: the day its present cycle began; what was submitted before was about an earlier one.
        """
        own = (one for one in decisions if one.urn in urns and (since is None or one.submitted_on >= since))
        in_order = sorted(own, key=lambda one: (one.decided_on, one.number, one.submitted_on))
        return Decisions(tuple(in_order), complete)

    def of(self, kind: Kind) -> Iterator[Decision]:
        """Those on one kind of submission."""
        return (decision for decision in self.known if decision.kind is kind)

    def latest(self, kind: Kind) -> Decision | None:
        """The newest on one kind of submission."""
        return next(reversed(list(self.of(kind))), None)

    def on_item(self, kind: Kind, ref: str) -> Answer | None:
        """The newest answer on one item, whatever it said then."""
        return next(reversed(self._answers(kind, ref)), None)

    def answered(self, kind: Kind, ref: str, said: str) -> Answer | None:
        """The newest answer on an item just as it stands, by its digest."""
        return next(reversed([each for each in self._answers(kind, ref) if each[1].digest == said]), None)

    def _answers(self, kind: Kind, ref: str) -> list[Answer]:
        """The answers on an item that stand, from the oldest to the newest."""
        found: list[Answer] = []
        for decision in self.of(kind):
            for item in decision.items:
                if item.ref == ref:
                    found = [] if decision.anew else found
                    found += [(decision, item)] if item.answer is not QuasDecision.WAITING else []
        return found

    def confirmed_on(self, kind: Kind, item: Item) -> dt.date | None:
        """The day on which exactly what an item says was confirmed, if it was."""
        found = self.answered(kind, item.ref, item.digest)
        return found[0].day_of(found[1]) if found and found[1].answer is QuasDecision.CONFIRMED else None

    def state(self, kind: Kind, submission: str) -> State:
        """Where a submission stands.

        Args:
            submission: what it goes by, as in :class:`Decision`.
        """
        own = [decision for decision in self.of(kind) if decision.submission == submission]
        if own:
            return _STATES[own[-1].answer]
        asked = any(decision.answer is QuasDecision.CLARIFICATION for decision in self.of(kind))
        return State.RESUBMITTED if asked else State.SUBMITTED


_STATES = {
    QuasDecision.WAITING: State.SUBMITTED,
    QuasDecision.CLARIFICATION: State.CLARIFICATION,
    QuasDecision.CONFIRMED: State.CONFIRMED,
}
