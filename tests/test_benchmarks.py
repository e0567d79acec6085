"""The benchmarks still run: each of them once, on next to nothing. What they measure is looked at elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("benchmarks")


@pytest.mark.parametrize("module", sorted(path.name for path in FOLDER.glob("test_*.py")))
def test_a_benchmark_runs(module: str) -> None:
    command = [sys.executable, "-m", "pytest", str(FOLDER / module), "--small", "-q", "-x", "-p", "no:cacheprovider"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER.parents[1], timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "against" in done.stdout, "a table is printed"
