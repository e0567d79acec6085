"""What the figures of one outcome allow a school to claim, or why nothing can be claimed.

A claim says what the figures say and no more: where a figure began, where it stands, of how many people, from which
source, on which days. It never says what brought a change about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hwit_validators.figures.chance import may_be_chance
from hwit_validators.figures.changes import words_now
from hwit_validators.figures.progress import baseline_of, confirmed, effective, is_met, latest_reading
from hwit_validators.model.choices import AmendedWhat, OutcomeMet
from hwit_validators.model.decision import Decisions, Kind
from hwit_validators.model.finding import Finding
from hwit_validators.panel.items import items
from hwit_validators.plan import Plan
from hwit_validators.privacy.withheld import people_behind, withheld, words
from hwit_validators.tables import Amendment, Baseline, Outcome, Reading, Result
from hwit_xl.progress.doubt import doubt
from hwit_xl.progress.people_in_words import Noun, as_share, counted_by, size_of


class Standing(StrEnum):
    """How much of an outcome the evidence shows, the most first."""

    MET = "met"
    PARTLY = "partly met"
    SO_FAR = "so far"
    NOT_MET = "not met"


@dataclass(frozen=True)
class Measured:
    """A figure, the day it was measured, and of how many people; ``size`` is None where that is not recorded."""

    value: float
    on: dt.date
    size: int | None


@dataclass(frozen=True)
class Claim:
    """What may be said of one outcome.

    Attributes:
        aim: the outcome in the school's words, as last changed; with figures withheld where that must be.
        withheld: its figures may not leave the school, and may not be shown anywhere.
        few: the group is small; otherwise figures are withheld as they count only a few people.
        counted: whom the figures count.
        reached: the last figure is at the target or beyond it.
        due: the date by which it was to be reached.
        may_be_chance: a change as large as this one may be chance.
        amended: confirmed changes of its target or date.
        confirmed_on: the day on which the panel confirmed that it is met, if that is known.
    """

    outcome: Outcome
    standing: Standing
    aim: str
    withheld: bool
    few: bool
    counted: Noun
    before: Measured
    after: Measured
    target: float
    due: dt.date | None
    reached: bool
    may_be_chance: bool
    source: str
    amended: tuple[Amendment, ...]
    confirmed_on: dt.date | None


def aim_of(plan: Plan, outcome: Outcome) -> str:
    """An outcome in the school's words, in one line, as may be passed on."""
    return " ".join(words(plan, outcome.ref, words_now(plan, outcome)).split())


def claim_of(plan: Plan, outcome: Outcome, findings: Iterable[Finding]) -> Claim | str:
    """What may be said of an outcome, or in one sentence why nothing is.

    Args:
        findings: what a check says of the return. While an error on the figures' rows is open, or a query on the figures
            themselves, nothing is claimed.
    """
    holds, baseline, result = effective(plan, outcome), baseline_of(plan, outcome), plan.row(Result, outcome.ref)
    last = result or latest_reading(plan, outcome, plan.on)
    if last is None:
        return "There is no result and no reading yet."
    if isinstance(last, Result) and not last.evidence:
        return "Its result gives no evidence."
    if isinstance(last, Result) and last.met is None:
        return "Its result does not say whether it is met."
    value, day = (last.final_value, last.measured_on) if isinstance(last, Result) else (last.value, last.read_on)
    if holds.baseline is None or holds.starts_on is None or holds.target is None:
        return "There is no starting figure or no target, so no change can be shown."
    if value is None or day is None:
        return "The last figure, or its date, is missing."
    if found := doubt(findings, (baseline, last)):
        return f"Open {found.severity} {found.code}: {words(plan, outcome.ref, found.message)}"
    reached = is_met(outcome, holds.target, Reading(value=value))
    hidden = outcome.ref in withheld(plan)
    if isinstance(last, Reading) and not reached and hidden:
        return "It is in progress. Its figures are withheld, so nothing can be shown yet."
    before = Measured(holds.baseline, holds.starts_on, size_of(outcome, baseline))
    after = Measured(value, day, size_of(outcome, last))
    people = people_behind(plan, outcome)
    return Claim(
        outcome=outcome,
        standing=_STANDING[last.met] if isinstance(last, Result) and last.met else Standing.SO_FAR,
        aim=aim_of(plan, outcome),
        withheld=hidden,
        few=people is None or people < plan.profile.limits.smallest_group,
        counted=counted_by(plan, outcome),
        before=before,
        after=after,
        target=holds.target,
        due=holds.due,
        reached=reached,
        may_be_chance=_may_be_chance(outcome, before, after),
        source=words(plan, outcome.ref, _source(outcome, baseline, last)),
        amended=tuple(change for change in confirmed(plan, outcome) if change.what is not AmendedWhat.WORDING),
        confirmed_on=_confirmed_on(plan, outcome),
    )


_STANDING = {
    OutcomeMet.YES: Standing.MET,
    OutcomeMet.PARTLY: Standing.PARTLY,
    OutcomeMet.NO: Standing.NOT_MET,
}


def _may_be_chance(outcome: Outcome, before: Measured, after: Measured) -> bool:
    first, last = (as_share(figure.value, outcome.unit, figure.size) for figure in (before, after))
    if first is None or last is None or first == last or not before.size or not after.size:
        return False
    return may_be_chance(first, before.size, last, after.size)


def _source(outcome: Outcome, baseline: Baseline | None, last: Reading | Result) -> str:
    """Where the figures come from: as planned, or else as the rows say."""
    rows = (last.source if isinstance(last, Reading) else None, baseline.source if baseline else None)
    return next((source for source in (outcome.data_source, *rows) if source), "")


def _confirmed_on(plan: Plan, outcome: Outcome) -> dt.date | None:
    decisions = plan.decisions or Decisions()
    item = next((item for item in items(plan, Kind.OUTCOMES) if item.ref == outcome.ref), None)
    return decisions.confirmed_on(Kind.OUTCOMES, item) if item else None
