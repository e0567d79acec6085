"""What the buttons say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.rules.engine import Rule
from hwit_xl.checking.beside import Beside
from hwit_xl.checking.verdict import Verdict

_ONE_AND_MORE = {
    Severity.ERROR: ("error", "errors"),
    Severity.QUERY: ("query", "queries"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}


def counted(number: int, one: str, more: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {one if number == 1 else more}"


def listed(parts: Iterable[str]) -> str:
    """``a, b and c``."""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def sentence(line: str) -> str:
    """A line as a message of a button ends it: with a full stop, if it has none."""
    return line if line.endswith((".", "?", "!")) else f"{line}."


def after_check(verdict: Verdict) -> str:
    """What a check came to, in two or three sentences."""
    open_ones: Counter[Severity] = Counter()
    explained = 0
    for found in verdict.findings:
        if found.waived or (found.severity is Severity.QUERY and found.explanation):
            explained += 1
        else:
            open_ones[found.severity] += 1
    parts = [counted(open_ones[severity], *names) for severity, names in _ONE_AND_MORE.items() if open_ones[severity]]
    if not parts:
        said = "Nothing needs your attention."
    else:
        said = f"There {'is' if sum(open_ones.values()) == 1 else 'are'} {listed(parts)}. Each stands on the Feedback sheet."
    if explained:
        said += f" {counted(explained, 'finding is', 'findings are')} explained."
    if open_ones[Severity.ERROR]:
        said += "\n\nErrors must be put right; a query may also be explained on the Feedback sheet."
    elif open_ones[Severity.QUERY]:
        said += "\n\nPut each query right, or say on the Feedback sheet why it is right as it stands."
    for code in sorted(verdict.broken):
        said += f"\n\nThe rule {code} could not be run. Please tell whoever looks after this program."
    return said


def beside(found: Beside) -> str:
    """What of the folder a check went by, and what it passed over; "" where nothing lies there."""
    said = f"\n\nChecked with the settings of {found.programme}, from this folder." if found.programme else ""
    return said + "".join(f"\n\nPassed over: {problem}." for problem in found.problems)


def place_of(found: Finding) -> str:
    """Where a finding leads to: ``Outcomes C20``."""
    return f"{found.sheet} {found.cell}" if found.sheet and found.cell else "the workbook as a whole"


def explained(rule: Rule, message: str) -> str:
    """What a rule asks for, why, and how to put it right, under what was seen."""
    seen = f"{message}\n\n" if message else ""
    return f"{seen}{rule.code} ({rule.severity}): {rule.title}\n\nWhy: {rule.why}\n\nPut it right: {rule.fix}"


def errors_first(number: int, aim: str) -> str:
    """Why something cannot be made yet."""
    stands, them = ("1 error stands", "it") if number == 1 else (f"{number} errors stand", "them")
    return f"{stands} in this form. Press Check, put {them} right, and then {aim}. Nothing was written."
