"""In which row the headings of a table stand, and over which column each."""

from __future__ import annotations

from collections.abc import Mapping

from hwit_xl.workbooks.layout import TableLayout, folded
from hwit_xl.workbooks.reading.references import reference
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.spreadsheet import TableRange

_AROUND = (-1, 1, -2, 2, 3, -3, 4, 5, 6)
"""Rows above and below the first of a table in which its headings are looked for, the likeliest first."""

Rows = Mapping[int, Mapping[int, Cell]]


def heading_row(table: TableRange, layout: TableLayout, rows: Rows) -> int | None:
    """The row with a table's headings: as a rule its first.

    Some programs say of a table that it has no headings, and leave them above it or in its first row; some move its range by
    a row or two. Then what stands there counts.

    Returns:
        The row; None where the headings are gone, and the table's first row is its first record.
    """
    ours = layout.known_headings
    top = table.first[0]
    here = _matches(rows.get(top), ours)
    if here >= len(layout.headings) or (here and table.header and 2 * here > len(layout.headings)):
        return top
    best, most = top, here
    for step in _AROUND:
        if (there := _matches(rows.get(top + step), ours)) > most:
            best, most = top + step, there
    return best if most or table.header else None


def columns_of(table: TableRange, layout: TableLayout, rows: Rows, row: int | None) -> dict[str, int]:
    """The column of each heading, by the heading as it is compared.

    What the header's cells say counts. Where a heading was typed over with something that is none of ours, the name that
    the table remembers for its column counts beside it. A program that takes a column out without telling the table
    leaves all its names behind: then a name would stand for a column that has another heading by now, or, at the table's
    right end, for one with nothing in it. Neither counts.

    Args:
        row: of the headings; None where only the table remembers them.
    """
    ours = layout.known_headings
    left, right = table.first[1], table.last[1]
    beside: dict[str, int] = {}
    says: dict[int, str] = {}
    for column, cell in (rows.get(row, {}) if row is not None else {}).items():
        heading = folded(str(cell.value))
        if left <= column <= right:
            says[column] = heading
        elif heading in ours:  # the table was made narrower, or its columns were moved
            beside.setdefault(heading, column)
    found: dict[str, int] = {}
    names = dict(enumerate(table.columns, start=left))
    filled = _filled(table, rows, row) if names.keys() - says.keys() else frozenset()
    for column, name in names.items():
        if says[column] not in ours if column in says else column in filled:
            found[folded(name)] = column
    titles = beside | found | {heading: column for column, heading in says.items()}
    if any(
        folded(heading) not in titles for heading in layout.answered
    ):  # over answers stand references, typed in any way
        meant = {reference(heading): column for heading, column in titles.items()}
        titles |= {
            folded(heading): meant[heading]
            for heading in layout.answered
            if heading in meant and folded(heading) not in titles
        }
    return titles


def _matches(row: Mapping[int, Cell] | None, ours: frozenset[str]) -> int:
    """How many of our headings stand in a row."""
    return len({folded(cell.value) for cell in row.values() if cell.sort is Sort.TEXT} & ours) if row else 0


def _filled(table: TableRange, rows: Rows, heading: int | None) -> frozenset[int]:
    """The columns in which something stands in a table, but for its headings."""
    return frozenset(
        column
        for line, row in rows.items()
        if table.first[0] <= line <= table.last[0] and line != heading
        for column in row
    )
