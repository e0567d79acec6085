"""The one way in: a returned file becomes a plan, a map of its cells, and what could not be read as it stood."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hwit_validators.model.circumstances import Circumstances
from hwit_validators.model.finding import Mark
from hwit_validators.model.imprint import fingerprint, whole
from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.tables import Feedback
from hwit_validators.tables.forms import FORM_VERSION, OLDEST_VERSION, Form, form_named
from hwit_xl.files.names import LONGEST, fitting
from hwit_xl.workbooks.layout import CARRIED
from hwit_xl.workbooks.reading import explained, outside
from hwit_xl.workbooks.reading.cell_map import CellMap
from hwit_xl.workbooks.reading.explained import Explanation, Key
from hwit_xl.workbooks.reading.source import Source
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
        explanations: the school's answers to earlier findings, by code, table, reference and field.
        unread: the text of answers that could not be read, by table, place and field.
        locked: a password protects the file that somebody must know.
    """

    path: Path
    sha256: str
    plan: Plan
    cells: CellMap
    explanations: Mapping[Key, Explanation] = field(default_factory=dict)
    unread: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    locked: bool = False

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
    data = load(path)
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
    form, version = _form(book)
    carried = {table.table: sent for table in form.carried_tables if (sent := book.constant(CARRIED + table.table))}
    reader = TableReader(circumstances.lists, version, locked=carried, first_day=book.epoch)
    ours = {record.table: record for record in form.tables_and_feedback}
    tables: dict[str, tuple[Record, ...]] = {}
    explanations: dict[Key, Explanation] = {}
    for sheet in book.sheets:
        found = [table for table in sheet.tables if table.name in ours and table.name not in reader.places]
        if found:
            book.read_cells(sheet)
        for table in found:
            if table.name in reader.places:
                continue  # of several tables with the same name the first counts
            records = reader.read(table, ours[table.name], sheet, sheet.rows)
            if table.name == Feedback.table:
                explanations = explained.explanations(row for row in records if isinstance(row, Feedback))
            else:
                tables[table.name] = records
    for record in form.tables_and_feedback:
        if record.table not in reader.places and _is_missed(record, version, book):
            reader.mark(
                "WB006",
                Mark(
                    "",
                    f"The table “{record.table}” (sheet “{record.title}”) is not in the file.",
                    expected=record.table,
                ),
            )
    for code, mark in outside.marks(book, form, reader.used):
        reader.mark(code, mark)
    plan = Plan(
        form=form,
        tables=tables,
        circumstances=circumstances,
        version=version,
        reading={code: tuple(marks) for code, marks in reader.marks.items()},
        carried=carried,
        missing=frozenset(record.table for record in form.tables if record.table not in tables),
    )
    return Return(path, "", plan, CellMap(reader.places), explanations, reader.unread)


def _is_missed(record: type[Record], version: tuple[int, int], book: Source) -> bool:
    """Whether a table that is not in the file should be: a form of this version has it, and something was in it."""
    if record.since > version:
        return False
    sent = book.constant(CARRIED + record.table)
    return not record.only_carried or (sent is not None and whole(sent) != fingerprint(record, {}))


_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")


def _form(book: Source) -> tuple[Form, tuple[int, int]]:
    """Which of our forms this is, and its version.

    Raises:
        Rejected: none of them, or a version this program cannot read.
    """
    name = book.constant("hwit_form")
    if name is None:
        raise Rejected("WB004", "This workbook is not one of our forms: it does not carry a form's name.")
    form = form_named(name)
    written = book.constant("hwit_version") or ""
    version = _VERSION.fullmatch(written)
    if version is None:
        raise Rejected("WB004", "This workbook does not say which version of the form it is.")
    major, minor = int(version[1]), int(version[2])
    if (major, minor) > FORM_VERSION:
        raise Rejected(
            "WB005", f"The form has version {major}.{minor}, which is newer than this program knows ({_dotted(FORM_VERSION)}).",
            "Install the newest version of HWIT for Excel, and check the workbook again.",
        )  # fmt: skip
    if (major, minor) < OLDEST_VERSION:
        raise Rejected(
            "WB005",
            f"The form has version {major}.{minor}, which is too old to be read; the oldest is {_dotted(OLDEST_VERSION)}.",
        )
    if form is None:
        raise Rejected("WB004", "This workbook carries the name of a form that this program does not know.")
    return form, (major, minor)


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
