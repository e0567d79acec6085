"""Rules between returns: what they see of each return, and running them over a batch.

A batch can be large, so nothing but a summary of each return is kept: who sent it, for which stage, and a fingerprint
of each of its tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hwit_validators.model.finding import Finding, Mark, Severity
from hwit_validators.model.imprint import whole
from hwit_validators.model.sent import Sent, Together
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import Judged, Rule, fault, finding, rule
from hwit_validators.tables import School

ON_SCHOOL = ("urn", "name")
"""The answers of the School sheet that rules between returns speak of."""
SHORT = 16
"""Hexadecimal digits of a fingerprint that are kept: enough to tell the tables of one school apart."""


Told = tuple[Sent, Mark]
"""A mark, and the return it is about."""
AcrossCheck = Callable[[Sequence[Sent]], Iterator[Told]]


def sent(plan: Plan, name: str, sha256: str) -> Sent:
    """The summary of a return."""
    school = plan.school
    readable = [
        table
        for table in plan.form.tables
        if plan.tables.get(table.table) and not any(record.unreadable for record in plan.tables[table.table])
    ]
    prints = {table.table: plan.fingerprint(table) for table in readable}
    altered = {name for name, digest in prints.items() if whole(plan.carried.get(name, digest)) != digest}
    return Sent(
        name=name,
        sha256=sha256,
        urn=plan.urn,
        school=plan.school_name,
        stage=plan.form.stage,
        cycle=plan.cycle,
        authority=(school.la_code if school else None) or "",
        establishment=(school.establishment_number if school else None) or "",
        fingerprints={name: digest[:SHORT] for name, digest in prints.items()},
        altered=frozenset(altered),
    )


@dataclass(frozen=True)
class AcrossRule:
    """A rule between returns: its documentation, and what it checks in the returns that belong together."""

    documentation: Rule
    checks: dict[Together, AcrossCheck]

    def also(self, together: Together) -> Callable[[AcrossCheck], AcrossCheck]:
        """Declare what the same rule checks in returns that belong together in another way."""

        def declare(check: AcrossCheck) -> AcrossCheck:
            self.checks[together] = check
            return check

        return declare


def rule_across(
    code: str, severity: Severity, *, handbook: str = "", together: Together = Together.URN
) -> Callable[[AcrossCheck], AcrossRule]:
    """Declare a rule between returns; its docstring is as that of every rule.

    Args:
        together: which returns its check is given at once, in the order of their names.
    """

    def declare(check: AcrossCheck) -> AcrossRule:
        def nothing(_: Plan) -> Iterator[Mark]:
            yield from ()

        nothing.__doc__ = check.__doc__
        documented = rule(code, severity, stage=0, handbook=handbook, judged=Judged.EVERY_FORM)(nothing)
        return AcrossRule(documented, {together: check})

    return declare


@dataclass(frozen=True)
class CheckedTogether:
    """What came of running rules between returns.

    Attributes:
        findings: each with the return it is about.
        broken: rules that could not be run on these returns, with what went wrong: a fault of the program.
    """

    findings: tuple[tuple[Sent, Finding], ...]
    broken: Mapping[str, str]


def check_together(together: Together, returns: Sequence[Sent], rules: Iterable[AcrossRule]) -> CheckedTogether:
    """Run the rules between returns that belong together. A rule that fails is reported, and the others still run."""
    findings: list[tuple[Sent, Finding]] = []
    broken: dict[str, str] = {}
    for each in rules:
        if check := each.checks.get(together):
            try:
                told = list(check(returns))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - as in the engine: a faulty rule is told from faulty returns
                broken[each.documentation.code] = fault(error)
            else:
                findings += [(about, finding(each.documentation, mark, _title(mark))) for about, mark in told]
    return CheckedTogether(tuple(findings), broken)


def _title(mark: Mark) -> str:
    """The question of the School sheet that a finding between returns is about."""
    return School.columns[mark.field].title if mark.field else ""
