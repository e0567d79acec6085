"""What a return holds besides the answers in its tables: what is typed and not read, macros, links, hidden things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hwit_validators.model.finding import Mark
from hwit_validators.model.record import Record
from hwit_validators.tables.forms import Form
from hwit_validators.words import counted
from hwit_xl.workbooks.layout import address, folded
from hwit_xl.workbooks.reading.beside import form_words, strays_beside, table_words
from hwit_xl.workbooks.reading.own_sheets import own_sheets, seen_sheets, strays_on
from hwit_xl.workbooks.reading.places import Cells, Placed, Places, best_place, same_answers
from hwit_xl.workbooks.reading.source import Source
from hwit_xl.workbooks.reading.stray import ELSEWHERE, FIXES, NO_COLUMN, NO_QUESTION, Stray, is_blank_or_ours, text_of
from hwit_xl.workbooks.xlsx.cells import letters
from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent

_MOST = 5
"""Rows and columns with something that is not read that are told one by one on each sheet."""


@dataclass
class Outside:
    """What a return holds besides its answers.

    Attributes:
        marks: what the rules say of it, by code.
        strays: every cell that is typed and not read.
        loose: those of them that no other finding tells of.
    """

    marks: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    strays: list[Stray] = field(default_factory=list)
    loose: list[Stray] = field(default_factory=list)


def outside(cells: Cells, form: Form, places: Places, lost: Mapping[str, int], *, by_names: bool) -> Outside:
    """Look at everything that is not an answer in a table: WB015, WB020, PD005.

    Args:
        by_names: the workbook still has the form's names. Without them a program may have put values in place of formulas, and
            nobody can tell these from what is typed on the form's own sheets.
        lost: how many columns or questions of each table are missed; as many strange ones in it are told by that already.

    Raises:
        Rejected: a sheet is damaged or over the limits.
    """
    found = Outside()
    book = cells.book
    own, seen = own_sheets(book), seen_sheets(book) if by_names else frozenset()
    held: dict[str, list[Placed]] = defaultdict(list)
    for placed in places.tables.values():
        held[placed.sheet.name].append(placed)
    contested = {sheet.name: contest.record for contest in places.contested for sheet in contest.sheets}
    for sheet in book.sheets:
        if sheet.name in held:
            _beside_tables(sheet, held[sheet.name], lost, found)
        elif sheet.name in contested:
            title = contested[sheet.name].title
            why = f"Two sheets could be “{title}”, so neither is read."
            found.strays += _all_of(sheet, contested[sheet.name], why)
        elif sheet.name in seen:
            cells.of(sheet)
            _tell(sheet, list(strays_on(sheet, form)), found)
        elif sheet.name not in own:
            _extra_sheet(sheet, cells, form, places, found)
        found.marks["PD005"].extend(_comments(book, sheet))
        if boxes := book.text_boxes(sheet):
            message = (
                f"{counted(boxes, 'text box lies', 'text boxes lie')} on this sheet. What is typed there is not read."
            )
            found.marks["WB015"].append(Mark("", message, sheet=sheet.name, cell="A1", fix=FIXES[ELSEWHERE]))
    found.marks["WB020"].extend(Mark("", message) for message in book.cargo())
    return found


# Sheets with tables of ours ------------------------------------------------------------------------------------


def _beside_tables(sheet: SheetContent, tables: Sequence[Placed], lost: Mapping[str, int], found: Outside) -> None:
    strays = list(strays_beside(sheet, tables))
    if not strays:
        return
    missed = sum(lost.get(placed.record.table, 0) for placed in tables)
    _tell(sheet, strays, found, frozenset(placed.above for placed in tables), missed)


def _tell(
    sheet: SheetContent, strays: Sequence[Stray], found: Outside, tops: frozenset[int] = frozenset(), missed: int = 0
) -> None:
    """Marks for what is typed on a sheet and not read: one for each column that is none of the form's, and for each row.

    Args:
        tops: the rows of headings.
        missed: columns and questions that are not on the sheet any more; as many strange ones are told by that already.
    """
    found.strays += strays
    columns: dict[int, list[Stray]] = defaultdict(list)
    rows: dict[int, list[Stray]] = defaultdict(list)
    for stray in strays:
        if stray.why == NO_COLUMN:
            columns[stray.column].append(stray)
        else:
            rows[stray.row].append(stray)
    strange = [number for number, several in rows.items() if several[0].why == NO_QUESTION]
    if missed >= len(columns) + len(strange):  # answers under a heading, or beside a question, that was typed over
        columns.clear()
        rows = {number: several for number, several in rows.items() if number not in strange}
    found.loose += (stray for several in (*columns.values(), *rows.values()) for stray in several)
    marks = [_of_column(sheet, several, tops) for several in columns.values()]
    marks += [_of_row(sheet, several) for several in rows.values()]
    found.marks["WB015"] += marks[:_MOST]
    if len(marks) > _MOST:
        more = counted(len(marks) - _MOST, "more row or column", "more rows or columns")
        message = f"Something is typed in {more} of this sheet that is not read."
        found.marks["WB015"].append(Mark("", message, sheet=sheet.name, cell=marks[_MOST].cell))


def _of_column(sheet: SheetContent, strays: Sequence[Stray], tops: frozenset[int]) -> Mark:
    """A mark for a column that is none of the form's, at the first cell under its heading.

    Args:
        tops: the rows of the headings.
    """
    body = [stray for stray in strays if stray.row not in tops] or list(strays)
    message = (
        f"Column {letters(body[0].column)} is not part of the form: what is typed in {counted(len(body), 'cell')} of it is not "
        "read."
    )
    return Mark("", message, sheet=sheet.name, cell=address(body[0].row, body[0].column), fix=FIXES[NO_COLUMN])


def _of_row(sheet: SheetContent, strays: Sequence[Stray]) -> Mark:
    first = strays[0]
    return Mark("", first.why, sheet=sheet.name, cell=address(first.row, first.column), fix=FIXES[first.why])


# Other sheets --------------------------------------------------------------------------------------------------


def _extra_sheet(sheet: SheetContent, cells: Cells, form: Form, places: Places, found: Outside) -> None:
    """A sheet that is not one of the form's: a copy of one, or something else."""
    rows = cells.of(sheet)
    likely = [place for record in form.tables_and_feedback if (place := best_place(record, sheet, rows)) is not None]
    copy = next((place for place in likely if folded(place.record.title)[:20] in folded(sheet.name)), None)
    copy = copy or next(iter(likely), None)
    original = places.tables.get(copy.record.table) if copy is not None else None
    name = _short(sheet.name)
    why = f"The sheet “{name}” is not part of the form, so what is typed on it is not read."
    fix = "If answers stand on it, type them into the form's own sheets. If not, keep it in a workbook of its own."
    titled = next((record for record in form.tables_and_feedback if folded(record.title) == folded(sheet.name)), None)
    if copy is not None and original is not None:
        answers = "the same answers" if same_answers(copy, original) else "other answers"
        kept = _short(original.sheet.name)
        why = f"The sheet “{name}” is a copy of “{kept}” with {answers}. “{kept}” is read, and “{name}” is not."
        fix = f"If the answers on “{name}” are the right ones, bring them into “{kept}”. Then delete “{name}”."
    elif titled is not None:
        why = f"The headings of “{name}” are not to be found on it, so what is typed there cannot be read."
        fix = "Put the headings and questions back as they were, or copy your answers into a fresh form."
    strays = list(_all_of(sheet, copy.record if copy is not None else None, why))
    found.strays += strays
    found.loose += strays
    if sheet.hidden and copy is None:
        message = "A sheet that is not part of the form is hidden here."
        fix = "Show it (in Excel, right-click the tab of any sheet, Unhide), and delete it if it need not travel with the form."
        found.marks["PD005"].append(Mark("", message, sheet=sheet.name, cell="A1", fix=fix))
    else:
        hidden = " It is hidden." if sheet.hidden else ""
        found.marks["WB015"].append(Mark("", why + hidden, sheet=sheet.name, cell="A1", fix=fix))


def _all_of(sheet: SheetContent, record: type[Record] | None, why: str) -> Iterator[Stray]:
    """Every cell of a sheet but for what the form itself writes on that of a table."""
    words = (form_words((record,)) | table_words(record)) if record is not None else frozenset[str]()
    for row, line in sheet.rows.items():
        for column, cell in line.items():
            if not is_blank_or_ours(cell, words):
                yield Stray(sheet.name, row, column, text_of(cell), why)


def _comments(book: Source, sheet: SheetContent) -> Iterable[Mark]:
    """The cells that carry a comment."""
    message = "A comment hangs on this cell, and would travel with the file."
    fix = "Delete the comment (in Excel, right-click the cell, Delete Comment); what is an answer in it goes into a cell of the form."
    for cell in book.commented(sheet)[:_MOST]:
        yield Mark("", message, sheet=sheet.name, cell=cell, fix=fix)


def _short(text: str) -> str:
    return text if len(text) <= 31 else text[:30] + "…"
