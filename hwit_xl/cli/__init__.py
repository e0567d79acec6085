"""The command line. Each command lives in a module of its own, which is only loaded when the command is run."""

from __future__ import annotations

import importlib
import io
import sys
from typing import Any

import click

from hwit_xl.problem import Problem

_COMMANDS = {
    "demo": ("hwit_xl.cli.demo:demo", "Make a programme of example returns, check it, and show the result."),
    "new": ("hwit_xl.cli.new:new", "Write a blank form, or an old return in the newest form."),
    "next": (
        "hwit_xl.cli.next:next_command",
        "Write the next stage's form, with everything so far carried forward and locked.",
    ),
    "validate": ("hwit_xl.cli.validate:validate", "Check returned workbooks, cell by cell."),
    "answers": (
        "hwit_xl.cli.answers:answers",
        "List every answer that was read from a return, and whatever is typed in it that was not.",
    ),
    "submit": ("hwit_xl.cli.submit:submit", "Make a submission to the panel: the plan, amendments, or outcomes met."),
    "decide": (
        "hwit_xl.cli.decide:decide",
        "Record the panel's answer to a submission, and write the letter to the school.",
    ),
    "recognise": (
        "hwit_xl.cli.recognise:recognise",
        "Write welcome letters, certificates and recognition of outcomes.",
    ),
    "celebrate": ("hwit_xl.cli.celebrate:celebrate", "Write a page to put up for each milestone reached."),
    "progress": ("hwit_xl.cli.progress:progress", "Show where a school's outcomes and indicators stand."),
    "sef": ("hwit_xl.cli.sef:sef", "Write text for the Ofsted self-evaluation form: what the figures show."),
    "rules": ("hwit_xl.cli.rules:rules", "List the rules: code, severity, and what must hold."),
    "explain": ("hwit_xl.cli.rules:explain", "Explain a rule: what must hold, why, and how to put it right."),
    "trace": (
        "hwit_xl.cli.trace:trace",
        "List the handbook's requirements and what answers each: rules, commands, forms and tests.",
    ),
    "sample": (
        "hwit_xl.cli.sample:sample",
        "Draw the schools to be moderated: fairly, so that anybody can repeat the draw.",
    ),
    "profile": (
        "hwit_xl.cli.profile:profile",
        "Write or check what a Local Programme has settled where the handbook leaves a choice.",
    ),
    "addin": ("hwit_xl.cli.addin:addin", "Put the buttons into Excel, take them away, or see what blocks them."),
    "template": (
        "hwit_xl.cli.template:template",
        "Build the forms from their definition, or check that they are current.",
    ),
}
"""Where each command is found, and what ``hwit --help`` says of it: how its own help begins, which a test holds."""


class _OneLine(click.ClickException):
    """Something stands in the way that no finding is about: one line on stderr, and exit code 2."""

    exit_code = 2


class _Lazy(click.Group):
    """A group whose commands are imported when they are run, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order in which they are most likely wanted."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Here, and nowhere else in the command line, what stands in its way becomes a line for people."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise _OneLine(_shown(str(problem))) from problem
        except BrokenPipeError:
            raise
        except KeyboardInterrupt:
            raise _OneLine("stopped before the end") from None
        except MemoryError:
            raise _OneLine("there is not enough memory for this") from None
        except OSError as error:
            raise _OneLine(_shown(_told(error))) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in _COMMANDS.items()])


def _shown(line: str) -> str:
    """A line without what steers a terminal: files of others are named in it."""
    from hwit_validators.words import visible  # help does not wait for it

    return visible(line)


def _told(error: OSError) -> str:
    """What the system says, with the file's name where it gives one."""
    why = error.strerror or str(error) or "it did not say why"
    return f"{error.filename}: {why}" if error.filename else f"the system refused: {why}"


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from hwit_validators import __version__

        click.echo(f"hwit {__version__}")
        ctx.exit()


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def cli() -> None:
    """HWIT for Excel: plan, run and prove a change in children's health and well-being.

    Start with `hwit demo`.
    """


def main() -> None:
    """Run the command line. No traceback reaches a person who presses Ctrl+C, closes the pipe or has few letters to show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # results that go to a file are for other programs; a terminal shows what letters it has
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        cli()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(2)
