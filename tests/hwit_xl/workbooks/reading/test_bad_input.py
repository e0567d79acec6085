"""Files that are damaged, of another kind or hostile: each is refused with one clear line, or read; nothing else."""

from __future__ import annotations

import io
import os
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.tables import Outcome, School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.reading.read import Return, read, read_bytes
from hwit_xl.workbooks.xlsx import limits
from hwit_xl.workbooks.xlsx.opening import protected, unlocked
from hwit_xl.workbooks.xlsx.package import Package, remembered
from hwit_xl.workbooks.xlsx.rejected import Rejected
from support.plans import TODAY, circumstances
from support.returns import (
    RELATIONS,
    a_return,
    changed,
    part_of,
    place_of,
    said,
    saved,
    with_cell,
)

STAGE = 4
"""Of the return that is spoilt."""
SHEET = "xl/worksheets/sheet2.xml"
"""Holds the table School."""
SHEET_RELS = "xl/worksheets/_rels/sheet2.xml.rels"
TABLE = "xl/tables/table1.xml"
QUICK = 5.0
"""Seconds; a hundred times what a return takes."""


def _read(file: Path | bytes, passwords: Sequence[str] = ()) -> Return:
    if isinstance(file, Path):
        return read(file, circumstances(TODAY), passwords)
    return read_bytes(file, Path("return.xlsx"), circumstances(TODAY))


def refused(file: Path | bytes, *, passwords: Sequence[str] = ()) -> Rejected:
    """How a file is refused: with a rule's code and one line that gives no path of this computer away."""
    started = time.perf_counter()
    with pytest.raises(Rejected) as caught:
        _read(file, passwords)
    assert time.perf_counter() - started < QUICK
    rejected = caught.value
    for line in (rejected.message, rejected.fix or ""):
        assert "\n" not in line
        assert not re.search(r"/(tmp|etc|home|work|private|var)\b|\\|Traceback|Error\b", line), line
    assert rejected.code in ("WB001", "WB002", "WB003", "WB004", "WB005")
    assert len(rejected.message) < 200
    return rejected


def read_or_refused(data: bytes) -> Return | Rejected:
    """What comes of a file; the rules, too, must be able to run on whatever was read."""
    try:
        found = _read(data)
    except Rejected as rejected:
        return rejected
    checked = check(found.plan, RULES)
    assert not checked.broken, checked.broken
    for finding in checked.findings:
        found.cells.located(finding)
    return found


def on_disk(folder: Path, data: bytes, name: str = "return.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@cache
def a_good_return() -> bytes:
    """The return that is spoilt, with its texts in a part of their own as Excel has them."""
    return a_return(STAGE)


def test_the_return_is_good_before_it_is_spoilt() -> None:
    found = read_or_refused(a_good_return())
    assert isinstance(found, Return)
    assert found.plan.reading == {}
    assert part_of(a_good_return(), "School") == SHEET
    assert b'displayName="School"' in zipfile.ZipFile(io.BytesIO(a_good_return())).read(TABLE)


# Other kinds of files --------------------------------------------------------------------------------


def a_zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def an_old_workbook() -> bytes:
    """An OLE file with a stream named Workbook, as Excel 97 wrote it."""
    free, end, fat, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<I", free) * 108
    table = struct.pack("<128I", fat, end, *range(3, 10), end, *[free] * 118)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        links = struct.pack("<HBBIII", len(text) if name else 0, kind, 1, none, none, child)
        return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, none, 2, 4096) + entry("", 0, none, 0, 0) * 2
    return header + table + directory + b"\x09\x08\x10\x00".ljust(4096, b"\0")


def a_package(main: str, part: bytes | None) -> bytes:
    """An Office package with one part, or with none where it should be."""
    packages = "http://schemas.openxmlformats.org/package/2006"
    relation = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="{main}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"/>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships">{relation}</Relationships>'.encode(),
    }
    return a_zip(parts | ({} if part is None else {main: part}))


def a_workbook_about_lunch() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["School", "Question", "Answer"])
    return saved(book)


