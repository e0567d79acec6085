"""Installing the add-in, and what blocks it: on made-up computers, with a real file system and no registry but a table.

What Windows, macOS and Excel themselves make of it cannot be seen here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from hwit_validators import __version__
from hwit_xl.addin.install import macros
from hwit_xl.addin.install import status as looking
from hwit_xl.addin.install.build import build, settings_of
from hwit_xl.addin.install.install import install, place, uninstall
from hwit_xl.addin.install.machine import Hive, Machine, System, ThisMachine
from hwit_xl.addin.install.settings import Behind
from hwit_xl.addin.install.status import status
from hwit_xl.problem import Problem
from support.at_work import hwit

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
POLICIES = r"Software\Policies\Microsoft\Office\16.0"
DEFENDER = r"Software\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
STARTED = {(Hive.USER, rf"{EXCEL}\Options"): {"FirstRun": 1}}
"""What the registry says once Excel has been started."""
INTUNE = r"Software\Policies\Microsoft\Windows Defender\Policy Manager"
OTHER_RULE = "3b576869-a4ec-4529-8536-b80a7769e899"
NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
NO_FOLDER_OF_MINE = {(Hive.USER, rf"{POLICIES}\Common\Security\Trusted Locations"): {"allow user locations": 0}}
NO_FOLDER = {(Hive.USER, rf"{POLICIES}\Excel\Security\Trusted Locations"): {"AllLocationsDisabled": 1}}


@dataclass(frozen=True)
class MadeUp:
    """A computer of which everything is known."""

    system: System
    home: Path
    program: Path
    frozen: bool = False
    keys: Mapping[tuple[Hive, str], Mapping[str, object]] = field(default_factory=lambda: STARTED)
    marked: frozenset[Path] = frozenset()
    answers: Mapping[str, str] = field(default_factory=lambda: {"python": __version__})
    """What programs answer, by the last of the words they are called with; ``python`` is the one behind the buttons."""

    def variable(self, name: str) -> str | None:
        of_windows = {"APPDATA": "Roaming", "LOCALAPPDATA": "Local"}
        return str(self.home / "AppData" / of_windows[name]) if name in of_windows else None

    def registry(self, hive: Hive, key: str) -> Mapping[str, object]:
        return self.keys.get((hive, key), {})

    def downloaded(self, path: Path) -> bool:
        return path in self.marked

    def says(self, command: Sequence[str]) -> str | None:
        return self.answers.get("python" if command[0] == str(self.program) else command[-1])


@pytest.fixture
def windows(tmp_path) -> MadeUp:
    """A Windows computer with Python, where Excel has been started before."""
    return made_up(System.WINDOWS, tmp_path)


@pytest.fixture
def mac(tmp_path) -> MadeUp:
    """A Mac with Python."""
    return made_up(System.MACOS, tmp_path)


def made_up(system: System, folder: Path) -> MadeUp:
    """A computer with a Python that is there."""
    python = folder / "python"
    python.touch()
    return MadeUp(system, folder, python)


def troubles(machine: Machine) -> list[str]:
    """What blocks the buttons."""
    return [line.text for line in status(machine) if not line.good]


class TestInstall:
    def test_on_windows_it_goes_where_excel_starts_from(self, windows):
        at = install(windows)
        assert at == windows.home / "AppData/Roaming/Microsoft/Excel/XLSTART/hwit.xlam"
        assert settings_of(at)["INTERPRETER_WIN"] == str(windows.program)
        assert settings_of(at)["PROGRAM_WIN"] == ""

    def test_the_frozen_program_names_itself(self, windows):
        said = settings_of(install(replace(windows, frozen=True)))
        assert said["PROGRAM_WIN"] == str(windows.program)
        assert said["INTERPRETER_WIN"] == ""

    def test_on_a_mac_it_goes_where_excel_starts_from_with_the_script_that_starts_python(self, mac):
        at = install(mac)
        assert at.relative_to(mac.home).parts[:3] == ("Library", "Group Containers", "UBF8T346G9.Office")
        assert settings_of(at)["INTERPRETER_MAC"] == str(mac.program)
        [script] = (mac.home / "Library/Application Scripts/com.microsoft.Excel").iterdir()
        called = 'AppleScriptTask("xlwings-" & XLWINGS_VERSION & ".applescript", "VbaHandler"'
        assert called in macros.of_xlwings()[0].text
        assert script.name == f"xlwings-{macros.xlwings_version()}.applescript"
        assert "on VbaHandler(" in script.read_text("utf-8")

    def test_twice_is_as_once(self, windows):
        first = install(windows).read_bytes()
        assert install(windows).read_bytes() == first

    def test_a_newer_one_replaces_an_older(self, windows):
        at = place(windows)
        at.parent.mkdir(parents=True)
        at.write_bytes(b"old")
        assert settings_of(install(windows))["HWIT_VERSION"] == __version__

    def test_a_python_that_a_mac_could_not_start_is_refused(self, mac):
        python = mac.home / "my programs" / "python"
        with pytest.raises(Problem, match="space in it"):
            install(replace(mac, program=python))

    def test_a_frozen_program_on_a_mac_is_refused(self, mac):
        with pytest.raises(Problem, match="install Python"):
            install(replace(mac, frozen=True))

    def test_a_folder_that_cannot_be_written_is_one_sentence(self, windows):
        (windows.home / "AppData").write_text("a file where a folder should be")
        with pytest.raises(Problem, match=r"XLSTART.*could not be written"):
            install(windows)


class TestUninstall:
    def test_takes_the_file_away(self, windows):
        at = install(windows)
        assert uninstall(windows) == at
        assert not at.exists()

    def test_nothing_there_is_no_error(self, windows):
        assert uninstall(windows) is None


class TestStatus:
    @pytest.mark.parametrize("system", [System.WINDOWS, System.MACOS])
    def test_after_installing_nothing_blocks(self, tmp_path, system):
        machine = made_up(system, tmp_path)
        install(machine)
        assert troubles(machine) == []
        assert len(status(machine)) >= 4

    def test_not_installed(self, windows):
        [told] = troubles(windows)
        assert "not installed" in told

    def test_built_by_another_version(self, windows):
        at = install(windows)
        with zipfile.ZipFile(at) as package:
            parts = {info: package.read(info) for info in package.infolist()}
        with zipfile.ZipFile(at, "w") as package:
            for info, content in parts.items():
                if info.filename.endswith("sheet1.xml"):
                    content = content.replace(macros.xlwings_version().encode(), b"0.33.11")
                package.writestr(info, content)
        [told] = troubles(windows)
        assert "with xlwings 0.33.11, but" in told

    def test_damaged(self, windows):
        install(windows).write_bytes(b"PK")
        [told] = troubles(windows)
        assert "damaged" in told

    def test_python_is_gone(self, windows):
        install(windows)
        windows.program.unlink()
        [told] = troubles(windows)
        assert f"gone from {windows.program}" in told

    @pytest.mark.parametrize(("answer", "told"), [(None, "cannot load the buttons"), ("0.0.9", "has version 0.0.9")])
    def test_python_has_no_buttons_or_others(self, windows, answer, told):
        install(windows)
        [said] = troubles(replace(windows, answers={"python": answer} if answer else {}))
        assert told in said

    def test_the_frozen_program_is_gone(self, windows):
        frozen = replace(windows, frozen=True)
        install(frozen)
        assert troubles(frozen) == []
        windows.program.unlink()
        [told] = troubles(frozen)
        assert "program behind the buttons is gone" in told

    def test_the_frozen_program_is_where_a_variable_of_windows_leads(self, windows):
        install(windows).write_bytes(build(Behind(program_win="%LOCALAPPDATA%/hwit.exe")))
        program = windows.home / "AppData" / "Local" / "hwit.exe"
        [told] = troubles(windows)
        assert f"gone from {program}" in told
        program.parent.mkdir()
        program.touch()
        assert troubles(windows) == []
        assert f"the buttons start {program}" in [line.text for line in status(windows)]

    def test_a_variable_that_windows_does_not_know_stays_as_it_is(self, windows):
        install(windows).write_bytes(build(Behind(program_win="%NOWHERE%/hwit.exe")))
        [told] = troubles(windows)
        assert "gone from %NOWHERE%" in told

    def test_the_python_may_be_named_by_a_variable_as_well(self, windows):
        install(windows).write_bytes(build(Behind(interpreter_win="%LOCALAPPDATA%/python.exe")))
        [told] = troubles(windows)
        assert f"gone from {windows.home / 'AppData' / 'Local' / 'python.exe'}" in told

    def test_the_frozen_program_came_as_a_download(self, windows):
        frozen = replace(windows, frozen=True, marked=frozenset({windows.program}))
        install(frozen)
        [told] = troubles(frozen)
        assert "Unblock" in told

    def test_the_add_in_cannot_be_read(self, windows, monkeypatch):
        install(windows)

        def locked(path: Path) -> dict[str, str]:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(looking, "settings_of", locked)
        [told] = troubles(windows)
        assert "cannot be read (Permission denied)" in told

    def test_built_elsewhere_without_saying_what_is_behind_it(self, windows):
        install(windows).write_bytes(build(Behind()))
        [told] = troubles(windows)
        assert "does not know where Python is" in told

    def test_come_as_a_download(self, windows):
        at = install(windows)
        [told] = troubles(replace(windows, marked=frozenset({at})))
        assert "download" in told

    @pytest.mark.parametrize(
        ("keys", "told"),
        [
            ({(Hive.USER, rf"{POLICIES}\Common"): {"VBAOff": 1}}, "VBA is switched off"),
            ({(Hive.MACHINE, rf"{POLICIES}\Common"): {"VBAOff": 1}}, "VBA is switched off"),
            ({(Hive.USER, rf"{POLICIES}\Excel\Security"): {"RequireAddinSig": 1}}, "must be signed"),
            ({(Hive.USER, rf"{EXCEL}\Security"): {"DisableAllAddins": 1}}, "all add-ins"),
            ({**NO_FOLDER, (Hive.USER, rf"{EXCEL}\Security"): {"VBAWarnings": 4}}, "trusts no folder"),
            ({**NO_FOLDER, (Hive.USER, rf"{POLICIES}\Excel\Security"): {"VBAWarnings": 3}}, "trusts no folder"),
            (
                {**NO_FOLDER_OF_MINE, (Hive.USER, rf"{POLICIES}\Excel\Security"): {"VBAWarnings": 4}},
                "trusts no folder of the user's",
            ),
            ({(Hive.MACHINE, DEFENDER): {"D4F940AB-401B-4EFC-AADC-AD5F3C50688A": "1"}}, "start other programs"),
            ({(Hive.MACHINE, INTUNE): {"ASRRules": f"{OTHER_RULE}=2|{NO_CHILDREN}=1"}}, "start other programs"),
            ({(Hive.MACHINE, INTUNE): {"ASRRules": f"{NO_CHILDREN.upper()}=6"}}, "start other programs"),
            (
                {(Hive.USER, rf"{EXCEL}\Resiliency\DisabledItems"): {"1A2B": "C:\\x\\HWIT.xlam".encode("utf-16-le")}},
                "switched the add-in off",
            ),
        ],
    )
    def test_excel_will_not_have_it(self, windows, keys, told):
        install(windows)
        [said] = troubles(replace(windows, keys={**STARTED, **keys}))
        assert told in said

    @pytest.mark.parametrize(
        "keys",
        [
            {(Hive.USER, rf"{EXCEL}\Security"): {"VBAWarnings": 4}},  # the start folder is trusted all the same
            {**NO_FOLDER, (Hive.USER, rf"{EXCEL}\Security"): {"VBAWarnings": 1}},
            {(Hive.MACHINE, DEFENDER): {"D4F940AB-401B-4EFC-AADC-AD5F3C50688A": "2"}},  # only writes it down
            {(Hive.MACHINE, INTUNE): {"ASRRules": f"{OTHER_RULE}=1|{NO_CHILDREN}=2"}},
            NO_FOLDER_OF_MINE,  # Excel asks
            {(Hive.USER, rf"{POLICIES}\Common\Security\Trusted Locations"): {"allow user locations": 1}},
            {(Hive.USER, rf"{POLICIES}\Common"): {"VBAOff": 0}, (Hive.USER, rf"{EXCEL}\Common"): {"VBAOff": 1}},
            {(Hive.USER, rf"{EXCEL}\Resiliency\DisabledItems"): {"1A2B": "C:\\other.xlam".encode("utf-16-le")}},
        ],
    )
    def test_settings_that_do_not_block(self, windows, keys):
        install(windows)
        assert troubles(replace(windows, keys={**STARTED, **keys})) == []

    def test_an_administrators_setting_counts_before_the_users(self, windows):
        install(windows)
        keys = {
            **STARTED,
            **NO_FOLDER,
            (Hive.USER, rf"{EXCEL}\Security"): {"VBAWarnings": 4},
            (Hive.MACHINE, rf"{POLICIES}\Excel\Security"): {"VBAWarnings": 1},
        }
        assert troubles(replace(windows, keys=keys)) == []

    def test_excel_that_will_ask_is_said_but_does_not_block(self, windows):
        install(windows)
        lines = status(replace(windows, keys={**STARTED, **NO_FOLDER}))
        assert all(line.good for line in lines)
        assert any("Enable Macros" in line.text for line in lines)

    def test_no_excel(self, windows):
        install(windows)
        [told] = troubles(replace(windows, keys={}))
        assert "start Excel once" in told

    @pytest.mark.parametrize(
        ("answers", "told"),
        [
            ({"VisualBasicEntirelyDisabled": "1"}, "VBA is switched off"),
            ({"VisualBasicMacroExecutionState": "DisabledWithoutWarnings"}, "macros are switched off"),
        ],
    )
    def test_excel_on_a_mac_will_not_have_it(self, mac, answers, told):
        install(mac)
        [said] = troubles(replace(mac, answers={**mac.answers, **answers}))
        assert told in said

    def test_a_mac_without_the_script_that_starts_python(self, mac):
        install(mac)
        [script] = (mac.home / "Library/Application Scripts/com.microsoft.Excel").iterdir()
        script.unlink()
        [told] = troubles(mac)
        assert "script" in told


class TestThisComputer:
    def test_knows_itself(self):
        here = ThisMachine()
        assert here.program.exists()
        assert not here.frozen
        assert here.says([str(here.program), "-c", "print(6 * 7)"]) == "42"
        assert here.says([str(here.program), "-c", "raise SystemExit(1)"]) is None
        assert here.says([str(here.home / "no such program")]) is None
        assert here.registry(Hive.USER, r"Software\HWIT\no such key") == {}

    @pytest.mark.skipif(ThisMachine().system is not System.OTHER, reason="there may be an Excel")
    @pytest.mark.parametrize("command", ["install", "uninstall", "status"])
    def test_without_excel_every_command_is_one_clear_line(self, command):
        done = hwit("addin", command)
        assert done.exit_code == 2
        assert done.output.count("\n") == 1
        assert "Windows and macOS only" in done.output
