"""SI: each rule on sound indicators with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

P2 = ("E7", "E8", "E9", "E10", "E11", "E12")

CASES: list[Case] = [
    (
        "an outcome without an indicator",
        {"Indicators": {"E8": {"outcomes": ("O4",)}, "E11": {"outcomes": ("O4",)}}},
        ["SI001 Indicators outcomes"],
    ),
    (
        "one indicator does not say whom it serves: perhaps this one",
        {"Indicators": {"E8": {"outcomes": ()}, "E11": {"outcomes": ("O4",)}}},
        ["WB012 Indicators/E8 outcomes"],
    ),
    (
        "a priority without a process indicator",
        {"Indicators": {"E7": None, "E8": None}},
        ["SI002 Indicators kind"],
    ),
    ("no date", {"Indicators": {"E3": {"due": None}}}, ["SI003 Indicators/E3 due"]),
    ("due after the outcome", {"Indicators": {"E12": {"due": dt.date(2012, 7, 6)}}}, ["SI004 Indicators/E12 due"]),
    ("due on the day of the outcome", {"Indicators": {"E12": {"due": dt.date(2012, 6, 29)}}}, []),
    (
        "due before the work starts",
        {"Indicators": {"E8": {"due": dt.date(2010, 9, 3)}}},
        ["SI004 Indicators/E8 due"],
    ),
    (
        "all due at the very end",
        {"Indicators": {"E8": {"due": dt.date(2012, 5, 1)}, "E11": {"due": dt.date(2012, 6, 1)}}},
        ["SI005 Indicators/E8 due"],
    ),
    ("impact without a figure", {"Indicators": {"E3": {"target": None}}}, ["SI006 Indicators/E3 target"]),
    ("impact without a direction", {"Indicators": {"E3": {"direction": None}}}, ["SI006 Indicators/E3 direction"]),
    (
        "more than the outcome asks for",
        {"Indicators": {"E6": {"target": 55.0}}},
        ["SI007 Indicators/E6 target"],
    ),
    ("nobody leads", {"Indicators": {"E3": {"lead": None}}}, ["SI008 Indicators/E3 lead"]),
    ("stands still", {"Indicators": {"E6": {"target": 38.0}}}, ["SI009 Indicators/E6 target"]),
    (
        "already past when the plan is submitted",
        {
            "Outcomes": {"O6": {"starts_on": dt.date(2010, 1, 11)}},
            "Indicators": {"E8": {"due": dt.date(2010, 6, 1)}},
        },
        ["SI010 Indicators/E8 due"],
    ),
    (
        "the year before is one mistake",
        {"Indicators": {"E8": {"due": dt.date(2010, 2, 4)}}},
        ["SI004 Indicators/E8 due"],
    ),
    (
        "a school year without a milestone",
        {"Indicators": {"E6": {"due": dt.date(2011, 7, 14)}, "E12": {"due": dt.date(2011, 7, 14)}}},
        ["SI011 Indicators due"],
    ),
    ("moves the wrong way", {"Indicators": {"E9": {"target": 50.0}}}, ["SI012 Indicators/E9 target"]),
    (
        "more than all",
        {"Indicators": {"E4": {"target": 165.0}}},
        ["SI013 Indicators/E4 target"],
    ),
    (
        "fractions for percentages",
        {"Indicators": {"E3": {"baseline": 0.31, "target": 0.38}}},
        ["SI015 Indicators/E3 baseline", "SI015 Indicators/E3 target"],
    ),
    ("under the other priority", {"Indicators": {"E3": {"priority": "P2"}}}, ["SI014 Indicators/E3 priority"]),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(4, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("SI", CASES) == set()