OTHER_KINDS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "an empty file": (lambda: b"", "WB001", "empty"),
    "cut off in the middle": (lambda: a_return(STAGE)[: len(a_return(STAGE)) // 2], "WB001", "damaged"),
    "cut off at the end": (lambda: a_return(STAGE)[:-30], "WB001", "damaged"),
    "cut off after the first bytes": (lambda: a_return(STAGE)[:4], "WB001", "damaged"),
    "a workbook of Excel 97": (an_old_workbook, "WB001", ".xls"),
    "the beginning of an OLE file": (lambda: an_old_workbook()[:8], "WB001", "damaged"),
    "a CSV": (lambda: b"School name,URN\r\nHill Primary,100234\r\n", "WB001", "CSV"),
    "a CSV with semicolons": (lambda: b"School name;URN\r\n", "WB001", "CSV"),
    "a text": (lambda: b"Dear all\nplease find attached", "WB001", "text file"),
    "a PDF": (lambda: b"%PDF-1.4\n%\xe2\xe3", "WB001", "PDF"),
    "a web page": (lambda: b"\n<!DOCTYPE html><html><body><table></table></body></html>", "WB001", "web page"),
    "a web page without a document type": (lambda: b"<HTML><body></body></HTML>", "WB001", "web page"),
    "an XML spreadsheet of 2003": (lambda: b'<?xml version="1.0"?><Workbook></Workbook>', "WB001", "XML"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "WB001", "another kind"),
    "an OpenDocument spreadsheet": (
        lambda: a_zip({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}),
        "WB001",
        ".ods",
    ),
    "a zip of photos": (lambda: a_zip({"photo.jpg": b"jpeg"}), "WB001", "zip"),
    "an empty zip": (lambda: a_zip({}), "WB001", "not an Excel workbook"),
    "a Word document": (
        lambda: a_package("word/document.xml", b"<w/>" * 2000),
        "WB001",
        "a Word document",
    ),
    "a package of nothing": (
        lambda: a_zip({"[Content_Types].xml": b"<Types/>"}),
        "WB001",
        "another kind of Office document",
    ),
    "a workbook without its main part": (lambda: a_package("xl/workbook.xml", None), "WB001", "missing"),
    "a binary workbook": (lambda: a_package("xl/workbook.bin", b"\x83\x01\x00"), "WB001", ".xlsb"),
    "without the part with its texts": (
        lambda: changed(a_return(STAGE), {"xl/sharedStrings.xml": None}),
        "WB001",
        "the part with its texts is missing",
    ),
    "somebody else's workbook": (a_workbook_about_lunch, "WB004", "form"),
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_other_kinds_of_files(kind: str, tmp_path: Path) -> None:
    make, code, word = OTHER_KINDS[kind]
    rejected = refused(on_disk(tmp_path, make()))
    assert rejected.code == code
    assert word in rejected.message


def test_the_file_beside_an_open_workbook_is_explained(tmp_path: Path) -> None:
    rejected = refused(on_disk(tmp_path, b"\x04Tom\0", "~$return.xlsx"))
    assert (rejected.code, "while somebody has it open" in rejected.message) == ("WB001", True)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").mkdir()
    assert "folder" in refused(tmp_path / "return.xlsx").message


def test_files_that_are_gone(tmp_path: Path) -> None:
    assert refused(tmp_path / "return.xlsx").code == "WB001"
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    assert refused(tmp_path / "link.xlsx").code == "WB001"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "return.xlsx")
    assert refused(tmp_path / "return.xlsx").code == "WB001"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = on_disk(tmp_path, a_return(STAGE))

    def forbidden(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert "Permission denied" in refused(path).message


def test_a_file_that_is_far_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "return.xlsx"
    with path.open("wb") as file:
        file.truncate(limits.LARGEST_FILE + 1)
    monkeypatch.delattr(Path, "read_bytes")
    assert refused(path).code == "WB003"


# Passwords -------------------------------------------------------------------------------------------


def test_a_protected_workbook_opens_with_one_of_the_passwords(tmp_path: Path) -> None:
    path = on_disk(tmp_path, protected(a_return(STAGE), "apple-42"))
    found = read(path, circumstances(TODAY), ["wrong", "apple-42"])
    assert found.plan.tables == read(on_disk(tmp_path, a_return(STAGE), "open.xlsx"), circumstances(TODAY)).plan.tables


@pytest.mark.parametrize("passwords", [[], ["wrong"], ["", "Apple-42", "apple-42 "]])
def test_a_protected_workbook_is_refused_without_its_password(passwords: list[str], tmp_path: Path) -> None:
    path = on_disk(tmp_path, protected(a_return(STAGE), "apple-42"))
    rejected = refused(path, passwords=passwords)
    assert rejected.code == "WB002"
    assert rejected.sha256


def test_a_protected_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    document = OTHER_KINDS["a Word document"][0]()
    path = on_disk(tmp_path, protected(document, "apple-42"))
    assert refused(path, passwords=["apple-42"]).message == "This is a Word document, not an Excel workbook."


def test_a_protected_workbook_that_asks_for_hours_of_work_is_refused(tmp_path: Path) -> None:
    endless = (
        locked()
        .replace(b' standalone="yes"', b"")
        .replace(b'spinCount="100000"', b'spinCount="9000000000"' + b" " * 13)
    )
    assert len(endless) == len(locked())
    assert refused(on_disk(tmp_path, endless), passwords=["apple-42"]).code == "WB002"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(data=st.data())
def test_a_damaged_protected_workbook_is_refused(data: st.DataObject) -> None:
    good = locked()
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, 4000) | st.integers(0, len(good) - 1))
        good = good[:place] + bytes([data.draw(st.integers(0, 255))]) + good[place + 1 :]
    good = good[: data.draw(st.just(len(good)) | st.integers(8, len(good)))]
    try:
        opened = unlocked(good, ["apple-42"])
    except Rejected:
        return
    assert opened.password == "apple-42"


