"""Limits at the door: a file that would keep a computer busy is refused with one clear line, and that takes no time.

Each case makes a hostile return of a size. The larger one may take as much longer as it is larger, never more.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from hwit_validators.tables import Feedback, Outcome, Reading, School
from hwit_xl.checking.check import judge
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Verdict
from hwit_xl.workbooks.xlsx import directory, limits
from hwit_xl.workbooks.xlsx.spreadsheet import sort_of
from support.growth import TIMES, too_steep
from support.plans import TODAY
from support.returns import a_return, changed, handed_back, part_of, place_of, with_cell

STAGE = 4
SHEET = "xl/worksheets/sheet2.xml"
"""Holds the table School."""
SHEET_RELS = "xl/worksheets/_rels/sheet2.xml.rels"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
TABLE = "xl/tables/table1.xml"


@cache
def a_good_return() -> bytes:
    return a_return(STAGE)


def inside(part: str, end: str, more: str) -> bytes:
    """A return with more put in front of the last end tag of one part."""

    def put(old: bytes) -> bytes:
        before, tag, after = old.rpartition(end.encode())
        assert tag, f"{part} has no {end}"
        return before + more.encode() + tag + after

    return changed(a_good_return(), {part: put})


def many(count: int, piece: str) -> str:
    return "".join(piece.replace("#", str(number)) for number in range(count))


def notes(count: int) -> str:
    """So many rows with a figure in column A, where no question is."""
    return "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(100, 100 + count))


def directory_of(count: int) -> bytes:
    """A zip file that lists so many parts, all of them the same empty one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a", b"")
    data = file.getvalue()
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    entries = data[start:end] * count
    said = min(count, 0xFFFF)
    return data[:start] + entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, said, said, len(entries), start, 0)


def directory_64(count: int) -> bytes:
    """The same, with its figures where files of more than 65,535 parts have them."""
    data = directory_of(10)
    end = data.index(b"PK\5\6")
    size, start = struct.unpack_from("<2I", data, end + 12)
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    return (
        data[:end]
        + record
        + locator
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    )


