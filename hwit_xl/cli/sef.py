"""``hwit sef``: text for the self-evaluation form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_validators.model.profile import SefForm
from hwit_validators.words import counted
from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.output import force_option, output_option, place, write
from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import concerning

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_xl.self_evaluation.text import SefText


@click.command()
@click.argument("file", type=NamedPath(path_type=Path, dir_okay=False))
@output_option("The Word file, or the folder, to write to. Otherwise the text goes beside the return.")
@click.option(
    "--lines", "form", type=click.Choice([form.value for form in SefForm]), default=None,
    help="Which form: that of September 2009, or the one before it. Otherwise as the programme has it, or 2009.",
)  # fmt: skip
@click.option(
    "--line", "extra", multiple=True, metavar="LINE",
    help="One more line of the form to write text for, such as A2.5; may be given again.",
)  # fmt: skip
@force_option
@options.decisions
@options.terms
def sef(file: Path, output: Path | None, form: str | None, extra: tuple[str, ...], force: bool, terms: Terms) -> None:
    """Write text for the Ofsted self-evaluation form: what the figures show.

    FILE is a return of stage 7 or 8. Each point gives the figure before and after, of how many pupils, the source and
    the days; figures about few pupils are withheld. Refused, with the findings, while something must be put right
    (exit code 1).
    """
    from hwit_xl.cli import school
    from hwit_xl.self_evaluation.paper import paper, sef_name
    from hwit_xl.self_evaluation.text import sef_text

    returned, verdict = school.open_return(file, terms)
    with concerning(file):
        text = sef_text(returned.plan, verdict.findings, SefForm(form or terms.programme.profile.sef), extra)
    school.refuse_while_blocked(verdict, "the text can be written once the errors are put right")
    target = place(output, file.with_name(sef_name(returned)))
    write(target, paper(text), replace=force, sources=(file, *terms.decisions))
    _tell(target, text)
    school.tell_unread(returned)


def _tell(target: Path, text: SefText) -> None:
    from hwit_xl.self_evaluation.paper import suggestion

    points = len(text.claims)
    if points:
        say(f"wrote {target}: {counted(points, 'point')} for {_codes(text)}")
    else:
        say(f"wrote {target}: nothing to claim for {_codes(text)}; --line takes another line of the form too")
    for elsewhere in text.elsewhere:
        say(f"  {elsewhere.outcome.ref} belongs elsewhere: {suggestion(elsewhere)}")
    for left in text.left_out:
        say(f"  {left.outcome.ref} is left out: {left.why}")


def _codes(text: SefText) -> str:
    return ", ".join(line.code for line in text.lines)
