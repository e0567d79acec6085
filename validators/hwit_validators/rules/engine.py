"""A rule: a small generator over the plan, declared beside its documentation; and running the rules."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from hwit_validators.model.finding import Finding, Mark, Severity
from hwit_validators.model.profile import Profile
from hwit_validators.plan import Plan
from hwit_validators.tables.forms import Form

REJECT, ERROR, QUERY, ADVICE = Severity
"""As rules name them."""

Check = Callable[[Plan], Iterator[Mark]]


class Judged(Enum):
    """On which forms a rule is judged."""

    EVERY_FORM = "every form"
    FROM_STAGE = "its stage and later ones"
    """The plan must still hold together when it is carried forward."""
    OWN_STAGE = "its own stage only"
    """It depends on the day the return is made, or on what only that form can put right."""


@dataclass(frozen=True)
class Rule:
    """One thing that must hold.

    Attributes:
        code: two letters and three digits, stable for ever.
        title, why, fix: the documentation, from the docstring: one text for ``hwit explain``, the docs and the form.
        requirements: what it answers in the handbook (``H25``).
    """

    code: str
    severity: Severity
    stage: int
    judged: Judged
    requirements: tuple[str, ...]
    title: str
    why: str
    fix: str
    check: Check

    @property
    def family(self) -> str:
        """The two letters of its code."""
        return self.code[:2]

    def applies_to(self, form: Form) -> bool:
        """Whether the rule is judged on this form."""
        if self.judged is Judged.EVERY_FORM:
            return True
        if self.judged is Judged.OWN_STAGE or self.stage == 0:
            return form.stage == self.stage
        return form.stage >= self.stage


def rule(
    code: str,
    severity: Severity,
    *,
    stage: int,
    handbook: str = "",
    judged: Judged = Judged.FROM_STAGE,
) -> Callable[[Check], Rule]:
    """Declare a rule. Its docstring has a title line, a ``Why:`` part and a ``Put it right:`` part.

    Args:
        handbook: the requirements it answers, with spaces between.

    Raises:
        ValueError: the docstring lacks one of its parts.
    """

    def declare(check: Check) -> Rule:
        title, why, fix = _documentation(code, check)
        return Rule(code, severity, stage, judged, tuple(handbook.split()), title, why, fix, check)

    return declare


def met_by_reader(code: str, severity: Severity, *, handbook: str = "") -> Callable[[Callable[[], None]], Rule]:
    """Declare a rule that whoever reads the file sees to; its function only carries the documentation."""

    def declare(documented: Callable[[], None]) -> Rule:
        def met(plan: Plan) -> Iterator[Mark]:
            yield from plan.reading.get(code, ())

        met.__doc__ = documented.__doc__
        return rule(code, severity, stage=0, handbook=handbook, judged=Judged.EVERY_FORM)(met)

    return declare


def _documentation(code: str, check: Check) -> tuple[str, str, str]:
    text = inspect.getdoc(check) or ""
    title, _, rest = text.partition("\n\n")
    before, _, fix = rest.partition("Put it right:")
    _, marker, why = before.partition("Why:")
    parts = tuple(" ".join(part.split()) for part in (title, why, fix))
    parts = tuple(part[:1].upper() + part[1:] for part in parts)
    if not (marker and all(parts)):
        raise ValueError(f"{code}: the docstring needs a title, 'Why:' and 'Put it right:'")
    return parts  # type: ignore[return-value]


@dataclass(frozen=True)
class Checked:
    """What came of running the rules over one plan.

    Attributes:
        findings: most serious first, then in the order of the rules.
        passed, skipped: codes of the rules that found nothing, and of those this form is not judged by.
        broken: rules that could not be run, with what went wrong: a fault of the program, not of the school.
    """

    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    skipped: tuple[str, ...]
    broken: Mapping[str, str]


def check(plan: Plan, rules: Iterable[Rule]) -> Checked:
    """Run the rules over a plan. A rule that fails is reported, and the others still run."""
    rules = tuple(rules)
    findings: list[Finding] = []
    passed: list[str] = []
    skipped: list[str] = []
    broken: dict[str, str] = {}
    for each in rules:
        if not each.applies_to(plan.form):
            skipped.append(each.code)
            continue
        try:
            marks = _once_each(mark for mark in each.check(plan) if not _already_said(each, mark, plan))
        except MemoryError:
            raise  # a matter of this file and its limits, not of the rule
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the one boundary where a faulty rule is told from a faulty plan
            broken[each.code] = fault(error)
            continue
        if not marks:
            passed.append(each.code)
        for mark in marks:
            found = finding(each, mark, _title(plan, mark))
            findings.append(under_profile(found, plan.profile, plan.urn, plan.on))
    findings += [found for code in broken for found in not_run(code, rules)]
    findings.sort(key=lambda found: found.severity.rank)
    return Checked(tuple(findings), tuple(passed), tuple(skipped), broken)


NOT_RUN = "WB022"
"""The rule that speaks of a rule that could not be run. No profile can waive it or make it milder."""


def not_run(code: str, rules: Iterable[Rule]) -> Iterator[Finding]:
    """A finding about a rule that could not be run: without it, the return would pass for one that was checked."""
    for says_so in (rule for rule in rules if rule.code == NOT_RUN):
        message = f"The rule {code} could not be run on this return, so nobody can say yet whether it is sound."
        yield finding(says_so, Mark("", message, found=code))


def fault(error: BaseException) -> str:
    """What went wrong and where in the program; never the error's own words, in which an answer may stand."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f", {Path(place.tb_frame.f_code.co_filename).name} line {place.tb_lineno}" if place else ""
    return f"{type(error).__name__}{where}"


def under_profile(found: Finding, profile: Profile, urn: str, on: dt.date) -> Finding:
    """A finding about a school as the programme's profile has it: with its severity, and waived where it is on that day."""
    if profile.severities:
        found = replace(found, severity=profile.severity(found.code, found.severity))
    waiver = profile.waivers and profile.waiver(found.code, urn or None, on)
    return replace(found, waiver=waiver.words) if waiver else found


def _title(plan: Plan, mark: Mark) -> str:
    """What the column that a mark is about is called in this workbook; "" where it is about none."""
    table = next((table for table in plan.form.tables if table.table == mark.table), None)
    return plan.title(table, mark.field) if table and mark.field and mark.field in table.columns else ""


def _once_each(marks: Iterable[Mark]) -> list[Mark]:
    """Remarks of a rule about an answer, once for each cell: a row that stands for several records is told once."""
    told: dict[tuple[str, int, str], str] = {}
    kept = []
    for mark in marks:
        if (
            mark.place is None
            or mark.field is None
            or told.setdefault((mark.table, mark.place, mark.field), mark.ref) == mark.ref
        ):
            kept.append(mark)
    return kept


def _already_said(each: Rule, mark: Mark, plan: Plan) -> bool:
    """Whether a mark about a whole table only repeats that the table is missing or blank, which WB006 and WB012 say."""
    return each.family != "WB" and mark.place is None and (mark.table in plan.missing or mark.table in plan.empty)


def finding(each: Rule, mark: Mark, column: str = "") -> Finding:
    """What a rule's mark becomes: the rule adds its code, its severity and how to put it right.

    Args:
        column: the title of the column that the mark is about.
    """
    return Finding(
        code=each.code,
        severity=each.severity,
        table=mark.table,
        ref=mark.ref,
        column=column,
        found=mark.found,
        expected=mark.expected,
        message=mark.message,
        fix=mark.fix or each.fix,
        sheet=mark.sheet,
        cell=mark.cell,
        place=mark.place,
        field=mark.field,
    )
