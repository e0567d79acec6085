"""One mistake in a worked return: what is typed into which cells of the file, and the one finding it must give."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from hwit_validators.model import imprint as carried
from hwit_validators.model.column import Column, Kind
from hwit_validators.model.record import Record
from hwit_validators.tables.forms import Form, form_of_stage
from hwit_xl.workbooks.layout import CARRIED, FIRST_COLUMN, HEADER_ROW, TableLayout, address, layout_of
from hwit_xl.workbooks.reading.read import read_bytes
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet
from support.plans import circumstances, example
from support.returns import a_return, with_name

Place = tuple[str, str | None, str | None]
"""Code, sheet and cell of a finding."""
_DAY_0 = dt.date(1899, 12, 30)
"""The day that Excel counts from."""


@dataclass(frozen=True)
class Case:
    """A mistake planted in a worked return.

    Attributes:
        what: the mistake in words.
        plan, stage: the worked return it is planted in.
        typed: what is typed into which cells: ``{"Outcomes/O1 target": "25"}``, or ``{"School urn": "9000011"}`` where
            a table has one column of answers. Nothing is "", and ``{"Members/M10": ""}`` clears a whole row. A text that
            begins with # is an Excel error, one that begins with = a formula (with what it comes to after ``->``).
        finding: the finding: ``OC005 Outcomes/O1 target``; of a column's heading, ``OC001 Outcomes type``; of a row's
            reference, ``WB013 Needs/N1``; of a table's first cell, ``PR001 Priorities``.
        before: answers that were others than the worked plan's already when the form was sent out, also in locked tables.
            The return is sound with them alone.
    """

    what: str
    plan: str
    stage: int
    typed: Mapping[str, str]
    finding: str
    before: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The rule that finds it."""
        return self.finding[:5]

    @property
    def on(self) -> dt.date:
        """The day on which the return was completed, and is judged."""
        return example(self.plan).completed_on(self.form)

    @property
    def form(self) -> Form:
        """The form it is planted in."""
        return form_of_stage(self.stage)

    @property
    def expected(self) -> tuple[str, str, str]:
        """The code, and the sheet and cell where the finding must stand."""
        code, where = self.finding.split(" ", 1)
        table, ref, name = _parts(where)
        record, layout = self._table(table)
        if name and layout.answers and len(layout.answers.headings) == 1:
            ref = layout.answers.headings[0]
        return code, record.title, _address(layout, name, self._place(record, ref) if ref else None)

    def planted(self) -> bytes:
        """The return with the mistake in it."""
        return _rewritten(self.sent_out(), self._cells(self.typed))

    def sent_out(self) -> bytes:
        """The sound return in which the mistake is planted."""
        data = a_return(self.stage, self.plan)
        if not self.before:
            return data
        data = _rewritten(data, self._cells(self.before))
        plan = read_bytes(data, Path("return.xlsx"), circumstances(self.on)).plan
        touched = {_parts(where)[0] for where in self.before}
        for table in self.form.carried_tables:
            if table.table in touched:
                print_ = carried.imprint(table, plan.tables)
                data = with_name(data, CARRIED + table.table, f'"{print_}"')
        return data

    def _cells(self, typed: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """What each cell of each sheet then holds, as XML."""
        by_sheet: dict[str, dict[str, str]] = {}
        for where, text in typed.items():
            table, ref, name = _parts(where)
            record, layout = self._table(table)
            place = self._place(record, ref)
            cells = by_sheet.setdefault(record.title, {})
            for each in [name] if name else [spec.field for spec in layout.specs if not spec.given]:
                spec = record.columns[each] if each != "ref" else None
                cells[_address(layout, each if spec else "", place)] = _content(text, spec)
        return by_sheet

    def _table(self, name: str) -> tuple[type[Record], TableLayout]:
        record = next(record for record in self.form.tables if record.table == name)
        return record, layout_of(record)

    def _place(self, record: type[Record], ref: str) -> int:
        """Where a record stands in its table; a reference that the plan does not use is that of a spare row."""
        layout = layout_of(record)
        if layout.answers:
            return layout.answers.headings.index(ref or layout.answers.headings[0])
        known = {each.ref: each.place for each in _records(self.plan, self.stage, record.table)}
        return known[ref] if ref in known else int(re.sub(r"\D", "", ref)) - 1


@cache
def _records(plan: str, stage: int, table: str) -> tuple[Record, ...]:
    return example(plan).tables(form_of_stage(stage))[table]


def _parts(where: str) -> tuple[str, str, str]:
    """Table, reference and field of ``Outcomes/O1 target``."""
    first, _, field = where.partition(" ")
    table, _, ref = first.partition("/")
    return table, ref, field


def _address(layout: TableLayout, field: str, place: int | None) -> str:
    """The cell of an answer, of a heading, or of a reference in a newly built form."""
    if field and place is not None:
        return address(*layout.cell(field, place))
    row, column = layout.cell(field, 0) if field else (HEADER_ROW, FIRST_COLUMN)
    if place is None:
        return address(HEADER_ROW, column) if layout.rows else address(row, FIRST_COLUMN)
    return address(HEADER_ROW + 1 + place, column) if layout.rows else address(row, FIRST_COLUMN + 1 + place)


def _content(text: str, spec: Column | None) -> str:
    """What Excel writes into a cell when this is typed into it: the end of its XML, from its type on."""
    if text == "":
        return "/>"
    if text.startswith("="):
        formula, _, value = text.partition("->")
        return f"><f>{escape(formula[1:])}</f><v>{value}</v></c>"
    if text.startswith("#"):
        return f' t="e"><v>{text}</v></c>'
    if spec and spec.kind is Kind.DATE and (day := re.fullmatch(r"(\d+)/(\d+)/(\d{4})", text)):
        return f"><v>{(dt.date(int(day[3]), int(day[2]), int(day[1])) - _DAY_0).days}</v></c>"
    if spec and spec.kind in (Kind.NUMBER, Kind.WHOLE) and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return f"><v>{text}</v></c>"
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


@cache
def _parts_of(data: bytes) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts of a package, and the part of each sheet by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return parts, {sheet.name: sheet.part for sheet in Spreadsheet(Package(data)).sheets}


def _rewritten(data: bytes, by_sheet: Mapping[str, Mapping[str, str]]) -> bytes:
    """A workbook with some cells written anew; each keeps its style."""
    parts, sheets = _parts_of(data)
    new = {sheets[name]: _with_cells(parts[sheets[name]].decode(), cells) for name, cells in by_sheet.items()}
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name, part in parts.items():
            target.writestr(name, new.get(name, part))
    return result.getvalue()


def _with_cells(sheet: str, cells: Mapping[str, str]) -> str:
    for cell, content in cells.items():
        pattern = rf'(<c r="{cell}"(?: s="\d+")?)(?: t="\w+")?(?:/>|>.*?</c>)'
        sheet, count = re.subn(pattern, lambda found: found[1] + content, sheet, count=1)  # noqa: B023
        assert count == 1, f"there is no cell {cell}"
    return sheet


def rows(table: str, refs: str, **typed: str) -> dict[str, str]:
    """The same typed into several rows: ``rows("Criteria", "1.1 1.2", evidence="See folder")``."""
    return {f"{table}/{ref} {name}": text for ref in refs.split() for name, text in typed.items()}


STAGE_4 = Case("", "primary", 4, {}, "")
"""A sound return of the primary school."""
