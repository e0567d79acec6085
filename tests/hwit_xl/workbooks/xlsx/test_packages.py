"""Packages as other programs write them, which Excel opens: each is read like the return it was, and can be handed back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hwit_validators.model.finding import Severity
from hwit_validators.tables import Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.building import saving
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.feedback import with_feedback
from hwit_xl.workbooks.reading.read import Return, read_bytes
from hwit_xl.workbooks.xlsx.opening import EXCELS_OWN, protected, unlocked
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet
from hwit_xl.workbooks.xlsx.xml import in_utf_8
from support.plans import TODAY, circumstances, example
from support.returns import a_return, changed, handed_back, place_of, with_shared_strings, with_text

STAGE = 4
FORM = form_of_stage(STAGE)
Parts = dict[str, bytes]


@cache
def a_wrong_return() -> bytes:
    """A return with one error, and texts beyond ASCII."""
    data = with_shared_strings(a_return(STAGE))
    data = with_text(data, "Outcomes", place_of(Outcome, "data_source"), "Zoë’s café survey – 😀 & <b>")
    return with_text(data, "Outcomes", place_of(Outcome, "target"), "lots")


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts, *, stored: bool = False) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def read(data: bytes) -> Return:
    return read_bytes(data, Path("return.xlsx"), circumstances(TODAY))


def renamed(change: Callable[[str], str]) -> Callable[[Parts], Parts]:
    return lambda parts: {change(name): content for name, content in parts.items()}


def targets(change: Callable[[str, str], str], *, only: str = ".rels") -> Callable[[Parts], Parts]:
    """Targets written in another way: by the folder of the part that points, and the whole path of the other."""

    def all_changed(parts: Parts) -> Parts:
        made = dict(parts)
        for name, content in parts.items():
            if name.endswith(only) and name.endswith(".rels"):
                folder = name.rpartition("_rels/")[0]

                def other(found: re.Match[str], folder: str = folder) -> str:
                    if "External" in found[0] or "://" in found[2]:
                        return found[0]
                    whole = found[2] if found[2].startswith("/") else "/" + _joined(folder, found[2])
                    return f'{found[1]}Target="{change("/" + folder, whole)}"'

                made[name] = re.sub(r'(<Relationship [^>]*?)Target="([^"]*)"', other, content.decode()).encode()
        return made

    return all_changed


def _joined(folder: str, target: str) -> str:
    steps = folder.strip("/").split("/") if folder.strip("/") else []
    for step in target.split("/"):
        if step == "..":
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _relative(folder: str, whole: str) -> str:
    ups = len([step for step in folder.split("/") if step])
    return "../" * ups + whole.lstrip("/")


def in_folder(folder: str) -> Callable[[Parts], Parts]:
    """The workbook's parts in another folder than xl/."""

    def moved(parts: Parts) -> Parts:
        absolute = targets(lambda _, whole: whole)(parts)
        return {
            (f"{folder}/{name[3:]}" if name.startswith("xl/") else name).lstrip("/"): re.sub(
                rb'(Target|PartName)="/xl/', rb'\1="/%s/' % folder.encode() if folder else rb'\1="/', content
            )
            for name, content in absolute.items()
        }

    return moved


def strict(parts: Parts) -> Parts:
    """As Excel's "Strict Open XML Spreadsheet" has it."""
    spaces = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }
    made = {}
    for name, content in parts.items():
        for old, new in spaces.items():
            content = content.replace(old, new)
        made[name] = content.replace(b"<workbook ", b'<workbook conformance="strict" ')
    return made


def encoded(name: str, declared: str, kinds: str) -> Callable[[Parts], Parts]:
    """Parts in another encoding."""

    def other(parts: Parts) -> Parts:
        made = dict(parts)
        for part, content in parts.items():
            if re.search(kinds, part):
                text = re.sub(r"^<\?xml[^>]*\?>\s*", "", content.decode())
                made[part] = (f'<?xml version="1.0" encoding="{declared}" standalone="yes"?>\n' + text).encode(
                    name, "xmlcharrefreplace"
                )
        return made

    return other


def odd_space(parts: Parts) -> Parts:
    """A sheet's part with a space in its name."""
    made = {name.replace("/sheet2.xml", "/sheet 2.xml"): part for name, part in parts.items()}
    return {
        name: part.replace(b"worksheets/sheet2.xml", b"worksheets/sheet%202.xml") if name.endswith((".rels", "Types].xml")) else part
        for name, part in made.items()
    }  # fmt: skip


def odd_space_in_zip(parts: Parts) -> Parts:
    return {name.replace(" ", "%20"): part for name, part in odd_space(parts).items()}


def as_capitals(parts: Parts) -> Parts:
    """Targets in capitals, names as they were."""
    return targets(lambda _, whole: whole.upper())(parts)


