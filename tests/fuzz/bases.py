"""Sound returns to be damaged: worked plans as we build them, with their texts in the cells themselves, and from LibreOffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuzz.book import Book
from fuzz.shown import Shown, shown
from hwit_validators.model.finding import Finding
from hwit_validators.tables.forms import Form, form_of_stage
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.xlsx.cells import position
from support.by_hand import Answer, answers
from support.libreoffice import Office
from support.plans import example
from support.returns import a_return, judged, read_return, with_inline_strings

STAGES = (4, 7, 8, 0)
BUILT, INLINE, OFFICE = "as built", "with texts in its cells", "saved by LibreOffice"


@dataclass(frozen=True)
class Base:
    """A sound return.

    Attributes:
        name: of the worked plan, with the form and who saved it.
        on: the day it was completed, on which it is judged.
    """

    name: str
    form: Form
    on: dt.date
    data: bytes

    @cached_property
    def answers(self) -> Mapping[Answer, Any]:
        """Every answer the school gave, as the worked plan has it, whatever a reader makes of it."""
        return answers(example().tables(self.form), self.form)

    @cached_property
    def places(self) -> Mapping[Answer, tuple[str, str]]:
        """Sheet and cell of each answer."""
        return self._places[0]

    @cached_property
    def refs(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Sheet and cell of each record's reference, by table and reference."""
        return self._places[1]

    @cached_property
    def numbers(self) -> Mapping[Answer, int]:
        """The place of each answer's record within its table."""
        tables = read_return(self.data, self.form).plan.tables
        rows = {(name, row.ref): row.place for name, table in tables.items() for row in table}
        return {answer: rows[answer.table, answer.ref] for answer in self.answers}

    @cached_property
    def _places(self) -> tuple[dict[Answer, tuple[str, str]], dict[tuple[str, str], tuple[str, str]]]:
        tables = read_return(self.data, self.form).cells.tables
        cells: dict[Answer, tuple[str, str]] = {}
        refs: dict[tuple[str, str], tuple[str, str]] = {}
        for answer in self.answers:
            place, number = tables[answer.table], self.numbers[answer]
            cells[answer] = (place.sheet, place.cell(answer.field, number))
            refs[answer.table, answer.ref] = (place.sheet, place.cell(None, number))
        return cells, refs

    @cached_property
    def findings(self) -> frozenset[tuple[str, str, str, str | None]]:
        """What is said of it before it is damaged: the same said afterwards speaks of no damage."""
        return frozenset(map(same, judged(self.data, self.form.stage)))

    @cached_property
    def shown(self) -> Shown:
        """What another program shows of it."""
        return shown(self.data) or {}

    @cached_property
    def _at(self) -> Mapping[Answer, tuple[str, int, int]]:
        return {answer: (sheet, *position(cell)) for answer, (sheet, cell) in self.places.items()}

    def at(self, answer: Answer) -> tuple[str, int, int]:
        """Sheet, row and column of an answer."""
        return self._at[answer]

    def book(self) -> Book:
        """Its parts, to be changed."""
        return Book(self.data)

    def above(self, answer: Answer) -> str:
        """The cell of the reference or heading that an answer belongs to."""
        return self.refs[answer.table, answer.ref][1]

    def in_row(self, sheet: str, row: int) -> list[Answer]:
        """The answers that stand in a row of a sheet."""
        return [answer for answer, place in self._at.items() if place[:2] == (sheet, row)]

    def in_cell(self, sheet: str, row: int, column: int) -> list[Answer]:
        """The answer that stands in a cell, if one does."""
        place = (sheet, address(row, column))
        return [answer for answer, cell in self.places.items() if cell == place]


def same(finding: Finding) -> tuple[str, str, str, str | None]:
    """By what two findings are the same."""
    return finding.code, finding.table, finding.ref, finding.field


@cache
def base(stage: int, made: str = BUILT) -> Base:
    """A sound return of a stage.

    Raises:
        support.libreoffice.Unavailable: LibreOffice is wanted, and is not here.
    """
    form = form_of_stage(stage)
    data = a_return(stage)
    if made == INLINE:
        data = with_inline_strings(data)
    elif made == OFFICE:
        data = _saved_by_office()[stage]
    return Base(f"primary, {form.name}, {made}", form, example().completed_on(form), data)


@cache
def _saved_by_office() -> dict[int, bytes]:
    saved: dict[int, bytes] = {}
    with TemporaryDirectory(prefix="fuzz-") as place:
        folder = Path(place)
        office = Office(folder / "profile")
        try:
            for stage in STAGES:
                file = folder / f"{stage}.xlsx"
                file.write_bytes(a_return(stage))
                with office.open(file) as document:
                    saved[stage] = document.save_as(folder / f"saved {stage}.xlsx").read_bytes()
        finally:
            office.quit()
    return saved
