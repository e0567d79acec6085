"""References of rows as they are typed, within bounds."""

from __future__ import annotations

LONGEST = 100
"""Letters of a reference; ours have a handful. Several stand in one hidden cell of the Feedback sheet."""


def short(reference: str) -> str:
    """A reference that fits everywhere it is shown; of a longer one the beginning, with a sign that there was more."""
    return reference if len(reference) <= LONGEST else f"{reference[: LONGEST - 1]}…"
