"""EL: whether a school may be in the model, case by case."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

CASES: list[Case] = [
    ("no status", {"School": {"nhss_achieved_on": None}}, ["EL001 School nhss_achieved_on"]),
    (
        "a status in the future; joining is not blamed for it",
        {"School": {"nhss_achieved_on": dt.date(2017, 6, 21)}},
        ["EL001 School nhss_achieved_on"],
    ),
    ("a status of 2007 and no review", {"School": {"annual_review_on": None}}, ["EL002 School annual_review_on"]),
    (
        "the last day of the old rule",
        {"School": {"nhss_achieved_on": dt.date(2008, 12, 31), "annual_review_on": None}},
        ["EL002 School annual_review_on"],
    ),
    (
        "the first day of the new rule: a year's grace",
        {
            "School": {
                "nhss_achieved_on": dt.date(2009, 1, 1),
                "joined_on": dt.date(2010, 1, 1),
                "annual_review_on": None,
            }
        },
        ["EL004 School annual_review_on"],  # the review itself is due by now
    ),
    (
        "joined a day late without a review",
        {
            "School": {
                "nhss_achieved_on": dt.date(2009, 1, 1),
                "joined_on": dt.date(2010, 1, 2),
                "annual_review_on": None,
            }
        },
        ["EL003 School joined_on"],
    ),
    (
        "a fresh status, no review yet",
        {"School": {"nhss_achieved_on": dt.date(2009, 9, 1), "annual_review_on": None}},
        [],
    ),
    (
        "the last review is more than a year old",
        {"School": {"annual_review_on": dt.date(2009, 2, 4)}},
        ["EL004 School annual_review_on"],
    ),
    ("exactly a year", {"School": {"annual_review_on": dt.date(2009, 2, 5)}}, []),
    (
        "a review in the future",
        {"School": {"annual_review_on": dt.date(2010, 12, 1)}},
        ["EL004 School annual_review_on"],
    ),
    (
        "joined before the status",
        {"School": {"joined_on": dt.date(2007, 1, 1)}},
        ["EL005 School joined_on"],
    ),
    ("joined in the future", {"School": {"joined_on": dt.date(2010, 3, 1)}}, ["EL005 School joined_on"]),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(1, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("EL", CASES) == set()
