"""Letters to schools: a welcome, and the panel's answer."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document

from hwit_validators.model.decision import Kind
from hwit_validators.tables import School
from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers import letters
from support.decided import ANYTOWN, decided, pages
from support.plans import primary

JOINED = dt.date(2010, 1, 15)


def text_of(letter: bytes) -> str:
    """Every paragraph of a letter and of its tables, one to a line."""
    document = Document(io.BytesIO(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def letterhead_of(letter: bytes) -> str:
    """The words at the head of a letter's first page."""
    head = Document(io.BytesIO(letter)).sections[0].first_page_header
    return "\n".join(cell.text for table in head.tables for row in table.rows for cell in row.cells).strip()


def school(**answers: object) -> School:
    plan = primary(1)
    assert plan.school
    return plan.school.model_copy(update=answers)


def test_the_welcome_says_what_the_model_is_and_whom_to_ask() -> None:
    text = text_of(letters.welcome(school(), ANYTOWN, JOINED))
    for words in (
        "Dear Margaret Ashdown and Ruth Calloway,",
        "Larkfield Green Primary School joined it on 11 January 2010",
        "Eight stages in two to three years",
        "1  Development group\n2  Needs analysis\n3  Priorities\n4  Outcomes and ESIs\n5  Baseline, activities",
        "Fill in the stage 1 workbook.",
        "A certificate and our branding, when the panel has confirmed your plan.",
        "Ask us: healthy.schools@anytown.example.gov.uk, 01632 960123.",
        "Jo Harding, Programme manager",
    ):
        assert words in text


def test_a_welcome_without_profile_comes_from_the_programme_the_school_names() -> None:
    text = text_of(letters.welcome(school(head_teacher=None, coordinator=None), Programme(), JOINED))
    assert "Dear colleagues," in text
    assert text.splitlines().count("Coventry Healthy Schools") == 1, "it signs the letter"


def test_a_school_of_a_cluster_reads_about_it() -> None:
    assert "other schools of North Anytown." in text_of(
        letters.welcome(school(cluster="North Anytown"), ANYTOWN, JOINED)
    )
    assert "other schools" not in text_of(letters.welcome(school(), ANYTOWN, JOINED))


def test_a_confirmed_plan_is_a_congratulation_with_what_comes_next() -> None:
    text = text_of(letters.decision(decided(), ANYTOWN))
    assert "Congratulations: your plan is confirmed" in text
    assert "URN 900001 · submitted on 28 June 2010 · read by Sam Okoro and Ann Wray" in text
    assert "O1\nThe share of pupils in Years 3 to 6 who are active" in text
    assert "Also the early success indicators E1 to E12, with their dates." in text
    assert "Begin stage 5:" in text
    assert "What the panel asks" not in text


def test_questions_come_item_by_item_and_nothing_is_refused() -> None:
    asked = {"O2": "Which survey is meant?", "E4": "Who counts?"}
    text = text_of(letters.decision(decided(asked=asked, comment="We liked it."), ANYTOWN))
    assert "Your plan: 2 questions first" in text
    assert "O2  The share of pupils in Years 5 and 6" in text
    assert text.index("Which survey is meant?") < text.index("Who counts?")
    assert "We liked it." in text
    assert "Nothing is refused" in text
    assert "use “hwit submit”" in text
    assert "Also the early success indicators E1 to E3 and E5 to E12, with their dates." in text
    assert "Congratulations" not in text
    assert "Begin stage 5" not in text


def test_one_question_about_many_items_stands_once_with_their_list() -> None:
    asked = {
        "O1": "Which survey is meant?",
        "O2": "Which survey is meant?",
        "E4": "Who counts?",
        "O3": "Which survey is meant?",
    }
    text = text_of(letters.decision(decided(asked=asked), ANYTOWN))
    assert "Your plan: 2 questions first" in text
    assert text.count("Which survey is meant?") == text.count("Who counts?") == 1
    assert "About O1 to O3:\nWhich survey is meant?" in text
    assert "O2\nThe share of pupils in Years 5 and 6" in text


def test_the_letter_comes_from_the_programme_the_school_names_where_there_is_no_profile() -> None:
    named = decided(local_programme="Anytown Well")
    assert letterhead_of(letters.decision(named, Programme())) == "Anytown Well"
    assert letterhead_of(letters.decision(named, ANYTOWN)).startswith("Anytown Healthy Schools")
    assert letterhead_of(letters.decision(decided(), Programme())) == "Healthy Schools"


def test_what_comes_next_stays_on_one_page_with_whoever_signs(tmp_path: Path) -> None:
    """With these questions LibreOffice once left the heading alone at the foot of the first page."""
    asked = {ref: f"How are they asked, and by whom? {ref}" for ref in ("P1", "P2", "O1")}
    first, second = in_libreoffice(letters.decision(decided(asked=asked), ANYTOWN), tmp_path)
    assert "What is confirmed" in first
    assert "What comes next" not in first
    next_steps = second[second.index("What comes next") :]
    for words in ("Keep the decision file", "Leave the rest as it is.", "With good wishes,", "Jo Harding"):
        assert words in next_steps


