"""Putting the add-in where Excel loads it from when it starts, and taking it away again.

On Windows this is ``XLSTART`` in the user's own settings, on a Mac the folder for the same purpose in Office's group
container. It could also be Excel's folder for add-ins with an entry in the registry (``OPEN``). The start folder is
better for schools: nothing is written to the registry, so nothing is left there; Excel trusts it by itself, so an
unsigned add-in runs without a question; the administrator sees one file; and xlwings puts its own add-in there too.
"""

from __future__ import annotations

from pathlib import Path

from hwit_xl.addin.install.build import build
from hwit_xl.addin.install.machine import Machine, System
from hwit_xl.addin.install.macros import PROJECT, xlwings_folder, xlwings_version
from hwit_xl.addin.install.settings import Behind
from hwit_xl.files.writing import write
from hwit_xl.problem import Problem

FILE = f"{PROJECT}.xlam"
_MAC_START = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


def place(machine: Machine) -> Path:
    """The file that Excel loads when it starts.

    Raises:
        Problem: there is no Excel for this system, or Windows does not say where settings are kept.
    """
    if machine.system is System.MACOS:
        return machine.home / _MAC_START / FILE
    if machine.system is System.WINDOWS:
        settings = machine.variable("APPDATA")
        if not settings:
            raise Problem("Windows does not say where your settings are kept (APPDATA is not set)")
        return Path(settings) / "Microsoft" / "Excel" / "XLSTART" / FILE
    raise Problem(
        "Excel runs on Windows and macOS only; on this computer use hwit validate, or LibreOffice with the form itself"
    )


def behind(machine: Machine) -> Behind:
    """What the buttons of this computer start: the Python or the frozen program that this is.

    Raises:
        Problem: xlwings could not start it.
    """
    program = str(machine.program)
    if machine.system is System.WINDOWS:
        return Behind(program_win=program) if machine.frozen else Behind(interpreter_win=program)
    if machine.frozen:
        raise Problem("on a Mac, Excel cannot start a frozen program: please install Python and hwit-for-excel")
    if " " in program:
        raise Problem(
            f"Excel on a Mac cannot start a Python whose path has a space in it ({program}): please install elsewhere"
        )
    return Behind(interpreter_mac=program)


def install(machine: Machine) -> Path:
    """Build the add-in and put it in its place; on a Mac also the script by which Excel may start a program.

    Returns:
        The add-in.

    Raises:
        Problem: what keeps it from being installed.
        Problem: xlwings' VBA is not what this program expects.
    """
    target = place(machine)
    _write(target, build(behind(machine)))
    if machine.system is System.MACOS:
        script = _script(machine)
        _write(script, (xlwings_folder() / script.name).read_bytes())
    return target


def uninstall(machine: Machine) -> Path | None:
    """Take the add-in away. xlwings' script stays on a Mac: other add-ins may use it.

    Returns:
        The file that was removed; None if there was none.

    Raises:
        Problem: what keeps it from being removed.
    """
    target = place(machine)
    try:
        target.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Problem(_hint(target, "removed", error)) from error
    return target


def script_missing(machine: Machine) -> bool:
    """Whether a Mac lacks the script by which Excel may start a program."""
    return machine.system is System.MACOS and not _script(machine).is_file()


def _script(machine: Machine) -> Path:
    return machine.home / _MAC_SCRIPTS / f"xlwings-{xlwings_version()}.applescript"


def _write(path: Path, data: bytes) -> None:
    try:
        write(path, data, replace=True)
    except OSError as error:
        raise Problem(_hint(path, "written", error)) from error


def _hint(path: Path, what: str, error: OSError) -> str:
    hint = "; is Excel still open? Please close it and try again" if isinstance(error, PermissionError) else ""
    return f"{path} could not be {what}: {error.strerror}{hint}"
