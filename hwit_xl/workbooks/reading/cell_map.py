"""Where every answer of a return stands, so that a finding can be handed back at its own cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hwit_validators.model.finding import Finding
from hwit_xl.workbooks.layout import address


@dataclass(frozen=True)
class TablePlace:
    """The place of one table in a returned workbook.

    Attributes:
        sheet: name of the sheet, as the school may have renamed it.
        down: whether records go down the sheet; otherwise they go across.
        header: row of the header, and the table's first column.
        fields: the column (or, for records that go across, the row) of each field.
        records: the row (or column) of each record, by its place.
    """

    sheet: str
    down: bool
    header: tuple[int, int]
    fields: Mapping[str, int]
    records: Mapping[int, int]

    def cell(self, field: str | None, place: int | None) -> str:
        """The address of an answer; of a record's reference, a column's heading, or the table's first cell without one."""
        row, column = self.header
        along = self.fields.get(field or "")
        across = self.records.get(place) if place is not None else None
        if self.down:
            return address(across or row, along or column)
        return address(along or row, across or column)


@dataclass(frozen=True)
class CellMap:
    """The places of all tables, by name.

    Attributes:
        sheets: names of the workbook's sheets, in the order in which they stand.
    """

    tables: Mapping[str, TablePlace] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()

    def outlined(self, whole: str) -> CellMap:
        """Where each table begins, and of one table where every answer stands."""
        return CellMap(
            {
                name: place if name == whole else TablePlace(place.sheet, place.down, place.header, {}, {})
                for name, place in self.tables.items()
            }
        )

    def located(self, finding: Finding) -> Finding:
        """The finding with the sheet and the cell it is about; findings about no table stay as they are."""
        place = self.tables.get(finding.table)
        if place is None or finding.cell is not None:
            return finding
        return finding.at(place.sheet, place.cell(finding.field, finding.place))
