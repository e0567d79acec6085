"""Finding the workbooks among the files and folders somebody names, also those in zip files and e-mails."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hwit_validators.words import counted, visible
from hwit_xl.checking.limits import Failure, Limits
from hwit_xl.checking.wrapping.kinds import (
    NO_WORKBOOKS,
    OLE,
    WRAPPINGS,
    ZIP,
    ending,
    expected,
    is_owner_file,
    is_shadow,
    why_left,
)
from hwit_xl.checking.wrapping.member import IN_USE, Left, Member, Refusal
from hwit_xl.files.stumps import PREFIX

if TYPE_CHECKING:  # folders without zip files and e-mails do not wait for what opens those
    from hwit_xl.checking.wrapping.look import Looked

_FEW = 3
"""Files that a line names; the others it counts."""


class Found:
    """A file to check. There may be hundreds of thousands, so each keeps little more than its name.

    Attributes:
        name: how results call it: relative to the folder it was found in, and below the name of what it is wrapped in.
        member: which of the files in a zip file or an e-mail it is; None for a file of its own.
    """

    __slots__ = ("_rest", "_root", "member", "name")

    def __init__(self, path: Path, name: str, member: Member | None = None) -> None:
        """Keep where a file, or what it is wrapped in, lies, and how results call it."""
        place = str(path)
        self.name = name
        self.member = member
        if name and place.endswith(name):
            self._root, self._rest = sys.intern(place.removesuffix(name)), name
        else:
            self._root, self._rest = "", place

    @property
    def path(self) -> Path:
        """Where it, or what it is wrapped in, lies."""
        return Path(self._root + self._rest)

    @property
    def own_name(self) -> Path:
        """Its name without the folders it was found in; for one that is wrapped, below that of its wrapping."""
        return Path(self.path.name, self.member.name if self.member else "")

    def __eq__(self, other: object) -> bool:
        """Whether it is the same file, called the same."""
        return isinstance(other, Found) and self._identity == other._identity

    def __hash__(self) -> int:
        """By its name."""
        return hash(self.name)

    @property
    def _identity(self) -> tuple[str, Path, Member | None]:
        return self.name, self.path, self.member

    def __repr__(self) -> str:
        """The file and its name."""
        return f"Found({self.path!r}, {self.name!r}, {self.member!r})"


@dataclass(frozen=True)
class Collected:
    """What was found.

    Attributes:
        passed_over: owner files (``~$…``), which only say that somebody has a workbook open.
        left: files that are no workbooks, so that nobody looks at them.
        unopened: folders that could not be searched, and why.
    """

    files: tuple[Found, ...]
    passed_over: tuple[Path, ...] = ()
    left: tuple[Left, ...] = ()
    unopened: tuple[tuple[Path, str], ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What stood in the way of looking everywhere, one line for each."""
        return (
            *(f"passed over {path}: {IN_USE}" for path in self.passed_over),
            *(f"{path} could not be searched: {why}" for path, why in self.unopened),
        )


def told_left(left: Iterable[Left]) -> str:
    """How many files were not looked at, and which, in one sentence without a stop; "" of none."""
    files = sorted(left, key=lambda one: not one.why)
    if not files:
        return ""
    named = [f"{visible(one.name)}{f': {one.why}' if one.why else ''}" for one in files[:_FEW]]
    if len(files) > _FEW:
        named.append(f"and {len(files) - _FEW:,} more")
    return f"Not looked at, being no workbooks: {counted(len(files), 'file')} ({'; '.join(named)})"


def collect(paths: Iterable[Path], jobs: int | None = None, limits: Limits | None = None) -> Collected:
    """Every workbook among these files, and in these folders and the folders below them, in the order of their names.

    Zip files and e-mails are looked into. Files named one by one are always taken, whatever they are called. A file that is
    named or found twice is taken once. Links to folders are not followed, and what a run was killed over is passed over.

    Args:
        jobs: how many processes look into zip files and e-mails; as many as there are cores by default.
        limits: what looking into one of these may take.

    Raises:
        FileNotFoundError: a path does not exist; its ``filename`` says which.
    """
    spelt: dict[str, Path] = {}
    for path in paths:
        spelt.setdefault(_spelt(path), path)
    every = [*spelt.values()]
    gathered = _Gathered(several=sum(path.is_dir() for path in every) > 1, twice=len(every) > 1)
    for path in every:
        if not path.exists() and not path.is_symlink():
            raise FileNotFoundError(2, "there is no such file or folder", str(path))
        if path.is_dir():
            gathered.search(path)
        else:
            gathered.take(path)
    return gathered.looked_into(jobs, limits or Limits())


