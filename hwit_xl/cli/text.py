"""Verdicts as text for people: by school, most serious first."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import click

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.tables.forms import form_named
from hwit_validators.words import counted
from hwit_xl.checking.results import Summary
from hwit_xl.checking.verdict import Status, Verdict

_COLOURS = {Severity.REJECT: "red", Severity.ERROR: "red", Severity.QUERY: "yellow", Severity.ADVICE: "cyan"}
_RANK = list(Status)


def write_text(verdicts: Iterable[Verdict], summary: Summary, *, width: int, everything: bool) -> None:
    """Write what was found.

    Args:
        width: of the terminal, in characters.
        everything: advice and clean returns too, not only what somebody has to look at.
    """
    schools: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        summary.add(verdict)
        kept = (
            verdict
            if everything
            else replace(verdict, findings=tuple(f for f in verdict.findings if f.severity is not Severity.ADVICE))
        )
        if kept.findings or everything:
            schools[
                f"{verdict.school or 'School not named'} · {verdict.urn or 'no URN'}" if verdict.form else ""
            ].append(kept)
    for school, returns in sorted(
        schools.items(), key=lambda item: (-max(_RANK.index(v.status) for v in item[1]), item[0])
    ):
        click.secho(school or "Files that could not be read as a return", bold=True)
        for verdict in sorted(returns, key=lambda v: (-_RANK.index(v.status), v.name)):
            _return(verdict, width)
        click.echo()
    _closing(summary, everything=everything)


def _return(verdict: Verdict, width: int) -> None:
    form = form_named(verdict.form)
    about = f" · {form.title}" if form else ""
    click.echo(f"  {verdict.name}{about} · " + _counted(verdict))
    for found in verdict.findings:
        _finding(found, width)


def _finding(found: Finding, width: int) -> None:
    label = click.style(f"{found.severity:<6}", fg=_COLOURS[found.severity], bold=found.severity.blocks)
    where = " · ".join(part for part in (found.where, found.about) if part)
    click.echo(f"    {label} {found.code}  {where}".rstrip())
    _paragraph(found.message, width)
    if found.explanation:
        _paragraph(found.explanation if found.waived else f"Explained: {found.explanation}", width)
    else:
        _paragraph(f"→ {found.fix}", width)


def _paragraph(text: str, width: int) -> None:
    margin = " " * 11
    click.echo(textwrap.fill(text, width=max(50, width), initial_indent=margin, subsequent_indent=margin))


def _counted(verdict: Verdict) -> str:
    if verdict.status is Status.REJECTED:
        return "rejected"
    explained = sum(1 for found in verdict.findings if found.explanation)
    parts = [severity.counted(verdict.counts[severity]) for severity in Severity if verdict.counts[severity]]
    return (", ".join(parts) or "clean") + (f" ({explained} explained)" if explained else "")


def _closing(summary: Summary, *, everything: bool) -> None:
    states = {
        Status.CLEAN: ("clean", "green"),
        Status.QUERIES: ("with queries", "yellow"),
        Status.ERRORS: ("with errors", "red"),
        Status.REJECTED: ("rejected", "red"),
    }
    parts = [
        click.style(f"{summary.statuses[status]:,} {words}", fg=colour)
        for status, (words, colour) in states.items()
        if summary.statuses[status]
    ]
    click.echo(click.style(f"{counted(summary.returns, 'return')}: ", bold=True) + ", ".join(parts) + ".")
    advice = summary.severities[Severity.ADVICE]
    if advice and not everything:
        click.echo(f"{Severity.ADVICE.counted(advice)} not shown; --all shows it.")
    if summary.severities.total() > advice:
        click.echo("`hwit explain CODE` says why a rule is there and how to put things right.")
