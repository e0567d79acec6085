"""Reading one table after another: rows of cells become records, and what does not fit becomes marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hwit_validators.model.column import Column
from hwit_validators.model.finding import Mark
from hwit_validators.model.lists import Lists
from hwit_validators.model.record import Record
from hwit_validators.tables import Feedback
from hwit_xl.workbooks.layout import REF, TableLayout, folded, layout_of
from hwit_xl.workbooks.reading.answers import answer
from hwit_xl.workbooks.reading.cell_map import TablePlace
from hwit_xl.workbooks.reading.headings import columns_of
from hwit_xl.workbooks.reading.strays import Numbering, every_other, stray_end, unnumbered
from hwit_xl.workbooks.xlsx.cell import Cell, Misfit, Sort, clean
from hwit_xl.workbooks.xlsx.limits import MOST_RECORDS, MOST_UNREADABLE
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent, TableRange

Row = dict[int, Cell]
"""The filled cells of one row, by column."""


@dataclass(frozen=True)
class _Gaps:
    """The fields of a table whose column or question is not on the sheet.

    Attributes:
        lost: those the form had when it was sent out.
        later: those that only newer forms have.
    """

    lost: frozenset[str]
    later: frozenset[str]


class TableReader:
    """Reads the tables of one workbook, and collects what it met on the way."""

    def __init__(self, lists: Lists, version: tuple[int, int], locked: Container[str] = ()) -> None:
        """Begin to read.

        Args:
            lists: the lists to look answers up in.
            version: the form's.
            locked: names of the tables that the form keeps as they were sent out.
        """
        self.lists = lists
        self.version = version
        self.locked = locked
        self.places: dict[str, TablePlace] = {}
        self.marks: dict[str, list[Mark]] = defaultdict(list)
        self.used: dict[str, list[TableRange]] = defaultdict(list)
        self.unread: dict[tuple[str, int, str], str] = {}

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
        titles = columns_of(table, layout, rows)
        columns = {field: titles[title] for field, title in layout.folded_titles.items() if title in titles}
        ref_column = titles.get(folded(REF), 0 if left in columns.values() else left)
        if not ref_column:
            self._lost(record, [REF])
        gaps = self._gaps(record, columns)
        given = {entry.code: entry for entry in layout.given(self.lists)}
        entries = record.entries()
        lines = {line - header - 1: line for line in sorted(rows) if header < line <= table.last[0]}
        self.places[record.table] = TablePlace(sheet.name, True, (header, ref_column or left), columns, lines)
        asked = [(spec, columns[spec.field]) for spec in layout.specs if spec.field in columns]
        refs = Numbering(
            layout, self.lists, (_reference(row[ref_column]) for row in rows.values() if ref_column in row)
        )
        records: list[Record] = []
        for place, line in lines.items():
            row = rows[line]
            if len(row) == 1 and ref_column in row and not given:
                continue  # a spare row: nothing but the reference that the form wrote
            ref = _reference(row[ref_column]) if ref_column in row else ""
            if not ref_column:
                ref = layout.ref(min(place, layout.records - 1), self.lists)
            cells = [(spec, row[column]) for spec, column in asked if column in row]
            if ref in given:
                written = Cell(given[ref].title, Sort.TEXT)
                cells = [(spec, cell) for spec, cell in cells if spec is not entries]
                cells += [(entries, written)] if entries else []
            elif not any(_filled(cell) for spec, cell in cells if not spec.given or record is Feedback):
                continue  # on the Feedback sheet, what the program wrote keeps words of the school too
            if not ref:
                ref, free = refs.of(place)
                if not free and record is not Feedback:
                    self.mark("WB013", unnumbered(record, ref, place))
            if len(records) == MOST_RECORDS:
                raise Rejected(
                    "WB003",
                    f"The table “{record.table}” has more than {MOST_RECORDS:,} filled rows; a return has a few dozen.",
                )
            records += self._records(layout, ref, place, cells, gaps, records[-1:])
        return tuple(records)

    def _across(
        self, table: TableRange, layout: TableLayout, sheet: SheetContent, rows: Mapping[int, Row]
    ) -> tuple[Record, ...]:
        """Records that go across the sheet: a question in each row."""
        record = layout.record
        header, left = table.first
        titles = columns_of(table, layout, rows)
        headings = layout.answered
        columns = {
            place: titles[folded(heading)] for place, heading in enumerate(headings) if folded(heading) in titles
        }
        self._lost(record, [heading for place, heading in enumerate(headings) if place not in columns])
        questions = {
            folded(str(row[left].value)): line for line, row in rows.items() if header < line <= table.last[0] and left in row
        }  # fmt: skip
        lines = {field: questions[title] for field, title in layout.folded_titles.items() if title in questions}
        gaps = self._gaps(record, lines)
        self.places[record.table] = TablePlace(sheet.name, False, (header, left), lines, columns)
        records: list[Record] = []
        for place, column in columns.items():
            cells = [
                (record.columns[name], rows[row][column]) for name, row in lines.items() if column in rows.get(row, {})
            ]
            if any(_filled(cell) for _, cell in cells):
                records += self._records(layout, headings[place], place, cells, gaps, records[-1:])
        return tuple(records)

    def _gaps(self, record: type[Record], there: Mapping[str, int]) -> _Gaps:
        """What is not on the sheet. Only what a form of this version has is missed."""
        absent = [spec for spec in record.columns.values() if spec.field not in there]
        lost = [spec for spec in absent if spec.since <= self.version]
        self._lost(record, [spec.title for spec in lost])
        later = frozenset(spec.field for spec in absent if spec.since > self.version)
        return _Gaps(frozenset(spec.field for spec in lost), later)

    def _lost(self, record: type[Record], titles: list[str]) -> None:
        for title in titles if record is not Feedback else ():
            self.mark("WB007", Mark(record.table, f"“{title}” is not on the sheet any more.", expected=title))

    def _records(
        self,
        layout: TableLayout,
        ref: str,
        place: int,
        cells: Iterable[tuple[Column, Cell]],
        gaps: _Gaps,
        before: Iterable[Record],
    ) -> Iterator[Record]:
        """The records of one row or column: none where only *n/a* and the like stand in it, several where it names several."""
        record, several = self._record(layout, ref, place, cells, gaps)
        if record.placeholders and not record.begun:
            return
        stray = next((stray_end(record, above) for above in before), None)
        if stray:
            self.mark("WB012", stray)
            record = record.model_copy(update={"unasked": every_other(record, stray)})
        yield record
        for field, others in several.items():
            for other in others:
                yield record.model_copy(update={"ref": f"{ref}/{other}", field: other})

    def _record(
        self, layout: TableLayout, ref: str, place: int, cells: Iterable[tuple[Column, Cell]], gaps: _Gaps
    ) -> tuple[Record, dict[str, tuple[str, ...]]]:
        """A record, and of each answer that stands for several records the second and later ones."""
        record = layout.record
        several: dict[str, tuple[str, ...]] = {}
        placeholders: list[tuple[str, str]] = []
        values: dict[str, Any] = {"ref": ref, "place": place, "unreadable": gaps.lost, "unasked": gaps.later}
        for spec, cell in cells:
            value = answer(cell, spec, self.lists)
            if value is None:
                if isinstance(cell.value, str) and not spec.given and (typed := clean(cell.value)):
                    placeholders.append((spec.field, typed))
                continue
            if isinstance(value, Misfit):
                values["unreadable"] |= {spec.field}
                if not spec.given:  # otherwise the form wrote it, and will write it again
                    self.unread[record.table, place, spec.field] = str(cell.value or "")
                    if len(self.unread) > MOST_UNREADABLE:
                        raise Rejected(
                            "WB003",
                            f"More than {MOST_UNREADABLE:,} answers of the file cannot be read; they are not those of a form.",
                        )
                    self._odd(value, record, ref, place, spec)
                continue
            if spec.one_each and isinstance(value, tuple):
                value, *others = value
                several[spec.field] = tuple(others)
            values[spec.field] = value
            if cell.formula and not spec.given:
                self._odd(_FORMULA, record, ref, place, spec)
        if placeholders:
            values["placeholders"] = tuple(placeholders)
        return record.model_validate(values), several

    def _odd(self, odd: Misfit, record: type[Record], ref: str, place: int, spec: Column) -> None:
        """Mark an answer that is none, or not as it should be."""
        fix = _when_locked(record) if record.table in self.locked else odd.fix
        mark = Mark(
            record.table,
            odd.message,
            ref=ref,
            place=place,
            field=spec.field,
            found=odd.found,
            expected=odd.expected,
            fix=fix,
        )
        self.mark(odd.code, mark)


_FORMULA = Misfit("WB009", "This answer is worked out by a formula, so it can change by itself.")


def _when_locked(record: type[Record]) -> str:
    """How to put an answer right that the school cannot type over."""
    whence = "earlier cycles" if record.only_carried else f"stage {record.stage}"
    return (
        f"This sheet comes from {whence} and is locked. Go back to the return this form was made from, and put the answer "
        "right there if it is wrong there too. Then begin this form anew from that return (“hwit next”, or the button "
        "Start next stage), and copy your answers of this stage into it."
    )


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
