"""What a return holds besides the answers in its tables: notes typed elsewhere, macros, links, hidden things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from hwit_validators.model.finding import Mark
from hwit_validators.model.record import Record
from hwit_validators.tables.forms import Form
from hwit_xl.workbooks import form_line, sheet_words
from hwit_xl.workbooks.layout import HISTORY, address
from hwit_xl.workbooks.reading.source import Source
from hwit_xl.workbooks.xlsx.cell import clean
from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent, TableRange

_OWN_SHEETS = ("hwit_sheet_start", "hwit_sheet_guide", "hwit_sheet_lists", "hwit_sheet_progress", HISTORY)
_MOST = 5
"""Notes outside the tables that are listed one by one on each sheet."""


def marks(book: Source, form: Form, used: Mapping[str, list[TableRange]]) -> Iterator[tuple[str, Mark]]:
    """Marks for WB015, WB020 and PD005."""
    own = {_sheet_of(book.meaning(name)) for name in _OWN_SHEETS}
    ours = {record.table: record for record in form.tables_and_feedback}
    for sheet in book.sheets:
        if sheet.name in used:
            yield from (("WB015", mark) for mark in _notes(sheet, used[sheet.name], ours))
        elif sheet.name not in own:
            if sheet.hidden:
                yield (
                    "PD005",
                    Mark("", "A sheet that is not part of the form is hidden here.", sheet=sheet.name, cell="A1"),
                )
            else:
                message = f"The sheet “{_short(sheet.name)}” is not part of the form."
                yield "WB015", Mark("", message, sheet=sheet.name, cell="A1")
        yield from (("PD005", mark) for mark in _comments(book, sheet))
    yield from (("WB020", Mark("", message)) for message in book.cargo())


def _notes(sheet: SheetContent, tables: list[TableRange], ours: Mapping[str, type[Record]]) -> Iterator[Mark]:
    words = _form_words(tuple(ours[table.name] for table in tables))
    inside = [(table.first[0], table.last[0], frozenset(range(table.first[1], table.last[1] + 1))) for table in tables]
    seen = 0
    for row, cells in sheet.rows.items():
        notes = cells
        for top, bottom, columns in inside:
            if top <= row <= bottom:
                if columns.issuperset(notes):
                    notes = {}  # nearly every row
                    break
                notes = {column: cell for column, cell in notes.items() if column not in columns}
        for column, cell in notes.items():
            if isinstance(cell.value, str) and (cell.value in words or _ours_or_nothing(clean(cell.value), words)):
                continue
            seen += 1
            if seen <= _MOST:
                message = "Something is typed here, outside the form's tables."
                yield Mark("", message, sheet=sheet.name, cell=address(row, column))


def _ours_or_nothing(text: str, words: frozenset[str]) -> bool:
    """Whether nobody typed this: it is blank, or the form itself wrote it, here or on a sheet that was joined to this one."""
    return not text or text in words or form_line.parse(text) is not None


def _comments(book: Source, sheet: SheetContent) -> Iterator[Mark]:
    """The cells that carry a comment."""
    for cell in book.commented(sheet)[:_MOST]:
        yield Mark("", "A comment hangs on this cell, and would travel with the file.", sheet=sheet.name, cell=cell)


@cache
def _form_words(records: tuple[type[Record], ...]) -> frozenset[str]:
    """What the form itself writes beside these tables."""
    return frozenset(clean(text) for record in records for text in sheet_words.around(record))


def _sheet_of(meaning: str) -> str:
    """The sheet a name points to."""
    sheet = meaning.lstrip("=").rpartition("!")[0]
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet.lstrip("$")


def _short(text: str) -> str:
    return text if len(text) <= 31 else text[:30] + "…"
