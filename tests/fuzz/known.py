"""Faults that are known and wait for their turn. Whoever mends one takes its line away."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from fuzz.oracle import Complaint

SILENT: Mapping[str, str] = {}
"""Kinds of damage that lose answers in silence: why, and which finding is missing. ``test_known.py`` shows each of them at it."""

SILENT_CASES: tuple[tuple[str, str, str], ...] = ()
"""Kinds of damage that lose an answer only where a complaint holds these words: why."""

ESCAPING: Mapping[str, str] = {}
"""Exceptions that escape, and from where, ``*`` for anywhere: why."""


def is_known(kind: str, complaint: Complaint) -> bool:
    """Whether this is a fault of the lists above."""
    if complaint.about != "lost":
        return any(fnmatchcase(complaint.where, pattern) for pattern in ESCAPING)
    return kind in SILENT or any(kind == one and words in complaint.what for one, words, _ in SILENT_CASES)
