"""What can be written after an option: days, words for an item, files of passwords."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import pytest

from hwit_xl.cli.options import Day, by_item
from hwit_xl.workbooks.xlsx.opening import protected
from support.at_work import hwit
from support.returns import a_return


@pytest.mark.parametrize("text", ["2011-07-31", "31/07/2011"])
def test_a_day_is_written_in_either_way(text: str) -> None:
    assert Day().convert(text, None, None) == Day().convert(dt.date(2011, 7, 31), None, None) == dt.date(2011, 7, 31)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("validate", "returns", "--keep", ""), "--keep"),
        (("validate", "returns", "--feedback", ""), "--feedback"),
        (("validate", ""), "FILE_OR_FOLDER..."),
        (("progress", "return.xlsx", "--pdf", ""), "--pdf"),
        (("next", "return.xlsx", "-o", ""), "-o / --output"),
        (("sample", "draw", "returns", "--seed", "the numbers of 24 November", "--to", ""), "--to"),
    ],
)
def test_an_empty_name_does_not_mean_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], name: str
) -> None:
    """As a script gives it whose variable is not set."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "returns").mkdir()
    (tmp_path / "return.xlsx").write_bytes(b"")
    result = hwit(*words)
    said = f"Error: {name}: the name is empty; write . if you mean the folder you are in\n"
    assert (result.exit_code, result.stderr) == (2, said)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["return.xlsx", "returns"]


@pytest.mark.parametrize("text", ["07/31/2011", "31 July", "2011", ""])
def test_what_is_no_day_says_how_to_write_one(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a date such as 2011-07-31 or 31/07/2011"):
        Day().convert(text, None, None)


def test_each_item_gets_its_own_words() -> None:
    assert by_item((" o2 = The survey = all of it. ", "E4=Yes"), "--reply") == {
        "O2": "The survey = all of it.",
        "E4": "Yes",
    }
    assert by_item((), "--reply") == {}


@pytest.mark.parametrize("pair", ["O2", "O2=", "O2= "])
def test_an_item_without_words_is_pointed_out(pair: str) -> None:
    with pytest.raises(click.UsageError, match=f"^--reply names an item and gives words for it.*; {pair} does not$"):
        by_item(("O1=Yes.", pair), "--reply")


def test_an_item_named_twice_is_pointed_out() -> None:
    with pytest.raises(click.UsageError, match=r"^--clarify names o2 twice$"):
        by_item(("O2=Why?", "o2=When?"), "--clarify")


@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_a_file_without_passwords_is_as_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "words.txt").write_bytes(data)
    (tmp_path / "return.xlsx").write_bytes(a_return(7))
    result = hwit("progress", tmp_path / "return.xlsx", "--password-file", tmp_path / "words.txt")
    assert result.exit_code == 0


def test_passwords_are_read_as_utf_8(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(protected(a_return(7), "Zoë’s"))
    (tmp_path / "words.txt").write_text("Zoë’s\n", encoding="utf-8-sig")
    assert hwit("progress", tmp_path / "return.xlsx", "--password-file", tmp_path / "words.txt").exit_code == 0
    (tmp_path / "words.txt").write_text("Zoë", encoding="utf-16")
    result = hwit("progress", tmp_path / "return.xlsx", "--password-file", tmp_path / "words.txt")
    assert result.exit_code == 2
    assert result.stderr == f"Error: {tmp_path / 'words.txt'} could not be read as a list of passwords in UTF-8\n"
