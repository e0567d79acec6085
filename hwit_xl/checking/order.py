"""The order of findings: as a person walks through the workbook, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hwit_validators.model.finding import Finding, Severity
from hwit_xl.workbooks.xlsx.cells import position


def as_walked(findings: Iterable[Finding], sheets: Sequence[str]) -> tuple[Finding, ...]:
    """Findings in the order in which a person meets them.

    What is about the file as a whole comes first, as it may be the reason for the rest. Then it goes sheet by sheet: errors
    before queries and advice, and each of these from the top down, along the rows. Advice about the file as a whole, with
    which nothing need be done, closes the list.

    Args:
        sheets: names of the workbook's sheets, in the order in which they stand.
    """
    places = {name: number for number, name in enumerate(sheets)}
    last = len(places)

    def place(found: Finding) -> tuple[int, int, str, int, tuple[int, int]]:
        if found.sheet is None:
            closes = found.severity is Severity.ADVICE
            return (2 if closes else 0), 0, "", found.severity.rank, (0, 0)
        unknown = "" if found.sheet in places else found.sheet
        return 1, places.get(found.sheet, last), unknown, found.severity.rank, _cell(found.cell)

    return tuple(sorted(findings, key=place))


def _cell(address: str | None) -> tuple[int, int]:
    """Row and column of a cell; what is about a sheet as a whole stands before its cells."""
    try:
        return position(address) if address else (0, 0)
    except ValueError:
        return 0, 0
