"""DG: each rule on a sound group with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, as_params, not_shown, primary, said

LEFT = dt.date(2010, 2, 1)
CLUSTER: dict[str, Any] = {
    "School": {"cluster": "Larkfield cluster"},
    "Members": {f"M{n}": {"school": "Larkfield Green Primary School"} for n in range(1, 14)}
    | {"M5": {"school": "Holt Infants"}, "M6": {"school": "Holt Infant School", "lead": True}},
}
"""The worked plan's group as that of two schools, each with its lead."""


def cluster(**members: dict[str, Any]) -> dict[str, Any]:
    """The cluster's group with some members changed."""
    rows = {ref: change | members.get(ref, {}) for ref, change in CLUSTER["Members"].items()}
    return CLUSTER | {"Members": rows}


CASES: list[Case] = [
    (
        "no senior leader",
        {"Members": {"M1": {"represents": "Teaching staff"}, "M2": {"represents": "Teaching staff"}}},
        ["DG001 Members represents"],
    ),
    (
        "one member's voice is blank: perhaps it is the missing one",
        {"Members": {"M1": {"represents": "Teaching staff"}, "M2": {"represents": None}}},
        ["WB012 Members/M2 represents"],
    ),
    (
        "the only leaders have left",
        {"Members": {"M1": {"left_on": LEFT, "lead": False}, "M2": {"left_on": LEFT}, "M3": {"lead": True}}},
        ["DG001 Members/M2 left_on"],
    ),
    ("no governor", {"Members": {"M10": None}}, ["DG002 Members represents"]),
    ("no pupils", {"Members": {"M7": None}}, ["DG003 Members represents"]),
    ("no parents", {"Members": {"M8": None, "M9": None}}, ["DG004 Members represents"]),
    ("no support staff", {"Members": {"M5": None, "M6": None, "M13": None}}, ["DG005 Members represents"]),
    ("no partners", {"Members": {"M11": None, "M12": None}}, ["DG006 Members represents"]),
    ("no teachers", {"Members": {"M3": None, "M4": None}}, ["DG014 Members represents"]),
    ("the only governor has left", {"Members": {"M10": {"left_on": LEFT}}}, ["DG013 Members/M10 left_on"]),
    ("the only governor leaves at the end of the year", {"Members": {"M10": {"left_on": dt.date(2010, 7, 20)}}}, []),
    ("nobody leads", {"Members": {"M1": {"lead": None}}}, ["DG007 Members lead"]),
    ("two lead", {"Members": {"M2": {"lead": True}}}, ["DG007 Members/M2 lead"]),
    (
        "the lead has left",
        {"Members": {"M1": {"left_on": LEFT}}},
        ["DG007 Members lead"],
    ),
    ("two schools of a cluster, each with its lead, one name written two ways", cluster(), []),
    (
        "the other school has no lead",
        cluster(M6={"lead": False}),
        ["DG008 Members/M5 lead"],
    ),
    (
        "one person leads for both schools",
        cluster(M6={"name": "Ruth Calloway"}),
        ["DG008 Members/M6 lead"],
    ),
    (
        "a member of a cluster names no school",
        cluster(M4={"school": None}),
        ["DG015 Members/M4 school"],
    ),
    ("a partner serves all schools of the cluster", cluster(M11={"school": None}), []),
    (
        "a cluster in which nobody names a school is one mistake",
        cluster(**{f"M{n}": {"school": None} for n in range(1, 14)}),
        ["DG015 Members school"],
    ),
    (
        "a partner from another school makes no cluster",
        {"Members": {"M1": {"school": "Larkfield Green Primary"}, "M12": {"school": "North Arden High School"}}},
        [],
    ),
    (
        "several schools, but no cluster",
        CLUSTER | {"School": {}},
        ["DG015 School cluster"],
    ),
    (
        "a task neither agreed nor left out",
        {"KeyTasks": {"K2": {"agreed": None}}},
        ["DG009 KeyTasks/K2 agreed"],
    ),
    ("a task left out without a reason", {"KeyTasks": {"K6": {"agreed": False}}}, ["DG009 KeyTasks/K6 explained"]),
    (
        "a task left out with a reason",
        {"KeyTasks": {"K6": {"agreed": False, "explained": "The school council does this already."}}},
        [],
    ),
    ("one of its own tasks is left out: no reason needed", {"KeyTasks": {"K8": {"agreed": False}}}, []),
    (
        "nothing agreed yet is one mistake",
        {"KeyTasks": {f"K{n}": {"agreed": None} for n in range(1, 9)}},
        ["DG009 KeyTasks agreed"],
    ),
    ("a given task is deleted", {"KeyTasks": {"K3": None}}, ["DG009 KeyTasks"]),
    (
        "the membership was reviewed over a year ago",
        {"GroupReview": {"established_on": dt.date(2008, 1, 1), "reviewed_on": dt.date(2009, 2, 1)}},
        ["DG010 GroupReview reviewed_on"],
    ),
    ("a prompt is not answered", {"GroupReview": {"pupils": None}}, ["DG011 GroupReview pupils"]),
    (
        "the development plan is not named",
        {"GroupReview": {"development_plan": None}},
        ["DG012 GroupReview development_plan"],
    ),
    (
        "reviewed before it was established",
        {"GroupReview": {"reviewed_on": dt.date(2010, 1, 12)}},
        ["DG016 GroupReview reviewed_on"],
    ),
    (
        "reviewed long before it was established is one mistake",
        {"GroupReview": {"reviewed_on": dt.date(2008, 1, 12)}},
        ["DG016 GroupReview reviewed_on"],
    ),
    (
        "established in the future; the review is not blamed for it",
        {"GroupReview": {"established_on": dt.date(2011, 1, 20)}},
        ["DG016 GroupReview established_on"],
    ),
    ("no next review", {"GroupReview": {"next_review_on": None}}, ["DG017 GroupReview next_review_on"]),
    (
        "the next review has passed",
        {"GroupReview": {"next_review_on": dt.date(2010, 2, 4)}},
        ["DG017 GroupReview next_review_on"],
    ),
    (
        "left before joining",
        {"Members": {"M13": {"left_on": dt.date(2009, 12, 1)}}},
        ["DG018 Members/M13 left_on"],
    ),
    ("a partner from nowhere", {"Members": {"M11": {"organisation": None}}}, ["DG019 Members/M11 organisation"]),
    (
        "a parent governor stands twice",
        {"Members": {"M10": {"name": "Joanne Tranter"}}},
        ["DG020 Members/M10 name"],
    ),
    ("an empty seat", {"Members": {"M9": {"name": "Vacancy"}}}, ["DG021 Members/M9 name"]),
    ("nobody leads on a task", {"KeyTasks": {"K2": {"lead": None}}}, ["DG022 KeyTasks/K2 lead"]),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(1, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("DG", CASES) == set()


def test_on_later_forms_a_member_who_left_meanwhile_still_counts() -> None:
    """The group is locked from stage 2 on: whoever left since then cannot be replaced on the form."""
    plan = primary(5, Members={"M10": {"left_on": dt.date(2010, 4, 1)}})
    assert said(plan) == []
