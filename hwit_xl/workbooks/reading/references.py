"""References of rows as people type them: read alike in the column of references and in the columns that point at them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from hwit_validators.unseen import bare
from hwit_xl.workbooks.xlsx.cell import DASHES, LONGEST, Cell, Sort, clean

LONGEST_KEPT = 100
"""Letters of a reference that is none of ours; several stand in one hidden cell of the Feedback sheet."""
_NOUNS = {
    "outcome": "O", "meaningful outcome": "O", "indicator": "E", "esi": "E", "early success indicator": "E", "milestone": "E",
    "priority": "P", "activity": "A", "partner": "PT", "need": "N", "data": "D", "action": "T",
}  # fmt: skip
_REF = re.compile(
    rf"(?:({'|'.join(_NOUNS)})s?)?\s?([A-Za-z]{{1,2}})?[\s.:#\-]*+0*([0-9]{{1,3}})", re.IGNORECASE | re.ASCII
)
_FULL_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = _FULL_WIDTH | DASHES | {0x3000: " "}
_AROUND = " .:;,()[]'\"*"
"""What people put around a reference."""
_NOTE = re.compile(r"(.*[0-9])\s*+\([^()0-9]*\)", re.DOTALL)
"""A reference with a note in brackets behind it: ``E3 (new)``."""
_NUMBER = re.compile(r"(?:(?:no|nr|number)\b[. ]*+|#\s*+)?0*([0-9]{1,3})(?:st|nd|rd|th)?\.?", re.IGNORECASE)
_REST = re.compile(r"[0-9]+(?:/[A-Z]{1,2}[0-9]+)?")
"""What follows the letters of a reference, with what a row is about where several were made of it."""
_FOR_NUMBER = frozenset({"NO", "NR"})
"""Letters before a number that are none of a reference: ``No 1``."""


def plain(text: str) -> str:
    """A text with letters, figures and dashes as an English keyboard has them."""
    return text if text.isascii() else bare(text).translate(_PLAIN)


@lru_cache(maxsize=4096)
def _reference(text: str) -> str | None:
    text = plain(text)
    note = _NOTE.fullmatch(text.rstrip())
    match = _REF.fullmatch((note[1] if note else text).strip(_AROUND))
    if match is None or not (match[1] or match[2]) or (match[2] or "").upper() in _FOR_NUMBER:
        return None
    letters = match[2].upper() if match[2] else _NOUNS[match[1].lower()]
    return f"{letters}{int(match[3])}"


def reference(text: str) -> str | None:
    """The reference that a text means: ``E1`` for ``e 01.``, ``E-1`` or ``indicator 1``; None where it is none."""
    return _reference(text) if len(text) <= LONGEST else None


def number_alone(text: str) -> int | None:
    """The number that stands without the letters of a table: 1 for ``1``, ``No 1``, ``#1`` or ``1st``; None where none does."""
    match = _NUMBER.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return int(match[1]) if match else None


def own_reference(cell: Cell, written: str, given: Collection[str] = (), prefix: str = "") -> str:
    """A row's own reference, as the columns that point at it would be read; in capitals where it is none of ours.

    Args:
        written: the reference that the form wrote beside this row: a program that makes numbers of texts has 1.1 for 1.10.
        given: references that stand only where the form wrote them, such as ``1.1`` or ``W2``.
        prefix: what those of the table begin with, for a bare number.

    Returns:
        "" where there is none, or none that can be read.
    """
    if cell.sort in (Sort.ODD, Sort.TWICE, Sort.ERROR):
        return ""
    if isinstance(cell.value, float):
        if written in given and written[:1].isdigit() and float(written) == cell.value:
            return written
        text = f"{cell.value:.10g}"
    else:
        text = clean(str(cell.value or ""))
    bared = "".join(plain(text).split()).strip(_AROUND).upper()
    if bared in given:
        return bared
    if found := reference(text):
        return found
    number = number_alone(plain(text).strip(_AROUND)) if prefix else None
    return f"{prefix}{number}" if number is not None else short(bared)


def is_of(reference: str, prefix: str) -> bool:
    """Whether it can be that of a row in a table whose references begin so, or of a table without letters; or is none yet.

    ``R1/E3`` is one of several rows made of R1.
    """
    return not (reference and prefix) or (
        reference.startswith(prefix) and _REST.fullmatch(reference, len(prefix)) is not None
    )


def short(reference: str) -> str:
    """A reference that fits everywhere it is shown; of a longer one the beginning, with a sign that there was more."""
    return reference if len(reference) <= LONGEST_KEPT else f"{reference[: LONGEST_KEPT - 1]}…"
