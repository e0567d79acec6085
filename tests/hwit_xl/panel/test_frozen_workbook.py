"""The locked workbook of a submission: it says just what the return says, with the queries that stand; or there is none."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hwit_validators.model.decision import Decision, Decisions, Kind, State
from hwit_validators.tables import Feedback, Indicator
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.profile_file import Programme
from hwit_xl.panel import submission as journey
from hwit_xl.panel.submission import WORKBOOK, Submission, submission
from hwit_xl.problem import Problem
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.reading.explained import Explanation
from hwit_xl.workbooks.reading.read import Return, read_bytes
from support.decided import decided
from support.mistakes.case import Case
from support.plans import circumstances, example
from support.returns import a_return, read_return

STAGE_4 = form_of_stage(4)


@pytest.fixture(autouse=True)
def without_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """The paper is told of elsewhere; here it would only take time."""
    monkeypatch.setattr(journey, "pdf", lambda *_, on: b"%PDF")


def submitted(returned: Return) -> Submission:
    return submission(returned, judge_return(returned, ""), Programme(), {})


def with_indicators(*rows: Indicator) -> Return:
    """The primary school's plan with these indicators."""
    returned = read_return(a_return(4), STAGE_4)
    return replace(returned, plan=replace(returned.plan, tables={**returned.plan.tables, Indicator.table: rows}))


def test_rows_beyond_those_of_a_form_go_to_the_panel_too() -> None:
    """A school may lengthen a table in its workbook; what the panel gets then has as many rows."""
    room = layout_of(Indicator).records
    [first, *_] = read_return(a_return(4), STAGE_4).plan.of(Indicator)
    rows = [first.model_copy(update={"ref": f"E{place + 1}", "place": place}) for place in range(room + 5)]
    made = submitted(with_indicators(*rows))
    frozen = read_bytes(made.files[WORKBOOK], Path(WORKBOOK), circumstances(example().completed_on(STAGE_4)))
    assert frozen.plan.of(Indicator) == tuple(rows)


def test_rows_for_which_there_is_no_room_are_not_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    room = layout_of(Indicator).records
    monkeypatch.setattr("hwit_xl.workbooks.layout.MOST_RECORDS", room)
    rows = [Indicator(ref=f"E{n}", place=n - 1, statement=f"Step {n}.") for n in range(1, room + 2)]
    with pytest.raises(
        Problem, match=f"^the form has no room on the sheet Indicators for E{room + 1}; make fewer rows of them"
    ):
        submitted(with_indicators(*rows))


def test_answers_that_a_copy_would_change_are_not_submitted() -> None:
    first, *others = read_return(a_return(4), STAGE_4).plan.of(Indicator)
    with pytest.raises(Problem, match="its answers could not be copied without a change"):
        submitted(with_indicators(first.model_copy(update={"lead": "Miss Pym "}), *others))


PARENTS = Case("nobody asks the parents", "primary", 4, {"Outcomes/O2 respondents": "Pupils"}, "")
WORDS = "Parents are asked next year."


def feedback(data: bytes) -> list[tuple[Any, Any]]:
    """Code and explanation of every line of the Feedback sheet of a workbook."""
    book, layout = openpyxl.load_workbook(io.BytesIO(data)), layout_of(Feedback)
    cells = (
        tuple(book[Feedback.title].cell(*layout.cell(field, row)).value for field in ("code", "explanation"))
        for row in range(layout.records)
    )
    return [(code, words) for code, words in cells if code]


@pytest.mark.parametrize("explained", [False, True])
def test_queries_stand_on_the_feedback_sheet_with_their_explanations(explained: bool) -> None:
    returned = read_bytes(PARENTS.planted(), Path("return.xlsx"), circumstances(PARENTS.on))
    [query] = [found for found in judge_return(returned, "").findings if found.code == "OC009"]
    if explained:
        returned = replace(returned, explanations={query.key: (Explanation(WORDS, query.fingerprint),)})
    made = submitted(returned)
    assert feedback(made.files[WORKBOOK]) == [("OC009", WORDS if explained else None)]
    assert [found.code for found in made.manifest.explained] == ["OC009"] * explained
    assert [found.code for found in made.manifest.open_queries] == ["OC009"] * (not explained)
    again = read_bytes(made.files[WORKBOOK], Path("submission.xlsx"), circumstances(PARENTS.on))
    [kept] = [found for found in judge_return(again, "").findings if found.code == "OC009"]
    assert kept.explanation == (WORDS if explained else None)


def test_advice_stays_with_the_school() -> None:
    few = Case("an outcome about few pupils", "primary", 4, {"Outcomes/O3 cohort": "9"}, "")
    returned = read_bytes(few.planted(), Path("return.xlsx"), circumstances(few.on))
    assert "OC017" in [found.code for found in judge_return(returned, "").findings]
    assert "OC017" not in [code for code, _ in feedback(submitted(returned).files[WORKBOOK])]


def answered(returned: Return, *decisions: Decision) -> Return:
    return replace(returned, plan=returned.plan.with_decisions(Decisions(decisions)))


def test_a_plan_that_is_confirmed_as_it_stands_is_not_submitted_again() -> None:
    returned = answered(read_return(a_return(4), STAGE_4), decided())
    with pytest.raises(Problem, match="the panel has confirmed this plan just as it stands; go on to stage 5"):
        submitted(returned)


def test_of_a_plan_all_items_go_again_and_of_outcomes_only_those_that_are_not_confirmed() -> None:
    again = submitted(answered(read_return(a_return(4), STAGE_4), decided(asked={"O2": "Why?"}))).manifest
    confirmed = {item.ref: item.confirmed_on for item in again.items}
    assert len(confirmed) == 20
    assert [ref for ref, day in confirmed.items() if day is None] == ["O2"]
    assert (again.state, again.answers) == (State.RESUBMITTED, decided().decided_on)
    stage_8 = form_of_stage(8)
    open_ones = decided(Kind.OUTCOMES, asked={"O2": "Why?"}, waiting=frozenset({"O6"}))
    outcomes = submitted(answered(read_return(a_return(8), stage_8), open_ones)).manifest
    assert [item.ref for item in outcomes.items] == ["O2", "O6"]
    with pytest.raises(Problem, match=re.escape("no outcome is marked as met")):
        submitted(answered(read_return(a_return(8), stage_8), decided(Kind.OUTCOMES)))


def test_an_item_that_changed_since_it_was_confirmed_says_when_that_was() -> None:
    first, *others = read_return(a_return(4), STAGE_4).plan.of(Indicator)
    changed = with_indicators(first.model_copy(update={"lead": "Head"}), *others)
    made = submitted(answered(changed, decided(remarks={"E1": "Fine."}))).manifest
    assert (made.state, made.answers) == (State.SUBMITTED, None), "nothing was asked"
    items = {item.ref: item for item in made.items}
    assert (items["E1"].changed, items["E1"].was_confirmed_on, items["E1"].question) == (True, decided().decided_on, "")
    assert (items["E2"].changed, items["E2"].was_confirmed_on) == (False, None)
    asked = submitted(answered(changed, decided(asked={"E1": "Who?"}))).manifest.items
    [item] = [item for item in asked if item.ref == "E1"]
    assert (item.changed, item.was_confirmed_on, item.question) == (True, None, "Who?")
