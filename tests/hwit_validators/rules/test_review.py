"""RV: each rule on a sound review with something changed, and what all the rules then say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from support.plans import Case, a_plan, as_params, findings, found, not_shown, primary, said

CASES: list[Case] = [
    ("reached, but called partly met", {"Results": {"O1": {"met": "Partly"}}}, ["RV001 Results/O1 met"]),
    ("not reached, but called met", {"Results": {"O5": {"met": "Yes"}}}, ["RV001 Results/O5 met"]),
    ("a slip in the final figure is one mistake", {"Results": {"O1": {"final_value": 25.0}}}, ["RV001 Results/O1 met"]),
    ("moved a little: an honest No is accepted", {"Results": {"O5": {"met": "No"}}}, []),
    (
        "moved the wrong way, but called partly met",
        {"Results": {"O5": {"final_value": 60.0, "evidence": "Survey: 88 of 146."}}},
        ["RV001 Results/O5 met"],
    ),
    (
        "reached only by a target the panel has not confirmed",
        {"Amendments": {"X1": {"decision": "Waiting", "decided_on": None}}},
        ["RV001 Results/O3 met"],
    ),
    ("exactly the target", {"Results": {"O2": {"final_value": 75.0, "evidence": "Survey: 113 of 151."}}}, []),
    (
        "a final figure that could not be read",
        {"Results": {"O5": {"met": "Yes", "final_value": None, "unreadable": frozenset({"final_value"})}}},
        [],
    ),
    ("no evidence", {"Results": {"O1": {"evidence": None}}}, ["RV002 Results/O1 evidence"]),
    ("other evidence, unexplained", {"Results": {"O1": {"as_planned": False}}}, ["RV003 Results/O1 difference"]),
    (
        "measured when the last activity began; the later readings are not held against it too",
        {"Results": {"O1": {"measured_on": dt.date(2011, 1, 12)}}},
        ["RV004 Results/O1 measured_on"],
    ),
    (
        "measured in the future",
        {"Results": {"O1": {"measured_on": dt.date(2012, 8, 1)}}},
        ["RV004 Results/O1 measured_on"],
    ),
    ("not signed", {"Results": {"O1": {"head_signed_on": None}}}, ["RV005 Results/O1 head_signed_on"]),
    ("a percentage of how many", {"Results": {"O1": {"sample_size": None}}}, ["RV006 Results/O1 sample_size"]),
    ("a third fewer", {"Results": {"O1": {"sample_size": 111}}}, ["RV006 Results/O1 sample_size"]),
    ("not quite a third fewer", {"Results": {"O1": {"sample_size": 112}}}, []),
    ("a prompt is not answered", {"ReviewAnswers": {"sustained": None}}, ["RV007 ReviewAnswers sustained"]),
    ("no new needs analysis", {"NextCycle": {"needs_analysis_on": None}}, ["RV008 NextCycle needs_analysis_on"]),
    (
        "the needs analysis of two years ago",
        {"NextCycle": {"needs_analysis_on": dt.date(2010, 3, 26)}},
        ["RV008 NextCycle needs_analysis_on"],
    ),
    (
        "a change that may be chance",
        {"Results": {"O5": {"final_value": 63.0, "evidence": "Survey: 92 of 146."}}},
        ["RV009 Results/O5 final_value"],
    ),
    ("more pupils than there are", {"Results": {"O3": {"final_value": 17.0}}}, ["RV010 Results/O3 final_value"]),
    ("fewer asked than are counted", {"Results": {"O3": {"sample_size": 9}}}, ["RV010 Results/O3 final_value"]),
    (
        "signed before it was measured",
        {"Results": {"O1": {"head_signed_on": dt.date(2012, 6, 1)}}},
        ["RV011 Results/O1 head_signed_on"],
    ),
    ("the old priority again", {"NextCycle": {"new_indicator": "NI 50"}}, ["RV012 NextCycle new_indicator"]),
    (
        "an earlier figure than the last reading",
        {"Results": {"O1": {"measured_on": dt.date(2011, 10, 1)}}},
        ["RV013 Results/O1 final_value"],
    ),
    (
        "reached long after its date",
        {"Outcomes": {"O1": {"target_date": dt.date(2011, 10, 14)}}},
        ["RV014 Results/O1 measured_on"],
    ),
    ("one outcome has no result yet", {"Results": {"O6": None}}, []),
    (
        "met, but where is it in the self-evaluation",
        {"ReviewAnswers": {"self_evaluation": None}},
        ["RV017 ReviewAnswers self_evaluation"],
    ),
    ("the evidence says another figure", {"Results": {"O1": {"final_value": 62.0}}}, ["RV018 Results/O1 final_value"]),
    ("a fraction for a percentage", {"Results": {"O1": {"final_value": 0.52}}}, ["RV019 Results/O1 final_value"]),
]


@pytest.mark.parametrize(("edits", "expected"), as_params(CASES))
def test_what_is_said(edits: dict[str, Any], expected: list[str]) -> None:
    assert said(primary(8, **edits)) == expected


def test_every_rule_is_shown() -> None:
    assert not_shown("RV", CASES) == {"RV015", "RV016"}, "these two are shown below"


@pytest.mark.parametrize(("on", "late"), [(dt.date(2012, 10, 27), False), (dt.date(2012, 10, 28), True)])
def test_an_outcome_long_past_its_date(on: dt.date, late: bool) -> None:
    """O6 was to be reached by 29 June 2012: 120 days later somebody should say what became of it."""
    assert bool(found("RV015", primary(8, on=on, Results={"O6": None}))) is late


def test_a_result_without_its_outcome() -> None:
    plan = a_plan(8, Outcomes={"O1": {"target": 50.0}}, Results={"O1": {"met": "Yes"}, "O2": {"met": "Yes"}})
    assert found("RV016", plan) == [("Results", "O2", "met")]


def test_the_message_gives_the_figures() -> None:
    [finding] = findings("RV001", primary(8, Amendments={"X1": {"decision": "Waiting", "decided_on": None}}))
    assert finding.message == (
        "O3: target 12 pupils, baseline 4 pupils, final figure 11 pupils, but the outcome is answered Yes. "
        "The panel has not confirmed the amendment X1."
    )
    assert finding.expected == "Partly"
