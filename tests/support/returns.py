"""Returned workbooks for tests: filled from worked plans, then changed as a school (or an attacker) changes them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.model.record import Record
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.tables.forms import FORMS, Form, form_of_stage
from hwit_xl.checking.check import judge
from hwit_xl.checking.hand_back import HandBack, Task
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Verdict
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import Built, build
from hwit_xl.workbooks.layout import TableLayout, address
from hwit_xl.workbooks.reading.read import Return, read_bytes
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet
from support.plans import circumstances, example

STRINGS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Change = bytes | Callable[[bytes], bytes] | None
"""What becomes of a part of a package: new bytes, a function of the old ones, or nothing at all."""


def filled(stage: int, name: str = "primary") -> Built:
    """A form as openpyxl holds it, filled from a worked plan: for changes a school could make by hand."""
    form = form_of_stage(stage)
    return build(form, example(name).tables(form))


@cache
def a_return(stage: int, name: str = "primary") -> bytes:
    """A form filled from a worked plan, as the bytes of its file."""
    return package.to_bytes(filled(stage, name).workbook)


def saved(workbook: Workbook) -> bytes:
    """A workbook as openpyxl saves it."""
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def opened(data: bytes) -> Workbook:
    """A workbook as openpyxl loads it."""
    return load_workbook(io.BytesIO(data))


def changed(data: bytes, changes: Mapping[str, Change]) -> bytes:
    """A package with some of its parts changed, added or left out."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        names = source.namelist()
        for name in (*names, *(name for name in changes if name not in names)):
            change: Change = changes.get(name, lambda part: part)
            if callable(change):
                change = change(source.read(name))
            if change is not None:
                target.writestr(name, change)
    return result.getvalue()


_SHARED = re.compile(r' t="s"><v>([0-9]+)</v></c>')


def with_inline_strings(data: bytes) -> bytes:
    """The same workbook with its texts in the cells themselves, as forms had them up to version 1.1."""
    package = Package(data)
    strings = re.findall("<si>(.*?)</si>", package.read(STRINGS).decode(), re.DOTALL)
    sheets = {sheet.part for sheet in Spreadsheet(package).sheets}

    def write(part: bytes) -> bytes:
        inline = _SHARED.sub(lambda found: f' t="inlineStr"><is>{strings[int(found[1])]}</is></c>', part.decode())
        return inline.encode()

    without: dict[str, Change] = {
        STRINGS: None,
        "xl/_rels/workbook.xml.rels": lambda old: re.sub(rb"<Relationship [^<>]*sharedStrings[^<>]*>", b"", old),
        "[Content_Types].xml": lambda old: re.sub(rb"<Override [^<>]*sharedStrings[^<>]*>", b"", old),
    }
    return changed(data, dict.fromkeys(sheets, write) | without)


_INLINE = re.compile(r' t="inlineStr">(<is>.*?</is>)</c>', re.DOTALL)


def with_shared_strings(data: bytes) -> bytes:
    """The same workbook with its texts in one part of their own, where Excel and LibreOffice keep them, as do our forms."""
    if STRINGS in Package(data).names:
        return data
    strings: dict[str, int] = {}

    def share(found: re.Match[str]) -> str:
        return f' t="s"><v>{strings.setdefault(found[1], len(strings))}</v></c>'

    sheets = {sheet.part for sheet in Spreadsheet(Package(data)).sheets}
    data = changed(data, dict.fromkeys(sheets, lambda part: _INLINE.sub(share, part.decode()).encode()))
    items = "".join(f"<si>{text[4:-5]}</si>" for text in strings)
    part = f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{MAIN}" uniqueCount="{len(strings)}">{items}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    relation = (
        f'<Relationship Id="rIdStrings" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    content = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    return changed(
        data,
        {
            STRINGS: part.encode(),
            "xl/_rels/workbook.xml.rels": lambda old: old.replace(b"</Relationships>", relation.encode()),
            "[Content_Types].xml": lambda old: old.replace(b"</Types>", content.encode()),
        },
    )


def part_of(data: bytes, sheet: str) -> str:
    """The part that holds a sheet."""
    return next(found.part for found in Spreadsheet(Package(data)).sheets if found.name == sheet)


def with_cell(data: bytes, sheet: str, cell: str, inner: str, kind: str = "") -> bytes:
    """A workbook with one cell's XML written anew; the cell must already be there, filled or blank."""

    def write(part: bytes) -> bytes:
        pattern = rf'<c r="{cell}"( s="\d+")?(?: t="\w+")?(?:\s*/>|>.*?</c>)'
        kind_is = f' t="{kind}"' if kind else ""
        text, count = re.subn(
            pattern, lambda found: f'<c r="{cell}"{found[1] or ""}{kind_is}>{inner}</c>', part.decode(), count=1
        )
        assert count == 1, f"{sheet} has no cell {cell}"
        return text.encode()

    return changed(data, {part_of(data, sheet): write})


