"""Where a command writes to: a file or a folder, and nothing that stands there is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from hwit_xl.problem import Problem

force_option = click.option("--force", is_flag=True, help="Replace what is there already.")


def output_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says where to write to."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), help=help_text)


def folder_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says which folder to write to."""
    return click.option(
        "-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help=help_text
    )


def place(output: Path | None, otherwise: Path) -> Path:
    """The file to write: ``otherwise`` by default; where a folder is given, the same name in it."""
    if output is None:
        return otherwise
    return output / otherwise.name if output.is_dir() else output


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same file, by whatever links or spelling; a file that is not there yet counts."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, RuntimeError):
        return False


def keep_apart(path: Path, sources: Iterable[Path]) -> None:
    """Refuse to write over what a command reads, whatever else is allowed.

    Raises:
        Problem: the path is one of them.
    """
    if any(same_file(path, source) for source in sources):
        raise Problem(f"{path} is read by this command, and is never written over; choose another name")


def ensure_free(path: Path, *, replace: bool) -> None:
    """Refuse to write over a file that is there, unless it is to be replaced.

    Raises:
        Problem: it is there already.
    """
    if path.exists() and not replace:
        raise Problem(f"{path} exists already; choose another name, or use --force to replace it")


def ensure_ends(path: Path, ending: str, what: str) -> None:
    """Refuse a name whose ending promises another kind of file.

    Raises:
        Problem: the name does not end as such a file's does.
    """
    if path.suffix.lower() != ending:
        raise Problem(f"{path}: {what} needs a name that ends in {ending}")


def write(path: Path, data: bytes, *, replace: bool, sources: Iterable[Path] = ()) -> None:
    """Write a file, with the folders above it.

    Args:
        replace: a file that is there may be replaced.
        sources: what the command reads, which is never written over.

    Raises:
        Problem: it is there already and is not to be replaced, it is a source, or it cannot be written.
    """
    keep_apart(path, sources)
    ensure_free(path, replace=replace)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Problem(f"{path} could not be written: {error.strerror}") from error
