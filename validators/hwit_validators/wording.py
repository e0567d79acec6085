"""Comparing what people wrote: the same words in another case, with other stops, or as part of more words."""

from __future__ import annotations

import re


def bare(text: str | None) -> str:
    """A text without capitals, stops and doubled spaces."""
    return re.sub(r"[^a-z0-9]+", " ", (text or "").casefold()).strip()


def alike(one: str | None, other: str | None) -> bool:
    """Whether one text says what the other says, or says it among other words."""
    first, second = bare(one), bare(other)
    return bool(first and second) and (first in second or second in first)


_NUMBERS = """
zero one two three four five six seven eight nine ten
eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
"""
NUMBERS = {word: number for number, word in enumerate(_NUMBERS.split())}
"""Numbers that are often written as words."""
