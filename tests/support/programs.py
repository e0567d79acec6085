"""Programs through which a return may come back, each run as it is: LibreOffice, Gnumeric, exceljs, SheetJS.

None of them is Excel, and each drops something: tables, names, drop-downs. The last two are libraries that other programs and
web pages save workbooks with; they are looked for in the ``node_modules`` whose ``.bin`` is on the path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from support.libreoffice import Office, Unavailable

LIBREOFFICE = "LibreOffice"
BY_ODS = "LibreOffice by way of .ods"
BY_XLS = "LibreOffice by way of .xls"
GNUMERIC = "Gnumeric"
EXCELJS = "exceljs"
SHEETJS = "SheetJS"
PROGRAMS = (LIBREOFFICE, BY_ODS, BY_XLS, GNUMERIC, EXCELJS, SHEETJS)

SECONDS = 120
"""That a program may take for one workbook."""


def converted(path: Path, program: str, folder: Path, office: Office | None = None) -> Path:
    """A workbook as a program saves it as .xlsx after opening it.

    Args:
        folder: for the copy, which is called as the workbook is, and for what is made on the way.
        office: a running LibreOffice, for the ways through it.

    Raises:
        Unavailable: the program is not on this computer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    if program in _FILTERS:
        if office is None:
            raise Unavailable("LibreOffice is not running")
        return _by_libreoffice(office, path, target, _FILTERS[program])
    _WAYS[program](path, target)
    return target


_XLSX = (".xlsx", "Calc MS Excel 2007 XML")
_FILTERS = {LIBREOFFICE: (_XLSX,), BY_ODS: ((".ods", "calc8"), _XLSX), BY_XLS: ((".xls", "MS Excel 97"), _XLSX)}
"""The endings and filters a workbook is saved with, one after the other."""


def _by_libreoffice(office: Office, path: Path, target: Path, steps: tuple[tuple[str, str], ...]) -> Path:
    """Opened and saved in each format in turn."""
    for ending, filter_name in steps:
        with office.open(path) as document:
            path = target.with_suffix(ending)
            document.export(path, filter_name)
    return path


def _by_gnumeric(path: Path, target: Path) -> None:
    """Gnumeric's own converter."""
    program = shutil.which("ssconvert")
    if program is None:
        raise Unavailable("Gnumeric's ssconvert is not on the path")
    _run([program, str(path), str(target)])


def _by_exceljs(path: Path, target: Path) -> None:
    """The library exceljs of node.js."""
    _node("exceljs", _EXCELJS, path, target)


def _by_sheetjs(path: Path, target: Path) -> None:
    """The library SheetJS of node.js."""
    _node("xlsx", _SHEETJS, path, target)


_WAYS: dict[str, Callable[[Path, Path], None]] = {
    GNUMERIC: _by_gnumeric,
    EXCELJS: _by_exceljs,
    SHEETJS: _by_sheetjs,
}
_EXCELJS = """
const book = new (require("exceljs").Workbook)();
book.xlsx.readFile(process.argv[1]).then(() => book.xlsx.writeFile(process.argv[2]));
"""
_SHEETJS = """
const { readFile, writeFile } = require("xlsx");
writeFile(readFile(process.argv[1], { cellStyles: true, cellDates: false }), process.argv[2]);
"""


def _node(library: str, script: str, path: Path, target: Path) -> None:
    program, modules = shutil.which("node"), _modules(library)
    if program is None or modules is None:
        raise Unavailable(f"node.js with {library} (from npm) is not on the path")
    _run([program, "-e", script, str(path), str(target)], NODE_PATH=str(modules))


def _modules(library: str) -> Path | None:
    """The folder of node's libraries that has this one."""
    folders = (Path(folder).parent for folder in os.get_exec_path() if folder.endswith(f"node_modules{os.sep}.bin"))
    return next((folder for folder in folders if (folder / library).is_dir()), None)


def _run(command: list[str], **environment: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", timeout=SECONDS, env=os.environ | environment
    )
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-500:]}"
