"""How days, figures, counts, lists and places are put into words: one home for grammar, whoever speaks."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable

from hwit_validators.unseen import seen

_PERCENT = "%"
_ONE = {"pupils": "pupil", "parents and carers": "parent or carer", "days": "day", "minutes": "minute", "times": "time"}
"""Units after the figure 1."""


ANSWER = "Answer"
"""The heading over the answers of a sheet that is one record. It stands as that record's reference."""


def day(date: dt.date) -> str:
    """A day as a sentence has it: ``31 July 2011``."""
    return f"{date.day} {date:%B %Y}"


def shown(value: object) -> str | None:
    """A value as a teacher would write it: ``45``, ``31 July 2011``, ``Yes``, ``O1, O2``."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dt.date):
        return day(value)
    return str(value)


def number(value: float, unit: str | None) -> str:
    """A figure whose unit stands elsewhere in the sentence: ``18``, but ``31%``."""
    return f"{value:,.10g}{_PERCENT if unit == _PERCENT else ''}"


def figure(value: float, unit: str | None) -> str:
    """A figure with its unit as a sentence has it: ``45%``, ``9 pupils``, ``1 pupil``, ``12``."""
    if unit is None or unit == _PERCENT:
        return number(value, unit)
    name = unit.lower()
    return f"{number(value, unit)} {_ONE.get(name, name) if value == 1 else name}"


def counted(number: int, one: str, more: str | None = None) -> str:
    """``1 error``, ``2,000 errors``; ``more`` where the plural is not simply one with an s."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def be(number: int) -> str:
    """The verb before or after a count: there *is* 1 error and 2 queries, there *are* 2 errors and 1 query."""
    return "is" if number == 1 else "are"


def listed(names: Iterable[str], most: int | None = None) -> str:
    """Names in a sentence: ``O1``, ``O1 and O2``, ``O1, O2 and O4``; nothing of none.

    Args:
        most: how many are named at most: ``O1, O2 and 3 more``.
    """
    every = list(names)
    if most is not None and len(every) > most:
        every[most:] = [f"{len(every) - most:,} more"]
    *firsts, last = every or [""]
    return f"{', '.join(firsts)} and {last}" if firsts else last


def either(names: Iterable[str]) -> str:
    """Names of which one is meant: ``O1``, ``O1 or O2``, ``O1, O2 or O4``; nothing of none."""
    *firsts, last = list(names) or [""]
    return f"{', '.join(firsts)} or {last}" if firsts else last


def in_runs(refs: Iterable[str]) -> str:
    """References in a sentence, three or more that follow each other as ``E1 to E4``."""
    runs: list[list[str]] = []
    for ref in refs:
        if runs and ref == _next(runs[-1][-1]):
            runs[-1].append(ref)
        else:
            runs.append([ref])
    return listed(name for run in runs for name in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run))


def _next(ref: str) -> str:
    letters = ref.rstrip("0123456789")
    figures = ref[len(letters) :]
    return f"{letters}{int(figures or 0) + 1}" if len(figures) < 10 else ""


def within(sentence: str) -> str:
    """A sentence as it goes on after a colon: without its capital, unless it begins with ``NHS`` or ``E4``."""
    name = sentence[1:2].isupper() or sentence[1:2].isdigit()
    return sentence if name else sentence[:1].lower() + sentence[1:]


def told_ref(ref: str) -> str:
    """A reference as people are told it: nothing where it is only the heading over the answers."""
    return "" if ref == ANSWER else ref


def where(sheet: str | None, cell: str | None) -> str:
    """Where something stands: ``Outcomes C20``; "" where that is the file as a whole."""
    return f"{sheet} {cell}" if sheet and cell else ""


_ENDS_LINE = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def visible(text: str, *, lines: bool = False) -> str:
    """A text of a sender as it may be shown, stored in a report or made a name of: nothing in it acts, or hides.

    Control characters (C0, DEL, C1) would steer a terminal; direction marks, overrides and isolates turn words around;
    zero-width and other format characters, private-use and unassigned ones say nothing that a reader could see. All of them
    go, but for those that a letter or a picture needs (:mod:`~hwit_validators.unseen`). What only separates becomes a space.
    Halves of a pair, which stand for the bytes of a file name in no encoding we know, become ``�``.

    Args:
        lines: line breaks stay, as ``\\n``; otherwise they are spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    text = seen(text)
    if text.isprintable():
        return text
    kept: list[str] = []
    for place, letter in enumerate(text):
        if letter.isprintable():
            kept.append(letter)
        elif letter in _ENDS_LINE:
            if not (letter == "\n" and text[place - 1 : place] == "\r"):
                kept.append("\n" if lines else " ")
        elif letter == "\t" or (category := unicodedata.category(letter)) == "Zs":
            kept.append(" ")
        elif category == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif category == "Cf":
            kept.append(letter)  # one that is needed
    return "".join(kept)
