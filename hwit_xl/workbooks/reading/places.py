"""Where each table of a form stands in a returned workbook: by its name, and where a program has dropped that, by its headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hwit_validators.model.record import Record
from hwit_xl.workbooks.layout import TableLayout, folded, layout_of
from hwit_xl.workbooks.reading.headings import Rows, columns_of, heading_row
from hwit_xl.workbooks.reading.source import Source
from hwit_xl.workbooks.xlsx.cell import Sort, clean
from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent, TableRange

_ENOUGH = 0.6
"""Share of a table's headings and questions by which it is told where its name is gone."""
_FEW = 0.3
"""Share below which a table that has the name, on a sheet that has not, is another one."""
_LOWEST_HEADING = 40
"""Row down to which headings are looked for on a sheet; ours stand in the fifth."""
_BY_NAME = 0.5
"""What the right name of a sheet adds to its likeness."""
_GAP, _NEAR = 30, 3
"""Rows from one filled row under a table to the next that can still go with it, and that does as a rule."""
_MANY = 3
"""Answers in a row further down that are no mere note; one more is needed."""


@dataclass(frozen=True)
class Placed:
    """Where a table of the form stands.

    Attributes:
        above: the row above its first record or question, as a rule that of its headings.
        columns: its first and last column.
        bottom: its last row.
        titles: the column of each heading, by the heading as it is compared.
        under: rows below it that hold records all the same.
        by_headings: whether the workbook has no Excel table there any more.
    """

    record: type[Record]
    sheet: SheetContent
    above: int
    columns: tuple[int, int]
    bottom: int
    titles: Mapping[str, int]
    under: tuple[int, ...] = ()
    by_headings: bool = False

    @property
    def left(self) -> int:
        """Its first column."""
        return self.columns[0]


@dataclass(frozen=True)
class Contested:
    """A table that two sheets could hold, with other answers on each."""

    record: type[Record]
    sheets: tuple[SheetContent, SheetContent]


@dataclass
class Places:
    """Where all tables of a form stand.

    Attributes:
        tables: by name, in the order of the sheets.
        contested: those that more than one sheet could hold.
    """

    tables: dict[str, Placed] = field(default_factory=dict)
    contested: list[Contested] = field(default_factory=list)


class Cells:
    """The sheets of a workbook, each read once, when it is first looked at."""

    def __init__(self, book: Source) -> None:
        """Begin with none read."""
        self.book = book
        self._read: set[int] = set()

    def of(self, sheet: SheetContent) -> Rows:
        """The filled cells of a sheet, by row.

        Raises:
            Rejected: the sheet is damaged or over the limits.
        """
        if id(sheet) not in self._read:
            self._read.add(id(sheet))
            self.book.read_cells(sheet)
        return sheet.rows


def places(cells: Cells, wanted: Sequence[type[Record]], expected: Iterable[type[Record]]) -> Places:
    """Find the tables of a form.

    Args:
        wanted: all tables that the form can have.
        expected: those of them that are looked for on every sheet if no table has their name.

    Raises:
        Rejected: a sheet is damaged or over the limits.
    """
    named: dict[str, list[tuple[SheetContent, TableRange]]] = defaultdict(list)
    for sheet in cells.book.sheets:
        for table in sheet.tables:
            named[table.name].append((sheet, table))
    found = Places()
    for record in wanted:
        _by_name(record, named.get(record.table, ()), cells, found)
    taken = {placed.sheet.name for placed in found.tables.values()}
    taken |= {sheet.name for contest in found.contested for sheet in contest.sheets}
    settled = {contest.record for contest in found.contested}
    lost = [record for record in expected if record.table not in found.tables and record not in settled]
    if lost:
        _by_headings(lost, [sheet for sheet in cells.book.sheets if sheet.name not in taken], cells, found)
    order = {id(sheet): number for number, sheet in enumerate(cells.book.sheets)}
    found.tables = dict(sorted(found.tables.items(), key=lambda item: (order[id(item[1].sheet)], item[1].above)))
    return found


def _by_name(
    record: type[Record], there: Sequence[tuple[SheetContent, TableRange]], cells: Cells, found: Places
) -> None:
    """Place a table that has kept its name; of several on sheets of other names, that on the sheet of its title."""
    if not there:
        return
    (sheet, table), *others = sorted(there, key=lambda place: place[0].name != record.title)
    placed = _placed(record, sheet, table, cells.of(sheet))
    if sheet.name != record.title and _likeness(placed, sheet.rows) < _FEW:
        return  # the name has come to another table
    if sheet.name != record.title:
        rivals = [other for other, _ in others]
        rivals += [other for other in cells.book.sheets if other.name == record.title and other is not sheet]
    else:  # somebody may have gone on in a copy, and emptied this one
        begins = f"{record.title} ("
        rivals = [other for other in cells.book.sheets if other.name.startswith(begins)]
        if rivals and _is_filled(placed):
            rivals = []
    for rival in rivals:
        other = best_place(record, rival, cells.of(rival))
        if other is not None and not same_answers(placed, other) and _is_filled(other):
            found.contested.append(Contested(record, (sheet, rival)))
            return
    found.tables[record.table] = placed


