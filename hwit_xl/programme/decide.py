"""The panel's answer to a submission (H34, H58, H59): each item is confirmed, or clarification is sought on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from hwit_validators.decision import Decision, Decisions, ItemDecision, Kind
from hwit_validators.records import shown
from hwit_validators.records.choices import QuasDecision
from hwit_validators.rule import check
from hwit_validators.rules import RULES
from hwit_xl.journey.manifest import Asked
from hwit_xl.journey.submission import Submitted

ALL = "ALL"
"""Stands for every item that is not named otherwise."""


class CannotDecide(ValueError):
    """The answer does not fit the submission; the text is one line that says why."""


def decide(
    submitted: Submitted,
    *,
    confirmed: frozenset[str],
    questions: Mapping[str, str],
    comments: Mapping[str, str],
    on: dt.date,
    panel: str,
    second_reader: str = "",
    comment: str = "",
) -> Decision:
    """Put the panel's answer together.

    Args:
        confirmed: references of the items that are confirmed, or :data:`ALL` for the rest.
        questions: what the panel asks, by item, or for :data:`ALL` the rest.
        comments: remarks on items, whatever the answer.
        panel: who decided.
        second_reader: who read it beside them.
        comment: to the school, about the whole.

    Raises:
        CannotDecide: an item is not part of the submission or named twice, or the date or the readers do not fit.
    """
    manifest = submitted.manifest
    _make_sure(manifest.items, confirmed, questions, comments)
    if on < manifest.submitted_on:
        raise CannotDecide(f"the answer is dated {shown(on)}, before the submission of {shown(manifest.submitted_on)}")
    if second_reader and second_reader.casefold() == panel.casefold():
        raise CannotDecide("the second reader is somebody else than who decided")
    answers = tuple(_answer(item, confirmed, questions, comments) for item in manifest.items)
    if all(item.answer is QuasDecision.WAITING for item in answers):
        raise CannotDecide("nothing is decided yet: confirm an item, or seek clarification on it")
    return Decision(
        urn=manifest.urn,
        school=manifest.school,
        kind=manifest.kind,
        submission=manifest.goes_by,
        content=manifest.content,
        submitted_on=manifest.submitted_on,
        decided_on=on,
        panel=panel,
        second_reader=second_reader,
        comment=comment,
        items=answers,
    ).sealed()


def against_earlier(submitted: Submitted, earlier: Decisions) -> tuple[str, ...]:
    """What in a submission is not as the panel confirmed it before, where its earlier decisions are known."""
    if earlier.latest(Kind.PLAN) is None:
        return ()
    plan = replace(submitted.returned.plan, decisions=earlier)
    rules = [rule for rule in RULES if rule.code in ("XS002", "XS006") and rule.applies_to(plan.form)]
    return tuple(found.message for found in check(plan, rules).findings)


def _make_sure(
    items: tuple[Asked, ...], confirmed: frozenset[str], questions: Mapping[str, str], comments: Mapping[str, str]
) -> None:
    known = {item.ref for item in items}
    if unknown := sorted({*confirmed, *questions, *comments} - known - {ALL}):
        raise CannotDecide(f"{', '.join(unknown)} is not before the panel; there are {', '.join(sorted(known))}")
    if both := sorted(confirmed & set(questions)):
        raise CannotDecide(
            f"{', '.join(both)} cannot be confirmed and asked about at once".replace("ALL", "everything")
        )


def _answer(
    item: Asked, confirmed: frozenset[str], questions: Mapping[str, str], comments: Mapping[str, str]
) -> ItemDecision:
    if item.ref in questions:
        answer, said = QuasDecision.CLARIFICATION, questions[item.ref]
    elif item.ref in confirmed or ALL in confirmed:
        answer, said = QuasDecision.CONFIRMED, comments.get(item.ref, "")
    elif ALL in questions:
        answer, said = QuasDecision.CLARIFICATION, questions[ALL]
    else:
        answer, said = QuasDecision.WAITING, comments.get(item.ref, "")
    return ItemDecision(
        ref=item.ref, title=item.title, digest=item.digest, answer=answer, withheld=item.withheld, comment=said
    )
