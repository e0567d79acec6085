"""A few hundred damaged files in each run, the same ones each time; see :mod:`fuzz` for how to run it for hours."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fuzz.bases import OFFICE
from fuzz.cases import Case, damaged, run
from fuzz.commands import run_apart
from support.at_work import hwit
from support.libreoffice import Unavailable

SEED = 1
PARTS = {("package", 90): 3, ("xml", 90): 4, ("forms", 90): 5, ("texts", 90): 2, ("lists", 90): 1, ("names", 15): 2}
"""How many cases of each level one test runs, and how many tests there are, so that several processes can share them."""


@pytest.mark.parametrize(
    ("level", "first", "last"),
    [(level, part * size, part * size + size) for (level, size), parts in PARTS.items() for part in range(parts)],
)
def test_damaged_files(level: str, first: int, last: int, tmp_path: Path) -> None:
    failed: list[str] = []
    for number in range(first, last):
        folder = tmp_path / str(number)
        folder.mkdir()
        what, found = run(Case(level, SEED, number), folder)
        shutil.rmtree(folder)
        failed += (f"{Case(level, SEED, number)}: {what}: {complaint}" for complaint in found)
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("level", ["xml", "forms"])
def test_damaged_files_that_libreoffice_saved(level: str, tmp_path: Path) -> None:
    failed: list[str] = []
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        case = Case(level, SEED, number, OFFICE)
        try:
            what, found = run(case, folder)
        except Unavailable as missing:
            pytest.skip(str(missing))
        failed += (f"{case}: {what}: {complaint}" for complaint in found)
    assert not failed, "\n".join(failed)


def test_a_folder_of_damaged_files_is_checked_to_its_end(tmp_path: Path) -> None:
    returns = tmp_path / "returns"
    returns.mkdir()
    names = []
    for number in range(12):
        for level in ("package", "xml"):
            names.append(f"{level} {number}.xlsx")
            (returns / names[-1]).write_bytes(damaged(Case(level, SEED + 1, number))[1].data)
    check = (
        "validate",
        returns,
        "--on",
        "2011-06-15",
        "--feedback",
        tmp_path / "copies",
        "--report",
        tmp_path / "report.xlsx",
    )
    result = hwit(*check, "--format", "json")
    assert result.exit_code in (0, 1)
    assert sorted(each["file"] for each in json.loads(result.stdout)["returns"]) == sorted(names)
    assert not run_apart((*check, "--force"), tmp_path)
