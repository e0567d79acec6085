"""What commands say beside their files: what comes next, and why nothing was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwit_validators.tables.forms import form_of_stage
from hwit_xl.cli.output import place, same_file, write
from hwit_xl.problem import Problem
from support.at_work import done, hwit
from support.plans import example
from support.returns import a_return

ON = ("--on", example().completed_on(form_of_stage(4)))
PANEL = ("--panel", "Jo Field", *ON)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the primary school's plan, submitted."""
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    done("submit", tmp_path / "return.xlsx", *ON, "-o", tmp_path / "plan")
    return tmp_path


def test_after_each_answer_of_the_panel_it_is_said_what_comes_next(desk: Path) -> None:
    listed = done("decide", desk / "plan").splitlines()
    assert listed[-1] == 'decide with --confirm all, or --clarify ITEM="question", and --panel'
    begun = done("decide", desk / "plan", "--confirm", "P1", *PANEL).splitlines()
    assert begun[-1] == "next: decide on the rest when the panel has"
    asked = done("decide", desk / "plan", "--clarify", "O1=Why?", *PANEL).splitlines()
    assert asked[-1] == "next: send the letter and the decision file to the school; it answers by submitting again"
    confirmed = done("decide", desk / "plan", "--confirm", "all", *PANEL).splitlines()
    assert confirmed[-1] == "next: send the letter and the decision file to the school"
    assert "decide with" not in done("decide", desk / "plan")


def test_a_comment_alone_decides_nothing(desk: Path) -> None:
    result = hwit("decide", desk / "plan", "--comment", "A fine plan.", *PANEL)
    assert result.exit_code == 2
    assert "nothing is decided yet" in result.stderr


def test_a_decision_goes_into_the_folder_that_is_given(desk: Path) -> None:
    done("decide", desk / "plan", "--confirm", "all", *PANEL, "-o", desk / "out")
    assert sorted(path.suffix for path in (desk / "out").iterdir()) == [".docx", ".json"]
    assert not list(desk.glob("*.json"))


def test_a_submission_does_not_go_into_a_file(desk: Path) -> None:
    (desk / "mine").write_text("mine")
    result = hwit("submit", desk / "return.xlsx", *ON, "-o", desk / "mine", "--force")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "mine is a file; choose another name for the folder" in result.stderr
    assert (desk / "mine").read_text() == "mine"


def test_a_zip_file_goes_into_a_folder_and_replaces_nothing(desk: Path) -> None:
    (desk / "out").mkdir()
    done("submit", desk / "return.xlsx", *ON, "--zip", "-o", desk / "out")
    [made] = (desk / "out").iterdir()
    made.write_text("mine")
    assert hwit("submit", desk / "return.xlsx", *ON, "--zip", "-o", desk / "out").exit_code == 2
    assert made.read_text() == "mine"


def test_an_empty_folder_is_filled(desk: Path) -> None:
    (desk / "out").mkdir()
    done("submit", desk / "return.xlsx", *ON, "-o", desk / "out")
    assert len(list((desk / "out").iterdir())) == 3


def test_only_questions_that_are_left_open_are_pointed_out(desk: Path) -> None:
    done("decide", desk / "plan", "--clarify", "O1=Why?", "--clarify", "O2=Why?", *PANEL)
    result = hwit("submit", desk / "return.xlsx", *ON, "-o", desk / "again", "--reply", "O2=So.")
    assert [line.split()[0] for line in result.stderr.splitlines()] == ["O1"]


def test_a_file_is_the_same_by_whatever_way_one_comes_to_it(tmp_path: Path) -> None:
    file, other = tmp_path / "return.xlsx", tmp_path / "other.xlsx"
    file.write_text("mine")
    assert not same_file(file, other)
    other.hardlink_to(file)
    assert same_file(file, other)
    assert same_file(tmp_path / "new.xlsx", tmp_path / "sub" / ".." / "new.xlsx"), "though it is not there yet"


def test_a_folder_takes_the_name_a_file_would_have_had(tmp_path: Path) -> None:
    otherwise = Path("elsewhere") / "plan.xlsx"
    assert place(None, otherwise) == otherwise
    assert place(tmp_path, otherwise) == tmp_path / "plan.xlsx"
    assert place(tmp_path / "new.xlsx", otherwise) == tmp_path / "new.xlsx"


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Problem, match="could not be written: ") as problem:
        write(tmp_path / "file" / "plan.xlsx", b"", replace=True)
    assert "\n" not in str(problem.value)
