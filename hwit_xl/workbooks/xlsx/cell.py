"""What stands in one cell of a returned workbook, as the file has it, and why it may be no answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from hwit_validators.model.column import Column
from hwit_validators.words import day


class Sort(Enum):
    """What the file says a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    """A number shown as a date."""
    PERCENT = "percent"
    """A number shown as a percentage: 0.45 stands for 45%."""
    LOGICAL = "logical"
    ERROR = "error"


class Cell(NamedTuple):
    """One filled cell.

    Attributes:
        value: text, number, bool, a date's day (as a datetime.date) or an error's text; None for a formula that was
            never worked out.
        formula: whether the value comes from a formula.
    """

    value: Any
    sort: Sort
    formula: bool = False


@dataclass(frozen=True)
class Misfit:
    """Why a cell's content is no answer to its question.

    Attributes:
        found, expected: what stands there, and what would be right.
        fix: what to type instead, where more can be said than the rule says.
    """

    code: str
    message: str
    found: str | None = None
    expected: str | None = None
    fix: str | None = None


_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_HIDDEN = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0b-\x1f]")
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
LONGEST = 60
"""Characters of a text that can still be a number, a date or a reference."""


def clean(text: str) -> str:
    """A text without stray spaces, no-break spaces and invisible characters; line breaks stay."""
    if "_x00" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)  # how Excel writes a carriage return
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def without_apostrophe(text: str) -> str:
    """A text without an apostrophe in front: LibreOffice keeps it before what it would not take for a number."""
    return text.removeprefix("'").lstrip()


def as_text(value: Any, sort: Sort) -> Any:
    """What stands there, as a text."""
    if sort is Sort.TEXT:
        return value
    if sort is Sort.DATE:
        return day(value)
    if sort is Sort.LOGICAL:
        return "Yes" if value else "No"
    if sort is Sort.PERCENT:
        return f"{value * 100:.10g}%"
    return f"{value:.15g}"


def quoted(text: str, spec: Column) -> str:
    """What stands there, in quotation marks and on one line; “This” where it may name a person."""
    short = excerpt(" ".join(text.split()), spec)
    return f"“{short}”" if short else "This"


def excerpt(text: str, spec: Column) -> str | None:
    """What stands there, short enough for a message; nothing where it may name a person."""
    if spec.personal:
        return None
    return text if len(text) <= 40 else text[:39] + "…"
