"""The add-in's VBA at work: pyOpenVBA's interpreter runs the buttons of the built file, as Excel would.

xlwings' own module is replaced by one that only tells what it was asked for: there is no Windows to start a program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import VBAObject, member

from hwit_xl import templates
from hwit_xl.addin.install import build as building
from hwit_xl.addin.install import macros
from hwit_xl.addin.install.macros import Kind, Module
from hwit_xl.addin.install.project import vba_project
from hwit_xl.addin.install.settings import Behind
from support.returns import opened

FORM = templates.folder() / "stage_3_priorities.xlsx"
PYTHON = Behind(interpreter_win=r"C:\Python\python.exe")
XLWINGS = Module(
    "xlwings",
    Kind.STANDARD,
    """Attribute VB_Name = "xlwings"
Public Const PROJECT_NAME As String = "hwit"
Public Function RunPython(PythonCommand As String)
    Debug.Print "Python: " & PythonCommand
End Function
Public Function RunFrozenPython(Executable As String, Optional Args As String)
    Debug.Print Executable & " " & Args
End Function
Function ExpandEnvironmentStrings(ByVal s As String)
    ExpandEnvironmentStrings = Replace(s, "%LOCALAPPDATA%", "C:\\Users\\900001\\AppData\\Local")
End Function
Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = InStr(FileSpec, "gone") = 0
End Function
""".replace("\n", "\r\n"),
)

Excel = Callable[..., ExcelApplication]


@pytest.fixture
def excel(tmp_path, monkeypatch) -> Excel:
    """Starts an Excel in memory with the add-in and a form in front."""

    def start(
        behind: Behind = PYTHON, workbook: Path = FORM, xlwings: str = XLWINGS.text, *, mac: bool = False
    ) -> ExcelApplication:
        modules = (*(on_a_mac(module) if mac else module for module in macros.own()), replace(XLWINGS, text=xlwings))
        monkeypatch.setattr(building, "project", lambda: vba_project(modules))
        path = tmp_path / "hwit.xlam"
        path.write_bytes(building.build(behind))
        started = ExcelApplication.open(path)
        started.activate_workbook(started.open_workbook(workbook))
        return started

    return start


def on_a_mac(module: Module) -> Module:
    """The module as a Mac compiles it: the interpreter only knows Windows."""
    text = module.text.replace("#If Mac Then", "#If True Then").replace("#If Not Mac Then", "#If False Then")
    return replace(module, text=text)


class Pressed(VBAObject):
    """A button of the ribbon, as Excel hands it to the Sub it calls."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    @member(name="Tag")
    def _tag(self) -> str:
        return self.tag


def press(excel: ExcelApplication, button: str) -> list[str]:
    """Press a button: what it had xlwings do, and what it told the user."""
    excel.run("HwitPress", Pressed(button))
    return [*excel.console, *(text for _, text, *_ in excel.dialogs)]


def test_a_button_runs_its_python_function(excel):
    assert press(excel(), "next_finding") == [
        "Python: import hwit_xl.addin.buttons; hwit_xl.addin.buttons.next_finding()"
    ]


def test_without_python_it_runs_the_frozen_program(excel):
    behind = Behind(program_win=r"%LOCALAPPDATA%\hwit\hwit.exe")
    assert press(excel(behind), "submit") == [r"C:\Users\900001\AppData\Local\hwit\hwit.exe submit"]


@pytest.mark.parametrize(
    ("behind", "told", "remedy"),
    [
        (Behind(), "do not know where Python is", "hwit addin install"),
        (Behind(interpreter_mac="/usr/local/bin/python3"), "do not know where Python is", "hwit addin install"),
        (Behind(interpreter_win=r"C:\gone\python.exe"), r"no longer at C:\gone\python.exe", "hwit addin install"),
        (Behind(program_win=r"C:\gone\hwit.exe"), r"no longer at C:\gone\hwit.exe", "double-click it"),
    ],
)
def test_what_is_behind_it_may_be_missing(excel, behind, told, remedy):
    [said] = press(excel(behind), "check")
    assert told in said
    assert remedy in said


