"""Opening one return to make something of it: one that cannot be read is a problem, where a check makes a finding of it."""

from __future__ import annotations

from pathlib import Path

from hwit_validators.words import listed
from hwit_xl.checking.check import LOCKED, opened, way_out
from hwit_xl.checking.collect import Found, may_wrap
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
        if told := _wrapped(path):
            raise Problem(told) from rejected
        how = _how_to_go_on(rejected, settings.passwords)
        raise Problem(f"{path}: {rejected.message} {how}".rstrip()) from rejected


def _wrapped(path: Path) -> str:
    """What a file is that workbooks come wrapped in, and which to save from it; "" of all others.

    A check calls such a workbook by the names of both, as in ``mail.eml/Stage 4.xlsx``.
    """
    outer = path if path.exists() else next((above for above in path.parents if above.is_file()), path)
    if not may_wrap(outer):
        return ""
    from hwit_xl.checking.wrapping.look import SUBMISSION, Kind, LookInto, a_kind

    looked = LookInto()(outer)
    if looked.submission:
        return f"{outer} is {SUBMISSION}"
    if looked.refused:
        return f"{outer}: {looked.refused.message} {looked.refused.fix or ''}".rstrip()
    if looked.kind in (Kind.WORKBOOK, Kind.OTHER):
        return ""
    there = [member.name for member in looked.members if not member.refused]
    wanted = [name for name in there if outer != path and name == path.relative_to(outer).as_posix()] or there
    what = f"{outer} is {a_kind(looked.kind)}"
    if not wanted:
        return f"{what} in which no workbook can be found; give the workbook itself (.xlsx)"
    if len(wanted) == 1:
        return f"{what}; save the workbook that is in it ({wanted[0]}), and give that"
    return f"{what}; save the workbooks that are in it ({listed(wanted, 3)}), and give one of them"


def _how_to_go_on(rejected: Rejected, passwords: tuple[str, ...]) -> str:
    """What to do about a file that cannot be read."""
    if rejected.code == LOCKED:
        if passwords:
            return "None of the passwords in the file opens it."
        return "Put its password into a text file, and add --password-file and the name of that file."
    return way_out(rejected)
