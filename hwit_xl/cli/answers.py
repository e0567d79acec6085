"""``hwit answers``: everything that was read from a return, and everything typed that was not."""

from __future__ import annotations

import csv
import datetime as dt
import io
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hwit_validators.words import counted, shown, visible
from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.paths import NamedPath
from hwit_xl.files.json_text import as_json

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_xl.workbooks.reading.listing import Answer, NotRead
    from hwit_xl.workbooks.reading.read import Return

_NOT_READ = "Typed and not read"
_COLUMNS = ("read", "sheet", "cell", "table", "ref", "field", "title", "value", "why not")


@click.command()
@click.argument("file", metavar="RETURN", type=NamedPath(path_type=Path, dir_okay=False))
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "csv"]), default="text", help="How to write the answers."
)
@options.terms
def answers(file: Path, style: str, terms: Terms) -> None:
    """List every answer that was read from a return, and whatever is typed in it that was not.

    For whoever wonders whether a check has seen what stands in a workbook. Nothing is judged here. Answers are shown as
    they are, so the list is as personal as the return.

    \b
    JSON: {"form", "version", "urn",
           "answers": [{"table", "ref", "field", "title", "sheet", "cell", "value"}],
           "not_read": [{"sheet", "cell", "why"}]}
    Dates are as 2011-07-31; several references or choices are a list.
    """
    from hwit_xl.checking import opening
    from hwit_xl.checking.settings import Settings
    from hwit_xl.workbooks.reading import listing

    returned = opening.open_return(file, Settings(terms.on, terms.programme, terms.passwords))
    read, missed = list(listing.answers(returned)), list(listing.not_read(returned))
    if style == "json":
        click.echo(as_json(_as_dict(returned, read, missed), indent=1))
    elif style == "csv":
        click.echo(_as_csv(read, missed), nl=False)
    else:
        _write(read, missed)


def _as_dict(returned: Return, read: list[Answer], missed: list[NotRead]) -> dict[str, Any]:
    plan = returned.plan
    return {
        "form": plan.form.name,
        "version": ".".join(map(str, plan.version)),
        "urn": plan.urn,
        "answers": [{**vars(answer), "value": _plain(answer.value)} for answer in read],
        "not_read": [vars(cell) for cell in missed],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _as_csv(read: list[Answer], missed: list[NotRead]) -> str:
    """A line for each cell. A text that a spreadsheet program would take for a formula gets an apostrophe in front."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(_COLUMNS)
    for answer in read:
        value = _plain(answer.value)
        value = ", ".join(value) if isinstance(value, list) else value
        lines.writerow(
            [
                "yes",
                *map(
                    _harmless, (answer.sheet, answer.cell, answer.table, answer.ref, answer.field, answer.title, value)
                ),
                "",
            ]
        )
    for cell in missed:
        lines.writerow(["no", *map(_harmless, (cell.sheet, cell.cell, "", "", "", "", "", cell.why))])
    return text.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _write(read: list[Answer], missed: list[NotRead]) -> None:
    for sheet, of_sheet in groupby(read, key=lambda answer: answer.sheet):
        say(visible(sheet))
        for ref, of_record in groupby(of_sheet, key=lambda answer: answer.ref):
            say(f"  {visible(ref)}")
            for answer in of_record:
                words = visible(shown(answer.value) or "").replace("\n", "\n" + " " * 10)
                say(f"    {answer.cell:<5} {answer.title}: {words}")
    say(f"\n{counted(len(read), 'answer')} read.")
    if missed:
        say(f"\n{_NOT_READ}")
        for cell in missed:
            say(f"  {visible(cell.sheet)} {cell.cell}: {cell.why}")
