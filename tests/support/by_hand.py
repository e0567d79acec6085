"""Filling a form in by hand: what a person types for each answer, and into which cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from hwit_validators.model.column import Column, Kind
from hwit_validators.model.record import Record
from hwit_validators.tables import School
from hwit_validators.tables.forms import Form, form_of_stage
from hwit_xl import templates
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import TableLayout, address
from support.libreoffice import Document, Office
from support.plans import example

Tables = Mapping[str, tuple[Record, ...]]
LISTS = templates.shipped_lists()


class Answer(NamedTuple):
    """Which answer: table, reference of the record, field."""

    table: str
    ref: str
    field: str


class Keystrokes(NamedTuple):
    """What is typed into one cell of a newly built form."""

    answer: Answer
    spec: Column
    sheet: str
    cell: str
    text: str


@dataclass(frozen=True)
class Filled:
    """A form that was sent out with the earlier stages, then filled in by hand and saved.

    Attributes:
        name: the worked plan it was filled in from.
        document: still open in LibreOffice.
        saved: the .xlsx that LibreOffice saved.
        tables: everything the worked plan says.
        typed: what was typed.
    """

    name: str
    form: Form
    document: Document
    saved: Path
    tables: Tables
    typed: tuple[Keystrokes, ...]

    @cached_property
    def answers(self) -> dict[Answer, Any]:
        """Every answer of the worked plan."""
        return answers(self.tables, self.form)


def fill(office: Office, folder: Path, name: str, form: Form) -> Filled:
    """Build a form with what a worked plan had recorded before, and type the rest of the plan into it."""
    tables = example(name).tables(form)
    earlier = earlier_tables(name, form)
    sent = folder / f"{name}_{form.name}_sent.xlsx"
    built = build(form, earlier)
    package.save(built.workbook, sent, chart_texts=built.chart_texts)
    document = office.open(sent)
    typed = tuple(keystrokes(form, tables, earlier.get(School.table, ())))
    sheets = {sheet.name: sheet for sheet in document.sheets}
    for keys in typed:
        sheets[keys.sheet].type(keys.cell, keys.text)
    document.recalculate()
    saved = document.save_as(folder / f"{name}_{form.name}.xlsx")
    return Filled(name, form, document, saved, tables, typed)


def earlier_tables(name: str, form: Form) -> dict[str, tuple[Record, ...]]:
    """What a form holds when the school gets it: the earlier stages, and School as it last stood."""
    if form.stage <= 1:
        return {}
    tables, before = example(name).tables(form), example(name).tables(form_of_stage(form.stage - 1))
    return {School.table: before[School.table]} | {record.table: tables[record.table] for record in form.carried_tables}


def answers(tables: Tables, form: Form) -> dict[Answer, Any]:
    """Every answer a school gave, wherever its row stands; what the form itself writes is left out."""
    return {
        Answer(record.table, row.ref, spec.field): getattr(row, spec.field)
        for record in form.tables
        for row in tables.get(record.table, ())
        for spec in asked(record, row)
    }


def keystrokes(form: Form, tables: Tables, school_before: tuple[Record, ...]) -> Iterator[Keystrokes]:
    """What has to be typed into a form that holds the earlier stages: its own tables, and what changed on School."""
    for record in to_fill_in(form):
        layout = TableLayout(record)
        for row in tables[record.table]:
            for spec in asked(record, row):
                value = getattr(row, spec.field)
                if record is School and any(getattr(before, spec.field) == value for before in school_before):
                    continue
                answer = Answer(record.table, row.ref, spec.field)
                cell = address(*layout.cell(spec.field, row.place))
                yield Keystrokes(answer, spec, record.title, cell, keyed(value, spec))


def to_fill_in(form: Form) -> tuple[type[Record], ...]:
    """The tables that a form asks a school to fill in."""
    return (School, *form.own_tables)


def asked(record: type[Record], row: Record) -> Iterator[Column]:
    """The questions of a row that the school itself has answered."""
    given = {entry.code for entry in TableLayout(record).given(LISTS)}
    main = next((spec.field for spec in record.columns.values() if spec.long), "") if row.ref in given else ""
    for spec in record.columns.values():
        if not spec.given and spec.field != main and not row.blank(spec.field):
            yield spec


def keyed(value: Any, spec: Column) -> str:
    """An answer as a British teacher types it, or picks it from the drop-down: 31/07/2011, Yes, 1,043, O1, O3."""
    if spec.kind is Kind.DATE:
        return f"{value:%d/%m/%Y}"
    if spec.kind is Kind.YES_NO:
        return "Yes" if value else "No"
    if spec.kind in (Kind.NUMBER, Kind.WHOLE):
        return f"{value:,.10g}"
    if spec.kind in (Kind.LINKS, Kind.CHOICES):
        return ", ".join(value)
    if spec.listed and (entry := LISTS[spec.listed].find(value)):
        return entry.label
    return str(value)
