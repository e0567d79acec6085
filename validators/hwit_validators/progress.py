"""How far an outcome or indicator is on its way (H41)."""

from __future__ import annotations

from enum import StrEnum

TERM_DAYS = 120
"""A reading older than this many days is not of this term: the longest English school term, with the holiday after it."""


class Status(StrEnum):
    """Where a measure stands on a given day."""

    ACHIEVED = "achieved"
    ON_TRACK = "on track"
    BEHIND = "behind"
    OVERDUE = "overdue"
    NO_READING = "no reading this term"
    NOT_STARTED = "not started"
    WITHDRAWN = "withdrawn"
