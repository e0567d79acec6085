"""Finding the workbooks among the files and folders somebody names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hwit_xl.files.stumps import PREFIX

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
LOOKALIKES = frozenset({".xls", ".xlsb", ".xltx", ".xltm", ".ods", ".csv", ".numbers"})
"""Files a school may send instead of a workbook: they are taken in, so that each is told what it is."""


class Found(NamedTuple):
    """A file to check.

    Attributes:
        path: where it lies.
        name: how results call it: relative to the folder it was found in.
    """

    path: Path
    name: str


@dataclass(frozen=True)
class Collected:
    """What was found.

    Attributes:
        passed_over: Excel's owner files (``~$…``), which only say that somebody has a workbook open.
    """

    files: tuple[Found, ...]
    passed_over: tuple[Path, ...]


def collect(paths: Iterable[Path]) -> Collected:
    """Every workbook among these files, and in these folders and the folders below them, in the order of their names.

    Files named one by one are always taken, whatever they are called. Links to folders are not followed, and what a run
    was killed over is passed over.

    Raises:
        FileNotFoundError: a path does not exist; its ``filename`` says which.
    """
    paths = list(paths)
    files: dict[Path, Found] = {}
    passed_over: list[Path] = []
    several = sum(path.is_dir() for path in paths) > 1
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise FileNotFoundError(2, "there is no such file or folder", str(path))
        if not path.is_dir():
            files.setdefault(path, Found(path, str(path)))
            continue
        for inside in _inside(path):
            if inside.name.startswith("~$"):
                passed_over.append(inside)
                continue
            name = inside.relative_to(path)
            files.setdefault(inside, Found(inside, str(path / name if several else name)))
    return Collected(tuple(files.values()), tuple(passed_over))


def _inside(folder: Path) -> Iterable[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(folder for folder in folders if not folder.startswith(PREFIX))
        for name in sorted(names):
            if not name.startswith(PREFIX) and Path(name).suffix.lower() in WORKBOOKS | LOOKALIKES:
                yield Path(place) / name
