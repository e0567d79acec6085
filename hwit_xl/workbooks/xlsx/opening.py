"""Getting at the workbook inside a file: what it is instead of a workbook, and passwords."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from hwit_xl.workbooks.xlsx.limits import (
    LARGEST_FILE,
)
from hwit_xl.workbooks.xlsx.rejected import Rejected

MOST_SPINS = 1_000_000
"""Rounds of hashing for one password; Excel takes 100,000, and a hostile file could ask for hours."""


EXCELS_OWN = "VelvetSweatshop"
"""The password that Excel tries by itself, without asking: what it protects opens for everybody, and nobody chose it."""


_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


_GARBLED = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, struct.error, zlib.error, expat.ExpatError,
)  # fmt: skip
"""What olefile and msoffcrypto raise over a damaged file, beside errors of their own."""


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
    except OSError as error:
        raise _not_opened(error) from error
    return whole(path, LARGEST_FILE, f"a return has well under {LARGEST_FILE >> 20} MB")


def whole(path: Path, most: int, limit: str, fix: str | None = None) -> bytes:
    """The bytes of a file that is no larger than it may be.

    Args:
        most: bytes that it may have.
        limit: what is said of them where it has more.
        fix: what to do then; as the rule has it by default.

    Raises:
        Rejected: it cannot be opened, or is too large.
    """
    try:
        size = path.stat().st_size
        if size > most:
            raise Rejected("WB003", f"The file has {size / (1 << 20):.0f} MB; {limit}.", fix)
        return path.read_bytes()
    except OSError as error:
        raise _not_opened(error) from error


def _not_opened(error: OSError) -> Rejected:
    return Rejected(
        "WB001",
        f"The file could not be opened: {error.strerror or 'it cannot be read'}.",
        "Check that it is still there and that you may read it.",
    )


class Opened(NamedTuple):
    """A workbook's bytes, and the password that opened it, if it was protected."""

    data: bytes
    password: str | None = None


def unlocked(data: bytes, passwords: Iterable[str] = ()) -> Opened:
    """The workbook inside a file, opened with one of the passwords if it is protected, or with the one Excel tries itself.

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
    if b'"doc_id"' in data:
        return "a link to a Google Sheet", "Download the sheet as an Excel workbook (.xlsx), and send that."
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
                if ole.exists("Workbook") or ole.exists("Book"):
                    raise Rejected(
                        "WB001", "This is a workbook of the old Excel format (.xls), from which answers are not read.",
                        "Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and send that.",
                    )  # fmt: skip
                raise Rejected(
                    "WB001",
                    "This is a file of another program, not an Excel workbook, whatever its name says.",
                    "Send the workbook itself (.xlsx).",
                )
    except _GARBLED as error:
        raise Rejected(
            "WB001", "The file is damaged: it breaks off before its end.", "Save the workbook again, and send it again."
        ) from error
    for password in (EXCELS_OWN, *passwords):
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
