"""The package of a workbook: its parts, each read only when asked for and only up to a limit.

Returned files are untrusted: nothing in them is run, followed or believed for size.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TypeVar, TypeVarTuple
from urllib.parse import unquote

from hwit_xl.workbooks.xlsx import directory
from hwit_xl.workbooks.xlsx.limits import (
    LARGEST_DIRECTORY,
    LARGEST_PART,
    LARGEST_TOTAL,
    LONGEST_PIECE,
    MOST_PARTS,
    MOST_RELATIONS,
)
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.xml import elements

_ZIP = b"PK\x03\x04"


_OTHER_OFFICE = {"word/document.xml": "a Word document", "ppt/presentation.xml": "a PowerPoint presentation"}
"""Other kinds of Office documents, by the part that only they have."""


class Package:
    """The parts of a workbook, each read only when asked for and only up to a limit."""

    def __init__(self, data: bytes) -> None:
        """Look at the list of parts.

        Raises:
            Rejected: it is no Excel package, damaged, or over the limits.
        """
        listed = directory.measured(data, MOST_PARTS, LARGEST_DIRECTORY)
        if listed is None:
            raise _breaks_off()
        if listed.parts > MOST_PARTS:
            raise Rejected("WB003", f"The file consists of more than {MOST_PARTS:,} parts; a return has a few dozen.")
        if listed.size > LARGEST_DIRECTORY:
            raise Rejected("WB003", "The list of what is in the file is far longer than that of a return.")
        self._data = data
        try:
            infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise _breaks_off() from error
        if sum(info.file_size for info in infos) > LARGEST_TOTAL:
            raise Rejected("WB003", f"Unpacked, the file would take more than {LARGEST_TOTAL >> 20} MB.")
        self._unpacked = 0
        self._infos = {_part_name(info.filename): info for info in infos}
        self._names = {name.lower(): name for name in self._infos}
        if len(self._names) < len(infos):
            raise Rejected(
                "WB001",
                "The file is damaged: it holds the same part twice.",
                "Save the workbook again, and send it again.",
            )
        for part, kind in _OTHER_OFFICE.items():
            if part in self._names:
                raise Rejected("WB001", f"This is {kind}, not an Excel workbook.", "Give the workbook itself (.xlsx).")
        if {"manifest.json", "submission.xlsx"} <= {posixpath.basename(name) for name in self._infos}:
            raise Rejected("WB001", "This is a submission in a zip file, not a workbook.", "Give it to hwit decide.")
        if "[content_types].xml" not in self._names:
            kind = "an OpenDocument file (.ods)" if "mimetype" in self._infos else "a zip file"
            if any(name.endswith(".iwa") or name == "Index.zip" for name in self._infos):
                kind = "a Numbers document"
            raise Rejected(
                "WB001",
                f"This is {kind}, not an Excel workbook.",
                "Open it, save it as an Excel workbook (.xlsx), and send that.",
            )

    @property
    def names(self) -> Collection[str]:
        """The names of all parts: with strokes between folders, whatever the zip file has there."""
        return self._infos.keys()

    def listed(self, name: str) -> str:
        """A part's name as the zip file has it.

        Raises:
            KeyError: there is no such part.
        """
        return self._infos[name].orig_filename

    def prints(self) -> dict[str, tuple[int, int] | None]:
        """Checksum and size of every part, as the directory has them."""
        return {name: (info.CRC, info.file_size) for name, info in self._infos.items()}

    def read(self, name: str) -> bytes:
        """The content of a part.

        Raises:
            Rejected: it is missing, damaged or over the limit.
        """
        info = self._infos.get(name)
        if info is None:
            raise Rejected(
                "WB001",
                "The file is damaged: a part of the workbook is missing.",
                "Save the workbook again, and send it again.",
            )
        if info.file_size > LARGEST_PART:
            raise Rejected(
                "WB003",
                f"One part of the file would take {info.file_size / (1 << 20):.0f} MB unpacked; the limit is {LARGEST_PART >> 20} MB.",
            )
        self._unpacked += info.file_size
        if self._unpacked > LARGEST_TOTAL:
            raise Rejected("WB003", f"Unpacked, the file would take more than {LARGEST_TOTAL >> 20} MB.")
        try:
            data = _unpacked(self._data, info)
        except (zipfile.BadZipFile, zlib.error, struct.error, OverflowError, ValueError) as error:
            raise Rejected(
                "WB001",
                "The file is damaged: a part of the workbook cannot be unpacked.",
                "Save the workbook again, and send it again.",
            ) from error
        if len(data) > LONGEST_PIECE and any(
            data.find(b"<", at, at + LONGEST_PIECE) < 0 for at in range(0, len(data) - LONGEST_PIECE, LONGEST_PIECE)
        ):
            raise Rejected("WB003", "A part of the file holds a single piece far longer than any text of a return.")
        return data

    def relations(self, part: str) -> tuple[tuple[str, str, str], ...]:
        """What a part points to inside the package: (id, kind, name of the part)."""
        folder, slash, name = part.rpartition("/")
        source = self._named(f"{folder}{slash}_rels/{name}.rels")
        if source not in self._infos:
            return ()
        found = _relations(self.read(source), folder)
        if all(place in self._infos for _, _, place in found):
            return found
        return tuple((key, kind, self._named(place)) for key, kind, place in found)

    def _named(self, name: str) -> str:
        """The name of a part that is called so but for capitals, which make no difference; this one if there is none."""
        return name if name in self._infos else self._names.get(name.lower(), name)


def _part_name(name: str) -> str:
    """A part's name as the workbook's own parts call it.

    Some programs pack parts with backslashes, with a stroke in front, or with ``%20`` for a space.
    """
    name = name.replace("\\", "/").lstrip("/")
    return unquote(name) if "%" in name else name


Rest = TypeVarTuple("Rest")


Result = TypeVar("Result")


_SMALL = 32 << 10


_KEPT = 256


def remembered(make: Callable[[bytes, *Rest], Result]) -> Callable[[bytes, *Rest], Result]:
    """What is made of a small part is kept and not made again, which saves a batch a tenth of its reading.

    All returns of a form have most of these parts in common, byte for byte: what points where, the tables, the formats.
    At most 8 MB of each kind are kept, whatever the files hold.
    """
    kept = lru_cache(maxsize=_KEPT)(make)

    def made(data: bytes, *rest: *Rest) -> Result:
        return kept(data, *rest) if len(data) <= _SMALL else make(data, *rest)

    return made


@remembered
def _relations(data: bytes, folder: str) -> tuple[tuple[str, str, str], ...]:
    """What a part in this folder points to inside the package, from its list of relations."""
    found: list[tuple[str, str, str]] = []
    for _, attributes in elements(data, "Relationship", most=MOST_RELATIONS):
        if attributes.get("TargetMode") != "External":
            target = unquote(attributes.get("Target", "")).replace("\\", "/")
            place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append((attributes.get("Id", ""), attributes.get("Type", "").rsplit("/", 1)[-1], place))
    return tuple(found)


_LOCAL_HEADER = struct.Struct("<4s2xH18xHH")
"""What stands before a part: its signature, its flags, and the lengths of its name and of what else follows."""


_ENCRYPTED, _IN_UTF_8 = 0x1, 0x800


def _unpacked(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The content of a part. A return has eighty, most of them so small that opening each as a file takes longer.

    Raises:
        zipfile.BadZipFile, zlib.error, struct.error, ValueError: it is damaged, encrypted, or packed in some other way.
    """
    start = info.header_offset + _LOCAL_HEADER.size
    signature, flags, name, extra = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    called = info.orig_filename.encode("utf-8" if flags & _IN_UTF_8 else "cp437")
    if signature != _ZIP or flags & _ENCRYPTED or data[start : start + name] != called:
        raise zipfile.BadZipFile("not where the list of parts says")
    start += name + extra
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_DEFLATED:
        # Never more than it says, whatever the part really holds.
        packed = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)
    elif info.compress_type != zipfile.ZIP_STORED:
        raise zipfile.BadZipFile("no spreadsheet program packs parts in this way")
    if len(packed) != info.file_size or zlib.crc32(packed) != info.CRC:
        raise zipfile.BadZipFile("not what the list of parts says")
    return packed


def _breaks_off() -> Rejected:
    return Rejected(
        "WB001", "The file is damaged: it breaks off before its end.", "Save the workbook again, and send it again."
    )
