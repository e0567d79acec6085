"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import Problem

if TYPE_CHECKING:
    from hwit_xl.checking.profile_file import Programme


class Day(click.ParamType[dt.date]):
    """A date, as 2011-07-31 or 31/07/2011."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the date; a wrong one is a usage error."""
        if isinstance(value, dt.date):
            return value
        for style in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(str(value), style).date()
            except ValueError:
                continue
        self.fail(f"{value} is not a date such as 2011-07-31 or 31/07/2011", param, ctx)


class ProfileFile(click.ParamType["Programme"]):
    """A programme's profile."""

    name = "file"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Programme:
        """Read the profile; a wrong one is one line."""
        from hwit_xl.checking import profile_file as profile

        return profile.load(Path(str(value)))


programme = click.option(
    "--profile", "programme", type=ProfileFile(), default=None, metavar="FILE",
    help="What the programme has settled; `hwit profile new` writes one to fill in.",
)  # fmt: skip


def _passwords(ctx: click.Context, param: click.Parameter, file: Path | None) -> tuple[str, ...]:
    """The passwords in a file, one a line; none without a file."""
    if file is None:
        return ()
    try:
        return tuple(line for line in file.read_text(encoding="utf-8-sig").splitlines() if line)
    except (OSError, UnicodeDecodeError):
        raise Problem(f"{file} could not be read as a list of passwords in UTF-8") from None


passwords = click.option(
    "--password-file", "passwords", type=NamedPath(path_type=Path, exists=True, dir_okay=False), callback=_passwords,
    help="Passwords to try on a protected return, one a line.",
)  # fmt: skip

on_day = click.option(
    "--on", type=Day(), default=None, metavar="DATE", help="Judge the returns as on this day (today by default)."
)

decisions = click.option(
    "--decision", "decisions", multiple=True, metavar="FILE", type=NamedPath(path_type=Path, exists=True),
    help="A decision file of the panel, or a folder of them. Those beside the return are found without it.",
)  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """On which terms a return is read.

    Attributes:
        on: the day it is judged on.
        programme: what the Local Programme has settled.
        decisions: files of the panel's decisions, and folders of them; without any, those beside the return count.
        passwords: tried on a protected return.
    """

    on: dt.date
    programme: Programme
    decisions: tuple[Path, ...] = ()
    passwords: tuple[str, ...] = ()


def terms(command: Callable[..., None]) -> Callable[..., None]:
    """The options by which a return is read, handed to the command as one: ``terms``.

    Where the command takes decisions too, :data:`decisions` stands above this.
    """

    @wraps(command)
    def with_terms(
        *,
        on: dt.date | None,
        programme: Programme | None,
        passwords: tuple[str, ...],
        decisions: tuple[Path, ...] = (),
        **others: Any,
    ) -> None:
        from hwit_xl.checking.profile_file import Programme

        command(**others, terms=Terms(on or dt.date.today(), programme or Programme(), decisions, passwords))

    return passwords(programme(on_day(with_terms)))


def by_item(pairs: tuple[str, ...], option: str) -> dict[str, str]:
    """The words given to each item by an option that may be given again, such as ``O2="Which survey?"``.

    Raises:
        UsageError: an item has no words, or is named twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        item, _, words = pair.partition("=")
        name = item.strip().upper()
        if not words.strip():
            raise click.UsageError(
                f'{option} names an item and gives words for it, such as O2="The survey of May."; {pair} does not'
            )
        if name in found:
            raise click.UsageError(f"{option} names {item} twice")
        found[name] = words.strip()
    return found
