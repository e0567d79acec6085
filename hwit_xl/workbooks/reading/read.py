"""The one way in: a returned file becomes a plan, a map of its cells, and what could not be read as it stood."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hwit_validators.model.circumstances import Circumstances
from hwit_validators.model.finding import Mark
from hwit_validators.model.imprint import fingerprint, whole
from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.tables import Feedback
from hwit_validators.tables.forms import FORM_VERSION, OLDEST_VERSION
from hwit_xl.files.names import LONGEST, fitting
from hwit_xl.workbooks.layout import CARRIED, address
from hwit_xl.workbooks.reading import explained
from hwit_xl.workbooks.reading.cell_map import CellMap
from hwit_xl.workbooks.reading.explained import Explanations
from hwit_xl.workbooks.reading.identity import Identity, identity, version_of
from hwit_xl.workbooks.reading.outside import outside
from hwit_xl.workbooks.reading.places import Cells, Placed, Places, places
from hwit_xl.workbooks.reading.source import Source
from hwit_xl.workbooks.reading.stray import Stray
from hwit_xl.workbooks.reading.table_reader import TableReader
from hwit_xl.workbooks.xlsx.opening import EXCELS_OWN, load, unlocked
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet


@dataclass(frozen=True)
class Return:
    """A returned workbook as read.

    Attributes:
        path: where it came from.
        sha256: of the file's bytes; "" where it was not read from a file, or they could not be read.
        explanations: the school's answers to earlier findings, by code, table, reference and field, and what it wrote beside none.
        unread: the text of answers that could not be read, by table, place and field.
        locked: a password protects the file that somebody must know.
        strays: cells in which something is typed that is not read, because it is no answer in a table.
        feedback: the rows of the Feedback sheet.
    """

    path: Path
    sha256: str
    plan: Plan
    cells: CellMap
    explanations: Explanations = field(default_factory=dict)
    unread: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    locked: bool = False
    strays: tuple[Stray, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    @property
    def called(self) -> str:
        """How files made from it begin: the school's name as far as it can stand in a file name, or its URN."""
        return fitting(self.plan.school_name, LONGEST) or self.plan.urn or self.path.stem


def read(path: Path, circumstances: Circumstances, passwords: Iterable[str] = ()) -> Return:
    """Read a returned workbook.

    Args:
        circumstances: what it is judged by.
        passwords: tried one after another on a protected file.

    Raises:
        Rejected: the file cannot be read as a return.
    """
    return read_file(load(path), path, circumstances, passwords)


