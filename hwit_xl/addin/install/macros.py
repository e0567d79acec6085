"""The VBA and the ribbon that the add-in is made of: our own, from ``macros/``, and that of the installed xlwings."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import hwit_xl
from hwit_xl.problem import Problem

PROJECT = "hwit"
"""What xlwings calls the add-in; its settings stand on the sheet ``hwit.conf``."""
_PROJECT_NAME = re.compile(r'(Public Const PROJECT_NAME As String = )"[^"]*"')


class Kind(Enum):
    """What sort of module a text is."""

    STANDARD = ".bas"
    CLASS = ".cls"


@dataclass(frozen=True)
class Module:
    """One VBA module.

    Attributes:
        text: as VBA exports it, with CR LF at the end of each line.
    """

    name: str
    kind: Kind
    text: str


@cache
def folder() -> Path:
    """The folder ``macros``: in a wheel it lies in the package, in a checkout beside it."""
    package = Path(hwit_xl.__file__).parent
    packed = package / "macros"
    return packed if packed.is_dir() else package.parent / "macros"


def ribbon() -> bytes:
    """The ribbon, as customUI of Office 2010 and later, with LF at the end of each line."""
    return (folder() / "ribbon.xml").read_bytes().replace(b"\r\n", b"\n")


def own() -> tuple[Module, ...]:
    """Our modules, by name."""
    files = (path for path in sorted(folder().iterdir()) if path.suffix in {kind.value for kind in Kind})
    return tuple(_module(path) for path in files)


def of_xlwings() -> tuple[Module, ...]:
    """xlwings' modules for an add-in of one's own, told what the add-in is called.

    Raises:
        Problem: xlwings is not installed, or its VBA has changed.
    """
    package = xlwings_folder()
    modules = []
    for path in (package / "xlwings_custom_addin.bas", package / "addin" / "Dictionary.cls"):
        if not path.is_file():
            raise Problem(f"xlwings {xlwings_version()} brings no {path.name}, which the add-in needs")
        modules.append(_module(path))
    main, dictionary = modules
    text, changed = _PROJECT_NAME.subn(rf'\1"{PROJECT}"', main.text)
    if changed != 1:
        raise Problem(f"the VBA of xlwings {xlwings_version()} has no place for the name of the add-in")
    return Module(main.name, main.kind, text), dictionary


def xlwings_folder() -> Path:
    """Where xlwings is installed, found without importing it.

    Raises:
        Problem: it is not.
    """
    found = importlib.util.find_spec("xlwings")
    if found is None or found.origin is None:
        raise Problem("xlwings is not installed")
    return Path(found.origin).parent


def xlwings_version() -> str:
    """The version of the installed xlwings."""
    return importlib.metadata.version("xlwings")


def _module(path: Path) -> Module:
    text = path.read_bytes().decode("cp1252")
    lines = re.split(r"\r\n|\r|\n", text)
    named = re.search(r'^Attribute VB_Name = "(\w+)"', text, re.MULTILINE)
    if named is None:
        raise Problem(f"{path.name} does not say its name")
    return Module(named[1], Kind(path.suffix), "\r\n".join(lines))
