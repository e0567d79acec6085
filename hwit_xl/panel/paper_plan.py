"""What the panel's paper says of a plan at stage 4: priorities, outcomes, indicators and the agreement."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.figures.measure import Measure
from hwit_validators.plan import Plan
from hwit_validators.privacy.small_numbers import masked
from hwit_validators.privacy.withheld import withheld, words
from hwit_validators.tables import Agreement, Indicator, Outcome, Priority
from hwit_validators.words import shown
from hwit_xl.panel.manifest import Asked, Manifest
from hwit_xl.panel.paper_words import figure_of, marked, short
from hwit_xl.papers import blocks
from hwit_xl.papers.blocks import Block


def plan_items(plan: Plan, manifest: Manifest) -> Iterator[Block]:
    """Each priority with its outcomes, then the indicators and who agreed to it all."""
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
                marked(indicator.ref, asked),
                ", ".join(indicator.outcomes),
                str(indicator.kind or ""),
                words(plan, indicator.ref, indicator.statement),
                _from_to(plan, indicator),
                short(indicator.due),
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
                (
                    "The panel should know",
                    masked(agreement.note or "") if withheld(plan) else words(plan, None, agreement.note),
                ),
            ]
        )


def _priority(plan: Plan, priority: Priority, asked: dict[str, Asked]) -> Iterator[Block]:
    entry = plan.lists["national_indicators"].find(priority.indicator or "")
    yield blocks.heading(
        f"{marked(priority.ref, asked)} {words(plan, priority.ref, priority.priority)}",
        new_page=priority is not plan.of(Priority)[0],
    )
    yield blocks.facts(
        [
            ("Kind", f"{priority.kind} priority" if priority.kind else None),
            ("National Indicator", entry.label if entry else priority.indicator),
            ("In the local plan", priority.plan_reference),
            ("Agreed by the group", shown(priority.agreed_on)),
            ("Who was asked", shown(priority.consulted)),
            ("Why", words(plan, None, priority.why)),
        ]
    )


def _outcome(plan: Plan, outcome: Outcome, asked: dict[str, Asked]) -> Iterator[Block]:
    yield blocks.heading(f"{marked(outcome.ref, asked)} {outcome.type or ''} outcome", level=2)
    yield blocks.text("The outcome", words(plan, outcome.ref, outcome.statement))
    yield blocks.facts(
        [
            ("Who it is about", words(plan, outcome.ref, outcome.who)),
            ("Group", outcome.group),
            ("Counted or asked", words(plan, outcome.ref, outcome.measure)),
            ("Who is asked", outcome.respondents),
            ("Well-being indicator", _wellbeing(plan, outcome)),
            ("From → to", _from_to(plan, outcome)),
            ("How many people", figure_of(plan, outcome, outcome.cohort, count=True)),
            ("When", f"{shown(outcome.starts_on) or '?'} to {shown(outcome.target_date) or '?'}"),
            ("Where figures come from", words(plan, outcome.ref, outcome.data_source)),
        ]
    )
    yield blocks.text("How it will be shown", words(plan, outcome.ref, outcome.evidence_plan))


def _wellbeing(plan: Plan, outcome: Outcome) -> str | None:
    entry = plan.lists["wellbeing_indicators"].find(outcome.wellbeing_indicator or "")
    return entry.label if entry else outcome.wellbeing_indicator


def _from_to(plan: Plan, measure: Measure) -> str:
    if measure.target is None:
        return "to be in place" if isinstance(measure, Indicator) else "no figure"
    return f"{figure_of(plan, measure, measure.baseline)} → {figure_of(plan, measure, measure.target)}"
