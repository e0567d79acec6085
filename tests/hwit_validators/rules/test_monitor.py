"""MN: each rule on sound monitoring with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, a_plan, as_params, found, not_shown, primary, said

FUTURE = dt.date(2011, 11, 4)


def moved(new_due: dt.date, discussed_on: dt.date) -> dict[str, Any]:
    """Another revision of E3."""
    return {
        "indicator": "E3",
        "what": "Due date",
        "was": "The date before",
        "new_due": new_due,
        "why": "Year 3 needs more time.",
        "discussed_on": discussed_on,
    }


CASES: list[Case] = [
    (
        "read on the day of the baseline",
        {"Readings": {"R1": {"read_on": dt.date(2010, 3, 12)}}},
        ["MN001 Readings/R1 read_on"],
    ),
    ("read in the future", {"Readings": {"R39": {"read_on": FUTURE}}}, ["MN001 Readings/R39 read_on"]),
    ("more pupils than were asked", {"Readings": {"R44": {"value": 17.0}}}, ["MN002 Readings/R44 value"]),
    ("more than all", {"Readings": {"R43": {"value": 690.0}}}, ["MN002 Readings/R43 value"]),
    (
        "a running indicator that was last read six months ago",
        {
            "Indicators": {"E12": {"due": dt.date(2012, 3, 30)}},
            "Readings": {"R40": None, "R49": None},
            "Celebrations": {"C12": None},
        },
        ["MN003 Readings measure"],
    ),
    (
        "the same, but stage 4 promised a look once a year",
        {
            "Indicators": {"E12": {"due": dt.date(2012, 3, 30), "how_often": "Yearly"}},
            "Readings": {"R40": None, "R49": None},
            "Celebrations": {"C12": None},
        },
        [],
    ),
    (
        "a slip of the key in the number of pupils",
        {"Readings": {"R1": {"sample_size": 1700}}},
        ["MN004 Readings/R1 sample_size"],
    ),
    ("the roll has lost a digit: one mistake, not twenty", {"School": {"roll": 31}}, ["MN004 School roll"]),
    ("a tenth more pupils than a year ago", {"Readings": {"R42": {"sample_size": 195}}}, []),
    ("revised, but why", {"Revisions": {"V1": {"why": None}}}, ["MN005 Revisions/V1 why"]),
    ("revised, but when", {"Revisions": {"V1": {"discussed_on": None}}}, ["MN005 Revisions/V1 discussed_on"]),
    (
        "moved beyond the outcome",
        {"Revisions": {"V2": {"new_due": dt.date(2012, 7, 6)}}},
        ["MN006 Revisions/V2 new_due"],
    ),
    ("moved to the day of the outcome", {"Revisions": {"V2": {"new_due": dt.date(2012, 6, 29)}}}, []),
    (
        "moved beyond the outcome, and moved back since",
        {"Revisions": {"V1": {"new_due": dt.date(2012, 7, 6)}, "V3": moved(dt.date(2011, 9, 30), dt.date(2011, 7, 6))}},
        [],
    ),
    ("confirmed, but when", {"Amendments": {"X1": {"decided_on": None}}}, ["MN007 Amendments/X1 decided_on"]),
    (
        "nothing is said of the panel's answer: it waits",
        {"Amendments": {"X1": {"decision": None, "decided_on": None}}},
        [],
    ),
    ("answered, but how", {"Amendments": {"X1": {"decision": None}}}, ["MN007 Amendments/X1 decision"]),
    ("waiting, but answered", {"Amendments": {"X1": {"decision": "Waiting"}}}, ["MN007 Amendments/X1 decision"]),
    (
        "answered before it was asked",
        {"Amendments": {"X1": {"decided_on": dt.date(2011, 9, 1)}}},
        ["MN007 Amendments/X1 decided_on"],
    ),
    (
        "two figures swapped: 14 for 41",
        {"Readings": {"R28": {"value": 14.0, "comment": None}}},
        ["MN008 Readings/R28 value"],
    ),
    ("a good term", {"Readings": {"R41": {"value": 52.0, "comment": None}}}, []),
    (
        "overdue, not reached, not explained",
        {"Readings": {"R49": {"value": 29.0}}, "Celebrations": {"C12": None}},
        ["MN009 Readings/R49 comment"],
    ),
    (
        "overdue, but celebrated: one mistake",
        {"Readings": {"R49": {"value": 29.0}}},
        ["MN016 Celebrations/C12 indicator"],
    ),
    (
        "the reading behind a celebration is dated in the future: one mistake",
        {"Readings": {"R49": {"read_on": FUTURE}}},
        ["MN001 Readings/R49 read_on"],
    ),
    (
        "overdue, and explained",
        {"Readings": {"R49": {"value": 29.0, "comment": "Two wet weeks."}}, "Celebrations": {"C12": None}},
        [],
    ),
    (
        "overdue, and revised",
        {
            "Readings": {"R49": {"value": 29.0}},
            "Celebrations": {"C12": None},
            "Revisions": {"V3": moved(dt.date(2011, 12, 16), dt.date(2011, 10, 19)) | {"indicator": "E12"}},
        },
        [],
    ),
    ("reached, and nobody told", {"Celebrations": {"C11": None, "C12": None}}, ["MN010 Celebrations indicator"]),
    ("half as many asked", {"Readings": {"R1": {"sample_size": 83}}}, ["MN011 Readings/R1 sample_size"]),
    ("exactly half", {"Readings": {"R1": {"sample_size": 84}}}, []),
    ("a fraction for a percentage", {"Readings": {"R18": {"value": 0.36}}}, ["MN012 Readings/R18 value"]),
    (
        "a fraction for a changed target",
        {"Revisions": {"V1": {"what": "Target", "new_target": 0.4}}},
        ["MN012 Revisions/V1 new_target"],
    ),
    ("neither done nor not done", {"Readings": {"R5": {"done": None}}}, ["MN013 Readings/R5 done"]),
    ("no figure", {"Readings": {"R1": {"value": None}}}, ["MN013 Readings/R1 value"]),
    (
        "a figure that could not be read",
        {"Readings": {"R1": {"value": None, "unreadable": frozenset({"value"})}}},
        [],
    ),
    ("discussed in the future", {"Revisions": {"V1": {"discussed_on": FUTURE}}}, ["MN014 Revisions/V1 discussed_on"]),
    ("a new date that is not given", {"Revisions": {"V1": {"new_due": None}}}, ["MN015 Revisions/V1 new_due"]),
    (
        "a new target that is not given",
        {"Amendments": {"X1": {"new_target": None}}},
        ["MN015 Amendments/X1 new_target"],
    ),
    (
        "celebrated too soon",
        {"Celebrations": {"C6": {"celebrated_on": dt.date(2011, 3, 30)}}},
        ["MN016 Celebrations/C6 indicator"],
    ),
    (
        "a party that is still to come",
        {"Celebrations": {"C6": {"celebrated_on": FUTURE}}},
        ["MN016 Celebrations/C6 celebrated_on"],
    ),
    ("a percentage of how many", {"Readings": {"R2": {"sample_size": None}}}, ["MN017 Readings/R2 sample_size"]),
    (
        "two readings of one day",
        {
            "Readings": {
                "R50": {
                    "measure": "O1",
                    "read_on": dt.date(2011, 10, 7),
                    "value": 46.0,
                    "sample_size": 174,
                    "source": "Diaries",
                }
            }
        },
        ["MN018 Readings/R50 read_on"],
    ),
    (
        "moved again and again",
        {
            "Revisions": {
                "V3": moved(dt.date(2011, 9, 30), dt.date(2011, 7, 6)),
                "V4": moved(dt.date(2011, 12, 16), dt.date(2011, 9, 14)),
            }
        },
        ["MN019 Revisions/V4 indicator"],
    ),
    (
        "a new target below the baseline",
        {
            "Revisions": {
                "V3": moved(FUTURE, dt.date(2011, 9, 14))
                | {"indicator": "E6", "what": "Target", "new_due": None, "new_target": 30.0}
            }
        },
        ["MN020 Revisions/V3 new_target"],
    ),
    ("the words say another figure", {"Readings": {"R1": {"value": 43.0}}}, ["MN021 Readings/R1 value"]),
    ("a reading for nothing", {"Readings": {"R1": {"measure": "O9"}}}, ["WB014 Readings/R1 measure"]),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(7, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("MN", CASES) == set()


@pytest.mark.parametrize(
    ("earlier", "now", "unit", "size", "wild"),
    [
        ((31, 34, 36), 41, "%", 169, False),
        ((31, 34, 36), 63, "%", 169, True),
        ((20, 20, 40), 60, "%", 5, False),  # two pupils of five
        ((3, 4, 4), 8, "Pupils", 12, False),
        ((46, 41, 35), 25, "Pupils", 266, False),
        ((46, 41, 35), 300, "Pupils", 312, True),
        ((5.1, 4.6), 41, "Score", 14, True),  # 4.1 without its point
        ((31,), 63, "%", 169, False),  # one figure is too few to tell
        ((31, 34, 340, 36), 40, "Days", 169, False),  # one wild figure does not make the next one wild
    ],
)
def test_what_is_a_wild_jump(earlier: tuple[float, ...], now: float, unit: str, size: int, wild: bool) -> None:
    day = dt.date(2010, 9, 1)
    figures = [*earlier[1:], now]
    readings = [
        {"measure": "O1", "read_on": day + dt.timedelta(days=60 * n), "value": float(value), "sample_size": size}
        for n, value in enumerate(figures, 1)
    ]
    plan = a_plan(
        7,
        Outcomes={"O1": {"unit": unit, "target": 50.0}},
        Baselines=[{"measure": "O1", "value": float(earlier[0]), "measured_on": day}],
        Readings=readings,
    )
    last = f"R{len(readings)}"
    assert (last in [ref for _, ref, _ in found("MN008", plan)]) is wild
