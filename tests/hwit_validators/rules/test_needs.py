"""NA: each rule on a sound needs analysis with something changed, and what all the rules then say."""

from __future__ import annotations

from typing import Any

import pytest

from support.plans import Case, a_plan, as_params, found, not_shown, primary, said

EVERY = [f"D{n}" for n in range(1, 13)]

CASES: list[Case] = [
    ("no local data", {"Data": {ref: {"origin": "School", "pupils": 168} for ref in EVERY}}, ["NA001 Data origin"]),
    ("a fraction for a percentage", {"Data": {"D1": {"value": 0.224}}}, ["NA019 Data/D1 value"]),
    (
        "two fractions for percentages",
        {"Data": {"D1": {"value": 0.224, "comparator_value": 0.193}}},
        ["NA019 Data/D1 comparator_value", "NA019 Data/D1 value"],
    ),
    ("a small percentage beside another", {"Data": {"D1": {"value": 0.4, "comparator_value": 1.2}}}, []),
    ("no school data", {"Data": {ref: {"origin": "Local"} for ref in EVERY}}, ["NA002 Data origin"]),
    (
        "one origin is blank: perhaps it is the missing one",
        {"Data": {ref: {"origin": "Local"} for ref in EVERY[1:]} | {"D1": {"origin": None}}},
        ["WB012 Data/D1 origin"],
    ),
    (
        "nothing on the whole school",
        {"Data": {ref: {"scope": "Specific group", "group": "Young carers"} for ref in EVERY}},
        ["NA003 Data scope"],
    ),
    (
        "nothing on a group",
        {"Data": {"D7": {"scope": "Whole school", "group": None}, "D10": {"scope": "Whole school", "group": None}}},
        ["NA004 Data scope"],
    ),
    ("a group without a name", {"Data": {"D7": {"group": None}}}, ["NA005 Data/D7 group"]),
    ("data from 2005/06", {"Data": {"D1": {"period": "2005/06"}}}, ["NA006 Data/D1 period"]),
    ("data without a year", {"Data": {"D1": {"period": "last autumn"}}}, ["NA006 Data/D1 period"]),
    ("a need without data", {"Needs": {"N4": {"data": ()}}}, ["NA007 Needs/N4 data"]),
    ("a need without an indicator", {"Needs": {"N4": {"indicator": None}}}, ["NA008 Needs/N4 indicator"]),
    (
        "a need without an indicator, explained",
        {"Needs": {"N4": {"indicator": None, "no_indicator": "No indicator counts clubs."}}},
        [],
    ),
    (
        "pupils compared with a percentage",
        {"Data": {"D7": {"comparator_unit": "%"}}},
        ["NA009 Data/D7 comparator_unit"],
    ),
    ("the unit of the comparison left blank", {"Data": {"D7": {"comparator_unit": None}}}, []),
    ("percent written out", {"Data": {"D1": {"unit": "per cent"}}}, []),
    ("nine pupils", {"Data": {"D10": {"pupils": 9, "value": 5.0}}}, ["NA010 Data/D10 pupils"]),
    ("two needs ranked first", {"Needs": {"N2": {"rank": 1}}}, ["NA011 Needs/N2 rank"]),
    ("none ranked first", {"Needs": {"N1": {"rank": 2}}}, ["NA011 Needs rank"]),
    ("a tie further down", {"Needs": {"N4": {"rank": 5}}}, []),
    (
        "about the whole school, but names a group",
        {"Data": {"D4": {"group": "Young carers"}}},
        ["NA012 Data/D4 scope"],
    ),
    ("a year to come", {"Data": {"D4": {"period": "March 2019"}}}, ["NA013 Data/D4 period"]),
    ("more than all", {"Data": {"D4": {"value": 131.0}}}, ["NA014 Data/D4 value"]),
    ("more pupils than it is about", {"Data": {"D7": {"value": 21.0}}}, ["NA014 Data/D7 value"]),
    ("a figure without a unit", {"Data": {"D4": {"unit": None}}}, ["NA015 Data/D4 unit"]),
    (
        "half of a group, but how many is that",
        {"Data": {"D7": {"value": 21.1, "unit": "%", "pupils": None, "comparator_unit": "%"}}},
        ["NA016 Data/D7 pupils"],
    ),
    ("an attendance of 94% needs no number of pupils", {"Data": {"D4": {"pupils": None}}}, []),
    ("more pupils than on roll", {"Data": {"D4": {"pupils": 3120}}}, ["NA017 Data/D4 pupils"]),
    ("the roll has lost a digit: one mistake", {"School": {"roll": 31}}, ["NA017 School roll"]),
    (
        "more answers than pupils, since parents answered too",
        {"Data": {"D6": {"pupils": 420}}},
        [],
    ),
    (
        "data on groups, but no need rests on them",
        {"Needs": {"N3": {"data": ("D8",)}, "N4": {"data": ("D4",)}}},
        ["NA018 Needs data"],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(2, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("NA", CASES) == set()


@pytest.mark.parametrize(
    ("period", "old"),
    [
        ("2007/08", False),  # ended in August 2008, less than three years before 15 June 2011
        ("2006/07", True),
        ("2007-8", False),
        ("2007–08", False),
        ("2008-03", False),  # the month, not a school year that ends before it starts
        ("Autumn term 2008", False),
        ("2007", True),
        ("June 2008", False),
        ("May 2008", True),
        ("Jun. 2008", False),
        ("12/05/2008", True),
        ("12/06/08", False),
        ("2005 to 2009", False),  # the newest counts
        ("2003/04 - 2006/07", True),
        ("between 2006 and 2010", False),
    ],
)
def test_when_a_period_ended(period: str, old: bool) -> None:
    plan = a_plan(2, Data=[{"period": period}])
    assert found("NA006", plan) == ([("Data", "D1", "period")] if old else [])
