"""Opening a returned workbook safely. Returned files are untrusted: nothing in them is run, followed or believed for size."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar, TypeVarTuple
from xml.parsers import expat

from hwit_xl.problem import Problem
from hwit_xl.workbooks.xlsx import directory, plain_xml
from hwit_xl.workbooks.xlsx.limits import (
    DEEPEST,
    LARGEST_DIRECTORY,
    LARGEST_FILE,
    LARGEST_PART,
    LARGEST_TOTAL,
    LONGEST_PIECE,
    MOST_PARTS,
    MOST_RELATIONS,
)

MOST_SPINS = 1_000_000
"""Rounds of hashing for one password; Excel takes 100,000, and a hostile file could ask for hours."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"

_GARBLED = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, struct.error, zlib.error, expat.ExpatError,
)  # fmt: skip
"""What olefile and msoffcrypto raise over a damaged file, beside errors of their own."""

_OTHER_OFFICE = {"word/document.xml": "a Word document", "ppt/presentation.xml": "a PowerPoint presentation"}
"""Other kinds of Office documents, by the part that only they have."""

Handler = Callable[..., None]


class Rejected(Problem):
    """The file cannot be read as a return.

    Attributes:
        code: the rule that says so (``WB001`` to ``WB005``).
        message: what is wrong, in a teacher's words.
        fix: what to do, where the rule's own words are not exact enough.
        sha256: of the file's bytes, once they are known.
    """

    def __init__(self, code: str, message: str, fix: str | None = None) -> None:
        """Keep the code, what is wrong, and what to do."""
        super().__init__(code, message, fix)
        self.code, self.message, self.fix = code, message, fix
        self.sha256 = ""

    @property
    def said(self) -> str:
        """What is wrong and, where it is known, what to do, on one line."""
        return f"{self.message} {self.fix}" if self.fix else self.message


