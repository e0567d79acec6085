"""Mistakes to plant in the files of worked returns: a table for each family of rules."""

from __future__ import annotations

from support.mistakes import (
    activities,
    annual_review,
    answers,
    baselines,
    development_group,
    implement,
    indicators,
    monitor,
    needs,
    outcomes,
    priorities,
    review,
    school,
)
from support.mistakes.case import Case

CASES: tuple[Case, ...] = (
    *school.CASES,
    *annual_review.CASES,
    *development_group.CASES,
    *needs.CASES,
    *priorities.CASES,
    *outcomes.CASES,
    *indicators.CASES,
    *activities.CASES,
    *baselines.CASES,
    *implement.CASES,
    *monitor.CASES,
    *review.CASES,
    *answers.CASES,
)

SINGLE: dict[str, str] = {
    "RV016": "a plan must first be without an outcome, and the programme content with that",
    "SC007": "a school stands in the programme's list, or it does not",
    "WB002": "a file has a password, or it has none",
    "XS003": "a stage is left out, or it is not",
    "XS007": "a waiver has run out, or it has not",
}
"""Rules that one mistake only shows on files, and why."""

NOT_BY_A_MISTAKE = {
    "WB021": "a file is stopped by its limits (tests/hwit_xl/checking/test_run.py)",
    "WB022": "a rule of this program fails (tests/hwit_xl/checking/test_run.py)",
}
"""Rules that no mistake of a school's shows, and where they are tried."""
