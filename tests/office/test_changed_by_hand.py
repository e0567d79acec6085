"""What people do to a form besides answering: after each of these, every answer is still found where it now stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hwit_validators.model.column import Kind
from hwit_validators.model.record import Record, Rows
from hwit_validators.tables import Feedback
from hwit_validators.tables.forms import Form
from hwit_xl.workbooks.reading.read import Return
from hwit_xl.workbooks.xlsx.cell import clean
from hwit_xl.workbooks.xlsx.cells import position
from support.by_hand import Answer, Filled, answers
from support.compare import disagreements
from support.libreoffice import Document, Office
from support.returns import read_return, said


@pytest.fixture(params=[("primary", 7), ("secondary", 4)], ids=lambda case: f"{case[0]}-{case[1]}")
def filled(request: pytest.FixtureRequest, filled_in: Callable[[str, int], Filled]) -> Filled:
    """A form that was filled in by hand."""
    name, stage = request.param
    return filled_in(name, stage)


@pytest.fixture
def copy(filled: Filled, office: Office) -> Iterator[Document]:
    """The filled form, opened again to be changed."""
    with office.open(filled.saved) as document:
        yield document


def assert_nothing_is_lost(document: Document, filled: Filled, folder: Path) -> Return:
    """Saved, the form is as clean as before, every answer is read back equal, and is found in its own cell."""
    saved = document.save_as(folder / "return.xlsx")
    assert said(saved.read_bytes(), filled.form.stage, filled.name) == []
    returned = read_return(saved.read_bytes(), filled.form, filled.name)
    assert answers(returned.plan.tables, filled.form) == filled.answers
    assert misplaced(document, returned, filled) == []
    return returned


def misplaced(document: Document, returned: Return, filled: Filled) -> list[str]:
    """The answers whose cell, by the reader's map, holds something else."""
    held = {sheet.name: sheet.everything() for sheet in document.sheets}
    wrong: list[str] = []
    for record in filled.form.tables:
        place = returned.cells.tables[record.table]
        for row in returned.plan.tables.get(record.table, ()):
            for name, spec in record.columns.items():
                value = filled.answers.get(Answer(record.table, row.ref, name))
                if value is None:
                    continue
                at = place.cell(name, row.place)
                there = held[place.sheet].get(position(at), "")
                if there == "" or (spec.kind is Kind.TEXT and clean(str(there)) != value):
                    wrong.append(f"{record.table} {row.ref} {name}: {place.sheet}!{at} holds {there!r}")
    return wrong


def tables(form: Form) -> Iterator[type[Record]]:
    """Every table of a form that a school can see."""
    yield from form.tables
    yield Feedback


def unprotect(document: Document) -> None:
    for sheet in document.sheets:
        sheet.unprotect()


def test_sheets_renamed(copy: Document, filled: Filled, tmp_path: Path) -> None:
    for number, sheet in enumerate(copy.sheets):
        sheet.rename(f"{number} & 'our' {sheet.name}"[:31])
    returned = assert_nothing_is_lost(copy, filled, tmp_path)
    assert {place.sheet for place in returned.cells.tables.values()} < {sheet.name for sheet in copy.sheets}
    assert copy.errors() == []


def test_rows_and_columns_inserted_above_and_beside_the_tables(copy: Document, filled: Filled, tmp_path: Path) -> None:
    unprotect(copy)
    for record in tables(filled.form):
        sheet = copy.table(record.table).sheet
        sheet.insert_rows(1, 2)
        sheet.insert_rows(copy.table(record.table).first[0], 3)
        sheet.insert_columns(1)
        sheet.insert_columns(copy.table(record.table).first[1], 2)
    assert_nothing_is_lost(copy, filled, tmp_path)
    copy.recalculate()
    assert copy.errors() == []


def test_rows_and_columns_inserted_inside_the_tables(copy: Document, filled: Filled, tmp_path: Path) -> None:
    unprotect(copy)
    for record in tables(filled.form):
        table = copy.table(record.table)
        table.sheet.insert_rows(table.first[0] + 2, 2)
        table.sheet.insert_columns(table.first[1] + 2)
    assert_nothing_is_lost(copy, filled, tmp_path)


