"""``hwit profile``: what a Local Programme settles."""

from __future__ import annotations

from pathlib import Path

import click

from hwit_xl.cli.lines import say
from hwit_xl.cli.output import write
from hwit_xl.cli.paths import NamedPath


def _usual() -> Path:
    """What a profile is called."""
    from hwit_xl.checking.profile_file import NAME

    return Path(NAME)


@click.group()
def profile() -> None:
    """Write or check what a Local Programme has settled where the handbook leaves a choice."""


@profile.command()
@click.argument("file", type=NamedPath(path_type=Path, dir_okay=False), default=_usual, required=False)
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def new(file: Path, force: bool) -> None:
    """Write a profile with every setting explained and none set to FILE (hwit.toml by default)."""
    from hwit_xl.checking.profile_file import TEMPLATE

    write(file, TEMPLATE.encode(), replace=force)
    say(f"wrote {file}; give it to `hwit validate` with --profile")


@profile.command()
@click.argument("file", type=NamedPath(path_type=Path, dir_okay=False), default=_usual, required=False)
def check(file: Path) -> None:
    """Check that FILE (hwit.toml by default) is a profile."""
    from hwit_xl.checking.profile_file import load

    load(file)
    say(f"{file} is in order")
