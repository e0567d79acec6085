"""What the panel answers: confirmed, or clarification sought, for the whole or for each item."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from hwit_validators.tables import Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.layout import layout_of
from support.at_work import done, hwit
from support.plans import example
from support.returns import a_return

STAGE_4 = example().completed_on(form_of_stage(4))
DECISION = f"900001 plan decision {STAGE_4}.json"
PANEL = ("--panel", "Jo Field", "--on", STAGE_4)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the primary school's plan, submitted."""
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    done("submit", tmp_path / "return.xlsx", "--on", STAGE_4, "-o", tmp_path / "plan")
    return tmp_path


def answers(desk: Path) -> dict[str, str]:
    decision = json.loads((desk / DECISION).read_text())
    return {item["ref"]: item["answer"] for item in decision["items"]}


def test_the_items_are_listed_before_anything_is_decided(desk: Path) -> None:
    output = done("decide", desk / "plan")
    assert output.startswith("Larkfield Green Primary School · 900001 · plan, submitted on 25 June 2010: submitted\n")
    assert "Outcome O1: The share of pupils in Years 3 to 6" in output
    assert not (desk / DECISION).exists()


def test_a_whole_plan_is_confirmed_and_the_next_stage_can_begin(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", *PANEL, "--comment", "A fine plan.")
    assert set(answers(desk).values()) == {"Confirmed"}
    letter = "\n".join(p.text for p in Document(str(desk / DECISION.replace(".json", ".docx"))).paragraphs)
    assert "A fine plan." in letter
    done("next", desk / "return.xlsx", "--on", STAGE_4)
    assert "confirmed" in done("decide", desk / "plan").splitlines()[0]


def test_one_question_holds_the_whole_plan_up(desk: Path) -> None:
    output = done("decide", desk / "plan", "--confirm", "all", "--clarify", "o2=Which survey is meant?", *PANEL)
    assert answers(desk) | {"O2": ""} == dict.fromkeys(answers(desk), "Confirmed") | {"O2": ""}
    assert answers(desk)["O2"] == "Clarification sought"
    assert "clarification sought: O2\n" in output
    assert "  O2: Which survey is meant?" in output
    assert "sought clarification on O2" in hwit("next", desk / "return.xlsx", "--on", STAGE_4).stderr


def test_what_is_not_named_stays_open(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "P1,P2", "--confirm", "O1", *PANEL)
    assert [ref for ref, answer in answers(desk).items() if answer == "Confirmed"] == ["P1", "P2", "O1"]
    assert done("decide", desk / "plan").splitlines()[0].endswith(": submitted")


def test_a_plan_that_changed_after_it_was_confirmed_waits_again(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", *PANEL)
    book = load_workbook(desk / "return.xlsx")
    book["Outcomes"].cell(*layout_of(Outcome).cell("data_source", 3)).value = "Another source"
    book.save(desk / "return.xlsx")
    result = hwit("next", desk / "return.xlsx", "--on", STAGE_4)
    assert result.exit_code == 2
    assert "O4 changed after the panel confirmed the plan on 25 June 2010" in result.stderr


def test_a_plan_submitted_again_shows_what_was_asked_and_what_changed(desk: Path) -> None:
    done(
        "decide",
        desk / "plan",
        "--clarify",
        "O4=Whose log is it?",
        "--clarify",
        "O5=Who asks?",
        "--confirm",
        "all",
        *PANEL,
    )
    book = load_workbook(desk / "return.xlsx")
    book["Outcomes"].cell(*layout_of(Outcome).cell("data_source", 3)).value = "The midday supervisor's log"
    book.save(desk / "return.xlsx")
    result = hwit(
        "submit", desk / "return.xlsx", "--on", STAGE_4, "-o", desk / "again", "--reply", "O4=The supervisor's."
    )
    assert result.exit_code == 0
    assert "resubmitted" in result.stdout
    assert "O5 is as it was when the panel asked" in result.stderr
    listed = done("decide", desk / "again")
    assert listed.splitlines()[0].endswith(": resubmitted")
    assert "asked: Whose log is it?\n      since then: changed; reply: The supervisor's." in listed
    assert "Priority P1: Healthy weight: moving more and eating well (confirmed on 25 June 2010)" in listed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--confirm", "O9", *PANEL), "O9 is not before the panel"),
        (("--confirm", "O1", "--clarify", "O1=Why?", *PANEL), "O1 cannot be confirmed and asked about at once"),
        (
            ("--confirm", "all", "--clarify", "all=Why?", *PANEL),
            "everything cannot be confirmed and asked about at once",
        ),
        (("--confirm", "all", "--panel", "Jo Field", "--on", "2010-06-01"), "before the submission of 25 June 2010"),
        (("--confirm", "all", *PANEL, "--second-reader", "jo field"), "the second reader is somebody else"),
        (("--confirm", "all", "--on", STAGE_4), "say who decided, with --panel"),
        (("--clarify", "O1", *PANEL), "--clarify names an item"),
        (("--confirm", "all", "--panel", "Jo Field", "--on", "2999-01-01"), "which is in the future"),
        (("--confirm", "all", "--panel", " ", "--on", STAGE_4), "say who decided"),
        (("--confirm", "all", *PANEL, "--second-reader", "jo  field "), "the second reader is somebody else"),
        (("--remark", "O1=Well done", *PANEL), "nothing is decided yet"),
        (("--clarify", "O1=Why?", "--remark", "O1=Well done", *PANEL), "put both into the question"),
    ],
)
def test_an_answer_that_does_not_fit_is_one_clear_line(desk: Path, arguments: tuple[object, ...], says: str) -> None:
    result = hwit("decide", desk / "plan", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr.splitlines()[-1]
    assert not (desk / DECISION).exists()


def test_a_decision_is_not_written_over(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", *PANEL)
    before = (desk / DECISION).read_bytes()
    result = hwit("decide", desk / "plan", "--clarify", "all=Why?", *PANEL)
    assert result.exit_code == 2
    assert "was confirmed on 25 June 2010" in result.stderr
    assert (desk / DECISION).read_bytes() == before
    done("decide", desk / "plan", "--clarify", "all=Why?", *PANEL, "--force")
    assert (desk / DECISION).read_bytes() == before, "the first answer stays where it is"
    assert "sought clarification on P1" in hwit("next", desk / "return.xlsx", "--on", STAGE_4).stderr


def test_a_decision_that_was_edited_is_not_taken(desk: Path) -> None:
    done("decide", desk / "plan", "--clarify", "all=Why?", *PANEL)
    edited = (desk / DECISION).read_text().replace("Clarification sought", "Confirmed")
    (desk / DECISION).write_text(edited)
    result = hwit("next", desk / "return.xlsx", "--on", STAGE_4)
    assert result.exit_code == 2
    passed_over, waits = result.stderr.splitlines()
    assert "was changed after it was written" in passed_over
    assert "stage 5 waits for the panel's confirmation" in waits


def test_another_schools_decision_is_refused(desk: Path, tmp_path: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", *PANEL)
    (desk / "elsewhere").mkdir()
    other = desk / "elsewhere" / "return.xlsx"
    other.write_bytes(a_return(4, "secondary"))
    on = example("secondary").completed_on(form_of_stage(4))
    result = hwit("next", other, "--on", on, "--decision", desk / DECISION)
    assert result.exit_code == 2
    assert "is about the school 900001; this return is of 900002" in result.stderr


def test_a_decision_of_another_school_beside_the_return_is_simply_not_its_own(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", *PANEL)
    other = desk / "other.xlsx"
    other.write_bytes(a_return(4, "secondary"))
    result = hwit("next", other, "--on", example("secondary").completed_on(form_of_stage(4)))
    assert result.exit_code == 2
    assert "stage 5 waits for the panel's confirmation" in result.stderr


def test_a_file_that_only_looks_like_a_decision_is_one_line(desk: Path) -> None:
    (desk / "my decision.json").write_text('{"urn": "900001"}')
    result = hwit("next", desk / "return.xlsx", "--on", STAGE_4)
    assert result.exit_code == 2
    assert "is no decision file" in result.stderr


def test_an_outcome_met_that_is_not_the_confirmed_one_is_pointed_out(desk: Path) -> None:
    """The panel confirmed a plan with another target than the one the school now says it has reached."""
    book = load_workbook(desk / "return.xlsx")
    book["Outcomes"].cell(*layout_of(Outcome).cell("target", 0)).value = 60
    book.save(desk / "return.xlsx")
    done("submit", desk / "return.xlsx", "--on", STAGE_4, "-o", desk / "first")
    done("decide", desk / "first", "--confirm", "all", *PANEL)
    (desk / "later").mkdir()
    (desk / "later" / "return.xlsx").write_bytes(a_return(8))
    on = example().completed_on(form_of_stage(8))
    done("submit", desk / "later" / "return.xlsx", "--on", on, "-o", desk / "met")
    result = hwit("decide", desk / "met")
    assert "look at this: O1 is not as the panel confirmed it on 25 June 2010." in result.stderr


def test_two_answers_on_one_day_stand_beside_each_other(desk: Path) -> None:
    """The school answers the same morning, without changing a word of its plan."""
    done("decide", desk / "plan", "--clarify", "all=Who asks the parents?", *PANEL)
    done("submit", desk / "return.xlsx", "--on", STAGE_4, "-o", desk / "again", "--reply", "O1=The nurse.")
    assert done("decide", desk / "again").splitlines()[0].endswith(": resubmitted")
    done("decide", desk / "again", "--confirm", "all", *PANEL)
    assert sorted(path.name for path in desk.glob("*.json")) == [DECISION.replace(".json", " (2).json"), DECISION]
    assert done("decide", desk / "again").splitlines()[0].endswith(": confirmed")
    done("next", desk / "return.xlsx", "--on", STAGE_4)


def test_a_panel_that_decides_bit_by_bit_comes_to_the_whole(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "P1,P2,O1", "--clarify", "O2=Which survey?", *PANEL)
    assert "(asked on 25 June 2010: Which survey?)" in done("decide", desk / "plan")
    second = done("decide", desk / "plan", "--confirm", "O3,O4,O5,O6", *PANEL)
    assert "confirmed: P1, P2, O1 and O3 to O6" in second
    assert "clarification sought: O2" in second, "a question stands until it is answered"
    assert "waiting: E1 to E12" in second
    done("decide", desk / "plan", "--confirm", "all", *PANEL)
    done("next", desk / "return.xlsx", "--on", STAGE_4)


def test_a_plan_on_which_the_panel_has_only_begun_waits(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "P1,P2", *PANEL)
    waits = hwit("next", desk / "return.xlsx", "--on", STAGE_4).stderr
    assert "stage 5 waits: on 25 June 2010 the panel had not yet decided on O1, O2" in waits


def test_what_is_confirmed_stays_so_when_the_rest_comes_again(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", "--clarify", "O2=Which survey?", *PANEL)
    done("submit", desk / "return.xlsx", "--on", STAGE_4, "-o", desk / "again", "--reply", "O2=The one of May.")
    done("decide", desk / "again", "--confirm", "O2", *PANEL)
    done("next", desk / "return.xlsx", "--on", STAGE_4)


def test_a_confirmed_outcome_that_comes_again_changed_is_pointed_out(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", *PANEL)
    book = load_workbook(desk / "return.xlsx")
    book["Outcomes"].cell(*layout_of(Outcome).cell("target", 0)).value = 45
    book.save(desk / "return.xlsx")
    done("submit", desk / "return.xlsx", "--on", STAGE_4, "-o", desk / "again")
    listed = done("decide", desk / "again").splitlines()
    [outcome] = [line for line in listed if line.startswith("  Outcome O1")]
    assert outcome.endswith("(CHANGED since it was confirmed on 25 June 2010)")
    assert len([line for line in listed if "(confirmed on 25 June 2010)" in line]) == 19


def test_a_decision_file_is_found_whatever_it_is_called(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", *PANEL)
    (desk / DECISION).rename(desk / "from the panel.json")
    done("next", desk / "return.xlsx", "--on", STAGE_4)


def test_a_folder_of_decisions_holds_those_of_any_name(desk: Path) -> None:
    """The plan is confirmed, so that nothing is missing when a later return is held to it."""
    done("decide", desk / "plan", "--confirm", "all", *PANEL, "-o", desk / "decisions")
    (desk / "decisions" / DECISION).rename(desk / "decisions" / "answer.json")
    (desk / "later").mkdir()
    (desk / "later" / "return.xlsx").write_bytes(a_return(5))
    on = example().completed_on(form_of_stage(5))
    told = hwit("validate", desk / "later", "--on", on, "--decision", desk / "decisions")
    assert "XS006" not in told.stdout
    (desk / "decisions" / "answer.json").unlink()
    told = hwit("validate", desk / "later", "--on", on, "--decision", desk / "decisions")
    assert "XS006" in told.stdout


def test_an_edited_decision_is_named_whatever_it_is_called(desk: Path) -> None:
    done("decide", desk / "plan", "--clarify", "all=Why?", *PANEL)
    edited = (desk / DECISION).read_text().replace("Clarification sought", "Confirmed")
    (desk / DECISION).unlink()
    (desk / "answer.json").write_text(edited)
    told = hwit("next", desk / "return.xlsx", "--on", STAGE_4).stderr
    assert told.startswith(f"passed over: {desk / 'answer.json'} was changed after it was written")


QUESTION = "Who asks the parents?\n\nAnd when?"
REPLY = "The nurse does.\nIn May."


def test_a_question_of_several_lines_keeps_together(desk: Path) -> None:
    output = done("decide", desk / "plan", "--clarify", f"O1={QUESTION}", *PANEL)
    assert "\n  O1: Who asks the parents?\n\n      And when?\n" in output
    assert "Who asks the parents?\n\n          And when?)\n" in done("decide", desk / "plan")
    done("submit", desk / "return.xlsx", "--on", STAGE_4, "-o", desk / "again", "--reply", f"O1={REPLY}")
    assert (
        "\n      asked: Who asks the parents?\n\n             And when?"
        "\n      since then: as it was; reply: The nurse does.\n             In May.\n"
    ) in done("decide", desk / "again")


def test_figures_in_the_panels_own_words_on_a_small_group_are_pointed_out(desk: Path) -> None:
    result = hwit("decide", desk / "plan", "--confirm", "all", "--clarify", "O3=Are the 4 of 19 new?", *PANEL)
    assert "look at this: O3 is about few people" in result.stderr


def test_a_decision_keeps_which_titles_are_without_their_figures_and_the_letter_says_so(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "P1,O1,O3", "--clarify", "E5=Why?", *PANEL)
    decision = json.loads((desk / DECISION).read_text())
    assert [item["ref"] for item in decision["items"] if item["withheld"]] == ["O3", "E5"]
    letter = "\n".join(p.text for p in Document(str(desk / DECISION.replace(".json", ".docx"))).paragraphs)
    assert "“c” stands for a figure withheld" in letter
