"""A folder of returns as a frame, and what a school claims in its returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hwit_validators.figures.measure import years_later
from hwit_validators.model.choices import Change, CriterionMet, OutcomeMet
from hwit_validators.model.finding import Finding
from hwit_validators.plan import Plan
from hwit_validators.sampling.draw import FrameKind
from hwit_validators.sampling.strata import Entry
from hwit_validators.tables import Criterion, Declaration, Outcome, Result
from hwit_validators.words import counted, shown, within
from hwit_xl.checking import pool
from hwit_xl.checking.check import judge_return, opened
from hwit_xl.checking.collect import Found, collect, told_left
from hwit_xl.checking.limits import Failure, Limits
from hwit_xl.checking.settings import Settings
from hwit_xl.moderation.frame import Frame, Row, as_shown, remarks, sifted
from hwit_xl.problem import Problem
from hwit_xl.workbooks.xlsx.rejected import Rejected

REVIEW = "annual_review"


@dataclass(frozen=True)
class Claim:
    """Something a school says of itself, for a moderator to look at.

    Attributes:
        ref: its reference, such as ``O2`` or ``1.3``.
        what: in words.
        answer: what the school answers.
        evidence: where it says the evidence is.
        look: why it deserves a look; "" for no special reason.
    """

    ref: str
    what: str
    answer: str
    evidence: str
    look: str = ""


@dataclass(frozen=True)
class Looked:
    """What a draw needs to know of one return.

    Attributes:
        entry: the school as this return has it, with the outcomes (or criteria) it claims.
        stage: of the form; -1 where the file could not be read.
        cycle: which time through the stages it is.
        refused: why it could not be read, or what keeps it from being complete.
        has_status: the school gives a day on which it achieved NHSS.
        newness: day of completion and hash, by which two reviews of one school are told apart.
    """

    found: Found
    entry: Entry
    stage: int
    form: str = ""
    refused: str = ""
    has_status: bool = False
    newness: str = ""
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    cycle: int = 1


@dataclass(frozen=True)
class Look:
    """Reads one return, in whichever process.

    Attributes:
        whole: keep claims and findings, for a moderator's workbook.
    """

    settings: Settings
    whole: bool = False

    def __call__(self, found: Found) -> Looked:
        """Read one file; whatever is wrong with it becomes the reason why it is left out."""
        try:
            returned = opened(found, self.settings)
        except Rejected as rejected:
            return Looked(found, Entry(""), -1, refused=rejected.message)
        plan = returned.plan
        made = claims(plan)
        entry = _entry(plan, tuple(claim.ref for claim in made if claim.answer not in _NOT_CLAIMED))
        looked = Looked(
            found, entry, plan.form.stage, plan.form.title,
            has_status=bool(plan.school and plan.school.nhss_achieved_on), newness=_newness(plan, returned.sha256),
            cycle=plan.cycle,
        )  # fmt: skip
        if plan.form.name == REVIEW or self.whole:
            verdict = judge_return(returned, found.name)
            codes = sorted({finding.code for finding in verdict.findings if finding.blocks})
            errors = sum(1 for finding in verdict.findings if finding.blocks)
            if codes:
                listed = ", ".join(codes[:6]) + (" …" if len(codes) > 6 else "")
                looked = replace(
                    looked, refused=f"the review is not complete: {counted(errors, 'error')} to put right ({listed})"
                )
            elif plan.form.name == REVIEW and (old := _too_old(plan)):
                looked = replace(looked, refused=old)
            if self.whole:
                looked = replace(looked, claims=made, findings=verdict.findings)
        return looked


_NOT_CLAIMED = frozenset({CriterionMet.NO.value, CriterionMet.NOT_APPLICABLE.value, ""})


def _entry(plan: Plan, items: tuple[str, ...]) -> Entry:
    school = plan.school
    if school is None:
        return Entry("", items=items)
    name, cluster, urn = (" ".join((text or "").split()) for text in (school.name, school.cluster, school.urn))
    return Entry(urn, name, school.phase.value if school.phase else "", school.roll, cluster, items)


def _too_old(plan: Plan) -> str:
    """Why a review is not one of this year's, or "": it is moderated every year (H05)."""
    declaration = plan.one(Declaration)
    completed = declaration.completed_on if declaration else None
    if completed and completed < years_later(plan.on, -1):
        return f"the review was completed on {shown(completed)}, more than a year before the draw"
    return ""


