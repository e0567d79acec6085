"""AG: each rule on a sound agreement with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

CASES: list[Case] = [
    ("the group has not agreed", {"Agreement": {"group_agreed_on": None}}, ["AG001 Agreement group_agreed_on"]),
    ("the head teacher has not agreed", {"Agreement": {"head_agrees": False}}, ["AG001 Agreement head_agrees"]),
    (
        "no Yes and no date is one mistake",
        {"Agreement": {"head_agrees": None, "head_agreed_on": None}},
        ["AG001 Agreement head_agrees"],
    ),
    ("agreed, but when", {"Agreement": {"head_agreed_on": None}}, ["AG001 Agreement head_agreed_on"]),
    (
        "the governors do not know",
        {"Agreement": {"governors_informed_on": None}},
        ["AG002 Agreement governors_informed_on"],
    ),
    (
        "agreed before it was written",
        {"Agreement": {"group_agreed_on": dt.date(2010, 6, 1)}},
        ["AG003 Agreement group_agreed_on"],
    ),
    ("agreed on the day it was written", {"Agreement": {"group_agreed_on": dt.date(2010, 6, 9)}}, []),
    (
        "agreed in the future",
        {"Agreement": {"head_agreed_on": dt.date(2010, 7, 1)}},
        ["AG003 Agreement head_agreed_on"],
    ),
    (
        "written in the future; who agreed is not blamed for it",
        {"Agreement": {"written_on": dt.date(2011, 6, 9)}},
        ["AG003 Agreement written_on"],
    ),
    (
        "written before the priorities were agreed",
        {"Agreement": {"written_on": dt.date(2010, 4, 1)}},
        ["AG004 Agreement written_on"],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(4, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("AG", CASES) == set()
