"""What the buttons say of the files they made, with what is still open or could not be carried over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hwit_validators.model.decision import State
from hwit_validators.tables import Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.addin import produce
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.profile_file import Programme
from hwit_xl.next_form.refill import Refilled
from hwit_xl.self_evaluation.text import Elsewhere, LeftOut, sef_text
from support.returns import a_return, read_return


def a_desk(stage: int, folder: Path | None) -> Any:
    """The worked return of a stage, before somebody who chooses this folder."""
    returned = read_return(a_return(stage), form_of_stage(stage))
    return SimpleNamespace(
        saved=True,
        programme=Programme(),
        beside=SimpleNamespace(programme="", problems=()),
        read=lambda decisions_needed: (returned, judge_return(returned, "return.xlsx")),
        ask=SimpleNamespace(folder=lambda prompt: folder),
    )


def item(ref: str, question: str, *, changed: bool = False, reply: str = "") -> Any:
    return SimpleNamespace(ref=ref, question=question, changed=changed, reply=reply)


ITEMS = [item("O1", "Why?"), item("O2", "Why?", changed=True), item("O3", "Why?", reply="So."), item("O4", "")]


@pytest.mark.parametrize(
    ("open_queries", "state", "more"),
    [
        ([], State.SUBMITTED, ""),
        ([1], State.SUBMITTED, "\n\n1 query stands without an explanation. The panel will see that."),
        ([1, 2], State.SUBMITTED, "\n\n2 queries stand without an explanation. The panel will see that."),
        ([], State.RESUBMITTED, "\n\nO1: just as when the panel asked, and without an answer."),
    ],
)
def test_what_is_still_open_in_a_submission_is_said(open_queries: list[int], state: State, more: str) -> None:
    made: Any = SimpleNamespace(manifest=SimpleNamespace(items=ITEMS, open_queries=open_queries, state=state))
    assert produce._submitted(Path("plan"), made) == (
        "The submission is in plan\n\n4 items for the panel. "
        f"Read the PDF, then send the whole folder to your Local Programme.{more}"
    )


@pytest.mark.parametrize(
    ("kept", "lost", "more"),
    [
        (0, (), ""),
        (1, (), " 1 explanation travels with it."),
        (
            2,
            ("Minutes A1", "Needs M3"),
            " 2 explanations travel with it.\n\nNot carried over:\n- Minutes A1\n- Needs M3",
        ),
    ],
)
def test_what_did_not_come_along_into_the_next_form_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int, lost: tuple[str, ...], more: str
) -> None:
    made = Refilled(form_of_stage(4), b"the form", kept, lost, (), 1)
    monkeypatch.setattr(produce, "next_form", lambda returned: made)
    said, form = produce.next_stage(a_desk(3, tmp_path))
    assert form is not None
    assert form.read_bytes() == b"the form"
    assert said == (
        f"The form {made.form.title} is in {form}\n\nEverything you have entered so far is in it, locked.{more}"
    )


def test_what_is_not_claimed_in_the_text_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = a_desk(8, tmp_path)
    plan = desk.read(False)[0].plan
    outcome = plan.of(Outcome)[1]
    usual = sef_text(plan, (), desk.programme.profile.sef)
    other = Elsewhere(outcome, "", "", None, False)
    for elsewhere, belong in (((other,), "O2 belongs"), ((other, other), "O2 and O2 belong")):
        text = replace(usual, elsewhere=elsewhere, left_out=(LeftOut(outcome, "", "it has no result."),))
        monkeypatch.setattr(produce, "sef_text", lambda *_, text=text: text)
        said = produce.sef(desk)
        assert said.endswith(
            f"{len(usual.claims)} points to claim. {belong} under another line of the form.\n"
            "O2 is left out: it has no result."
        )


def test_who_chooses_no_folder_gets_nothing() -> None:
    assert produce.sef(a_desk(8, None)) == produce.submit(a_desk(4, None)) == ""
