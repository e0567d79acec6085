"""What keeps the buttons from working on this computer.

Where Excel keeps these settings is Microsoft's: names of registry keys and of preferences are those of its
administrative templates for Office 2016 and later. What they do was not tried here: there is no Excel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hwit_validators import __version__
from hwit_xl.addin.install import settings
from hwit_xl.addin.install.build import settings_of
from hwit_xl.addin.install.install import FILE, place, script_missing
from hwit_xl.addin.install.machine import Hive, Machine, System
from hwit_xl.addin.install.macros import xlwings_version
from hwit_xl.problem import Problem

_OFFICE = r"Software\Microsoft\Office"
_POLICIES = r"Software\Policies\Microsoft\Office"
_VERSIONS = ("16.0", "15.0")
_ASKS = "from hwit_validators import __version__; import hwit_xl.addin.buttons; print(__version__)"
_ASR_RULES = r"Software\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_ASR_RULES_OF_INTUNE = r"Software\Policies\Microsoft\Windows Defender\Policy Manager"
"""Where Intune puts its rules: all in one value, ``ASRRules``, as ``rule=state|rule=state``."""
_NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Defender's rule by which programs of Office may not start others."""
_BLOCKS = ("1", "6")  # blocks, and blocks unless the user answers a warning
_OF_USER = "Allow User Locations"
"""At 0, Excel trusts only the folders that the administrator named, and not its start folder in the user's settings."""
_VARIABLE = re.compile("%([^%]+)%")
_MAC_PREFERENCES = "com.microsoft.office"


@dataclass(frozen=True)
class Line:
    """One thing that was looked at.

    Attributes:
        good: whether it is as it should be.
        text: what is so; where it is not good, also what can be done about it.
    """

    good: bool
    text: str


def status(machine: Machine) -> tuple[Line, ...]:
    """Everything that was looked at, in the order in which trouble is best sought.

    Raises:
        Problem: there is no Excel for this system.
    """
    target = place(machine)
    if not target.is_file():
        return (Line(False, f"the add-in is not installed ({target}): run hwit addin install"),)
    lines = [Line(True, f"the add-in is at {target}")]
    if machine.downloaded(target):
        lines.append(
            Line(
                False, f"{target} is marked as a download, so Excel blocks it: run hwit addin install to build it here"
            )
        )
    try:
        said = settings_of(target)
    except Problem as problem:
        return (*lines, Line(False, f"{problem}: run hwit addin install"))
    except OSError as error:
        return (*lines, Line(False, f"{target} cannot be read ({error.strerror}): close Excel and try again"))
    lines += [_versions(said), _program(machine, said)]
    if machine.system is System.WINDOWS:
        lines += _windows(machine)
    else:
        lines += _macos(machine)
    return tuple(lines)


def _versions(said: Mapping[str, str]) -> Line:
    built = (said.get(settings.HWIT_VERSION), said.get(settings.XLWINGS_VERSION))
    if built == (__version__, xlwings_version()):
        return Line(
            True, f"the add-in and the program are both version {__version__}, with xlwings {xlwings_version()}"
        )
    return Line(
        False,
        f"the add-in was built by version {built[0]} with xlwings {built[1]}, but the program is version {__version__} "
        f"with xlwings {xlwings_version()}: run hwit addin install",
    )


def _program(machine: Machine, said: Mapping[str, str]) -> Line:
    if program := said.get(settings.PROGRAM_WIN):
        return _frozen_program(machine, program)
    on_windows = machine.system is System.WINDOWS
    stated = said.get(settings.INTERPRETER_WIN if on_windows else settings.INTERPRETER_MAC)
    if not stated:
        return Line(False, "the add-in does not know where Python is: run hwit addin install")
    interpreter = _meant(machine, stated)
    if not Path(interpreter).is_file():
        return Line(False, f"the Python behind the buttons is gone from {interpreter}: run hwit addin install")
    answer = machine.says([interpreter, "-c", _ASKS])
    if answer is None:
        return Line(
            False, f"{interpreter} cannot load the buttons: install hwit-for-excel there, or run hwit addin install"
        )
    if answer != __version__:
        return Line(False, f"{interpreter} has version {answer}, not {__version__}: run hwit addin install")
    return Line(True, f"the buttons start {interpreter}")


def _frozen_program(machine: Machine, stated: str) -> Line:
    program = Path(_meant(machine, stated))
    if not program.is_file():
        return Line(False, f"the program behind the buttons is gone from {program}: put it back, and run its install")
    if machine.downloaded(program):
        return Line(
            False,
            f"{program} is marked as a download, so Windows may not start it: right-click it, Properties, Unblock",
        )
    return Line(True, f"the buttons start {program}")


