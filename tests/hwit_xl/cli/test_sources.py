"""No command writes over the return it reads, and each says how to go on where it cannot read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.profile_file import Programme
from hwit_xl.cli.options import Terms
from hwit_xl.cli.school import open_return, protected_alike
from hwit_xl.workbooks.xlsx.opening import protected, unlocked
from support.at_work import done, hwit
from support.plans import example
from support.returns import a_return

MAKING = {"next": 3, "submit": 4, "sef": 8, "celebrate": 7, "progress": 7, "new": 4}
"""Every command that makes something of a return, with a stage at which it does."""


def day(stage: int) -> str:
    return example().completed_on(form_of_stage(stage)).isoformat()


def call(command: str, file: Path, *more: object) -> tuple[object, ...]:
    """A command with the return it reads."""
    return (command, *(("--from",) if command == "new" else ()), file, "--on", day(MAKING[command]), *more)


def stated(file: Path, stage: int) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(a_return(stage))
    return file


@pytest.mark.parametrize(
    ("command", "name", "option"),
    [
        ("next", "return.xlsx", ("-o", "return.xlsx")),
        ("next", "return.xlsx", ("-o", "link.xlsx")),
        ("sef", "return.docx", ("-o", "return.docx")),
        ("submit", "return.zip", ("--zip", "-o", "return.zip")),
        ("submit", "submission.xlsx", ("-o", ".")),
        ("celebrate", "Larkfield Green Primary School - celebration 2011-10-21.pdf", ()),
        ("progress", "return.xlsx", ("--excel", "return.xlsx")),
        ("progress", "return.pdf", ("--pdf", "return.pdf")),
    ],
)
def test_a_return_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str, option: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = stated(Path(name), MAKING[command])
    Path("link.xlsx").symlink_to(file)
    before = file.read_bytes()
    result = hwit(*call(command, file, *option, "--force"))
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1), result.output
    assert "is read by this command, and is never written over" in result.stderr
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "link.xlsx"]), "nothing else was written"


def test_a_return_may_be_replaced_by_the_same_form_anew(tmp_path: Path) -> None:
    file = stated(tmp_path / "return.xlsx", 4)
    assert hwit(*call("new", file, "-o", file)).exit_code == 2
    done(*call("new", file, "-o", file, "--force"))


@pytest.mark.parametrize("command", MAKING)
def test_a_protected_return_is_opened_with_its_password(tmp_path: Path, command: str) -> None:
    file = tmp_path / "return.xlsx"
    file.write_bytes(protected(a_return(MAKING[command]), "autumn"))
    right, wrong = tmp_path / "right.txt", tmp_path / "wrong.txt"
    right.write_text("spring\nautumn\n")
    wrong.write_text("spring\n")
    for more, says in (((), "add --password-file"), (("--password-file", wrong), "None of the passwords")):
        result = hwit(*call(command, file, *more))
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert "protected by a password" in result.stderr
        assert says in result.stderr
    done(*call(command, file, "--password-file", right))


@pytest.mark.parametrize("command", ["next", "new"])
def test_a_workbook_made_of_a_protected_return_is_protected_alike(tmp_path: Path, command: str) -> None:
    file, words, made = tmp_path / "return.xlsx", tmp_path / "words.txt", tmp_path / "made.xlsx"
    file.write_bytes(protected(a_return(MAKING[command]), "autumn"))
    words.write_text("autumn")
    done(*call(command, file, "--password-file", words, "-o", made))
    assert unlocked(made.read_bytes(), ["autumn"]).password == "autumn"
    file.write_bytes(a_return(MAKING[command]))
    done(*call(command, file, "--password-file", words, "-o", made, "--force"))
    assert unlocked(made.read_bytes()).password is None


def test_a_return_without_a_password_is_not_opened_again_to_look_for_one(tmp_path: Path) -> None:
    terms = Terms(example().completed_on(form_of_stage(4)), Programme(), passwords=("autumn",))
    file = stated(tmp_path / "return.xlsx", 4)
    returned, _ = open_return(file, terms)
    file.unlink()
    assert protected_alike(b"made", file, returned, terms.passwords) == b"made"


@pytest.fixture
def others(tmp_path: Path) -> dict[str, Path]:
    """What people have beside their workbooks, each as this program wrote it."""
    file = stated(tmp_path / "return.xlsx", 4)
    done(*call("submit", file, "-o", tmp_path / "submission"))
    done(*call("submit", file, "--zip", "-o", tmp_path / "submission.zip"))
    done("decide", tmp_path / "submission", "--confirm", "all", "--panel", "Jo Harding", "-o", tmp_path, "--on", day(4))
    Document().save(str(tmp_path / "letter.docx"))
    (tmp_path / "any.json").write_text("{}")
    [decision] = tmp_path.glob("*decision*.json")
    return {
        "manifest": tmp_path / "submission" / "manifest.json",
        "zip": tmp_path / "submission.zip",
        "decision": decision,
        "letter": tmp_path / "letter.docx",
        "json": tmp_path / "any.json",
    }


def test_what_is_no_workbook_says_what_it_is_and_where_it_belongs(others: dict[str, Path]) -> None:
    for which, says in {
        "manifest": "This is the manifest of a submission, not an Excel workbook. Give the folder it lies in to hwit decide.",
        "decision": "This is a decision file of the panel, not an Excel workbook. Give it with --decision, beside the "
        "workbook it answers.",
        "letter": "This is a Word document, not an Excel workbook. Give the workbook itself (.xlsx).",
        "json": "This is a JSON file, not an Excel workbook. Give the workbook itself (.xlsx).",
    }.items():
        result = hwit("next", others[which])
        assert (result.exit_code, result.stderr) == (2, f"Error: {others[which]}: {says}\n")
    result = hwit("next", others["zip"])
    assert (result.exit_code, result.stderr) == (
        2,
        f"Error: {others['zip']} is a submission to the panel; give it to hwit decide\n",
    )


@pytest.mark.parametrize("command", MAKING)
def test_what_to_do_stands_on_the_same_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "return.xlsx").write_bytes(b"")
    result = hwit(*call(command, tmp_path / "return.xlsx"))
    assert result.stderr == (
        f"Error: {tmp_path / 'return.xlsx'}: The file is empty: nothing was saved in it. "
        "Save the workbook again, and send it again.\n"
    )


@pytest.mark.parametrize(("option", "name"), [("--pdf", "x.docx"), ("--excel", "x.pdf"), ("--pdf", "x")])
def test_a_wrong_ending_is_one_line(tmp_path: Path, option: str, name: str) -> None:
    file = stated(tmp_path / "return.xlsx", 7)
    result = hwit(*call("progress", file, option, tmp_path / name))
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "needs a name that ends in ." in result.stderr
    assert not (tmp_path / name).exists()
