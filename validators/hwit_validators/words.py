"""How days, figures, counts, lists and places are put into words: one home for grammar, whoever speaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable


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


def counted(number: int, one: str, more: str | None = None) -> str:
    """``1 error``, ``2,000 errors``; ``more`` where the plural is not simply one with an s."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: ``O1``, ``O1 and O2``, ``O1, O2 and O4``; nothing of none."""
    *firsts, last = (*names,) or ("",)
    return f"{', '.join(firsts)} and {last}" if firsts else last


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
    """A sentence as it goes on after a colon: without its capital."""
    return sentence[:1].lower() + sentence[1:]