@cache
def locked() -> bytes:
    """A small protected workbook."""
    return protected(saved(Workbook()), "apple-42")


# Sizes -----------------------------------------------------------------------------------------------

MEGABYTE = bytes(1 << 20)


@cache
def with_a_bomb(megabytes: int, part: str) -> bytes:
    """A return with a part of zeros that takes a thousandth of its size when packed."""
    file = io.BytesIO(changed(a_good_return(), {part: None}))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open(part, "w") as inside,
    ):
        for _ in range(megabytes):
            inside.write(MEGABYTE)
    return file.getvalue()


def claiming(data: bytes, part: str, size: int) -> bytes:
    """A package whose list of parts gives another unpacked size for a part."""
    place = data.rindex(part.encode()) - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    return data[: place + 24] + struct.pack("<I", size) + data[place + 28 :]


def test_a_sheet_that_unpacks_to_a_gigabyte_is_refused_at_once() -> None:
    assert len(with_a_bomb(1024, SHEET)) < 6 << 20
    assert refused(with_a_bomb(1024, SHEET)).code == "WB003"


@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels", "xl/media/photo.png"]
)
def test_a_part_over_the_limits_is_refused_wherever_it_is(part: str) -> None:
    assert refused(with_a_bomb(65, part)).code == "WB003"


def test_a_part_that_lies_about_its_size_is_never_unpacked_beyond_what_it_claims() -> None:
    data = claiming(with_a_bomb(256, SHEET), SHEET, 1000)
    tracemalloc.start()
    try:
        assert refused(data).code == "WB001"
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("size", "code"), [(0, "WB001"), (10, "WB001"), (9 << 20, "WB003"), (0xFFFFFFF0, "WB003")])
def test_sizes_that_are_not_true(size: int, code: str) -> None:
    assert refused(claiming(a_good_return(), SHEET, size)).code == code


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_ways_of_packing_that_no_spreadsheet_program_uses_are_refused(method: int) -> None:
    file = io.BytesIO(changed(a_good_return(), {SHEET: None}))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(SHEET, b"<worksheet/>", compress_type=method)
    assert refused(file.getvalue()).code == "WB001"


