"""OC: each rule on sound outcomes with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.model.profile import OutcomesPer, Profile
from support.plans import Case, as_params, found, not_shown, primary, said

LONG_AGO = {"nhss_achieved_on": dt.date(2006, 3, 1), "joined_on": dt.date(2006, 9, 4)}
"""The school joined long before this plan."""

CASES: list[Case] = [
    (
        "a priority without a targeted outcome",
        {"Outcomes": {"O3": None}, "Indicators": {"E5": {"outcomes": ("O1",)}}},
        ["OC001 Outcomes type"],
    ),
    (
        "a type that is blank may be the missing one",
        {"Outcomes": {"O3": {"type": None, "group": None}}},
        ["WB012 Outcomes/O3 type"],
    ),
    (
        "a type that stands twice",
        {"Outcomes": {"O2": {"type": "Quantitative", "statement": "From 57 to 75%."}}},
        ["OC002 Outcomes/O2 type"],
    ),
    (
        "what does not fit the wrong type is the same mistake",
        {"Outcomes": {"O2": {"type": "Quantitative"}}},
        ["OC002 Outcomes/O2 type"],
    ),
    ("no target", {"Outcomes": {"O1": {"target": None}}}, ["OC003 Outcomes/O1 target"]),
    ("the sentence promises another figure", {"Outcomes": {"O1": {"target": 52.0}}}, ["OC004 Outcomes/O1 statement"]),
    (
        "the figure in words",
        {"Outcomes": {"O3": {"statement": "Twelve of the 19 pupils come to a club every week."}}},
        [],
    ),
    (
        "a target below the start of an increase",
        {"Outcomes": {"O1": {"target": 25.0, "statement": "Rises to 25%."}}, "Indicators": {"E3": {"target": 38.0}}},
        ["OC005 Outcomes/O1 target"],
    ),
    (
        "a decrease that is called an increase",
        {"Outcomes": {"O6": {"direction": "Increase"}}},
        ["OC005 Outcomes/O6 target"],
    ),
    (
        "more than all",
        {"Outcomes": {"O1": {"target": 150.0, "statement": "Rises to 150%."}}},
        ["OC006 Outcomes/O1 target"],
    ),
    ("a digit too many: one mistake", {"Outcomes": {"O1": {"target": 500.0}}}, ["OC006 Outcomes/O1 target"]),
    (
        "more pupils than there are",
        {"Outcomes": {"O3": {"target": 22.0, "statement": "22 pupils"}}},
        ["OC006 Outcomes/O3 target"],
    ),
    (
        "a tenth of a pupil",
        {"Outcomes": {"O1": {"baseline": 49.9}}, "Indicators": {"E3": {"target": 50.0, "baseline": None}, "E6": None}},
        ["OC007 Outcomes/O1 target"],
    ),
    (
        "fractions for percentages",
        {"Outcomes": {"O1": {"baseline": 0.31, "target": 0.5}}, "Indicators": {"E3": {"baseline": None}}},
        ["OC020 Outcomes/O1 baseline", "OC020 Outcomes/O1 target"],
    ),
    (
        "a fraction for one of them",
        {"Outcomes": {"O1": {"baseline": 0.31}}},
        ["OC020 Outcomes/O1 baseline"],
    ),
    (
        "a target as a fraction is below the start of an increase",
        {"Outcomes": {"O1": {"target": 0.5, "statement": "Rises to 0.5%."}}, "Indicators": {"E3": None, "E6": None}},
        ["OC005 Outcomes/O1 target"],
    ),
    (
        "half a percentage beside one that is small too",
        {
            "Outcomes": {
                "O1": {"baseline": 4.0, "target": 0.5, "direction": "Decrease", "statement": "Falls to 0.5%."}
            },
            "Indicators": {"E3": {"target": None, "kind": "Process"}, "E6": None},
        },
        [],
    ),
    (
        "a count worded as an opinion",
        {"Outcomes": {"O1": {"statement": "50% feel active"}}},
        ["OC008 Outcomes/O1 statement"],
    ),
    (
        "a view worded as a count",
        {"Outcomes": {"O5": {"statement": "Attendance rises to 80%"}}},
        ["OC008 Outcomes/O5 statement"],
    ),
    ("only pupils are asked", {"Outcomes": {"O5": {"respondents": "Pupils"}}}, ["OC009 Outcomes/O5 respondents"]),
    ("targeted, but at whom", {"Outcomes": {"O3": {"group": None}}}, ["OC010 Outcomes/O3 group"]),
    ("targeted, but counted or asked", {"Outcomes": {"O3": {"measured_as": None}}}, ["OC010 Outcomes/O3 measured_as"]),
    ("a group the data do not know", {"Outcomes": {"O3": {"group": "Young carers"}}}, ["OC011 Outcomes/O3 group"]),
    (
        "the group in other words around it",
        {"Outcomes": {"O3": {"group": "pupils who can have FREE school meals, Years 5 and 6"}}},
        [],
    ),
    ("for everyone, but names a group", {"Outcomes": {"O1": {"group": "Young carers"}}}, ["OC012 Outcomes/O1 group"]),
    (
        "over before it begins",
        {"Outcomes": {"O6": {"target_date": dt.date(2010, 9, 6)}}},
        ["OC013 Outcomes/O6 target_date"],
    ),
    (
        "more than three years",
        {"Outcomes": {"O6": {"target_date": dt.date(2013, 6, 28)}}},
        ["OC014 Outcomes/O6 target_date", "SI011 Indicators due"],
    ),
    (
        "three years to the day, with a milestone in the last year",
        {
            "Outcomes": {"O6": {"target_date": dt.date(2013, 1, 11)}},
            "Indicators": {"E11": {"due": dt.date(2012, 10, 5)}},
        },
        [],
    ),
    (
        "in a later cycle the years count from its beginning, not from joining",
        {"School": LONG_AGO, "History": {"H1": {"cycle": 1, "measured_on": dt.date(2010, 1, 8)}}},
        [],
    ),
    (
        "more than three years after a later cycle began",
        {
            "School": LONG_AGO,
            "History": {"H1": {"cycle": 1, "measured_on": dt.date(2009, 3, 6), "confirmed_on": dt.date(2009, 7, 31)}},
            "Outcomes": {"O6": {"target_date": dt.date(2012, 8, 1)}},
        },
        ["OC014 Outcomes/O6 target_date"],
    ),
    ("no evidence plan", {"Outcomes": {"O1": {"evidence_plan": None}}}, ["OC015 Outcomes/O1 evidence_plan"]),
    (
        "no well-being indicator",
        {"Outcomes": {"O1": {"wellbeing_indicator": None}}},
        ["OC016 Outcomes/O1 wellbeing_indicator"],
    ),
    (
        "nine pupils",
        {"Outcomes": {"O6": {"cohort": 9}}},
        ["OC017 Outcomes/O6 cohort"],
    ),
    ("no starting figure yet", {"Outcomes": {"O1": {"baseline": None}}}, ["OC018 Outcomes/O1 baseline"]),
    ("more pupils than on roll", {"Outcomes": {"O1": {"cohort": 400}}}, ["OC019 Outcomes/O1 cohort"]),
    ("the roll has lost a digit: one mistake", {"School": {"roll": 31}}, ["OC019 School roll"]),
    ("pupils and parents together may be more", {"Outcomes": {"O2": {"cohort": 400}}}, []),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(4, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("OC", CASES) == set()


@pytest.mark.parametrize(
    ("per", "kept", "missing"),
    [
        (OutcomesPer.PRIORITY, ("O1", "O2", "O3", "O4", "O5", "O6"), 0),
        (OutcomesPer.PRIORITY, ("O1", "O2", "O6"), 3),  # a targeted one for P1, two others for P2
        (OutcomesPer.PLAN, ("O1", "O2", "O6"), 0),
        (OutcomesPer.PLAN, ("O1", "O2"), 1),
    ],
)
def test_three_for_each_priority_or_three_in_all(per: OutcomesPer, kept: tuple[str, ...], missing: int) -> None:
    dropped = {f"O{n}": None for n in range(1, 7) if f"O{n}" not in kept}
    assert len(found("OC001", primary(4, profile=Profile(outcomes_per=per), Outcomes=dropped))) == missing
