"""A workbook inside a zip file or a message, and why one cannot be looked into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hwit_xl.workbooks.xlsx.rejected import Rejected


class Refusal(NamedTuple):
    """Why something that may hold a return cannot be looked into: the code of a rule, and its words."""

    code: str
    message: str
    fix: str | None = None

    @property
    def rejected(self) -> Rejected:
        """The same as reading says it."""
        return Rejected(*self)


def refusal(rejected: Rejected) -> Refusal:
    """What keeps something from being looked into."""
    return Refusal(rejected.code, rejected.message, rejected.fix)


@dataclass(frozen=True)
class Member:
    """A workbook in a wrapping, or something that cannot be looked into: in a wrapping, or a wrapping itself.

    Attributes:
        trail: the number of the thing to take at each step, from the outermost wrapping in; none for that itself.
        name: how it is called below the wrapping; nothing in it acts, or leads elsewhere.
        sha256: of its bytes; "" where they could not be read.
    """

    trail: tuple[int, ...]
    name: str = ""
    sha256: str = ""
    refused: Refusal | None = None


class Left(NamedTuple):
    """A file that was not looked at, and why, where that is not simply that it is no workbook."""

    name: str
    why: str = ""


IN_USE = "somebody has this workbook open"
"""What is said of an owner file."""
