"""BA: each rule on sound baselines with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

CASES: list[Case] = [
    ("an outcome without a baseline", {"Baselines": {"B1": None}}, ["BA001 Baselines measure"]),
    (
        "one baseline does not say for what: perhaps for this outcome",
        {"Baselines": {"B1": {"measure": None}}},
        ["WB012 Baselines/B1 measure"],
    ),
    ("an impact indicator without a baseline", {"Baselines": {"B7": None}}, ["BA002 Baselines measure"]),
    (
        "measured after the activity began",
        {"Baselines": {"B6": {"measured_on": dt.date(2011, 1, 18)}}},
        ["BA003 Baselines/B6 measured_on"],
    ),
    (
        "measured in the future",
        {"Baselines": {"B1": {"measured_on": dt.date(2010, 10, 1)}}},
        ["BA003 Baselines/B1 measured_on"],
    ),
    ("another unit", {"Baselines": {"B3": {"unit": "%"}}}, ["BA004 Baselines/B3 unit"]),
    ("another figure than at stage 4", {"Baselines": {"B1": {"value": 33.0}}}, ["BA005 Baselines/B1 value"]),
    (
        "another figure, explained",
        {"Baselines": {"B1": {"value": 33.0, "note": "Counted again in September with the new Year 3."}}},
        [],
    ),
    ("a fraction for a percentage", {"Baselines": {"B1": {"value": 0.31}}}, ["BA012 Baselines/B1 value"]),
    ("a percentage of how many", {"Baselines": {"B1": {"sample_size": None}}}, ["BA006 Baselines/B1 sample_size"]),
    (
        "more people than the outcome is about",
        {"Baselines": {"B6": {"sample_size": 140}}},
        ["BA006 Baselines/B6 sample_size"],
    ),
    (
        "the target is reached already",
        {"Baselines": {"B1": {"value": 51.0}}},
        ["BA007 Baselines/B1 value"],
    ),
    (
        "a figure of two years ago",
        {"Baselines": {"B6": {"measured_on": dt.date(2009, 5, 21)}}},
        ["BA008 Baselines/B6 measured_on"],
    ),
    ("another question", {"Baselines": {"B2": {"same_method": False}}}, ["BA009 Baselines/B2 same_method"]),
    (
        "two baselines for one outcome",
        {"Baselines": {"B7": {"measure": "O1"}}},
        ["BA010 Baselines/B7 measure"],  # that E3 has none now is the same slip
    ),
    ("a digit too many: one mistake", {"Baselines": {"B4": {"value": 460.0}}}, ["BA011 Baselines/B4 value"]),
    (
        "more pupils than there are",
        {"Baselines": {"B4": {"value": 460.0, "note": "Counted again."}}},
        ["BA011 Baselines/B4 value"],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(5, **edits)) == expected


def test_a_baseline_may_be_measured_on_the_day_the_activity_begins() -> None:
    """Stage 6 is returned in February, after the club began on 17 January."""
    assert said(primary(6, Baselines={"B6": {"measured_on": dt.date(2011, 1, 17)}})) == []
    late = primary(6, Baselines={"B6": {"measured_on": dt.date(2011, 1, 18)}})
    assert said(late) == ["BA003 Baselines/B6 measured_on"]


def test_every_rule_is_shown() -> None:
    assert not_shown("BA", CASES) == set()
