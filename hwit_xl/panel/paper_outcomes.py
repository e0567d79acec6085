"""What the panel's paper says of outcomes under way: amendments at stage 7, and outcomes met at stage 8."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hwit_validators.figures.measure import Measure
from hwit_validators.figures.progress import baseline_of, effective, progress, readings_of
from hwit_validators.plan import Plan
from hwit_validators.privacy.small_numbers import WITHHELD, masked
from hwit_validators.privacy.withheld import may_tell, words
from hwit_validators.tables import Amendment, Indicator, Outcome, Reading, Result
from hwit_validators.words import shown
from hwit_xl.panel.manifest import Manifest
from hwit_xl.panel.paper_words import figure_of, marked, short
from hwit_xl.papers import blocks
from hwit_xl.papers.blocks import Block


def amended(plan: Plan, manifest: Manifest) -> Iterator[Block]:
    """Each amendment: what was, what is to be, and the readings so far."""
    asked = {item.ref: item for item in manifest.items}
    for change in plan.of(Amendment):
        outcome = plan.row(Outcome, change.outcome)
        if change.ref not in asked or outcome is None:
            continue
        yield blocks.heading(f"{marked(change.ref, asked)} {change.what or 'Change'} of {outcome.ref}")
        yield blocks.text("The outcome as confirmed", words(plan, outcome.ref, outcome.statement))
        new = (
            figure_of(plan, outcome, change.new_target)
            if change.new_target is not None
            else shown(change.new_date) or words(plan, outcome.ref, change.new_wording)
        )
        yield blocks.beside(("It was", words(plan, outcome.ref, change.was)), ("It is to be", new))
        yield blocks.text("Why", words(plan, outcome.ref, change.why))
        yield blocks.facts([("Asked for on", shown(change.requested_on)), ("Target now", _holds(plan, outcome))])
        yield from _readings(plan, outcome)


def outcomes_met(plan: Plan, manifest: Manifest) -> Iterator[Block]:
    """Each outcome that is met, with the evidence planned beside the evidence given (H48)."""
    asked = {item.ref: item for item in manifest.items}
    for number, ref in enumerate(asked):
        outcome, result = plan.row(Outcome, ref), plan.row(Result, ref)
        if outcome and result:
            yield blocks.heading(f"{marked(ref, asked)} {outcome.type or ''} outcome", new_page=number > 0)
            yield from _met(plan, outcome, result)


def _met(plan: Plan, outcome: Outcome, result: Result) -> Iterator[Block]:
    holds, baseline = effective(plan, outcome), baseline_of(plan, outcome)
    yield blocks.text("The outcome", words(plan, outcome.ref, outcome.statement))
    yield blocks.facts(
        [
            (
                "Before",
                _sized(plan, outcome, holds.baseline, baseline.sample_size if baseline else None, holds.starts_on),
            ),
            ("Target", _holds(plan, outcome)),
            ("After", _sized(plan, outcome, result.final_value, result.sample_size, result.measured_on)),
        ]
    )
    yield blocks.beside(
        ("Evidence planned at stage 4", words(plan, outcome.ref, outcome.evidence_plan)),
        ("Evidence given now", words(plan, outcome.ref, result.evidence)),
    )
    if result.as_planned is False:
        yield blocks.text("What is different, and why", words(plan, outcome.ref, result.difference))
    yield from _readings(plan, outcome)
    yield from _indicators(plan, outcome)
    if result.learned:
        yield blocks.text("What made the difference", words(plan, outcome.ref, result.learned))
    yield blocks.facts(
        [
            ("Checked by the group", shown(result.validated_on)),
            ("Head teacher signed", shown(result.head_signed_on)),
        ]
    )


def _holds(plan: Plan, outcome: Outcome) -> str:
    holds = effective(plan, outcome)
    return f"{figure_of(plan, outcome, holds.target)} by {shown(holds.due) or '?'}"


def _sized(plan: Plan, outcome: Outcome, value: float | None, size: int | None, day: Any) -> str:
    of = f" of {figure_of(plan, outcome, size, count=True)} people" if size else ""
    return f"{figure_of(plan, outcome, value)}{of}" + (f", {shown(day)}" if day else "")


def _readings(plan: Plan, measure: Measure) -> Iterator[Block]:
    if readings := readings_of(plan, measure):
        yield blocks.listing(
            [("Reading on", 1.4), ("Figure", 1), ("Of how many", 1), ("Source", 2.5), ("Comment", 4)],
            [
                (
                    short(reading.read_on),
                    figure_of(plan, measure, reading.value) if may_tell(plan, measure, reading) else WITHHELD,
                    figure_of(plan, measure, reading.sample_size, count=True) if reading.sample_size else "",
                    words(plan, measure.ref, reading.source),
                    _comment(plan, measure, reading),
                )
                for reading in readings
            ],
        )


def _comment(plan: Plan, measure: Measure, reading: Reading) -> str:
    """What was written about a reading; left out where nothing but withheld figures would remain."""
    comment = reading.comment or ""
    if may_tell(plan, measure, reading):
        return words(plan, measure.ref, comment)
    told = masked(comment)
    return told if set(re.findall(r"\w+", told)) - _SAYS_NOTHING else ""


_SAYS_NOTHING = {WITHHELD, "of", "out", "from", "to", "and", "in"}


def _indicators(plan: Plan, outcome: Outcome) -> Iterator[Block]:
    serving = [indicator for indicator in plan.of(Indicator) if outcome in plan.served_by(indicator)]
    if serving:
        yield blocks.listing(
            [("Ref", 0.7), ("Early success indicator", 5), ("Due", 1.5), ("Where it stands", 1.8)],
            [
                (
                    indicator.ref,
                    words(plan, indicator.ref, indicator.statement),
                    short(effective(plan, indicator).due),
                    str(progress(plan, indicator, plan.on).status),
                )
                for indicator in serving
            ],
        )
