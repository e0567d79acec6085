"""``hwit next``: the form of the next stage."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from hwit_xl.checking.profile import Programme
from hwit_xl.checking.verdict import Settings, judge
from hwit_xl.cli import CouldNotRun, options
from hwit_xl.cli.text import write_text
from hwit_xl.cli.validate import screen_width
from hwit_xl.journey.next_stage import NoNextStage, next_form
from hwit_xl.programme.results import Summary
from hwit_xl.workbooks.package_reader import Rejected
from hwit_xl.workbooks.read import read

PANEL_STAGE = 4
"""After this stage the plan goes to the panel, and stage 5 waits for its answer (H33)."""


@click.command("next")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file, or the folder, to write to.")
@click.option("--confirmed", is_flag=True, help="The panel has confirmed the plan: needed to go on from stage 4.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@options.programme
@options.on_day
def next_command(
    file: Path, output: Path | None, confirmed: bool, force: bool, programme: Programme | None, on: dt.date | None
) -> None:
    """Write the form of the stage after the return FILE, with everything so far carried forward and locked.

    Explanations that still count travel with it. Refused, with the findings, while something must be put right
    (exit code 1).
    """
    settings = Settings(on or dt.date.today(), programme or Programme())
    verdict = judge(file, file.name, settings)
    if verdict.blocks:
        write_text([verdict], Summary(), width=screen_width(), everything=False)
        click.echo("hwit: the next stage can begin once the errors are put right", err=True)
        sys.exit(1)
    try:
        returned = read(file, on=settings.on, lists=settings.programme.lists, profile=settings.programme.profile)
        if returned.plan.form.stage == PANEL_STAGE and not confirmed:
            raise CouldNotRun("stage 5 waits for the panel: once it has confirmed the plan, add --confirmed")
        made = next_form(returned, settings)
    except Rejected as rejected:
        raise CouldNotRun(f"{file}: {rejected.message}") from rejected
    except NoNextStage as problem:
        raise CouldNotRun(f"{file}: {problem}") from problem
    target = _target(file, output, made.form.name)
    if target.exists() and not force:
        raise CouldNotRun(f"{target} exists already; choose another name, or use --force to replace it")
    try:
        target.write_bytes(made.data)
    except OSError as error:
        raise CouldNotRun(f"{target} could not be written: {error.strerror}") from error
    click.echo(f"wrote {target}: {made.form.title}")
    if made.kept:
        click.echo(f"explanations that travel with it: {made.kept}")
    for table, refs in made.unplaced.items():
        click.echo(f"no room in {table} for {', '.join(refs)}: keep the return, and tell the Local Programme", err=True)


def _target(file: Path, output: Path | None, name: str) -> Path:
    """Where the form goes: beside the return by default."""
    if output is None:
        return file.with_name(f"{file.stem.partition(' - ')[0]} - {name}.xlsx")
    return output / f"{name}.xlsx" if output.is_dir() else output
