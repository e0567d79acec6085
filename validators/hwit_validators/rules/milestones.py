"""MN: how the indicators stand: read, reached, overdue, celebrated (H41, H43, H46)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hwit_validators.finding import Mark, Severity
from hwit_validators.plan import Plan
from hwit_validators.progress import TERM_DAYS, Status, effective, is_met, progress, readings_of
from hwit_validators.records import Celebration, Indicator, Reading, shown
from hwit_validators.records.choices import HowOften
from hwit_validators.rule import Judged, rule
from hwit_validators.rules.monitor import figure_slips, is_out_of_time

REJECT, ERROR, QUERY, ADVICE = Severity


def _own(plan: Plan, indicator: Indicator) -> list[Reading]:
    """The readings of an indicator, dated or not."""
    return [reading for reading in plan.of(Reading) if reading.measure == indicator.ref]


def _is_clear(plan: Plan, indicator: Indicator) -> bool:
    """Whether every reading says what it is for, and those of the indicator say when and what was seen.

    Where one does not, another rule speaks of it, and how the indicator stands cannot be told.
    """
    if Reading.table in plan.missing:
        return False
    field = "done" if effective(plan, indicator).target is None else "value"
    own = _own(plan, indicator)
    if any(getattr(reading, field) is None or reading.read_on is None for reading in own):
        return False
    if any(is_out_of_time(plan, reading, indicator) or figure_slips(plan, reading, indicator) for reading in own):
        return False
    return all(plan.named(reading.measure or "", ("Outcomes", "Indicators")) for reading in plan.of(Reading))


@rule("MN003", QUERY, stage=7, handbook="H41", judged=Judged.OWN_STAGE)
def running_indicators_are_read(plan: Plan) -> Iterator[Mark]:
    """Every indicator that is running was read this term, or as often as stage 4 says.

    Why: only a look at the figures shows in time whether the plan works.
    Put it right: take a reading, or explain why there is none.
    """
    for indicator in plan.of(Indicator):
        now = progress(plan, indicator, plan.on)
        days = _DAYS.get(indicator.how_often, TERM_DAYS) if indicator.how_often else TERM_DAYS
        starts = [outcome.starts_on for outcome in plan.served_by(indicator) if outcome.starts_on]
        since = now.read_on or max(
            (day for day in (min(starts, default=None), now.effective.starts_on) if day), default=None
        )
        if now.status is not Status.NO_READING or not _is_clear(plan, indicator):
            continue
        if since and (plan.on - since).days > days:
            last = f"was last read on {shown(now.read_on)}" if now.read_on else "has not been read yet"
            yield Reading.mark_table(
                f"{indicator.ref} {last}.", field="measure", expected=f"a reading of {indicator.ref}"
            )


_DAYS = {HowOften.YEARLY: 400, HowOften.ONCE: 10_000}
"""Days between readings where stage 4 promised fewer than one a term."""


@rule("MN009", QUERY, stage=7, handbook="H41 H43", judged=Judged.OWN_STAGE)
def overdue_indicators_are_explained(plan: Plan) -> Iterator[Mark]:
    """An indicator whose date has passed is achieved, revised or explained.

    Why: a missed milestone is a reason to change something, either the work or the milestone.
    Put it right: take a reading, revise the indicator after talking to the group, or say in the comment what happened.
    """
    for indicator in plan.of(Indicator):
        now = progress(plan, indicator, plan.on)
        if now.status is not Status.OVERDUE or now.effective.due is None or not _is_clear(plan, indicator):
            continue
        if any(_is_celebrated_too_soon(plan, each, indicator) for each in plan.of(Celebration)):
            continue  # MN016 speaks of that
        own = _own(plan, indicator)
        after = [reading for reading in own if reading.read_on and reading.read_on >= now.effective.due]
        if any(not reading.blank("comment") for reading in after):
            continue
        what = f"{indicator.ref} was due on {shown(now.effective.due)}"
        if after:
            last = max(after, key=lambda reading: reading.read_on or dt.date.min)
            yield last.mark("comment", f"{what} and is not reached.")
        else:
            yield Reading.mark_table(
                f"{what}, and has not been read since.", field="measure", expected=f"a reading of {indicator.ref}"
            )


@rule("MN010", ADVICE, stage=7, handbook="H46", judged=Judged.OWN_STAGE)
def what_is_reached_is_celebrated(plan: Plan) -> Iterator[Mark]:
    """An indicator that is reached is celebrated.

    Why: a milestone reached is good news for the whole school.
    Put it right: nothing must be done; an assembly or a line in the newsletter is enough.
    """
    celebrations = plan.of(Celebration)
    if any(celebration.indicator is None for celebration in celebrations):
        return
    done = {celebration.indicator for celebration in celebrations}
    reached = [i.ref for i in plan.of(Indicator) if progress(plan, i, plan.on).status is Status.ACHIEVED]
    if left := [ref for ref in reached if ref not in done]:
        yield Celebration.mark_table(f"{', '.join(left)}: reached, and not celebrated yet.", field="indicator")


@rule("MN016", QUERY, stage=7, handbook="H46")
def what_is_celebrated_is_reached(plan: Plan) -> Iterator[Mark]:
    """What is celebrated has been reached.

    Why: either a reading is missing, or the celebration came too soon.
    Put it right: add the reading, or correct the indicator or the date.
    """
    for celebration in plan.of(Celebration):
        indicator = plan.row(Indicator, celebration.indicator)
        if celebration.celebrated_on and celebration.celebrated_on > plan.on:
            yield celebration.mark(
                "celebrated_on", f"{shown(celebration.celebrated_on)} in {celebration.ref} is in the future."
            )
        elif indicator and celebration.celebrated_on and _is_celebrated_too_soon(plan, celebration, indicator):
            yield celebration.mark(
                "indicator",
                f"{indicator.ref} was celebrated on {shown(celebration.celebrated_on)}, but no reading by then "
                "shows it reached.",
            )


def _is_celebrated_too_soon(plan: Plan, celebration: Celebration, indicator: Indicator) -> bool:
    """Whether a celebration is of this indicator, and no reading by then shows it reached."""
    day = celebration.celebrated_on
    if celebration.indicator != indicator.ref or day is None or day > plan.on or not _is_clear(plan, indicator):
        return False
    target = effective(plan, indicator).target
    readings = readings_of(plan, indicator, figures=target is not None)
    before = [reading for reading in readings if reading.read_on and reading.read_on <= day]
    return not any(is_met(indicator, target, reading) for reading in before)
