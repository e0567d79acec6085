"""Opening one return to make something of it: one that cannot be read is a problem, where a check makes a finding of it."""

from __future__ import annotations

from pathlib import Path

from hwit_xl.checking.check import LOCKED, opened, way_out
from hwit_xl.checking.collect import Found
from hwit_xl.checking.settings import Settings
from hwit_xl.problem import Problem
from hwit_xl.workbooks.reading.read import Return
from hwit_xl.workbooks.xlsx.rejected import Rejected


def open_return(path: Path, settings: Settings) -> Return:
    """Read one return, with what the panel has answered to its school.

    Raises:
        Problem: it cannot be read; the text names the file, and says what to do.
    """
    try:
        return opened(Found(path, path.name), settings)
    except Rejected as rejected:
        how = _how_to_go_on(rejected, settings.passwords)
        raise Problem(f"{path}: {rejected.message} {how}".rstrip()) from rejected


def _how_to_go_on(rejected: Rejected, passwords: tuple[str, ...]) -> str:
    """What to do about a file that cannot be read."""
    if rejected.code == LOCKED:
        if passwords:
            return "None of the passwords in the file opens it."
        return "Put its password into a text file, and add --password-file and the name of that file."
    return way_out(rejected)
