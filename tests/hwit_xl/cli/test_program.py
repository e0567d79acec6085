"""The program for schools without Python: what its executable does, and the real one, made by PyInstaller."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from docx import Document

from hwit_validators import __version__
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.tables.forms import form_of_stage
from hwit_xl import templates
from hwit_xl.addin.install import freeze as freezing
from hwit_xl.addin.install.build import build, settings_of
from hwit_xl.addin.install.settings import Behind
from hwit_xl.checking import check as checking
from hwit_xl.checking import hand_back
from hwit_xl.checking.decision_files import as_text
from hwit_xl.cli import program
from hwit_xl.problem import Problem
from support.at_work import hwit
from support.decided import decided
from support.plans import example
from support.returns import a_return, opened
from support.wrapped import mail

FROM_EXCEL = ("--wb=return.xlsx", "--from_xl=1", "--app=C:\\Office\\EXCEL.EXE", "--hwnd=1234")
"""What xlwings adds when a button starts a program."""


@pytest.fixture
def dropped(tmp_path) -> Path:
    """A form in which nothing was filled in, so there is much to say of it."""
    path = tmp_path / "Hill School - stage 4.xlsx"
    path.write_bytes((templates.folder() / f"{form_of_stage(4).name}.xlsx").read_bytes())
    return path


def test_a_button_runs_its_function(monkeypatch):
    from hwit_xl.addin import buttons

    pressed = []

    def check() -> None:
        pressed.append(sys.argv[1:])

    check.__module__ = buttons.__name__
    monkeypatch.setattr(buttons, "check", check)
    monkeypatch.setattr(sys, "argv", ["hwit.exe", "check", *FROM_EXCEL])
    with pytest.raises(SystemExit) as left:
        program.main()
    assert left.value.code == 0
    assert pressed == [["check", *FROM_EXCEL]]


@pytest.mark.parametrize("name", ["no_such_button", "__name__", "xw", "_private"])
def test_what_is_no_button_is_not_run(name, capsys):
    assert program.press(name) == 2
    assert "no button" in capsys.readouterr().err


def test_workbooks_dropped_on_it_are_checked_and_their_feedback_opened(dropped, monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(click, "launch", shown.append)
    before = dropped.read_bytes()
    monkeypatch.setattr(sys, "argv", ["hwit.exe", str(dropped)])
    with pytest.raises(SystemExit) as left:
        program.main()
    assert left.value.code == 1
    copy = dropped.with_name("Hill School - stage 4 - feedback.xlsx")
    assert shown == [str(copy)]
    feedback = opened(copy.read_bytes())["Feedback"]
    assert any("WB012" in str(cell.value) for row in feedback for cell in row)
    assert dropped.read_bytes() == before
    assert "1 return" in capsys.readouterr().out


def test_dropped_again_an_explanation_typed_in_the_copy_is_kept(dropped, monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr(click, "launch", shown.append)
    program.drop([dropped])
    first = dropped.with_name("Hill School - stage 4 - feedback.xlsx")
    typed = opened(first.read_bytes())
    typed["Feedback"]["A40"] = "Two pupils left."
    typed.save(first)
    before = first.read_bytes()
    program.drop([dropped])
    program.drop([first])
    assert first.read_bytes() == before
    assert [Path(name).name for name in shown] == [
        "Hill School - stage 4 - feedback.xlsx",
        "Hill School - stage 4 - feedback (2).xlsx",
        "Hill School - stage 4 - feedback (3).xlsx",
    ]


class TestInTrouble:
    """One file in trouble costs itself alone, and no traceback reaches a person."""

    @pytest.fixture
    def two(self, tmp_path, monkeypatch) -> list[Path]:
        monkeypatch.setattr(click, "launch", lambda name: None)
        paths = [tmp_path / "bad.xlsx", tmp_path / "good.xlsx"]
        for path in paths:
            path.write_bytes(a_return(8))
        return paths

    @pytest.mark.parametrize(
        ("how", "said"),
        [(lambda: os._exit(9), "came to a sudden end"), (lambda: 1 / 0, "Something unexpected happened")],
        ids=["its process dies", "a fault nobody foresaw"],
    )
    def test_while_it_is_checked(self, two, monkeypatch, capsys, how, said):
        real = checking.opened
        monkeypatch.setattr(
            checking, "opened", lambda found, s: how() if found.path.name == "bad.xlsx" else real(found, s)
        )
        assert program.drop(two) == 1
        told = capsys.readouterr().out
        assert said in told
        assert "2 returns" in told
        assert [path.name for path in two[0].parent.glob("* - feedback.xlsx")] == ["good - feedback.xlsx"]

    def test_while_its_copy_is_made(self, two, monkeypatch, capsys):
        real = hand_back.load
        monkeypatch.setattr(hand_back, "load", lambda found: 1 / 0 if found.path.name == "bad.xlsx" else real(found))
        program.drop(two)
        assert "no feedback copy of bad.xlsx: making the copy came to nothing" in capsys.readouterr().out
        assert [path.name for path in two[0].parent.glob("* - feedback.xlsx")] == ["good - feedback.xlsx"]

    def test_a_rule_that_cannot_be_run_is_told(self, two, monkeypatch, capsys):
        def fails(plan: Plan) -> Iterator[Mark]:
            raise ZeroDivisionError
            yield

        broken = (replace(each, check=fails) if each.code == "PD001" else each for each in checking.RULES)
        monkeypatch.setattr(checking, "RULES", tuple(broken))
        assert program.drop(two) == 1
        assert "rule PD001 could not be run (ZeroDivisionError" in capsys.readouterr().err

    def test_a_workbook_that_somebody_has_open_is_told(self, two, capsys):
        (two[0].parent / "~$good.xlsx").write_bytes(b"")
        program.drop([two[0].parent])
        assert "good.xlsx: somebody has this workbook open" in capsys.readouterr().out

    def test_a_return_and_its_earlier_copy_get_copies_of_their_own(self, two):
        copy = two[1].with_name("good - feedback (3).xlsx")
        copy.write_bytes(two[1].read_bytes())
        program.drop([two[1], copy])
        made = sorted(path.name for path in copy.parent.glob("* - feedback*.xlsx"))
        assert made == ["good - feedback (2).xlsx", "good - feedback (3).xlsx", "good - feedback.xlsx"]


def test_a_mail_that_is_dropped_gives_a_copy_of_each_return_in_it(dropped, monkeypatch, capsys):
    shown: list[str] = []
    monkeypatch.setattr(click, "launch", shown.append)
    message = dropped.with_name("From Hill.eml")
    message.write_bytes(mail([("plan.xlsx", dropped.read_bytes()), ("photo.jpg", b"x")]))
    assert program.drop([message]) == 1
    assert [Path(name) for name in shown] == [dropped.with_name("plan - feedback.xlsx")]
    assert opened(Path(shown[0]).read_bytes())["Feedback"]["B6"].value
    said = capsys.readouterr().out
    assert "From Hill.eml/plan.xlsx" in said.replace("\n", "")
    assert "Not looked at, being no workbooks: 1 file" in said


class TestWhatLiesBesideIt:
    """The profile and the decisions there count, as they do for the button."""

    @pytest.fixture
    def codes(self, tmp_path, monkeypatch):
        """Drops a stage-8 return: its outcome, and the codes of rules on its copy's Feedback sheet."""
        monkeypatch.setattr(click, "launch", lambda name: None)
        path = tmp_path / "return.xlsx"
        path.write_bytes(a_return(8))

        def drop() -> tuple[int, set[str]]:
            code = program.drop([path])
            copies = list(tmp_path.glob("* - feedback*.xlsx"))
            if not copies:
                return code, set()
            newest = max(copies, key=lambda copy: copy.stat().st_mtime_ns)
            cells = (str(cell.value) for row in opened(newest.read_bytes())["Feedback"] for cell in row)
            return code, {cell for cell in cells if re.fullmatch(r"[A-Z]{2}\d{3}", cell)}

        return drop

    def test_the_profile(self, tmp_path, codes, capsys):
        _, found = codes()
        assert "SC007" not in found
        (tmp_path / "schools.csv").write_text("URN\n900009\n")
        (tmp_path / "hwit.toml").write_text('programme = "Invented Healthy Schools"\nschools = "schools.csv"\n')
        _, found = codes()
        assert "SC007" in found
        assert "checked by the profile of Invented Healthy Schools" in capsys.readouterr().out

    def test_a_profile_that_names_files_elsewhere_is_not_used_and_nothing_is_checked(self, tmp_path, codes, capsys):
        (tmp_path / "hwit.toml").write_text('schools = "//elsewhere/share/schools.csv"\n')
        assert codes() == (2, set())
        told = capsys.readouterr().out
        assert "may only name a file in the same folder" in told
        assert "return.xlsx was not checked" in told

    def test_the_decision_of_the_panel(self, tmp_path, codes):
        assert "XS006" not in codes()[1]
        (tmp_path / "answer.json").write_text(as_text(decided(asked={"O2": "How will it be measured?"})))
        assert "XS006" in codes()[1]

    def test_what_is_called_a_decision_and_is_none_is_passed_over(self, tmp_path, codes, capsys):
        (tmp_path / "900001 plan decision 2011-01-01.json").write_text("{}")
        assert codes()[0] == 0
        assert "passed over: " in capsys.readouterr().out


