"""How long a person waits for the help of a command, against what click alone takes to be imported; whole processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hwit_xl.cli import _COMMANDS

BARS = {"validate": 2.0}
"""The commands that are held to a bar; the others are there to be seen."""


@pytest.mark.parametrize("command", _COMMANDS)
def test_help_of(command, size, ratio):
    if command not in BARS and not size.whole:
        pytest.skip("one command shows that it runs")

    def python(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True, timeout=120)

    ratio(
        f"hwit {command} --help",
        lambda: python("-m", "hwit_xl", command, "--help"),
        lambda: python("-c", "import click"),
        'python -c "import click"',
        bar=BARS.get(command),
        rounds=5,
    )
