"""What the project asks to be installed: nothing that is never imported, and everything that is."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import hwit_validators
import hwit_xl

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OURS = {"hwit_xl", "hwit_validators"}


def plain(name: str) -> str:
    """A project's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirement: str) -> str:
    """The project that a requirement names."""
    return plain(re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0])


def imported() -> set[str]:
    """The projects of others whose modules ours import, wherever in them."""
    known = packages_distributions()
    roots = {name.partition(".")[0] for name in _imports()} - OURS - sys.stdlib_module_names
    return {plain(project) for root in roots for project in known.get(root, [root])}


def _imports() -> Iterator[str]:
    for package in (hwit_validators, hwit_xl):
        for path in Path(package.__file__).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module


NEEDED = {named(requirement) for requirement in PROJECT["project"]["dependencies"]}
TO_BUILD = {named(requirement) for requirement in PROJECT["project"]["optional-dependencies"]["build"]}


class TestWhatIsInstalled:
    def test_is_imported_somewhere(self):
        assert NEEDED - imported() == set()

    def test_is_all_that_is_imported(self):
        assert imported() - NEEDED == TO_BUILD, "only what makes the add-in may be missing once it is made"

    def test_what_makes_the_add_in_is_of_the_same_version_wherever_it_is_named(self):
        """The bytes of the add-in never change, and its macros fit the xlwings that is installed with it."""
        project = PROJECT["project"]
        makes = {each for each in PROJECT["build-system"]["requires"] if named(each) != "hatchling"}
        elsewhere = {*project["dependencies"], *project["optional-dependencies"]["build"]}
        assert makes <= elsewhere
        assert all("==" in each for each in makes)
