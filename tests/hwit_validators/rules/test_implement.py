"""IM: each rule on sound actions with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

NOT_STARTED: dict[str, Any] = {"status": "Not started", "done_on": None, "due": dt.date(2011, 3, 11), "comment": None}

CASES: list[Case] = [
    ("an activity without an action", {"Actions": {"T13": None}}, ["IM001 Actions activity"]),
    (
        "one action does not say for which activity: perhaps for this one",
        {"Actions": {"T13": {"activity": None}}},
        ["WB012 Actions/T13 activity"],
    ),
    ("nobody does it", {"Actions": {"T1": {"who": None}}}, ["IM002 Actions/T1 who"]),
    ("no date", {"Actions": {"T13": {"due": None}}}, ["IM002 Actions/T13 due"]),
    (
        "due after every indicator it leads to",
        {"Actions": {"T11": {"due": dt.date(2011, 7, 9)}}},
        ["IM003 Actions/T11 due"],
    ),
    ("due after the first indicator, before the last", {"Actions": {"T11": {"due": dt.date(2011, 7, 8)}}}, []),
    ("done, but when", {"Actions": {"T1": {"done_on": None}}}, ["IM004 Actions/T1 done_on"]),
    ("done in the future", {"Actions": {"T1": {"done_on": dt.date(2011, 2, 12)}}}, ["IM004 Actions/T1 done_on"]),
    (
        "overdue",
        {"Actions": {"T2": {"status": "Under way", "done_on": None}}},
        ["IM005 Actions/T2 status"],
    ),
    (
        "overdue, and it says why",
        {"Actions": {"T2": {"status": "Under way", "done_on": None, "comment": "The coach was ill; 4 March."}}},
        [],
    ),
    ("due today", {"Actions": {"T2": {"status": "Under way", "done_on": None, "due": dt.date(2011, 2, 11)}}}, []),
    (
        "nothing for a group is under way",
        {"Actions": {ref: NOT_STARTED | {"comment": "Waits for a room."} for ref in ("T5", "T6", "T11", "T12", "T14")}},
        ["IM006 Actions status"],
    ),
    (
        "has a date of doing, but is under way",
        {"Actions": {"T4": {"status": "Under way"}}},
        ["IM007 Actions/T4 status"],
    ),
    (
        "should have begun, but nothing is in place",
        {"Actions": {"T7": NOT_STARTED}, "Activities": {"A4": {"supports": ("O1", "E1", "E6")}}},
        ["IM008 Actions/T7 status"],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(6, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("IM", CASES) == set()