def read_file(data: bytes, path: Path, circumstances: Circumstances, passwords: Iterable[str] = ()) -> Return:
    """Read a returned workbook from the bytes of its file; ``path`` only names it.

    Raises:
        Rejected: the file cannot be read as a return.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        opened = unlocked(data, passwords)
        returned = read_bytes(opened.data, path, circumstances)
    except Rejected as rejected:
        rejected.sha256 = sha256
        raise
    return replace(returned, sha256=sha256, locked=opened.password not in (None, EXCELS_OWN))


def read_bytes(data: bytes, path: Path, circumstances: Circumstances) -> Return:
    """Read a workbook from its bytes; ``path`` only names it.

    Raises:
        Rejected: the file cannot be read as a return.
    """
    return read_source(Spreadsheet(Package(data)), path, circumstances)


def read_source(book: Source, path: Path, circumstances: Circumstances) -> Return:
    """Read an open workbook, be it a file or one in a spreadsheet program; ``path`` only names it.

    Raises:
        Rejected: it cannot be read as a return.
    """
    cells = Cells(book)
    known = identity(cells)
    form = known.form
    carried = {table.table: sent for table in form.carried_tables if (sent := book.constant(CARRIED + table.table))}
    wanted = form.tables_and_feedback
    newest = known.version or FORM_VERSION
    found = places(cells, wanted, [record for record in wanted if record.since <= newest])
    version = known.version or version_of(form, found.tables)
    reader = TableReader(circumstances.lists, version, locked=carried, first_day=book.epoch)
    tables: dict[str, tuple[Record, ...]] = {}
    feedback: tuple[Feedback, ...] = ()
    for placed in found.tables.values():
        records = reader.read(placed)
        if placed.record is Feedback:
            feedback = tuple(row for row in records if isinstance(row, Feedback))
        else:
            tables[placed.record.table] = records
    tables = reader.in_other_units(tables)
    _mark_places(reader, found, [record for record in wanted if _is_due(record, version, carried)], tables)
    if altered := _altered_by_a_program(
        book, known, [found.tables[name] for name, records in tables.items() if records]
    ):
        reader.mark("WB023", altered)
    lost = Counter(mark.table for mark in reader.marks.get("WB007", ()))
    beside = outside(cells, form, found, lost, by_names=known.by_names)
    for code, marks in beside.marks.items():
        for mark in marks:
            reader.mark(code, mark)
    plan = Plan(
        form=form,
        tables=tables,
        circumstances=circumstances,
        version=version,
        reading={code: tuple(marks) for code, marks in reader.marks.items()},
        carried=carried,
        missing=frozenset(
            record.table
            for record in form.tables
            if record.table not in tables or (not tables[record.table] and _came_later(record, carried))
        ),
        loose=tuple((stray.sheet, address(stray.row, stray.column), stray.text) for stray in beside.loose),
        titles=reader.titles,
    )
    said = explained.explanations(feedback)
    sheets = tuple(sheet.name for sheet in book.sheets)
    where = CellMap(reader.places, sheets)
    return Return(path, "", plan, where, said, reader.unread, strays=tuple(beside.strays), feedback=feedback)


def _is_due(record: type[Record], version: tuple[int, int], carried: Mapping[str, str]) -> bool:
    """Whether a form of this version should hold a table: it has it, and something was in it.

    Args:
        carried: imprints of the locked tables, by table.
    """
    if record.since > version:
        return False
    sent = carried.get(record.table)
    return not record.only_carried or (sent is not None and whole(sent) != fingerprint(record, {}))


def _came_later(record: type[Record], carried: Mapping[str, str]) -> bool:
    """Whether a table was sent out locked and blank because the form it was carried from did not have it yet."""
    sent = carried.get(record.table)
    late = record.since > OLDEST_VERSION and not record.may_be_empty
    return late and sent is not None and whole(sent) == fingerprint(record, {})


def _mark_places(
    reader: TableReader, found: Places, due: Sequence[type[Record]], tables: Mapping[str, tuple[Record, ...]]
) -> None:
    """Marks for tables that are not there, that two sheets could hold, and for rows that stand under their table."""
    contested = {contest.record for contest in found.contested}
    for contest in found.contested:
        one, other = (sheet.name for sheet in contest.sheets)
        title = contest.record.title
        reader.mark(
            "WB006",
            Mark(
                "",
                f"“{title}” could be the sheet “{one}” or the sheet “{other}”: both have its headings, with other answers.",
                expected=contest.record.table,
                sheet=one,
                cell="A1",
                fix=f"Keep the one that counts under the name “{title}”, and delete the other, or take it out of the workbook.",
            ),
        )
    for record in due:
        if record.table not in reader.places and record not in contested:
            message = f"The table “{record.table}” (sheet “{record.title}”) is not in the file."
            reader.mark("WB006", Mark("", message, expected=record.table))
    for placed in found.tables.values():
        if placed.under and placed.record is not Feedback and not placed.by_headings:
            records = tables[placed.record.table]
            _mark_under(reader, [row for row in records if placed.above + 1 + row.place > placed.bottom])


_FEW = 5
"""Rows under a table that are told one by one; where there are more, something happened to the table as a whole."""


def _mark_under(reader: TableReader, rows: Sequence[Record]) -> None:
    """Marks for records that stand under their table."""
    for row in rows[:1] if len(rows) > _FEW else rows:
        what = f"{row.ref} and {len(rows) - 1} more rows stand" if len(rows) > _FEW else f"{row.ref} stands"
        it = (
            "They were read, but the form itself does not count them."
            if len(rows) > _FEW
            else "It was read, but the form itself does not count it."
        )
        reader.mark("WB024", Mark(row.table, f"{what} under the table. {it}", ref=row.ref, place=row.place))


def _altered_by_a_program(book: Source, known: Identity, filled: Sequence[Placed]) -> Mark | None:
    """A mark where a program has left out what a form is told and works by.

    Args:
        filled: the tables that hold something.
    """
    lost = any(placed.by_headings for placed in filled)
    if known.by_names and not lost:
        return None
    program = book.saved_by()
    whose = f"This workbook was last saved by {program}, which" if program else "The program that saved this workbook"
    if program == "LibreOffice":  # which keeps them in .xlsx
        whose = "This workbook was last saved by LibreOffice, and a format in between, such as .xls,"
    what = "the form's tables" if lost else "the names by which the form knows its cells"
    return Mark(
        "",
        f"{whose} has left out {what}. Every answer was found all the same, by the headings; but what the form works out "
        "itself, its drop-downs and its colours may be gone"
        + ("." if known.by_names else ", and locked answers could not be held against what was sent out."),
        fix="Check that the answers are as you gave them. Go on in Excel or LibreOffice, in the workbook you were sent, as .xlsx; or ask "
        "for it anew with these answers (`hwit new --from`).",
    )
