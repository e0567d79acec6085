"""The VBA project of the add-in (``vbaProject.bin``): brought along ready-made, or made from text by pyOpenVBA.

A wheel and a frozen program bring it along, so only who builds these needs pyOpenVBA; a checkout makes it when it is asked for.

pyOpenVBA starts from an empty project that Excel wrote, which refers to Excel's and Office's own libraries. What Excel
had compiled there is taken out: Excel compiles the text when it loads the add-in. This works on any platform.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from hwit_xl.addin.install import macros
from hwit_xl.addin.install.macros import Kind, Module
from hwit_xl.problem import Problem

READY_MADE = "vbaProject.bin"
MADE_WITH = "vbaProject.xlwings"
"""Beside it: the version of xlwings whose VBA is in it, and which must be installed where the buttons are pressed."""

_PROJECT = "xl/vbaProject.bin"
_NOTHING_COMPILED = bytes.fromhex("cc61ffff000100")
"""The stream ``_VBA_PROJECT`` of a project without compiled code, as [MS-OVBA] 2.3.4.1 has it written: a version that no
Office has, so that what was compiled is never looked for."""


def project(folder: Path = Path(__file__).parent) -> bytes:
    """The VBA project: the one that was brought along, else one that is made now.

    Args:
        folder: where it lies if it was brought along.

    Raises:
        Problem: it was made with another xlwings than is installed, or it cannot be made here.
    """
    if not (folder / READY_MADE).is_file():
        return made()
    version, installed = (folder / MADE_WITH).read_text("ascii").strip(), macros.xlwings_version()
    if version != installed:
        raise Problem(
            f"the add-in works with xlwings {version} only, and xlwings {installed} is installed: "
            f'pip install "xlwings=={version}"'
        )
    return (folder / READY_MADE).read_bytes()


def made() -> bytes:
    """The VBA project, made from our text and from that of the installed xlwings.

    Raises:
        Problem: pyOpenVBA is not installed, or xlwings' VBA is not what this program expects.
    """
    return vba_project((*macros.own(), *macros.of_xlwings()))


def write_ready_made(data: bytes, folder: Path) -> tuple[Path, Path]:
    """Write a project, made with the installed xlwings, as a wheel or a frozen program brings it along.

    Returns:
        The files, which belong into the folder of this module.
    """
    ready_made, made_with = folder / READY_MADE, folder / MADE_WITH
    ready_made.write_bytes(data)
    made_with.write_bytes(f"{macros.xlwings_version()}\n".encode("ascii"))
    return ready_made, made_with


def vba_project(modules: Iterable[Module]) -> bytes:
    """The project with these modules, beside the ones of the workbook and of its only sheet. Same text, same bytes.

    Raises:
        Problem: pyOpenVBA is not installed.
    """
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.cfb import CFB
        from pyopenvba.vba import VBAModuleKind
    except ModuleNotFoundError:
        raise Problem(
            "a checkout makes the add-in with pyOpenVBA, which is not installed: "
            'run pip install -e ".[build]" in the checkout'
        ) from None

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
