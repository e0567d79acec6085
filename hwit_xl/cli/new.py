"""``hwit new``: a blank form, or an old return in a new form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_xl import templates
from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.output import force_option, output_option, place, write
from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import Problem

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_validators.tables.forms import Form


class FormName(click.ParamType["Form"]):
    """A form: ``annual-review``, a stage's number, or the form's full name."""

    name = "form"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Form:
        """Find the form; a wrong name is a usage error that lists the right ones."""
        from hwit_validators.tables.forms import FORMS

        wanted = str(value).strip().lower().replace("-", "_").removesuffix(".xlsx").removeprefix("stage_")
        for form in FORMS:
            if wanted in (
                form.name,
                form.name.removeprefix("stage_"),
                str(form.stage) if form.stage else "annual_review",
            ):
                return form
        self.fail(f"there is no form {value}: give annual-review or a stage from 1 to 8", param, ctx)


@click.command()
@click.argument("form", type=FormName(), required=False)
@click.option(
    "--from", "old", type=NamedPath(path_type=Path, dir_okay=False),
    help="A return whose answers are written into the newest version of its form.",
)  # fmt: skip
@output_option("The file, or the folder, to write to.")
@force_option
@options.decisions
@options.terms
def new(form: Form | None, old: Path | None, output: Path | None, force: bool, terms: Terms) -> None:
    """Write a blank form, or an old return in the newest form.

    FORM is annual-review, or the number of a stage from 1 to 8. With --from, write everything a return says into the
    newest version of its form; what has no place in it is listed, with exit code 1. What the panel has answered to
    amendments is written in.
    """
    if old:
        _refilled(form, old, output, force, terms)
        return
    if form is None:
        raise click.UsageError("say which form: annual-review or a stage from 1 to 8, or --from a return")
    target = place(output, Path(f"{form.name}.xlsx"))
    write(target, (templates.folder() / f"{form.name}.xlsx").read_bytes(), replace=force)
    say(f"wrote {target}: {form.title}")


def _refilled(form: Form | None, old: Path, output: Path | None, force: bool, terms: Terms) -> None:
    from hwit_xl.cli.school import end_if_lost, open_return, protected_alike
    from hwit_xl.next_form.refill import refill

    returned, _ = open_return(old, terms)
    own = returned.plan.form
    if form and form is not own:
        raise Problem(f"{old} is filled in for {own.title}; for the stage after it use `hwit next`")
    made = refill(returned, own)
    target = place(output, old.with_name(f"{returned.called} - {made.file_name} - new.xlsx"))
    # Written over the return itself with --force, if so wished: it is the same form anew.
    write(target, protected_alike(made.data, old, returned, terms.passwords), replace=force, sources=terms.decisions)
    all_of_it = "without all that stands in" if made.lost else "with the answers of"
    say(f"wrote {target}: {own.title}, {all_of_it} {old.name}")
    for line in made.aside:
        say(f"no longer asked for: {line}")
    end_if_lost(made.lost, old)
