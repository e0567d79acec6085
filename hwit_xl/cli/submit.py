"""``hwit submit``: what goes to the panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_validators.words import counted
from hwit_xl.cli import options
from hwit_xl.cli.lines import hung, say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.output import force_option, write, write_folder
from hwit_xl.cli.paths import NamedPath
from hwit_xl.files.names import free
from hwit_xl.problem import concerning

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_xl.panel.manifest import Manifest


@click.command()
@click.argument("file", type=NamedPath(path_type=Path, dir_okay=False))
@click.option(
    "-o", "--output", type=NamedPath(path_type=Path), metavar="DIR",
    help="The folder to make; with --zip the file. Otherwise it is made beside the return, with a number if there is "
    "one already.",
)  # fmt: skip
@click.option("--zip", "as_zip", is_flag=True, help="One zip file instead of a folder, to be sent by e-mail.")
@click.option(
    "--reply", "replies", multiple=True, metavar="ITEM=TEXT",
    help="Your answer to what the panel asked about an item, such as O2=\"The survey of May.\"",
)  # fmt: skip
@force_option
@options.decisions
@options.terms
def submit(file: Path, output: Path | None, as_zip: bool, replies: tuple[str, ...], force: bool, terms: Terms) -> None:
    """Make a submission to the panel: the plan, amendments, or outcomes met.

    Made from the return FILE are a locked workbook, a paper to read and a manifest. Stage 4 submits the plan, stage 7
    amendments that wait for an answer, stage 8 the outcomes met. Refused, with the findings, while something must be
    put right (exit code 1).
    """
    from hwit_xl.cli import school
    from hwit_xl.panel.submission import submission, submission_name, submitted_kind, zipped

    returned, verdict = school.open_return(file, terms)
    with concerning(file):
        submitted_kind(returned.plan)
        school.refuse_while_blocked(verdict, "it can be submitted once the errors are put right")
        made = submission(returned, verdict, terms.programme, options.by_item(replies, "--reply"))
    name = submission_name(returned, made.manifest)
    target = output or file.with_name(f"{name}.zip" if as_zip else name)
    if output is None and not force:
        target = free(target)
        name = target.name.removesuffix(".zip")
    sources = (file, *terms.decisions)
    if as_zip:
        target = target / f"{name}.zip" if target.is_dir() else target
        write(target, zipped(made, name), replace=force, sources=sources)
    else:
        write_folder(target, made.files, replace=force, sources=sources, anew=True)
    _tell(target, made.manifest)


def _tell(target: Path, manifest: Manifest) -> None:
    from hwit_validators.model.decision import State

    say(f"wrote {target}: {counted(len(manifest.items), 'item')} for the panel, {manifest.state}")
    for word, remaining in (("explained", manifest.explained), ("open", manifest.open_queries)):
        for found in remaining:
            about = f"{found.code} ({found.ref})" if found.ref else found.code
            told = f"  {word} query {about}: {found.explanation or found.message}"
            say(hung(told, len(f"  {word} ")))
    if manifest.state is State.RESUBMITTED:
        for item in manifest.items:
            if item.question and not item.changed and not item.reply:
                say(
                    f'  {item.ref} is as it was when the panel asked; change it, or add --reply {item.ref}="…"',
                    err=True,
                )
