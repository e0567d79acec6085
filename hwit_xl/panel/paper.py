"""The paper the panel reads: what it is asked to confirm, with everything that bears on it.

Figures of small groups are withheld here, as papers are handed round; they stand in the workbook that goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hwit_validators.model.decision import Kind
from hwit_validators.panel.items import items
from hwit_validators.plan import Plan
from hwit_validators.privacy.small_numbers import WITHHELD
from hwit_validators.privacy.withheld import words
from hwit_validators.words import shown
from hwit_xl.checking.profile_file import Programme
from hwit_xl.panel.manifest import Asked, Manifest
from hwit_xl.panel.paper_outcomes import amended, outcomes_met
from hwit_xl.panel.paper_plan import plan_items
from hwit_xl.panel.paper_words import short
from hwit_xl.papers import blocks
from hwit_xl.papers.blocks import Block

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
_SECTIONS = {Kind.PLAN: plan_items, Kind.AMENDMENTS: amended, Kind.OUTCOMES: outcomes_met}


def paper(plan: Plan, manifest: Manifest, programme: Programme) -> dict[str, Any]:
    """What the paper says, as ``blocks.typ`` takes it."""
    school = f"{manifest.school} · URN {manifest.urn}"
    body = [*_SECTIONS[manifest.kind](plan, manifest), *_checks(manifest)]
    foot = f"{school} · submitted {shown(manifest.submitted_on)} · content {manifest.content[:12]}"
    return {
        "title": _TITLES[manifest.kind],
        "tagline": school,
        "foot": foot,
        "blocks": [
            *_opening(plan, manifest, programme, body),
            *body,
            *_for_notes(manifest),
        ],
    }


def _opening(plan: Plan, manifest: Manifest, programme: Programme, body: list[Block]) -> Iterator[Block]:
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
    asked = list(_asked(plan, manifest))
    if WITHHELD in re.findall(r"\w+", str([*asked, *body])):
        yield blocks.note(
            f"“{WITHHELD}” stands for a figure that is withheld on paper, because a few children could be recognised. "
            "The panel finds it in the workbook that came with this paper, or in the list of what was submitted.",
            tone="query",
        )
    yield from _changed_since(manifest)
    yield from asked


def _asked(plan: Plan, manifest: Manifest) -> Iterator[Block]:
    """The panel's questions with the school's replies."""
    about = {item.ref: item.about for item in items(plan, manifest.kind)}
    if asked := [item for item in manifest.items if item.question]:
        yield blocks.heading("What the panel asked")
        yield blocks.listing(
            [("Item", 1.3), ("The panel's question", 3), ("Since then", 1), ("The school's reply", 3)],
            [
                (
                    item.ref,
                    words(plan, about.get(item.ref), item.question),
                    "changed" if item.changed else "as it was",
                    words(plan, about.get(item.ref), item.reply) or "–",
                )
                for item in asked
            ],
        )


def _changed_since(manifest: Manifest) -> Iterator[Block]:
    """What the panel confirmed when it said something else."""
    if changed := [item for item in manifest.items if item.was_confirmed_on]:
        told = ", ".join(f"{item.ref} (confirmed on {shown(item.was_confirmed_on)})" for item in changed)
        yield blocks.note(f"Changed since the panel confirmed it: {told}.", tone="query")


def _roll(plan: Plan) -> str | None:
    school = plan.school
    if not school or school.roll is None:
        return None
    return f"{school.roll:,}" + (f", counted on {shown(school.roll_on)}" if school.roll_on else "")


def _answering(manifest: Manifest) -> str:
    return f", in answer to the panel's questions of {shown(manifest.answers)}" if manifest.answers else ""


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
    return f"on {short(item.confirmed_on)}" if item.confirmed_on else ""
