"""What was changed about an outcome or indicator on the way, and why (H43, H44)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from hwit_validators.figures.measure import Measure
from hwit_validators.model.choices import QuasDecision, RevisedWhat, Unit
from hwit_validators.plan import Plan
from hwit_validators.tables import Amendment, Outcome, Revision
from hwit_validators.words import figure, shown


@dataclass(frozen=True)
class Change:
    """A revision of an indicator, or an amendment of an outcome.

    Attributes:
        ref: its reference (``V1``, ``X1``).
        on: the day the group discussed it, or the panel answered.
        words: what changed, from what to what.
        without_figures: the same for papers on which its figures are withheld: ``target changed``.
        counts: it holds; an amendment only once the panel has confirmed it (H44).
    """

    ref: str
    on: dt.date | None
    words: str
    without_figures: str
    why: str
    counts: bool

    @property
    def by(self) -> str:
        """Who settled it and when: ``discussed by the group on 6 July 2011``."""
        when = f" on {shown(self.on)}" if self.on else ""
        if self.ref.startswith("V"):
            return f"discussed by the group{when}"
        return f"confirmed by the panel{when}" if self.counts else "not confirmed by the panel yet"


def changes_of(plan: Plan, measure: Measure) -> tuple[Change, ...]:
    """The changes of a measure from the oldest to the newest."""
    return tuple(_told(plan, measure))


def words_now(plan: Plan, measure: Measure) -> str:
    """The statement of a measure, as last changed."""
    changed = [change.new_wording for change in _of(plan, measure) if _is_wording(change) and _counts(change)]
    return next((words for words in reversed(changed) if words), measure.statement or "")


def in_unit(value: float, unit: Unit | None) -> str:
    """A figure in a sentence: ``45%``, ``9 pupils``; a score stands alone."""
    return figure(value, None if unit is Unit.SCORE else unit)


def _of(plan: Plan, measure: Measure) -> list[Revision] | list[Amendment]:
    if isinstance(measure, Outcome):
        amendments = [change for change in plan.of(Amendment) if change.outcome == measure.ref]
        return sorted(
            amendments, key=lambda change: change.decided_on or (dt.date.min if _counts(change) else dt.date.max)
        )
    revisions = [change for change in plan.of(Revision) if change.indicator == measure.ref]
    return sorted(revisions, key=lambda change: change.discussed_on or dt.date.min)


def _counts(change: Revision | Amendment) -> bool:
    return isinstance(change, Revision) or change.decision is QuasDecision.CONFIRMED


def _is_wording(change: Revision | Amendment) -> bool:
    return change.what is not None and change.what.value == RevisedWhat.WORDING.value


def _told(plan: Plan, measure: Measure) -> Iterator[Change]:
    target = measure.target
    due = measure.target_date if isinstance(measure, Outcome) else measure.due
    for change in _of(plan, measure):
        counts, what = _counts(change), str(change.what or "")
        on = change.discussed_on if isinstance(change, Revision) else change.decided_on
        new_due = change.new_due if isinstance(change, Revision) else change.new_date
        if what == RevisedWhat.TARGET and change.new_target is not None:
            before = "" if target is None else f" (it was {in_unit(target, measure.unit)})"
            words, told = f"target {in_unit(change.new_target, measure.unit)}{before}", "target changed"
            target = change.new_target if counts else target
        elif what in ("Due date", "Target date") and new_due is not None:
            words = told = f"{what.lower()} {shown(new_due)}" + (f" (it was {shown(due)})" if due else "")
            due = new_due if counts else due
        else:
            words = told = "new words" if what == RevisedWhat.WORDING else what.lower() or "change"
        yield Change(change.ref, on, words, told, change.why or "", counts)
