"""Finding the workbooks among files and folders, also in zip files and e-mails."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from hwit_xl.checking.collect import collect, told_left
from hwit_xl.checking.limits import Limits
from hwit_xl.checking.loading import load
from hwit_xl.checking.wrapping.member import Left
from hwit_xl.workbooks.xlsx.rejected import Rejected
from support.wrapped import mail, zipped


@pytest.fixture
def folder(tmp_path):
    """Workbooks at two levels, look-alikes, and files that are none."""
    for name in (
        "b.xlsx",
        "a.XLSX",
        "late/c.xlsm",
        "old.xls",
        "open.ods",
        "table.csv",
        "notes.txt",
        "photo.png",
        "~$b.xlsx",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def names(*paths):
    return [found.name for found in collect(paths).files]


def test_a_folder_is_searched_to_the_bottom_in_the_order_of_names(folder):
    assert names(folder) == ["a.XLSX", "b.xlsx", "old.xls", "open.ods", "table.csv", "late/c.xlsm"]


def test_owner_files_are_passed_over_and_said(folder):
    assert [path.name for path in collect([folder]).passed_over] == ["~$b.xlsx"]


def test_a_file_named_by_hand_is_always_taken(folder):
    assert names(folder / "notes.txt", folder / "~$b.xlsx") == [str(folder / "notes.txt"), str(folder / "~$b.xlsx")]


def test_a_file_named_twice_is_taken_once_however_it_is_spelt(folder, monkeypatch):
    assert names(folder / "b.xlsx", folder / "b.xlsx") == [str(folder / "b.xlsx")]
    monkeypatch.chdir(folder)
    assert names(Path("b.xlsx"), Path("late/../b.xlsx"), folder / "b.xlsx") == ["b.xlsx"]
    assert names(Path("late"), folder / "late", Path("late/c.xlsm")) == ["c.xlsm"]
    assert names(Path("late"), folder) == ["late/c.xlsm", *(str(folder / name) for name in names(folder)[:-1])]


def test_several_folders_keep_their_own_names(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.xlsx").write_bytes(b"x")
    assert names(folder / "late", other) == [str(folder / "late" / "c.xlsm"), str(other / "b.xlsx")]


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        collect([tmp_path / "nowhere"])
    assert error.value.filename == str(tmp_path / "nowhere")


@pytest.fixture
def sent(tmp_path) -> Path:
    """An e-mail with a return and a picture, one without, and the files that a Mac puts beside others."""
    folder = tmp_path / "sent"
    (folder / "__MACOSX").mkdir(parents=True)
    book = zipped([("[Content_Types].xml", b"spreadsheetml")])
    for name, data in (
        ("a.eml", mail([("return.xlsx", book), ("logo.png", b"x")])), ("b.eml", mail()), ("c.zip", book), ("d", book), ("notes.txt", b"x"),
        ("__MACOSX/._e.xlsx", b"\0\5\x16\7"), ("._e.xlsx", b"\0\5\x16\7"), (".DS_Store", b"x"), ("e.xlsx", b"x"), ("f.zip", b"x"),
    ):  # fmt: skip
        (folder / name).write_bytes(data)
    return folder


def test_zip_files_and_mails_are_looked_into_and_a_workbook_is_one_whatever_its_name_says(sent):
    collected = collect([sent])
    assert [found.name for found in collected.files] == ["a.eml/return.xlsx", "c.zip", "d", "e.xlsx", "f.zip"]
    assert [load(found) for found in collected.files[:3]] == [(sent / "d").read_bytes()] * 3
    with pytest.raises(Rejected, match="The zip file is damaged"):
        load(collected.files[4])


def test_what_was_found_in_a_mail_is_what_is_checked_or_it_is_said(sent):
    [found] = collect([sent / "a.eml"]).files
    (sent / "a.eml").write_bytes(mail([("return.xlsx", zipped([("[Content_Types].xml", b"spreadsheetml, another")]))]))
    with pytest.raises(Rejected, match="has changed since"):
        load(found)


def test_what_is_not_looked_at_is_listed_and_shadows_are_not(sent):
    left = collect([sent]).left
    assert {one.name: one.why for one in left} == {
        "notes.txt": "",
        "a.eml/logo.png": "",
        "b.eml": "there is no workbook in this e-mail",
    }
    assert told_left(left) == (
        "Not looked at, being no workbooks: 3 files (b.eml: there is no workbook in this e-mail; notes.txt; a.eml/logo.png)"
    )
    assert told_left([Left(f"{number}\x1b[31m.pdf") for number in range(2000)]) == (
        "Not looked at, being no workbooks: 2,000 files (0[31m.pdf; 1[31m.pdf; 2[31m.pdf; and 1,997 more)"
    )
    assert told_left([]) == ""


def test_a_mail_without_a_workbook_that_is_named_by_hand_is_said(sent):
    [found] = collect([sent / "b.eml"]).files
    with pytest.raises(Rejected, match="There is no workbook in this e-mail"):
        load(found)


def test_a_submission_among_the_returns_is_left_to_the_panel(sent):
    (sent / "Elm.zip").write_bytes(zipped([("Elm/manifest.json", b"{}"), ("Elm/submission.xlsx", b"x")]))
    assert Left("Elm.zip", "a submission to the panel; give it to hwit decide") in collect([sent]).left
    [found] = collect([sent / "Elm.zip"]).files
    with pytest.raises(Rejected, match="a submission in a zip file") as rejected:
        load(found)
    assert rejected.value.fix == "Give it to hwit decide."


def test_what_is_said_of_many_things_in_a_zip_file_is_said_of_the_zip_file(sent):
    (sent / "many.zip").write_bytes(zipped((f"{number}.xlsx", b"x") for number in range(50)))
    *few, rest = collect([sent / "many.zip"]).files
    assert len(few) == 20
    assert rest.name == str(sent / "many.zip")
    with pytest.raises(Rejected, match="30 more files in this zip file"):
        load(rest)


def test_a_mail_and_its_folder_count_once(sent):
    assert names(sent / "a.eml", sent)[0] == f"{sent / 'a.eml'}/return.xlsx"
    assert len(names(sent / "a.eml", sent)) == len(names(sent))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold no process to its memory")
def test_looking_into_a_file_has_its_limits(sent):
    (sent / "slow.eml").write_bytes(b"X: y\n" * 900_000)
    [found] = [found for found in collect([sent], limits=Limits(megabytes=128)).files if found.name == "slow.eml"]
    with pytest.raises(Rejected, match="needed too much memory") as rejected:
        load(found)
    assert rejected.value.code == "WB021"


def test_folders_that_cannot_be_searched_and_links_to_folders_are_said(folder, monkeypatch):
    (folder / "elsewhere").symlink_to(folder / "late", target_is_directory=True)
    (folder / "plan.numbers").mkdir()
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path).name == "late":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    collected = collect([folder])
    assert collected.unopened == ((folder / "late", "Permission denied"),)
    assert collected.remarks[-1] == f"{folder / 'late'} could not be searched: Permission denied"
    assert Left("elsewhere", "a link to a folder") in collected.left
    with pytest.raises(Rejected, match="such as Numbers"):
        load(next(found for found in collected.files if found.name == "plan.numbers"))


def test_a_pipe_in_a_folder_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe")
    assert Left("pipe") in collect([folder]).left
