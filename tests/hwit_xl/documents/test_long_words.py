"""Words without a place to break, such as web addresses: on every PDF they are told to their last letter.

What runs out of its page is not in what poppler reads.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.decision import Kind
from hwit_xl.checking.profile import Programme
from hwit_xl.documents import blocks, recognition
from hwit_xl.documents.pdf import pdf
from hwit_xl.documents.recognition import Milestone
from hwit_xl.journey import progress_page
from hwit_xl.journey.progress_report import progress_report
from support.decided import ANYTOWN, decided
from support.plans import TODAY, a_plan
from support.typeset import letters_of, words_of

WORD = "www.anytown.example" + "abcdefghij" * 18
ON = dt.date(2011, 6, 15)


@pytest.mark.parametrize(
    "block",
    [
        blocks.heading(WORD),
        blocks.heading(WORD, level=2),
        blocks.text("Label", WORD),
        blocks.note(WORD),
        blocks.facts([("Name", WORD)]),
        blocks.beside(("Left", WORD), ("Right", "Right")),
        blocks.beside(("Left", "Left"), ("Right", WORD)),
        blocks.listing([("First", 1), ("Second", 5)], [(WORD, "Second")]),
        blocks.listing([("First", 5), ("Second", 1)], [("First", WORD)]),
    ],
    ids=lambda block: f"{block['kind']}",
)
def test_on_papers(block: dict[str, Any]) -> None:
    paper = {"title": "Title", "tagline": "Tagline", "foot": "Foot", "blocks": [block]}
    assert WORD in letters_of(pdf("blocks", paper, on=ON))


@pytest.mark.parametrize("place", ["title", "tagline", "foot"])
def test_at_the_head_and_foot_of_a_paper(place: str) -> None:
    paper: dict[str, Any] = {"title": "Title", "tagline": "Tagline", "foot": "Foot", "blocks": []}
    assert WORD in letters_of(pdf("blocks", paper | {place: WORD}, on=ON))


def test_a_name_that_is_wider_than_its_column_is_broken_where_that_ends() -> None:
    name = "Featherstonehaughcholm"
    columns = [("First", 1.0), ("Second", 7.0)]
    paper = {"title": "", "tagline": "", "foot": "", "blocks": [blocks.listing(columns, [(name, "Second")])]}
    data = pdf("blocks", paper, on=ON)
    assert name in letters_of(data)
    assert name not in words_of(data), "in one line it would run into the next column"


@pytest.mark.parametrize("place", ["statement", "priority"])
def test_on_the_page_for_governors(place: str) -> None:
    word = WORD[:105]
    outcome = {
        "priority": "P1", "statement": word if place == "statement" else "Words", "unit": "%", "cohort": 200,
        "direction": "Increase", "baseline": 30.0, "target": 50.0, "starts_on": dt.date(2010, 9, 1), "target_date": ON,
    }  # fmt: skip
    priority = word if place == "priority" else "Priority"
    plan = a_plan(7, Priorities={"P1": {"priority": priority}}, Outcomes={"O1": outcome})
    assert word in letters_of(progress_page.to_bytes(plan, progress_report(plan, TODAY)))


def test_on_certificates() -> None:
    programme = ANYTOWN.profile.model_copy(update={"programme": WORD})
    decision = decided(school=WORD)
    decision = decision.model_copy(
        update={
            "items": tuple(item.model_copy(update={"title": f"Priority P1: {WORD}"}) for item in decision.items[:1])
        }
    )
    assert letters_of(recognition.certificate(decision, Programme(programme))).count(WORD) == 3


def test_on_the_recognition_of_an_outcome() -> None:
    decision = decided(Kind.OUTCOMES)
    item = decision.items[0].model_copy(update={"title": f"Outcome O1: {WORD}"})
    assert WORD in letters_of(recognition.outcome_recognition(decision, item, ANYTOWN))


def test_on_what_is_celebrated() -> None:
    milestone = Milestone("E1", WORD, ON, WORD, "31%", "40%")
    assert letters_of(recognition.celebration(WORD, [milestone], ON)).count(WORD) == 3
