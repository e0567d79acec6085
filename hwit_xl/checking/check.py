"""The first pass of a check: one file is read, every rule is run over it, and a verdict comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hwit_validators.model.finding import Mark
from hwit_validators.rules import RULES, rule_named
from hwit_validators.rules.between import sent
from hwit_validators.rules.engine import check, finding
from hwit_xl.checking.collect import Found
from hwit_xl.checking.explanations import apart, explained
from hwit_xl.checking.limits import Failure, Limits, Why
from hwit_xl.checking.loading import load
from hwit_xl.checking.order import as_walked
from hwit_xl.checking.outline import outlined
from hwit_xl.checking.packed import Parcel, parcel
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Verdict
from hwit_xl.workbooks.reading.read import Return, read_file
from hwit_xl.workbooks.xlsx.rejected import Rejected

LOCKED = "WB002"
"""The rule about files that none of the passwords opens."""
BEYOND_LIMITS = "WB021"
"""The rule about files that could not be checked within their limits."""


@dataclass(frozen=True)
class Check:
    """The check of one file, in whichever process. Whatever is wrong with the file becomes a finding."""

    settings: Settings

    def __call__(self, found: Found) -> Parcel:
        """Check one file."""
        try:
            returned = opened(found, self.settings)
        except Rejected as rejected:
            return parcel(_refused(found, rejected), locked=rejected.code == LOCKED)
        verdict = judge_return(returned, found.name)
        return parcel(
            verdict,
            sent(returned.plan, found.name, returned.sha256),
            outline=outlined(returned).as_bytes(),
            urns=returned.plan.urns,
            locked=returned.locked,
            lasting=not verdict.broken,
        )


def judge(path: Path, name: str, settings: Settings) -> Verdict:
    """Read one file and run every rule over it. Whatever is wrong with the file becomes a finding."""
    return judge_found(Found(path, name), settings)


def judge_found(found: Found, settings: Settings) -> Verdict:
    """The same with a file that was found, perhaps in a zip file or an e-mail."""
    try:
        verdict = judge_return(opened(found, settings), found.name)
    except Rejected as rejected:
        return _refused(found, rejected)
    return replace(verdict, member=found.member)


def opened(found: Found, settings: Settings) -> Return:
    """Read one file as these settings have it, with what the panel has answered to its school.

    Raises:
        Rejected: the file cannot be read as a return.
    """
    returned = read_file(load(found), found.path, settings.circumstances, settings.passwords)
    return with_decisions(returned, settings)


def with_decisions(returned: Return, settings: Settings) -> Return:
    """A return with what the panel has answered to its school, where that is known."""
    if settings.decisions is None:
        return returned
    plan = returned.plan
    known = settings.decisions.about(plan.urns, plan.began_again_on)
    return replace(returned, plan=plan.with_decisions(known))


def judge_return(returned: Return, name: str) -> Verdict:
    """Run every rule over a return that has been read."""
    checked = check(returned.plan, RULES)
    plan = returned.plan
    return Verdict(
        path=returned.path,
        name=name,
        sha256=returned.sha256,
        urn=plan.urn,
        school=plan.school_name,
        form=plan.form.name,
        form_version=".".join(map(str, plan.version)),
        form_title=plan.form.title,
        findings=as_walked(
            explained([returned.cells.located(found) for found in checked.findings], plan, returned.explanations),
            returned.cells.sheets,
        ),
        apart=apart(returned.explanations),
        broken=checked.broken,
        sheets=returned.cells.sheets,
    )


def not_checked(found: Found, failure: Failure, limits: Limits) -> Parcel:
    """The verdict on a file that could not be checked within its limits, or at which its process broke down."""
    messages = {
        Why.TIME: f"Checking this file took longer than {limits.seconds} seconds, so it was stopped.",
        Why.MEMORY: f"Checking this file needed more memory than {limits.megabytes:,} MB, so it was stopped.",
        Why.DIED: "The process that checked this file came to a sudden end.",
        Why.FAULT: f"Something unexpected happened while this file was checked ({failure.detail}).",
    }
    verdict = _refused(found, Rejected(BEYOND_LIMITS, messages[failure.why]))
    return parcel(verdict, lasting=False)


def way_out(rejected: Rejected) -> str:
    """What to do about a file that cannot be read; as the rule has it, where nothing more exact is known."""
    rule = rule_named(rejected.code)
    return rejected.fix or (rule.fix if rule else "")


def _refused(file: Found, rejected: Rejected) -> Verdict:
    rule = rule_named(rejected.code)
    if rule is None:
        raise ValueError(f"there is no rule {rejected.code}") from rejected
    found = finding(rule, Mark("", rejected.message, fix=rejected.fix))
    return Verdict(file.path, file.name, rejected.sha256, findings=(found,), member=file.member)
