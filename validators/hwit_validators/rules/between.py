"""Rules between returns: what they see of each return, and running them over a batch.

A batch can be large, so nothing but a summary of each return is kept: who sent it, for which stage, and a fingerprint
of each of its tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hwit_validators.model.finding import Finding, Mark, Severity
from hwit_validators.model.imprint import whole
from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import Judged, Rule, finding, rule
from hwit_validators.tables import School
from hwit_validators.tables.forms import STAGES

SHORT = 16
"""Hexadecimal digits of a fingerprint that are kept: enough to tell the tables of one school apart."""


@dataclass(frozen=True)
class Sent:
    """What is kept of a return.

    Attributes:
        name: how results call its file.
        cycle: which time through the eight stages it is of; each is held against its own only.
        fingerprints: of each table that could be read whole, by name.
        altered: locked tables that are not as they were sent out, which WB019 has already said.
    """

    name: str
    sha256: str
    urn: str
    school: str
    stage: int
    cycle: int = 1
    authority: str = ""
    establishment: str = ""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    altered: frozenset[str] = frozenset()


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
    """A rule between returns: its documentation, and its check."""

    documentation: Rule
    check: AcrossCheck


def rule_across(code: str, severity: Severity, *, handbook: str = "") -> Callable[[AcrossCheck], AcrossRule]:
    """Declare a rule between returns; its docstring is as that of every rule."""

    def declare(check: AcrossCheck) -> AcrossRule:
        def nothing(_: Plan) -> Iterator[Mark]:
            yield from ()

        nothing.__doc__ = check.__doc__
        documented = rule(code, severity, stage=0, handbook=handbook, judged=Judged.EVERY_FORM)(nothing)
        return AcrossRule(documented, check)

    return declare


def check_across(returns: Sequence[Sent], rules: Iterable[AcrossRule]) -> dict[str, list[Finding]]:
    """The findings between the returns of a batch, by the name of the return they are about."""
    findings: dict[str, list[Finding]] = defaultdict(list)
    tables: list[type[Record]] = [School, *(table for stage in STAGES for table in stage)]
    columns = {table.table: table.columns for table in tables}
    for each in rules:
        for about, mark in each.check(returns):
            findings[about.name].append(finding(each.documentation, mark, columns))
    return dict(findings)