def _by_headings(lost: Sequence[type[Record]], sheets: Sequence[SheetContent], cells: Cells, found: Places) -> None:
    """Place tables that no Excel table has the name of: each where most of its headings and questions stand."""
    candidates: dict[type[Record], list[tuple[float, Placed]]] = defaultdict(list)
    for sheet in sheets:
        rows = cells.of(sheet)
        for record in lost:
            if (place := best_place(record, sheet, rows)) is not None:
                candidates[record].append((_likeness(place, rows) + _says_so(place), place))
    ranked = sorted(
        ((score, place) for several in candidates.values() for score, place in several),
        key=lambda each: each[0],
        reverse=True,
    )
    used: set[int] = set()
    for score, place in ranked:
        if place.record.table in found.tables or id(place.sheet) in used:
            continue
        rival = next(
            (
                other
                for equal, other in candidates[place.record]
                if other is not place
                and equal == score
                and id(other.sheet) not in used
                and not same_answers(place, other)
            ),
            None,
        )
        used.add(id(place.sheet))
        if rival is not None and not any(contest.record is place.record for contest in found.contested):
            used.add(id(rival.sheet))
            found.contested.append(Contested(place.record, (place.sheet, rival.sheet)))
        elif rival is None:
            found.tables[place.record.table] = place


def best_place(record: type[Record], sheet: SheetContent, rows: Rows) -> Placed | None:
    """Where on a sheet the headings of a table stand, if enough of them do."""
    layout = layout_of(record)
    ours = layout.known_headings
    best: tuple[int, int] | None = None
    for number in sorted(rows):
        if number > _LOWEST_HEADING:
            break
        here = {folded(cell.value) for cell in rows[number].values() if cell.sort is Sort.TEXT}
        count = len(here & ours)
        if 2 * count > len(layout.headings) and (best is None or count > best[0]):
            best = count, number
    if best is None:
        return None
    row = best[1]
    table = next((each for each in sheet.tables if each.first[0] - 1 <= row <= each.first[0] + 1), None)
    columns = [column for column, cell in rows[row].items() if folded(str(cell.value)) in ours]
    if table is None:
        table = TableRange("", (row, min(columns)), (row + layout.body_rows, max(columns)), ())
        place = _placed(record, sheet, table, rows, by_headings=True)
    else:
        place = _placed(record, sheet, table, rows)
    return place if _likeness(place, rows) >= _ENOUGH else None


def _placed(
    record: type[Record], sheet: SheetContent, table: TableRange, rows: Rows, *, by_headings: bool = False
) -> Placed:
    """A table at this range, with the rows that go on below it."""
    layout = layout_of(record)
    row = heading_row(table, layout, rows)
    above = row if row is not None else table.first[0] - 1
    titles = columns_of(table, layout, rows, row)
    right = max([table.last[1], *(column for heading, column in titles.items() if heading in layout.known_headings)])
    bottom = max(table.last[0], above)
    under: tuple[int, ...] = ()
    if rows and max(rows) > bottom:
        under = tuple(_rows_under(layout, titles, bottom, rows))
    return Placed(record, sheet, above, (table.first[1], right), bottom, titles, under, by_headings)


def _rows_under(layout: TableLayout, titles: Mapping[str, int], bottom: int, rows: Rows) -> Iterator[int]:
    """Rows below a table that are answers: two or more stand in its columns, or one beside a reference or a question."""
    if layout.rows:
        columns = layout.fields(titles)
        asked = {
            columns[spec.field] for spec in layout.specs if spec.field in columns and not (spec.given or spec.computed)
        }
        known = titles.get(folded(layout.headings[0]))
        last = bottom
        for number in sorted(number for number in rows if number > bottom):
            if number - last > _GAP:
                return
            row = rows[number]
            answers = sum(1 for column in asked if column in row and _says_something(row[column].value))
            near = number - last <= _NEAR
            if answers or known in row:
                last = number
            if answers > (1 if near else _MANY) or (answers and known in row):
                yield number
    else:
        questions = layout.known_questions
        column = titles.get(folded(layout.headings[0]), 0)
        for number in sorted(number for number in rows if number > bottom):
            cell = rows[number].get(column)
            if cell is not None and folded(str(cell.value)) in questions:
                yield number


def _says_something(value: object) -> bool:
    return bool(clean(value)) if isinstance(value, str) else value is not None


def _likeness(place: Placed, rows: Rows) -> float:
    """The share of a table's headings and questions that stand at a place."""
    layout = layout_of(place.record)
    if layout.rows:
        there = {folded(str(cell.value)): column for column, cell in rows.get(place.above, {}).items()}
    else:
        column = place.titles.get(folded(layout.headings[0]), place.left)
        there = {
            folded(str(row[column].value)): number
            for number, row in rows.items()
            if number > place.above and column in row
        }
    return len(layout.fields(there)) / len(layout.specs)


def _says_so(place: Placed) -> float:
    """What the sheet's name adds to its likeness: another half where it is the table's, or, in part, a quarter."""
    name, title = folded(place.sheet.name), folded(place.record.title)
    if name == title:
        return _BY_NAME
    return 0.25 if name.startswith((title, folded(place.record.table), title[:14])) else 0.0


def _is_filled(place: Placed) -> bool:
    """Whether a school has answered anything at a place."""
    layout, rows = layout_of(place.record), place.sheet.rows
    if layout.rows:
        columns = layout.fields(place.titles)
        asked = {
            columns[spec.field] for spec in layout.specs if spec.field in columns and not (spec.given or spec.computed)
        }
    else:
        asked = {place.titles[title] for title in map(folded, layout.answered) if title in place.titles}
    return any(
        column in row and _says_something(row[column].value)
        for number, row in rows.items()
        if place.above < number <= place.bottom
        for column in asked
    )


def same_answers(one: Placed, other: Placed) -> bool:
    """Whether two places hold the same answers."""
    return _held(one) == _held(other)


def _held(place: Placed) -> list[tuple[int, int, object]]:
    return [
        (number - place.above, column - place.left, cell.value)
        for number, row in sorted(place.sheet.rows.items())
        if number > place.above
        for column, cell in sorted(row.items())
        if _says_something(cell.value)
    ]
