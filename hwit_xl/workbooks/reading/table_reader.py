"""Reading one table after another: rows of cells become records, and what does not fit becomes marks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hwit_validators.model.column import Column, Kind
from hwit_validators.model.finding import Mark
from hwit_validators.model.lists import Lists
from hwit_validators.model.record import Record
from hwit_validators.tables import Feedback
from hwit_validators.tables.forms import FORM_VERSION, OLDEST_VERSION
from hwit_xl.workbooks.layout import QUESTION, REF, TableLayout, folded, layout_of
from hwit_xl.workbooks.reading.answers import answer
from hwit_xl.workbooks.reading.cell_map import TablePlace
from hwit_xl.workbooks.reading.places import Placed
from hwit_xl.workbooks.reading.references import is_of, own_reference
from hwit_xl.workbooks.reading.strays import Numbering, every_other, no_reference, stray_end, unnumbered
from hwit_xl.workbooks.reading.units import Beside, beside, in_other_units
from hwit_xl.workbooks.xlsx.cell import Cell, Misfit, Sort, as_shown, clean
from hwit_xl.workbooks.xlsx.limits import MOST_RECORDS, MOST_UNREADABLE
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.serials import DAY_ZERO

Row = dict[int, Cell]
"""The filled cells of one row, by column."""


@dataclass(frozen=True)
class _Gaps:
    """The fields of a table whose column or question is not on the sheet.

    Attributes:
        lost: those the form had when it was sent out, and still has.
        unasked: those for which the form has no room.
    """

    lost: frozenset[str]
    unasked: frozenset[str]


class TableReader:
    """Reads the tables of one workbook, and collects what it met on the way."""

    def __init__(
        self, lists: Lists, version: tuple[int, int], locked: Container[str] = (), first_day: dt.date = DAY_ZERO
    ) -> None:
        """Begin to read.

        Args:
            lists: the lists to look answers up in.
            version: the form's.
            locked: names of the tables that the form keeps as they were sent out.
            first_day: the day that the workbook counts days from.
        """
        self.lists = lists
        self.version = version
        self.locked = locked
        self.days_later = (first_day - DAY_ZERO).days
        self.places: dict[str, TablePlace] = {}
        self.marks: dict[str, list[Mark]] = defaultdict(list)
        self.unread: dict[tuple[str, int, str], str] = {}
        self.units: dict[tuple[str, int, str], Beside] = {}
        """Units that stand behind figures."""
        self.titles: dict[str, dict[str, str]] = {}
        """Titles that are no longer today's, by table and field."""

    def mark(self, code: str, mark: Mark) -> None:
        self.marks[code].append(mark)

    def read(self, placed: Placed) -> tuple[Record, ...]:
        layout = layout_of(placed.record)
        return self._down(placed, layout) if layout.rows else self._across(placed, layout)

    def _down(self, placed: Placed, layout: TableLayout) -> tuple[Record, ...]:
        """Records that go down the sheet."""
        record, rows, header = layout.record, placed.sheet.rows, placed.above
        titles = placed.titles
        columns = layout.fields(titles)
        ref_column = titles.get(folded(REF), 0 if placed.left in columns.values() else placed.left)
        if not ref_column:
            self._lost(record, [REF])
        gaps = self._gaps(record, columns)
        given = {entry.code: entry for entry in layout.given(self.lists)}
        prefix = layout.rows.prefix if layout.rows else ""
        entries = record.entries()
        lines = {line - header - 1: line for line in sorted(rows) if header < line <= placed.bottom}
        lines |= {line - header - 1: line for line in placed.under}
        self.places[record.table] = TablePlace(
            placed.sheet.name, True, (header, ref_column or placed.left), columns, lines
        )
        asked = [(spec, columns[spec.field]) for spec in self._as_titled(layout, titles) if spec.field in columns]
        worked_out = any(spec.computed for spec, _ in asked)

        def taken() -> Iterator[str]:
            return (
                own_reference(rows[line][ref_column], "", given, prefix)
                for line in lines.values()
                if ref_column in rows[line]
            )

        refs = Numbering(layout, self.lists, taken)
        records: list[Record] = []
        for place, line in lines.items():
            row = rows[line]
            if len(row) == 1 and ref_column in row and not given:
                continue  # a spare row: nothing but the reference that the form wrote
            own = row.get(ref_column)
            odd: Any = None
            if own is not None and (own.value in layout.numbered or own.value in given):
                ref = own.value
            else:
                written = layout.ref(place, self.lists)
                ref = own_reference(own, written, given, prefix) if own else "" if ref_column else written
                if ref == REF.upper():
                    continue  # the headings, once more: a table that was taken apart
                odd = answer(own, _REF_COLUMN, self.lists) if own and own.sort in _NO_VALUE else None
            none_of_ours = ref not in given and record is not Feedback and not is_of(ref, prefix)
            if none_of_ours:
                ref, _ = refs.of(place)
            cells = [(spec, row[column]) for spec, column in asked if column in row]
            if worked_out:  # what a formula of the form says is never read back, but what is typed over it is
                cells = [(spec, cell) for spec, cell in cells if not (spec.computed and cell.formula)]
            if ref in given:
                entry = Cell(given[ref].title, Sort.TEXT)
                cells = [(spec, cell) for spec, cell in cells if spec is not entries]
                cells += [(entries, entry)] if entries else []
            elif not _any_filled(cells, given_too=record is Feedback):
                continue  # on the Feedback sheet, what the program wrote keeps words of the school too
            if none_of_ours:
                self.mark("WB013", no_reference(record, str(own.value) if own else "", ref, place))
            if not ref:
                ref, free = refs.of(place)
                if not free and record is not Feedback:
                    self.mark("WB013", unnumbered(record, ref, place))
            if odd:
                self.mark(odd.code, Mark(record.table, odd.message, ref=ref, place=place, found=odd.found))
            if len(records) == MOST_RECORDS:
                raise Rejected(
                    "WB003",
                    f"The table “{record.table}” has more than {MOST_RECORDS:,} filled rows; a return has a few dozen.",
                )
            records += self._records(layout, ref, place, cells, gaps, records[-1] if records else None)
        return tuple(records)

    def _across(self, placed: Placed, layout: TableLayout) -> tuple[Record, ...]:
        """Records that go across the sheet: a question in each row."""
        record, rows, header = layout.record, placed.sheet.rows, placed.above
        titles = placed.titles
        left = titles.get(folded(QUESTION), placed.left)
        headings = layout.answered
        columns = {
            place: titles[folded(heading)] for place, heading in enumerate(headings) if folded(heading) in titles
        }
        self._lost(record, [heading for place, heading in enumerate(headings) if place not in columns])
        questions = {
            folded(str(row[left].value)): line
            for line, row in rows.items()
            if left in row and (header < line <= placed.bottom or line in placed.under)
        }
        lines = layout.fields(questions)
        asked = [(spec, lines[spec.field]) for spec in self._as_titled(layout, questions) if spec.field in lines]
        gaps = self._gaps(record, lines)
        self.places[record.table] = TablePlace(placed.sheet.name, False, (header, left), lines, columns)
        records: list[Record] = []
        for place, column in columns.items():
            cells = [(spec, rows[row][column]) for spec, row in asked if column in rows.get(row, {})]
            if _any_filled(cells, given_too=True):
                above = records[-1] if records else None
                records += self._records(layout, headings[place], place, cells, gaps, above)
        return tuple(records)

    def _as_titled(self, layout: TableLayout, titles: Mapping[str, int]) -> Iterable[Column]:
        """A table's columns, each by the title under which it stands on this sheet."""
        columns = layout.record.columns
        if not (earlier := layout.earlier_titles(titles)):
            return columns.values()
        self.titles[layout.record.table] = earlier
        return [replace(spec, title=earlier.get(name, spec.title)) for name, spec in columns.items()]

    def _gaps(self, record: type[Record], there: Mapping[str, int]) -> _Gaps:
        """What is not on the sheet. Only what a form of this version has, and newer ones have too, is missed."""
        absent = [spec for spec in record.columns.values() if spec.field not in there]
        lost = [spec for spec in absent if spec.stands_in(self.version) and not spec.retired]
        self._lost(record, [self._called(spec) for spec in lost])
        unasked = {spec.field for spec in absent if spec not in lost}
        if record.table in self.locked:  # what came later may have come after the sheet was filled in
            unasked |= {spec.field for spec in record.columns.values() if spec.since > OLDEST_VERSION}
        return _Gaps(frozenset(spec.field for spec in lost), frozenset(unasked))

    def _called(self, spec: Column) -> str:
        """The title of a column that is not there: in an older form it may have been an earlier one."""
        return "” or “".join(spec.titles) if self.version < FORM_VERSION else spec.title

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
        above: Record | None,
    ) -> list[Record]:
        """The records of one row or column: none where only *n/a* and the like stand in it, several where it names several."""
        record, several = self._record(layout, ref, place, cells, gaps)
        if record.placeholders and not record.begun:
            return []
        if above is not None and (stray := stray_end(record, above)):
            self.mark("WB012", stray)
            record = record.model_copy(update={"unasked": every_other(record, stray)})
        copies = (
            record.model_copy(update={"ref": f"{ref}/{other}", field: other})
            for field, others in several.items()
            for other in others
        )
        return [record, *copies] if several else [record]

    def _record(
        self, layout: TableLayout, ref: str, place: int, cells: Iterable[tuple[Column, Cell]], gaps: _Gaps
    ) -> tuple[Record, dict[str, tuple[str, ...]]]:
        """A record, and of each answer that stands for several records the second and later ones."""
        record = layout.record
        several: dict[str, tuple[str, ...]] = {}
        placeholders: list[tuple[str, str]] = []
        values: dict[str, Any] = {"ref": ref, "place": place, "unreadable": gaps.lost, "unasked": gaps.unasked}
        later = self.days_later
        for spec, cell in cells:
            if later and spec.kind is Kind.DATE and cell.sort is Sort.NUMBER and cell.value is not None:
                cell = cell._replace(value=cell.value + later)  # a date that is shown as a plain number
            value = answer(cell, spec, self.lists)
            if value is None:
                if isinstance(cell.value, str) and not spec.given and (typed := clean(cell.value)):
                    placeholders.append((spec.field, typed))
                continue
            if isinstance(value, Misfit):
                values["unreadable"] |= {spec.field}
                if not spec.given:  # otherwise the form wrote it, and will write it again
                    self._keep(cell, record, place, spec)
                    if not spec.retired:  # nobody needs it any more
                        self._odd(value, record, ref, place, spec)
                continue
            if spec.unit_in and (unit := beside(cell)):
                self.units[record.table, place, spec.field] = unit
            if spec.one_each and isinstance(value, tuple):
                value, *others = value
                several[spec.field] = tuple(others)
            values[spec.field] = value
            if cell.formula and not spec.given and not spec.retired:
                self._odd(_FORMULA, record, ref, place, spec)
        if placeholders:
            values["placeholders"] = tuple(placeholders)
        return record.model_validate(values), several

    def in_other_units(self, tables: Mapping[str, tuple[Record, ...]]) -> dict[str, tuple[Record, ...]]:
        """The tables that were read, with figures in another unit than their row's as answers that cannot be read."""
        found = dict(tables)
        for record, spec, odd in in_other_units(tables, self.units, self.lists):
            self.unread[record.table, record.place, spec.field] = odd.found or ""
            self._odd(odd, type(record), record.ref, record.place, spec)
            found[record.table] = tuple(
                row.model_copy(update={spec.field: None, "unreadable": row.unreadable | {spec.field}})
                if row.place == record.place
                else row
                for row in found[record.table]
            )
        return found

    def _keep(self, cell: Cell, record: type[Record], place: int, spec: Column) -> None:
        """Keep what was typed where no answer could be read; nothing where nobody can say what was typed."""
        unclear = cell.value is None or cell.sort is Sort.TWICE
        self.unread[record.table, place, spec.field] = "" if unclear else as_shown(cell.value, cell.sort)
        if len(self.unread) > MOST_UNREADABLE:
            raise Rejected(
                "WB003",
                f"More than {MOST_UNREADABLE:,} answers of the file cannot be read; they are not those of a form.",
            )

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


_REF_COLUMN = Column(REF, field="ref", kind=Kind.TEXT)
_NO_VALUE = (Sort.ODD, Sort.TWICE, Sort.ERROR)
_FORMULA = Misfit("WB009", "This answer is worked out by a formula, so it can change by itself.")


def _when_locked(record: type[Record]) -> str:
    """How to put an answer right that the school cannot type over."""
    whence = "earlier cycles" if record.only_carried else f"stage {record.stage}"
    return (
        f"This sheet comes from {whence} and is locked. Go back to the return this form was made from, and put the answer "
        "right there if it is wrong there too. Then begin this form anew from that return (“hwit next”, or the button "
        "Start next stage), and copy your answers of this stage into it."
    )


def _any_filled(cells: Iterable[tuple[Column, Cell]], *, given_too: bool) -> bool:
    """Whether one of these cells holds more than spaces, or a formula's empty text.

    Args:
        given_too: also one that the form itself writes.
    """
    for spec, (value, sort, formula) in cells:
        if not given_too and spec.given:
            continue
        if clean(value) if isinstance(value, str) else value is not None or formula or sort is Sort.TWICE:
            return True
    return False
