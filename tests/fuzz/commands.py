"""The command line over damaged files: an exit code of 0, 1 or 2, a line of people's words, and never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner

from fuzz.limits import TooLong, limited
from fuzz.oracle import Complaint, escaped
from hwit_xl.cli import cli

Arguments = Sequence[object]
_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Which steer a terminal, or turn the direction of writing."""


def run(arguments: Arguments) -> list[Complaint]:
    """What does not hold of one command, run in this process."""
    words = [str(argument) for argument in arguments]
    try:
        with limited():
            result = CliRunner().invoke(cli, words, catch_exceptions=False)
    except TooLong:
        return [Complaint("too long", " ".join(words[:2]))]
    except Exception as error:  # noqa: BLE001  (whatever it is, it must not escape)
        return [escaped(error)]
    return _about(result.exit_code, result.stdout, result.stderr, words)


def run_apart(arguments: Arguments, folder: Path) -> list[Complaint]:
    """What does not hold of one command, run as a person runs it."""
    words = [str(argument) for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "hwit_xl", *words], cwd=folder, capture_output=True, timeout=300, check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    stdout, stderr = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
    return _about(done.returncode, stdout, stderr, words)


def _about(exit_code: int, stdout: str, stderr: str, words: Sequence[str]) -> list[Complaint]:
    if "Traceback (most recent call last)" in stderr:
        return [Complaint("escaped", stderr[-300:], "a traceback on the screen")]
    if exit_code not in (0, 1, 2):
        return [Complaint("escaped", f"exit code {exit_code}: {stderr[-200:]}")]
    if exit_code == 2 and not stderr.strip():
        return [Complaint("escaped", f"exit code 2, and not a word: {' '.join(words[:2])}")]
    if (found := _RAW.search(stdout + stderr)) and "csv" not in words:
        line = (stdout + stderr)[max(0, found.start() - 60) : found.end() + 20]
        return [Complaint("raw", repr(line), "control characters on the screen")]
    return []
