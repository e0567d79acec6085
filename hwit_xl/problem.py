"""Something a person can put right: the one family of exceptions that end a command or a press of a button."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Problem(Exception):
    """Something stands in the way that the person can do something about.

    The text is one line that says where, what, why, and what to do. It is turned into a message in two places only: where
    a command ends (:mod:`hwit_xl.cli`) and where a button does (:mod:`hwit_xl.addin.buttons`). Between the two it is caught
    only where something else can be done about it.

    Attributes:
        where: what it is about, such as a file, if the text itself does not say so; see :func:`concerning`.
    """

    where: str = ""

    def __str__(self) -> str:
        """The whole line."""
        said = self.said
        return f"{self.where}: {said}" if self.where else said

    @property
    def said(self) -> str:
        """The line without what it is about."""
        return super().__str__()


@contextmanager
def concerning(where: object) -> Iterator[None]:
    """Say of any problem within what it is about: whoever finds it may know an answer, and not the file it came from."""
    try:
        yield
    except Problem as problem:
        problem.where = f"{where}: {problem.where}" if problem.where else str(where)
        raise