def _meant(machine: Machine, path: str) -> str:
    """A path with the values of its variables, as Excel reads it on Windows; what Windows does not know stays."""

    def value(match: re.Match[str]) -> str:
        return machine.variable(match[1]) or match[0]

    return _VARIABLE.sub(value, path) if machine.system is System.WINDOWS else path


def _windows(machine: Machine) -> Iterator[Line]:
    """Settings of Excel and of an administrator; a policy counts before what the user chose."""
    used = [version for version in _VERSIONS if machine.registry(Hive.USER, rf"{_OFFICE}\{version}\Excel\Options")]
    if not used:
        yield Line(False, "this user has not started Excel 2013 or later yet: start Excel once")
    if _may_start_no_programs(machine):
        yield Line(
            False, "Defender forbids Excel to start other programs: please ask your administrator (docs/add-in.md)"
        )
    for version in used:
        yield from _trust(machine, version)
        disabled = machine.registry(Hive.USER, rf"{_OFFICE}\{version}\Excel\Resiliency\DisabledItems")
        name = FILE.encode("utf-16-le")
        if any(isinstance(value, bytes) and name in value.lower() for value in disabled.values()):
            yield Line(
                False,
                "Excel switched the add-in off after it had closed unexpectedly: "
                "File, Options, Add-ins, Manage Disabled Items, Enable",
            )


def _may_start_no_programs(machine: Machine) -> bool:
    """Whether Defender keeps Excel from starting other programs, by a rule of the network's or of Intune."""
    rules = list(machine.registry(Hive.MACHINE, _ASR_RULES).items())
    of_intune = str(machine.registry(Hive.MACHINE, _ASR_RULES_OF_INTUNE).get("ASRRules", ""))
    rules += [(name, state) for name, _, state in (rule.partition("=") for rule in of_intune.split("|"))]
    return any(name.strip().lower() == _NO_CHILDREN and str(state).strip() in _BLOCKS for name, state in rules)


def _trust(machine: Machine, version: str) -> Iterator[Line]:
    def setting(part: str, name: str) -> object:
        """An administrator's setting, else the user's own."""
        for hive, root in ((Hive.MACHINE, _POLICIES), (Hive.USER, _POLICIES), (Hive.USER, _OFFICE)):
            for known, value in machine.registry(hive, rf"{root}\{version}\{part}").items():
                if known.lower() == name.lower():
                    return value
        return None

    good = True
    for part, name, trouble in (
        ("Common", "VBAOff", "VBA is switched off for all of Office"),
        (r"Excel\Security", "DisableAllAddins", "all add-ins of Excel are switched off"),
        (r"Excel\Security", "RequireAddinSig", "add-ins must be signed, and this one is not"),
    ):
        if setting(part, name) == 1:
            good = False
            yield Line(False, f"{trouble} ({name}): please ask your administrator")
    every = setting(r"Excel\Security\Trusted Locations", "AllLocationsDisabled") == 1
    if every or setting(r"Common\Security\Trusted Locations", _OF_USER) == 0:
        macros = setting(r"Excel\Security", "VBAWarnings")
        which, named = ("no folder", "AllLocationsDisabled") if every else ("no folder of the user's", _OF_USER)
        if macros in (3, 4):
            good = False
            yield Line(
                False,
                f"Excel trusts {which}, and macros that are not signed are switched off ({named}, VBAWarnings): "
                "please ask your administrator",
            )
        elif macros != 1:
            yield Line(True, f"Excel trusts {which}: it asks about macros when it starts; choose Enable Macros")
    if good:
        yield Line(True, "no setting of Excel that we know of blocks the add-in")


def _macos(machine: Machine) -> Iterator[Line]:
    if script_missing(machine):
        yield Line(False, "the script by which Excel may start Python is missing: run hwit addin install")

    def preference(name: str) -> str | None:
        return machine.says(["defaults", "read", _MAC_PREFERENCES, name])

    if preference("VisualBasicEntirelyDisabled") == "1":
        yield Line(False, "VBA is switched off for all of Office: please ask your administrator")
    elif preference("VisualBasicMacroExecutionState") == "DisabledWithoutWarnings":
        yield Line(False, "macros are switched off: Excel, Settings, Security, Disable all macros with notification")
    else:
        yield Line(True, "no setting of Excel that we know of blocks the add-in")