@pytest.mark.parametrize("name", ["hwit.conf", "HWIT.CONF", "hwit_xl.py"])
def test_a_workbook_that_brings_its_own_orders_is_refused(excel, tmp_path, name):
    """xlwings would take the path of Python, or Python itself, from such a sheet."""
    book = opened(FORM.read_bytes())
    sheet = book.create_sheet(name)
    sheet["A1"], sheet["B1"] = "INTERPRETER_WIN", r"\\elsewhere\python.exe"
    sheet.sheet_state = "veryHidden"
    sent = tmp_path / "return.xlsx"
    book.save(sent)
    [said] = press(excel(workbook=sent), "check")
    assert "nothing was run" in said


@pytest.mark.parametrize(
    "name",
    [
        "Hill;School.xlsx",
        "roll=210.xlsx",
        "a ^& calc ^& .xlsx",  # xlwings turns & into ^&, and so ^& into ^^&: a command of its own
        "a & calc & %CMDCMDLINE%.xlsx",  # the value has quotes in it, after which & counts
        'a" & calc & "b.xlsx',
        "a > b.xlsx",
        "a < b.xlsx",
        "a | calc.xlsx",
        "two\nlines.xlsx",
        "bell\x07.xlsx",
        "deleted\x7f.xlsx",
    ],
)
def test_a_name_that_would_cut_the_command_short_is_refused(excel, tmp_path, name):
    [said] = press(excel(workbook=named(name, tmp_path)), "check")
    assert "another name" in said


def test_a_folder_with_such_a_name_is_refused_as_well(excel, tmp_path):
    folder = tmp_path / "b ^& calc ^& "
    folder.mkdir()
    [said] = press(excel(workbook=named("return.xlsx", folder)), "check")
    assert "another folder" in said


@pytest.mark.parametrize(
    "name",
    [
        r"x\\'),exec(chr(112)+chr(114))#.xlsx",  # ends the text in which xlwings hands the name to Python
        "a$(calc).xlsx",
        "a`calc`.xlsx",
        'a" calc.xlsx',
        "a|calc.xlsx",
        "a;b.xlsx",
        "two\nlines.xlsx",
    ],
)
def test_on_a_mac_other_signs_would(excel, tmp_path, name):
    behind = Behind(interpreter_mac="/usr/local/bin/python3")
    [said] = press(excel(behind, named(name, tmp_path), mac=True), "check")
    assert "another name" in said


@pytest.mark.parametrize(
    "name", ["St Anne's & St John's (final) 100%.xlsx", "My%20form%20caf%C3%A9.xlsx", "Scoil Bhríde, $5 - päper!.xlsx"]
)
def test_an_ordinary_odd_name_is_not(excel, tmp_path, name):
    [said] = press(excel(workbook=named(name, tmp_path)), "check")
    assert said.startswith("Python:")


def test_an_ordinary_odd_name_is_not_on_a_mac_either(excel, tmp_path):
    behind = Behind(interpreter_mac="/usr/local/bin/python3")
    sent = named("St Anne's & St John's (100%) ^ %a% <b>.xlsx", tmp_path)
    [said] = press(excel(behind, sent, mac=True), "check")
    assert said.startswith("Python:")


def named(name: str, folder: Path) -> Path:
    """A form under a name that somebody thought of."""
    path = folder / name
    path.write_bytes(FORM.read_bytes())
    return path


def test_with_no_workbook_in_front_it_asks_for_one(excel):
    started = excel()
    started.application.active_book = None
    [said] = press(started, "check")
    assert said.startswith("Please open a form first")


def test_an_error_in_between_is_told_in_one_message(excel):
    failing = XLWINGS.text.replace('Debug.Print "Python: " & PythonCommand', 'Err.Raise 70, , "Permission denied"')
    [said] = press(excel(xlwings=failing), "check")
    assert "Permission denied" in said
    assert "save your workbook" in said
