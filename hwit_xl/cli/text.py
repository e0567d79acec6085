"""Verdicts as text for people: by school, most serious first."""

from __future__ import annotations

import shutil
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import click

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.words import counted, visible
from hwit_xl.checking.collect import told_left
from hwit_xl.checking.results import Summary
from hwit_xl.checking.verdict import Status, Verdict
from hwit_xl.cli.lines import say

_COLOURS = {Severity.REJECT: "red", Severity.ERROR: "red", Severity.QUERY: "yellow", Severity.ADVICE: "cyan"}
_RANK = list(Status)


class Verdicts(Protocol):
    """Verdicts in the order of their files: a list of them, or as they wait on the disk."""

    def __iter__(self) -> Iterator[Verdict]:
        """Every verdict."""

    def __getitem__(self, place: int, /) -> Verdict:
        """The verdict at one place."""


def write_text(verdicts: Verdicts, summary: Summary, *, width: int, everything: bool) -> None:
    """Write what was found. Only the places of the returns that are shown are kept in mind, never all verdicts.

    Args:
        width: of the terminal, in characters.
        everything: advice and clean returns too, not only what somebody has to look at.
    """
    schools: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for place, verdict in enumerate(verdicts):
        summary.add(verdict)
        if everything or _shown(verdict):
            schools[_school(verdict)].append((-_RANK.index(verdict.status), verdict.name, place))
    for school, returns in sorted(schools.items(), key=lambda item: (min(item[1])[0], item[0])):
        click.secho(visible(school) or "Files that could not be read as a return", bold=True)
        for _, _, place in sorted(returns):
            verdict = verdicts[place]
            _return(verdict if everything else replace(verdict, findings=_shown(verdict)), width)
        click.echo()
    _closing(summary, everything=everything)


def _shown(verdict: Verdict) -> tuple[Finding, ...]:
    """What somebody has to look at."""
    return tuple(found for found in verdict.findings if found.severity is not Severity.ADVICE)


def _school(verdict: Verdict) -> str:
    return f"{verdict.school or 'School not named'} · {verdict.urn or 'no URN'}" if verdict.is_read else ""


def say_broken(summary: Summary) -> None:
    """Say which rules could not be run: a fault of this program, which whoever looks after it should hear of."""
    for code, what in summary.broken.items():
        say(f"hwit: rule {code} could not be run ({what}); please report it", err=True)


def screen_width() -> int:
    """Width of the terminal in characters, within reason."""
    return min(shutil.get_terminal_size((110, 24)).columns, 120)


def _return(verdict: Verdict, width: int) -> None:
    about = f" · {verdict.form_title}" if verdict.form_title else ""
    click.echo(f"  {visible(verdict.name)}{about} · " + _counted(verdict))
    for found in verdict.findings:
        _finding(found, width)


def _finding(found: Finding, width: int) -> None:
    label = click.style(f"{found.severity:<6}", fg=_COLOURS[found.severity], bold=found.severity.blocks)
    where = " · ".join(part for part in (found.where, found.about) if part)
    click.echo(f"    {label} {found.code}  {visible(where)}".rstrip())
    _paragraph(found.message, width)
    if found.settled:
        _paragraph(found.waiver or f"Explained: {found.explanation}", width)
    else:
        _paragraph(f"→ {found.fix}", width)


def _paragraph(text: str, width: int) -> None:
    margin = " " * 11
    click.echo(textwrap.fill(visible(text), width=max(50, width), initial_indent=margin, subsequent_indent=margin))


def _counted(verdict: Verdict) -> str:
    if verdict.status is Status.REJECTED:
        return "rejected"
    settled = {
        "explained": sum(1 for found in verdict.findings if found.settled and not found.waived),
        "waived": sum(1 for found in verdict.findings if found.waived),
    }
    said = ", ".join(f"{number} {word}" for word, number in settled.items() if number)
    parts = [severity.counted(verdict.counts[severity]) for severity in Severity if verdict.counts[severity]]
    return (", ".join(parts) or "clean") + (f" ({said})" if said else "")


def _closing(summary: Summary, *, everything: bool) -> None:
    states = {
        Status.CLEAN: ("clean", "green"),
        Status.QUERIES: ("with queries", "yellow"),
        Status.ERRORS: ("with errors", "red"),
        Status.NOT_CHECKED: ("not checked", "red"),
        Status.REJECTED: ("rejected", "red"),
    }
    parts = [
        click.style(f"{summary.statuses[status]:,} {words}", fg=colour)
        for status, (words, colour) in states.items()
        if summary.statuses[status]
    ]
    click.echo(click.style(f"{counted(summary.returns, 'return')}: ", bold=True) + ", ".join(parts) + ".")
    if summary.left:
        click.echo(f"{told_left(summary.left)}.")
    advice = summary.severities[Severity.ADVICE]
    if advice and not everything:
        click.echo(f"{Severity.ADVICE.counted(advice)} not shown; --all shows it.")
    if summary.severities.total() > advice:
        click.echo("`hwit explain CODE` says why a rule is there and how to put things right.")
