"""What the project is packed into, and what it asks to be installed: all that is needed, and nothing else."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import hwit_validators
import hwit_xl
from hwit_xl.addin.install import macros
from hwit_xl.addin.install.project import MADE_WITH, READY_MADE, made

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OURS = {"hwit_xl", "hwit_validators"}


def plain(name: str) -> str:
    """A project's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirement: str) -> str:
    """The project that a requirement names."""
    return plain(re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0])


@cache
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


PLACES = {
    ROOT / "hwit_xl": "hwit_xl",
    ROOT / "validators" / "hwit_validators": "hwit_validators",
    ROOT / "workbook_templates": "hwit_xl/workbook_templates",
    ROOT / "macros": "hwit_xl/macros",
}
"""What goes into a wheel, and where it lies there."""
KINDS = {".bas", ".bin", ".csv", ".py", ".toml", ".typ", ".typed", ".xlsx", ".xlwings", ".xml"}
"""How the names of files in a wheel end; another ending is one more here, or a file that went astray."""


def build(kind: type[SdistBuilder | WheelBuilder], folder: Path) -> Path:
    """Pack the project as pip does, without a network."""
    [packed] = kind(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(packed)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The project as a wheel."""
    return build(WheelBuilder, tmp_path_factory.mktemp("wheel"))


class TestWheel:
    def test_holds_the_packages_the_forms_and_the_macros_and_nothing_else(self, wheel):
        wanted = {
            f"{place}/{path.relative_to(folder).as_posix()}"
            for folder, place in PLACES.items()
            for path in folder.rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }
        wanted |= {f"hwit_xl/addin/install/{name}" for name in (READY_MADE, MADE_WITH)}
        with zipfile.ZipFile(wheel) as package:
            held = {name for name in package.namelist() if ".dist-info/" not in name}
        assert held == wanted
        assert {Path(name).suffix for name in held} == KINDS

    def test_brings_the_add_ins_macros_along(self, wheel):
        with zipfile.ZipFile(wheel) as package:
            assert package.read(f"hwit_xl/addin/install/{READY_MADE}") == made()
            assert package.read(f"hwit_xl/addin/install/{MADE_WITH}").decode() == f"{macros.xlwings_version()}\n"

    def test_has_the_same_bytes_each_time(self, wheel, tmp_path):
        assert build(WheelBuilder, tmp_path).read_bytes() == wheel.read_bytes()


class TestSourceDistribution:
    def test_holds_what_a_checkout_does_and_nothing_that_git_ignores(self, tmp_path):
        if shutil.which("git") is None or not (ROOT / ".git").exists():
            pytest.skip("this is no checkout, or git is missing")
        asked = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached"]  # the checkout may be another user's
        committed, known = (
            {name for name in run(asked + more).split("\0") if name and (ROOT / name).is_file()}
            for more in ([], ["--others", "--exclude-standard"])
        )
        with tarfile.open(build(SdistBuilder, tmp_path)) as package:
            held = {name.partition("/")[2] for name in package.getnames()}
        assert committed - held == set()
        assert held - known == {"PKG-INFO"}


def run(command: list[str]) -> str:
    """What a program prints."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
