"""The VBA project of the add-in (``vbaProject.bin``), made from text by pyOpenVBA, on any platform.

pyOpenVBA starts from an empty project that Excel wrote, which refers to Excel's and Office's own libraries. What Excel
had compiled there is taken out: Excel compiles the text when it loads the add-in.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from hwit_xl.addin.install.macros import Kind, Module

_PROJECT = "xl/vbaProject.bin"
_NOTHING_COMPILED = bytes.fromhex("cc61ffff000100")
"""The stream ``_VBA_PROJECT`` of a project without compiled code, as [MS-OVBA] 2.3.4.1 has it written: a version that no
Office has, so that what was compiled is never looked for."""


def vba_project(modules: Iterable[Module]) -> bytes:
    """The project with these modules, beside the ones of the workbook and of its only sheet. Same text, same bytes."""
    from pyopenvba import ExcelFile
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import VBAModuleKind

    kinds = {Kind.STANDARD: VBAModuleKind.standard, Kind.CLASS: VBAModuleKind.other}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "addin.xlam"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for document in project.modules:
                document.dirty = True  # written anew, without the compiled code that stands before its text
            for module in modules:
                project.add_module(module.name, module.text, kind=kinds[module.kind])
            book.save()
        with ExcelFile(path) as book:
            problems = book.validate()
        if problems:
            raise RuntimeError(f"the add-in's project is not sound: {problems}")
        with zipfile.ZipFile(path) as package:
            streams = CFB.from_bytes(package.read(_PROJECT))
    streams.write_stream_in_storage("VBA", "_VBA_PROJECT", _NOTHING_COMPILED)
    data: bytes = streams.to_bytes()
    return data
