"""What lies beside a workbook: the profile of its programme, and the decisions of its panel.

Nobody named these files. Whoever packs a folder or a ZIP file decides what lies in it, so a profile that is found this way
may only name files that lie there too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hwit_xl.checking import decision_files as decisions
from hwit_xl.checking import profile_file as profile
from hwit_xl.checking.decision_files import KnownDecisions
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.settings import Settings
from hwit_xl.files.names import is_device
from hwit_xl.files.reading import read_toml
from hwit_xl.problem import Problem


@dataclass(frozen=True)
class Beside:
    """How a workbook is checked after what lies in its folder.

    Attributes:
        programme: whose profile was found: its name, or the name of the file where it gives none; "" without one.
        problems: what is meant to be a decision but cannot be used, one line for each.
    """

    settings: Settings
    programme: str = ""
    problems: tuple[str, ...] = ()


def settings_beside(folder: Path, on: dt.date) -> Beside:
    """How a file in this folder is checked.

    Args:
        on: the day it is judged on.

    Raises:
        Problem: the profile in the folder cannot be used, or names a file elsewhere.
    """
    found = decisions.beside(folder)
    file = folder / profile.NAME
    programme, name = Programme(), ""
    if file.is_file():
        programme = _found(file)
        name = programme.profile.programme or profile.NAME
    settings = Settings(on, programme, decisions=KnownDecisions(found.decisions) if found.decisions else None)
    return Beside(settings, name, found.problems)


def _found(file: Path) -> Programme:
    """Read a profile that nobody named."""
    for setting, name in _named(file):
        if not _is_plain(name):
            raise Problem(f"{file}: {setting} may only name a file in the same folder, not {name}")
    return profile.load(file)


def _named(file: Path) -> Iterator[tuple[str, str]]:
    """The files that a profile names, each after its setting. What else is wrong with it, its own reader says."""
    try:
        source = read_toml(file)
    except Problem:
        return
    if source.get("schools"):
        yield "schools", str(source["schools"])
    for setting, under in (("lists", source.get("lists")), ("letters", source.get("letters"))):
        if isinstance(under, dict):
            names = under if setting == "lists" else {"logo"} & under.keys()
            yield from ((f"{setting}.{name}", str(under[name])) for name in names if under[name])


def _is_plain(name: str) -> bool:
    """Whether a name leads nowhere else, on any computer: no folder, drive, share or device."""
    return not set(name) & set("/\\:") and name not in (".", "..") and not is_device(name)
