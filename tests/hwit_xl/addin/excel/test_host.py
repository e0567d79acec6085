"""Excel's own ways, with made-up objects in Excel's place: neither Windows nor a Mac is needed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from hwit_xl.addin.excel import host
from hwit_xl.addin.excel.host import MacExcel, WindowsExcel
from hwit_xl.problem import Problem

ALLOWED = {"AllowFormattingColumns", "AllowFormattingRows", "AllowSorting", "AllowFiltering"}
"""What the sheets of our forms allow."""


def test_excel_says_from_when_a_workbook_counts_days() -> None:
    windows: Any = SimpleNamespace(api=SimpleNamespace(Date1904=True))
    mac: Any = SimpleNamespace(api=SimpleNamespace(date_1904=SimpleNamespace(get=lambda: True)))
    assert (WindowsExcel().counts_from_1904(windows), MacExcel().counts_from_1904(mac)) == (True, True)


class Worksheet:
    """A worksheet as Excel shows it over COM."""

    def __init__(self, password: str = "", *, protected: bool = True) -> None:
        """Protected as our forms are."""
        self.ProtectContents, self.password = protected, password
        self.ProtectDrawingObjects, self.ProtectScenarios, self.ProtectionMode = False, True, False
        self.Protection = SimpleNamespace(**{name: name in ALLOWED for name in host._ALLOWED})
        self.protected_with: tuple[Any, ...] = ()

    def Unprotect(self, password: str) -> None:
        if password != self.password:
            raise xw.XlwingsError("The password you supplied is not correct.")
        self.ProtectContents = False

    def Protect(self, *options: Any) -> None:
        self.protected_with, self.ProtectContents = options, True


def sheet(api: Any) -> Any:
    return SimpleNamespace(api=api, name="Feedback")


def test_on_windows_a_sheet_allows_afterwards_what_it_allowed_before() -> None:
    api = Worksheet()
    with WindowsExcel().unlocked(sheet(api)):
        assert not api.ProtectContents
    password, drawings, contents, scenarios, interface, *allowed = api.protected_with
    assert (password, drawings, contents, scenarios, interface) == ("", False, True, True, False)
    assert {name for name, allow in zip(host._ALLOWED, allowed, strict=True) if allow} == ALLOWED


def test_on_windows_protection_comes_back_after_an_error() -> None:
    api = Worksheet()
    with pytest.raises(ZeroDivisionError), WindowsExcel().unlocked(sheet(api)):
        raise ZeroDivisionError
    assert api.ProtectContents


def test_on_windows_a_password_stays_and_a_sheet_without_protection_gets_none() -> None:
    api = Worksheet("secret")
    with pytest.raises(Problem, match="The sheet Feedback is protected"), WindowsExcel().unlocked(sheet(api)):
        pytest.fail("the sheet was not unlocked")
    assert api.ProtectContents
    open_sheet = Worksheet(protected=False)
    with WindowsExcel().unlocked(sheet(open_sheet)):
        pass
    assert not open_sheet.ProtectContents


class Said:
    """A property as AppleScript gives it: the answer comes when it is asked for."""

    def __init__(self, value: Any) -> None:
        """Answer this."""
        self.value = value

    def get(self) -> Any:
        return self.value


class MacWorksheet:
    """A worksheet as Excel shows it over AppleScript."""

    def __init__(self) -> None:
        """Protected as our forms are."""
        self.protect_contents, self.protect_drawing_objects = Said(True), Said(False)
        self.protect_scenarios, self.protection_mode = Said(True), Said(False)
        allowed = {host._snake(name): Said(name in ALLOWED) for name in host._ALLOWED}
        self.protection_object = SimpleNamespace(**allowed)
        self.protected_with: dict[str, Any] = {}

    def unprotect(self, password: str) -> None:
        self.protect_contents = Said(False)

    def protect_worksheet(self, **options: Any) -> None:
        self.protected_with, self.protect_contents = options, Said(True)


def test_on_a_mac_a_sheet_allows_afterwards_what_it_allowed_before() -> None:
    api = MacWorksheet()
    with MacExcel().unlocked(sheet(api)):
        assert not api.protect_contents.get()
    allowed = {name for name, value in api.protected_with.items() if name.startswith("allow_") and value}
    assert allowed == {"allow_formatting_columns", "allow_formatting_rows", "allow_sorting", "allow_filtering"}
    assert api.protected_with["worksheet_contents"] is True


def test_the_names_are_those_of_excels_dictionary_for_applescript() -> None:
    from xlwings import mac_dict

    [known] = [
        {name for name, _ in options} for command, _, options in commands(mac_dict) if command == "protect_worksheet"
    ]
    assert {host._snake(name) for name in host._ALLOWED} <= known
    assert {"drawing_objects", "worksheet_contents", "scenarios", "user_interface_only"} <= known
    properties = {name for name, _ in mac_dict.properties}
    assert {host._snake(name) for name in host._ALLOWED} <= properties
    assert {
        "protect_contents", "protect_drawing_objects", "protect_scenarios", "protection_mode", "protection_object",
        "read_only", "full_name", "has_vb_project", "string_value", "date_1904",
    } <= properties  # fmt: skip


def commands(dictionary: Any) -> list[tuple[str, bytes, list[tuple[str, bytes]]]]:
    return [command for command in dictionary.commands if len(command) == 3]


def test_on_a_mac_errors_are_found_in_what_is_shown() -> None:
    cells = SimpleNamespace(
        options=lambda **_: SimpleNamespace(value=[["O1", None], [None, 45.0]]),
        api=SimpleNamespace(string_value=Said([["O1", "#N/A"], ["", "45"]])),
    )
    values: Any = MacExcel().values(cells)  # type: ignore[arg-type]
    assert values == [["O1", "#N/A"], [None, 45.0]]


def hanging(row: int, column: int) -> Any:
    return SimpleNamespace(Parent=SimpleNamespace(Row=row, Column=column))


class NoThreads:
    """A worksheet of an Excel that does not know threads of comments yet."""

    Comments = (hanging(7, 3), hanging(9, 3))

    @property
    def CommentsThreaded(self) -> Any:
        raise self.refusal

    def __init__(self, refusal: Exception) -> None:
        """Refuse so."""
        self.refusal = refusal


@pytest.mark.parametrize("refusal", [xw.XlwingsError("unknown name"), AttributeError("CommentsThreaded")])
def test_an_excel_without_threads_has_notes_all_the_same(refusal: Exception) -> None:
    assert WindowsExcel().commented(sheet(NoThreads(refusal)), 50) == {(7, 3), (9, 3)}


def test_notes_and_threads_are_looked_at_up_to_a_limit() -> None:
    api = SimpleNamespace(
        Comments=(hanging(row, 1) for row in range(1, 10)), CommentsThreaded=[hanging(row, 2) for row in range(1, 10)]
    )
    assert WindowsExcel().commented(sheet(api), 2) == {(1, 1), (2, 1), (1, 2), (2, 2)}
    assert next(api.Comments).Parent.Row == 3  # nobody asked for the rest
    notes = [SimpleNamespace(location=SimpleNamespace(row=row, column=4)) for row in range(1, 10)]
    assert MacExcel().commented(SimpleNamespace(notes=notes), 1) == {(1, 4)}  # type: ignore[arg-type]


@pytest.mark.parametrize(("state", "seen"), [(-1, True), (True, True), (0, False), (False, False), (2, False)])
def test_on_windows_a_very_hidden_sheet_is_hidden(state: int, seen: bool) -> None:
    assert WindowsExcel().visible(sheet(SimpleNamespace(Visible=state))) is seen


@pytest.mark.parametrize("macros", [True, False])
@pytest.mark.parametrize("links", [("other.xlsx",), None])
def test_on_windows_macros_and_links_are_said(macros: bool, links: Any) -> None:
    api = SimpleNamespace(HasVBProject=macros, LinkSources=lambda kind: links if kind == 1 else None)
    expected = [*([host.MACROS] if macros else []), *([host.LINKS] if links else [])]
    assert list(WindowsExcel().cargo(sheet(api))) == expected


@pytest.mark.parametrize("macros", [True, False])
def test_on_a_mac_macros_are_said(macros: bool) -> None:
    api = SimpleNamespace(has_vb_project=Said(macros))
    assert list(MacExcel().cargo(sheet(api))) == ([host.MACROS] if macros else [])


@pytest.mark.parametrize(("pressed", "chosen"), [(-1, Path("/home/jo")), (0, None)])
def test_on_windows_a_folder_counts_only_when_ok_was_pressed(pressed: int, chosen: Path | None) -> None:
    dialogue = SimpleNamespace(Title="", Show=lambda: pressed, SelectedItems=lambda number: "/home/jo")
    book: Any = SimpleNamespace(app=SimpleNamespace(api=SimpleNamespace(FileDialog=lambda kind: dialogue)))
    assert WindowsExcel().folder(book, "Where?") == chosen
    assert dialogue.Title == "Where?"


@pytest.mark.parametrize(("typed", "line"), [(" The survey. ", "The survey."), (False, "")])
def test_on_windows_a_line_is_asked_for_with_a_prompt_that_excel_takes(typed: Any, line: str) -> None:
    asked = []

    def box(prompt: str, title: str) -> Any:
        asked.append(prompt)
        return typed

    book: Any = SimpleNamespace(app=SimpleNamespace(api=SimpleNamespace(InputBox=box)))
    assert WindowsExcel().line(book, "Why? " * 100) == line
    assert len(asked[0]) <= 255
