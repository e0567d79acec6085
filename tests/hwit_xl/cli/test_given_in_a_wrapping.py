"""A command that takes one workbook is given what it came in, or a file of another kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwit_validators.model.finding import Severity
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.check import judge
from hwit_xl.checking.settings import Settings
from support.at_work import hwit
from support.plans import example
from support.wrapped import mail, outlook, storage, zipped

BOOK = zipped([("[Content_Types].xml", b"spreadsheetml.sheet.main+xml"), ("xl/workbook.xml", b"<workbook/>")])
ONE, TWO = [("r.xlsx", BOOK)], [("a/r.xlsx", BOOK), ("s.xlsx", BOOK)]
COMMANDS = ("answers", "next", "new", "submit", "progress", "sef", "celebrate", "recognise")
GIVE_IT = "save the workbook that is in it (r.xlsx), and give that"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what schools send workbooks in."""
    for name, data in (
        ("x.eml", mail(ONE)), ("x.msg", outlook(ONE)), ("x.zip", zipped(ONE)), ("two.zip", zipped(TWO)), ("none.eml", mail()),
        ("broken.zip", zipped(ONE)[:-30]), ("Elm.zip", zipped([("Elm/manifest.json", b"{}"), ("Elm/submission.xlsx", b"x")])),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
    return tmp_path


def said(command: str, path: Path) -> str:
    """The one line that a command says of it."""
    result = hwit(*(("new", "--from") if command == "new" else (command,)), path)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    return result.stderr.strip().replace(f"{path.parent}/", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_to_save_from_a_mail(command: str, folder: Path) -> None:
    assert said(command, folder / "x.eml") == f"Error: x.eml is an e-mail; {GIVE_IT}"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_name_by_which_a_check_calls_one_is_understood(command: str, folder: Path) -> None:
    assert said(command, folder / "x.zip" / "r.xlsx").endswith(f"x.zip is a zip file; {GIVE_IT}")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("x.msg", f"x.msg is a message; {GIVE_IT}"),
        ("x.zip", f"x.zip is a zip file; {GIVE_IT}"),
        ("two.zip", "two.zip is a zip file; save the workbooks that are in it (a/r.xlsx and s.xlsx), and give one of them"),
        (
            "none.eml",
            "none.eml is an e-mail in which no workbook can be found; give the workbook itself (.xlsx)",
        ),
        ("broken.zip", "broken.zip: The zip file is damaged: it breaks off before its end. Make the zip file again, and send it again."),
        ("Elm.zip", "Elm.zip is a submission to the panel; give it to hwit decide"),
    ],
)  # fmt: skip
def test_each_wrapping_is_called_what_it_is(name: str, line: str, folder: Path) -> None:
    assert said("progress", folder / name) == f"Error: {line}"


def test_one_of_several_is_named_alone(folder: Path) -> None:
    line = said("progress", folder / "two.zip" / "a" / "r.xlsx")
    assert line.endswith("two.zip is a zip file; save the workbook that is in it (a/r.xlsx), and give that")


def test_a_file_that_is_not_there_is_said_to_be_so(folder: Path) -> None:
    assert "The file could not be opened" in said("progress", folder / "nowhere.xlsx")


@pytest.mark.parametrize(
    ("stream", "what", "how"),
    [
        ("Workbook", "a workbook of the old Excel format (.xls)", "save it as an Excel workbook (.xlsx), and send that."),
        ("Book", "a workbook of the old Excel format (.xls)", "save it as an Excel workbook (.xlsx), and send that."),
        ("WordDocument", "a file of another program", "Send the workbook itself (.xlsx)."),
    ],
)  # fmt: skip
def test_a_file_of_an_old_program_is_told_by_what_is_in_it(stream: str, what: str, how: str, tmp_path: Path) -> None:
    path = tmp_path / "return.xls"
    path.write_bytes(storage([(stream, bytes(5000))]))
    [found] = judge(path, path.name, Settings(example().completed_on(form_of_stage(4)))).findings
    assert (found.code, found.severity) == ("WB001", Severity.REJECT)
    assert found.message.startswith(f"This is {what}")
    assert found.fix.endswith(how)
    assert "Fill in" not in found.fix
