"""``hwit demo``: a programme of example returns, checked."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import Problem


@click.command()
@click.argument("folder", type=NamedPath(path_type=Path, file_okay=False), default=Path("hwit-demo"), required=False)
@click.option("--force", is_flag=True, help="Write into the folder even if it holds something.")
def demo(folder: Path, force: bool) -> None:
    """Make a programme of example returns, check it, and show the result.

    The returns go to FOLDER (hwit-demo by default). Some are clean, some have mistakes planted in them, some cannot
    be read. What a check should find is written to expected.json beside them; the report and the copies with feedback
    go to a second folder, FOLDER-results.
    """
    from hwit_xl.programme import demonstration

    today = dt.date.today()
    checked = folder.with_name(folder.name + "-results")
    for each in (folder, checked):
        if each.exists() and any(each.iterdir()) and not force:
            raise Problem(f"{each} holds something already; choose another folder, or use --force to write into it")
    folder.mkdir(parents=True, exist_ok=True)
    checked.mkdir(parents=True, exist_ok=True)
    everything = demonstration.returns()
    with click.progressbar(
        demonstration.make(folder, today), length=len(everything), label="Filling in returns", file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        for _ in bar:
            pass
    _check(folder, checked, today)
    _next_steps(folder, checked, len(everything))


def _check(folder: Path, checked: Path, today: dt.date) -> None:
    from hwit_xl.checking import run
    from hwit_xl.checking.collect import collect
    from hwit_xl.checking.report import Report
    from hwit_xl.checking.results import Summary
    from hwit_xl.checking.settings import Settings
    from hwit_xl.checking.spool import Spool
    from hwit_xl.cli.text import screen_width, write_text

    report, settings, means = Report(today, checked / "report.xlsx"), Settings(today), run.Means()
    with Spool(collect([folder]).files) as spool:
        run.check(spool, settings, means)
        for line in run.hand_back(spool, run.Copies(checked / "feedback", replace=True), settings, means):
            click.echo(line, err=True)
        for verdict in spool:
            report.add(verdict)
        write_text(spool, Summary(), width=screen_width(), everything=False)
    report.save()


def _next_steps(folder: Path, checked: Path, number: int) -> None:
    from hwit_xl.programme import demonstration

    click.echo(f"""
{click.style("What to try next", bold=True)}
  {number} returns lie in {folder}, with what a check should find in {folder / demonstration.EXPECTED}.
  Open {checked / "report.xlsx"}: every finding, with links to its cell.
  Open a workbook in {checked / "feedback"}: its Feedback sheet is filled in, and the cells are highlighted.
  Put something right in one of the returns, save it, and check again:
      hwit validate {folder}
  The protected return opens with the password “{demonstration.PASSWORD}”: put it into a file, and add --password-file FILE.
  Results for another program:   hwit validate {folder} --format json
  How far a school is:           hwit progress "{folder / "Highgate House - stage 7.xlsx"}"
  The papers for the panel:      hwit submit "{folder / "Elmbridge Primary School - stage 4.xlsx"}"
  A blank form:                  hwit new 4""")
