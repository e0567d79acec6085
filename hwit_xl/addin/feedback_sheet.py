"""The Feedback sheet of an open workbook: written after a check, and walked through afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import xlwings as xw

from hwit_validators.model.finding import Severity
from hwit_validators.model.profile import WAIVED
from hwit_validators.tables import Feedback
from hwit_xl.addin.desk import Desk
from hwit_xl.checking.explanations import OUTDATED
from hwit_xl.checking.verdict import Verdict
from hwit_xl.problem import Problem
from hwit_xl.workbooks.building.saving import printable
from hwit_xl.workbooks.building.theme import HIGHEST_ROW
from hwit_xl.workbooks.feedback import rows
from hwit_xl.workbooks.layout import folded, layout_of
from hwit_xl.workbooks.reading.read import Return

GONE = (
    "The Feedback sheet is not in this workbook any more, so the findings cannot be written down. Start from the form you "
    "were sent, or ask your Local Programme for it."
)
_AIR = 6
"""Points between the words of one finding and the next: rows fitted to their words stand too close to be read."""
_MOST_AIRED = 60
"""Rows that get them, as each takes a call or two: as many as the table of our forms has."""
_READ_BY_EXCEL = re.compile(r"['=+\-@#£$\d(.]|true$|false$|[a-z]{3,9}\.?[ -]?\d", re.IGNORECASE)
"""How texts begin that Excel may take for something else, such as a date or a formula."""


def write(desk: Desk, returned: Return, verdict: Verdict) -> None:
    """Write the findings into the Feedback table. Cells with findings then highlight themselves.

    What the school has typed beside a finding stays beside it, and the sheet is as protected as before.

    Raises:
        Problem: the table is gone, or its sheet's protection cannot be taken off.
    """
    place = desk.live.place(Feedback.table)
    fields = returned.cells.tables.get(Feedback.table)
    if place is None or fields is None:
        raise Problem(GONE)
    sheet, table = place
    first, last = table.first[0] + 1, table.last[0]
    room = last - first + 1
    texts = rows(verdict.findings, room, verdict.apart)
    written = len(texts)
    texts += [{} for _ in range(room - len(texts))]
    columns = {column: field for field, column in fields.fields.items()}
    links = fields.fields.get("where")
    if links and _are_formulas(desk, sheet.name, links, range(first, last + 1)):
        del columns[links]
    with desk.host.unlocked(sheet):
        body = next(each for each in sheet.tables if each.name == Feedback.table)
        if body.show_autofilter:
            body.autofilter.clear()  # rows that are hidden would not be written
        for left, right in _runs(columns):
            cells = sheet.range((first, left), (last, right))
            plain = cells.number_format == "@"
            cells.value = [
                [_typed(row.get(columns[column], ""), plain=plain) for column in range(left, right + 1)]
                for row in texts
            ]
        for left, right in _runs(column for column, field in columns.items() if Feedback.columns[field].hidden):
            sheet.range((first, left), (last, right)).wrap_text = False  # words nobody sees must not make rows high
        sheet.range((first, table.first[1]), (last, table.last[1])).rows.autofit()
        for number in range(first, first + min(written, _MOST_AIRED)):
            row = sheet.range((number, table.first[1]))
            row.row_height = min((row.row_height or 0) + _AIR, HIGHEST_ROW)


def _are_formulas(desk: Desk, sheet: str, column: int, lines: range) -> bool:
    """Whether the formulas still stand that make links of the hidden columns."""
    cells = (desk.live.cell(sheet, row, column) for row in lines)
    return all(cell is not None and cell.formula for cell in cells)


def _runs(columns: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring columns, as first and last of each run."""
    ordered = sorted(columns)
    if not ordered:
        return
    breaks = [number for number, (a, b) in enumerate(pairwise(ordered), start=1) if b > a + 1]
    for start, end in pairwise((0, *breaks, len(ordered))):
        yield ordered[start], ordered[end - 1]


def _typed(text: str, *, plain: bool) -> str:
    """A text so that Excel takes it as one.

    Args:
        plain: the cells are formatted as text, and take everything as it is but an apostrophe in front.
    """
    text = printable(text)
    return f"'{text}" if text.startswith("'") or (not plain and _READ_BY_EXCEL.match(text)) else text


@dataclass(frozen=True)
class Told:
    """A finding as it stands on the Feedback sheet.

    Attributes:
        row: of the Feedback sheet.
        sheet, cell: where it leads; "" where it is about the whole workbook.
    """

    row: int
    code: str
    severity: str
    message: str
    fix: str
    explanation: str
    sheet: str
    cell: str

    @property
    def settled(self) -> bool:
        """Whether nothing more is asked for: advice, a query whose explanation counts, or what is waived."""
        explained = bool(self.explanation) and OUTDATED not in self.message
        waived = f" {WAIVED}" in self.message
        return waived or self.severity == Severity.ADVICE or (self.severity == Severity.QUERY and explained)


_LINK = re.compile(r"#'((?:[^']|'')*)'!\$?([A-Z]{1,3})\$?(\d+)")


def told(book: xw.Book) -> list[Told]:
    """The findings of the last check, as they stand on the Feedback sheet: one read.

    Raises:
        Problem: the table is gone, or columns of it.
    """
    tables = (table for sheet in book.sheets for table in sheet.tables)
    table = next((table for table in tables if table.name == Feedback.table), None)
    if table is None:
        raise Problem(GONE)
    cells = table.range
    headings, *body = cells.options(ndim=2, empty="").value
    found_at = layout_of(Feedback).fields({folded(str(heading)): at for at, heading in enumerate(headings)})
    needed = ("code", "severity", "message", "fix", "explanation", "link")
    if not found_at.keys() >= set(needed):
        raise Problem(
            "Columns of the Feedback sheet were renamed or taken out, so it cannot be read. Start from the form you were sent."
        )
    columns = {field: found_at[field] for field in needed}
    found: list[Told] = []
    for number, row in enumerate(body, start=cells.row + 1):
        texts = {field: str(row[column]) for field, column in columns.items()}
        if texts["code"]:
            link = _LINK.fullmatch(texts.pop("link"))
            sheet, cell = (link[1].replace("''", "'"), link[2] + link[3]) if link else ("", "")
            found.append(Told(number, sheet=sheet, cell=cell, **texts))
    return found
