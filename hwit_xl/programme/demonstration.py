"""A programme to try things on: returns of invented schools, some with planted mistakes, some that cannot be read.

What is planted where is written in ``workbook_templates/demonstration.toml``; the schools' plans are the worked plans.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl.workbook.defined_name import DefinedName

from hwit_validators.model.finding import Severity
from hwit_validators.model.record import Record
from hwit_validators.rules import rule_named
from hwit_validators.tables import Member, School
from hwit_validators.tables.forms import Form, form_named
from hwit_xl import templates
from hwit_xl.checking import pool
from hwit_xl.files.writing import write
from hwit_xl.workbooks.building import examples
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import Built, build
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, layout_of
from hwit_xl.workbooks.xlsx.opening import protected

EXPECTED = "expected.json"
PASSWORD = "healthy"
"""What opens the demonstration's protected return."""


@dataclass(frozen=True)
class Mistake:
    """One thing planted in a return.

    Attributes:
        code: the rule that finds it.
        table, ref, field: the answer it is planted in.
        value: what stands there instead; "" for nothing. A text that begins with # is an Excel error.
        at: where the finding stands, if not on that answer: a field, or "table" for the table's heading.
    """

    code: str
    table: str
    ref: str
    field: str
    value: Any
    at: str = ""


@dataclass(frozen=True)
class DemonstrationReturn:
    """One return of the demonstration.

    Attributes:
        file: its name.
        plan: the worked plan it is filled from.
        school, urn: the invented school that sends it.
        spoilt: how the file itself is spoilt ("password", "csv" or "old"), if it is.
    """

    file: str
    plan: str
    form: Form
    school: str
    urn: str
    mistakes: tuple[Mistake, ...] = ()
    spoilt: str = ""

    @property
    def codes(self) -> list[str]:
        """The codes that a check finds, advice left out."""
        spoilt = {"password": ["WB002"], "csv": ["WB001"], "old": ["WB005"]}
        return sorted(
            spoilt.get(self.spoilt, [mistake.code for mistake in self.mistakes if not _is_advice(mistake.code)])
        )


def _is_advice(code: str) -> bool:
    rule = rule_named(code)
    return rule is not None and rule.severity is Severity.ADVICE


def returns() -> tuple[DemonstrationReturn, ...]:
    """The returns of the demonstration, as its definition lists them.

    Raises:
        ValueError: the definition names a form that does not exist.
    """
    with (templates.folder() / "demonstration.toml").open("rb") as file:
        return tuple(_return(entry) for entry in tomllib.load(file)["return"])


def _return(entry: Mapping[str, Any]) -> DemonstrationReturn:
    form = form_named(entry["form"])
    if form is None:
        raise ValueError(f"there is no form {entry['form']}")
    mistakes = tuple(Mistake(**planted) for planted in entry.get("mistake", ()))
    return DemonstrationReturn(
        entry["file"], entry["plan"], form, entry["school"], entry["urn"], mistakes, entry.get("spoilt", "")
    )


def make(folder: Path, today: dt.date) -> Iterator[DemonstrationReturn]:
    """Write every return, as if completed two days ago, and then what a check of them should find.

    Raises:
        hwit_xl.files.writing.NotWritten: a file cannot be written.
    """
    expected: dict[str, list[str]] = {}
    everything = returns()
    for demonstrated, data in zip(everything, pool.all_done(partial(content, today=today), everything), strict=True):
        write(folder / demonstrated.file, data, replace=True)
        expected[demonstrated.file] = demonstrated.codes
        yield demonstrated
    text = json.dumps(expected, indent=1, ensure_ascii=False)
    write(folder / EXPECTED, f"{text}\n".encode(), replace=True)


def content(demonstrated: DemonstrationReturn, today: dt.date) -> bytes:
    """The bytes of one return."""
    completed = today - dt.timedelta(days=2)
    tables = examples.load(demonstrated.plan).tables(demonstrated.form, as_if_on=completed)
    _rename(tables, demonstrated)
    built = build(demonstrated.form, tables)
    shift = completed - examples.load(demonstrated.plan).completed_on(demonstrated.form)
    for mistake in demonstrated.mistakes:
        _plant(built, demonstrated.form, mistake, tables, shift)
    if demonstrated.spoilt == "old":
        built.workbook.defined_names["hwit_version"] = DefinedName("hwit_version", attr_text='"0.9"')
    if demonstrated.spoilt == "csv":
        return b"School,URN,Stage\r\n" + f"{demonstrated.school},{demonstrated.urn},4\r\n".encode()
    data = package.to_bytes(built.workbook, chart_texts=built.chart_texts)
    return protected(data, PASSWORD) if demonstrated.spoilt == "password" else data


def _rename(tables: dict[str, tuple[Record, ...]], demonstrated: DemonstrationReturn) -> None:
    """Give the plan's school the name and URN of the school that sends it, wherever the plan names it."""
    [school] = (school for school in tables[School.table] if isinstance(school, School))
    tables[School.table] = (school.model_copy(update={"name": demonstrated.school, "urn": demonstrated.urn}),)
    tables[Member.table] = tuple(
        member.model_copy(update={"school": demonstrated.school}) if member.school == school.name else member
        for member in tables.get(Member.table, ())
        if isinstance(member, Member)
    )


def _plant(
    built: Built, form: Form, mistake: Mistake, tables: Mapping[str, tuple[Record, ...]], shift: dt.timedelta
) -> None:
    """Put a mistake into its cell. A note (WB015) goes below the table, and a whole row is emptied for ``field = "*"``."""
    record = next(record for record in form.tables_and_feedback if record.table == mistake.table)
    layout = layout_of(record)
    sheet = built.workbook[record.title]
    if mistake.code == "WB015":
        sheet.cell(layout.last_row + 2, FIRST_COLUMN, mistake.value)
        return
    place = next(each.place for each in tables[record.table] if each.ref == mistake.ref)
    if mistake.field == "*":
        for spec in layout.specs:
            sheet.cell(*layout.cell(spec.field, place)).value = None
        return
    cell = (
        sheet.cell(HEADER_ROW + 1 + place, FIRST_COLUMN)
        if mistake.field == "ref"
        else sheet.cell(*layout.cell(mistake.field, place))
    )
    value = mistake.value
    if isinstance(value, dt.date):
        value += shift
    cell.value = None if value == "" else value
    if isinstance(value, str) and value:
        cell.data_type = "e" if value.startswith("#") else "s"
