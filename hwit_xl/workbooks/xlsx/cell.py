"""What stands in one cell of a returned workbook, as the file has it, and why it may be no answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from hwit_validators.model.column import Column
from hwit_validators.unseen import SIGNS, seen
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
    ODD = "odd"
    """Something that no cell can hold, such as a number that is none: as the file has it, cut short."""
    TWICE = "twice"
    """A cell that the file holds twice, and not alike: one of the two values, as a text. Nobody can say which one counts."""


class Cell(NamedTuple):
    """One filled cell.

    Attributes:
        value: text, number, bool, a date's day (as a datetime.date), an error's text or :data:`PICTURE`; None for a
            formula that was never worked out.
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


PICTURE = "a picture"
"""The value of a cell that holds a picture, where a program that knows none would show an error."""
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]+")
"""Spaces, and the blank of Braille."""
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HALVES = re.compile("[\ud800-\udfff]")
_NEEDS_CARE = re.compile(
    f"[\t\n\r\v\f\x1c-\x1e\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\ud800-\udfff{SIGNS}]"
)
"""What a text of nearly every cell has not: anything but plain spaces and what can be seen."""
DASHES: dict[int, int | str] = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
"""Dashes that programs put in the place of one: without a break behind it, longer, or a minus."""
LONGEST = 60
"""Characters of a text that can still be a number, a date or a reference."""


def clean(text: str) -> str:
    """A text without stray spaces, no-break spaces and characters that cannot be seen; line breaks stay.

    This is the one door for every text of a sender, from a file, a program that has it open, or a list.
    """
    if (text.isascii() and text.isprintable()) or not _NEEDS_CARE.search(text):
        return " ".join(text.split()) if "  " in text else text.strip()
    text = seen(_LINE_ENDS.sub("\n", _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def without_apostrophe(text: str) -> str:
    """A text without an apostrophe in front: LibreOffice keeps it before what it would not take for a number."""
    return text.removeprefix("'").lstrip()


def as_text(value: Any, sort: Sort) -> Any:
    """What stands there, as a text."""
    if sort in (Sort.TEXT, Sort.ODD, Sort.TWICE):
        return value
    if sort is Sort.DATE:
        return day(value)
    if sort is Sort.LOGICAL:
        return "Yes" if value else "No"
    if sort is Sort.PERCENT:
        return f"{value * 100:.10g}%"
    return f"{value:.15g}"


def as_shown(value: Any, sort: Sort) -> str:
    """What the cell shows: an error too, and ``TRUE`` and ``FALSE`` as they are."""
    if sort in (Sort.LOGICAL, Sort.ERROR):
        return str(value).upper() if sort is Sort.LOGICAL else str(value)
    return str(as_text(value, sort))


def quoted(text: str, spec: Column) -> str:
    """What stands there, in quotation marks and on one line; “This” where it may name a person."""
    short = excerpt(" ".join(text.split()), spec)
    return f"“{short}”" if short else "This"


def excerpt(text: str, spec: Column) -> str | None:
    """What stands there, short enough for a message; nothing where it may name a person."""
    if spec.personal:
        return None
    return text if len(text) <= 40 else text[:39] + "…"