@pytest.mark.parametrize(
    ("at", "written"), [(0, b"PK\x03\x05"), (6, b"\x01\x00"), (30, b"X")], ids=["signature", "encrypted", "name"]
)
def test_a_part_that_is_not_what_the_list_of_parts_says_is_refused(at: int, written: bytes) -> None:
    data = a_good_return()
    start = zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET).header_offset + at
    assert refused(data[:start] + written + data[start + len(written) :]).code == "WB001"


def test_what_is_made_of_a_small_part_is_kept_and_of_a_large_one_is_not() -> None:
    made: list[int] = []

    @remembered
    def length(data: bytes) -> int:
        made.append(len(data))
        return len(data)

    for data in (b"small", b"small", bytes(100_000), bytes(100_000)):
        assert length(data) == len(data)
    assert made == [5, 100_000, 100_000]


def test_a_part_that_begins_beyond_any_file_is_refused() -> None:
    data = a_return(4)
    start = struct.unpack_from("<I", data, len(data) - 6)[0]
    name, extra = struct.unpack_from("<2H", data, start + 28)
    field = struct.pack("<2HQ", 1, 8, 2**64 - 1)
    entry = bytearray(data[start : start + 46 + name]) + field
    struct.pack_into("<H", entry, 30, len(field))
    entry[42:46] = b"\xff\xff\xff\xff"  # where it begins stands in the zip64 field
    directory = bytes(entry) + data[start + 46 + name + extra : -22]
    end = bytearray(data[-22:])
    struct.pack_into("<I", end, 12, len(directory))
    with pytest.raises(Rejected, match="damaged"):
        Package(data[:start] + directory + bytes(end)).read("[Content_Types].xml")


def test_too_many_parts_are_refused() -> None:
    parts: dict[str, bytes] = {f"xl/media/{number}.png": b"" for number in range(2_000)}
    assert refused(changed(a_good_return(), dict(parts))).code == "WB003"


