"""Replies to the panel, and files that are written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hwit_validators.model.decision import State
from hwit_validators.tables import School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.addin import messages
from hwit_xl.addin.messages import AppAsker
from hwit_xl.addin.produce import _replies, _write, next_stage, sef, submit
from hwit_xl.checking.check import judge_return, opened
from hwit_xl.checking.collect import Found
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.settings import Settings
from hwit_xl.problem import Problem
from support.plans import example
from support.returns import a_return, place_of, with_text


class Asked:
    """Somebody who types the same answer to everything."""

    def __init__(self, *, takes_lines: bool, typed: str = "The survey of May.") -> None:
        """Nothing was said yet."""
        self.takes_lines, self.typed = takes_lines, typed
        self.told: list[str] = []
        self.prompts: list[str] = []

    def tell(self, text: str, *, trouble: bool = False) -> None:
        self.told.append(text)

    def line(self, prompt: str) -> str:
        self.prompts.append(prompt)
        return self.typed


QUESTION = "Where do these figures come from? " * 20


def replies(person: Asked, state: State = State.RESUBMITTED) -> dict[str, str]:
    items = [
        SimpleNamespace(ref="O1", question=QUESTION, changed=False),
        SimpleNamespace(ref="O2", question="Why May?", changed=True),
        SimpleNamespace(ref="O3", question=None, changed=False),
    ]
    desk: Any = SimpleNamespace(ask=person)
    manifest: Any = SimpleNamespace(state=state, items=items)
    return _replies(desk, manifest)


def test_a_question_of_any_length_is_told_and_the_answer_asked_for_in_a_few_words() -> None:
    person = Asked(takes_lines=True)
    assert replies(person) == {"O1": "The survey of May."}
    assert QUESTION in person.told[0]
    assert person.prompts == ["Your answer about O1:"]
    assert replies(Asked(takes_lines=True, typed="")) == {}


def test_a_first_submission_is_asked_nothing() -> None:
    person = Asked(takes_lines=True)
    assert replies(person, State.SUBMITTED) == {}
    assert person.told == person.prompts == []


def test_where_nothing_can_be_typed_another_way_is_named() -> None:
    person = Asked(takes_lines=False)
    assert replies(person) == {}
    assert person.prompts == []
    [text] = person.told
    assert QUESTION in text
    assert "Why May?" not in text
    assert "hwit submit --reply" in text


def test_a_folder_that_cannot_be_filled_is_taken_away(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"could not be written: .* Choose another folder"):
        _write(tmp_path / "submission", {"manifest.json": b"{}", f"{'x' * 300}.pdf": b"%PDF"})
    assert list(tmp_path.iterdir()) == []


class App:
    """A program that shows messages, and agrees to everything."""

    engine = SimpleNamespace(name="made up")
    status_bar: Any = "left over"

    def __init__(self) -> None:
        """Nothing was said yet."""
        self.said: list[str] = []

    def alert(self, text: str, title: str, buttons: str = "ok", mode: str = "") -> str:
        self.said.append(text)
        return "yes"


def asker() -> tuple[AppAsker, App]:
    app = App()
    book: Any = SimpleNamespace(app=app)
    return AppAsker(book), app


def test_reading_is_not_called_writing() -> None:
    ask, app = asker()
    assert ask.folder_to_read("The folder with the decision.") == ask.folder("Choose.")
    assert "Look in" in app.said[0]
    assert "Write into" not in app.said[0]
    assert "Write into" in app.said[1]


@pytest.mark.parametrize("stays", [True, False])
def test_a_hint_is_told_where_it_would_not_stay(stays: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, app = asker()
    host: Any = SimpleNamespace(keeps_hints=stays)
    monkeypatch.setattr(messages, "host_of", lambda book: host)
    ask.hint("2 of 3: O2 has no target figure.")
    assert app.said == ([] if stays else ["2 of 3: O2 has no target figure."])
    ask.hint("")
    assert len(app.said) == (not stays)
    assert app.status_bar == (False if stays else "left over")


def pressed(button: Callable[[Any], object], stage: int, folder: Path) -> str:
    """What a button says of a return in which an error stands."""
    path = folder / "return.xlsx"
    path.write_bytes(with_text(a_return(stage), "School", place_of(School, "nhss_achieved_on"), "soon"))
    returned = opened(Found(path, path.name), Settings(example().completed_on(form_of_stage(stage))))
    verdict = judge_return(returned, path.name)
    assert verdict.blocks
    desk: Any = SimpleNamespace(saved=True, programme=Programme(), read=lambda decisions_needed: (returned, verdict))
    with pytest.raises(Problem) as raised:
        button(desk)
    return str(raised.value)


@pytest.mark.parametrize(
    ("button", "stage", "says"),
    [
        (submit, 5, "only stages 4 (the plan), 7 (amendments) and 8 (outcomes met) go to the panel"),
        (next_stage, 0, "an annual review stands alone"),
        (sef, 5, "figures come in from stage 7 on"),
    ],
    ids=["submit", "next stage", "self-evaluation"],
)
def test_nobody_puts_errors_right_for_what_this_stage_cannot_do(
    button: Callable[[Any], object], stage: int, says: str, tmp_path: Path
) -> None:
    said = pressed(button, stage, tmp_path)
    assert said.startswith("Nothing was written: ")
    assert says in said
    assert "Press Check, put" in pressed(button, 8, tmp_path), "where it can be done, the errors come first"
