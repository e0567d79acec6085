"""The program for schools without Python: what its executable does, and the real one, made by PyInstaller."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hwit_validators import __version__
from hwit_validators.forms import form_of_stage
from hwit_xl import templates
from hwit_xl.addin import freeze as freezing
from hwit_xl.addin import program
from hwit_xl.addin.build import build, settings_of
from hwit_xl.addin.settings import Behind
from hwit_xl.cli import cli
from support.returns import opened

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
        assert "hwit_xl.addin.program" in names
        assert "xlwings.main" in names
        assert not [name for name in names if name.startswith(("xlwings.pro", "xlwings.server", "xlwings.reports"))]
        assert not list(frozen.parent.rglob("xlwingslib*"))

    def test_does_not_write_over_a_folder(self, frozen):
        done = CliRunner().invoke(cli, ["addin", "freeze", "-o", str(frozen.parents[1])])
        assert done.exit_code == 2
        assert "there already" in done.output


def test_without_pyinstaller_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(freezing.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(freezing.CannotFreeze, match=r"hwit-for-excel\[freeze\]"):
        freezing.freeze(tmp_path)
