"""What a check says of one returned file."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from hwit_validators.model.decision import Decision, Decisions
from hwit_validators.model.finding import Finding, Mark, Severity
from hwit_validators.rules import RULES, rule_named
from hwit_validators.rules.between import Sent, sent
from hwit_validators.rules.engine import check, finding
from hwit_xl.checking.explanations import about, explained
from hwit_xl.checking.profile_file import Programme
from hwit_xl.files.writing import write
from hwit_xl.problem import Problem
from hwit_xl.workbooks.feedback import Remark, with_feedback
from hwit_xl.workbooks.reading.read import Return, read
from hwit_xl.workbooks.xlsx.package import Rejected, load, protected, unlocked


class Status(StrEnum):
    """What a return comes to."""

    CLEAN = "clean"
    QUERIES = "queries"
    ERRORS = "errors"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Settings:
    """How returns are checked.

    Attributes:
        on: the day they are judged on.
        programme: what the Local Programme has settled, and its lists.
        passwords: tried on protected files.
        decisions: the panel's, on whichever school; None where they are not known, and nothing is held against them.
        decisions_complete: there are no others, so that a decision that is missing is a finding.
    """

    on: dt.date
    programme: Programme = field(default_factory=Programme)
    passwords: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] | None = None
    decisions_complete: bool = False


@dataclass(frozen=True)
class Verdict:
    """The outcome of checking one file.

    Attributes:
        path: the file.
        name: how it is called in results: relative to the folder that was searched.
        urn, school, form, form_version: what the return says of itself; "" where it could not be read.
        findings: most serious first, each with its sheet and cell.
        broken: rules that could not be run, a fault of this program, by code.
    """

    path: Path
    name: str
    sha256: str
    urn: str
    school: str
    form: str
    form_version: str
    findings: tuple[Finding, ...]
    broken: Mapping[str, str] = field(default_factory=dict)
    sent: Sent | None = None
    """What is kept of the return to compare it with others; None where it could not be read."""
    not_handed_back: str = ""
    """Why no copy with feedback could be written, if one was wanted."""

    @property
    def status(self) -> Status:
        """The most serious thing found; explained queries and advice do not count."""
        severities = {found.severity for found in self.findings if not found.explanation}
        if any(found.severity is Severity.REJECT for found in self.findings):
            return Status.REJECTED
        if any(found.severity is Severity.ERROR and not found.waived for found in self.findings):
            return Status.ERRORS
        return Status.QUERIES if Severity.QUERY in severities else Status.CLEAN

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity."""
        return Counter(found.severity for found in self.findings)

    @property
    def blocks(self) -> bool:
        """Whether the return cannot be submitted as it is."""
        return any(found.blocks for found in self.findings)


def judge(
    path: Path, name: str, settings: Settings, feedback: Path | None = None, between: tuple[Finding, ...] = ()
) -> Verdict:
    """Read one file and run every rule over it. Whatever is wrong with the file becomes a finding.

    Args:
        feedback: where to write a copy with the findings on its Feedback sheet, if one is wanted.
        between: what was found between this return and others of its batch.
    """
    try:
        returned = opened(path, settings)
    except Rejected as rejected:
        return _rejected(path, name, rejected)
    verdict = judge_return(returned, name, between)
    try:
        if feedback:
            hand_back(returned, verdict, settings, feedback)
    except Problem as problem:
        return replace(verdict, not_handed_back=str(problem))
    return verdict


def opened(path: Path, settings: Settings) -> Return:
    """Read one file as these settings have it, with what the panel has answered to its school.

    Raises:
        Rejected: the file cannot be read as a return.
    """
    returned = read(
        path,
        on=settings.on,
        lists=settings.programme.lists,
        profile=settings.programme.profile,
        passwords=settings.passwords,
    )
    return with_decisions(returned, settings)


def with_decisions(returned: Return, settings: Settings) -> Return:
    """A return with what the panel has answered to its school, where that is known."""
    if settings.decisions is None:
        return returned
    plan = returned.plan
    complete = settings.decisions_complete
    known = Decisions.about(plan.urns, settings.decisions, plan.began_again_on, complete=complete)
    return replace(returned, plan=replace(plan, decisions=known))


def hand_back(returned: Return, verdict: Verdict, settings: Settings, target: Path) -> None:
    """Write a copy of a return with its findings, protected by the same password as the return.

    Raises:
        Problem: the Feedback sheet is gone, the file is damaged, or the copy cannot be written.
    """
    source = unlocked(load(returned.path), settings.passwords)
    remarks = [Remark(found, about(found, returned.plan)) for found in verdict.findings]
    copy = with_feedback(source.data, remarks)
    if source.password is not None:
        copy = protected(copy, source.password)
    write(target, copy, replace=True)


def judge_return(returned: Return, name: str, between: tuple[Finding, ...] = ()) -> Verdict:
    """Run every rule over a return that has been read, and add what was found between it and others."""
    checked = check(returned.plan, RULES)
    plan = returned.plan
    everything = sorted((*checked.findings, *between), key=lambda found: found.severity.rank)
    findings = tuple(returned.cells.located(explained(found, plan, returned.explanations)) for found in everything)
    return Verdict(
        path=returned.path,
        name=name,
        sha256=returned.sha256,
        urn=plan.urn,
        school=plan.school_name,
        form=plan.form.name,
        form_version=".".join(map(str, plan.version)),
        findings=findings,
        broken=checked.broken,
        sent=sent(plan, name, returned.sha256),
    )


def way_out(rejected: Rejected) -> str:
    """What to do about a file that cannot be read; as the rule has it, where nothing more exact is known."""
    rule = rule_named(rejected.code)
    return rejected.fix or (rule.fix if rule else "")


def _rejected(path: Path, name: str, rejected: Rejected) -> Verdict:
    rule = rule_named(rejected.code)
    assert rule is not None
    found = finding(rule, Mark("", rejected.message, fix=rejected.fix), {})
    return Verdict(path, name, rejected.sha256, "", "", "", "", (found,))
