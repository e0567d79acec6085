"""Names for new files: what stands on the disk is never replaced."""

from __future__ import annotations

import itertools
from pathlib import Path


def free(path: Path) -> Path:
    """A name at which nothing stands yet: this one, or with a number, as ``plan (2).xlsx``.

    What follows a point within words is no ending: ``St. Mary's plan (2)``.
    """
    ending = path.suffix if path.suffix[1:].isalnum() else ""
    stem = path.name.removesuffix(ending)
    numbered = (path.with_name(f"{stem} ({number}){ending}") for number in itertools.count(2))
    return next(each for each in itertools.chain([path], numbered) if not each.exists())
