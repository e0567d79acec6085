"""What the buttons say of workbooks they can do nothing with. The buttons at work are in tests/office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hwit_validators.tables.forms import FORM_VERSION
from hwit_xl.addin import buttons, messages, words
from hwit_xl.addin.feedback_sheet import _runs, _typed
from hwit_xl.checking.beside import settings_beside


class Names(dict[str, Any]):
    """Names of a workbook that stand for texts."""

    def __init__(self, **meanings: str) -> None:
        """These, and what they stand for."""
        super().__init__({name: SimpleNamespace(refers_to=f'="{text}"') for name, text in meanings.items()})


class App:
    """A program that shows messages."""

    engine = SimpleNamespace(name="made up")

    def __init__(self) -> None:
        """Nothing was said yet."""
        self.said: list[str] = []

    def alert(self, text: str, title: str, buttons: str = "ok", mode: str = "") -> str:
        self.said.append(text)
        return "ok"


def a_book(name: str = "/home/jo/plan.xlsx", **names: str) -> Any:
    """A workbook without a sheet of ours."""
    sheet = SimpleNamespace(name="Sheet1", visible=True, tables=[], notes=[], used_range=None)
    return SimpleNamespace(
        app=App(), name=Path(name).name, fullname=name, sheets=[sheet], names=Names(**names), selection=None, impl=None
    )


def said(button: buttons.Button, book: Any) -> str:
    button(book, on=dt.date(2011, 6, 15))
    [text] = book.app.said
    return str(text)


OURS = (buttons.check, buttons.progress, buttons.submit, buttons.next_stage, buttons.sef)
FEEDBACK = (buttons.next_finding, buttons.explain)


@pytest.mark.parametrize("button", OURS, ids=lambda button: button.__name__)
def test_a_workbook_that_is_not_ours(button: buttons.Button) -> None:
    assert said(button, a_book()).startswith("This workbook is not one of our forms")


@pytest.mark.parametrize("button", FEEDBACK, ids=lambda button: button.__name__)
def test_a_workbook_without_feedback(button: buttons.Button) -> None:
    assert said(button, a_book()).startswith("The Feedback sheet is not in this workbook any more")


@pytest.mark.parametrize(
    ("version", "text"),
    [("0.9", "too old"), (f"{FORM_VERSION[0] + 1}.0", "newer than this program knows"), ("new", "which version")],
)
def test_a_form_of_a_version_that_cannot_be_read(version: str, text: str) -> None:
    assert text in said(buttons.check, a_book(hwit_form="stage_4_outcomes", hwit_version=version))


@pytest.mark.parametrize(
    "button", [buttons.submit, buttons.next_stage, buttons.sef], ids=lambda button: button.__name__
)
def test_a_form_that_was_never_saved(button: buttons.Button) -> None:
    book = a_book("Book1", hwit_form="stage_4_outcomes", hwit_version="1.0")
    assert said(button, book).startswith("This form has not been saved yet. Save it first")


def test_a_profile_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "hwit.toml").write_text("outcomes = 3\n")
    book = a_book(str(tmp_path / "plan.xlsx"), hwit_form="stage_4_outcomes", hwit_version="1.0")
    assert "there is no setting outcomes" in said(buttons.check, book)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('schools = "../schools.csv"', "../schools.csv"),
        ("schools = '\\\\server\\share\\schools.csv'", r"\\server\share\schools.csv"),
        ('[letters]\nlogo = "/etc/logo.png"', "/etc/logo.png"),
        ('[lists]\nnational_indicators = "C:ours.csv"', "C:ours.csv"),
        ('schools = "con"', "con"),
    ],
)
def test_a_profile_that_nobody_named_may_not_name_files_elsewhere(line: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "hwit.toml").write_text(line)
    book = a_book(str(tmp_path / "plan.xlsx"), hwit_form="stage_4_outcomes", hwit_version="1.0")
    assert f"may only name a file in the same folder, not {named}" in said(buttons.check, book)


def test_a_profile_beside_a_workbook_may_name_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "hwit.toml").write_text('programme = "Anytown Healthy Schools"\nschools = "schools.csv"\n')
    (tmp_path / "schools.csv").write_text("URN\n900001\n")
    found = settings_beside(tmp_path, dt.date(2011, 6, 15))
    assert found.settings.programme.profile.urns == {"900001"}
    assert "settings of Anytown Healthy Schools" in words.beside(found)
    assert words.beside(settings_beside(tmp_path / "elsewhere", dt.date(2011, 6, 15))) == ""


@pytest.mark.parametrize(
    ("here", "goes_to"),
    [
        (("Outcomes", "C20"), 1),
        (("Outcomes", "C21"), 1),  # Enter was pressed
        (("Outcomes", "D20"), 1),  # or the Tab key
        (("Outcomes", "E31"), 2),
        (("Outcomes", "C5"), 3),
        (("Outcomes", "B2"), 0),  # nothing stands above
        (("School", "C21"), 0),
        (("", ""), 0),
    ],
)
def test_the_next_finding_is_the_one_after_the_place_where_something_was_typed(
    here: tuple[str, str], goes_to: int
) -> None:
    places = [("Outcomes", "C20"), ("Outcomes", "E30"), ("Outcomes", "C4"), ("School", "C30")]
    assert buttons._next(places, here) == goes_to


def test_a_file_that_is_called_a_decision_and_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "900001 plan decision 2011-01-01.json").write_text("{}")
    book = a_book(str(tmp_path / "plan.xlsx"), hwit_form="stage_4_outcomes", hwit_version="1.0")
    assert "is no decision file" in said(buttons.next_stage, book)


def test_a_fault_of_the_program_becomes_one_message_and_a_record_without_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("sys.platform", "linux")
    book = a_book(hwit_form="stage_4_outcomes", hwit_version="1.0")
    book.sheets[0].tables = [SimpleNamespace(name="School")]  # a table that is nowhere
    text = said(buttons.check, book)
    assert text.startswith("This button did not work")
    assert str(messages.log_file()) in text
    log = messages.log_file().read_text(encoding="utf-8")
    assert "check" in log
    assert "builtins.AttributeError" in log
    assert "live.py" in log
    assert "no attribute" not in log  # the words of the error
    assert str(Path.home()) not in log


def test_without_a_workbook_in_front_there_is_one_line_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with pytest.raises(SystemExit, match="could not find the workbook in front"):
        buttons.check()


def test_about_speaks_of_any_workbook() -> None:
    assert "not one of our forms" in said(buttons.about, a_book())


@pytest.mark.parametrize(
    ("text", "plain", "written"),
    [
        ("=1+1", True, "=1+1"),
        ("=1+1", False, "'=1+1"),
        ("3/9", False, "'3/9"),
        ("May 2011", False, "'May 2011"),
        ("true", False, "'true"),
        ("The survey of May.", False, "The survey of May."),
        ("'Tis right", True, "''Tis right"),
        ("", False, ""),
    ],
)
def test_texts_reach_excel_as_texts(text: str, plain: bool, written: str) -> None:
    assert _typed(text, plain=plain) == written


def test_neighbouring_columns_are_written_together() -> None:
    assert list(_runs([3, 4, 6, 7, 8, 12])) == [(3, 4), (6, 8), (12, 12)]
    assert list(_runs([])) == []
