"""What new files are called: names that every system can hold, at which nothing stands yet."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

LONGEST = 60
"""Letters of a school's name that stand in a file name."""


def fitting(words: str, longest: int | None = None) -> str:
    """Words as far as they can stand in a file name on any system."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "", words).strip(" .")[:longest].rstrip(" .")


def free(path: Path) -> Path:
    """A name at which nothing stands yet: this one, or with a number, as ``plan (2).xlsx``.

    What follows a point within words is no ending: ``St. Mary's plan (2)``.
    """
    ending = path.suffix if path.suffix[1:].isalnum() else ""
    stem = path.name.removesuffix(ending)
    numbered = (path.with_name(f"{stem} ({number}){ending}") for number in itertools.count(2))
    return next(each for each in itertools.chain([path], numbered) if not each.exists())
