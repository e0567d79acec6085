"""Half a file, left by a run that was killed, is told from a whole one, and from what is somebody's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwit_xl import templates
from hwit_xl.files.whole import looks_whole
from support.at_work import hwit
from support.returns import a_return

FORM = (templates.folder() / "stage_1_development_group.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "whole"),
    [
        ("a.xlsx", FORM, True),
        ("a.xlsx", FORM[:20_000], False),
        ("a.docx", FORM[:-10], False),
        ("a.xlsx", b"", False),
        ("a.xlsx", bytes(4096), False),
        ("a.xlsx", b"notes of somebody, not a workbook", True),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024), True),
        ("a.pdf", b"%PDF-1.7\n...\n%%EOF\n", True),
        ("a.pdf", b"%PDF-1.7\n...", False),
        ("a.json", b'{"a": [1, 2]}\n', True),
        ("a.json", b'{"a": [1, 2', False),
        ("a.json", b'{"a": "St M', False),
        ("a.json", '{"a": "Zoë'.encode()[:-1], False),
        ("a.json", b'{"a": tr', False),
        ("a.json", b'{"a": oops, "b": "by hand, and still somebody\'s"}', True),
        ("a.json", b"[" * 100_000, True),
        ("a.txt", b"anything", True),
    ],
)
def test_half_a_file_is_told_from_a_whole_one(tmp_path: Path, name: str, data: bytes, whole: bool) -> None:
    (tmp_path / name).write_bytes(data)
    assert looks_whole(tmp_path / name) is whole


def test_a_command_replaces_half_a_file_and_says_so(tmp_path: Path) -> None:
    target = tmp_path / "form.xlsx"
    target.write_bytes(FORM[:10_000])
    done = hwit("new", "1", "-o", target)
    assert (done.exit_code, done.stderr) == (0, f"{target} was half-written by an earlier run, and is replaced\n")
    assert target.read_bytes() == FORM
    done = hwit("new", "2", "-o", target)
    assert (done.exit_code, target.read_bytes()) == (2, FORM)
    assert "exists already" in done.stderr


def test_half_a_submission_is_replaced_and_a_whole_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    folder = tmp_path / "submission"
    command = ["submit", str(tmp_path / "return.xlsx"), "-o", str(folder)]
    assert hwit(*command).exit_code == 0
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = hwit(*command)
    assert (done.exit_code, done.stderr.count("exists already")) == (2, 1)
    (folder / "submission.pdf").write_bytes(whole["submission.pdf"][:5000])
    (folder / "manifest.json").unlink()
    (folder / "notes.txt").write_text("somebody's own")
    assert hwit(*command).exit_code == 2, "somebody has put something there"
    (folder / "notes.txt").unlink()
    done = hwit(*command)
    assert done.exit_code == 0
    assert f"{folder} was half-written by an earlier run, and is replaced" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == whole
