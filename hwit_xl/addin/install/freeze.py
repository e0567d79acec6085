"""A program for schools without Python: this package and its Python in one folder, made by PyInstaller.

PyInstaller makes a program for the system that it runs on: one for Windows has to be made on Windows.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hwit_xl import templates
from hwit_xl.addin.install import macros
from hwit_xl.addin.install.project import project, write_ready_made
from hwit_xl.problem import Problem

NAME = "hwit"
_PACKAGES = ("hwit_xl", "hwit_validators")
_LEFT_OUT = (
    *("xlwings.pro", "xlwings.xlwingslib", "xlwings.server", "xlwings.reports"),  # need a licence of their own
    "pyopenvba",  # the VBA project is brought along ready-made
    *("numpy", "pandas", "matplotlib", "PIL", "pyarrow", "scipy", "statsmodels"),  # xlwings and openpyxl can do without
    *("tkinter", "IPython", "pytest", "hypothesis", "mypy", "oletools", "PyInstaller", "setuptools", "pip"),
)
_START = "from hwit_xl.cli.program import main\n\nmain()\n"


def freeze(folder: Path) -> Path:
    """Make the program.

    Args:
        folder: where its own folder, ``hwit``, is made.

    Returns:
        The executable.

    Raises:
        Problem: PyInstaller is missing or failed, or the folder is there already.
        Problem: xlwings' VBA is not what this program expects.
    """
    if importlib.util.find_spec("PyInstaller") is None:
        raise Problem('PyInstaller is not installed: pip install "hwit-for-excel[freeze]"')
    target = folder / NAME
    if target.exists():
        raise Problem(f"{target} is there already: please move it away first")
    with tempfile.TemporaryDirectory() as work:
        place = Path(work)
        (place / "start.py").write_text(_START, encoding="utf-8")
        ready_made = write_ready_made(project(), place)
        done = subprocess.run(_command(place, folder, ready_made), cwd=place, capture_output=True, text=True)
        if done.returncode:
            shutil.rmtree(target, ignore_errors=True)
            last = done.stderr.strip().splitlines()[-1:] or ["it did not say why"]
            raise Problem(f"PyInstaller failed: {last[0]}")
    return target / (f"{NAME}.exe" if sys.platform == "win32" else NAME)


def _command(place: Path, folder: Path, ready_made: tuple[Path, ...]) -> list[str]:
    data = {
        templates.folder(): "hwit_xl/workbook_templates",
        macros.folder(): "hwit_xl/macros",
        **dict.fromkeys(ready_made, "hwit_xl/addin/install"),
    }
    return [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", "--onedir", "--console"),
        *("--name", NAME, "--distpath", str(folder.resolve()), "--workpath", str(place / "work")),
        *("--specpath", str(place), "--copy-metadata", "xlwings"),
        *(option for package in _PACKAGES for option in ("--collect-submodules", package)),
        *("--collect-all", "docx"),  # its templates stand beside modules of its own, and are found by their folder
        *(option for module in _LEFT_OUT for option in ("--exclude-module", module)),
        *(option for source, name in data.items() for option in ("--add-data", f"{source.resolve()}:{name}")),
        str(place / "start.py"),
    ]
