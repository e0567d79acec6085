"""``hwit next``: the form of the next stage."""

from __future__ import annotations

from pathlib import Path

import click

from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.output import force_option, output_option, place, write
from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import concerning


@click.command("next")
@click.argument("file", type=NamedPath(path_type=Path, dir_okay=False))
@output_option("The file, or the folder, to write to. Otherwise the form goes beside the return.")
@force_option
@options.decisions
@options.terms
def next_command(file: Path, output: Path | None, force: bool, terms: Terms) -> None:
    """Write the next stage's form, with everything so far carried forward and locked.

    FILE is the return of the stage before. Stage 5 waits for the panel's decision file, which is looked for beside
    the return. After stage 8 a new cycle begins. Explanations that still count travel with it. What has no place in it
    is listed, with exit code 1. Refused, with the findings, while something must be put right (exit code 1 too).
    """
    from hwit_xl.cli import school
    from hwit_xl.next_form.next_stage import ensure_goes_on, next_form

    returned, verdict = school.open_return(file, terms)
    with concerning(file):
        ensure_goes_on(returned.plan)
        school.refuse_while_blocked(verdict, "the next stage can begin once the errors are put right")
        made = next_form(returned)
    target = place(output, file.with_name(f"{returned.called} - {made.file_name}.xlsx"))
    data = school.protected_alike(made.data, file, returned, terms.passwords)
    write(target, data, replace=force, sources=(file, *terms.decisions))
    say(f"wrote {target}: {made.form.title}")
    if made.kept:
        say(f"explanations that travel with it: {made.kept}")
    school.tell_about_amendments(returned, written_in=True)
    for line in made.aside:
        say(f"no longer asked for: {line}")
    school.end_if_lost(made.lost, file)
