"""Where the forms and what they are made of lie: beside the checkout, or inside an installed wheel."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import hwit_xl
from hwit_validators.model.lists import Entry, Lists, ValueList


@cache
def folder() -> Path:
    """The folder ``workbook_templates``: in a wheel it lies in the package, in a checkout beside it."""
    package = Path(hwit_xl.__file__).parent
    packed = package / "workbook_templates"
    return packed if packed.is_dir() else package.parent / "workbook_templates"


def words(name: str) -> dict[str, Any]:
    """The words of a form (or ``common``, ``glossary``, ``guides``) as its TOML file has them."""
    with (folder() / "words" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def also_typed() -> dict[str, dict[str, list[str]]]:
    """What else people type for an entry of a drop-down: by the name of its choices or list, and by entry."""
    with (folder() / "lists" / "also_typed.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def shipped_lists() -> Lists:
    """The lists that come with the forms, one for each CSV file."""
    return Lists(read_list(path) for path in sorted((folder() / "lists").glob("*.csv")))


def read_list(path: Path) -> ValueList:
    """A list from a CSV file with at least the headings ``code`` and ``title``."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return ValueList(path.stem, (Entry(row.pop("code"), row.pop("title"), row) for row in rows))
