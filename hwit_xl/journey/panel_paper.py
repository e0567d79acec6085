"""The paper the panel reads: what it is asked to confirm, with everything that bears on it.

Figures of small groups are withheld here, as papers are handed round; they stand in the workbook that goes with it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from hwit_validators.decision import Kind
from hwit_validators.measure import Measure, figure
from hwit_validators.plan import Plan
from hwit_validators.progress import baseline_of, effective, progress, readings_of
from hwit_validators.records import Agreement, Amendment, Indicator, Outcome, Priority, Reading, Result, shown
from hwit_validators.small_numbers import WITHHELD, masked
from hwit_validators.withheld import may_tell, withheld, words
from hwit_xl.checking.profile import Programme
from hwit_xl.documents import blocks
from hwit_xl.documents.blocks import Block
from hwit_xl.journey.manifest import Asked, Manifest

_TITLES = {
    Kind.PLAN: "Plan for confirmation",
    Kind.AMENDMENTS: "Amendments for confirmation",
    Kind.OUTCOMES: "Outcomes met, for confirmation",
}
_TASKS = {
    Kind.PLAN: "The panel confirms the plan, or seeks clarification, as a whole or item by item.",
    Kind.AMENDMENTS: "The panel confirms each amendment, or seeks clarification. Until then the outcome stays as it was.",
    Kind.OUTCOMES: "The panel confirms that each outcome is met, or seeks clarification on its evidence.",
}


def paper(plan: Plan, manifest: Manifest, programme: Programme) -> dict[str, Any]:
    """What the paper says, as ``blocks.typ`` takes it."""
    school = f"{manifest.school} · URN {manifest.urn}"
    foot = f"{school} · submitted {shown(manifest.submitted_on)} · content {manifest.content[:12]}"
    return {
        "title": _TITLES[manifest.kind],
        "tagline": school,
        "foot": foot,
        "blocks": [
            *_opening(plan, manifest, programme),
            *_SECTIONS[manifest.kind](plan, manifest),
            *_checks(manifest),
            *_for_notes(manifest),
        ],
    }


def _opening(plan: Plan, manifest: Manifest, programme: Programme) -> Iterator[Block]:
    school = plan.school
    yield blocks.note(_TASKS[manifest.kind])
    yield blocks.facts(
        [
            ("Local Programme", programme.profile.programme or (school.local_programme if school else None)),
            ("Phase", school.phase if school else None),
            ("Pupils on roll", _roll(plan)),
            ("Submitted on", shown(manifest.submitted_on)),
            ("Where it stands", f"{manifest.state}{_answering(manifest)}"),
        ]
    )
    if withheld(plan):
        yield blocks.note(
            f"“{WITHHELD}” stands for a figure that is withheld on paper, because a few children could be recognised. "
            "The panel finds it in the workbook that came with this paper.",
            tone="query",
        )
    yield from _changed_since(manifest)
    if asked := [item for item in manifest.items if item.question]:
        yield blocks.heading("What the panel asked")
        yield blocks.listing(
            [("Item", 1.3), ("The panel's question", 3), ("Since then", 1), ("The school's reply", 3)],
            [
                (item.ref, item.question, "changed" if item.changed else "as it was", item.reply or "–")
                for item in asked
            ],
        )


def _changed_since(manifest: Manifest) -> Iterator[Block]:
    """What the panel confirmed when it said something else."""
    if changed := [item for item in manifest.items if item.was_confirmed_on]:
        told = ", ".join(f"{item.ref} (confirmed on {shown(item.was_confirmed_on)})" for item in changed)
        yield blocks.note(f"Changed since the panel confirmed it: {told}.", tone="query")


def _short(day: dt.date | None) -> str:
    """A date as a narrow column has room for it: ``3 Dec 2010``."""
    return f"{day.day}\u00a0{day:%b}\u00a0{day.year}" if day else ""


def _roll(plan: Plan) -> str | None:
    school = plan.school
    if not school or school.roll is None:
        return None
    return f"{school.roll:,}" + (f", counted on {shown(school.roll_on)}" if school.roll_on else "")


def _answering(manifest: Manifest) -> str:
    return f", in answer to the panel's questions of {shown(manifest.answers)}" if manifest.answers else ""


def _plan(plan: Plan, manifest: Manifest) -> Iterator[Block]:
    asked = {item.ref: item for item in manifest.items}
    for priority in plan.of(Priority):
        yield from _priority(plan, priority, asked)
        for outcome in plan.of(Outcome):
            if outcome.priority == priority.ref:
                yield from _outcome(plan, outcome, asked)
    yield blocks.heading("Early success indicators")
    yield blocks.listing(
        [
            ("Ref", 1.1 if any(item.question for item in manifest.items) else 0.6),
            ("For", 1),
            ("Kind", 1),
            ("Milestone", 4.4),
            ("From → to", 1.6),
            ("Due", 1.5),
            ("Who leads", 1.5),
        ],
        [
            (
                _marked(indicator.ref, asked),
                ", ".join(indicator.outcomes),
                str(indicator.kind or ""),
                words(plan, indicator.ref, indicator.statement),
                _from_to(plan, indicator),
                _short(indicator.due),
                indicator.lead or "",
            )
            for indicator in plan.of(Indicator)
        ],
    )
    agreement = plan.one(Agreement)
    if agreement:
        yield blocks.heading("Agreement")
        yield blocks.facts(
            [
                ("Agreed by the development group", shown(agreement.group_agreed_on)),
                ("Head teacher agreed", shown(agreement.head_agreed_on)),
                ("Governors informed", shown(agreement.governors_informed_on)),
                ("The panel should know", masked(agreement.note or "") if withheld(plan) else agreement.note),
            ]
        )


def _priority(plan: Plan, priority: Priority, asked: dict[str, Asked]) -> Iterator[Block]:
    entry = plan.lists["national_indicators"].find(priority.indicator or "")
    yield blocks.heading(
        f"{_marked(priority.ref, asked)} {words(plan, priority.ref, priority.priority)}",
        new_page=priority is not plan.of(Priority)[0],
    )
    yield blocks.facts(
        [
            ("Kind", f"{priority.kind} priority" if priority.kind else None),
            ("National Indicator", entry.label if entry else priority.indicator),
            ("In the local plan", priority.plan_reference),
            ("Agreed by the group", shown(priority.agreed_on)),
            ("Who was asked", shown(priority.consulted)),
            ("Why", priority.why),
        ]
    )


def _outcome(plan: Plan, outcome: Outcome, asked: dict[str, Asked]) -> Iterator[Block]:
    yield blocks.heading(f"{_marked(outcome.ref, asked)} {outcome.type or ''} outcome", level=2)
    yield blocks.text("The outcome", words(plan, outcome.ref, outcome.statement))
    yield blocks.facts(
        [
            ("Who it is about", words(plan, outcome.ref, outcome.who)),
            ("Group", outcome.group),
            ("Counted or asked", words(plan, outcome.ref, outcome.measure)),
            ("Who is asked", outcome.respondents),
            ("Well-being indicator", _wellbeing(plan, outcome)),
            ("From → to", _from_to(plan, outcome)),
            ("How many people", _figure(plan, outcome, outcome.cohort, count=True)),
            ("When", f"{shown(outcome.starts_on) or '?'} to {shown(outcome.target_date) or '?'}"),
            ("Where figures come from", words(plan, outcome.ref, outcome.data_source)),
        ]
    )
    yield blocks.text("How it will be shown", words(plan, outcome.ref, outcome.evidence_plan))


def _wellbeing(plan: Plan, outcome: Outcome) -> str | None:
    entry = plan.lists["wellbeing_indicators"].find(outcome.wellbeing_indicator or "")
    return entry.label if entry else outcome.wellbeing_indicator


def _marked(ref: str, asked: dict[str, Asked]) -> str:
    """The reference, with a mark where the panel asked about it or it changed since."""
    item = asked.get(ref)
    return f"{ref} (asked)" if item and item.question else ref


def _figure(plan: Plan, measure: Measure, value: float | None, *, count: bool = False) -> str:
    if value is None:
        return "not yet known"
    if measure.ref in withheld(plan):
        return WITHHELD
    return f"{value:,.10g}" if count else figure(value, measure.unit)


def _from_to(plan: Plan, measure: Measure) -> str:
    if measure.target is None:
        return "to be in place" if isinstance(measure, Indicator) else "no figure"
    return f"{_figure(plan, measure, measure.baseline)} → {_figure(plan, measure, measure.target)}"


def _amendments(plan: Plan, manifest: Manifest) -> Iterator[Block]:
    asked = {item.ref: item for item in manifest.items}
    for change in plan.of(Amendment):
        outcome = plan.row(Outcome, change.outcome)
        if change.ref not in asked or outcome is None:
            continue
        yield blocks.heading(f"{_marked(change.ref, asked)} {change.what or 'Change'} of {outcome.ref}")
        yield blocks.text("The outcome as confirmed", words(plan, outcome.ref, outcome.statement))
        new = (
            _figure(plan, outcome, change.new_target)
            if change.new_target is not None
            else shown(change.new_date) or words(plan, outcome.ref, change.new_wording)
        )
        yield blocks.beside(("It was", words(plan, outcome.ref, change.was)), ("It is to be", new))
        yield blocks.text("Why", words(plan, outcome.ref, change.why))
        yield blocks.facts([("Asked for on", shown(change.requested_on)), ("Target now", _holds(plan, outcome))])
        yield from _readings(plan, outcome)


def _holds(plan: Plan, outcome: Outcome) -> str:
    holds = effective(plan, outcome)
    return f"{_figure(plan, outcome, holds.target)} by {shown(holds.due) or '?'}"


def _outcomes(plan: Plan, manifest: Manifest) -> Iterator[Block]:
    asked = {item.ref: item for item in manifest.items}
    for number, ref in enumerate(asked):
        outcome, result = plan.row(Outcome, ref), plan.row(Result, ref)
        if outcome and result:
            yield blocks.heading(f"{_marked(ref, asked)} {outcome.type or ''} outcome", new_page=number > 0)
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
            ("Target", f"{_figure(plan, outcome, holds.target)} by {shown(holds.due) or '?'}"),
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


def _sized(plan: Plan, outcome: Outcome, value: float | None, size: int | None, day: Any) -> str:
    of = f" of {_figure(plan, outcome, size, count=True)} people" if size else ""
    return f"{_figure(plan, outcome, value)}{of}" + (f", {shown(day)}" if day else "")


def _readings(plan: Plan, measure: Measure) -> Iterator[Block]:
    if readings := readings_of(plan, measure):
        yield blocks.listing(
            [("Reading on", 1.4), ("Figure", 1), ("Of how many", 1), ("Source", 2.5), ("Comment", 4)],
            [
                (
                    _short(reading.read_on),
                    _figure(plan, measure, reading.value) if may_tell(plan, measure, reading) else WITHHELD,
                    _figure(plan, measure, reading.sample_size, count=True) if reading.sample_size else "",
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
        return comment
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
                    _short(effective(plan, indicator).due),
                    str(progress(plan, indicator, plan.on).status),
                )
                for indicator in serving
            ],
        )


def _checks(manifest: Manifest) -> Iterator[Block]:
    """Queries the school explained, and those it left open."""
    for title, remaining, last in (
        ("Queries the school has explained", manifest.explained, "The school's explanation"),
        ("Queries still open", manifest.open_queries, ""),
    ):
        if remaining:
            yield blocks.heading(title)
            columns = [("Rule", 0.8), ("About", 1.4), ("What was seen", 4)] + ([(last, 3.4)] if last else [])
            yield blocks.listing(
                columns,
                [
                    (found.code, found.ref, found.message, *((found.explanation,) if last else ()))
                    for found in remaining
                ],
            )


def _for_notes(manifest: Manifest) -> Iterator[Block]:
    """A list on which the panel notes its answers by hand."""
    yield blocks.heading("For the panel's notes", new_page=True)
    yield blocks.listing(
        [("Item", 0.8), ("Confirmed", 1.6), ("Clarification sought: the question to the school", 6)],
        [(item.ref, _done(item), "") for item in manifest.items],
    )
    yield blocks.facts([(name, " ") for name in ("Decided by", "Second reader", "Date")])
    yield blocks.facts(
        [
            ("What this paper goes by", f"content {manifest.content}"),
            ("Form and rules", f"form {manifest.form_version}, checked by {manifest.rules}"),
        ]
    )


def _done(item: Asked) -> str:
    return f"on {_short(item.confirmed_on)}" if item.confirmed_on else ""


_SECTIONS = {Kind.PLAN: _plan, Kind.AMENDMENTS: _amendments, Kind.OUTCOMES: _outcomes}
