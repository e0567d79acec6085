"""Words without a place to break, such as web addresses: on every PDF they are told to their last letter.

What runs out of its page is not in what poppler reads.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations
from typing import Any

import pytest

from hwit_validators.model.decision import Kind
from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers import blocks, recognition
from hwit_xl.papers.pdf import pdf
from hwit_xl.papers.recognition import Milestone
from hwit_xl.progress import page as progress_page
from hwit_xl.progress.report import progress_report
from support.decided import ANYTOWN, decided
from support.panel_papers import paper
from support.plans import TODAY, a_plan, primary
from support.typeset import letters_of, lines_of, pages, words_of

SCHOOL = "The Saint Bartholomew and All Saints Church of England Voluntary Controlled Primary School with Nursery, Anytown North 12"
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


# Names that have places to break, or would have room in a smaller size


def test_names_are_broken_at_a_space_or_hyphen() -> None:
    names = ("Featherstonehaugh", "Cholmondeley")
    name = f"Maximilian {'-'.join(names)}"
    letters = ANYTOWN.profile.letters.model_copy(update={"signed_by": name, "role": f"Manager, {name}"})
    signed = Programme(
        ANYTOWN.profile.model_copy(update={"letters": letters, "programme": f"Healthy {name}"}), ANYTOWN.logo
    )
    panel = f"Panel of {name}"
    outcomes = decided(Kind.OUTCOMES, panel=panel, school=f"{name} School")
    for data in (
        recognition.certificate(decided(panel=panel, school=f"{name} School"), signed),
        recognition.outcome_recognition(outcomes, outcomes.items[0], signed),
    ):
        whole = [part for line in lines_of(data) for part in re.split("[ -]", line.words)]
        # the school, the programme, the panel, and who signs with the role
        assert [whole.count(part) for part in names] == [5, 5]


def test_a_name_without_a_place_to_break_gets_smaller_first() -> None:
    name = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    decision = decided(school=f"{name} School")
    items = tuple(item.model_copy(update={"title": f"Priority P1: {name} eats well"}) for item in decision.items[:1])
    told = words_of(recognition.certificate(decision.model_copy(update={"items": items}), ANYTOWN))
    assert told.count(name) == 2
    milestone = Milestone("E1", "Done", ON, name)
    assert words_of(recognition.celebration(f"{name} School", [milestone], ON)).count(name) == 2


def test_a_poster_breaks_a_word_rather_than_whisper_it() -> None:
    name = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    [line] = [
        line
        for line in lines_of(recognition.celebration("School", [Milestone("E1", f"{name} eats well", ON, "")], ON))
        if line.words.startswith("Llan")
    ]
    assert not line.words.startswith(name)
    assert line.bottom - line.top > 24, "points; whole, it would be 16 points high"


LONG_WORDS = Programme(
    ANYTOWN.profile.model_copy(
        update={
            "programme": "Anytown, Nether Anytown and Great Anytown Healthy Schools and Early Years Partnership",
            "letters": ANYTOWN.profile.letters.model_copy(update={"signed_by": "W" * 60, "role": "x" * 80}),
        }
    ),
    logo=ANYTOWN.logo,
)


@pytest.mark.parametrize("school", [SCHOOL, WORD, f"{SCHOOL} {SCHOOL} {SCHOOL}"], ids=["long", "word", "longest"])
@pytest.mark.parametrize("programme", [ANYTOWN, LONG_WORDS], ids=["ordinary", "long words"])
def test_nothing_on_a_certificate_runs_into_something_else(school: str, programme: Programme) -> None:
    decision = decided(school=school, panel=f"The quality assurance panel of {WORD[:40]}")
    items = tuple(item.model_copy(update={"title": f"Priority P1: {WORD}"}) for item in decision.items[:2])
    data = recognition.certificate(decision.model_copy(update={"items": items}), programme)
    assert school.replace(" ", "") in letters_of(data)
    assert [pair for pair in combinations(lines_of(data), 2) if pair[0].covers(pair[1])] == []


def test_date_and_signature_stand_at_the_same_height() -> None:
    lines = lines_of(recognition.certificate(decided(), LONG_WORDS))
    [date] = [line for line in lines if line.words == "9 July 2010"]
    signature = next(line for line in lines if line.words.startswith("WWW"))
    assert abs(date.top - signature.top) < 1


# The page for governors


def test_governors_read_the_whole_name_of_the_school() -> None:
    plan = primary(7, School={"name": SCHOOL})
    assert f"{SCHOOL} · " in words_of(progress_page.to_bytes(plan, progress_report(plan, TODAY)))


def test_a_priority_of_one_long_word_is_shown_in_lines_as_long_as_the_page() -> None:
    plan = primary(7, Priorities={"P1": {"priority": WORD}})
    data = progress_page.to_bytes(plan, progress_report(plan, TODAY))
    assert WORD in letters_of(data)
    assert [line.words[:10] for line in lines_of(data) if WORD.startswith(line.words[:40])] == [WORD[:10]]


@pytest.mark.parametrize(
    "priority", [WORD * 2, f"Health {WORD * 2}", "Words about it. " * 20], ids=["word", "last", "words"]
)
def test_a_priority_that_is_too_long_keeps_its_beginning(priority: str) -> None:
    plan = primary(7, Priorities={"P1": {"priority": priority}})
    report = progress_report(plan, TODAY)
    title = progress_page.content(plan, report)["priorities"][0]["title"]
    assert 200 < len(title) <= progress_page.TITLE
    assert title.endswith(" …")
    assert priority.startswith(title.removesuffix(" …"))
    assert "".join(title.split()) in letters_of(progress_page.to_bytes(plan, report))


def test_a_long_text_is_cut_between_words() -> None:
    plan = primary(7, Priorities={"P1": {"priority": "Beautiful words " * 30}})
    title = progress_page.content(plan, progress_report(plan, TODAY))["priorities"][0]["title"]
    assert title.removesuffix(" …").split()[-1] in ("Beautiful", "words")


# At the foot


@pytest.mark.parametrize("letters", range(60, 200, 7))
def test_no_line_begins_with_the_dot_between_two_facts(letters: int) -> None:
    name = (SCHOOL * 2)[:letters].strip()
    lines = lines_of(pdf("blocks", paper(primary(4), school=name) | {"blocks": []}, on=ON))
    assert [line.words for line in lines if line.words.startswith("·")] == []
    for fact in ("URN 900001 ·", "submitted 11 July 2012 ·"):
        assert any(fact in line.words for line in lines if line.top > 700), "a short fact stays in one line"


def test_a_text_longer_than_a_page_goes_on_over_the_next() -> None:
    typed = "\n".join(f"Line {number} of the evidence." for number in range(150))
    for block in (blocks.text("Label", typed), blocks.note(typed)):
        whole = {"title": "Title", "tagline": "Tagline", "foot": "Foot", "blocks": [block]}
        data = pdf("blocks", whole, on=ON)
        assert pages(data) > 2
        assert words_of(data).count("of the evidence.") == 150
