"""The line on Start here that says which form a workbook is: for programs that drop the defined names that say so too.

It is written as the last line of the sheet, small and grey: ``HWIT for Excel · form stage_4_outcomes · version 1.2``.
"""

from __future__ import annotations

import re

from hwit_validators.tables.forms import FORM_VERSION, Form

_LINE = re.compile(r"hwit for excel · form ([a-z0-9_]{1,60}) · version ([0-9]{1,4})\.([0-9]{1,4})")
_LONGEST = 200
"""Characters of a text that can be the line, with spaces to spare."""


def line(form: Form) -> str:
    """The line of a form of the version that this program builds."""
    return f"HWIT for Excel · form {form.name} · version {'.'.join(map(str, FORM_VERSION))}"


def parse(text: str) -> tuple[str, tuple[int, int]] | None:
    """Which form a text says a workbook is, and of which version, where it is such a line; known or not.

    Spaces and capitals may have changed on the way.
    """
    if len(text) > _LONGEST:
        return None
    match = _LINE.fullmatch(" ".join(text.split()).casefold())
    return (match[1], (int(match[2]), int(match[3]))) if match else None