def test_a_part_that_stands_twice_is_refused() -> None:
    file = io.BytesIO(a_good_return())
    with zipfile.ZipFile(file, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(SHEET, b"<worksheet/>")
    assert refused(file.getvalue()).code == "WB001"


def test_a_sheet_listed_a_thousand_times_is_not_read_a_thousand_times() -> None:
    def often(part: bytes) -> bytes:
        entry = re.search(rb'<sheet [^>]*name="School"[^>]*/>', part)
        assert entry
        return part.replace(entry[0], entry[0] * 1000)

    big = changed(
        a_good_return(),
        {
            SHEET: lambda part: part.replace(b"</sheetData>", b"</sheetData>" + b" " * (7 << 20)),
            "xl/workbook.xml": often,
        },
    )
    assert refused(big).code == "WB003"


def rows_of(count: int, cell: str) -> bytes:
    lines = (f'<row r="{row}">' + cell.format(row=row) * 10 + "</row>" for row in range(100, 100 + count // 10))
    return "".join(lines).encode() + b"</sheetData>"


@pytest.mark.parametrize(
    "cell", ["<c><v>1</v></c>", '<c r="A{row}"><v>1</v></c>'], ids=["by the parser", "by the short cut"]
)
def test_hundreds_of_thousands_of_filled_cells_are_refused(cell: str) -> None:
    data = changed(a_good_return(), {SHEET: lambda part: part.replace(b"</sheetData>", rows_of(300_000, cell))})
    assert refused(data).code == "WB003"


def test_hundreds_of_thousands_of_texts_are_refused() -> None:
    data = changed(
        a_good_return(),
        {"xl/sharedStrings.xml": lambda part: part.replace(b"</sst>", b"<si><t>a</t></si>" * 250_000 + b"</sst>")},
    )
    assert refused(data).code == "WB003"


def test_a_value_in_the_last_cell_of_a_sheet_is_a_note_like_any_other() -> None:
    last = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = changed(a_good_return(), {SHEET: lambda part: part.replace(b"</sheetData>", last)})
    started = time.perf_counter()
    assert said(data, STAGE) == [("WB015", "", "School", "XFD1048576")]
    assert time.perf_counter() - started < QUICK


def test_very_long_answers_take_no_time() -> None:
    for text in (
        "0" * 200_000 + "_",
        "\u2028" * 200_000 + "!",
        "1" * 200_000,
        "and " * 50_000,
        "O1-" * 60_000,
        "31 " + "-" * 200_000,
    ):
        inner = f"<is><t>{text}</t></is>"
        started = time.perf_counter()
        for record, field in (
            (School, "la_code"),
            (School, "roll"),
            (School, "roll_on"),
            (Outcome, "priority"),
            (Outcome, "unit"),
            (Outcome, "group"),
        ):
            data = with_cell(a_good_return(), record.title, place_of(record, field), inner, "inlineStr")
            assert isinstance(read_or_refused(data), Return)
        assert time.perf_counter() - started < 6 * QUICK, text[:10]


# XML -------------------------------------------------------------------------------------------------

PARTS = (
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    SHEET,
    TABLE,
    SHEET_RELS,
    "xl/_rels/workbook.xml.rels",
    "_rels/.rels",
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "a document type": "<!DOCTYPE x>",
    "a document type elsewhere": '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    "an entity": '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
    "a billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % more SYSTEM "http://localhost:9/x.dtd"> %more;]>',
}


def with_doctype(part: bytes, doctype: str) -> bytes:
    """A part with a document type, whose entities are used in the first text of the part."""
    text = re.sub(r"^<\?xml.*?\?>\s*", "", part.decode())
    used = {"an entity": "&secret;", "a billion laughs": "&l9;"}
    use = next((entity for name, entity in used.items() if DOCTYPES[name] == doctype), "")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}' + re.sub(r"(<t[^>]*>)", rf"\g<1>{use}", text, count=1)
    ).encode()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_document_types_and_entities_are_refused_in_every_part(part: str, doctype: str) -> None:
    data = changed(a_good_return(), {part: lambda old: with_doctype(old, DOCTYPES[doctype])})
    rejected = refused(data)
    assert rejected.code == "WB003"
    assert "document type" in rejected.message


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml"])
def test_another_encoding_hides_no_document_type(part: str) -> None:
    def hide(old: bytes) -> bytes:
        text = with_doctype(old, DOCTYPES["an entity"]).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        return text.encode("utf-16")

    assert refused(changed(a_good_return(), {part: hide})).code == "WB003"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"garbage",
        b"<a><b></a></b>",
        b"<a",
        b"\x00" * 100,
        b"\xff\xfe",
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        b"<a>&nothing;</a>",
        b"<a b='1' b='2'/>",
    ],
)
def test_parts_that_are_no_xml(part: str, garbage: bytes) -> None:
    assert refused(changed(a_good_return(), {part: garbage})).code == "WB001"


