"""What is attached to a message that Outlook saved as a file (.msg), and to the messages that were forwarded in it.

Such a file is a small file system, with a folder for each attachment and a stream for each of its properties. ([MS-OXMSG],
sections 2.2.2 and 2.4; numbers of properties after [MS-OXPROPS].)
"""

from __future__ import annotations

import io
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from hwit_xl.checking.wrapping.item import DEEPEST, MOST_ITEMS, Item, ensure_fits
from hwit_xl.workbooks.xlsx.rejected import Rejected

if TYPE_CHECKING:
    from olefile import OleFileIO

MARK = "__properties_version1.0".encode("utf-16-le")
"""The name of a stream that every such message has, as it lies in the file."""
_ATTACHED = "__attach_version1.0_#"
_DATA, _MESSAGE = "__substg1.0_37010102", "__substg1.0_3701000D"
_NAMES = ("3707", "3704", "3001")
"""Properties that hold an attachment's name: the long one, the short one, and what is shown."""
_LONGEST_NAME = 2000
_GARBLED = (
    OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, struct.error, zlib.error, RecursionError,
)  # fmt: skip
"""What olefile raises over a damaged file, beside errors of its own."""


def items(data: bytes) -> list[Item]:
    """Everything attached to a message, also to those forwarded in it.

    Raises:
        Rejected: it is damaged, or over the limits.
    """
    import olefile  # only for the few files that need it

    try:
        ole = olefile.OleFileIO(io.BytesIO(data))
        folders: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for *above, name in ole.listdir(streams=False, storages=True):
            folders[tuple(above)].append(name)
        found = list(_items(ole, folders, (), DEEPEST))
    except _GARBLED as error:
        raise _damaged() from error
    if len(found) > MOST_ITEMS:
        raise Rejected("WB003", f"The message has more than {MOST_ITEMS:,} attachments.")
    return found


def _items(
    ole: OleFileIO, folders: Mapping[tuple[str, ...], list[str]], message: tuple[str, ...], deeper: int
) -> Iterator[Item]:
    for folder in sorted(name for name in folders.get(message, ()) if name.startswith(_ATTACHED)):
        place = (*message, folder)
        if _MESSAGE in folders.get(place, ()):
            if deeper > 1:
                yield from _items(ole, folders, (*place, _MESSAGE), deeper - 1)
            else:
                yield Item("forwarded message", _too_deep)
        elif ole.exists([*place, _DATA]):
            yield Item(_name(ole, place) or "attachment", partial(_read, ole, [*place, _DATA]))


def _name(ole: OleFileIO, place: tuple[str, ...]) -> str:
    for number in _NAMES:
        for kind, encoding in (("001F", "utf-16-le"), ("001E", "cp1252")):
            stream = [*place, f"__substg1.0_{number}{kind}"]
            if ole.exists(stream):
                name: str = ole.openstream(stream).read(_LONGEST_NAME).decode(encoding, "replace").rstrip("\0")
                if name:
                    return name
    return ""


def _read(ole: OleFileIO, stream: list[str]) -> bytes:
    try:
        ensure_fits(ole.get_size(stream))
        data: bytes = ole.openstream(stream).read()
    except _GARBLED as error:
        raise _damaged() from error
    return data


def _too_deep() -> bytes:
    raise Rejected("WB003", "The message has messages in messages, deeper than they are followed.")


def _damaged() -> Rejected:
    return Rejected(
        "WB001", "The message is damaged.", "Save it again in Outlook, or save the attached workbooks from it."
    )
