"""PD: what must not travel is found wherever it stands; what only looks like it is left alone. All is invented."""

from __future__ import annotations

import pytest

from hwit_validators.model.finding import Mark
from support.plans import a_plan, findings, found, primary


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("PD001", "Pupil H801200001001 joined the club."),
        ("PD001", "upn h801200001001"),
        ("PD001", "A temporary number: X92345678901X"),
        ("PD002", "NHS number 943 476 5919"),
        ("PD002", "NHS 943-476-5919, seen by the nurse"),
        ("PD002", "9434765919"),
        ("PD003", "Amy Brown, born 12 March 2001"),
        ("PD003", "one girl (dob 12/03/01) and her brother"),
        ("PD003", "D.O.B. 12.3.2001"),
        ("PD003", "Amy Brown (12/03/2001) was moved to the group"),
        ("PD004", "Write to amy.brown@example.org for the register"),
        ("PD004", "Ring 024 7683 1234"),
        ("PD004", "Ring (024) 76831234 after four"),
        ("PD004", "+44 24 7683 1234"),
    ],
)
def test_is_found(code: str, text: str) -> None:
    plan = a_plan(1, GroupReview={"pupils": text})
    [finding] = findings(code, plan)
    assert (finding.table, finding.field) == ("GroupReview", "pupils")
    assert finding.found is None
    assert not any(word in finding.message for word in text.split() if any(c.isdigit() for c in word) or "@" in word)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("PD001", "Serial number A801200001001 of the scales"),  # the wrong check letter
        ("PD001", "XH801200001001"),  # longer than a pupil number
        ("PD002", "943 476 5918"),  # the wrong check digit
        ("PD002", "0247683123"),  # begins like a telephone number
        ("PD002", "1111111111"),
        ("PD003", "Children born in 2001 and 2002"),
        ("PD003", "School Council minutes, 12/03/2007"),
        ("PD003", "Travel Survey 21/05/2009"),
        ("PD003", "The new born lambs came on 12 March"),
        ("PD003", "Fern Hill 12/03/2010"),  # no child of one year is at school
        ("PD004", "58 of 170, week ending 3 December 2010"),
        ("PD004", "the years 2008 2009 2010 and 2011"),
        ("PD004", "Key Stage 2 @ the sports hall"),
        ("PD004", "0.5 of a post, 100 places"),
    ],
)
def test_is_left_alone(code: str, text: str) -> None:
    assert found(code, a_plan(1, GroupReview={"pupils": text})) == []


def test_the_co_ordinator_s_own_address_may_stand() -> None:
    plan = primary(1, GroupReview={"partners": "See the list."})
    assert found("PD004", plan) == []


def test_every_table_and_stage_is_looked_at() -> None:
    plan = primary(
        8,
        Members={"M3": {"role": "PE lead, 024 7683 1234"}},
        Data={"D7": {"group": "The pupil 943 476 5919"}},
        Readings={"R1": {"comment": "H801200001001 was away"}},
    )
    assert found("PD001", plan) == [("Readings", "R1", "comment")]
    assert found("PD002", plan) == [("Data", "D7", "group")]
    assert found("PD004", plan) == [("Members", "M3", "role")]


def test_what_the_reader_met_is_passed_on() -> None:
    plan = a_plan(1)
    assert found("PD005", plan) == []
    met = Mark("", "The workbook holds 2 comments.", sheet="Data", cell="C7")
    object.__setattr__(plan, "reading", {"PD005": (met,)})
    [finding] = findings("PD005", plan)
    assert (finding.sheet, finding.cell) == ("Data", "C7")


@pytest.mark.parametrize(
    ("name", "child"),
    [
        ("Amy Brown", True),
        ("Amy", True),
        ("Amy Brown and Tom O'Neill", True),
        ("School council, Years 3 to 6", False),
        ("Youth Parliament", False),
        ("Class 4", False),
        ("Playground Buddies", False),
        ("Two councillors at a time", False),
    ],
)
def test_no_child_is_named_in_the_group(name: str, child: bool) -> None:
    plan = a_plan(
        1, Members=[{"name": name, "represents": "Pupils"}, {"name": "Ruth Calloway", "represents": "Governors"}]
    )
    assert found("PD006", plan) == ([("Members", "M1", "name")] if child else [])
    assert not any("Amy" in f"{finding.message}{finding.found}" for finding in findings("PD006", plan))