def in_libreoffice(letter: bytes, folder: Path) -> list[str]:
    """The words on each page of a letter, as LibreOffice sets it."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not on this computer")
    (folder / "letter.docx").write_bytes(letter)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = ("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, folder / "letter.docx")
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    return pages((folder / "letter.pdf").read_bytes(), folder)


def test_one_indicator_is_confirmed_with_its_date() -> None:
    indicators = [item.ref for item in decided().items if item.ref.startswith("E")]
    text = text_of(letters.decision(decided(asked=dict.fromkeys(indicators[1:], "When?")), ANYTOWN))
    assert "Also the early success indicator E1, with its date." in text


def test_what_waits_is_named() -> None:
    text = text_of(letters.decision(decided(waiting=frozenset({"O4", "O5"})), ANYTOWN))
    assert "The panel will still write to you about O4 and O5." in text
    assert "Congratulations" not in text


@pytest.mark.parametrize(
    ("asked", "headline"),
    [
        ({}, "Congratulations: your 5 outcomes are confirmed"),
        ({"O3": "Where are the registers?"}, "4 outcomes confirmed, and one question"),
        (dict.fromkeys(("O1", "O2", "O3", "O4", "O6"), "?"), "Your outcomes: one question first"),
        ({ref: f"{ref}?" for ref in ("O1", "O2", "O3", "O4", "O6")}, "Your outcomes: 5 questions first"),
    ],
)
def test_outcomes_met(asked: dict[str, str], headline: str) -> None:
    text = text_of(letters.decision(decided(Kind.OUTCOMES, asked=asked), ANYTOWN))
    assert headline in text
    assert ("Celebrate." in text) is (len(asked) < 5)


def test_amendments() -> None:
    decision = decided(Kind.OUTCOMES).model_copy(update={"kind": Kind.AMENDMENTS})
    one = decision.model_copy(update={"items": decision.items[:1]})
    assert "Your amendment is confirmed" in text_of(letters.decision(one, ANYTOWN))
    assert "“hwit new --from”" in text_of(letters.decision(one, ANYTOWN))


def test_figures_of_a_small_group_stay_withheld_and_the_letter_says_so() -> None:
    text = text_of(letters.decision(decided(Kind.OUTCOMES), ANYTOWN))
    assert "take part in a sports or cooking club every week rises from c to c of c by June 2012." in text
    assert "“c” stands for a figure withheld" in text
    assert "19" not in text
    only_large = decided(Kind.OUTCOMES)
    only_large = only_large.model_copy(update={"items": tuple(i for i in only_large.items if i.ref != "O3")})
    assert "withheld" not in text_of(letters.decision(only_large, ANYTOWN))


def test_a_question_of_40_lines_and_names_full_of_signs_are_text() -> None:
    long = "\n".join(f"Line {number} of a long question: *why* #not $ever$?" for number in range(40))
    name = "Zoë Ngũgĩ & Łukasz #let *x* <b>_School_</b> $"
    text = text_of(letters.decision(decided(asked={"O1": long}, school=name), ANYTOWN))
    assert long in text
    assert name in text


def test_the_same_letter_is_the_same_file() -> None:
    assert letters.decision(decided(), ANYTOWN) == letters.decision(decided(), ANYTOWN)
    with zipfile.ZipFile(io.BytesIO(letters.decision(decided(), ANYTOWN))) as file:
        assert "Margaret" not in file.read("docProps/core.xml").decode()


@pytest.mark.parametrize(
    ("asked", "remarks", "waiting", "explained"),
    [
        ({}, {}, (), True),
        ({}, {}, ("O3",), False),
        ({"O3": "Why?"}, {}, (), True),
        ({"E5": "Why?"}, {}, ("O3",), True),
        ({}, {"E5": "Well chosen."}, ("O3",), True),
    ],
    ids=["O3 is told", "O3 waits", "O3 is asked about", "E5 is asked about", "E5 has a remark"],
)
def test_the_mark_of_a_withheld_figure_is_explained_where_it_stands_in_the_letter(
    asked: dict[str, str], remarks: dict[str, str], waiting: tuple[str, ...], explained: bool
) -> None:
    """O3 and E5 are about few pupils; what waits, and an indicator without a remark, is only named."""
    text = text_of(letters.decision(decided(asked=asked, remarks=remarks, waiting=frozenset(waiting)), ANYTOWN))
    assert (" c " in text) is explained
    assert ("“c” stands for a figure withheld" in text) is explained


@pytest.mark.parametrize(("anew", "number", "said"), [(True, 2, True), (True, 1, False), (False, 2, False)])
def test_an_answer_that_takes_the_place_of_earlier_ones_says_so(anew: bool, number: int, said: bool) -> None:
    answer = decided(asked={"O4": "Why?"}).model_copy(update={"anew": anew, "number": number})
    assert (
        "What is not confirmed below is not confirmed any more" in text_of(letters.decision(answer, ANYTOWN))
    ) is said


def test_where_nothing_is_confirmed_nothing_is_said_to_stay_so() -> None:
    plan = decided(asked={"O4": "Why?"})
    everything = {item.ref: "Why?" for item in plan.items}
    assert "stays confirmed" in text_of(letters.decision(plan, ANYTOWN))
    assert "stays confirmed" not in text_of(letters.decision(decided(asked=everything), ANYTOWN))
