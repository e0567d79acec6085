"""What new files are called: names that every system can hold, at which nothing stands yet."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container
from pathlib import Path

from hwit_validators.words import visible

LONGEST = 60
"""Letters of a school's name that stand in a file name."""
LONGEST_BYTES = 180
"""Bytes of UTF-8: no system takes names of more than 255, and something is always added before or behind."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\ufffd]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)", re.IGNORECASE)


def fitting(words: str, longest: int | None = None) -> str:
    """Words as far as they can stand in a file name on any system."""
    name = _FORBIDDEN.sub("", " ".join(visible(words).split())).strip(" .")[:longest]
    name = name.encode()[:LONGEST_BYTES].decode(errors="ignore").rstrip(" .")
    return f"_{name}" if is_device(name) else name


def is_device(name: str) -> bool:
    """Whether Windows takes a name for a device in every folder, such as ``con`` or ``nul.txt``; reading one may never end."""
    return _DEVICE.match(name) is not None


def free(path: Path, taken: Container[Path] = ()) -> Path:
    """A name at which nothing stands yet: this one, or with a number, as ``plan (2).xlsx``.

    What follows a point within words is no ending: ``St. Mary's plan (2)``.

    Args:
        taken: names that something is about to get.
    """
    ending = path.suffix if path.suffix[1:].isalnum() else ""
    stem = path.name.removesuffix(ending)
    numbered = (path.with_name(f"{stem} ({number}){ending}") for number in itertools.count(2))
    return next(each for each in itertools.chain([path], numbered) if each not in taken and not each.exists())
