"""``hwit new``: a blank form."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from hwit_validators.forms import FORMS, Form
from hwit_xl import templates
from hwit_xl.cli import CouldNotRun


class FormName(click.ParamType[Form]):
    """A form: ``annual-review``, a stage's number, or the form's full name."""

    name = "form"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Form:
        """Find the form; a wrong name is a usage error that lists the right ones."""
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
@click.argument("form", type=FormName())
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, help="The file, or the folder, to write to."
)
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def new(form: Form, output: Path | None, force: bool) -> None:
    """Write a blank form. FORM is annual-review, or the number of a stage from 1 to 8."""
    target = output or Path(f"{form.name}.xlsx")
    if target.is_dir():
        target /= f"{form.name}.xlsx"
    if target.exists() and not force:
        raise CouldNotRun(f"{target} exists already; choose another name, or use --force to replace it")
    source = templates.folder() / f"{form.name}.xlsx"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise CouldNotRun(f"{target} could not be written: {error.strerror}") from error
    click.echo(f"wrote {target}: {form.title}")
