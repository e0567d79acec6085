"""A progress report as text for the terminal."""

from __future__ import annotations

import datetime as dt
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import click

from hwit_validators.figures.changes import in_unit
from hwit_validators.figures.progress import Status
from hwit_validators.model.choices import OutcomeMet
from hwit_validators.tables import Outcome
from hwit_validators.words import counted, shown, visible
from hwit_xl.progress.report import PLANNED, Line, ProgressReport, counts
from hwit_xl.progress.words import in_people, of_chance, of_doubt

COLOURS = {
    Status.ACHIEVED: "green",
    Status.ON_TRACK: "green",
    Status.BEHIND: "yellow",
    Status.OVERDUE: "red",
    Status.NO_READING: "magenta",
    Status.NOT_STARTED: "cyan",
    PLANNED: "cyan",
}
_STANDING = 25
"""Characters for a status, and for the margin of indicators before it."""


_MET = {OutcomeMet.YES: "met", OutcomeMet.PARTLY: "partly met", OutcomeMet.NO: "not met"}


@dataclass(frozen=True)
class Signs:
    """What bars are drawn with."""

    full: str
    empty: str
    mark: str
    arrow: str
    dot: str


DRAWN = Signs("█", "░", "┃", "→", "·")
PLAIN = Signs("#", "-", "|", "->", "-")
"""For terminals that cannot show the others."""


def signs_for(encoding: str | None) -> Signs:
    """The signs that a terminal can show."""
    try:
        "".join(vars(DRAWN).values()).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return DRAWN


def bar(line: Line, length: int, signs: Signs) -> str:
    """The share of the way, with a mark where a straight line would be today."""
    share, expected = line.progress.share, line.progress.expected
    filled = round(length * max(0.0, share or 0.0))
    places = [signs.full] * filled + [signs.empty] * (length - filled)
    under_way = line.standing != Status.ACHIEVED and line.progress.effective.target is not None
    if expected is not None and under_way:
        places[min(length - 1, int(length * expected))] = signs.mark
    return "".join(places)


def write(report: ProgressReport, *, width: int) -> None:
    """Write the report.

    Args:
        width: of the terminal, in characters.
    """
    signs = signs_for(sys.stdout.encoding)
    page = _Page(width, 30 if width >= 110 else 20, signs)
    head = (report.school, report.urn, report.form)
    click.secho(f" {signs.dot} ".join(visible(part) for part in head if part), bold=True)
    page.line(f"{'Progress' if report.monitored else 'What is planned, seen'} on {shown(report.on)}")
    for what, lines in (("outcome", report.outcomes), ("indicator", report.indicators)):
        told = ", ".join(
            f"{number} {click.style(standing, fg=COLOURS.get(standing))}" for standing, number in counts(lines).items()
        )
        page.line(f"{counted(len(lines), what)}: {told or 'none'}")
    priority = None
    for section in report.sections:
        if section.priority != priority:
            priority = section.priority
            page.title(priority or "No priority given")
        page.measure(section.outcome)
        for indicator in section.indicators:
            page.measure(indicator, indent=4)
    if report.shared:
        page.title("Indicators for several outcomes")
        for indicator in report.shared:
            page.measure(indicator, indent=4)
    if report.monitored:
        page.line("")
        page.words(f"{signs.full} share of the way from the starting figure to the target", dim=True)
        page.words(f"{signs.mark} where a straight line would be today", dim=True)


@dataclass(frozen=True)
class _Page:
    width: int
    bar: int
    signs: Signs

    def line(self, text: str) -> None:
        click.echo(text)

    def words(self, text: str, indent: int = 0, *, dim: bool = False, hang: int = 0) -> None:
        """A paragraph."""
        wrapped = textwrap.wrap(
            visible(text), max(40, self.width - 1), initial_indent=" " * indent, subsequent_indent=" " * (indent + hang)
        )
        for part in wrapped:
            click.secho(part, dim=dim)

    def title(self, text: str) -> None:
        """A heading over outcomes."""
        click.echo()
        for part in textwrap.wrap(visible(text), max(40, self.width - 1)):
            click.secho(part, bold=True, fg="cyan")

    def measure(self, line: Line, indent: int = 0) -> None:
        """An outcome or an indicator."""
        standing = click.style(line.standing, fg=COLOURS.get(line.standing), bold=line.standing == Status.ACHIEVED)
        ref = click.style(f"{visible(line.ref):<4}", bold=indent == 0)
        click.echo()
        if line.standing in (Status.WITHDRAWN, PLANNED):
            click.echo(f"{' ' * indent}{ref}{standing}")
        else:
            room = " " * (_STANDING - indent - len(line.standing))
            click.echo(f"{' ' * indent}{ref}{standing}{room}{bar(line, self.bar, self.signs)}  {_way(line)}".rstrip())
        self.words(line.statement or "No words given.", indent + 4)
        for text in _details(line, self.signs.arrow):
            self.words(text, indent + 4, dim=True)
        for change in line.changes:
            self.words(
                f"{change.ref} {change.words}, {change.by}: {change.why or 'no reason given'}", indent + 4, dim=True
            )


def _way(line: Line) -> str:
    """What the bar says, in words."""
    now = line.progress
    if now.effective.target is None:
        return {True: "done", False: "not done yet", None: ""}[now.latest if isinstance(now.latest, bool) else None]
    if now.share is None:
        return ""
    if now.share < 0:
        return f"{-now.share:.0%} the wrong way"
    expected = "" if now.expected is None or line.standing == Status.ACHIEVED else f", {now.expected:.0%} expected"
    return f"{now.share:.0%} of the way{expected}"


def _details(line: Line, arrow: str) -> Iterator[str]:
    """The lines of figures under a measure."""
    if figures := _figures(line, arrow):
        yield figures
    if people := in_people(line):
        yield people
    if isinstance(line.measure, Outcome) and (chance := " ".join(of_chance(line))):
        yield chance
    if doubt := of_doubt(line):
        yield doubt
    if line.result and line.result.met:
        yield f"Result at stage 8: {_MET[line.result.met]}."
    if len(line.serves) > 1:
        yield f"Serves {', '.join(line.serves)}."


def _figures(line: Line, arrow: str) -> str:
    """``31% (12 March 2010) → 45% (7 October 2011) → 50% by 29 June 2012``."""
    now, holds, unit = line.progress, line.progress.effective, line.measure.unit

    def told(value: float, day: dt.date | None) -> str:
        return in_unit(value, unit) + (f" ({shown(day)})" if day else "")

    due = f"by {shown(holds.due)}" if holds.due else "at no set date"
    if holds.target is None:
        return f"Due {due}." + (f" Looked at on {shown(now.read_on)}." if now.read_on else "")
    steps = [
        "no starting figure" if holds.baseline is None else told(holds.baseline, holds.starts_on),
        "" if now.latest is None else told(float(now.latest), now.read_on),
        f"{in_unit(holds.target, unit)} {due}",
    ]
    return f" {arrow} ".join(step for step in steps if step)
