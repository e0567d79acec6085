"""Where a command writes to: a file or a folder, and nothing that stands there is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from hwit_xl.cli import CouldNotRun

force_option = click.option("--force", is_flag=True, help="Replace what is there already.")


def output_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says where to write to."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), help=help_text)


def place(output: Path | None, otherwise: Path) -> Path:
    """The file to write: ``otherwise`` by default; where a folder is given, the same name in it."""
    if output is None:
        return otherwise
    return output / otherwise.name if output.is_dir() else output


def write(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file, with the folders above it.

    Raises:
        CouldNotRun: it is there already and is not to be replaced, or it cannot be written.
    """
    if path.exists() and not replace:
        raise CouldNotRun(f"{path} exists already; choose another name, or use --force to replace it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise CouldNotRun(f"{path} could not be written: {error.strerror}") from error
