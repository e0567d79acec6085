"""The one way in: a returned file becomes a plan, a map of its cells, and what could not be read as it stood."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hwit_validators.finding import Mark
from hwit_validators.forms import FORM_VERSION, OLDEST_VERSION, Form, form_named
from hwit_validators.lists import Lists
from hwit_validators.plan import Plan
from hwit_validators.profile import Profile
from hwit_validators.records import Feedback, Record
from hwit_xl import templates
from hwit_xl.workbooks import outside
from hwit_xl.workbooks.answers import Cell, Misfit, Sort, answer, clean
from hwit_xl.workbooks.cell_map import CellMap, TablePlace
from hwit_xl.workbooks.layout import CARRIED, REF, TableLayout, address, folded, layout_of
from hwit_xl.workbooks.package_reader import Package, Rejected, load, unlocked
from hwit_xl.workbooks.spreadsheet import SheetContent, Spreadsheet, TableRange


@dataclass(frozen=True)
class Explanation:
    """What a school answered to a finding.

    Attributes:
        about: fingerprint of the answer it explained, as the Feedback sheet keeps it.
    """

    text: str
    about: str


@dataclass(frozen=True)
class Return:
    """A returned workbook as read.

    Attributes:
        path: where it came from.
        sha256: of the file's bytes; "" if they could not be read.
        explanations: the school's answers to earlier findings, by code, table, reference and field.
    """

    path: Path
    sha256: str
    plan: Plan
    cells: CellMap
    explanations: Mapping[tuple[str, str, str, str], Explanation] = field(default_factory=dict)


def read(
    path: Path,
    *,
    on: dt.date,
    lists: Lists | None = None,
    profile: Profile | None = None,
    passwords: Iterable[str] = (),
) -> Return:
    """Read a returned workbook.

    Args:
        on: the day it is judged on.
        lists: the lists to look answers up in; those that come with the forms by default.
        passwords: tried one after another on a protected file.

    Raises:
        Rejected: the file cannot be read as a return.
    """
    data = load(path)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        returned = read_bytes(unlocked(data, passwords).data, path, on=on, lists=lists, profile=profile)
    except Rejected as rejected:
        rejected.sha256 = sha256
        raise
    return replace(returned, sha256=sha256)


def read_bytes(
    data: bytes, path: Path, *, on: dt.date, lists: Lists | None = None, profile: Profile | None = None
) -> Return:
    """Read a workbook from its bytes; ``path`` only names it.

    Raises:
        Rejected: the file cannot be read as a return.
    """
    lists = lists or templates.shipped_lists()
    book = Spreadsheet(Package(data))
    form, version = _form(book)
    reader = _TableReader(lists)
    ours = {record.table: record for record in form.tables_and_feedback}
    tables: dict[str, tuple[Record, ...]] = {}
    explanations: dict[tuple[str, str, str, str], Explanation] = {}
    for sheet in book.sheets:
        found = [(table, ours[table.name]) for table in sheet.tables if table.name in ours]
        if not found:
            continue
        book.read_cells(sheet)
        by_row = sheet.rows
        for table, record in found:
            if record is Feedback:
                explanations = _explanations(reader.read(table, record, sheet, by_row))
            elif table.name not in tables:
                tables[table.name] = reader.read(table, record, sheet, by_row)
    for record in form.tables_and_feedback:
        if record.table not in reader.places:
            reader.mark(
                "WB006",
                Mark(
                    "",
                    f"The table “{record.table}” (sheet “{record.title}”) is not in the file.",
                    expected=record.table,
                ),
            )
    for code, mark in outside.marks(book, form, reader.used):
        reader.mark(code, mark)
    plan = Plan(
        form=form,
        tables=tables,
        lists=lists,
        on=on,
        profile=profile or Profile(),
        version=version,
        reading={code: tuple(marks) for code, marks in reader.marks.items()},
        carried={table.table: sent for table in form.carried_tables if (sent := book.constant(CARRIED + table.table))},
        missing=frozenset(record.table for record in form.tables if record.table not in tables),
    )
    return Return(path, hashlib.sha256(data).hexdigest(), plan, CellMap(reader.places), explanations)


def _form(book: Spreadsheet) -> tuple[Form, tuple[int, int]]:
    """Which of our forms this is, and its version.

    Raises:
        Rejected: none of them, or a version this program cannot read.
    """
    name = book.constant("hwit_form")
    if name is None:
        raise Rejected("WB004", "This workbook is not one of our forms: it does not carry a form's name.")
    form = form_named(name)
    written = book.constant("hwit_version") or ""
    try:
        major, minor = (int(part) for part in written.split("."))
    except ValueError:
        raise Rejected("WB004", "This workbook does not say which version of the form it is.") from None
    if (major, minor) > FORM_VERSION:
        raise Rejected(
            "WB005", f"The form has version {major}.{minor}, which is newer than this program knows ({_dotted(FORM_VERSION)}).",
            "Install the newest version of HWIT for Excel, and check the workbook again.",
        )  # fmt: skip
    if (major, minor) < OLDEST_VERSION:
        raise Rejected(
            "WB005",
            f"The form has version {major}.{minor}, which is too old to be read; the oldest is {_dotted(OLDEST_VERSION)}.",
        )
    if form is None:
        raise Rejected("WB004", "This workbook carries the name of a form that this program does not know.")
    return form, (major, minor)


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


Row = dict[int, Cell]
"""The filled cells of one row, by column."""


class _TableReader:
    """Reads the tables of one workbook, and collects what it met on the way."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.places: dict[str, TablePlace] = {}
        self.marks: dict[str, list[Mark]] = defaultdict(list)
        self.used: dict[str, list[TableRange]] = defaultdict(list)

    def mark(self, code: str, mark: Mark) -> None:
        self.marks[code].append(mark)

    def read(
        self, table: TableRange, record: type[Record], sheet: SheetContent, rows: Mapping[int, Row]
    ) -> tuple[Record, ...]:
        self.used[sheet.name].append(table)
        layout = layout_of(record)
        return self._down(table, layout, sheet, rows) if layout.rows else self._across(table, layout, sheet, rows)

    def _down(
        self, table: TableRange, layout: TableLayout, sheet: SheetContent, rows: Mapping[int, Row]
    ) -> tuple[Record, ...]:
        """Records that go down the sheet."""
        record = layout.record
        header, left = table.first
        titles = self._titles(table, rows.get(header, {}))
        ref_column = titles.get(folded(REF), left)
        columns = {field: titles[title] for field, title in layout.folded_titles.items() if title in titles}
        lost = [spec.title for spec in layout.specs if spec.field not in columns]
        self._lost(record, lost)
        given = {entry.code: entry for entry in layout.given(self.lists)}
        main = next((spec.field for spec in layout.specs if spec.long), "") if given else ""
        lines = {line - header - 1: line for line in sorted(rows) if header < line <= table.last[0]}
        self.places[record.table] = TablePlace(sheet.name, True, (header, ref_column), columns, lines)
        own = {columns[spec.field] for spec in layout.specs if spec.field in columns and not spec.given}
        records: list[Record] = []
        for place, line in lines.items():
            row = rows[line]
            if len(row) == 1 and ref_column in row and not given:
                continue  # a spare row: nothing but the reference that the form wrote
            ref = _reference(row[ref_column]) if ref_column in row else ""
            if ref not in given and not any(_filled(row[column]) for column in own.intersection(row)):
                continue
            cells = {name: row[column] for name, column in columns.items() if column in row}
            if ref in given:
                cells[main] = Cell(given[ref].title, Sort.TEXT)
            ref = ref or layout.ref(min(place, layout.records - 1), self.lists)
            records.append(self._record(layout, ref, place, cells, lost))
        return tuple(records)

    def _across(
        self, table: TableRange, layout: TableLayout, sheet: SheetContent, rows: Mapping[int, Row]
    ) -> tuple[Record, ...]:
        """Records that go across the sheet: a question in each row."""
        record = layout.record
        header, left = table.first
        titles = self._titles(table, rows.get(header, {}))
        assert layout.answers
        headings = layout.answers.headings
        columns = {
            place: titles[folded(heading)] for place, heading in enumerate(headings) if folded(heading) in titles
        }
        self._lost(record, [heading for place, heading in enumerate(headings) if place not in columns])
        questions = {
            folded(str(row[left].value)): line for line, row in rows.items() if header < line <= table.last[0] and left in row
        }  # fmt: skip
        lines = {field: questions[title] for field, title in layout.folded_titles.items() if title in questions}
        lost = [spec.title for spec in layout.specs if spec.field not in lines]
        self._lost(record, lost)
        self.places[record.table] = TablePlace(sheet.name, False, (header, left), lines, columns)
        records: list[Record] = []
        for place, column in columns.items():
            cells = {name: rows[row][column] for name, row in lines.items() if column in rows.get(row, {})}
            if any(_filled(cell) for cell in cells.values()):
                records.append(self._record(layout, headings[place], place, cells, lost))
        return tuple(records)

    def _titles(self, table: TableRange, row: Row) -> dict[str, int]:
        """The column of each heading: as it stands in the header's cells, or else as the table remembers it."""
        titles = {folded(name): table.first[1] + offset for offset, name in enumerate(table.columns)}
        for column, cell in row.items():
            if table.first[1] <= column <= table.last[1]:
                titles[folded(str(cell.value))] = column
        return titles

    def _lost(self, record: type[Record], titles: list[str]) -> None:
        for title in titles if record is not Feedback else ():
            self.mark("WB007", Mark(record.table, f"“{title}” is not on the sheet any more.", expected=title))

    def _record(self, layout: TableLayout, ref: str, place: int, cells: Mapping[str, Cell], lost: list[str]) -> Record:
        record = layout.record
        values: dict[str, Any] = {}
        unreadable = {spec.field for spec in layout.specs if spec.title in lost} if lost else set()
        for name, cell in cells.items():
            spec = record.columns[name]
            value = answer(cell, spec, self.lists)
            if isinstance(value, Misfit):
                unreadable.add(name)
                if spec.given:
                    continue  # the form wrote it, and will write it again
                mark = Mark(
                    record.table,
                    value.message,
                    ref=ref,
                    place=place,
                    field=name,
                    found=value.found,
                    expected=value.expected,
                )
                self.mark(value.code, mark)
            elif value is not None:
                values[name] = value
                if cell.formula and not spec.given:
                    mark = Mark(
                        record.table,
                        "This answer is worked out by a formula, so it can change by itself.",
                        ref=ref,
                        place=place,
                        field=name,
                    )
                    self.mark("WB009", mark)
        return record(ref=ref, place=place, unreadable=frozenset(unreadable), **values)


def _filled(cell: Cell | None) -> bool:
    """Whether a cell holds more than spaces, or a formula's empty text."""
    if cell is None:
        return False
    return bool(clean(cell.value)) if isinstance(cell.value, str) else cell.value is not None or cell.formula


def _reference(cell: Cell) -> str:
    """A row's reference as it was typed, without stray spaces and in capitals."""
    value = cell.value
    if isinstance(value, float):
        return f"{value:.10g}"
    return "".join(str(value or "").split()).upper()


def _explanations(rows: Iterable[Record]) -> dict[tuple[str, str, str, str], Explanation]:
    """What the school wrote beside each finding, by what the finding was about."""
    kept: dict[tuple[str, str, str, str], Explanation] = {}
    for row in rows:
        assert isinstance(row, Feedback)
        pieces = (row.item or "").split("|")
        if row.explanation and len(pieces) == 5:
            code, table, ref, name, about = pieces
            kept[code, table, ref, name] = Explanation(row.explanation, about)
    return kept


__all__ = ["Explanation", "Rejected", "Return", "address", "read", "read_bytes"]