def entries_with_notes(count: int) -> bytes:
    """Few parts, each with a long note."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for number in range(count):
            info = zipfile.ZipInfo(f"part{number}")
            info.comment = b"x" * 60_000
            package.writestr(info, b"")
    return file.getvalue()


def feedback_tables(count: int) -> bytes:
    """A return whose Feedback sheet points to its table many times."""
    part = part_of(a_good_return(), "Feedback").replace("worksheets/", "worksheets/_rels/") + ".rels"

    def again(old: bytes) -> bytes:
        relation = re.search(rb"<Relationship [^>]*/table\"[^>]*/>", old)
        assert relation
        return old.replace(relation[0], relation[0] * count)

    return changed(a_good_return(), {part: again})


def copied_tables(count: int) -> bytes:
    """A return with many tables on one sheet, each a part of its own."""
    with zipfile.ZipFile(io.BytesIO(a_good_return())) as package:
        table = package.read(TABLE)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    more = many(count, f'<Relationship Id="t#" Type="{kind}" Target="/xl/tables/more#.xml"/>')
    parts = {f"xl/tables/more{number}.xml": table for number in range(count)}
    return changed(inside(SHEET_RELS, "</Relationships>", more), parts)


def wide_table(columns: int, rows: int) -> bytes:
    """A table of many columns, of which the sheet knows no heading, over many rows."""
    data = inside(SHEET, "</sheetData>", notes(rows))
    names = many(columns, '<tableColumn id="#" name="c#"/>')
    return changed(data, {TABLE: lambda old: re.sub(rb"(?<=>)(?=</tableColumns>)", names.encode(), old)})


def long_text_often(count: int) -> bytes:
    """A return in which many cells show one long text."""
    data = inside(SHEET, "</sheetData>", '<row r="900">' + '<c t="s"><v>0</v></c>' * count + "</row>")
    long = b"<si><t>" + b"long " * 6000 + b"</t></si>"
    return changed(data, {STRINGS: lambda old: re.sub(rb"<si>.*?</si>", long, old, count=1)})


def rows_of_readings(count: int) -> bytes:
    """A return of stage 8 with that many filled rows in the table of readings."""
    data = a_return(8)
    part = part_of(data, Reading.title)

    row = (
        '<row r="#"><c r="B#" t="inlineStr"><is><t>R#</t></is></c><c r="C#" t="inlineStr"><is><t>O1</t></is></c></row>'
    )
    rows = "".join(row.replace("#", str(number)) for number in range(500, 500 + count)).encode()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        tables = {name: package.read(name) for name in package.namelist() if name.startswith("xl/tables/")}
    table = next(name for name, content in tables.items() if f'displayName="{Reading.table}"'.encode() in content)
    longer = re.sub(rb'(?<= ref=")([A-Z]+[0-9]+:[A-Z]+)[0-9]+', rb"\g<1>99999", tables[table])
    return changed(data, {part: lambda old: old.replace(b"</sheetData>", rows + b"</sheetData>"), table: longer})


HOSTILE: dict[str, tuple[Callable[[int], bytes], int, str, str]] = {
    "parts in the list of a zip file": (directory_of, 20_000, "WB003", "parts"),
    "parts in the list of a large zip file": (lambda n: directory_64(n * 1000), 10_000, "WB003", "parts"),
    "notes in the list of parts": (lambda n: entries_with_notes(n // 1000), 25_000, "WB003", "list of what is in the file"),
    "relationships of a sheet": (
        lambda n: inside(SHEET_RELS, "</Relationships>", many(n, '<Relationship Id="x#" Type="y/z" Target="a#"/>')),
        20_000, "WB003", "pieces",
    ),
    "relationships to the same table": (feedback_tables, 10_000, "WB003", "pieces"),
    "tables on a sheet": (lambda n: copied_tables(n // 20), 5_000, "WB003", "tables"),
    "columns of a table": (lambda n: wide_table(n, 100), 20_000, "WB003", "pieces"),
    "sheets": (
        lambda n: inside(BOOK, "</sheets>", many(n, '<sheet name="s#" sheetId="#" r:id="rId1"/>')), 5_000, "WB003", "sheets",
    ),
    "names": (
        lambda n: inside(BOOK, "</definedNames>", many(n, '<definedName name="n#">1</definedName>')), 20_000, "WB003", "names",
    ),
    "the length of a name's formula": (
        lambda n: inside(BOOK, "</definedNames>", f'<definedName name="long">{"1+" * n}1</definedName>'),
        20_000, "WB003", "longer than Excel",
    ),
    "formats of cells": (
        lambda n: inside(STYLES, "</cellXfs>", many(n, '<xf numFmtId="14"/>')), 70_000, "WB003", "a return",
    ),
    "formats of numbers": (
        lambda n: inside(STYLES, "</numFmts>", many(n, '<numFmt numFmtId="#" formatCode="d"/>')), 40_000, "", "",
    ),
    "shared texts": (lambda n: inside(STRINGS, "</sst>", "<si/>" * n), 210_000, "WB003", "different texts"),
    "filled cells": (lambda n: inside(SHEET, "</sheetData>", notes(n)), 5_000, "", ""),
    "filled cells, by the parser": (lambda n: inside(SHEET, "</sheetData>", "<!-- x -->" + notes(n)), 5_000, "", ""),
    "rows below a wide table": (lambda n: wide_table(200, n), 5_000, "", ""),
    "letters that many cells show": (lambda n: long_text_often(n // 10), 5_000, "WB003", "letters"),
    "rows of a table": (rows_of_readings, 2_000, "WB003", "filled rows"),
    "elements inside each other": (
        lambda n: inside(STYLES, "</cellXfs>", "<a>" * n + "</a>" * n), 50_000, "", "",
    ),
    "elements inside each other on a sheet": (
        lambda n: inside(SHEET, "</sheetData>", "<!-- x --><row>" + "<a>" * n + "</a>" * n + "</row>"),
        50_000, "WB003", "inside each other",
    ),
    "attributes of one element": (
        lambda n: inside(BOOK, "</sheets>", f"<x {many(n, ' attribute#=' + chr(34) * 2)}/>"), 150_000, "WB003", "part of the file",
    ),
}  # fmt: skip
"""What there are too many of: the file for a number, the smaller number, the code, and words of the message. No code where
the smaller number is allowed."""


@pytest.mark.parametrize("what", HOSTILE)
def test_too_many_are_refused_and_that_takes_its_share(what: str, tmp_path: Path) -> None:
    make, size, code, words = HOSTILE[what]

    def judged(size: int) -> Callable[[], Verdict]:
        path = tmp_path / f"{size}.xlsx"
        if not path.exists():
            path.write_bytes(make(size))
        return partial(judge, path, path.name, Settings(on=TODAY))

    for number in (size, TIMES * size):
        verdict = judged(number)()
        assert not verdict.broken
        if code:
            (found,) = verdict.findings
            assert (found.code, words in found.message) == (code, True), found.message
    assert not too_steep(judged, size)


def test_a_directory_is_measured_as_zipfile_reads_it() -> None:
    listed = directory.measured(a_good_return(), limits.MOST_PARTS, limits.LARGEST_DIRECTORY)
    with zipfile.ZipFile(io.BytesIO(a_good_return())) as package:
        assert listed is not None
        assert listed.parts == len(package.infolist())
    with_a_note = io.BytesIO(a_good_return())
    with zipfile.ZipFile(with_a_note, "a") as package:
        package.comment = b"made by hand"
    assert directory.measured(with_a_note.getvalue(), 2000, 1 << 20) == listed
    assert directory.measured(b"PK\3\4 and no end", 2000, 1 << 20) is None
    in_front = b"something in front" + a_good_return()
    assert directory.measured(in_front, 2000, 1 << 20) == listed


@pytest.mark.parametrize(
    ("code", "sort"),
    [
        ("dd/mm/yyyy", "date"), ("[$-809]d mmmm yyyy", "date"), ("[h]:mm", "date"), ("mm:ss", "date"), ("0.0%", "percent"),
        ('0 "days"', "number"), ("[Red]0", "number"), ("#,##0;[Red]-#,##0", "number"), ("0\\d", "number"), ("0_d", "number"),
        ('0 "an open text d', "number"), ("0" * 300 + "d", "number"),
    ],
)  # fmt: skip
def test_formats_of_numbers(code: str, sort: str) -> None:
    assert sort_of(200, code).value == sort


@pytest.mark.parametrize("piece", ["[", '"', "[[", "\\", "_", "*", '"["'])
def test_formats_of_numbers_of_any_length(piece: str, tmp_path: Path) -> None:
    def judged(size: int) -> Callable[[], object]:
        return partial(sort_of, 200, piece * size)

    assert not too_steep(judged, 10_000)


def test_a_text_longer_than_excel_allows_is_one_finding_at_its_cell(tmp_path: Path) -> None:
    place = place_of(Outcome, "statement")
    path = tmp_path / "return.xlsx"
    inner = f"<is><t>{'Pupils eat well. ' * 2000}</t></is>"
    path.write_bytes(with_cell(a_good_return(), Outcome.title, place, inner, "inlineStr"))
    verdict = judge(path, path.name, Settings(on=TODAY))
    (found,) = (found for found in verdict.findings if found.cell == place)
    assert (found.code, found.sheet) == ("WB010", Outcome.title)
    assert "33,999 characters" in found.message


# What is read as it stands ----------------------------------------------------------------------------


def values_of(data: bytes, tmp_path: Path) -> list[tuple[str, str]]:
    """Codes and messages of a return."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(data)
    return [(found.code, found.message) for found in judge(path, path.name, Settings(on=TODAY)).findings]