def _newness(plan: Plan, sha256: str) -> str:
    declaration = plan.one(Declaration)
    completed = declaration.completed_on if declaration else None
    return f"{completed.isoformat() if completed else ''}|{sha256}"


def claims(plan: Plan) -> tuple[Claim, ...]:
    """What a school claims: the results of its outcomes, or the outcomes it plans, or the criteria of its review."""
    outcomes = {outcome.ref: outcome for outcome in plan.of(Outcome)}
    results = [result for result in plan.of(Result) if result.met]
    if results:
        return tuple(_result(result, outcomes.get(result.ref)) for result in results)
    if outcomes:
        return tuple(
            Claim(o.ref, o.statement or "", "planned", f"from {o.baseline:g} to {o.target:g}" if o.baseline is not None and o.target is not None else "")
            for o in outcomes.values()
        )  # fmt: skip
    return tuple(_criterion(criterion) for criterion in plan.of(Criterion))


def _result(result: Result, outcome: Outcome | None) -> Claim:
    look = "the evidence is not what was planned" if result.as_planned is False else ""
    if result.met is not OutcomeMet.YES:
        look = "not fully met"
    figure = (
        f" ({result.final_value:g}, measured on {shown(result.measured_on)})" if result.final_value is not None else ""
    )
    return Claim(
        result.ref, (outcome.statement if outcome else "") or "", f"{result.met}{figure}", result.evidence or "", look
    )


def _criterion(criterion: Criterion) -> Claim:
    look = ""
    if criterion.met in (CriterionMet.PARTLY, CriterionMet.NO):
        look = f"answered {criterion.met}: look at the action"
    elif criterion.change is Change.CHANGED:
        look = "changed this year"
    elif criterion.met is CriterionMet.YES and not criterion.evidence:
        look = "no evidence named"
    words = [criterion.evidence, criterion.what_changed, criterion.action]
    return Claim(
        criterion.ref,
        criterion.criterion or "",
        criterion.met.value if criterion.met else "",
        " · ".join(word for word in words if word),
        look,
    )


def read_returns(folder: Path, kind: FrameKind, settings: Settings, jobs: int | None = None) -> Frame:
    """Read a folder of returns.

    Raises:
        Problem: there is no workbook in it.
    """
    collected = collect([folder], jobs)
    if not collected.files:
        raise Problem(f"no workbooks in {folder}")
    notes = [*collected.remarks, *filter(None, [told_left(collected.left)])]
    results = zip(collected.files, pool.in_order(Look(settings), collected.files, jobs, Limits()), strict=True)
    looked = [
        Looked(file, Entry(""), -1, refused=f"it could not be read: {one}")
        if isinstance(one, Failure)
        else replace(one, entry=as_shown(one.entry))
        for file, one in results
    ]
    by_urn: dict[str, list[Looked]] = defaultdict(list)
    for each in looked:
        by_urn[each.entry.urn].append(each)
    reviews = kind is FrameKind.ANNUAL_REVIEW
    rows = [_review_row(one) if reviews else _status_row(one) for one in looked]
    entries, left_out = sifted(rows)
    if not reviews:  # of a school that is in this frame, one return that says so is enough
        there = {entry.urn for entry in entries}
        left_out = tuple(one for one in left_out if one.urn not in there)
    entries = tuple(replace(entry, items=_items(by_urn[entry.urn])) for entry in entries)
    files = {entry.urn: tuple(one.found for one in by_urn[entry.urn]) for entry in entries}
    return Frame(kind, entries, left_out, (*notes, *remarks(entries)), files)


def _review_row(one: Looked) -> Row:
    refused = one.refused
    if one.stage > 0:
        refused = f"it is not an annual review, but a return of {within(one.form)}"
    twin = "another annual review of the school is used: {kept}"
    return Row(one.entry, one.found.name, refused, one.newness, twin)


def _status_row(one: Looked) -> Row:
    refused = one.refused if one.stage < 0 else ""
    if not refused and not one.has_status:
        refused = "it gives no day on which it achieved National Healthy School Status"
    return Row(one.entry, one.found.name, refused, f"{one.cycle:03}|{one.stage}|{one.newness}")


def _items(returns: Sequence[Looked]) -> tuple[str, ...]:
    """The outcomes a school claims in the return furthest on; the criteria of its review where it has none."""
    for one in sorted(returns, key=lambda one: (one.cycle, one.stage, one.newness), reverse=True):
        if one.entry.items:
            return one.entry.items
    return ()
