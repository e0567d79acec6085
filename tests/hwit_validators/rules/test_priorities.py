"""PR: each rule on sound priorities with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said


def past(*indicators: str, cycle: int = 1) -> dict[str, dict[str, Any]]:
    """A history with one outcome for each of these indicators."""
    return {f"H{number}": {"cycle": cycle, "indicator": code} for number, code in enumerate(indicators, start=1)}


CASES: list[Case] = [
    ("only one", {"Priorities": {"P2": None}}, ["PR001 Priorities"]),
    (
        "two local ones",
        {"Priorities": {"P2": {"kind": "Local", "plan_reference": "CYPP, Be healthy"}}},
        ["PR002 Priorities/P2 kind"],
    ),
    (
        "one kind is blank: it may be the other one",
        {"Priorities": {"P2": {"kind": None}}},
        ["WB012 Priorities/P2 kind"],
    ),
    (
        "a local one that is nowhere in the local plan",
        {"Priorities": {"P1": {"plan_reference": None}}},
        ["PR003 Priorities/P1 plan_reference"],
    ),
    (
        "the school's own rests on the area's data",
        {"Priorities": {"P2": {"data": ("D3",)}}},
        ["PR004 Priorities/P2 data"],
    ),
    (
        "the data it rests on are not clear yet",
        {"Priorities": {"P2": {"data": ("D3",)}}, "Data": {"D3": {"origin": None}}},
        ["WB012 Data/D3 origin"],
    ),
    ("no indicator", {"Priorities": {"P1": {"indicator": None}}}, ["PR005 Priorities/P1 indicator"]),
    (
        "an indicator of another list",
        {"Priorities": {"P1": {"indicator": "PHOF C09a"}}},
        ["PR005 Priorities/P1 indicator"],
    ),
    (
        "an indicator the school can achieve itself",
        {"Priorities": {"P1": {"indicator": "NI 52"}}, "Needs": {"N1": {"indicator": "NI 52"}}},
        ["PR006 Priorities/P1 indicator"],
    ),
    (
        "an indicator out of any school's reach",
        {"Priorities": {"P1": {"indicator": "NI 53"}}, "Needs": {"N1": {"indicator": "NI 53"}}},
        ["PR006 Priorities/P1 indicator"],
    ),
    (
        "the same indicator twice",
        {"Priorities": {"P2": {"indicator": "NI 56"}}, "Needs": {"N2": {"indicator": "NI 56"}}},
        ["PR007 Priorities/P2 indicator"],
    ),
    (
        "a wrong indicator is one mistake: the needs are not to blame",
        {"Priorities": {"P2": {"indicator": "NI 112"}}},
        ["PR010 Priorities/P2 indicator"],
    ),
    ("so is the wrong kind", {"Priorities": {"P2": {"kind": "Local"}}}, ["PR002 Priorities/P2 kind"]),
    ("so are the wrong needs", {"Priorities": {"P2": {"needs": ("N5",)}}}, ["PR014 Priorities/P2 needs"]),
    (
        "no need",
        {"Priorities": {"P2": {"needs": ()}}},
        ["PR008 Priorities/P2 needs"],
    ),
    ("not agreed", {"Priorities": {"P2": {"agreed_on": None}}}, ["PR009 Priorities/P2 agreed_on"]),
    (
        "agreed before there was a group",
        {"Priorities": {"P2": {"agreed_on": dt.date(2009, 12, 1)}}},
        ["PR009 Priorities/P2 agreed_on"],
    ),
    (
        "agreed in the future",
        {"Priorities": {"P2": {"agreed_on": dt.date(2010, 6, 1)}}},
        ["PR009 Priorities/P2 agreed_on"],
    ),
    (
        "an indicator for older pupils",
        {"Priorities": {"P2": {"indicator": "NI 112"}}, "Needs": {"N2": {"indicator": "NI 112"}}},
        ["PR010 Priorities/P2 indicator"],
    ),
    (
        "an indicator for every phase",
        {"Priorities": {"P2": {"indicator": "NI 115"}}, "Needs": {"N2": {"indicator": "NI 115"}}},
        [],
    ),
    (
        "only staff were asked",
        {"Priorities": {"P2": {"consulted": ("Teaching staff", "Support staff")}}},
        ["PR011 Priorities/P2 consulted"],
    ),
    (
        "the local one rests on the school's data alone",
        {"Priorities": {"P1": {"data": ("D4", "D5")}}},
        ["PR012 Priorities/P1 data"],
    ),
    (
        "pupils were not asked",
        {"Priorities": {"P2": {"consulted": ("Teaching staff", "Governors")}}},
        ["PR013 Priorities/P2 consulted"],
    ),
    (
        "the needs belong to another indicator",
        {"Priorities": {"P2": {"indicator": "NI 115"}}},
        ["PR014 Priorities/P2 needs"],
    ),
    (
        "a need that fits no indicator says nothing against the priority's",
        {
            "Needs": {"N2": {"indicator": None, "no_indicator": "None is about lunchtimes."}},
            "Priorities": {"P2": {"indicator": "NI 115"}},
        },
        [],
    ),
    (
        "the most pressing need is left aside",
        {"Needs": {"N1": {"rank": 5}, "N5": {"rank": 1}}},
        ["PR015 Priorities needs"],
    ),
    (
        "data of other needs",
        {"Priorities": {"P2": {"data": ("D4", "D5")}}},
        ["PR016 Priorities/P2 data"],
    ),
    ("a second cycle, with one new priority", {"History": past("NI 56", "NI 70")}, []),
    (
        "a second cycle, with both priorities of the first",
        {"History": past("NI 56", "NI 70", "NI 50")},
        ["PR017 Priorities indicator"],
    ),
    (
        "a third cycle may come back to what the first worked on",
        {"History": past("NI 56", "NI 50", cycle=1) | {"H3": {"cycle": 2, "indicator": "NI 56"}}},
        [],
    ),
    (
        "the same indicator twice, from the cycle before, is one mistake",
        {
            "History": past("NI 56", "NI 50"),
            "Priorities": {"P2": {"indicator": "NI 56"}},
            "Needs": {"N2": {"indicator": "NI 56"}},
        },
        ["PR007 Priorities/P2 indicator"],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(3, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("PR", CASES) == set()
