"""``hwit addin``: the buttons in Excel."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hwit_xl.cli.lines import say
from hwit_xl.cli.output import force_option, write
from hwit_xl.cli.paths import NamedPath


@click.group()
def addin() -> None:
    """Put the buttons into Excel, take them away, or see what blocks them."""


@addin.command()
@click.option(
    "-o", "--output", type=NamedPath(path_type=Path, dir_okay=False), default=Path("hwit.xlam"), show_default=True,
    help="The file to write.",
)  # fmt: skip
@click.option("--interpreter-win", default="", metavar="PATH", help="The Python behind the buttons on Windows.")
@click.option("--interpreter-mac", default="", metavar="PATH", help="The Python behind the buttons on a Mac.")
@click.option("--program-win", default="", metavar="PATH", help="The frozen program behind the buttons on Windows.")
@force_option
def build(output: Path, interpreter_win: str, interpreter_mac: str, program_win: str, force: bool) -> None:
    """Build the add-in as a file, on any computer.

    It is handed out by an administrator. Paths may hold variables of the computer where the add-in runs, such as %LOCALAPPDATA%.
    """
    from hwit_xl.addin.install.build import build as build_addin
    from hwit_xl.addin.install.settings import Behind

    data = build_addin(Behind(interpreter_win, interpreter_mac, program_win))
    write(output, data, replace=force)
    say(f"built {output}")
    if not (interpreter_win or interpreter_mac or program_win):
        say("it does not know yet what is behind the buttons; hwit addin install fills that in", err=True)


@addin.command()
def install() -> None:
    """Put the add-in where Excel starts from."""
    from hwit_xl.addin.install.install import install as install_addin
    from hwit_xl.addin.install.machine import ThisMachine

    place = install_addin(ThisMachine())
    say(f"installed {place}\nClose Excel if it is open, and start it again: there is a new tab, Healthy Schools.")


@addin.command()
def uninstall() -> None:
    """Take the add-in away."""
    from hwit_xl.addin.install.install import uninstall as uninstall_addin
    from hwit_xl.addin.install.machine import ThisMachine

    place = uninstall_addin(ThisMachine())
    say(f"removed {place}" if place else "the add-in was not installed")


@addin.command()
def status() -> None:
    """See whether the buttons can work here, and what blocks them.

    Exit code 0: nothing that we know of; 1: something blocks them; 2: there is no Excel for this computer.
    """
    from hwit_xl.addin.install.machine import ThisMachine
    from hwit_xl.addin.install.status import status as status_of

    lines = status_of(ThisMachine())
    for line in lines:
        say(f"{'ok' if line.good else 'NO':3}{line.text}")
    sys.exit(0 if all(line.good for line in lines) else 1)


@addin.command()
@click.option(
    "-o", "--output", type=NamedPath(path_type=Path, file_okay=False), default=Path(), metavar="DIR",
    help="Where the program's folder, hwit, is made; here by default.",
)  # fmt: skip
def freeze(output: Path) -> None:
    """Make a program for schools without Python. One for Windows has to be made on Windows."""
    from hwit_xl.addin.install.freeze import freeze as make_program

    program = make_program(output)
    say(f"made {program}")