def load(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        Rejected: it cannot be opened, or is too large.
    """
    if path.name.startswith("~$"):
        raise Rejected(
            "WB001", "This is not a workbook: Excel puts such a file beside a workbook while somebody has it open.",
            "Close the workbook in Excel, and send the file of the same name without ~$.",
        )  # fmt: skip
    try:
        if path.is_dir():
            raise Rejected(
                "WB001",
                "This is a folder, not a workbook.",
                "Give the folder itself to be searched, or the workbook in it.",
            )
        if path.exists() and not path.is_file():
            raise Rejected("WB001", "This is a device or a pipe, not a file.", "Give the workbook itself.")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Rejected(
                "WB003", f"The file has {size / (1 << 20):.0f} MB; a return has well under {LARGEST_FILE >> 20} MB."
            )
        return path.read_bytes()
    except OSError as error:
        raise Rejected(
            "WB001",
            f"The file could not be opened: {error.strerror or 'it cannot be read'}.",
            "Check that it is still there and that you may read it.",
        ) from error


class Opened(NamedTuple):
    """A workbook's bytes, and the password that opened it, if it was protected."""

    data: bytes
    password: str | None = None


def unlocked(data: bytes, passwords: Iterable[str] = ()) -> Opened:
    """The workbook inside a file, opened with one of the passwords if it is protected.

    Raises:
        Rejected: it is another kind of file, or protected by a password that is not among those given.
    """
    if data.startswith(_OLE):
        return _decrypted(data, passwords)
    if not data:
        raise Rejected(
            "WB001", "The file is empty: nothing was saved in it.", "Save the workbook again, and send it again."
        )
    if not data.startswith(_ZIP):
        if belongs := _belongs_elsewhere(data):
            raise Rejected("WB001", f"This is {belongs[0]}, not an Excel workbook.", belongs[1])
        kind = _guess(data)
        raise Rejected(
            "WB001",
            f"This is {kind}, not an Excel workbook, whatever its name says.",
            "Open it in Excel, save it as an Excel workbook (.xlsx), and send that.",
        )
    return Opened(data)


def _belongs_elsewhere(data: bytes) -> tuple[str, str] | None:
    """What a file of this program is that is no workbook, and where it belongs."""
    if not data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    if b'"decided_on"' in data:
        return "a decision file of the panel", "Give it with --decision, beside the workbook it answers."
    if b'"submitted_on"' in data and b'"rules"' in data:
        return "the manifest of a submission", "Give the folder it lies in to hwit decide."
    return "a JSON file", "Give the workbook itself (.xlsx)."


def _guess(data: bytes) -> str:
    """What a file that is no package looks like."""
    head = data[:4096]
    if head.startswith(b"%PDF"):
        return "a PDF"
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if head.lstrip().startswith(b"<?xml"):
        return "an XML file"
    if b"\x00" not in head:
        lines = head.splitlines()
        return (
            "a text file with commas (CSV)"
            if lines and any(sep in lines[0] for sep in (b",", b";", b"\t"))
            else "a text file"
        )
    return "another kind of file"


def _decrypted(data: bytes, passwords: Iterable[str]) -> Opened:
    """Open an OLE file: a protected workbook, or an old .xls."""
    import msoffcrypto  # only for the few files that need it
    import olefile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if not ole.exists("EncryptedPackage"):
                raise Rejected(
                    "WB001", "This is a workbook of the old Excel format (.xls), which cannot hold the form.",
                    "Fill in the form you were sent (.xlsx), and send that.",
                )  # fmt: skip
    except _GARBLED as error:
        raise Rejected(
            "WB001", "The file is damaged: it breaks off before its end.", "Save the workbook again, and send it again."
        ) from error
    for password in passwords:
        opened = io.BytesIO()
        try:
            file = msoffcrypto.OfficeFile(io.BytesIO(data))
            if file.info.get("spinValue", 0) > MOST_SPINS:
                break
            file.load_key(password=password)
            file.decrypt(opened)
        except (InvalidKeyError, DecryptionError, FileFormatError, *_GARBLED):
            continue
        if opened.getvalue().startswith(_ZIP):
            return Opened(opened.getvalue(), password)
    raise Rejected("WB002", "The workbook is protected by a password or a sensitivity label, so it cannot be opened.")


def protected(data: bytes, password: str) -> bytes:
    """A workbook's bytes, protected by a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, locked)
    return locked.getvalue()


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
        self._infos = {info.filename: info for info in infos}
        if len(self._infos) < len(infos):
            raise Rejected(
                "WB001",
                "The file is damaged: it holds the same part twice.",
                "Save the workbook again, and send it again.",
            )
        for part, kind in _OTHER_OFFICE.items():
            if part in self._infos:
                raise Rejected("WB001", f"This is {kind}, not an Excel workbook.", "Give the workbook itself (.xlsx).")
        if {"manifest.json", "submission.xlsx"} <= {posixpath.basename(name) for name in self._infos}:
            raise Rejected("WB001", "This is a submission in a zip file, not a workbook.", "Give it to hwit decide.")
        if "[Content_Types].xml" not in self._infos:
            kind = "an OpenDocument file (.ods)" if "mimetype" in self._infos else "a zip file"
            raise Rejected(
                "WB001",
                f"This is {kind}, not an Excel workbook.",
                "Open it, save it as an Excel workbook (.xlsx), and send that.",
            )

    @property
    def names(self) -> Iterable[str]:
        """The names of all parts."""
        return self._infos.keys()

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
        if any(
            data.find(b"<", at, at + LONGEST_PIECE) < 0 for at in range(0, len(data) - LONGEST_PIECE, LONGEST_PIECE)
        ):
            raise Rejected("WB003", "A part of the file holds a single piece far longer than any text of a return.")
        return data

    def relations(self, part: str) -> tuple[tuple[str, str, str], ...]:
        """What a part points to inside the package: (id, kind, name of the part)."""
        folder, slash, name = part.rpartition("/")
        source = f"{folder}{slash}_rels/{name}.rels"
        if source not in self._infos:
            return ()
        return _relations(self.read(source), folder)


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
            target = attributes.get("Target", "")
            place = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
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


def elements(data: bytes, *names: str, most: int) -> list[tuple[str, dict[str, str]]]:
    """Name and attributes of every element of these names in a small part, in order.

    Raises:
        Rejected: the part is not well-formed, has a document type, or holds more than ``most`` of them.
    """
    many = len(data) > most * len("<a/>") and sum(data.count(b"<%s" % name.encode()) for name in names) > most
    plain = None if many else plain_xml.elements(data, names)  # of many, the parser stops at the first too many
    if plain is not None:
        return plain
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in names:
            found.append((name, attributes))
            if len(found) > most:
                raise _too_many_pieces(most)

    parse(data, start)
    return found


def _breaks_off() -> Rejected:
    return Rejected(
        "WB001", "The file is damaged: it breaks off before its end.", "Save the workbook again, and send it again."
    )


def _too_many_pieces(most: int) -> Rejected:
    return Rejected("WB003", f"A part of the file consists of more than {most:,} pieces; in a return it has a few.")


def parser() -> expat.XMLParserType:
    """An XML parser that refuses document types and entities."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse
    made.EntityDeclHandler = _refuse
    return made


def _refuse(*_: object) -> None:
    raise Rejected(
        "WB003", "The file holds instructions (a document type) that no spreadsheet program writes; it was not opened."
    )


def parse(data: bytes, start: Handler, end: Handler | None = None, text: Handler | None = None) -> None:
    """Parse a small part.

    Raises:
        Rejected: it is not well-formed, has a document type, or elements far too deep inside each other.
    """
    made = parser()
    made.CharacterDataHandler = text
    listen(made, start, end)
    feed(made, data, final=True)


def listen(made: expat.XMLParserType, start: Handler, end: Handler | None = None) -> None:
    """Have a parser call these for each element, and refuse elements far too deep inside each other."""
    depth = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Rejected(
                "WB003", "The file holds pieces inside each other, deeper than any spreadsheet program puts them."
            )
        start(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(tag)

    made.StartElementHandler, made.EndElementHandler = opened, closed


def feed(made: expat.XMLParserType, data: bytes, *, final: bool) -> None:
    """Give data to a parser, turning its errors into a rejection."""
    try:
        made.Parse(data, final)
    except (expat.ExpatError, ValueError, IndexError, LookupError) as error:
        raise Rejected(
            "WB001",
            "The file is damaged: a part of the workbook is not well-formed.",
            "Save the workbook again, and send it again.",
        ) from error
