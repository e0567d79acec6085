"""One thing in a wrapping, and how much a wrapping may hold.

Wrappings come from anybody. They are opened in memory and up to limits; nothing is unpacked to the disk, and no name in one is
ever a path.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hwit_xl.workbooks.xlsx.limits import LARGEST_FILE
from hwit_xl.workbooks.xlsx.rejected import Rejected

LARGEST_WRAPPING = 100 << 20
"""Bytes of a zip file or message: some 700 full returns, and four times what most e-mail servers let through."""
LARGEST_UNPACKED = 256 << 20
"""Bytes of all that is in one, unpacked. Workbooks are packed themselves, so a zip file of them hardly grows."""
MOST_ITEMS = 5000
"""Things in one wrapping, and in those inside it."""
DEEPEST = 3
"""Wrappings inside each other: a zip file attached to a message that was put into another one."""

UNPACK = "Unpack it, and give the folder with the workbooks that were in it."


class Item(NamedTuple):
    """One thing in a wrapping.

    Attributes:
        name: as the sender has it: for people to see only after it went through :mod:`names <.names>`.
        read: gives its bytes.

    Calling ``read`` raises Rejected: it is damaged, or over the limits.
    """

    name: str
    read: Callable[[], bytes]


def ensure_fits(size: int) -> None:
    """Refuse what is larger than a return can be.

    Raises:
        Rejected: it is.
    """
    if size > LARGEST_FILE:
        raise Rejected(
            "WB003", f"The file has {size / (1 << 20):.0f} MB; a return has well under {LARGEST_FILE >> 20} MB."
        )
