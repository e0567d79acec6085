"""Receiving a submission: untrusted files, each of a size that can be, which must all be there and fit each other."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hwit_validators.tables import Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl import templates
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.xlsx.limits import LARGEST_FILE
from support.at_work import done, hwit
from support.plans import example
from support.returns import a_return

STAGE_4 = example().completed_on(form_of_stage(4))
PARTS = ("manifest.json", "submission.pdf", "submission.xlsx")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The primary school's stage-4 return."""
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    return tmp_path / "return.xlsx"


@pytest.fixture
def folder(plan: Path) -> Path:
    done("submit", plan, "--on", STAGE_4, "-o", plan.parent / "out")
    return plan.parent / "out"


def zipped(folder: Path, *more: str, without: str = "") -> Path:
    """A submission in a zip file, with other files beside it or with one of its own left out."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PARTS:
            if name != without:
                archive.write(folder / name, f"out/{name}")
        for name in more:
            archive.writestr(name, "")
    return path


def refused(path: Path, *options: object) -> str:
    """The one line with which a submission is refused."""
    result = hwit("decide", path, *options)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    return line


@pytest.mark.parametrize("part", PARTS)
def test_every_part_must_be_there(folder: Path, part: str) -> None:
    assert f"there is no {part} in it" in refused(zipped(folder, without=part))
    (folder / part).unlink()
    assert f"there is no {part} in it" in refused(folder)


GIVE = "give the folder, or the zip file, that `hwit submit` made"


def test_there_is_nothing_to_receive_where_there_is_nothing(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere").endswith(f"there is no folder or file {tmp_path / 'nowhere'}; {GIVE}")


def test_who_gives_something_else_is_told_what_to_give(plan: Path) -> None:
    assert refused(plan) == f"Error: {plan} is no submission; {GIVE}"
    assert refused(plan.parent) == f"Error: {plan.parent} is no submission: there is no manifest.json in it; {GIVE}"
    (plan.parent / "manifest.json").write_text('{"name": "somebody else\'s"}')
    assert refused(plan.parent).endswith(f"manifest.json is not the manifest of a submission; {GIVE}")
    with zipfile.ZipFile(plan.parent / "returns.zip", "w") as archive:
        archive.write(plan, "return.xlsx")
    assert refused(plan.parent / "returns.zip").endswith(f"there is no manifest.json in it; {GIVE}")


@pytest.mark.parametrize("part", PARTS)
def test_who_gives_one_file_of_a_submission_is_told_its_folder(
    folder: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = f"lies inside a submission; give the whole folder: {folder}"
    assert refused(folder / part) == f"Error: {folder / part} {told}"
    monkeypatch.chdir(folder)
    assert refused(Path(part)) == f"Error: {part} {told}"


def grown(path: Path, size: int) -> None:
    """Make a file that large, without writing all of it."""
    with path.open("r+b") as file:
        file.truncate(size)


@pytest.mark.parametrize("part", ["submission.pdf", "submission.xlsx"])
def test_a_part_that_is_too_large_is_not_taken_in(folder: Path, part: str) -> None:
    grown(folder / part, LARGEST_FILE + 1)
    assert f"{part} is too large to be part of a submission" in refused(folder)
    assert f"{part} is too large to be part of a submission" in refused(zipped(folder)), "nor out of a small zip"


def test_a_manifest_of_megabytes_is_not_unpacked(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text() + " " * (1 << 20))
    assert "manifest.json is too large" in refused(zipped(folder))


def test_a_zip_that_is_too_large_is_not_even_opened(folder: Path) -> None:
    grown(zipped(folder), 4 * LARGEST_FILE + 1)
    assert "is too large to be a submission" in refused(folder.with_suffix(".zip"))


def test_a_zip_may_hold_some_other_files_too(folder: Path) -> None:
    assert "Outcome O1" in done("decide", zipped(folder, *(f"note {number}.txt" for number in range(47))))
    assert "it holds 51 files" in refused(zipped(folder, *(f"note {number}.txt" for number in range(48))))


@pytest.mark.parametrize(
    ("at", "flag"),
    [("says that a password locks it", (6, 0x01)), ("is packed in a way nobody knows", (8, 99))],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_zip_that_cannot_be_unpacked_is_one_line(folder: Path, at: str, flag: tuple[int, int]) -> None:
    """The headers of a zip file say how each part is packed, and whether a password locks it."""
    path, (place, value) = zipped(folder), flag
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", place), (b"PK\x01\x02", place + 2)):
        start = data.find(signature)
        while start >= 0:
            data[start + offset] = value
            start = data.find(signature, start + 4)
    path.write_bytes(bytes(data))
    assert "out.zip is no submission: it is damaged, or cannot be read; give the folder" in refused(path)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"[]", b"{", b'"text"'])
def test_what_is_no_manifest_is_one_line(folder: Path, data: bytes) -> None:
    (folder / "manifest.json").write_bytes(data)
    assert "is not the manifest of a submission" in refused(folder)


def test_a_workbook_that_cannot_be_read_is_one_line(folder: Path) -> None:
    (folder / "submission.xlsx").write_bytes(b"not a workbook")
    assert "submission.xlsx cannot be read" in refused(folder)


@pytest.mark.parametrize(
    "forged",
    [
        lambda items: [*items, items[0]],
        lambda items: [{**items[0], "ref": "O99"}, *items[1:]],
        lambda items: [{**items[0], "digest": items[1]["digest"]}, *items[1:]],
    ],
    ids=["an item twice", "an item that is not there", "an item that says something else"],
)
def test_items_that_are_not_those_of_the_workbook(folder: Path, forged: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["items"] = forged(manifest["items"])  # type: ignore[operator]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "does not fit" in refused(folder)


def test_whether_figures_are_withheld_is_worked_out_anew(folder: Path) -> None:
    """A manifest cannot have the letter tell figures of a small group, nor call one small that is not."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for item in manifest["items"]:
        item["withheld"] = item["ref"] == "O1"
        item["title"] = "4 of 19"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    done("decide", folder, "--confirm", "all", "--panel", "Jo Field", "--on", STAGE_4)
    [file] = folder.parent.glob("*decision*.json")
    decided = json.loads(file.read_text())
    assert [item["ref"] for item in decided["items"] if item["withheld"]] == ["O3", "E5"]
    assert "4 of 19" not in file.read_text()


