"""SC: each rule on a sound School sheet with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.model.profile import Profile
from support.plans import Case, a_plan, as_params, findings, found, not_shown, primary, said

CASES: list[Case] = [
    ("seven digits", {"School": {"urn": "9000011"}}, ["SC001 School urn"]),
    ("the school's other number", {"School": {"urn": "331/2145"}}, ["SC001 School urn"]),
    ("a former URN with a slip", {"School": {"predecessor_urn": "12345"}}, ["SC001 School predecessor_urn"]),
    ("an authority nobody knows", {"School": {"la_code": "999"}}, ["SC002 School la_code"]),
    (
        "all seven digits of the number",
        {"School": {"establishment_number": "3312145"}},
        ["SC003 School establishment_number"],
    ),
    (
        "a secondary school's number",
        {"School": {"establishment_number": "4021"}},
        ["SC004 School establishment_number"],
    ),
    ("a fraction for a percentage", {"School": {"free_meals_percent": 0.7}}, ["SC008 School free_meals_percent"]),
    ("too many for a primary school", {"School": {"roll": 3120}}, ["SC005 School roll"]),
    ("a small village school", {"School": {"roll": 22}}, []),
    ("counted two years ago", {"School": {"roll_on": dt.date(2007, 10, 1)}}, ["SC005 School roll_on"]),
    ("counted in the future", {"School": {"roll_on": dt.date(2010, 1, 21)}}, ["SC005 School roll_on"]),
    (
        "an address with a name",
        {"School": {"coordinator_email": "Ruth <r@sch.uk>"}},
        ["SC006 School coordinator_email"],
    ),
    ("two addresses", {"School": {"coordinator_email": "a@b.sch.uk, c@b.sch.uk"}}, ["SC006 School coordinator_email"]),
    ("no dot", {"School": {"coordinator_email": "office@school"}}, ["SC006 School coordinator_email"]),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(0, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("SC", CASES) == {"SC007"}, "SC007 is shown below"


@pytest.mark.parametrize(
    ("urns", "urn", "expected"),
    [
        ({"900001"}, "900001", []),
        ({"900002"}, "900001", [("School", "Answer", "urn")]),
        (set(), "900001", []),  # the programme has listed no schools
        ({"900002"}, "90001", []),  # SC001 speaks of it
    ],
)
def test_the_school_is_in_the_programme(urns: set[str], urn: str, expected: list[tuple[str, str, str]]) -> None:
    plan = a_plan(1, School={"urn": urn}, profile=Profile(urns=frozenset(urns)))
    assert found("SC007", plan) == expected


def test_the_address_is_never_repeated() -> None:
    [finding] = findings("SC006", a_plan(1, School={"coordinator_email": "ruth calloway@home"}))
    assert finding.found is None
    assert "ruth" not in finding.message
