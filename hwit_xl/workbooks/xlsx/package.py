"""Opening a returned workbook safely. Returned files are untrusted: nothing in them is run, followed or believed for size."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from hwit_xl.workbooks.xlsx import plain_xml

LARGEST_FILE = 25 << 20
LARGEST_PART = 8 << 20
LARGEST_TOTAL = 64 << 20
MOST_PARTS = 2000
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


class Rejected(Exception):
    """The file cannot be read as a return.

    Attributes:
        code: the rule that says so (``WB001`` to ``WB005``).
        message: what is wrong, in a teacher's words.
        fix: what to do, where the rule's own words are not exact enough.
        sha256: of the file's bytes, once they are known.
    """

    def __init__(self, code: str, message: str, fix: str | None = None) -> None:
        """Keep the code, what is wrong, and what to do."""
        super().__init__(message)
        self.code, self.message, self.fix = code, message, fix
        self.sha256 = ""

    @property
    def line(self) -> str:
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
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Rejected(
                "WB001",
                "The file is damaged: it breaks off before its end.",
                "Save the workbook again, and send it again.",
            ) from error
        if len(infos) > MOST_PARTS:
            raise Rejected("WB003", f"The file consists of {len(infos):,} parts; a return has a few dozen.")
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
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotImplementedError("no spreadsheet program packs parts in this way")
            with self._zip.open(info) as part:
                return part.read(info.file_size + 1)  # never more, whatever the part really holds
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            OverflowError,  # a part that begins beyond any file, as a zip64 field may say
            ValueError,
        ) as error:
            raise Rejected(
                "WB001",
                "The file is damaged: a part of the workbook cannot be unpacked.",
                "Save the workbook again, and send it again.",
            ) from error

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """What a part points to inside the package: (id, kind, name of the part)."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self._infos:
            return []
        found: list[tuple[str, str, str]] = []
        for _, attributes in elements(self.read(source), "Relationship"):
            if attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                place = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append((attributes.get("Id", ""), attributes.get("Type", "").rsplit("/", 1)[-1], place))
        return found


def elements(data: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """Name and attributes of every element of these names in a small part, in order.

    Raises:
        Rejected: the part is not well-formed, or has a document type.
    """
    plain = plain_xml.elements(data, names)
    if plain is not None:
        return plain
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in names:
            found.append((name, attributes))

    parse(data, start)
    return found


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
        Rejected: it is not well-formed, or has a document type.
    """
    made = parser()
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = text
    feed(made, data, final=True)


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