def test_a_table_sorted(copy: Document, filled: Filled, tmp_path: Path) -> None:
    """A protected sheet can be sorted, as long as every cell in the rows is the school's own."""
    for record in filled.form.own_tables:
        if not isinstance(record.layout, Rows) or record.layout.given:
            continue
        table = copy.table(record.table)
        assert table.sheet.protected
        before = table.contents()
        column = table.first[1] + 2
        table.sheet.sort((table.first[0] + 1, table.first[1]), table.last, column, descending=True)
        after = copy.table(record.table).contents()
        assert sorted(map(str, after)) == sorted(map(str, before))
        if len(filled.tables[record.table]) > 2:
            assert after != before
    assert_nothing_is_lost(copy, filled, tmp_path)


def test_unused_rows_deleted(copy: Document, filled: Filled, tmp_path: Path) -> None:
    unprotect(copy)
    for record in tables(filled.form):
        if not isinstance(record.layout, Rows) or record.layout.given:
            continue
        used = len(filled.tables.get(record.table, ()))
        table = copy.table(record.table)
        for row in (table.last[0], table.first[0] + used + 1):
            if row > table.first[0] + used:
                table.sheet.delete_row(row)
        assert copy.table(record.table).last[0] < table.last[0] or used == table.last[0] - table.first[0]
    assert_nothing_is_lost(copy, filled, tmp_path)
    copy.recalculate()
    assert copy.errors() == []


AS_TEXT: dict[Kind, Callable[[Any], list[str]]] = {
    Kind.DATE: lambda day: [f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}", f"{day:%d.%m.%y}", f"{day:%Y-%m-%d}"],
    Kind.NUMBER: lambda number: [f"{number:,.10g}%", f" {number:,.10g} "],
    Kind.WHOLE: lambda number: [f"{number:,}", f"{number}"],
}


def unit_of(filled: Filled, answer: tuple[str, str, str], field: str) -> object:
    """The unit of a figure: as its own row says it, or as that of the outcome or indicator does which the row names."""
    table, ref, _ = answer
    says = filled.answers.get((table, ref, field))
    named = (filled.answers.get((of, says, "unit")) for of in ("Outcomes", "Indicators") if isinstance(says, str))
    return next((unit for unit in named if unit is not None), says)


def test_dates_and_percentages_typed_as_text(copy: Document, filled: Filled, tmp_path: Path) -> None:
    """An apostrophe in front keeps it text; LibreOffice shows it only where it would have been text anyway."""
    sheets = {sheet.name: sheet for sheet in copy.sheets}
    for number, keys in enumerate(keys for keys in filled.typed if keys.spec.kind in AS_TEXT):
        ways = AS_TEXT[keys.spec.kind](filled.answers[keys.answer])
        if keys.spec.unit_in and unit_of(filled, keys.answer, keys.spec.unit_in) != "%":
            ways = [way for way in ways if not way.endswith("%")]  # which would be another unit, and asked about
        way = ways[number % len(ways)]
        sheets[keys.sheet].type(keys.cell, f"'{way}")
        assert sheets[keys.sheet].shown(keys.cell).removeprefix("'") == way
    assert_nothing_is_lost(copy, filled, tmp_path)


def test_all_of_it_and_an_ods_file(copy: Document, filled: Filled, office: Office, tmp_path: Path) -> None:
    unprotect(copy)
    for record in tables(filled.form):
        table = copy.table(record.table)
        table.sheet.rename(f"{table.sheet.name} (2)")
        table.sheet.insert_rows(table.first[0])
        table.sheet.insert_columns(1)
        if isinstance(record.layout, Rows) and record in filled.form.own_tables and not record.layout.given:
            table = copy.table(record.table)
            table.sheet.sort((table.first[0] + 1, table.first[1]), table.last, table.first[1] + 1)
    copy.save_as(tmp_path / "return.ods")
    with office.open(tmp_path / "return.ods") as document:
        assert_nothing_is_lost(document, filled, tmp_path)
    assert disagreements(tmp_path / "return.xlsx") == []
