"""The form's sheets that take no answers, and what is typed on them all the same."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache

from hwit_validators.tables.forms import Form
from hwit_xl import templates
from hwit_xl.workbooks import sheet_words
from hwit_xl.workbooks.layout import HISTORY, folded
from hwit_xl.workbooks.reading.source import Source
from hwit_xl.workbooks.reading.stray import NO_ANSWERS_HERE, Stray, is_blank_or_ours, text_of
from hwit_xl.workbooks.xlsx.cell import Cell, Sort, clean
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent, Spreadsheet

_SHEETS = {
    "hwit_sheet_start": sheet_words.START,
    "hwit_sheet_guide": "Guide",
    "hwit_sheet_progress": "Progress",
    "hwit_sheet_lists": "Lists",
    HISTORY: "Earlier cycles",
}
"""Sheets of the form without a table of answers: the name each has in the workbook, and its title where that is gone."""
_SEEN = ("hwit_sheet_start", "hwit_sheet_guide", "hwit_sheet_progress")
"""Those on which a person may have typed: the lists are hidden, and long."""
_ADDED_BY_PROGRAMS = ("export summary",)
"""Sheets that a program adds of itself: Numbers."""
_TELLING = 8
"""Letters of a sheet's name that is cut short by which it is known all the same."""
_LONG = 25
"""Letters from which a text can be one of the form's own, worded otherwise when it went out."""
_ALIKE = 0.6
"""Likeness from which it is taken for that."""
_REFERENCE = re.compile(r"[A-Z]{1,2}[0-9]{1,4}")
"""What the form writes itself on its sheets, by what is filled in: references of rows."""


def own_sheets(book: Source) -> frozenset[str]:
    """The names of the form's sheets without answers."""
    names = {_sheet_of(meaning) for name in _SHEETS if (meaning := book.meaning(name))}
    untold = {folded(title) for name, title in _SHEETS.items() if not book.meaning(name)}
    if untold:
        titles = (*untold, *_ADDED_BY_PROGRAMS)
        names |= {sheet.name for sheet in book.sheets if _is_one_of(folded(sheet.name).split(" - ")[0], titles)}
    return frozenset(names)


def seen_sheets(book: Source) -> frozenset[str]:
    """The names of those of them on which a person may have typed, as far as the workbook knows them by their names."""
    return frozenset(_sheet_of(meaning) for name in _SEEN if (meaning := book.meaning(name)))


def strays_on(sheet: SheetContent, form: Form) -> Iterator[Stray]:
    """The cells of such a sheet that the form did not write: neither its words, nor what its formulas work out."""
    words = _words(form)
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            if not (cell.formula or cell.value in words or is_blank_or_ours(cell, words) or _is_ours(cell, words)):
                yield Stray(sheet.name, row, column, text_of(cell), NO_ANSWERS_HERE)


def _is_ours(cell: Cell, words: frozenset[str]) -> bool:
    """Whether a text is one of the form's, as it may have been worded when this form went out, or follows from what is filled in."""
    if cell.sort is not Sort.TEXT:
        return False
    text = clean(cell.value)
    if _REFERENCE.fullmatch(text):
        return True
    return len(text) >= _LONG and bool(difflib.get_close_matches(text, words, 1, _ALIKE))


@cache
def _words(form: Form) -> frozenset[str]:
    """Every text on these sheets of the form as it is built."""
    book = Spreadsheet(Package((templates.folder() / f"{form.name}.xlsx").read_bytes()))
    seen = seen_sheets(book)
    texts: set[str] = set()
    for sheet in book.sheets:
        if sheet.name in seen:
            book.read_cells(sheet)
            texts |= {
                text
                for cell in sheet.cells.values()
                if cell.sort is Sort.TEXT
                for text in (cell.value, clean(cell.value))
            }
    return frozenset(texts)


def _is_one_of(name: str, titles: Iterable[str]) -> bool:
    """Whether a sheet's name is one of these titles, or begins it where there was no room for all of it."""
    return any(name == title or (len(name) >= _TELLING and title.startswith(name)) for title in titles)


def _sheet_of(meaning: str) -> str:
    """The sheet a name points to."""
    sheet = meaning.lstrip("=").rpartition("!")[0]
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet.lstrip("$")
