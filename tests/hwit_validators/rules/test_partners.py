"""PA: each rule on sound partners with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

CASES: list[Case] = [
    (
        "not checked yet",
        {"Partners": {"PT1": {"checked": "Not yet", "checked_on": None}}},
        ["PA001 Partners/PT1 checked"],
    ),
    ("checked, but when", {"Partners": {"PT1": {"checked_on": None}}}, ["PA001 Partners/PT1 checked_on"]),
    (
        "checked after the work started",
        {
            "Partners": {"PT2": {"checked_on": dt.date(2010, 9, 20)}},
            "Activities": {"A2": {"starts_on": dt.date(2010, 9, 13)}},
        },
        ["PA001 Partners/PT2 checked_on"],
    ),
    (
        "checked in the future",
        {"Partners": {"PT1": {"checked_on": dt.date(2010, 10, 1)}}},
        ["PA001 Partners/PT1 checked_on"],
    ),
    (
        "no agreement considered",
        {"Partners": {"PT2": {"agreement": "Not yet considered"}}},
        ["PA002 Partners/PT2 agreement"],
    ),
    (
        "does not know the model",
        {"Partners": {"PT2": {"understands_model": False}}},
        ["PA003 Partners/PT2 understands_model"],
    ),
    ("helps with what", {"Partners": {"PT2": {"outcomes": ()}}}, ["PA004 Partners/PT2 outcomes"]),
    ("helps with everything", {"Partners": {"PT2": {"outcomes": ("All",)}}}, []),
    ("takes part in nothing", {"Activities": {"A2": {"partner": None}}}, ["PA005 Partners/PT2 partner"]),
    (
        "helps with another outcome than the activity serves",
        {"Activities": {"A5": {"partner": "PT1"}}},
        ["PA006 Activities/A5 partner"],
    ),
    (
        "a plan without partners",
        {
            "Partners": {"PT1": None, "PT2": None, "PT3": None},
            "Activities": {f"A{n}": {"partner": None} for n in range(1, 10)},
        },
        [],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(5, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("PA", CASES) == set()