def own_list(folder: Path, *more: str) -> Path:
    """A profile with a list of well-being indicators of its own: ours, with further lines."""
    shipped = (templates.folder() / "lists" / "wellbeing_indicators.csv").read_text(encoding="utf-8")
    (folder / "ours.csv").write_text("\n".join((shipped.strip(), *more)), encoding="utf-8")
    (folder / "ours.toml").write_text('[lists]\nwellbeing_indicators = "ours.csv"\n')
    return folder / "ours.toml"


def test_a_submission_that_was_checked_by_the_programmes_own_lists_is_read_by_them(plan: Path) -> None:
    """By its list, ``at1`` is ``AT 1``; by ours it is nothing."""
    profile = own_list(plan.parent, "AT 1,Anytown walks to school,Quantified")
    book = load_workbook(plan)
    book["Outcomes"].cell(*layout_of(Outcome).cell("wellbeing_indicator", 0)).value = "at1"
    book.save(plan)
    done("submit", plan, "--on", STAGE_4, "-o", plan.parent / "out", "--profile", profile)
    assert "Outcome O1" in done("decide", plan.parent / "out", "--profile", profile)
    assert "are not those that were submitted" in refused(plan.parent / "out")


def test_a_submission_of_a_school_without_the_programmes_lists_is_taken_all_the_same(folder: Path) -> None:
    """In the programme's own list the indicator of O1 is written in another way."""
    profile = own_list(folder.parent)
    ours = profile.with_suffix(".csv")
    ours.write_text(ours.read_text(encoding="utf-8").replace("WB-Q03", "wb q03"), encoding="utf-8")
    assert "Outcome O1" in done("decide", folder, "--profile", profile)
