"""Arrows between the rooms run one way, and no modules import each other in a circle.

A change to what people see never reaches what a sound plan is; whatever is opened, read or checked never waits for what is
only needed to make a form or to run a command.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import hwit_validators
import hwit_xl

LAYERS = (
    ("hwit_validators.unseen",),
    ("hwit_validators.wording", "hwit_validators.words"),
    ("hwit_validators.model",),
    ("hwit_validators.tables", "hwit_validators.sampling"),
    ("hwit_validators.plan",),
    ("hwit_validators.figures",),
    ("hwit_validators.privacy",),
    ("hwit_validators.panel",),
    ("hwit_validators.rules",),
    ("hwit_xl.problem", "hwit_xl.templates"),
    ("hwit_xl.trace",),
    ("hwit_xl.files",),
    ("hwit_xl.workbooks.xlsx",),
    ("hwit_xl.workbooks.form_line", "hwit_xl.workbooks.layout", "hwit_xl.workbooks.sheet_words"),
    ("hwit_xl.workbooks.reading",),
    ("hwit_xl.workbooks",),
    ("hwit_xl.checking",),
    ("hwit_xl.next_form", "hwit_xl.papers"),
    ("hwit_xl.progress",),
    ("hwit_xl.moderation", "hwit_xl.panel", "hwit_xl.self_evaluation"),
    ("hwit_xl.programme",),
    ("hwit_xl.addin",),
    ("hwit_xl.cli",),
    ("hwit_xl.__main__",),
)
"""From the ground up. Each may use itself and what stands before it in this list, but not its neighbours on one line."""


def layer(module: str) -> int:
    """The place of a module, counted from the ground: that of the longest name it begins with."""
    places = {name: number for number, names in enumerate(LAYERS) for name in names}
    name = module
    while name not in places:
        name, dot, _ = name.rpartition(".")
        assert dot, f"{module} stands in no room"
    return places[name]


def room(module: str) -> str:
    """The name in the list that a module belongs to."""
    names = [name for names in LAYERS for name in names if module == name or module.startswith(f"{name}.")]
    return max(names, key=len)


def modules() -> dict[str, Path]:
    """Every module of ours, with its file."""
    found = {}
    for package in (hwit_validators, hwit_xl):
        root = Path(package.__file__ or "").parent
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root.parent).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()
ROOTS = ("hwit_validators", "hwit_xl")


def used(path: Path) -> Iterator[str]:
    """Our own modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in ROOTS:
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                yield inside if inside in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in ROOTS)


@cache
def arrows() -> Mapping[str, set[str]]:
    """What each module imports of ours."""
    return {name: set(used(path)) - set(ROOTS) for name, path in MODULES.items() if name not in ROOTS}


@pytest.mark.parametrize("name", sorted(set(MODULES) - set(ROOTS)))
def test_a_module_uses_only_what_lies_below_it(name: str) -> None:
    wrong = [
        each
        for each in arrows()[name]
        if layer(each) > layer(name) or (layer(each) == layer(name) and room(each) != room(name))
    ]
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter(arrows()).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


def test_the_list_names_no_room_that_is_gone() -> None:
    gone = [name for names in LAYERS for name in names if name not in MODULES]
    assert gone == []


@pytest.mark.parametrize(
    ("room", "never"),
    [
        ("hwit_validators.rules", {"openpyxl", "click", "xlwings", "hwit_xl"}),
        ("hwit_validators.privacy.withheld", {"openpyxl", "click", "xlwings", "hwit_xl"}),
        ("hwit_validators.sampling.draw", {"openpyxl", "click", "xlwings", "hwit_xl"}),
        ("hwit_xl.workbooks.reading.read", {"openpyxl", "click", "xlwings", "typst", "docx"}),
    ],
)
def test_what_judges_and_what_reads_waits_for_no_program_library(room: str, never: set[str]) -> None:
    program = f"import sys, {room}; print(' '.join(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not never & set(done.stdout.split())
