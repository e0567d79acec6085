"""Looking into a wrapping for workbooks, and taking one out of it.

A zip file or a message may lie in a message, and a message in a zip file; a zip file in a zip file is not opened. What cannot
be looked into is said, as a finding about it.
"""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

from hwit_validators.words import counted
from hwit_xl.checking.wrapping import message, outlook, zip_file
from hwit_xl.checking.wrapping.item import DEEPEST, LARGEST_UNPACKED, LARGEST_WRAPPING, MOST_ITEMS, UNPACK, Item
from hwit_xl.checking.wrapping.kinds import NO_WORKBOOKS, OLE, ZIP, ending, expected, is_owner_file, is_shadow, why_left
from hwit_xl.checking.wrapping.member import IN_USE, Left, Member, Refusal, refusal
from hwit_xl.checking.wrapping.names import Names
from hwit_xl.workbooks.xlsx.opening import whole
from hwit_xl.workbooks.xlsx.rejected import Rejected

_OLD_OR_LOCKED = tuple(name.encode("utf-16-le") for name in ("Workbook", "EncryptedPackage"))
"""Names of streams in workbooks of the old Excel format, and in those that a password protects, as they lie in the file."""
_MOST_ODD = 20
"""Things in one wrapping that are no workbooks, whatever their names say, and are told one by one."""
_CONTENTS, _LONGEST_CONTENTS = "[content_types].xml", 1 << 20


class Kind(Enum):
    """What a file is, as far as looking for workbooks goes."""

    WORKBOOK = "a workbook"
    ZIP = "zip file"
    MESSAGE = "e-mail"
    OUTLOOK = "message"
    OTHER = "something else"


@dataclass(frozen=True)
class Looked:
    """What came of looking into a file.

    Attributes:
        members: what is to be checked in it.
        left: what else is in it.
        refused: why it could not be looked into.
        submission: it is a submission to the panel.
    """

    kind: Kind
    members: tuple[Member, ...] = ()
    left: tuple[Left, ...] = ()
    refused: Refusal | None = None
    submission: bool = False


def kind_of(name: str, data: bytes) -> Kind:
    """What a file is; its content counts before its name."""
    if data.startswith(ZIP):
        contents = _contents(data)
        if b"opendocument.spreadsheet" in data[:200] or any(
            kind in contents for kind in (b"spreadsheetml", b"ms-excel")
        ):
            return Kind.WORKBOOK
        is_document = bool(contents) or data.startswith(
            b"mimetype", 30
        )  # of another program, rather than packed by somebody
        return Kind.OTHER if is_document else Kind.ZIP
    if data.startswith(OLE):
        if outlook.MARK in data or ending(name) == ".msg":
            return Kind.OUTLOOK
        return Kind.WORKBOOK if any(mark in data for mark in _OLD_OR_LOCKED) else Kind.OTHER
    return {".zip": Kind.ZIP, ".eml": Kind.MESSAGE, ".msg": Kind.MESSAGE}.get(ending(name), Kind.OTHER)


def _contents(data: bytes) -> bytes:
    """What a package says it consists of; nothing of another zip file."""
    try:
        items = zip_file.items(data)
        part = next((item for item in items if item.name.lower().strip("\\/") == _CONTENTS), None)
        return part.read()[:_LONGEST_CONTENTS] if part else b""
    except Rejected:
        return b""


class LookInto:
    """Looks into one file, in whichever process."""

    def __call__(self, path: Path) -> Looked:
        """Find the workbooks in a file, if it is a wrapping."""
        kind = Kind.OTHER
        try:
            data = _load(path)
            kind = kind_of(path.name, data)
            if kind in _WRAPPING:
                search = _Search()
                search.into(kind, data)
                return search.done(kind)
        except _Submission:
            return Looked(kind, submission=True)
        except Rejected as rejected:
            return Looked(kind, refused=refusal(rejected))
        return Looked(kind)


