"""``hwit validate``: check returned workbooks."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from hwit_validators.model.decision import Decision
from hwit_xl.checking import pool as batch
from hwit_xl.checking import results
from hwit_xl.checking.collect import Found, collect
from hwit_xl.checking.compare import judged_across
from hwit_xl.checking.decision_files import are_complete, gathered
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.verdict import Settings, Verdict
from hwit_xl.cli import options
from hwit_xl.cli.job import Job
from hwit_xl.cli.output import ensure_ends, ensure_free, keep_apart, same_file
from hwit_xl.cli.text import write_text
from hwit_xl.problem import Problem

FORMATS = {"json": results.write_json, "jsonl": results.write_json_lines, "csv": results.write_csv}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE_OR_FOLDER...")
@click.option(
    "--format", "style", type=click.Choice(["text", *FORMATS]), default="text", help="How to write the result."
)
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write an Excel report to this file.")
@click.option(
    "--feedback",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a copy of each return, with its Feedback sheet filled in, to this folder.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes to use (one for each core by default).")
@click.option(
    "--resume",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep results in this file, and go on from it if a run was cut short.",
)
@click.option("--force", is_flag=True, help="Replace a report, and copies with feedback, that are there already.")
@options.passwords
@click.option(
    "--decision", "decisions", multiple=True, metavar="FILE_OR_FOLDER", type=click.Path(path_type=Path, exists=True),
    help="Decisions of the panel, against which plans under way are held. A folder is taken to hold all of them.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show advice and clean returns too.")
@options.programme
@options.on_day
def validate(
    paths: tuple[Path, ...],
    style: str,
    report: Path | None,
    feedback: Path | None,
    jobs: int | None,
    resume: Path | None,
    force: bool,
    passwords: tuple[str, ...],
    decisions: tuple[Path, ...],
    everything: bool,
    programme: Programme | None,
    on: dt.date | None,
) -> None:
    """Check returned workbooks, cell by cell.

    Give files, or folders to be searched. Exit code 0: nothing that blocks; 1: something must be put right; 2: the
    check could not be run.
    """
    files = _files(paths)
    settings = Settings(
        on or dt.date.today(),
        programme or Programme(),
        passwords,
        _decisions(decisions),
        are_complete(decisions),
    )
    summary = results.Summary()
    with ExitStack() as open_files:
        job = Job(settings, feedback, force)
        _keep_apart(files, job)
        if report:
            _ensure_place(report, files, job, (*decisions, *([resume] if resume else ())), force)
        _make(feedback)
        verdicts = _told_about_copies(judged_across(_done(files, job, jobs, resume, open_files), job.again))
        if report:
            verdicts = _with_report(verdicts, report, settings)
        try:
            if style == "text":
                write_text(verdicts, summary, width=screen_width(), everything=everything)
            else:
                FORMATS[style](verdicts, sys.stdout, summary)
        except BrokenExecutor:
            raise Problem("a process died while checking; run again with --jobs 1 to see at which file") from None
    for code, what in summary.broken.items():
        click.echo(f"hwit: rule {code} could not be run ({what}); please report it", err=True)
    if report:
        click.echo(f"report: {report}", err=True)
    if feedback:
        click.echo(f"feedback copies: {feedback}", err=True)
    sys.exit(1 if summary.blocks else 0)


def _files(paths: tuple[Path, ...]) -> tuple[Found, ...]:
    try:
        collected = collect(paths)
    except FileNotFoundError as error:
        raise Problem(f"{error.filename}: {error.strerror}") from None
    for path in collected.passed_over:
        click.echo(f"passed over {path}: somebody has this workbook open in Excel", err=True)
    if not collected.files:
        raise Problem(f"no workbooks in {', '.join(map(str, paths))}")
    return collected.files


def _decisions(paths: tuple[Path, ...]) -> tuple[Decision, ...] | None:
    return gathered(paths) if paths else None


def _keep_apart(files: tuple[Found, ...], job: Job) -> None:
    """Refuse to write copies over the returns themselves."""
    if job.feedback is None:
        return
    returns = {found.path.resolve() for found in files}
    for found in files:
        copy = job.copy_of(found)
        if copy and (copy.resolve() in returns or same_file(copy, found.path)):
            raise Problem(f"{job.feedback} holds the returns themselves; choose another folder for the copies")


def _ensure_place(report: Path, files: tuple[Found, ...], job: Job, more: tuple[Path, ...], force: bool) -> None:
    """Refuse to write the report over what this run reads or writes, or over another file unless that is wished."""
    ensure_ends(report, ".xlsx", "the report")
    keep_apart(report, (*(found.path for found in files), *more))
    if any(copy and same_file(copy, report) for copy in map(job.copy_of, files)):
        raise Problem(f"{report} is where a copy with feedback goes; choose another name for the report")
    ensure_free(report, replace=force)


def _make(folder: Path | None) -> None:
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Problem(f"{folder} could not be made: {error.strerror}") from None


def _done(
    files: tuple[Found, ...], job: Job, jobs: int | None, resume: Path | None, open_files: ExitStack
) -> Iterator[Verdict]:
    """Verdicts in the order of the files, with a progress bar where somebody is watching."""
    known = _kept(resume)
    known = {
        found.name: known[found.name] for found in files if found.name in known and _unchanged(found, known[found.name])
    }
    waiting = [found for found in files if found.name not in known]
    fresh = batch.run(job, waiting, jobs)
    log = open_files.enter_context(resume.open("a", encoding="utf-8")) if resume else None
    with click.progressbar(
        files,
        label="Checking",
        file=sys.stderr,
        hidden=not sys.stderr.isatty() or len(files) <= batch.FEW,
        show_pos=True,
    ) as bar:
        for found in bar:
            kept = known.get(found.name)
            verdict = replace(kept, path=found.path) if kept else next(fresh)
            if log and found.name not in known:
                log.write(results.as_log(verdict) + "\n")
            yield verdict


def _told_about_copies(verdicts: Iterator[Verdict]) -> Iterator[Verdict]:
    """Pass the verdicts on, and say of which returns there is no copy with feedback, and why."""
    for verdict in verdicts:
        if verdict.not_handed_back:
            click.echo(f"no feedback copy of {verdict.name}: {verdict.not_handed_back}", err=True)
        yield verdict


def _unchanged(found: Found, verdict: Verdict) -> bool:
    """Whether the file is still the one that was checked."""
    try:
        return hashlib.sha256(found.path.read_bytes()).hexdigest() == verdict.sha256
    except OSError:
        return False


def _kept(resume: Path | None) -> dict[str, Verdict]:
    """Verdicts of an earlier run, by the file's name; a line that was cut short is done again."""
    if resume is None or not resume.exists():
        return {}
    return {verdict.name: verdict for verdict in results.read_log(resume)}


def _with_report(verdicts: Iterator[Verdict], path: Path, settings: Settings) -> Iterator[Verdict]:
    """Pass the verdicts on, and write the report at the end."""
    from hwit_xl.checking.report import Report

    report = Report(settings.on, path)
    for verdict in verdicts:
        report.add(verdict)
        yield verdict
    try:
        report.save()
    except OSError as error:
        raise Problem(f"{path} could not be written: {error.strerror}") from None


def screen_width() -> int:
    """Width of the terminal, within reason."""
    return min(shutil.get_terminal_size((110, 24)).columns, 120)
