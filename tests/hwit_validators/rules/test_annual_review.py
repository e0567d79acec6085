"""AR: each rule on a sound review with one answer changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

ALL_41 = [f"1.{n}" for n in range(1, 12)] + [f"2.{n}" for n in range(1, 12)] + [f"3.{n}" for n in range(1, 11)]
ALL_41 += [f"4.{n}" for n in range(1, 10)]

CASES: list[Case] = [
    ("one criterion is not answered", {"Criteria": {"2.4": {"met": None}}}, ["AR001 Criteria/2.4 met"]),
    ("no criterion is answered", {"Criteria": {ref: {"met": None} for ref in ALL_41}}, ["AR001 Criteria met"]),
    ("the row of a criterion is deleted", {"Criteria": {"2.4": None}}, ["AR001 Criteria"]),
    (
        "an answer that could not be read is not called missing",
        {"Criteria": {"2.4": {"met": None, "unreadable": frozenset({"met"})}}},
        [],
    ),
    (
        "changed, but not how",
        {"Criteria": {"1.3": {"change": "Changed", "what_changed": None}}},
        ["AR002 Criteria/1.3 what_changed"],
    ),
    (
        "not met, without an action",
        {"Criteria": {"3.3": {"met": "No"}}, "Declaration": {"foundation_kept": False}},
        ["AR003 Criteria/3.3 action"],
    ),
    (
        "partly met, with an action, and the foundation still open",
        {
            "Criteria": {"3.3": {"met": "Partly", "action": "A second hour for Year 4, PE lead, by March"}},
            "Declaration": {"foundation_kept": False},
        },
        [],
    ),
    (
        "partly met, but the foundation is said to be kept",
        {"Criteria": {"3.3": {"met": "Partly", "action": "A second hour for Year 4, PE lead, by March"}}},
        ["AR009 Declaration foundation_kept"],
    ),
    (
        "everything met, but the foundation is said not to be kept",
        {"Declaration": {"foundation_kept": False}},
        ["AR010 Declaration foundation_kept"],
    ),
    (
        "looked at the year before",
        {"Criteria": {"3.3": {"reviewed_on": dt.date(2009, 8, 31)}}},
        ["AR004 Criteria/3.3 reviewed_on"],
    ),
    ("looked at on the first day of the year", {"Criteria": {"3.3": {"reviewed_on": dt.date(2009, 9, 1)}}}, []),
    (
        "looked at in the future",
        {"Criteria": {"3.3": {"reviewed_on": dt.date(2010, 3, 1)}}},
        ["AR004 Criteria/3.3 reviewed_on"],
    ),
    (
        "the wrong year on the declaration is one mistake, not 41",
        {"Declaration": {"year_starts_on": dt.date(2008, 9, 1)}},
        ["AR004 Declaration year_starts_on"],
    ),
    ("an element is not described", {"Elements": {"W5": {"how_shown": None}}}, ["AR005 Elements/W5 how_shown"]),
    ("the head teacher has not agreed", {"Declaration": {"head_declares": False}}, ["AR006 Declaration head_declares"]),
    (
        "an unsigned declaration is one mistake, not two",
        {"Declaration": {"governor_declares": None, "governor_declared_on": None}},
        ["AR006 Declaration governor_declares"],
    ),
    (
        "agreed, but not when",
        {"Declaration": {"head_declared_on": None}},
        ["AR006 Declaration head_declared_on"],
    ),
    (
        "not applicable, without a word",
        {"Criteria": {"1.6": {"met": "Not applicable", "evidence": None}}},
        ["AR007 Criteria/1.6 evidence"],
    ),
    (
        "not applicable, with a reason",
        {"Criteria": {"2.9": {"met": "Not applicable", "evidence": "No kitchen in the building"}}},
        [],
    ),
    ("met, but where is the evidence", {"Criteria": {"1.1": {"evidence": None}}}, ["AR008 Criteria/1.1 evidence"]),
    (
        "no evidence anywhere is one mistake",
        {"Criteria": {ref: {"evidence": None} for ref in ALL_41}},
        ["AR008 Criteria evidence"],
    ),
    (
        "completed before the last criterion was looked at",
        {"Declaration": {"completed_on": dt.date(2009, 12, 1)}},
        ["AR011 Declaration completed_on"],
    ),
    (
        "completed in the future; the signatures are not blamed for it",
        {"Declaration": {"completed_on": dt.date(2010, 12, 11)}},
        ["AR011 Declaration completed_on"],
    ),
    (
        "signed before the review was finished",
        {"Declaration": {"head_declared_on": dt.date(2009, 12, 1)}},
        ["AR012 Declaration head_declared_on"],
    ),
    (
        "signed in the future",
        {"Declaration": {"governor_declared_on": dt.date(2010, 1, 8)}},
        ["AR012 Declaration governor_declared_on"],
    ),
    (
        "another answer than last year, but unchanged",
        {"Criteria": {"1.1": {"last_answer": "Partly"}}},
        ["AR013 Criteria/1.1 change"],
    ),
    (
        "the same words copied down",
        {"Criteria": {ref: {"evidence": "See Healthy Schools folder."} for ref in ALL_41[:10]}},
        ["AR014 Criteria evidence"],
    ),
    (
        "nine criteria may well be shown by the same paper",
        {"Criteria": {ref: {"evidence": "PSHE policy, 2009"} for ref in ALL_41[:9]}},
        [],
    ),
    (
        "unchanged, but describes a change",
        {"Criteria": {"1.1": {"what_changed": "A new scheme of work."}}},
        ["AR015 Criteria/1.1 change"],
    ),
    (
        "the head teacher signs as governor too",
        {"Declaration": {"governor": "MARGARET  ASHDOWN"}},
        ["AR016 Declaration governor"],
    ),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(0, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("AR", CASES) == set()


def test_names_are_never_repeated() -> None:
    plan = primary(0, Declaration={"governor": "Margaret Ashdown"})
    from support.plans import findings

    [finding] = findings("AR016", plan)
    assert "Ashdown" not in f"{finding.message} {finding.found}"
