"""``hwit template``: build the forms, check that the built ones are current, and keep what each version asks."""

from __future__ import annotations

from pathlib import Path

import click

from hwit_xl import templates
from hwit_xl.cli.lines import say
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
@click.pass_context
def check(ctx: click.Context, folder: Path | None) -> None:
    """Fail when a form is not as its definition would build it today, or when the definition changed without a new version.

    Returns on forms that are out must go on to be understood: the record classes are held against the snapshot of every
    version. Exit code 1 where they do not fit one, with what to do.
    """
    from hwit_validators.tables.forms import FORMS
    from hwit_xl.workbooks.building.build import build as build_form
    from hwit_xl.workbooks.building.saving import parts, parts_of, to_bytes
    from hwit_xl.workbooks.building.snapshots import at_odds

    if lines := at_odds():
        _say_all(lines)
        say(_NOT_OUT_YET, err=True)
        ctx.exit(1)
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


_RECIPES = "CONTRIBUTING.md says how a column is added, reworded or retired."
_NOT_OUT_YET = (
    f"{_RECIPES} While no form of this version is out, `hwit template snapshot --force` takes it as it is now."
)


@template.command()
@click.option("--force", is_flag=True, help="Take it anew, because no form of this version is out yet.")
@click.pass_context
def snapshot(ctx: click.Context, force: bool) -> None:
    """Keep what the current version of the forms asks.

    It goes into a file of its own in workbook_templates/versions. Exit code 1, and what to do, where returns on older forms
    would not be understood any more.

    Raises:
        Problem: it was taken before, and is another now.
    """
    from hwit_validators.tables.forms import FORM_VERSION
    from hwit_xl.files.writing import write
    from hwit_xl.workbooks.building.snapshots import at_odds, current, path_of

    if lines := at_odds(but_for=FORM_VERSION):
        _say_all(lines)
        say(_RECIPES, err=True)
        ctx.exit(1)
    path, text = path_of(FORM_VERSION), current()
    if path.is_file() and path.read_text(encoding="utf-8") != text and not force:
        raise Problem(
            f"{path} is another already: make a new version ({_RECIPES}), or take it anew with --force if no form of this one is out"
        )
    write(path, text.encode(), replace=True)
    say(f"wrote {path}")


def _say_all(lines: tuple[str, ...]) -> None:
    for line in lines:
        say(line, err=True)
