"""AC: each rule on sound activities with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

CASES: list[Case] = [
    (
        "an outcome without an activity",
        {"Activities": {"A6": None}, "Indicators": {"E7": {"outcomes": ("O4",)}}},
        ["AC001 Activities supports"],
    ),
    ("an outcome served through its indicator", {"Activities": {"A6": {"supports": ("E10",)}}}, []),
    (
        "one activity does not say what it serves: perhaps this outcome",
        {"Activities": {"A6": {"supports": ()}}},
        ["WB012 Activities/A6 supports"],
    ),
    (
        "nothing for a group",
        {"Activities": {ref: {"reach": "Universal", "group": None} for ref in ("A3", "A7", "A9")}},
        ["AC002 Activities reach"],
    ),
    ("for a group, but which", {"Activities": {"A3": {"group": None}}}, ["AC003 Activities/A3 group"]),
    ("for another group", {"Activities": {"A7": {"group": "Young carers"}}}, ["AC003 Activities/A7 group"]),
    ("the group in more words", {"Activities": {"A7": {"group": "14 pupils who find it hard to make friends"}}}, []),
    ("based on what", {"Activities": {"A1": {"basis_reference": None}}}, ["AC004 Activities/A1 basis_reference"]),
    (
        "no basis at all is one mistake",
        {"Activities": {"A1": {"basis": None, "basis_reference": None}}},
        ["AC004 Activities/A1 basis"],
    ),
    (
        "advice not checked",
        {"Activities": {"A1": {"advice_checked_on": None}}},
        ["AC005 Activities/A1 advice_checked_on"],
    ),
    (
        "advice of two years ago",
        {"Activities": {"A1": {"advice_checked_on": dt.date(2009, 10, 3)}}},
        ["AC005 Activities/A1 advice_checked_on"],
    ),
    ("advice of a year ago", {"Activities": {"A1": {"advice_checked_on": dt.date(2009, 10, 4)}}}, []),
    (
        "ends before it starts",
        {"Activities": {"A1": {"ends_on": dt.date(2010, 7, 20)}}},
        ["AC006 Activities/A1 ends_on"],
    ),
    (
        "starts when the milestone is already due",
        {"Activities": {"A7": {"starts_on": dt.date(2011, 2, 7)}}},
        ["AC006 Activities/A7 starts_on"],
    ),
    ("indicators nobody works for", {"Activities": {"A5": {"supports": ("O4", "E7")}}}, ["AC007 Activities supports"]),
    (
        "the activities name only outcomes: one mistake, not twelve",
        {
            "Activities": {
                f"A{n}": {"supports": (o,)} for n, o in enumerate(("O1", "O2", "O3", "O1", "O4", "O5", "O6"), 1)
            }
        },
        ["AC007 Activities supports"],
    ),
    (
        "started before the plan was agreed",
        {"Activities": {"A8": {"starts_on": dt.date(2010, 6, 1), "advice_checked_on": dt.date(2010, 5, 20)}}},
        ["AC008 Activities/A8 starts_on"],
    ),
    (
        "a group's outcome that only universal activities serve",
        {"Activities": {"A7": {"reach": "Universal", "group": None}}},
        ["AC009 Activities reach"],
    ),
    (
        "for everyone, but still names the group of its outcome: one mistake",
        {"Activities": {"A7": {"reach": "Universal"}}},
        ["AC010 Activities/A7 group"],
    ),
    (
        "the wrong year: that the advice is then old is the same mistake",
        {"Activities": {"A8": {"starts_on": dt.date(2012, 6, 29)}}},
        ["AC012 Activities/A8 starts_on"],
    ),
    (
        "for everyone, but names a group",
        {"Activities": {"A1": {"group": "Young carers"}}},
        ["AC010 Activities/A1 group"],
    ),
    (
        "based on the internet",
        {"Activities": {"A1": {"basis_reference": "The Internet!"}}},
        ["AC011 Activities/A1 basis_reference"],
    ),
    (
        "starts when the outcome should be reached",
        {"Activities": {"A8": {"starts_on": dt.date(2012, 6, 29), "advice_checked_on": dt.date(2012, 1, 9)}}},
        ["AC005 Activities/A8 advice_checked_on", "AC012 Activities/A8 starts_on"],  # the advice is in the future too
    ),
    (
        "for a group, but serves no targeted outcome",
        {"Activities": {"A9": {"supports": ("O1",)}}},
        ["AC013 Activities/A9 supports"],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(5, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("AC", CASES) == set()
