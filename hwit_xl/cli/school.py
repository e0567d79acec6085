"""Opening one return of a school for a command that makes something of it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from hwit_xl.checking.profile import Programme
from hwit_xl.checking.verdict import Settings, Verdict, judge_return, opened
from hwit_xl.cli import CouldNotRun
from hwit_xl.cli.text import write_text
from hwit_xl.cli.validate import screen_width
from hwit_xl.journey.decisions import DecisionProblem, are_complete, beside, gathered
from hwit_xl.journey.file_names import called
from hwit_xl.programme.results import Summary
from hwit_xl.workbooks.package_reader import Rejected
from hwit_xl.workbooks.read import Return


def open_return(
    file: Path,
    *,
    on: dt.date | None,
    programme: Programme | None,
    decisions: Sequence[Path] = (),
    passwords: tuple[str, ...] = (),
) -> tuple[Return, Verdict]:
    """Read a return with the panel's decisions on its school, and check it.

    Args:
        decisions: files and folders; without any, those beside the return. What is missing there is not held
            against the return.

    Raises:
        CouldNotRun: it cannot be read, or a decision is none or is about another school.
    """
    try:
        known = gathered(decisions) if decisions else beside(file)
        returned = opened(
            file, Settings(on or dt.date.today(), programme or Programme(), passwords, known, are_complete(decisions))
        )
    except Rejected as rejected:
        raise CouldNotRun(f"{file}: {rejected.message}") from rejected
    except DecisionProblem as problem:
        raise CouldNotRun(str(problem)) from problem
    urn = returned.plan.school.urn if returned.plan.school else None
    for path in decisions:
        others = {decision.urn for decision in gathered([path])} - {urn} if path.is_file() else set()
        if others:
            raise CouldNotRun(
                f"{path} is about the school {', '.join(others)}; this return is of {urn or 'a school without a URN'}"
            )
    return returned, judge_return(returned, file.name)


def refuse_while_blocked(verdict: Verdict, why: str) -> None:
    """Write the findings and end with exit code 1 while something must be put right."""
    if verdict.blocks:
        write_text([verdict], Summary(), width=screen_width(), everything=False)
        click.echo(f"hwit: {why}", err=True)
        sys.exit(1)


__all__ = ["called", "open_return", "refuse_while_blocked"]
