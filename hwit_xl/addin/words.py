"""What the buttons say."""

from __future__ import annotations

from collections import Counter

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.rules.engine import Rule
from hwit_validators.words import be, counted, listed
from hwit_xl.checking.beside import Beside
from hwit_xl.checking.verdict import Verdict


def sentence(line: str) -> str:
    """A line as a message of a button ends it: with a full stop, if it has none."""
    return line if line.endswith((".", "?", "!")) else f"{line}."


def after_check(verdict: Verdict) -> str:
    """What a check came to, in two or three sentences."""
    open_ones: Counter[Severity] = Counter()
    explained = waived = 0
    for found in verdict.findings:
        if found.waived:
            waived += 1
        elif found.settled:
            explained += 1
        else:
            open_ones[found.severity] += 1
    there = [severity for severity in Severity if open_ones[severity]]
    if not there:
        said = "Nothing needs your attention."
    else:
        parts = listed(severity.counted(open_ones[severity]) for severity in there)
        stands = "It stands" if open_ones.total() == 1 else "Each stands"
        said = f"There {be(open_ones[there[0]])} {parts}. {stands} on the Feedback sheet."
    if explained:
        said += f" {counted(explained, 'finding is', 'findings are')} explained."
    if waived:
        said += f" {counted(waived, 'finding is', 'findings are')} waived by your Local Programme."
    if open_ones[Severity.ERROR]:
        said += "\n\nErrors must be put right; a query may also be explained on the Feedback sheet."
    elif open_ones[Severity.QUERY]:
        said += "\n\nPut each query right, or say on the Feedback sheet why it is right as it stands."
    for code in sorted(verdict.broken):
        said += f"\n\nThe rule {code} could not be run. Please tell whoever looks after this program."
    return said


_FEW = 3
"""Findings about the workbook as a whole that a message has room for."""


def about_all(verdict: Verdict) -> str:
    """What was found that no cell stands for, and that something is to be done about; "" where there is nothing."""
    waiting = [found for found in verdict.findings if not found.where and _waits(found)]
    said = "".join(f"\n\nAbout the whole workbook: {found.message}" for found in waiting[:_FEW])
    more = len(waiting) - _FEW
    return f"{said}\n\n{counted(more, 'more such finding')} on the Feedback sheet." if more > 0 else said


def begins_at(verdict: Verdict) -> Finding | None:
    """The finding at whose cell a person begins: the first one about which something is to be done, else the first advice."""
    placed = [found for found in verdict.findings if found.where and not found.settled]
    return next((found for found in placed if _waits(found)), placed[0] if placed else None)


def _waits(found: Finding) -> bool:
    """Whether something is to be done about a finding."""
    return not found.settled and found.severity is not Severity.ADVICE


def beside(found: Beside) -> str:
    """What of the folder a check went by, and what it passed over; "" where nothing lies there."""
    said = f"\n\nChecked with the settings of {found.programme}, from this folder." if found.programme else ""
    return said + "".join(f"\n\nPassed over: {problem}." for problem in found.problems)


def explained(rule: Rule, message: str) -> str:
    """What a rule asks for, why, and how to put it right, under what was seen."""
    seen = f"{message}\n\n" if message else ""
    return f"{seen}{rule.code} ({rule.severity}): {rule.title}\n\nWhy: {rule.why}\n\nPut it right: {rule.fix}"


def errors_first(number: int, aim: str) -> str:
    """Why something cannot be made yet."""
    stands = counted(number, "error stands", "errors stand")
    return f"{stands} in this form. Press Check, put {'it' if number == 1 else 'them'} right, and then {aim}. Nothing was written."
