"""The frozen program of a school without Python: what its one executable does, depending on how it is started.

* by a button in Excel (xlwings' ``RunFrozenPython``): the button's function, on the workbook in front;
* by workbooks dropped on it: checks them by the profile and the decisions that lie beside them, as the button does,
  writes a copy with feedback beside each and opens it;
* by a double click: offers to put the buttons into Excel;
* with anything else: the command line, as ``hwit``.
"""

from __future__ import annotations

import datetime as dt
import inspect
import multiprocessing
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_validators import __version__
from hwit_xl.addin.install.install import install
from hwit_xl.addin.install.machine import Machine, ThisMachine
from hwit_xl.cli.lines import say
from hwit_xl.problem import Problem

if TYPE_CHECKING:  # a button does not wait for what only dropping needs
    from hwit_xl.checking.collect import Found
    from hwit_xl.checking.settings import Settings
    from hwit_xl.checking.verdict import Verdict

_COPY = re.compile(r" - feedback( \(\d+\))?$")
"""How the names of copies end, so that the copy of a copy is called like the first."""
_MOST_OPENED = 5
"""More copies than these are not opened by themselves: Excel would bury the screen under them."""


def main() -> None:
    """Do what the way of starting asks for."""
    multiprocessing.freeze_support()  # checking many returns starts this program again for each core
    arguments = sys.argv[1:]
    if any(argument.startswith("--from_xl") for argument in arguments):
        sys.exit(press(arguments[0]))
    if not arguments:
        sys.exit(welcome(ThisMachine()))
    if all(Path(argument).is_absolute() and Path(argument).exists() for argument in arguments):
        sys.exit(drop([Path(argument) for argument in arguments]))
    from hwit_xl.cli import main as command_line

    command_line()


def press(button: str) -> int:
    """Run a button's function; xlwings takes the workbook from the other arguments (``--wb=``, ``--hwnd=``).

    Returns:
        The exit code: 2 if there is no such button, which xlwings then shows.
    """
    from hwit_xl.addin import buttons

    function = getattr(buttons, button, None)
    if button.startswith("_") or not inspect.isfunction(function) or function.__module__ != buttons.__name__:
        say(f"hwit {__version__} has no button {button}: please install the add-in again", err=True)
        return 2
    function()
    return 0


def drop(paths: Sequence[Path]) -> int:
    """Check workbooks as the button does, and open a copy of each with its Feedback sheet filled in.

    Copies of earlier times stay as they are: somebody may have explained queries there.

    Returns:
        The exit code of ``hwit validate``; 2 also where a profile beside a workbook cannot be used.
    """
    from hwit_xl.checking.collect import collect, told_left
    from hwit_xl.checking.results import Summary
    from hwit_xl.cli.text import say_broken, write_text

    rules = _Rules(dt.date.today())
    collected = collect(paths)
    lost: list[str] = []
    by_folder: dict[Path, list[Found]] = {}
    for found in collected.files:
        by_folder.setdefault(found.path.parent, []).append(found)
    verdicts: list[Verdict] = []
    copies: list[Path] = []
    for folder, files in by_folder.items():
        settings = rules.of(folder)
        if settings is None:
            lost += [f"{found.own_name} was not checked" for found in files]
            continue
        judged = list(_judged(files, settings))
        verdicts += judged
        for verdict, copy, why_not in _handed_back(judged):
            if why_not:
                lost.append(f"no feedback copy of {verdict.name}: {why_not}")
            else:
                copies.append(copy)
    summary = Summary()
    write_text(verdicts, summary, width=100, everything=False)
    say_broken(summary)
    unseen = filter(None, (*collected.remarks, told_left(collected.left)))
    for line in (*rules.told, *unseen, *lost, *(f"feedback: {copy}" for copy in copies)):
        say(line)
    for copy in copies[:_MOST_OPENED]:
        click.launch(str(copy))
    click.pause()
    if None in rules.known.values():
        return 2
    return 1 if summary.blocks else 0


def _judged(files: Sequence[Found], settings: Settings) -> Iterator[Verdict]:
    """Check files as ``hwit validate`` does: one that takes too long, or breaks its process, costs itself alone."""
    from hwit_xl.checking import pool
    from hwit_xl.checking.check import Check, not_checked
    from hwit_xl.checking.collect import Found
    from hwit_xl.checking.limits import Failure, Limits
    from hwit_xl.checking.packed import unpacked

    limits = Limits()
    for found, judged in zip(files, pool.in_order(Check(settings), files, limits=limits), strict=True):
        parcel = not_checked(found, judged, limits) if isinstance(judged, Failure) else judged
        yield unpacked(parcel.body, Found(found.path, str(found.own_name), found.member))


def _handed_back(verdicts: Iterable[Verdict]) -> Iterator[tuple[Verdict, Path, str]]:
    """Make a copy of each return that could be read: whose, where, and why there is none, or ""."""
    from hwit_xl.checking import pool
    from hwit_xl.checking.hand_back import HandBack, Task
    from hwit_xl.checking.limits import Failure, Limits
    from hwit_xl.files.names import free

    tasks: list[Task] = []
    taken: set[Path] = set()
    for verdict in verdicts:
        if verdict.is_read:
            copy = verdict.path.with_name(f"{_COPY.sub('', Path(verdict.name).stem)} - feedback.xlsx")
            tasks.append(Task(verdict, free(copy, taken)))
            taken.add(tasks[-1].target)
    for task, handed in zip(tasks, pool.in_order(HandBack(), tasks, limits=Limits()), strict=True):
        why_not = f"making the copy came to nothing: {handed}" if isinstance(handed, Failure) else handed.why_not
        yield task.verdict, task.target, why_not


@dataclass
class _Rules:
    """How the files of each folder are checked, and what is to be told about that."""

    on: dt.date
    known: dict[Path, Settings | None] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def of(self, folder: Path) -> Settings | None:
        """How files in this folder are checked; None if the profile there cannot be used."""
        from hwit_xl.checking.beside import settings_beside

        if folder not in self.known:
            try:
                beside = settings_beside(folder, self.on)
            except Problem as problem:
                self.known[folder] = None
                self.told.append(str(problem))
            else:
                self.known[folder] = beside.settings
                if beside.programme:
                    self.told.append(f"checked by the profile of {beside.programme}, which lies beside the workbook")
                self.told += [f"passed over: {problem}" for problem in beside.problems]
        return self.known[folder]


def welcome(machine: Machine) -> int:
    """Say what this is, and put the buttons into Excel if that is wanted.

    Returns:
        The exit code: 2 if the buttons could not be put there.
    """
    say(f"HWIT for Excel {__version__}\nTo check a form, drop the workbook on this program.")
    code = 0
    if sys.stdin.isatty() and click.confirm("Shall the Healthy Schools buttons be put into Excel?", default=True):
        try:
            say(f"Done: {install(machine)}\nKeep this folder where it is, and start Excel again.")
        except Problem as problem:
            say(f"That did not work: {problem}", err=True)
            code = 2
    click.pause()
    return code
