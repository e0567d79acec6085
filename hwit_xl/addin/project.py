"""The VBA project of the add-in (``vbaProject.bin``), made from text by pyOpenVBA, on any platform.

pyOpenVBA starts from an empty project that Excel wrote, which refers to Excel's and Office's own libraries, and keeps
no compiled code: Excel compiles the text when it loads the add-in.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from hwit_xl.addin.macros import Kind, Module

_PROJECT = "xl/vbaProject.bin"


def vba_project(modules: Iterable[Module]) -> bytes:
    """The project with these modules, beside the ones of the workbook and of its only sheet. Same text, same bytes."""
    from pyopenvba import ExcelFile
    from pyopenvba.vba import VBAModuleKind

    kinds = {Kind.STANDARD: VBAModuleKind.standard, Kind.CLASS: VBAModuleKind.other}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "addin.xlam"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for module in modules:
                project.add_module(module.name, module.text, kind=kinds[module.kind])
            book.save()
        with ExcelFile(path) as book:
            problems = book.validate()
        assert not problems, problems
        with zipfile.ZipFile(path) as package:
            return package.read(_PROJECT)
