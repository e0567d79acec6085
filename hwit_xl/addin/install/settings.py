"""The sheet ``hwit.conf`` of the add-in: which Python is behind the buttons, and which version they are.

xlwings looks for a setting on a sheet of the workbook in front, on the add-in's own sheet, in a file beside the
workbook, and in one of the user's, in this order. The add-in's VBA refuses workbooks with such a sheet; so that no
file beside a workbook has a say either, *every* setting that xlwings asks for stands on the add-in's sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

from hwit_validators import __version__
from hwit_xl.addin.install.macros import xlwings_version

HWIT_VERSION = "HWIT_VERSION"
XLWINGS_VERSION = "XLWINGS_VERSION"
INTERPRETER_WIN = "INTERPRETER_WIN"
INTERPRETER_MAC = "INTERPRETER_MAC"
PROGRAM_WIN = "PROGRAM_WIN"

_THE_REST = {
    "INTERPRETER": "",
    "PYTHONPATH": "",
    "ADD_WORKBOOK_TO_PYTHONPATH": "false",  # a returned workbook's folder is no place to take programs from
    "CONDA PATH": "",
    "CONDA ENV": "",
    "USE UDF SERVER": "False",
    "UDF MODULES": "",
    "DEBUG UDFS": "False",
    "SHOW CONSOLE": "False",
    "SHOW_ERROR_POPUPS": "True",  # else xlwings adds a sheet to the school's workbook
    "TEMP DIR": "%TEMP%",
    "LICENSE_KEY": "",
    "ONEDRIVE_CONSUMER_WIN": "",
    "ONEDRIVE_COMMERCIAL_WIN": "",
    "SHAREPOINT_WIN": "",
    "ONEDRIVE_CONSUMER_MAC": "",
    "ONEDRIVE_COMMERCIAL_MAC": "",
    "SHAREPOINT_MAC": "",
}
"""Settings of xlwings that are the same everywhere. Texts, never truth values: xlwings compares texts."""


@dataclass(frozen=True)
class Behind:
    """What is behind the buttons.

    Attributes:
        interpreter_win, interpreter_mac: the Python in which this package is installed; "" where there is none.
        program_win: the frozen program of a school without Python; if given, no Python is looked for.
    """

    interpreter_win: str = ""
    interpreter_mac: str = ""
    program_win: str = ""


def rows(behind: Behind) -> dict[str, str]:
    """What the sheet says, row by row."""
    return {
        HWIT_VERSION: __version__,
        XLWINGS_VERSION: xlwings_version(),
        INTERPRETER_WIN: behind.interpreter_win,
        INTERPRETER_MAC: behind.interpreter_mac,
        PROGRAM_WIN: behind.program_win,
        **_THE_REST,
    }
