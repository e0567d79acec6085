"""``hwit trace``: which rules, commands, forms and tests answer each requirement."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_xl.trace import Requirement


@click.command()
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "md"]), default="text", help="How to write the list."
)
def trace(style: str) -> None:
    """List the handbook's requirements and what answers each: rules, commands, forms and tests."""
    from hwit_xl.trace import requirements

    everything = list(requirements())
    if style == "json":
        click.echo(json.dumps({"requirements": [asdict(each) for each in everything]}, ensure_ascii=False, indent=1))
    elif style == "md":
        click.echo(markdown(everything), nl=False)
    else:
        for each in everything:
            click.echo(f"{each.code}  {each.met:<6}  {each.title}")
            for name, values in _answers(each).items():
                click.echo(f"             {name}: {', '.join(values)}")


def _answers(each: Requirement) -> dict[str, tuple[str, ...]]:
    answers = {"rules": each.rules, "commands": each.commands, "forms": each.forms, "tests": each.tests}
    return {name: values for name, values in answers.items() if values}


def markdown(everything: list[Requirement]) -> str:
    """The list as a page of the documentation. Tests are left out: they are found where the page is made."""
    lines = [
        "# What the handbook asks for, and what answers it",
        "",
        "Made by `hwit trace --format md`. *Met*: yes; partly (something of it is still to come); later.",
        "",
        "| | requirement | who | met | rules | commands | forms |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in everything:
        cells = (
            each.code,
            each.title,
            each.who,
            each.met,
            " ".join(each.rules),
            " ".join(each.commands),
            " ".join(each.forms),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
