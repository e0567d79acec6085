"""Where a command writes to: a file or a folder, and nothing that stands there is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from hwit_xl.cli.lines import say
from hwit_xl.cli.paths import NamedPath
from hwit_xl.files import writing
from hwit_xl.files.stumps import clear_stumps, is_stump
from hwit_xl.files.whole import looks_whole
from hwit_xl.problem import Problem

force_option = click.option("--force", is_flag=True, help="Replace what is there already.")


def output_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says where to write to."""
    return click.option("-o", "--output", type=NamedPath(path_type=Path), help=help_text)


def folder_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says which folder to write to."""
    return click.option(
        "-o", "--output", type=NamedPath(path_type=Path, file_okay=False), metavar="DIR", help=help_text
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


def ensure_free(path: Path, *, replace: bool) -> bool:
    """Refuse to write over a file that is there, unless it is to be replaced, or is only half of one.

    Returns:
        Whether what is there may be replaced.

    Raises:
        Problem: it is there already.
    """
    if replace or not path.exists():
        return replace
    if looks_whole(path):
        raise Problem(f"{path} exists already; choose another name, or use --force to replace it")
    say(f"{path} was half-written by an earlier run, and is replaced", err=True)
    return True


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
    replace = ensure_free(path, replace=replace)
    clear_stumps(path.parent)
    writing.write(path, data, replace=replace)


def write_folder(
    folder: Path, files: Mapping[str, bytes], *, replace: bool, sources: Iterable[Path] = (), anew: bool = False
) -> None:
    """Write files that belong together into a folder: all of them, or none where none was to be replaced.

    Args:
        replace: files that are there may be replaced.
        sources: what the command reads, which is never written over.
        anew: the folder is for these files alone, so it may not hold anything yet, unless that is to be replaced.

    Raises:
        Problem: a file is there already and is not to be replaced, is a source, or cannot be written.
    """
    sources = tuple(sources)
    if folder.exists() and not folder.is_dir():
        raise Problem(f"{folder} is a file; choose another name for the folder")
    clear_stumps(folder.parent)
    clear_stumps(folder)
    for name in files:
        keep_apart(folder / name, sources)
    there = [path for path in folder.iterdir() if not is_stump(Path(path.name))] if folder.is_dir() else []
    if there and anew and not replace:
        if not _are_half(there, files):
            raise Problem(f"{folder} exists already; choose another name, or use --force to replace what is in it")
        say(f"{folder} was half-written by an earlier run, and is replaced", err=True)
        replace = True
    elif not replace:
        halves = [name for name in files if ensure_free(folder / name, replace=False)]
        replace = bool(halves)
    writing.write_folder(folder, files.items(), replace=replace)


def _are_half(there: Iterable[Path], files: Mapping[str, bytes]) -> bool:
    """Whether what lies in a folder is ours alone, and a run was killed while it wrote it: then nothing in it is of use."""
    there = tuple(there)
    return all(path.name in files for path in there) and not all(looks_whole(path) for path in there)