def test_a_file_that_is_no_form_is_told_so_and_nothing_is_opened(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(click, "launch", pytest.fail)
    other = tmp_path / "timetable.xlsx"
    other.write_bytes(b"something else")
    assert program.drop([other]) == 1
    assert "timetable.xlsx" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [other]


def test_other_words_are_the_command_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["hwit.exe", "--version"])
    with pytest.raises(SystemExit) as left:
        program.main()
    assert left.value.code == 0
    assert capsys.readouterr().out == f"hwit {__version__}\n"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory) -> Path:
    """The program, made here, for this system."""
    return freezing.freeze(tmp_path_factory.mktemp("frozen"))


class TestFreeze:
    def run(self, frozen: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run it as on a computer that has no Python."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run([frozen, *arguments], capture_output=True, text=True, timeout=120, env=clean)

    def test_checks_a_return_and_writes_its_feedback(self, frozen, dropped):
        done = self.run(frozen, str(dropped))
        assert "1 return" in done.stdout, done.stderr
        assert dropped.with_name("Hill School - stage 4 - feedback.xlsx").exists()

    def test_makes_a_submission_with_its_paper(self, frozen, tmp_path):
        plan = tmp_path / "plan.xlsx"
        plan.write_bytes(a_return(4))
        target = tmp_path / "out"
        day = example().completed_on(form_of_stage(4)).isoformat()
        done = self.run(frozen, "submit", str(plan), "--on", day, "-o", str(target))
        assert done.returncode == 0, done.stderr
        assert (target / "submission.pdf").read_bytes().startswith(b"%PDF")

    def test_writes_text_for_the_self_evaluation_form(self, frozen, tmp_path):
        review = tmp_path / "review.xlsx"
        review.write_bytes(a_return(8))
        done = self.run(frozen, "sef", str(review), "-o", str(tmp_path / "sef.docx"))
        assert done.returncode == 0, done.stderr
        assert Document(str(tmp_path / "sef.docx")).paragraphs

    def test_builds_the_same_add_in_without_the_parts_that_made_it(self, frozen, tmp_path):
        target = tmp_path / "hwit.xlam"
        done = self.run(frozen, "addin", "build", "-o", str(target), "--program-win", "C:\\hwit\\hwit.exe")
        assert done.returncode == 0, done.stderr
        assert settings_of(target)["PROGRAM_WIN"] == "C:\\hwit\\hwit.exe"
        assert target.read_bytes() == build(Behind(program_win="C:\\hwit\\hwit.exe"))

    def test_says_clearly_that_a_button_is_unknown(self, frozen):
        done = self.run(frozen, "no_such_button", *FROM_EXCEL)
        assert done.returncode == 2
        assert "no button no_such_button" in done.stderr

    def test_no_part_of_xlwings_that_needs_a_licence_is_in_it(self, frozen):
        from PyInstaller.archive.readers import CArchiveReader

        archive = CArchiveReader(str(frozen))
        names = archive.open_embedded_archive("PYZ.pyz").toc
        assert "hwit_xl.cli.program" in names
        assert "xlwings.main" in names
        assert not [name for name in names if name.startswith(("xlwings.pro", "xlwings.server", "xlwings.reports"))]
        assert not list(frozen.parent.rglob("xlwingslib*"))

    def test_does_not_write_over_a_folder(self, frozen):
        done = hwit("addin", "freeze", "-o", frozen.parents[1])
        assert done.exit_code == 2
        assert "there already" in done.output


def test_without_pyinstaller_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(freezing.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match=r"hwit-for-excel\[freeze\]"):
        freezing.freeze(tmp_path)
