"""What a school hands to the panel (QUAS): a frozen workbook, a paper to read, and a manifest (H33, H44, H48).

The manifest says by a digest what was submitted: the digest is over the answers, so it stays the same when the workbook
is saved again by another program, and changes with any answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hwit_validators.figures.progress import measures
from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.column import Kind as ColumnKind
from hwit_validators.model.decision import Decisions, Item, Kind, State
from hwit_validators.model.finding import Finding, Severity
from hwit_validators.panel.items import KIND_OF_STAGE, content, items
from hwit_validators.plan import Plan
from hwit_validators.privacy.withheld import withheld, words, words_about
from hwit_validators.words import told_ref
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.verdict import Verdict
from hwit_xl.files import archive
from hwit_xl.next_form.refill import placed, read_again, told
from hwit_xl.panel import paper as panel_paper
from hwit_xl.panel.manifest import Asked, Manifest, Remaining, rule_set
from hwit_xl.papers.pdf import pdf
from hwit_xl.problem import Problem
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.reading.read import Return

WORKBOOK, PAPER, MANIFEST = "submission.xlsx", "submission.pdf", "manifest.json"


_CALLED = {Kind.PLAN: "stage 4 submission", Kind.AMENDMENTS: "amendments", Kind.OUTCOMES: "outcomes met"}


@dataclass(frozen=True)
class Submission:
    """A submission, ready to be written.

    Attributes:
        files: what it consists of, by name.
    """

    manifest: Manifest
    files: Mapping[str, bytes]


def submission_name(returned: Return, manifest: Manifest) -> str:
    """What the folder of a submission is called."""
    return f"{returned.called} - {_CALLED[manifest.kind]} {manifest.submitted_on.isoformat()}"


def submitted_kind(plan: Plan) -> Kind:
    """What a return submits to the panel, whether or not it is ready.

    Raises:
        Problem: its stage submits nothing.
    """
    kind = KIND_OF_STAGE.get(plan.form.stage)
    if kind is None:
        raise Problem("only stages 4 (the plan), 7 (amendments) and 8 (outcomes met) go to the panel")
    return kind


def submission(returned: Return, verdict: Verdict, programme: Programme, replies: Mapping[str, str]) -> Submission:
    """Make a submission from a return without errors.

    Args:
        replies: the school's answers to what the panel asked, by the item's reference.

    Raises:
        Problem: the stage submits nothing, nothing is left for the panel to confirm, or a reply is to an item
            that is not there.
    """
    manifest = _manifest(returned, verdict, replies)
    workbook = _frozen(returned)
    paper = pdf("blocks", panel_paper.paper(returned.plan, manifest, programme), on=manifest.submitted_on)
    files = {WORKBOOK: workbook, PAPER: paper}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = manifest.model_copy(update={"files": digests})
    return Submission(manifest, {**files, MANIFEST: (manifest.model_dump_json(indent=2) + "\n").encode()})


def _manifest(returned: Return, verdict: Verdict, replies: Mapping[str, str]) -> Manifest:
    plan = returned.plan
    kind = submitted_kind(plan)
    decisions = plan.decisions or Decisions()
    asked = _asked(plan, kind, items(plan, kind), decisions, replies)
    if unknown := set(replies) - {item.ref for item in asked}:
        raise Problem(f"there is nothing called {', '.join(sorted(unknown))} in this submission to reply about")
    latest = decisions.latest(kind)
    open_question = latest if latest and latest.answer is QuasDecision.CLARIFICATION else None
    school = plan.school
    if not re.fullmatch(r"[0-9]{6}", plan.urn):
        raise Problem("the panel knows a school by its URN; write the six digits on the School sheet")
    return Manifest(
        kind=kind,
        urn=plan.urn,
        school=plan.school_name,
        local_programme=(school.local_programme if school else None) or "",
        form=plan.form.name,
        form_version=verdict.form_version,
        submitted_on=plan.on,
        state=State.RESUBMITTED if open_question else State.SUBMITTED,
        content=content(plan),
        rules=rule_set(),
        items=asked,
        explained=tuple(_remaining(plan, verdict, explained=True)),
        open_queries=tuple(_remaining(plan, verdict, explained=False)),
        answers=open_question.decided_on if open_question else None,
    )


_NOTHING = {
    Kind.PLAN: "there are no priorities, outcomes and indicators yet",
    Kind.AMENDMENTS: "there is no amendment that waits for the panel's answer",
    Kind.OUTCOMES: "no outcome is marked as met",
}


def _asked(
    plan: Plan, kind: Kind, all_items: Iterable[Item], decisions: Decisions, replies: Mapping[str, str]
) -> tuple[Asked, ...]:
    """The items that are before the panel. Of amendments and outcomes, those it has confirmed are done with."""
    asked = []
    for item in all_items:
        confirmed = decisions.confirmed_on(kind, item)
        if confirmed and kind is not Kind.PLAN:
            continue
        last = decisions.on_item(kind, item.ref)
        sought = last is not None and last[1].answer is QuasDecision.CLARIFICATION
        changed = last is not None and last[1].digest != item.digest
        if item.ref in replies and not sought:
            raise Problem(f"the panel asked nothing about {item.ref}, so there is nothing to reply")
        asked.append(
            Asked(
                ref=item.ref,
                title=words(plan, item.about, item.title),
                digest=item.digest,
                withheld=item.about in withheld(plan),
                confirmed_on=confirmed,
                was_confirmed_on=last[0].day_of(last[1]) if last and changed and not sought else None,
                question=last[1].comment if last and sought else "",
                changed=changed,
                reply=replies.get(item.ref, ""),
            )
        )
    if not asked:
        raise Problem(_NOTHING[kind])
    if kind is Kind.PLAN and all(item.confirmed_on for item in asked):
        raise Problem(
            "the panel has confirmed this plan just as it stands; go on to stage 5 (`hwit next`, or the button Start next stage)"
        )
    return tuple(asked)


def _remaining(plan: Plan, verdict: Verdict, *, explained: bool) -> Iterable[Remaining]:
    for found in verdict.findings:
        if found.severity is Severity.QUERY and found.settled is explained:
            yield Remaining(
                code=found.code,
                ref=_place(found),
                message=words_about(plan, _measures(plan, found), found.message),
                explanation=words_about(plan, _measures(plan, found), found.explanation or found.waiver),
            )


def _measures(plan: Plan, found: Finding) -> set[str]:
    """The outcomes and indicators a finding speaks about: its row, what its row is about, and whom its words name."""
    row = next((row for row in plan.tables.get(found.table, ()) if row.place == found.place), None)
    links = [spec.field for spec in row.columns.values() if spec.kind is ColumnKind.LINK] if row else []
    linked = {getattr(row, field) for field in links} & {measure.ref for measure in measures(plan)}
    return {found.ref, *linked, *re.findall(r"\b[OE]\d+\b", found.message)}


def _place(found: Finding) -> str:
    """Where it stands: its row, its question, or what is no answer by its cell."""
    return told_ref(found.ref) or found.column or found.where


def _frozen(returned: Return) -> bytes:
    """The return built anew with everything locked: nothing but the form and its answers goes to the panel."""
    plan = returned.plan
    tables, lost = placed(plan.form, plan, plan.tables)
    if lost:
        raise Problem(f"the form has {lost[0]}; make fewer rows of them, or ask your Local Programme")
    made, fresh = read_again(build(plan.form, tables, lists=plan.lists, frozen=True), returned)
    if content(fresh.plan) != content(plan):
        raise Problem("its answers could not be copied without a change; `hwit new --from` writes them anew")
    queries = [found for found in judge_return(fresh, "").findings if found.severity is Severity.QUERY]
    return told(made, queries)


def zipped(made: Submission, folder: str) -> bytes:
    """A submission as one zip file, always the same bytes."""
    return archive.zipped((f"{folder}/{name}", data) for name, data in made.files.items())