SHEETS = r"worksheets/sheet\d+\.xml$"
ALL_XML = r"\.(xml|rels)$"
WAYS: dict[str, Callable[[Parts], Parts]] = {
    "as it is": lambda parts: parts,
    "backslashes": renamed(lambda name: name.replace("/", "\\")),
    "a stroke in front": renamed(lambda name: "/" + name),
    "a backslash in front": renamed(lambda name: "\\" + name.replace("/", "\\")),
    "small letters": renamed(str.lower),
    "capitals": renamed(str.upper),
    "capitals at the beginning": renamed(lambda name: name[:1].upper() + name[1:]),
    "capitals in targets": as_capitals,
    "capitals and backslashes": renamed(lambda name: name.upper().replace("/", "\\")),
    "%20 for a space": odd_space,
    "%20 in the zip file too": odd_space_in_zip,
    "letters in per cent": targets(lambda folder, whole: _relative(folder, whole).replace("sheet", "%73heet")),
    "absolute targets": targets(lambda _, whole: whole),
    "relative targets": targets(_relative),
    "targets in detours": targets(lambda _, whole: "/xl/./../" + whole.lstrip("/")),
    "two strokes in front": targets(lambda _, whole: "/" + whole),
    "targets with backslashes": targets(lambda folder, whole: _relative(folder, whole).replace("/", "\\")),
    "absolute targets with backslashes": targets(lambda _, whole: whole.replace("/", "\\")),
    "another folder": in_folder("wtf"),
    "a folder below": in_folder("office/book"),
    "a folder in capitals": in_folder("XL"),
    "no folder at all": in_folder(""),
    "strict": strict,
    "strict in another folder, with backslashes": lambda parts: renamed(lambda n: n.replace("/", "\\"))(in_folder("wtf")(strict(parts))),
    "sheets in UTF-16": encoded("utf-16", "UTF-16", SHEETS),
    "sheets in UTF-16, big end first": encoded("utf-16-be", "UTF-16", SHEETS),
    "sheets in UTF-16, little end first": encoded("utf-16-le", "UTF-16", SHEETS),
    "sheets in Latin 1": encoded("latin-1", "ISO-8859-1", SHEETS),
    "sheets in ASCII": encoded("ascii", "US-ASCII", SHEETS),
    "sheets in a code page": encoded("cp1252", "windows-1252", SHEETS),
    "sheets in UTF-8 with its mark": encoded("utf-8-sig", "utf-8", SHEETS),
    "all in UTF-16": encoded("utf-16", "UTF-16", ALL_XML),
    "tables and names in UTF-16": encoded("utf-16", "UTF-16", r"tables/|workbook\.xml$|styles|sharedStrings"),
    "no declaration": lambda parts: {n: re.sub(rb"^<\?xml[^>]*\?>\s*", b"", p) for n, p in parts.items()},
    "folders listed": lambda parts: {"xl/": b"", "xl/worksheets/": b"", **parts},
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_it_is_read_like_the_return_it_was(way: str) -> None:
    data = packed(WAYS[way](parts_of(a_wrong_return())))
    before, after = read(a_wrong_return()), read(data)
    assert after.plan.tables == before.plan.tables
    assert after.plan.reading == before.plan.reading
    assert after.unread == before.unread


@pytest.mark.parametrize("way", WAYS)
def test_its_copy_with_feedback_is_sound_and_gives_the_same_findings(way: str, tmp_path: Path) -> None:
    path, copy = tmp_path / "return.xlsx", tmp_path / "copy.xlsx"
    path.write_bytes(packed(WAYS[way](parts_of(a_wrong_return()))))
    first = handed_back(path, Settings(on=TODAY), copy)
    second = handed_back(copy, Settings(on=TODAY), tmp_path / "again.xlsx")
    assert [f for f in second.findings if f.severity is not Severity.REJECT] == list(first.findings)
    before, after = parts_of(path.read_bytes()), parts_of(copy.read_bytes())
    different = [name for name in before if before[name] != after[name]]
    assert list(before) == list(after)
    assert len(different) == 1
    assert "WB010" in after[different[0]].decode("utf-8-sig")
    assert read(copy.read_bytes()).plan.tables == read(path.read_bytes()).plan.tables


@pytest.mark.parametrize(
    "way", [way for way in WAYS if "UTF" in way or "sheets in" in way or way in ("as it is", "strict")]
)
@pytest.mark.filterwarnings("ignore")
def test_openpyxl_opens_the_copy_too(way: str, tmp_path: Path) -> None:
    path, copy = tmp_path / "return.xlsx", tmp_path / "copy.xlsx"
    path.write_bytes(packed(WAYS[way](parts_of(a_wrong_return()))))
    handed_back(path, Settings(on=TODAY), copy)
    if way == "strict":  # which openpyxl opens as a workbook without sheets, feedback or not
        assert len(load_workbook(copy).sheetnames) == len(load_workbook(path).sheetnames)
    else:
        assert "WB010" in {cell.value for row in load_workbook(copy)["Feedback"].iter_rows() for cell in row}


def test_stored_parts_too() -> None:
    assert read(packed(parts_of(a_wrong_return()), stored=True)).plan.tables == read(a_wrong_return()).plan.tables


def test_two_parts_that_differ_in_capitals_only_are_the_same_part_twice() -> None:
    with pytest.raises(Rejected, match="the same part twice"):
        Package(changed(a_wrong_return(), {"XL/Workbook.xml": b"<workbook/>"}))


@pytest.mark.parametrize("part", ["visio/document.xml", "word/document2.xml", "xl/document.xml"])
def test_an_office_document_of_another_kind_is_called_one(part: str) -> None:
    parts = parts_of(a_wrong_return())
    parts = {name: content for name, content in parts.items() if not name.startswith("xl/")}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", part.encode())
    with pytest.raises(Rejected, match="another kind of Office document"):
        Spreadsheet(Package(packed({**parts, part: b"<VisioDocument/>"})))


def test_what_travels_along_is_seen_in_any_folder_and_in_capitals() -> None:
    for change in (in_folder("wtf"), renamed(str.upper), renamed(lambda name: name.replace("/", "\\"))):
        parts = {
            **parts_of(a_wrong_return()),
            "xl/vbaProject.bin": b"x",
            "xl/embeddings/a.bin": b"x",
            "xl/externalLinks/a.xml": b"x",
        }
        assert len(list(Spreadsheet(Package(packed(change(parts)))).cargo())) == 3


@pytest.mark.parametrize(
    ("data", "made"),
    [
        ("<a/>".encode("utf-16"), b"<a/>"),
        ('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16-le"), '<?xml version="1.0" encoding="UTF-8"?><a>é</a>'.encode()),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode("latin-1"), "<?xml version='1.0' encoding='UTF-8'?><a>é</a>".encode()),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="utf8"?><a/>', b'\xef\xbb\xbf<?xml version="1.0" encoding="utf8"?><a/>'),
        (b"<a>encoding='latin-1'</a>", b"<a>encoding='latin-1'</a>"),
    ],
)  # fmt: skip
def test_a_part_in_utf_8(data: bytes, made: bytes) -> None:
    assert in_utf_8(data) == made


def test_what_is_typed_like_an_escaped_character_stays_so_in_the_copy_and_in_new_forms(tmp_path: Path) -> None:
    path, copy = tmp_path / "return.xlsx", tmp_path / "copy.xlsx"
    path.write_bytes(with_text(a_return(STAGE), "Outcomes", place_of(Outcome, "unit"), "_x005F_x0041_ rays"))
    first = handed_back(path, Settings(on=TODAY), copy)
    assert "_x0041_ rays" in {found.found for found in first.findings}
    [sheet] = [name for name, part in parts_of(copy.read_bytes()).items() if parts_of(path.read_bytes())[name] != part]
    assert b"_x005F_x0041_ rays" not in parts_of(path.read_bytes())[sheet]
    with pytest.raises(Rejected):
        with_feedback(b"PK", [])


@pytest.mark.parametrize("typed", ["scan_x000D_2.pdf", "_x005F_x000D_", "_x0041_", "_x_x0041_b", "  _x0009_ & <b>"])
def test_what_is_typed_so_is_carried_into_the_next_form_as_it_is(typed: str) -> None:
    records = example().tables(FORM)
    outcomes = tuple(one.model_copy(update={"data_source": typed.strip()}) for one in records["Outcomes"])
    made = read(saving.to_bytes(build(FORM, {**records, "Outcomes": outcomes}).workbook))
    assert {one.data_source for one in made.plan.of(Outcome)} == {typed.strip()}


# The password that nobody chose ----------------------------------------------------------------------


def test_a_return_that_excel_opens_without_asking_is_opened_without_asking(tmp_path: Path) -> None:
    path, copy = tmp_path / "return.xlsx", tmp_path / "copy.xlsx"
    path.write_bytes(protected(a_wrong_return(), EXCELS_OWN))
    first = handed_back(path, Settings(on=TODAY), copy)
    assert "WB010" in {found.code for found in first.findings}
    assert unlocked(copy.read_bytes()).password == EXCELS_OWN
    second = handed_back(copy, Settings(on=TODAY), tmp_path / "again.xlsx")
    assert second.findings == first.findings


@pytest.mark.parametrize("passwords", [(), ("apple-42",), (EXCELS_OWN,), ("", "x")])
def test_whatever_passwords_there_are(passwords: tuple[str, ...]) -> None:
    assert unlocked(protected(a_wrong_return(), EXCELS_OWN), passwords).data == a_wrong_return()