@pytest.mark.parametrize("instruction", ["<?x y?>", "<?x </sheetData></worksheet>?>", "<?x <row r='1'> ?>"])
@pytest.mark.parametrize("declared", [True, False])
def test_an_instruction_to_programs_hides_no_rows(instruction: str, declared: bool, tmp_path: Path) -> None:
    def put(old: bytes) -> bytes:
        old = re.sub(rb"^<\?xml.*?\?>\s*", b"", old)
        rows = list(re.finditer(rb"<row ", old))
        middle = rows[len(rows) // 2].start()
        head = b'<?xml version="1.0" encoding="UTF-8"?>\n' if declared else b""
        return head + old[:middle] + instruction.encode() + old[middle:]

    assert values_of(changed(a_good_return(), {SHEET: put}), tmp_path) == values_of(a_good_return(), tmp_path)


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        ("<v>-1</v>", "s"), ("<v>1_0</v>", "s"), ("<v>\u0661</v>", "s"), ("<v>1_0</v>", ""), ("<v>\u0661</v>", ""),
        ("<v>nan</v>", ""), ("<v>infinity</v>", ""), ("<v>+1</v>", "s"),
    ],
)  # fmt: skip
def test_what_python_takes_for_a_number_and_xml_does_not(inner: str, kind: str, tmp_path: Path) -> None:
    data = with_cell(a_good_return(), "School", place_of(School, "roll"), inner, kind)
    found = values_of(data, tmp_path)
    assert [(code, "cannot be read" in message) for code, message in found if code == "WB010"] == [("WB010", True)]
    assert {code for code, _ in found} - {code for code, _ in values_of(a_good_return(), tmp_path)} == {"WB010"}


