"""Finding the workbooks among files and folders."""

from __future__ import annotations

import pytest

from hwit_xl.checking.collect import collect


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


def test_a_file_named_twice_is_taken_once(folder):
    assert names(folder / "b.xlsx", folder / "b.xlsx") == [str(folder / "b.xlsx")]


def test_several_folders_keep_their_own_names(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.xlsx").write_bytes(b"x")
    assert names(folder / "late", other) == [str(folder / "late" / "c.xlsm"), str(other / "b.xlsx")]


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        collect([tmp_path / "nowhere"])
    assert error.value.filename == str(tmp_path / "nowhere")
