"""``hwit validate``: check returned workbooks."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import Problem

if TYPE_CHECKING:  # help does not wait for what only a check needs
    from hwit_xl.checking.collect import Collected, Found
    from hwit_xl.checking.decision_files import KnownDecisions
    from hwit_xl.checking.limits import Limits
    from hwit_xl.checking.profile_file import Programme
    from hwit_xl.checking.run import Copies, Watch
    from hwit_xl.checking.settings import Settings
    from hwit_xl.checking.spool import Spool
    from hwit_xl.checking.store import Store
    from hwit_xl.checking.wrapping.member import Left

FORMATS = ("json", "jsonl", "csv")
FEW = 8
"""So few returns are checked before anybody looks for a progress bar."""


def _resume(ctx: click.Context, param: click.Parameter, file: object) -> None:
    if file is not None:
        raise Problem("--resume is now --keep FOLDER: verdicts are kept in that folder from one run to the next")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=NamedPath(path_type=Path), metavar="FILE_OR_FOLDER...")
@click.option(
    "--format", "style", type=click.Choice(["text", *FORMATS]), default="text", help="How to write the result."
)
@click.option("--report", type=NamedPath(path_type=Path, dir_okay=False), help="Write an Excel report to this file.")
@click.option(
    "--feedback",
    type=NamedPath(path_type=Path, file_okay=False),
    help="Write a copy of each return, with its Feedback sheet filled in, to this folder.",
)
@click.option(
    "--keep",
    type=NamedPath(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Keep verdicts in this folder; the next run with it checks only what is new or changed.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes to use (one for each core by default).")
@click.option(
    "--seconds", type=click.IntRange(min=1), default=30, show_default=True, metavar="N",
    help="Processor time that one file may take.",
)  # fmt: skip
@click.option(
    "--megabytes", type=click.IntRange(min=128), default=512, show_default=True, metavar="N",
    help="Memory that one file may take.",
)  # fmt: skip
@click.option("--resume", hidden=True, expose_value=False, callback=_resume)
@click.option("--force", is_flag=True, help="Replace a report, and copies with feedback, that are there already.")
@options.passwords
@click.option(
    "--decision", "decisions", multiple=True, metavar="FILE_OR_FOLDER", type=NamedPath(path_type=Path, exists=True),
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
    keep: Path | None,
    jobs: int | None,
    seconds: int,
    megabytes: int,
    force: bool,
    passwords: tuple[str, ...],
    decisions: tuple[Path, ...],
    everything: bool,
    programme: Programme | None,
    on: dt.date | None,
) -> None:
    """Check returned workbooks, cell by cell.

    Give files, or folders to be searched; zip files and e-mails are looked into. Exit code 0: nothing that blocks; 1: something must be put right; 2: the
    check could not be run.
    """
    from hwit_xl.checking import run
    from hwit_xl.checking.limits import Limits
    from hwit_xl.checking.settings import Settings
    from hwit_xl.checking.spool import Spool

    collected = _collected(paths, jobs, Limits(seconds, megabytes))
    files = collected.files
    copies = run.Copies(feedback, force) if feedback else None
    settings = Settings(on or dt.date.today(), programme, passwords, _decisions(decisions))
    _keep_apart(files, copies, paths)
    may_replace = force
    if report:
        may_replace = _ensure_place(report, paths, files, copies, decisions, force)
    _make(feedback)
    missing = bool(collected.unopened)
    with ExitStack() as opened:
        store = _store(keep, settings, opened)
        means = run.Means(jobs, Limits(seconds, megabytes), store)
        spool = opened.enter_context(Spool(files))
        with _bar("Checking", len(files)) as watch:
            taken_over = run.check(spool, settings, means, watch)
        if copies:
            with _bar("Handing back", len(spool.readable())) as watch:
                for line in run.hand_back(spool, copies, settings, means, watch):
                    say(line, err=True)
            for name, why in spool.reasons():
                say(f"no feedback copy of {name}: {why}", err=True)
                missing = True
        if taken_over:
            say(f"{taken_over:,} of {len(files):,} taken over from {keep}, as nothing has changed", err=True)
        if store and store.given_up:
            say(f"{keep}: verdicts could not be kept any more: {store.given_up}", err=True)
        blocks = _write(spool, style, collected.left, everything=everything)
        if report:
            _report(spool, report, settings.on, collected.left, replace=may_replace)
    if feedback:
        say(f"feedback copies: {feedback}", err=True)
    sys.exit(1 if blocks or missing else 0)


def _collected(paths: tuple[Path, ...], jobs: int | None, limits: Limits) -> Collected:
    """Every workbook that was given, and a line for whatever stood in the way of looking for them."""
    from hwit_xl.checking.collect import collect, told_left

    try:
        collected = collect(paths, jobs, limits)
    except FileNotFoundError as error:
        raise Problem(f"{error.filename}: {error.strerror}") from None
    for line in collected.remarks:
        say(line, err=True)
    if not collected.files:
        unseen = told_left(collected.left)
        raise Problem(f"no workbooks in {', '.join(map(str, paths))}" + (f". {unseen}" if unseen else ""))
    return collected


def _decisions(paths: tuple[Path, ...]) -> KnownDecisions | None:
    if not paths:
        return None
    from hwit_xl.checking.decision_files import gathered

    return gathered(paths)


def _keep_apart(files: tuple[Found, ...], copies: Copies | None, paths: tuple[Path, ...]) -> None:
    """Refuse to write copies over the returns themselves, among them, or two to one place."""
    if copies is None:
        return
    from hwit_xl.cli.output import same_file

    returns = {os.path.realpath(found.path) for found in files}  # which also takes a link that leads to itself
    among = next((path for path in paths if path.is_dir() and _lies_in(copies.folder, path)), None)
    if among and _lies_in(among, copies.folder):
        raise _hold_returns(copies.folder)
    if among:
        raise Problem(
            f"{copies.folder} lies among the returns in {among}, where its copies would be taken for returns the next time; "
            "choose a folder beside them"
        )
    places: dict[Path, Found] = {}
    for found in files:
        copy = copies.of(found)
        other = places.setdefault(copy, found)
        if other is not found:
            raise Problem(
                f"the copies of {other.path} and {found.path} would both be {copy}; check them one after another, or give the "
                "folder that holds both"
            )
        if os.path.realpath(copy) in returns or same_file(copy, found.path):
            raise _hold_returns(copies.folder)


def _hold_returns(folder: Path) -> Problem:
    return Problem(f"{folder} holds the returns themselves; choose another folder for the copies")


def _lies_in(one: Path, other: Path) -> bool:
    """Whether a folder is another one, or lies somewhere in it."""
    inner, outer = (Path(os.path.realpath(path)) for path in (one, other))
    return inner == outer or outer in inner.parents


def _ensure_place(
    report: Path,
    paths: tuple[Path, ...],
    files: tuple[Found, ...],
    copies: Copies | None,
    more: tuple[Path, ...],
    force: bool,
) -> bool:
    """Refuse to write the report over what this run reads or writes, among the returns, or over another file unasked.

    Returns:
        Whether what is there may be replaced.
    """
    from hwit_xl.cli.output import ensure_ends, ensure_free, keep_apart, same_file

    ensure_ends(report, ".xlsx", "the report")
    keep_apart(report, (*(found.path for found in files), *more))
    if among := next((path for path in paths if path.is_dir() and _lies_in(report.parent, path)), None):
        raise Problem(
            f"{report} lies among the returns in {among}, where it would be taken for a return the next time; choose a place "
            "beside them"
        )
    if copies and any(same_file(copies.of(found), report) for found in files):
        raise Problem(f"{report} is where a copy with feedback goes; choose another name for the report")
    return ensure_free(report, replace=force)


def _make(folder: Path | None) -> None:
    if folder is not None:
        from hwit_xl.files.stumps import clear_stumps

        folder.mkdir(parents=True, exist_ok=True)
        for place, _, _ in os.walk(folder):
            clear_stumps(Path(place))


def _store(folder: Path | None, settings: Settings, opened: ExitStack) -> Store | None:
    if folder is None:
        return None
    from hwit_xl.checking.store import Store

    return opened.enter_context(Store(folder, settings))


@contextmanager
def _bar(label: str, number: int) -> Iterator[Watch]:
    """A progress bar with count, rate and time left, where somebody is watching."""
    if number <= FEW or not sys.stderr.isatty():
        yield lambda: None
        return
    from tqdm import tqdm

    with tqdm(total=number, desc=label, unit=" returns", file=sys.stderr, leave=False, dynamic_ncols=True) as bar:
        yield lambda: bar.update()


def _write(spool: Spool, style: str, left: tuple[Left, ...], *, everything: bool) -> bool:
    """Write the result, and say whether anything blocks."""
    from hwit_xl.checking import results
    from hwit_xl.checking.collect import told_left
    from hwit_xl.cli.text import say_broken, screen_width, write_text

    summary = results.Summary(left)
    if style == "text":
        write_text(spool, summary, width=screen_width(), everything=everything)
    else:
        writers = {"json": results.write_json, "jsonl": results.write_json_lines, "csv": results.write_csv}
        writers[style](spool, sys.stdout, summary)
        if left and style != "json":  # which lists them
            say(told_left(left), err=True)
    say_broken(summary)
    return summary.blocks


def _report(spool: Spool, path: Path, on: dt.date, left: tuple[Left, ...], *, replace: bool) -> None:
    from hwit_xl.checking.report import Report

    report = Report(on, path, replace=replace, left=left)
    for verdict in spool:
        report.add(verdict)
    report.save()
    say(f"report: {path}", err=True)
