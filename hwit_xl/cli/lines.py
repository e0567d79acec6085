"""Words on the screen. They come from files of others, so nothing in them may act on the terminal, or hide."""

from __future__ import annotations

import click

from hwit_validators.words import visible


def say(words: str, *, err: bool = False, bold: bool = False) -> None:
    """Write a line, or several, to stdout or stderr, without what steers a terminal or cannot be seen."""
    shown = visible(words, lines=True)
    click.echo(click.style(shown, bold=True) if bold else shown, err=err)


def hung(words: str, margin: int) -> str:
    """The same words with every line after the first set in by a margin, in characters, so that they stay together."""
    first, *rest = visible(words, lines=True).split("\n")
    return "\n".join((first, *(f"{' ' * margin}{line}".rstrip() for line in rest)))
