"""Whose papers these are: the name at the head of letters and on certificates."""

from __future__ import annotations

from hwit_xl.checking.profile_file import Programme

UNNAMED = "Healthy Schools"
"""Stands there where nobody has named the programme."""


def sender(programme: Programme, named: str | None = "") -> str:
    """The name of a programme: as its profile has it, else as a school's return names it.

    Args:
        named: the Local Programme on the School sheet.
    """
    return programme.profile.programme or named or UNNAMED
