"""What the panel's paper on a plan tells, field by field."""

from __future__ import annotations

import datetime as dt

from hwit_validators.model.decision import State
from hwit_validators.tables import Outcome, Priority
from hwit_xl.panel.manifest import Remaining
from support.decided import ANYTOWN
from support.panel_papers import facts, paper, tables, texts, told, under
from support.plans import primary


def test_what_a_plan_says_of_an_outcome() -> None:
    about = under(paper(primary(4, Outcomes={"O2": {"group": "Pupils in care"}})), "O2 Perception outcome")
    [_, outcome, *_] = primary(4).of(Outcome)
    assert facts(about) == {
        "Who it is about": "Pupils in Years 5 and 6, and one parent or carer of each",
        "Group": "Pupils in care",
        "Counted or asked": outcome.measure,
        "Who is asked": "Pupils, parents and carers",
        "Well-being indicator": "WB-P01 The school encourages healthy eating",
        "From → to": "57% → 75%",
        "How many people": "180",
        "When": "6 September 2010 to 29 June 2012",
        "Where figures come from": "Pupil and parent survey",
    }
    assert texts(about) == {"The outcome": outcome.statement, "How it will be shown": outcome.evidence_plan}


def test_what_is_not_settled_yet_is_said_as_such() -> None:
    blank = dict.fromkeys(("baseline", "starts_on", "target_date", "cohort"))
    about = facts(under(paper(primary(4, Outcomes={"O1": blank | {"wellbeing_indicator": "WB-X"}})), "O1 "))
    assert (about["From → to"], about["How many people"]) == ("not yet known → c", "not yet known"), "of how many?"
    assert (about["When"], about["Well-being indicator"]) == ("? to ?", "WB-X")
    assert facts(under(paper(primary(4, Outcomes={"O1": {"target": None}})), "O1 "))["From → to"] == "no figure"


def test_what_a_plan_says_of_a_priority() -> None:
    whole = paper(primary(4))
    [priority, _] = primary(4).of(Priority)
    assert facts(under(whole, "P1 Healthy weight: moving more and eating well")) == {
        "Kind": "Local priority",
        "National Indicator": "NI 56 Obesity among children in Year 6",
        "In the local plan": priority.plan_reference,
        "Agreed by the group": "28 April 2010",
        "Who was asked": "Pupils, Parents and carers, Governors, Support staff, Partners",
        "Why": priority.why,
    }
    few = {"why": "40 of 190 pupils are too heavy, and three pupils are ill."}
    assert facts(under(paper(primary(4, Priorities={"P1": few})), "P1 "))["Why"] == (
        "40 of 190 pupils are too heavy, and c pupils are ill."
    ), "it is about the whole school"
    own = paper(primary(4, Priorities={"P1": {"indicator": "Our own indicator"}}))
    assert facts(under(own, "P1 "))["National Indicator"] == "Our own indicator"


def test_each_outcome_stands_under_its_own_priority_and_each_priority_begins_a_page_but_the_first() -> None:
    headings = [block for block in paper(primary(4))["blocks"] if block["kind"] == "heading"]
    assert [(block["text"][:2], block["level"], block["new_page"]) for block in headings] == [
        ("P1", 1, False), ("O1", 2, False), ("O2", 2, False), ("O3", 2, False),
        ("P2", 1, True), ("O4", 2, False), ("O5", 2, False), ("O6", 2, False),
        ("Ea", 1, False), ("Ag", 1, False), ("Fo", 1, True),
    ]  # fmt: skip


def test_the_indicators_of_a_plan() -> None:
    [rows] = tables(under(paper(primary(4)), "Early success indicators"))
    assert list(rows[0]) == ["Ref", "For", "Kind", "Milestone", "From → to", "Due", "Who leads"]
    assert list(rows[0].values()) == [
        "E1",
        "All",
        "Process",
        "A pupil health team of 16 from Years 3 to 6 has been chosen, trained and given a budget.",
        "to be in place",
        "10 Dec 2010",
        "PSHE lead",
    ]
    assert [rows[6][name] for name in ("Ref", "For")] == ["E7", "O4, O5"]
    assert [rows[2][name] for name in ("Ref", "Kind", "From → to", "Due")] == [
        "E3",
        "Impact",
        "31% → 38%",
        "25 Mar 2011",
    ]
    assert [rows[4][name] for name in ("Ref", "From → to")] == ["E5", "c → c"]
    blank = primary(4, Indicators={"E1": {"kind": None, "due": None, "lead": None}})
    [[first, *_]] = tables(under(paper(blank), "Early success indicators"))
    assert [first[name] for name in ("Kind", "Due", "Who leads")] == ["", "", ""]


def test_the_agreement() -> None:
    assert facts(under(paper(primary(4, Agreement={"note": "All is well."})), "Agreement")) == {
        "Agreed by the development group": "16 June 2010",
        "Head teacher agreed": "17 June 2010",
        "Governors informed": "22 June 2010",
        "The panel should know": "All is well.",
    }


