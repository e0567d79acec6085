"""A copy of the program in which the definition of the forms is changed by hand, as whoever carries the project on changes it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
TABLES = "validators/hwit_validators/tables"
CHOICES = "validators/hwit_validators/model/choices.py"


@dataclass(frozen=True)
class Program:
    """A checkout of its own."""

    root: Path

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one place of one file."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def hwit(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a command of it."""
        return self._run("-m", "hwit_xl", *map(str, arguments))

    def done(self, *arguments: object) -> str:
        """Run a command of it that goes well, and return what it says."""
        result = self.hwit(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout + result.stderr

    def findings(self, path: Path, on: object) -> list[dict[str, Any]]:
        """What it finds in a return."""
        result = self.hwit("validate", path, "--on", on, "--format", "jsonl")
        assert result.returncode in (0, 1), result.stderr
        [line] = result.stdout.splitlines()
        found: list[dict[str, Any]] = json.loads(line)["findings"]
        return found

    def told(self, script: str) -> Any:
        """What a few lines of Python print as JSON."""
        result = self._run("-c", script)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join(map(str, (self.root, self.root / "validators")))
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        )


def copy_of_the_program(folder: Path) -> Program:
    """A copy of the checkout, as far as the program goes."""
    for part in ("hwit_xl", "validators", "workbook_templates"):
        shutil.copytree(CHECKOUT / part, folder / part)
    return Program(folder)
