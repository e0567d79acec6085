"""What the panel's papers on amendments and outcomes met tell, and what every paper keeps back of small groups.

In the worked plan O3 and E5 are about 19 pupils, so their figures are withheld; those of O1 and E3 are told.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.plan import Plan
from support.panel_papers import facts, paper, tables, texts, told, under
from support.plans import primary

WAITING = {"decision": "Waiting", "decided_on": None}


@pytest.mark.parametrize(
    ("stage", "table", "field", "small", "large"),
    [
        (4, "Outcomes", "statement", "O3", "O1"),
        (4, "Outcomes", "who", "O3", "O1"),
        (4, "Outcomes", "measure", "O3", "O1"),
        (4, "Outcomes", "data_source", "O3", "O1"),
        (4, "Outcomes", "evidence_plan", "O3", "O1"),
        (4, "Indicators", "statement", "E5", "E3"),
        (7, "Outcomes", "statement", "O3", "O1"),
        (7, "Amendments", "was", "O3", "O1"),
        (7, "Amendments", "why", "O3", "O1"),
        (7, "Amendments", "new_wording", "O3", "O1"),
        (7, "Readings", "source", "R44", "R41"),
        (7, "Readings", "comment", "R44", "R41"),
        (8, "Outcomes", "statement", "O3", "O1"),
        (8, "Outcomes", "evidence_plan", "O3", "O1"),
        (8, "Results", "evidence", "O3", "O1"),
        (8, "Results", "difference", "O3", "O1"),
        (8, "Results", "learned", "O3", "O1"),
        (8, "Readings", "source", "R44", "R41"),
        (8, "Readings", "comment", "R44", "R41"),
        (8, "Indicators", "statement", "E5", "E3"),
    ],
)
def test_words_about_a_small_group_lose_their_figures_and_those_about_others_keep_them(
    stage: int, table: str, field: str, small: str, large: str
) -> None:
    told_of = {ref: told(_saying(stage, table, field, ref)) for ref in (small, large)}
    assert "seen: 7 of 31." in told_of[large]
    assert "seen: c of c." in told_of[small]
    assert "7 of 31" not in told_of[small]


def _saying(stage: int, table: str, field: str, ref: str) -> Plan:
    """The worked plan with one text that gives figures; an amendment is then of the outcome named."""
    answers: dict[str, Any] = {field: "seen: 7 of 31."}
    edits = {table: {ref: answers}}
    if stage == 7:
        edits["Amendments"] = {"X1": WAITING | {"outcome": "O3" if ref in ("O3", "R44") else "O1"}}
        if table == "Amendments":
            blank = {"new_target": None} if field == "new_wording" else {}
            edits["Amendments"]["X1"] |= answers | blank
    if field == "difference":
        answers["as_planned"] = False
    return primary(stage, **edits)


def test_the_note_to_the_panel_loses_figures_where_any_group_is_small() -> None:
    note = {"Agreement": {"note": "Of the 190 pupils 40 have left."}}
    assert "Of the c pupils c have left." in told(primary(4, **note))
    large = {"Outcomes": {"O3": None}, "Indicators": {"E5": None}}
    assert "Of the 190 pupils 40 have left." in told(primary(4, **note, **large))


@pytest.mark.parametrize(("ref", "shown"), [("O3", ("c → c", "c")), ("O4", ("46 pupils → 20 pupils", "1,267"))])
def test_figures_of_a_plan(ref: str, shown: tuple[str, str]) -> None:
    about = facts(under(paper(primary(4, Outcomes={"O4": {"cohort": 1267}})), f"{ref} "))
    assert (about["From → to"], about["How many people"]) == shown


@pytest.mark.parametrize(
    ("change", "new", "holds"),
    [
        ({"outcome": "O1", "what": "Target", "new_target": 45.0}, "45%", "50% by 29 June 2012"),
        ({"outcome": "O3", "what": "Target", "new_target": 10.0}, "c", "c by 29 June 2012"),
        (
            {"outcome": "O1", "what": "Target date", "new_target": None, "new_date": dt.date(2012, 12, 14)},
            "14 December 2012",
            "50% by 29 June 2012",
        ),
        (
            {"outcome": "O1", "what": "Wording", "new_target": None, "new_wording": "Half are active."},
            "Half are active.",
            "50% by 29 June 2012",
        ),
    ],
)
def test_an_amendment_says_what_it_was_and_what_it_is_to_be(change: dict[str, Any], new: str, holds: str) -> None:
    plan = primary(7, Amendments={"X1": WAITING | change | {"was": "As it stood"}})
    whole = paper(plan)
    assert whole["title"] == "Amendments for confirmation"
    about = under(whole, f"X1 {change['what']} of {change['outcome']}")
    [side_by_side] = [block for block in about if block["kind"] == "beside"]
    assert side_by_side["columns"] == [["It was", "As it stood"], ["It is to be", new]]
    assert facts(about) == {"Asked for on": "16 September 2011", "Target now": holds}
    assert [list(texts(about)), len(tables(about))] == [["The outcome as confirmed", "Why"], 1]


def test_only_the_amendments_before_the_panel_are_told() -> None:
    second = WAITING | {"outcome": "O1", "what": "Target", "new_target": 45.0}
    headings = [
        block["text"] for block in paper(primary(7, Amendments={"X2": second}))["blocks"] if block["kind"] == "heading"
    ]
    assert headings == ["X2 Target of O1", "For the panel's notes"]


def test_what_is_said_of_an_outcome_met() -> None:
    whole = paper(primary(8))
    assert whole["title"] == "Outcomes met, for confirmation"
    about = under(whole, "O4 Quantitative outcome")
    assert facts(about) == {
        "Before": "46 pupils of 267 people, 26 March 2010",
        "Target": "20 pupils by 29 June 2012",
        "After": "17 pupils of 266 people, 1 June 2012",
        "Checked by the group": "3 July 2012",
        "Head teacher signed": "5 July 2012",
    }
    assert list(texts(about)) == ["The outcome", "What made the difference"]
    readings, indicators = tables(about)
    assert list(readings[0].values()) == [
        "17 Dec 2010", "41 pupils", "267", "Lunchtime log",
        "Half-term to this date. The quiet zone is used more than anybody foresaw.",
    ]  # fmt: skip
    assert [row["Ref"] for row in indicators] == ["E1", "E7", "E9", "E12"][-len(indicators) :]
    assert list(indicators[-1].values()) == [
        "E12", "No more than 27 pupils are in the lunchtime log in a half-term.", "14 Oct 2011", "achieved",
    ]  # fmt: skip


def test_no_figure_of_a_small_group_is_told_of_an_outcome_met() -> None:
    about = under(paper(primary(8)), "O3 ")
    assert facts(about)["Before"] == "c of c people, 19 March 2010"
    assert facts(about)["Target"] == "c by 29 June 2012"
    assert facts(about)["After"] == "c of c people, 22 June 2012"
    readings, _ = tables(about)
    assert {(row["Figure"], row["Of how many"]) for row in readings} == {("c", "c")}


def test_a_reading_of_few_people_on_the_way_is_kept_back_though_the_rest_is_told() -> None:
    few = primary(8, Readings={"R1": {"value": 40.0, "sample_size": 5, "comment": "2 of 5 were there."}})
    readings, _ = tables(under(paper(few), "O1 "))
    assert [readings[0][name] for name in ("Figure", "Comment")] == ["c", "c of c were there."]
    assert [readings[1][name] for name in ("Figure", "Of how many")] == ["36%", "167"]


def test_what_was_not_written_down_is_left_out_or_said() -> None:
    plan = primary(
        8,
        Results={"O1": {"learned": None, "evidence": None, "measured_on": None, "sample_size": None}},
        Readings={"R1": {"sample_size": None, "comment": None}},
        Baselines={"B1": {"sample_size": None}},
    )
    about = under(paper(plan), "O1 ")
    assert facts(about)["After"] == "52%"
    assert facts(about)["Before"] == "31%, 12 March 2010"
    assert list(texts(about)) == ["The outcome"]
    assert ["Evidence given now", "Nothing written."] in next(b["columns"] for b in about if b["kind"] == "beside")
    assert [tables(about)[0][0][name] for name in ("Of how many", "Comment")] == ["", ""]


def test_what_differs_from_the_plan_is_told_only_where_the_school_says_so() -> None:
    differs = {"difference": "The survey was on paper."}
    said = {
        as_planned: told(primary(8, Results={"O1": differs | {"as_planned": as_planned}}))
        for as_planned in (True, False)
    }
    assert "The survey was on paper." in said[False]
    assert "The survey was on paper." not in said[True]


def test_each_outcome_met_begins_a_page_but_the_first() -> None:
    headings = [block for block in paper(primary(8))["blocks"] if block["kind"] == "heading"]
    assert [(block["text"][:2], block["new_page"]) for block in headings] == [
        ("O1", False), ("O2", True), ("O3", True), ("O4", True), ("O6", True), ("Fo", True),
    ]  # fmt: skip
