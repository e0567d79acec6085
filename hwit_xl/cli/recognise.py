"""``hwit recognise``: welcome letters, certificates and the recognition of outcomes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_validators.words import shown
from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.output import folder_option, force_option, write_folder
from hwit_xl.cli.paths import NamedPath
from hwit_xl.files.whole import looks_whole
from hwit_xl.problem import Problem

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_xl.programme.recognise import Recognised


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=NamedPath(path_type=Path, dir_okay=False))
@folder_option("The folder to write to. Otherwise each document goes beside its file.")
@force_option
@options.terms
def recognise(files: tuple[Path, ...], output: Path | None, force: bool, terms: Terms) -> None:
    """Write welcome letters, certificates and recognition of outcomes.

    Each FILE earns its school something of its own. A return of stage 1 or later: the welcome letter (Word). A
    decision file that confirms a plan: the certificate, and the emblem the school may now use. A decision file on
    outcomes: a page of recognition for each one confirmed. The programme's name, address and logo come from its
    profile. Files that earn nothing yet are named, and the exit code is then 2. A decision file whose questions a
    later one among the FILES has settled is passed over.
    """
    from hwit_xl.checking.settings import Settings
    from hwit_xl.programme.recognise import recognise as documents_for
    from hwit_xl.programme.still_counts import answered_again, taken_back

    settings = Settings(terms.on, terms.programme, terms.passwords)
    problems = []
    settled, withdrawn = answered_again(files), taken_back(files)
    for file in files:
        if file in settled:
            say(f"passed over: {file}, answered again on {shown(settled[file].decided_on)}", err=True)
            continue
        try:
            made = documents_for(file, settings, withdrawn.get(file, frozenset()))
            _write(made, output or file.parent, replace=force)
        except Problem as problem:
            problems.append(str(problem))
    for line in problems[:-1]:
        say(f"Error: {line}", err=True)
    if problems:
        raise Problem(problems[-1])


def _write(made: Recognised, folder: Path, *, replace: bool) -> None:
    wanted: dict[str, bytes] = {}
    for paper in made.papers:
        target = folder / paper.name
        if paper.shared and target.exists() and not replace and looks_whole(target):
            continue
        if not replace and _holds(target, paper.data):
            say(f"there already: {target}")
            continue
        wanted[paper.name] = paper.data
    if wanted:
        write_folder(folder, wanted, replace=replace)
    for name in wanted:
        say(f"wrote {folder / name}")
    if made.open:
        say(f"still open: {made.open}", err=True)


def _holds(path: Path, data: bytes) -> bool:
    """Whether just this is in the file; one that cannot be read is another."""
    try:
        return path.read_bytes() == data
    except OSError:
        return False