@pytest.mark.parametrize("text", ["\u0661\u0662", "1_0", "nan", "inf"])
def test_typed_digits_are_those_of_excel(text: str, tmp_path: Path) -> None:
    place = place_of(School, "roll")
    data = with_cell(a_good_return(), "School", place, f"<is><t>{text}</t></is>", "inlineStr")
    assert ("WB010", f"“{text}” is not a whole number; “Pupils on roll” takes one figure and no words.") in values_of(
        data, tmp_path
    )


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="900"><c r="A900"><v>1</v></c></row><row r="901"><c r="A901"><v>1</v></c></row>'
        '<row r="900"><c r="B900"><v>1</v></c></row>',
        '<row r="900"><c r="A900"><v>1</v></c><c r="A900"><v>2</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="900"><c r="XFE900"><v>1</v></c></row>',
    ],
    ids=["a row twice", "a cell twice", "beyond the last row", "beyond the last column"],
)
@pytest.mark.parametrize("plain", [True, False], ids=["by the short cut", "by the parser"])
def test_cells_where_none_can_be(rows: str, plain: bool, tmp_path: Path) -> None:
    data = inside(SHEET, "</sheetData>", ("" if plain else "<!-- x -->") + rows)
    before, after = (values_of(one, tmp_path) for one in (a_good_return(), data))
    notes = [each for each in after if each not in before]
    assert {code for code, _ in notes} == {"WB015"}
    assert len(notes) == len(after) - len(before)


def test_of_several_feedback_tables_the_first_counts(tmp_path: Path) -> None:
    assert values_of(copied_tables(3), tmp_path) == values_of(a_good_return(), tmp_path)


def test_a_feedback_table_of_a_million_rows_without_cells_is_handed_back(tmp_path: Path) -> None:
    data = a_good_return()
    part = part_of(data, Feedback.title)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        tables = {name: package.read(name) for name in package.namelist() if name.startswith("xl/tables/")}
    table = next(name for name, content in tables.items() if f'displayName="{Feedback.table}"'.encode() in content)
    longer = re.sub(rb'(?<= ref=")([A-Z]+[0-9]+:[A-Z]+)[0-9]+', rb"\g<1>1048576", tables[table])
    empty = "".join(f'<row r="{row}"/>' for row in range(100, 300)).encode()
    path = tmp_path / "return.xlsx"
    path.write_bytes(
        changed(data, {part: lambda old: old.replace(b"</sheetData>", empty + b"</sheetData>"), table: longer})
    )
    verdict = handed_back(path, Settings(on=TODAY), tmp_path / "copy.xlsx")
    assert (tmp_path / "copy.xlsx").exists()
    again = judge(tmp_path / "copy.xlsx", "copy", Settings(on=TODAY))
    assert [found.code for found in again.findings] == [found.code for found in verdict.findings]