@dataclass
class _Gathered:
    """What was found so far.

    Attributes:
        several: more than one folder is searched, so their names stand before those of the files.
        twice: the same file may be found twice.
        wrapped: the places among the files of those that are to be looked into, and whether somebody named them.
    """

    several: bool
    twice: bool
    files: list[Found] = field(default_factory=list)
    wrapped: dict[int, bool] = field(default_factory=dict)
    passed_over: list[Path] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unopened: list[tuple[Path, str]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def take(self, path: Path) -> None:
        """Take a file that somebody named."""
        if self._is_new(path):
            if may_wrap(path):
                self.wrapped[len(self.files)] = True
            self.files.append(Found(path, str(path)))

    def search(self, folder: Path) -> None:
        """Take what lies in a folder, and in those below it."""
        for path in self._inside(folder):
            if is_owner_file(path.name):
                self.passed_over.append(path)
            elif self._is_new(path):
                self._sort(path, self._name(path, folder), str(path.relative_to(folder)))

    def _sort(self, path: Path, name: str, place: str) -> None:
        """Take one file of a folder for what it is."""
        hidden = is_shadow(place, b"")
        if expected(path.name) and not hidden:
            self.files.append(Found(path, name))
            return
        if ending(path.name) in NO_WORKBOOKS and not hidden:
            self.left.append(Left(name))
            return
        head = _head(path)
        if hidden and is_shadow(place, head):
            return
        if ending(path.name) in WRAPPINGS or head.startswith((ZIP, OLE)):
            self.wrapped[len(self.files)] = False
            self.files.append(Found(path, name))
        else:
            self.left.append(Left(name, why_left(path.name)))

    def _inside(self, folder: Path) -> Iterator[Path]:
        for place, folders, names in os.walk(folder, onerror=self._refused):
            for name in folders:
                path = Path(place, name)
                if path.is_symlink():
                    self.left.append(Left(self._name(path, folder), "a link to a folder"))
                elif expected(name):
                    self._document(path, self._name(path, folder))
            folders[:] = sorted(name for name in folders if not name.startswith(PREFIX) and not expected(name))
            yield from (Path(place, name) for name in sorted(names) if not name.startswith(PREFIX))

    def _document(self, path: Path, name: str) -> None:
        """Take a folder that is one document to the program that made it."""
        refused = Refusal("WB001", "This is a folder that a program such as Numbers takes for one document.")
        self.files.append(Found(path, name, Member((), refused=refused)))

    def _refused(self, error: OSError) -> None:
        self.unopened.append((Path(str(error.filename)), error.strerror or "it cannot be read"))

    def _name(self, path: Path, folder: Path) -> str:
        name = path.relative_to(folder)
        return str(folder / name if self.several else name)

    def _is_new(self, path: Path) -> bool:
        if not self.twice:
            return True
        place = _spelt(path)
        is_new = place not in self._seen
        self._seen.add(place)
        return is_new

    def looked_into(self, jobs: int | None, limits: Limits) -> Collected:
        """The same, with the workbooks from zip files and e-mails in the place of these."""
        files, left = self.files, [*self.left]
        if self.wrapped:
            from hwit_xl.checking import pool
            from hwit_xl.checking.wrapping.look import LookInto

            paths = [files[place].path for place in self.wrapped]
            looked = dict(zip(self.wrapped, pool.in_order(LookInto(), paths, jobs, limits), strict=True))
            files = []
            for place, found in enumerate(self.files):
                if place in looked:
                    files += _members(found, looked[place], left, named=self.wrapped[place])
                else:
                    files.append(found)
        return Collected(tuple(files), tuple(self.passed_over), tuple(left), tuple(self.unopened))


def _members(found: Found, looked: Looked | Failure, left: list[Left], *, named: bool) -> Iterator[Found]:
    """What is to be checked of a file that was looked into; what else is in it is added to ``left``."""
    from hwit_xl.checking.wrapping.look import SUBMISSION, Kind, without

    if isinstance(looked, Failure):
        looked = _failed(looked)
    left += (Left(f"{found.name}/{one.name}", one.why) for one in looked.left)
    if looked.refused:
        yield Found(found.path, found.name, Member((), refused=looked.refused))
    elif looked.kind is Kind.WORKBOOK or (looked.kind is Kind.OTHER and named):
        yield found
    elif looked.kind is Kind.OTHER:
        left.append(Left(found.name))
    elif looked.members:
        yield from (
            Found(found.path, f"{found.name}/{member.name}" if member.name else found.name, member)
            for member in looked.members
        )
    elif looked.submission and not named:
        left.append(Left(found.name, SUBMISSION))
    elif looked.submission:
        refused = Refusal("WB001", "This is a submission in a zip file, not a workbook.", "Give it to hwit decide.")
        yield Found(found.path, found.name, Member((), refused=refused))
    elif named:
        words = without(looked.kind)
        refused = Refusal("WB001", f"{words[:1].upper()}{words[1:]}.", "Give the workbook itself (.xlsx).")
        yield Found(found.path, found.name, Member((), refused=refused))
    else:
        left.append(Left(found.name, without(looked.kind)))


def _failed(failure: Failure) -> Looked:
    from hwit_xl.checking.wrapping.item import UNPACK
    from hwit_xl.checking.wrapping.look import Kind, Looked

    return Looked(Kind.OTHER, refused=Refusal("WB021", f"Looking into this file came to nothing: {failure}.", UNPACK))


def may_wrap(path: Path) -> bool:
    """Whether a file that somebody named may be one that workbooks come wrapped in."""
    return ending(path.name) in WRAPPINGS or (not expected(path.name) and _head(path).startswith((ZIP, OLE)))


def _spelt(path: Path) -> str:
    """A path as every spelling of it comes out."""
    return os.path.normcase(os.path.abspath(path))


def _head(path: Path) -> bytes:
    """How a file begins; nothing of one that cannot be read, or is no file."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(len(OLE))
    except OSError:
        pass
    return b""