def with_text(data: bytes, sheet: str, cell: str, text: str) -> bytes:
    """A workbook with a text typed into a cell."""
    return with_cell(data, sheet, cell, f'<is><t xml:space="preserve">{escape(text)}</t></is>', "inlineStr")


def typed_over(data: bytes, sheet: str, before: str, after: str) -> bytes:
    """A workbook of ours with another text in the first cell of a sheet that holds just this one."""
    strings = re.findall("<si><t[^<>]*>(.*?)</t></si>", Package(data).read(STRINGS).decode(), re.DOTALL)
    number = strings.index(escape(before))

    def write(part: bytes) -> bytes:
        text, count = re.subn(
            f' t="s"><v>{number}</v></c>',
            f' t="inlineStr"><is><t xml:space="preserve">{escape(after)}</t></is></c>',
            part.decode(),
            count=1,
        )
        assert count == 1, f"“{before}” is nowhere on {sheet}"
        return text.encode()

    return changed(data, {part_of(data, sheet): write})


def with_name(data: bytes, name: str, meaning: str) -> bytes:
    """A workbook in which one of its names means something else."""

    def write(part: bytes) -> bytes:
        text, count = re.subn(rf'(<definedName name="{name}"[^>]*>)[^<]*', rf"\g<1>{escape(meaning)}", part.decode())
        assert count == 1, f"there is no name {name}"
        return text.encode()

    return changed(data, {"xl/workbook.xml": write})


def without_tables(data: bytes) -> bytes:
    """A workbook whose Excel tables a program has turned into plain cells."""
    relations = {
        f"xl/worksheets/_rels/{sheet.part.rpartition('/')[2]}.rels": lambda part: re.sub(
            rb'<Relationship [^>]*?/table"[^>]*?/>', b"", part
        )
        for sheet in Spreadsheet(Package(data)).sheets
        if sheet.tables
    }
    sheets = {
        sheet.part: lambda part: re.sub(rb"<tableParts.*?</tableParts>", b"", part)
        for sheet in Spreadsheet(Package(data)).sheets
        if sheet.tables
    }
    return changed(data, {**relations, **sheets})


def without_names(data: bytes, *, texts_only: bool = False) -> bytes:
    """A workbook in which a program has left out the defined names, or only those that stand for a text."""
    names = (
        rb"<definedName [^>]*>\s*(?:\"|&quot;)[^<]*</definedName>"
        if texts_only
        else rb"<definedNames>.*</definedNames>"
    )
    return changed(data, {"xl/workbook.xml": lambda part: re.sub(names, b"", part, flags=re.DOTALL)})


def without_signs(data: bytes) -> bytes:
    """A workbook in whose cells nothing says any more which form it is."""
    titles = {form.title for form in FORMS}
    book = Spreadsheet(Package(data))
    for sheet in book.sheets:
        book.read_cells(sheet)
        for place, cell in sheet.cells.items():
            if cell.value in titles or str(cell.value).startswith("HWIT for Excel ·"):
                data = with_text(data, sheet.name, address(*place), "")
    return data


def with_sheet_copied(data: bytes, title: str, copy: str) -> bytes:
    """A workbook with a copy of a sheet, as Excel makes it: the copy's table gets a name of its own."""
    book = opened(data)
    source = book[title]
    target = book.copy_worksheet(source)
    target.title = copy
    for table in source.tables.values():
        target.add_table(Table(displayName=f"{table.displayName}3", ref=table.ref))
    return saved(book)


def place_of(record: type[Record], field: str, place: int = 0) -> str:
    """The cell of an answer in a newly built form."""
    return address(*TableLayout(record).cell(field, place))


def read_return(data: bytes, form: Form, name: str = "primary") -> Return:
    """A return as read on the day it was completed."""
    return read_bytes(data, Path("return.xlsx"), circumstances(example(name).completed_on(form)))


def handed_back(path: Path, settings: Settings, copy: Path) -> Verdict:
    """The verdict on a file, with a copy that has feedback where one can be made."""
    verdict = judge(path, path.name, settings)
    HandBack(replace=True, passwords=settings.passwords)(Task(verdict, copy))
    return verdict


def judged(data: bytes, stage: int, name: str = "primary") -> list[Finding]:
    """Everything the rules say of a return on the day it was completed, each finding at its cell."""
    found = read_return(data, form_of_stage(stage), name)
    checked = check(found.plan, RULES)
    assert not checked.broken, checked.broken
    return [found.cells.located(finding) for finding in checked.findings]


def said(data: bytes, stage: int, name: str = "primary") -> list[tuple[str, str, str | None, str | None]]:
    """Errors and queries of a return: code, table, sheet and cell."""
    serious = (Severity.ERROR, Severity.QUERY)
    return [(f.code, f.table, f.sheet, f.cell) for f in judged(data, stage, name) if f.severity in serious]


def advised(data: bytes, stage: int, name: str = "primary") -> list[tuple[str, str | None, str | None]]:
    """Advice on a return: code, sheet and cell."""
    return [(f.code, f.sheet, f.cell) for f in judged(data, stage, name) if f.severity is Severity.ADVICE]
