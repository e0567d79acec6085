"""The list of parts at the end of a zip file: how large it is, before any of it is believed or built.

A zip file names its parts in a directory at its end. A library that opens one makes an object for each of them, however
many there are, so they are counted first.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_NOTE = 0xFFFF
_END_64, _END_64_SIZE = b"PK\x06\x06", 56
_LOCATOR_64, _LOCATOR_64_SIZE = b"PK\x06\x07", 20
LONGEST_END = _END_SIZE + _LONGEST_NOTE + _END_64_SIZE + _LOCATOR_64_SIZE
"""Bytes that can stand behind the directory."""
_ENTRY, _ENTRY_SIZE = b"PK\x01\x02", 46


class Directory(NamedTuple):
    """How large a zip file's directory is, in bytes, and how many parts it lists."""

    size: int
    parts: int


def measured(data: bytes, most: int, largest: int) -> Directory | None:
    """The size of a zip file's directory; None where there is none, or it is not what its end says.

    Args:
        most: parts; counting stops with the first one over it.
        largest: bytes; a larger directory is not looked into, and counts as one of as many parts as its end says.
    """
    end = _end_of(data)
    if end < 0:
        return None
    said, size = struct.unpack_from("<HI", data, end + 10)
    start = end
    locator = end - _LOCATOR_64_SIZE
    if locator >= _END_64_SIZE and data.startswith(_LOCATOR_64, locator):
        start = locator - _END_64_SIZE
        if not data.startswith(_END_64, start):
            return None
        said, size = struct.unpack_from("<QQ", data, start + 32)
    if size > largest:
        return Directory(size, said)
    at = start - size
    if at < 0:
        return None
    parts = 0
    while at < start and parts <= most:
        if not data.startswith(_ENTRY, at) or at + _ENTRY_SIZE > start:
            return None
        at += _ENTRY_SIZE + sum(struct.unpack_from("<3H", data, at + 28))
        parts += 1
    return Directory(size, max(parts, said))


def _end_of(data: bytes) -> int:
    """Where the directory's end record stands; -1 where there is none."""
    last = len(data) - _END_SIZE
    if last >= 0 and data.startswith(_END, last) and data.endswith(b"\0\0"):
        return last
    found = data.rfind(_END, max(0, last - _LONGEST_NOTE))
    return found if found <= last else -1
