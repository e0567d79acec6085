"""Which of our forms a workbook is, and of which version: by its defined names, else by a line in a cell, else by its sheets.

Some programs drop names that stand for a text, some drop all names and tables. What is in cells goes through every program.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hwit_validators.model.record import Record
from hwit_validators.tables.forms import FORM_VERSION, FORMS, OLDEST_VERSION, Form, form_named
from hwit_xl.workbooks import form_line, sheet_words
from hwit_xl.workbooks.layout import folded
from hwit_xl.workbooks.reading.places import Cells, Placed
from hwit_xl.workbooks.xlsx.cell import Sort
from hwit_xl.workbooks.xlsx.rejected import Rejected

FORM_NAME, VERSION_NAME = "hwit_form", "hwit_version"
_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")
_FEW = 60
"""Sheets of a workbook without our names that are looked at for a sign of our forms; a form has about thirty."""

_OUR_SHEETS = (
    folded(sheet_words.START),
    *sorted({folded(record.title) for form in FORMS for record in form.tables_and_feedback}),
)
"""How the names of our sheets begin; Numbers adds the name of a table to them."""


@dataclass(frozen=True)
class Identity:
    """Which form a workbook is.

    Attributes:
        version: None where no more than its sheets say which form it is.
        by_names: whether its defined names say so.
    """

    form: Form
    version: tuple[int, int] | None
    by_names: bool = True


def identity(cells: Cells) -> Identity:
    """Find out which form a workbook is.

    Raises:
        Rejected: none of ours, or a version this program cannot read.
    """
    name, written = cells.book.constant(FORM_NAME), cells.book.constant(VERSION_NAME) or ""
    said = _VERSION.fullmatch(written)
    if name is not None and said is not None:
        version = _known((int(said[1]), int(said[2])))  # first: a newer form may be one that is not known
        return Identity(_form(name), version)
    found = _by_cells(cells)
    if found is None and name is not None:
        raise Rejected("WB004", "This workbook does not say which version of the form it is.")
    if found is None:
        raise Rejected(
            "WB004",
            "This workbook is not one of our forms: neither its names nor its sheets say which form it is.",
        )
    return found


def version_of(form: Form, tables: dict[str, Placed]) -> tuple[int, int]:
    """The version of a form that does not say it: the newest one of which something is there."""
    steps = {record.since for record in form.tables} | {
        spec.since for record in form.tables for spec in record.columns.values()
    }
    newest = OLDEST_VERSION
    for step in sorted(steps):
        if step > newest and any(_brought(record, step, tables) for record in form.tables):
            newest = step
    return min(newest, FORM_VERSION)


def _brought(record: type[Record], version: tuple[int, int], tables: dict[str, Placed]) -> bool:
    """Whether something that came with a version is there: a table, or a column or question of one."""
    placed = tables.get(record.table)
    if placed is None:
        return False
    if record.since == version:
        return True
    there = set(placed.titles) | {
        folded(str(row[placed.left].value)) for row in placed.sheet.rows.values() if placed.left in row
    }
    return any(spec.since == version and folded(spec.title) in there for spec in record.columns.values())


def _by_cells(cells: Cells) -> Identity | None:
    """The form by the line on its first sheet, or by what its sheets say at the right of their titles."""
    if not any(folded(sheet.name).startswith(_OUR_SHEETS) for sheet in cells.book.sheets):
        return None  # a workbook about something else is soon put aside
    votes: Counter[str] = Counter()
    titles = {form.title: form for form in FORMS}
    for sheet in cells.book.sheets[:_FEW]:
        said: set[str] = set()
        for text in _texts(cells, sheet):
            if (line := form_line.parse(text)) is not None:
                version = _known(line[1])
                return Identity(_form(line[0]), version, by_names=False)
            if text in titles:
                said.add(text)
        if len(said) == 1:  # the guide tells of every stage
            votes.update(said)
    if not votes:
        return None
    [(best, count), *others] = votes.most_common(2)
    if others and others[0][1] == count:
        raise Rejected("WB004", f"This workbook holds sheets of two forms: “{best}” and “{others[0][0]}”.")
    return Identity(titles[best], None, by_names=False)


def _texts(cells: Cells, sheet: object) -> Iterator[str]:
    for row in cells.of(sheet).values():  # type: ignore[arg-type]
        for cell in row.values():
            if cell.sort is Sort.TEXT:
                yield " ".join(cell.value.split())


def _form(name: str) -> Form:
    form = form_named(name)
    if form is None:
        raise Rejected("WB004", "This workbook carries the name of a form that this program does not know.")
    return form


def _known(version: tuple[int, int]) -> tuple[int, int]:
    if version > FORM_VERSION:
        raise Rejected(
            "WB005", f"The form has version {_dotted(version)}, which is newer than this program knows ({_dotted(FORM_VERSION)}).",
            "Install the newest version of HWIT for Excel, and check the workbook again.",
        )  # fmt: skip
    if version < OLDEST_VERSION:
        raise Rejected(
            "WB005",
            f"The form has version {_dotted(version)}, which is too old to be read; the oldest is {_dotted(OLDEST_VERSION)}.",
        )
    return version


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