class _Search:
    """One search through a wrapping and what is wrapped in it."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.left: list[Left] = []
        self._names = Names()
        self._number = self._bytes = 0
        self._odd: list[str] = []

    def done(self, kind: Kind) -> Looked:
        """What was found. Things beyond the first few that are named like workbooks and are none are told by their number."""
        if beyond := self._odd[_MOST_ODD:]:
            message = f"{counted(len(beyond), 'more file')} in this {kind.value} cannot be read as a workbook, whatever the name says."
            fix = "Send the workbooks themselves (.xlsx), as Excel saved them."
            self.members.append(Member((), refused=Refusal("WB001", message, fix)))
        return Looked(kind, tuple(self.members), tuple(self.left))

    def into(
        self, kind: Kind, data: bytes, trail: tuple[int, ...] = (), below: str = "", *, zipped: bool = False
    ) -> None:
        """Find what is in a wrapping.

        Raises:
            Rejected: it is damaged, or there is too much in it.
        """
        zipped = zipped or kind is Kind.ZIP
        items = _WRAPPING[kind](data)
        if {posixpath.basename(item.name) for item in items} >= _OF_A_SUBMISSION:
            raise _Submission("WB001", "This is a submission in a zip file, not a workbook.")
        for number, item in enumerate(items):
            self._number += 1
            if self._number > MOST_ITEMS:
                raise _TooMuch("WB003", f"There are more than {MOST_ITEMS:,} files in it.", UNPACK)
            self._one(item, (*trail, number), below, zipped=zipped)

    def _one(self, item: Item, trail: tuple[int, ...], below: str, *, zipped: bool) -> None:
        if ending(item.name) in NO_WORKBOOKS and not is_shadow(item.name, b""):
            self.left.append(Left(self._names.of(item.name, below)))
            return
        try:
            data = item.read()
        except Rejected as rejected:
            self._take(Member(trail, self._names.of(item.name, below), refused=refusal(rejected)), odd=True)
            return
        self._bytes += len(data)
        if self._bytes > LARGEST_UNPACKED:
            raise _TooMuch("WB003", f"Unpacked, it would take more than {LARGEST_UNPACKED >> 20} MB.", UNPACK)
        if is_shadow(item.name, data):
            return
        name = self._names.of(item.name, below)
        kind = kind_of(item.name, data)
        if is_owner_file(item.name):
            self.left.append(Left(name, IN_USE))
        elif kind is Kind.WORKBOOK or expected(item.name):
            self._take(Member(trail, name, hashlib.sha256(data).hexdigest()), odd=kind is not Kind.WORKBOOK)
        elif kind in _WRAPPING:
            self._wrapping(kind, data, trail, name, zipped=zipped)
        else:
            self.left.append(Left(name, why_left(item.name)))

    def _wrapping(self, kind: Kind, data: bytes, trail: tuple[int, ...], name: str, *, zipped: bool) -> None:
        try:
            if kind is Kind.ZIP and zipped:
                raise Rejected("WB001", "This is a zip file in a zip file, which is not looked into.", UNPACK)
            if len(trail) >= DEEPEST:
                raise Rejected("WB003", "It is wrapped too often to be looked into.", UNPACK)
            before = len(self.members), len(self._odd)
            self.into(kind, data, trail, name, zipped=zipped)
            if (len(self.members), len(self._odd)) == before:
                self.left.append(Left(name, without(kind)))
        except _TooMuch:
            raise
        except _Submission:
            self.left.append(Left(name, SUBMISSION))
        except Rejected as rejected:
            self._take(Member(trail, name, refused=refusal(rejected)), odd=True)

    def _take(self, member: Member, *, odd: bool) -> None:
        """Take something to be checked.

        Args:
            odd: it is no workbook, as far as can be seen; there may be thousands of these, and each would be a finding.
        """
        if odd:
            self._odd.append(member.name)
        if odd and len(self._odd) > _MOST_ODD:
            self.left.append(Left(member.name, "named like a workbook, but none"))
        else:
            self.members.append(member)


class _Submission(Rejected):
    """It is what a school submits to the panel: that is judged as a whole, and its workbook is no return."""


class _TooMuch(Rejected):
    """All that is in the outermost wrapping is too much, whichever thing in it is just looked at."""


SUBMISSION = "a submission to the panel; give it to hwit decide"
_OF_A_SUBMISSION = {"manifest.json", "submission.xlsx"}
_WRAPPING = {Kind.ZIP: zip_file.items, Kind.MESSAGE: message.items, Kind.OUTLOOK: outlook.items}


def without(kind: Kind) -> str:
    """What is said of a wrapping in which there is nothing to check."""
    return f"there is no workbook in this {kind.value}"


def a_kind(kind: Kind) -> str:
    """A wrapping with its article: ``an e-mail``."""
    return f"an {kind.value}" if kind is Kind.MESSAGE else f"a {kind.value}"


def take_out(path: Path, trail: tuple[int, ...]) -> bytes:
    """The bytes of one thing in a wrapping.

    Raises:
        Rejected: it is not there any more, damaged, or over the limits.
    """
    try:
        about = path.stat()
        return _items(path, (about.st_size, about.st_mtime_ns), trail[:-1])[trail[-1]].read()
    except (OSError, IndexError) as error:
        raise changed() from error


@lru_cache(maxsize=2)
def _items(path: Path, seen: tuple[int, int], trail: tuple[int, ...]) -> list[Item]:
    """What is in a wrapping; kept while its workbooks are checked one after another.

    Args:
        seen: size and time of the file, by which a changed one is told.
    """
    if trail:
        outer = _items(path, seen, trail[:-1])[trail[-1]]
        name, data = outer.name, outer.read()
    else:
        name, data = path.name, _load(path)
    kind = kind_of(name, data)
    if kind not in _WRAPPING:
        raise changed()
    return _WRAPPING[kind](data)


def changed() -> Rejected:
    """What is said of a wrapping that is not as it was when it was looked into."""
    return Rejected("WB001", "The file it is in has changed since it was looked into.", "Check it again.")


def _load(path: Path) -> bytes:
    return whole(path, LARGEST_WRAPPING, f"up to {LARGEST_WRAPPING >> 20} MB are looked into", UNPACK)
