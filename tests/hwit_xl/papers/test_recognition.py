"""What schools hang on their walls: one page each, the right words, and no figure of a small group."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hwit_validators.model.decision import Kind
from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers import recognition
from hwit_xl.papers.recognition import Milestone
from support.decided import ANYTOWN, decided, pages

SIGNS = "Zoë Ngũgĩ & Łukasz #let x = 1 *b* _i_ $x$ [y] <label> @ref \\"
LONG = "The Saint Bartholomew and All Saints Church of England Voluntary Controlled Primary School with Nursery, Anytown North 12"


def test_the_certificate(tmp_path: Path) -> None:
    [page] = pages(recognition.certificate(decided(), ANYTOWN), tmp_path)
    for words in (
        "HEALTHY SCHOOLS ENHANCEMENT MODEL Certificate awarded to Larkfield Green Primary School",
        "Healthy weight: moving more and eating well",
        "Emotional health: friendships and calm playtimes",
        "the right to show the emblem",
        "9 July 2010",
        "Anytown Healthy Schools",
        "confirmed by the panel, Sam Okoro",
        "Jo Harding",
        "Programme manager",
    ):
        assert words in page


def test_a_certificate_without_a_profile_is_signed_by_the_panel(tmp_path: Path) -> None:
    [page] = pages(recognition.certificate(decided(), Programme()), tmp_path)
    assert "Local Programme" not in page
    assert page.count("Sam Okoro") == 1
    assert "for the quality assurance panel" in page


def test_a_programme_without_a_profile_has_the_name_the_school_gave_it(tmp_path: Path) -> None:
    [page] = pages(recognition.certificate(decided(local_programme="Anytown Well"), Programme()), tmp_path)
    assert "Anytown Well" in page
    [page] = pages(recognition.certificate(decided(local_programme="Anytown Well"), ANYTOWN), tmp_path)
    assert "Anytown Well" not in page


def test_a_programme_with_a_long_name_is_named_to_the_end(tmp_path: Path) -> None:
    name = "Anytown, Nether Anytown and Great Anytown Healthy Schools and Early Years Partnership"
    for whole in (name, f"{name} {name}"[:180]):
        [page] = pages(recognition.certificate(decided(local_programme=whole), Programme()), tmp_path)
        assert sorted(set(whole.split()) - set(page.split())) == []


@pytest.mark.parametrize("name", [SIGNS, LONG, LONG.replace(" ", "")])
def test_long_names_and_signs_stay_on_the_page_as_they_are(tmp_path: Path, name: str) -> None:
    decision = decided(school=name)
    changed = tuple(i.model_copy(update={"title": f"{i.title} {SIGNS} {LONG}"}) for i in decision.items)
    [page] = pages(recognition.certificate(decision.model_copy(update={"items": changed}), ANYTOWN), tmp_path)
    assert name.replace(" ", "") in page.replace(" ", "")
    assert page.replace(" ", "").count(SIGNS.replace(" ", "")) == (3 if name == SIGNS else 2)
    assert "9 July 2010" in page


def test_each_confirmed_outcome_has_its_page(tmp_path: Path) -> None:
    decision = decided(Kind.OUTCOMES)
    first = next(item for item in decision.items if item.ref == "O1")
    [page] = pages(recognition.outcome_recognition(decision, first, ANYTOWN), tmp_path)
    assert "Outcome achieved national recognition for Larkfield Green Primary School" in page
    assert "active for at least an hour on five or more days of the week rises from 31% to 50%" in page
    assert "Outcome O1:" not in page
    assert "outcome O1 confirmed by the panel," in page


def test_an_outcome_of_a_small_group_shows_neither_figures_nor_who_it_is_about(tmp_path: Path) -> None:
    decision = decided(Kind.OUTCOMES)
    small = next(item for item in decision.items if item.ref == "O3")
    [page] = pages(recognition.outcome_recognition(decision, small, ANYTOWN), tmp_path)
    assert "Its figures are not shown, so that nobody can be recognised." in page
    assert "free school meals" not in page
    assert "outcome O3 confirmed" in page, "it tells the page from that of another small group"


def test_a_very_long_statement_stays_on_one_page(tmp_path: Path) -> None:
    decision = decided(Kind.OUTCOMES)
    item = decision.items[0].model_copy(update={"title": "Outcome O1: " + "Many words about it. " * 45})
    [page] = pages(recognition.outcome_recognition(decision, item, ANYTOWN), tmp_path)
    assert page.count("Many words about it.") == 45
    assert "9 July 2010" in page


def test_what_no_page_has_room_for_is_cut_short(tmp_path: Path) -> None:
    decision = decided(Kind.OUTCOMES, school="Long " * 1000, panel="W" * 3000)
    item = decision.items[0].model_copy(update={"title": "Outcome O1: " + "Line of evidence.\n" * 2000})
    [page] = pages(recognition.outcome_recognition(decision, item, ANYTOWN), tmp_path)
    assert page.count("…") == 3
    milestone = Milestone("E1", "Line.\n" * 3000, None, "W" * 3000)
    [page] = pages(recognition.celebration("Ngũgĩ" * 900, [milestone], dt.date(2011, 7, 8)), tmp_path)
    assert page.count("…") == 3


MILESTONES = (
    Milestone("E1", "A pupil health team has been chosen.", dt.date(2010, 12, 3), "Healthy weight"),
    Milestone("E3", "38% are active.", dt.date(2011, 7, 1), "Healthy weight", "31%", "41%"),
    Milestone("E4", SIGNS, None, "", "", "46 parents and carers"),
    Milestone("E5", "Many words. " * 80, dt.date(2011, 7, 1), LONG * 2, "31%", "41%"),
)


def test_there_is_a_page_for_each_milestone(tmp_path: Path) -> None:
    first, second, third, fourth = pages(recognition.celebration(LONG, MILESTONES, dt.date(2011, 7, 8)), tmp_path)
    assert "A pupil health team has been chosen." in first
    assert "We began with" not in first
    assert "We began with Now it is 31% 41%" in second
    assert "A milestone on the way to Healthy weight Reached by 1 July 2011" in second
    assert SIGNS in third
    assert "We began with" not in third
    assert fourth.count("Many words.") == 80
    assert all(page.startswith("We did it! The Saint Bartholomew") for page in (first, second, third, fourth))


def test_without_a_milestone_there_is_no_page() -> None:
    with pytest.raises(ValueError, match="nothing to celebrate"):
        recognition.celebration("Larkfield Green", (), dt.date(2011, 7, 8))


def test_the_same_content_is_the_same_file() -> None:
    assert recognition.certificate(decided(), ANYTOWN) == recognition.certificate(decided(), ANYTOWN)
    assert recognition.celebration("A", MILESTONES, dt.date(2011, 7, 8)) == recognition.celebration(
        "A", MILESTONES, dt.date(2011, 7, 8)
    )
    assert recognition.emblem() == recognition.emblem()


def test_the_logo_is_shown(tmp_path: Path) -> None:
    with_logo = recognition.certificate(decided(), ANYTOWN)
    without = recognition.certificate(decided(), Programme(ANYTOWN.profile))
    assert with_logo != without
    assert pages(with_logo, tmp_path) == pages(without, tmp_path)
