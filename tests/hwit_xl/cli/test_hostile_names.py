"""File names and texts that steer terminals, or that UTF-8 cannot hold, in every kind of output."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from support.returns import a_return

NAMES = [
    b"plain.xlsx",
    b"esc\x1b]0;mine\x07.xlsx",
    b"c1\xc2\x9b31m.xlsx",
    "turn\u202exslx.xlsx".encode(),
    b"latin\xe9.xlsx",
    b"two\nlines.xlsx",
]
STEERS = set("\x1b\x07\x9b\u202e\ufffe")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if os.name == "nt" or sys.platform == "darwin":
        pytest.skip("such names cannot be")
    place = tmp_path / "in"
    place.mkdir()
    data = a_return(1)
    for name in NAMES:
        (place / os.fsdecode(name)).write_bytes(data if name != NAMES[1] else data[:5000])
    return place


def hwit(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    """In a process of its own, whose output is bytes in UTF-8."""
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "hwit_xl", *map(str, arguments)], capture_output=True, env=environment)


@pytest.mark.parametrize("style", ["text", "json", "jsonl", "csv"])
def test_results_can_be_shown_and_read(folder: Path, style: str) -> None:
    done = hwit("validate", folder, "--format", style, "--all", "--jobs", "1")
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    shown = done.stdout.decode("utf-8")
    assert not STEERS & set(shown)
    if style == "json":
        assert len(json.loads(shown)["returns"]) == len(NAMES)
    if style == "jsonl":
        assert len([json.loads(line) for line in shown.splitlines()]) == len(NAMES)
    if style == "csv":
        assert {"latin\ufffd.xlsx", "two\nlines.xlsx"} <= {row["file"] for row in csv.DictReader(io.StringIO(shown))}
    if style == "text":
        assert "latin\ufffd.xlsx" in shown


def test_a_report_holds_them_all(folder: Path, tmp_path: Path) -> None:
    done = hwit("validate", folder, "--report", tmp_path / "report.xlsx", "--jobs", "1")
    assert b"Traceback" not in done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Returns"]
    names = {str(cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).endswith("xlsx")}
    assert len(names) == len(NAMES)
    assert not STEERS & set("".join(names))


def test_a_line_about_a_file_cannot_steer(tmp_path: Path, folder: Path) -> None:
    for name in NAMES[1:]:
        done = hwit("next", folder / os.fsdecode(name), "-o", tmp_path / "in" / "missing" / "x" / "y.pdf")
        assert not STEERS & set(done.stderr.decode("utf-8"))
        assert b"Traceback" not in done.stderr
