"""The panel's answer to a submission (H34, H58, H59): each item is confirmed, or clarification is sought on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, Decisions, ItemDecision
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.words import in_runs, shown
from hwit_xl.panel.manifest import Asked
from hwit_xl.panel.received import Submitted
from hwit_xl.problem import Problem

ALL = "ALL"
"""Stands for every item that is not named otherwise."""


def decide(
    submitted: Submitted,
    earlier: Decisions,
    *,
    confirmed: frozenset[str],
    questions: Mapping[str, str],
    comments: Mapping[str, str],
    on: dt.date,
    panel: str,
    second_reader: str = "",
    comment: str = "",
    anew: bool = False,
) -> Decision:
    """Put the panel's answer together. What was decided before and is not named again stays as it was.

    Args:
        earlier: the panel's earlier decisions on this school.
        confirmed: references of the items that are confirmed, or :data:`ALL` for the rest.
        questions: what the panel asks, by item, or for :data:`ALL` the rest.
        comments: remarks on items, whatever the answer.
        panel: who decided.
        second_reader: who read it beside them.
        comment: to the school, about the whole.
        anew: nothing that was decided before stays.

    Raises:
        Problem: an item is not part of the submission or named twice, or the date or the readers do not fit.
    """
    manifest = submitted.manifest
    _make_sure(manifest.items, confirmed, questions, comments)
    if not anew:
        _make_sure_it_is_the_newest(submitted, earlier)
    if on < manifest.submitted_on:
        raise Problem(f"the answer is dated {shown(on)}, before the submission of {shown(manifest.submitted_on)}")
    if on > dt.date.today():
        raise Problem(f"the answer is dated {shown(on)}, which is in the future")
    panel, second_reader = " ".join(panel.split()), " ".join(second_reader.split())
    if not panel:
        raise Problem("say who decided")
    if second_reader.casefold() == panel.casefold():
        raise Problem("the second reader is somebody else than who decided")
    answers = tuple(
        _answer(item, confirmed, questions, comments, None if anew else _before(item, submitted, earlier))
        for item in manifest.items
    )
    if all(item.answer is QuasDecision.WAITING for item in answers):
        raise Problem("nothing is decided yet: confirm an item, or seek clarification on it")
    return Decision(
        urn=manifest.urn,
        school=manifest.school,
        local_programme=manifest.local_programme,
        kind=manifest.kind,
        number=1 + max((one.number for one in earlier.of(manifest.kind)), default=0),
        submission=manifest.goes_by,
        content=manifest.content,
        submitted_on=manifest.submitted_on,
        decided_on=on,
        panel=panel,
        second_reader=second_reader,
        comment=comment,
        items=answers,
        anew=anew,
    ).sealed()


def against_earlier(submitted: Submitted, earlier: Decisions) -> tuple[str, ...]:
    """What in a submission is not as the panel confirmed it before, by the decisions the programme has kept.

    Also what the submission says was confirmed, and no decision here says so.
    """
    manifest = submitted.manifest
    unknown: dict[dt.date, list[str]] = {}
    for item in manifest.items:
        said, known = item.confirmed_on, earlier.answered(manifest.kind, item.ref, item.digest)
        if said and (known is None or known[1].answer is not QuasDecision.CONFIRMED):
            unknown.setdefault(said, []).append(item.ref)
    elsewhere = (
        f"by the submission, the panel confirmed {in_runs(refs)} on {shown(day)}, but no decision here says so; write to the "
        "folder that holds the school's decisions (-o)"
        for day, refs in unknown.items()
    )
    plan = submitted.returned.plan.with_decisions(replace(earlier, complete=True))
    rules = [rule for rule in RULES if rule.code in ("XS002", "XS006") and rule.applies_to(plan.form)]
    return (*elsewhere, *(found.message for found in check(plan, rules).findings))


def _make_sure_it_is_the_newest(submitted: Submitted, earlier: Decisions) -> None:
    """Let no answer to an older submission stand behind one to a newer."""
    manifest, answered = submitted.manifest, False
    for decision in earlier.of(manifest.kind):
        if decision.submission == manifest.goes_by:
            answered = True
        elif answered or decision.submitted_on > manifest.submitted_on:
            raise Problem(
                f"the school has submitted again since, and on {shown(decision.decided_on)} the panel answered that; "
                "--force decides anew on this one all the same"
            )


def _make_sure(
    items: tuple[Asked, ...], confirmed: frozenset[str], questions: Mapping[str, str], comments: Mapping[str, str]
) -> None:
    if ALL in comments:
        raise Problem("a remark names its item; what is about the whole is a comment (--comment)")
    known = [item.ref for item in items]
    if unknown := sorted({*confirmed, *questions, *comments} - {*known, ALL}):
        raise Problem(
            f"{', '.join(unknown)} is not before the panel; there are {in_runs(known)}, to be named with commas between"
        )
    if both := sorted(confirmed & set(questions)):
        raise Problem(f"{', '.join(both)} cannot be confirmed and asked about at once".replace("ALL", "everything"))
    if both := sorted(set(comments) & set(questions)):
        raise Problem(f"{', '.join(both)} has a question and a remark; put both into the question")


def _before(item: Asked, submitted: Submitted, earlier: Decisions) -> ItemDecision | None:
    """What the panel has answered to an item just as it stands; a question only where it was about this submission."""
    manifest = submitted.manifest
    found = earlier.answered(manifest.kind, item.ref, item.digest)
    if found is None:
        return None
    decision, answered = found
    stands = answered.answer is QuasDecision.CONFIRMED or decision.submission == manifest.goes_by
    return answered.model_copy(update={"decided_on": decision.day_of(answered)}) if stands else None


def _answer(
    item: Asked,
    confirmed: frozenset[str],
    questions: Mapping[str, str],
    comments: Mapping[str, str],
    before: ItemDecision | None,
) -> ItemDecision:
    day = None
    if item.ref in questions:
        answer, said = QuasDecision.CLARIFICATION, questions[item.ref]
    elif item.ref in confirmed:
        answer, said = QuasDecision.CONFIRMED, comments.get(item.ref, "")
    elif before and (before.answer is QuasDecision.CONFIRMED or ALL not in {*confirmed, *questions}):
        answer, said, day = before.answer, comments.get(item.ref, before.comment), before.decided_on
    elif ALL in confirmed:
        answer, said = QuasDecision.CONFIRMED, comments.get(item.ref, "")
    elif ALL in questions:
        answer, said = QuasDecision.CLARIFICATION, questions[ALL]
    else:
        answer, said = QuasDecision.WAITING, comments.get(item.ref, "")
    return ItemDecision(
        ref=item.ref,
        title=item.title,
        digest=item.digest,
        answer=answer,
        withheld=item.withheld,
        decided_on=day,
        comment=said,
    )
