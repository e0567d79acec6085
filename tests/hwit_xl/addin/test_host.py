"""Excel's own ways, with made-up objects in Excel's place: neither Windows nor a Mac is needed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from hwit_xl.addin import host
from hwit_xl.addin.host import MacExcel, WindowsExcel
from hwit_xl.addin.problem import Problem

ALLOWED = {"AllowFormattingColumns", "AllowFormattingRows", "AllowSorting", "AllowFiltering"}
"""What the sheets of our forms allow."""


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
        "read_only", "full_name", "has_vb_project", "string_value",
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
