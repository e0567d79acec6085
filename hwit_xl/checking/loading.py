"""The bytes of a file that was found, wherever it lies: by itself, in a zip file or in an e-mail."""

from __future__ import annotations

import hashlib

from hwit_xl.checking.collect import Found
from hwit_xl.workbooks.xlsx import opening


def load(found: Found) -> bytes:
    """The bytes of a file.

    Raises:
        Rejected: it cannot be opened or looked into, is too large, or has changed since it was looked into.
    """
    member = found.member
    if member is None:
        return opening.load(found.path)
    if member.refused:
        raise member.refused.rejected
    from hwit_xl.checking.wrapping import look  # only for what is wrapped

    data = look.take_out(found.path, member.trail)
    if hashlib.sha256(data).hexdigest() != member.sha256:
        raise look.changed()
    return data
