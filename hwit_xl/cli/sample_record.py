"""``hwit sample record``: what came of a moderation sample."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_validators.words import counted
from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.output import ensure_free, keep_apart, write
from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import Problem

if TYPE_CHECKING:
    from hwit_xl.moderation.record import Records


def _show_records(summary: Records) -> None:
    """The summary as text for people."""
    for one in summary.schools:
        still = f" · still open: {'; '.join(one.open)}" if one.open else ""
        judged = f" · {one.judgement}" if one.judgement else ""
        say(f"  {one.urn}  {one.school[:50]}{judged}{still}")
    for urn, school in summary.waiting:
        say(f"  {urn}  {school[:50]} · no workbook has come back")
    for unread in summary.unread:
        say(f"  {unread.file} · {unread.reason}")
    moderated = sum(one.moderated for one in summary.schools)
    to_come = len(summary.waiting) + sum(not one.judgement for one in summary.schools)
    say(f"{counted(moderated, 'school')} moderated, {to_come:,} to come.", bold=True)


_FILE = NamedPath(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=NamedPath(path_type=Path), metavar="FILE_OR_FOLDER...")
@click.option(
    "--certificate",
    type=NamedPath(path_type=Path, exists=True, dir_okay=False),
    help="The draw they belong to: says which schools are still to come.",
)
@click.option(
    "--report",
    type=NamedPath(path_type=Path, dir_okay=False),
    help="Write the summary as an Excel workbook to this file.",
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to write the result.")
@click.option(
    "--on", type=options.Day(), default=None, metavar="DATE", help="The day of the summary (today by default)."
)
@click.option("--force", is_flag=True, help="Replace the report if it exists.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes to use (one for each core by default).")
def record(
    paths: tuple[Path, ...], certificate: Path | None, report: Path | None, style: str, on: dt.date | None, force: bool,
    jobs: int | None,
) -> None:  # fmt: skip
    """Read moderators' workbooks back into a summary, which next year's draw takes with --previous.

    Exit code 0: every school is moderated and every answer is there; 1: something is missing; 2: it could not be run.
    """
    from hwit_xl.checking import pool
    from hwit_xl.checking.collect import collect, told_left
    from hwit_xl.checking.limits import Failure, Limits
    from hwit_xl.moderation import certificate_file, record_workbook
    from hwit_xl.moderation import record as records

    if report:
        keep_apart(report, (*paths, *((certificate,) if certificate else ())))
        force = ensure_free(report, replace=force)
    drawn = certificate_file.read(certificate) if certificate else None
    collected = collect(paths, jobs)
    if not collected.files:
        raise Problem(f"no workbooks in {', '.join(map(str, paths))}")
    files = collected.files
    read = [
        records.Unread(file.name, f"it could not be read: {one}") if isinstance(one, Failure) else one
        for file, one in zip(files, pool.in_order(records.read_workbook, files, jobs, Limits()), strict=True)
    ]
    summary = records.record(read, drawn)
    if report:
        write(report, record_workbook.to_bytes(summary, on or dt.date.today()), replace=force)
    for line in filter(None, (*collected.remarks, told_left(collected.left))):
        say(line, err=True)
    if style == "json":
        click.echo(records.as_json(summary), nl=False)
    else:
        _show_records(summary)
    if report:
        say(f"report: {report}", err=True)
    sys.exit(0 if summary.complete else 1)
