"""Which rules, commands, forms and tests answer each requirement of the handbook."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hwit_validators.rules import RULES
from hwit_xl import templates


@dataclass(frozen=True)
class Requirement:
    """One requirement, and what answers it.

    Attributes:
        met: ``yes``, ``partly`` or ``later``.
        tests: files that name the requirement or one of its rules; none where the tests do not lie beside the program.
    """

    code: str
    title: str
    who: str
    met: str
    rules: tuple[str, ...]
    commands: tuple[str, ...]
    forms: tuple[str, ...]
    tests: tuple[str, ...]


def requirements(tests_folder: Path | None = None) -> Iterator[Requirement]:
    """Every requirement, in the order of its number.

    Args:
        tests_folder: where the tests lie; beside the program by default, where they are in a checkout.
    """
    tests = dict(_tests(tests_folder or Path(__file__).parent.parent / "tests"))
    with (templates.folder() / "requirements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rules = tuple(rule.code for rule in RULES if row["code"] in rule.requirements)
            wanted = {row["code"], *rules}
            yield Requirement(
                code=row["code"],
                title=row["title"],
                who=row["who"],
                met=row["met"],
                rules=rules,
                commands=tuple(row["commands"].split()),
                forms=tuple(row["forms"].split()),
                tests=tuple(name for name, codes in tests.items() if wanted & codes),
            )


_CODE = re.compile(r"\b(?:H\d{2}|[A-Z]{2}\d{3})\b")


def _tests(folder: Path) -> Iterator[tuple[str, set[str]]]:
    """The test files in a folder, and the codes each of them names."""
    for path in sorted(folder.rglob("test_*.py")):
        yield path.relative_to(folder).as_posix(), set(_CODE.findall(path.read_text(encoding="utf-8")))
