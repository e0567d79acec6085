"""What is in a zip file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import partial

from hwit_xl.checking.wrapping.item import LARGEST_UNPACKED, MOST_ITEMS, UNPACK, Item, ensure_fits
from hwit_xl.workbooks.xlsx import directory
from hwit_xl.workbooks.xlsx.rejected import Rejected

_LARGEST_DIRECTORY = 2 << 20
"""Bytes of the list at its end: 400 for each of as many things as there may be."""
_ENCRYPTED = 0x1
_GARBLED = (
    zipfile.BadZipFile,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What the library raises over a damaged file."""


def items(data: bytes) -> list[Item]:
    """Everything in a zip file but its folders.

    Raises:
        Rejected: it is damaged, protected by a password, or over the limits.
    """
    listed = directory.measured(data, MOST_ITEMS, _LARGEST_DIRECTORY)
    if listed is None:
        raise _damaged()
    if listed.parts > MOST_ITEMS or listed.size > _LARGEST_DIRECTORY:
        raise Rejected("WB003", f"The zip file holds more than {MOST_ITEMS:,} files.", UNPACK)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except _GARBLED as error:
        raise _damaged() from error
    infos = [info for info in package.infolist() if not info.is_dir()]
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Rejected("WB002", "The zip file is protected by a password, so it was not looked into.", UNPACK)
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        raise Rejected("WB003", f"Unpacked, the zip file would take more than {LARGEST_UNPACKED >> 20} MB.", UNPACK)
    if sum(info.compress_size for info in infos) > len(data):
        raise Rejected("WB003", "The zip file says that it holds more than it can: its files lie over each other.")
    return [Item(info.filename, partial(_read, package, info)) for info in infos]


def _read(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    ensure_fits(info.file_size)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # of others, no size can be held to
        raise Rejected("WB001", "The file is packed into its zip file in a way that few programs read.", UNPACK)
    try:
        with package.open(info) as file:
            return file.read(info.file_size)
    except _GARBLED as error:
        raise Rejected(
            "WB001",
            "The file cannot be unpacked: its zip file is damaged.",
            "Make the zip file again, and send it again.",
        ) from error


def _damaged() -> Rejected:
    return Rejected(
        "WB001", "The zip file is damaged: it breaks off before its end.", "Make the zip file again, and send it again."
    )
