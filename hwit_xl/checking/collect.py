"""Finding the workbooks among the files and folders somebody names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hwit_xl.files.stumps import PREFIX

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
LOOKALIKES = frozenset({".xls", ".xlsb", ".xltx", ".xltm", ".ods", ".csv", ".numbers"})
"""Files a school may send instead of a workbook: they are taken in, so that each is told what it is."""


class Found:
    """A file to check. There may be hundreds of thousands, so each keeps little more than its name.

    Attributes:
        name: how results call it: relative to the folder it was found in.
    """

    __slots__ = ("_rest", "_root", "name")

    def __init__(self, path: Path, name: str) -> None:
        """Keep where a file lies, and how results call it."""
        place = str(path)
        self.name = name
        if name and place.endswith(name):
            self._root, self._rest = sys.intern(place.removesuffix(name)), name
        else:
            self._root, self._rest = "", place

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self._root + self._rest)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same file, called the same."""
        return isinstance(other, Found) and (self.name, self.path) == (other.name, other.path)

    def __hash__(self) -> int:
        """By its name."""
        return hash(self.name)

    def __repr__(self) -> str:
        """The file and its name."""
        return f"Found({self.path!r}, {self.name!r})"


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
    files: list[Found] = []
    passed_over: list[Path] = []
    seen: set[str] = set()
    several = sum(path.is_dir() for path in paths) > 1
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise FileNotFoundError(2, "there is no such file or folder", str(path))
        if not path.is_dir():
            if str(path) not in seen:
                files.append(Found(path, str(path)))
                seen.add(str(path))
            continue
        for inside in _inside(path):
            if inside.name.startswith("~$"):
                passed_over.append(inside)
                continue
            if len(paths) > 1:  # the same file may lie in two folders that are named, one in the other
                if str(inside) in seen:
                    continue
                seen.add(str(inside))
            name = inside.relative_to(path)
            files.append(Found(inside, str(path / name if several else name)))
    return Collected(tuple(files), tuple(passed_over))


def _inside(folder: Path) -> Iterable[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(folder for folder in folders if not folder.startswith(PREFIX))
        for name in sorted(names):
            if not name.startswith(PREFIX) and Path(name).suffix.lower() in WORKBOOKS | LOOKALIKES:
                yield Path(place) / name