def test_how_a_paper_opens() -> None:
    whole = paper(primary(4))
    task, about, withheld = whole["blocks"][:3]
    assert (whole["title"], whole["tagline"]) == (
        "Plan for confirmation",
        "Larkfield Green Primary School · URN 900001",
    )
    assert whole["foot"] == f"{whole['tagline']} · submitted 11 July 2012 · content 0123456789ab"
    assert task["words"].startswith("The panel confirms the plan")
    assert dict(about["pairs"]) == {
        "Local Programme": "Coventry Healthy Schools",
        "Phase": "Primary",
        "Pupils on roll": "312, counted on 1 October 2009",
        "Submitted on": "11 July 2012",
        "Where it stands": "submitted",
    }
    assert withheld["words"].startswith("“c” stands for a figure that is withheld")


def test_nothing_is_said_of_withheld_figures_where_there_are_none() -> None:
    assert "“c”" in told(primary(4))
    large = {"Outcomes": {"O3": None, "O1": {"evidence_plan": "Every half term."}}, "Indicators": {"E5": None}}
    assert "“c”" not in told(primary(4, **large))
    large["Outcomes"]["O1"] = {"evidence_plan": "Three pupils of a class are asked."}
    whole = told(primary(4, **large))
    assert "c pupils of a class are asked." in whole
    assert "“c” stands for a figure" in whole, "also where a few people are counted in words alone"


def test_the_programmes_own_name_comes_first_and_a_roll_may_be_missing() -> None:
    plan = primary(4, School={"roll": 1312, "roll_on": None})
    opening = dict(paper(plan, ANYTOWN)["blocks"][1]["pairs"])
    assert (opening["Local Programme"], opening["Pupils on roll"]) == ("Anytown Healthy Schools", "1,312")
    assert "Pupils on roll" not in dict(paper(primary(4, School={"roll": None}))["blocks"][1]["pairs"])


def test_a_plan_that_comes_again_shows_what_was_asked_and_what_changed() -> None:
    whole = paper(
        primary(4),
        state=State.RESUBMITTED,
        answers=dt.date(2010, 7, 9),
        O2={"question": "Which survey?", "reply": "The one of May.", "changed": True},
        E3={"question": "Who leads?"},
        O1={"was_confirmed_on": dt.date(2010, 7, 8)},
        P1={"confirmed_on": dt.date(2010, 7, 9)},
    )
    assert dict(whole["blocks"][1]["pairs"])["Where it stands"] == (
        "resubmitted, in answer to the panel's questions of 9 July 2010"
    )
    assert "Changed since the panel confirmed it: O1 (confirmed on 8 July 2010)." in [
        block["words"] for block in whole["blocks"] if block["kind"] == "note"
    ]
    assert tables(under(whole, "What the panel asked")) == [
        [
            {"Item": "O2", "The panel's question": "Which survey?", "Since then": "changed",
             "The school's reply": "The one of May."},
            {"Item": "E3", "The panel's question": "Who leads?", "Since then": "as it was", "The school's reply": "–"},
        ]
    ]  # fmt: skip
    assert under(whole, "O2 (asked) Perception outcome")
    [rows] = tables(under(whole, "Early success indicators"))
    assert rows[2]["Ref"] == "E3 (asked)"
    [notes] = tables(under(whole, "For the panel's notes"))
    assert [(row["Item"], row["Confirmed"]) for row in notes][:3] == [("P1", "on 9 Jul 2010"), ("P2", ""), ("O1", "")]
    assert len(notes) == 20


def test_a_first_submission_says_nothing_of_questions_and_changes() -> None:
    headings = [block["text"] for block in paper(primary(4))["blocks"] if block["kind"] == "heading"]
    assert "What the panel asked" not in headings
    assert "Changed since" not in told(primary(4))


def test_queries_stand_with_their_explanations_and_those_still_open_without() -> None:
    explained = Remaining(code="OC009", ref="O1", message="It is steep.", explanation="We know.")
    still_open = Remaining(code="OC012", ref="O2", message="It is late.")
    whole = paper(primary(4), explained=(explained,), open_queries=(still_open,))
    assert tables(under(whole, "Queries the school has explained")) == [
        [{"Rule": "OC009", "About": "O1", "What was seen": "It is steep.", "The school's explanation": "We know."}]
    ]
    assert tables(under(whole, "Queries still open")) == [
        [{"Rule": "OC012", "About": "O2", "What was seen": "It is late."}]
    ]
    assert "Queries" not in told(primary(4))


def test_what_the_panel_writes_its_notes_into() -> None:
    last = under(paper(primary(4)), "For the panel's notes")
    assert facts(last) == {
        "Decided by": " ",
        "Second reader": " ",
        "Date": " ",
        "What this paper goes by": f"content {'0123456789abcdef' * 4}",
        "Form and rules": "form 1.1, checked by 1.0 (200 rules)",
    }
