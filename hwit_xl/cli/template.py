"""``hwit template``: build the forms, or check that the built ones are current."""

from __future__ import annotations

from pathlib import Path

import click

from hwit_xl import templates
from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import Problem


@click.group()
def template() -> None:
    """Build the forms from their definition, or check that they are current."""


_folder = click.option(
    "--folder", type=NamedPath(path_type=Path, file_okay=False), default=None,
    help="Where the forms lie; beside the words and lists they are made of by default.",
)  # fmt: skip


@template.command()
@_folder
def build(folder: Path | None) -> None:
    """Build all nine forms."""
    from hwit_validators.tables.forms import FORMS
    from hwit_xl.workbooks.building.build import build as build_form
    from hwit_xl.workbooks.building.saving import save

    folder = folder or templates.folder()
    folder.mkdir(parents=True, exist_ok=True)
    for form in FORMS:
        built = build_form(form)
        save(built.workbook, folder / f"{form.name}.xlsx", chart_texts=built.chart_texts)
        click.echo(f"built {form.name}.xlsx")


@template.command()
@_folder
def check(folder: Path | None) -> None:
    """Fail when a form is not as its definition would build it today."""
    from hwit_validators.tables.forms import FORMS
    from hwit_xl.workbooks.building.build import build as build_form
    from hwit_xl.workbooks.building.saving import parts, parts_of, to_bytes

    folder = folder or templates.folder()
    stale: list[str] = []
    for form in FORMS:
        path = folder / f"{form.name}.xlsx"
        built = build_form(form)
        fresh = parts_of(to_bytes(built.workbook, chart_texts=built.chart_texts))
        if not path.is_file() or parts(path) != fresh:
            stale.append(path.name)
    if stale:
        raise Problem(f"not current: {', '.join(stale)}; run `hwit template build`")
    click.echo(f"all {len(FORMS)} forms are current")
