"""Which column each heading of a table stands over."""

from __future__ import annotations

from collections.abc import Mapping

from hwit_xl.workbooks.layout import TableLayout, folded
from hwit_xl.workbooks.xlsx.cell import Cell
from hwit_xl.workbooks.xlsx.spreadsheet import TableRange


def columns_of(table: TableRange, layout: TableLayout, rows: Mapping[int, Mapping[int, Cell]]) -> dict[str, int]:
    """The column of each heading, by the heading as it is compared.

    What the header's cells say counts. Where a heading was typed over with something that is none of ours, the name that
    the table remembers for its column counts beside it. A program that takes a column out without telling the table
    leaves all its names behind: then a name would stand for a column that has another heading by now, or, at the table's
    right end, for one with nothing in it. Neither counts.
    """
    ours = layout.known_headings
    top, left = table.first
    says = {
        column: folded(str(cell.value)) for column, cell in rows.get(top, {}).items() if left <= column <= table.last[1]
    }
    found: dict[str, int] = {}
    names = dict(enumerate(table.columns, start=left))
    filled = _filled(table, rows) if names.keys() - says.keys() else frozenset()
    for column, name in names.items():
        if says[column] not in ours if column in says else column in filled:
            found[folded(name)] = column
    return found | {heading: column for column, heading in says.items()}


def _filled(table: TableRange, rows: Mapping[int, Mapping[int, Cell]]) -> frozenset[int]:
    """The columns in which something stands below the table's header."""
    return frozenset(column for line, row in rows.items() if table.first[0] < line <= table.last[0] for column in row)
