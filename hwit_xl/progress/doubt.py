"""What speaks against figures before they are shown to others: a finding on them that nobody has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hwit_validators.figures.measure import Measure
from hwit_validators.figures.progress import baseline_of, latest_figure
from hwit_validators.model.finding import Finding, Severity
from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.tables import Baseline, Outcome, Reading, Result

_FIGURES = {
    Result: ("final_value", "sample_size", "met", "evidence"),
    Reading: ("value", "done", "sample_size"),
    Baseline: ("value", "sample_size", "unit", "same_method"),
}
"""The answers that figures rest on. A query on another one, such as a late date, does not stand in their way."""


def doubt(findings: Iterable[Finding], rows: Iterable[Baseline | Reading | Result | None]) -> Finding | None:
    """The first open finding against figures: an error on one of their rows, or a query on the figures themselves."""
    there: dict[tuple[str, str], Record] = {(row.table, row.ref): row for row in rows if row and row.ref}
    return next((found for found in findings if _speaks_against(found, there.get((found.table, found.ref)))), None)


def doubted(plan: Plan, measure: Measure, on: dt.date, findings: Iterable[Finding]) -> Finding | None:
    """The first open finding against where an outcome or indicator began or stands on a day."""
    result = plan.row(Result, measure.ref) if isinstance(measure, Outcome) else None
    return doubt(findings, (baseline_of(plan, measure), result, latest_figure(plan, measure, on)))


def told(found: Finding) -> str:
    """An open finding in a sentence: ``open query MN012: R34: 0.43% for O1 looks like 43%.``"""
    return f"open {found.severity} {found.code}: {found.message}"


def _speaks_against(found: Finding, row: Record | None) -> bool:
    if row is None or found.settled or found.severity is Severity.ADVICE:
        return False
    return found.blocks or found.field in _FIGURES[type(row)]
