"""Arrows between the packages run one way: a change to what people see never reaches what a sound plan is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import hwit_validators
import hwit_xl

LAYERS = (
    ("hwit_validators",),
    ("hwit_xl.templates", "hwit_xl.picture", "hwit_xl.batch", "hwit_xl.trace"),
    ("hwit_xl.workbooks",),
    ("hwit_xl.checking",),
    ("hwit_xl.documents",),
    ("hwit_xl.journey",),
    ("hwit_xl.programme",),
    ("hwit_xl.cli", "hwit_xl.addin"),
)
"""From the ground up. Each may use itself and what stands before it in this list."""


def layer(module: str) -> int:
    """The place of a module, counted from the ground."""
    for number, names in enumerate(LAYERS):
        if any(module == name or module.startswith(name + ".") for name in names):
            return number
    raise AssertionError(f"{module} stands in no layer")


def modules() -> Iterator[tuple[str, Path]]:
    for package in (hwit_validators, hwit_xl):
        root = Path(package.__file__ or "").parent
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root.parent).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def used(path: Path) -> Iterator[str]:
    """Our own modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("hwit_"):
            for alias in node.names:
                yield f"{node.module}.{alias.name}" if node.module == "hwit_xl" else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("hwit_"))


@pytest.mark.parametrize(("name", "path"), [each for each in modules() if each[0] != "hwit_xl"])
def test_a_module_uses_only_what_lies_below_it(name: str, path: Path) -> None:
    above = [each for each in used(path) if each != "hwit_xl" and layer(each) > layer(name)]
    assert above == []