@pytest.mark.parametrize("part", PARTS)
def test_parts_that_are_gone_or_hold_something_else(part: str) -> None:
    read_or_refused(changed(a_good_return(), {part: None}))
    read_or_refused(changed(a_good_return(), {part: b"<a/>"}))
    read_or_refused(changed(a_good_return(), {part: lambda old: old[: len(old) // 2]}))


@pytest.mark.parametrize("part", PARTS)
def test_deep_nesting_is_no_trouble(part: str) -> None:
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    data = changed(a_good_return(), {part: lambda old: re.sub(rb"(</?[a-zA-Z:]+>)$", lambda end: deep + end[1], old)})
    started = time.perf_counter()
    read_or_refused(data)
    assert time.perf_counter() - started < QUICK


@pytest.mark.parametrize("part", [SHEET_RELS, "xl/_rels/workbook.xml.rels", "_rels/.rels"])
@pytest.mark.parametrize(
    "target",
    [
        "../../../etc/passwd",
        "../../../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "C:\\boot.ini",
        "",
        "..",
        "/",
        "a%00b",
    ],
)
def test_nothing_outside_the_package_is_ever_read(part: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = changed(
        a_good_return(),
        {part: lambda old: re.sub(rb'Target="[^"]*"', f'Target="{target}"'.encode().replace(b"\\", rb"\\"), old)},
    )

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    read_or_refused(a_good_return())  # whatever is read only once
    for opening in ("open", "read_bytes", "read_text"):
        monkeypatch.setattr(Path, opening, forbidden)
    monkeypatch.setattr("builtins.open", forbidden)
    assert isinstance(read_or_refused(data), Rejected)


def test_parts_elsewhere_are_not_followed() -> None:
    elsewhere = changed(
        a_good_return(), {SHEET_RELS: lambda old: old.replace(b' Target="../', b' TargetMode="External" Target="../')}
    )
    found = read_or_refused(elsewhere)
    assert isinstance(found, Return)
    assert not found.plan.missing, "the table is told by its questions"
    assert "WB023" in found.plan.reading


# Tables and cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "nonsense",
        "B5",
        "B5:B5",
        "C18:B5",
        "B0:C3",
        "B5:XFD1048576",
        "B5:ZZZZ9",
        "B5:C99999999999999999999",
        "$B$5:$C$22",
        "B5:C22:D9",
        "é5:C9",
    ],
)
def test_tables_in_impossible_places(ref: str) -> None:
    data = changed(
        a_good_return(), {TABLE: lambda old: re.sub(r' ref="[^"]*"', f' ref="{ref}"', old.decode()).encode()}
    )
    started = time.perf_counter()
    read_or_refused(data)
    assert time.perf_counter() - started < QUICK


@pytest.mark.parametrize(
    "attribute",
    [
        'totalsRowCount="x"',
        'totalsRowCount="-5"',
        'totalsRowCount="999999999999"',
        'headerRowCount="0"',
        'headerRowCount="x"',
    ],
)
def test_tables_with_impossible_counts(attribute: str) -> None:
    assert read_or_refused(
        changed(a_good_return(), {TABLE: lambda old: old.replace(b"<table ", f"<table {attribute} ".encode())})
    )


IMPOSSIBLE_CELLS = {
    "a text that is not there": ("<v>999999</v>", "s"),
    "a text of no number": ("<v>x</v>", "s"),
    "a text of a fraction": ("<v>1.5</v>", "s"),
    "not a number": ("<v>NaN</v>", ""),
    "infinity": ("<v>INF</v>", ""),
    "minus infinity": ("<v>-inf</v>", ""),
    "a number beyond all numbers": ("<v>1e999</v>", ""),
    "a word for a number": ("<v>forty</v>", ""),
    "a date of no calendar": ("<v>2011-02-31</v>", "d"),
    "an entity": ("<v>&amp;</v>", ""),
}


@pytest.mark.parametrize("what", IMPOSSIBLE_CELLS)
def test_cells_that_cannot_be(what: str) -> None:
    inner, kind = IMPOSSIBLE_CELLS[what]
    found = read_or_refused(with_cell(a_good_return(), "School", place_of(School, "roll"), inner, kind))
    assert isinstance(found, Return)
    assert [(mark.table, mark.field) for mark in found.plan.reading["WB010"]] == [("School", "roll")]
    assert list(found.plan.reading) == ["WB010"]


ODD_CELLS = [
    '<c r="C11" s="99999"><v>1</v></c>',
    '<c r="C11" s="-1"><v>1</v></c>',
    '<c r="C11" s="x"><v>1</v></c>',
    '<c r="C11" t="s"><v>-1</v></c>',
    '<c r="C11" t="zzz"><v>1</v></c>',
    '<c r="C11" t="b"><v>maybe</v></c>',
    '<c r="C11" t="e"><v>something quite unlike an error</v></c>',
    '<c r="C11" t="d"><v></v></c>',
    '<c r="C11"><v>1e300</v></c>',
    '<c r="C11"><v>-1e-300</v></c>',
    '<c r="C11"><v>1_000</v></c>',
    '<c r="C11"><v>&#0;</v></c>',
    '<c r="C11" t="str"><v>&#xD800;</v></c>',
    '<c r="C11" t="str"><v>&#x110000;</v></c>',
    '<c r="C11" t="str"><v>&#99999999999999999999;</v></c>',
    '<c r="C11" t="inlineStr"><is><t>&unknown;</t></is></c>',
    '<c r="c11"><v>1</v></c>',
    '<c r="11"><v>1</v></c>',
    '<c r=""><v>1</v></c>',
    '<c r="A0"><v>1</v></c>',
    '<c r="ZZZ9999999"><v>1</v></c>',
    '<c r="AAAA1"><v>1</v></c>',
    '<c r="C99999999999999999999"><v>1</v></c>',
    '<c r="C11"><v>1</v><v>2</v></c>',
    '<c r="C11"><c r="C12"><v>1</v></c></c>',
    '<c r="C11"><f/></c>',
    '<row r="x"><c><v>1</v></c></row>',
    '<row r="-5"><c><v>1</v></c></row>',
    "<v>5</v>",
]


@pytest.mark.parametrize("cell", ODD_CELLS)
@pytest.mark.parametrize("number_format", [0, 9, 14], ids=["number", "percent", "date"])
def test_odd_cells_never_break_the_reader(cell: str, number_format: int) -> None:
    styles = re.compile(rb'(<cellXfs[^>]*>\s*<xf [^>]*numFmtId=")\d+')
    data = changed(
        a_good_return(),
        {
            SHEET: lambda part: re.sub(rb'<c r="C11".*?(?:/>|</c>)', lambda _: cell.encode(), part, count=1),
            "xl/styles.xml": lambda part: styles.sub(rb"\g<1>%d" % number_format, part),
        },
    )
    read_or_refused(data)


# Anything --------------------------------------------------------------------------------------------

FUZZED = settings(max_examples=150, derandomize=True, deadline=None)
NASTY = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "1e999",
        "NaN",
        "999999999999999999999",
        "A1",
        "B5:C9",
        "XFD1048576",
        "School",
        "s",
        "b",
        "d",
        "e",
        "str",
        "true",
        "'",
        "\0",
        "é",
        "x" * 5000,
    ]
)


@FUZZED
@given(data=st.data())
def test_flipped_bytes_and_cut_files(data: st.DataObject) -> None:
    spoilt = bytearray(a_good_return())
    for _ in range(data.draw(st.integers(0, 12))):
        near_the_end = st.integers(len(spoilt) - 3000, len(spoilt) - 1)
        spoilt[data.draw(st.integers(0, len(spoilt) - 1) | near_the_end)] = data.draw(st.integers(0, 255))
    read_or_refused(bytes(spoilt[: data.draw(st.just(len(spoilt)) | st.integers(0, len(spoilt)))]))


@FUZZED
@given(data=st.data())
def test_attributes_and_texts_replaced_by_something_nasty(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(PARTS))

    def spoil(old: bytes) -> bytes:
        text = old.decode()
        for _ in range(data.draw(st.integers(1, 4))):
            values = list(re.finditer(r'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)', text))
            if values:
                found = values[data.draw(st.integers(0, len(values) - 1))]
                text = text[: found.start()] + data.draw(NASTY) + text[found.end() :]
        return text.encode()

    read_or_refused(changed(a_good_return(), {part: spoil}))


@FUZZED
@given(data=st.data())
def test_xml_cut_doubled_and_shuffled(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(PARTS))

    def spoil(old: bytes) -> bytes:
        tags = re.split(rb"(?<=>)(?=<)|(?<=>)(?=[^<])|(?<=[^>])(?=<)", old)
        for _ in range(data.draw(st.integers(1, 3))):
            first = data.draw(st.integers(0, len(tags)))
            last = min(len(tags), first + data.draw(st.integers(0, 30)))
            piece = tags[first:last]
            way = data.draw(st.sampled_from(["cut", "double", "move", "reverse"]))
            if way == "double":
                tags[first:last] = piece * 2
            elif way == "reverse":
                tags[first:last] = piece[::-1]
            else:
                del tags[first:last]
                if way == "move":
                    there = data.draw(st.integers(0, len(tags)))
                    tags[there:there] = piece
        return b"".join(tags)

    read_or_refused(changed(a_good_return(), {part: spoil}))


def test_the_form_that_is_spoilt_is_the_one_of_stage_4() -> None:
    found = read_or_refused(a_good_return())
    assert isinstance(found, Return)
    assert found.plan.form is form_of_stage(STAGE)
    assert set(Package(a_good_return()).names) >= set(PARTS)
