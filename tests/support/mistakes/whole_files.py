"""Mistakes in a file as a whole: what it is, what it lacks and what it has too much of."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from openpyxl import load_workbook
from openpyxl.comments import Comment

from hwit_validators.tables import Indicator, Outcome
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, layout_of
from hwit_xl.workbooks.xlsx.limits import LARGEST_FILE
from hwit_xl.workbooks.xlsx.opening import protected
from hwit_xl.workbooks.xlsx.package import Package
from support.mistakes.case import Place
from support.returns import (
    changed,
    opened,
    part_of,
    saved,
    typed_over,
    with_name,
    without_names,
    without_signs,
)


def without_table(data: bytes, sheet: str) -> bytes:
    """A return in which a table was turned into plain cells."""
    rels = part_of(data, sheet).replace("worksheets/", "worksheets/_rels/") + ".rels"
    relation = re.compile(rb'<Relationship [^>]*relationships/table"[^>]*?(/>|></Relationship>)')
    return changed(data, {rels: lambda old: relation.sub(b"", old)})


def without_sheet(data: bytes, sheet: str) -> bytes:
    """A return in which a sheet was deleted."""
    book = opened(data)
    del book[sheet]
    return saved(book)


def with_row_below(data: bytes, down: int = 1) -> bytes:
    """A return with an indicator typed into a row under the table."""
    book = opened(data)
    sheet, below = book[Indicator.title], layout_of(Indicator).last_row + down
    for column in range(FIRST_COLUMN, FIRST_COLUMN + len(layout_of(Indicator).headings)):
        sheet.cell(below, column).value = sheet.cell(HEADER_ROW + 1, column).value
    sheet.cell(below, FIRST_COLUMN).value = "E90"
    statement = layout_of(Indicator).cell("statement", 0)[1]
    sheet.cell(below, statement).value = "A walking bus has begun."
    return saved(book)


def with_other_heading(data: bytes, sheet: str, title: str) -> bytes:
    """A return in which somebody typed over a heading."""
    part = part_of(data, sheet)
    [table] = [target for _, kind, target in Package(data).relations(part) if kind == "table"]
    renamed = {table: lambda old: old.replace(f'name="{title}"'.encode(), b'name="Something else"', 1)}
    return changed(typed_over(data, sheet, title, "Something else"), renamed)


def with_large_part(data: bytes) -> bytes:
    """A return in which a picture unpacks to more than a part may."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/photo.png", bytes(65 << 20))
    return file.getvalue()


def with_comment(data: bytes) -> bytes:
    """A return in which a comment hangs on a cell."""
    book = load_workbook(io.BytesIO(data))
    book["Outcomes"]["C7"].comment = Comment("Ask the nurse about Amy", "Ruth Calloway")
    return saved(book)


def with_sheet(data: bytes, *, hidden: bool) -> bytes:
    """A return with a sheet of the school's own."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.create_sheet("Class lists")
    sheet["A1"] = "Class 4"
    sheet.sheet_state = "hidden" if hidden else "visible"
    return saved(book)


def with_note(data: bytes) -> bytes:
    """A return in which a note is typed below a table."""
    note = b'<row r="200"><c r="C200" t="inlineStr"><is><t>See my e-mail</t></is></c></row></sheetData>'
    return changed(data, {part_of(data, "Outcomes"): lambda old: old.replace(b"</sheetData>", note)})


WHOLE_FILES: dict[str, tuple[Place, Callable[[bytes], bytes]]] = {
    "a list in plain text": (("WB001", None, None), lambda data: b"School,URN\r\nLarkfield,900001\r\n"),
    "cut short on its way": (("WB001", None, None), lambda data: data[: len(data) // 2]),
    "with a password": (("WB002", None, None), lambda data: protected(data, "apple-42")),
    "a very large file": (("WB003", None, None), lambda data: data + bytes(LARGEST_FILE)),
    "a part that unpacks to far more": (("WB003", None, None), with_large_part),
    "another workbook": (("WB004", None, None), lambda data: with_name(data, "hwit_form", '"timetable"')),
    "no version": (("WB004", None, None), lambda data: with_name(without_signs(data), "hwit_version", '"one"')),
    "a form of the future": (("WB005", None, None), lambda data: with_name(data, "hwit_version", '"9.0"')),
    "too old": (("WB005", None, None), lambda data: with_name(data, "hwit_version", '"0.9"')),
    "a lost sheet": (("WB006", None, None), lambda data: without_sheet(data, "Outcomes")),
    "another lost sheet": (("WB006", None, None), lambda data: without_sheet(data, "Needs")),
    "a table turned into plain cells": (("WB023", None, None), lambda data: without_table(data, "Outcomes")),
    "names left out": (("WB023", None, None), without_names),
    "a row under its table": (("WB024", "Indicators", f"B{layout_of(Indicator).last_row + 1}"), with_row_below),
    "a row further down": (
        ("WB024", "Indicators", f"B{layout_of(Indicator).last_row + 3}"),
        lambda data: with_row_below(data, 3),
    ),
    "a lost column": (
        ("WB007", "Indicators", "B5"),
        lambda data: with_other_heading(data, "Indicators", "How often looked at"),
    ),
    "a lost question": (
        ("WB007", "Outcomes", "B5"),
        lambda data: with_other_heading(data, "Outcomes", Outcome.columns["who"].title),
    ),
    "a note below a table": (("WB015", "Outcomes", "C200"), with_note),
    "a sheet of its own": (("WB015", "Class lists", "A1"), lambda data: with_sheet(data, hidden=False)),
    "macros": (("WB020", None, None), lambda data: changed(data, {"xl/vbaProject.bin": b"\0"})),
    "links": (("WB020", None, None), lambda data: changed(data, {"xl/externalLinks/externalLink1.xml": b"<a/>"})),
    "a comment": (("PD005", "Outcomes", "C7"), with_comment),
    "a hidden sheet": (("PD005", "Class lists", "A1"), lambda data: with_sheet(data, hidden=True)),
}
"""Where the finding must stand, and what becomes of a sound return of stage 4."""
