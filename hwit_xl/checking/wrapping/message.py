"""What is attached to an e-mail, and to the e-mails that were forwarded in it."""

from __future__ import annotations

import base64
import binascii
import email
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from functools import partial

from hwit_xl.checking.wrapping.item import MOST_ITEMS, UNPACK, Item, ensure_fits
from hwit_xl.workbooks.xlsx.rejected import Rejected

_MOST_LOOKS = 15_000_000
"""A parser holds every line against the boundary of every part that holds parts. The largest message that is looked into has
1,400,000 lines and three such parts, and each message forwarded in it as many."""
_LONGEST_HEADER = 4000
"""Characters of a line that names an attachment; taking apart a longer one would take ever longer."""
_HEADERS = frozenset({"from", "to", "subject", "date", "received", "return-path", "message-id", "mime-version"})
"""One of these every message has, or one about its content."""
_BEFORE_HEADERS = b"\xef\xbb\xbf \t\r\n"
"""Bytes that programs put in front of a message: the mark of UTF-8, and blank lines."""
_NAMING = ("content-disposition", "content-type")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MESSAGE = "message/rfc822"


def items(data: bytes) -> list[Item]:
    """Everything attached to a message, also to those forwarded in it; never the messages' own words.

    Raises:
        Rejected: it is over the limits, or no message.
    """
    boundaries, lines = data.lower().count(b"boundary"), data.count(b"\n") + data.count(b"\r")
    if (boundaries + 1) * lines > _MOST_LOOKS:
        raise Rejected("WB003", "The e-mail has far more parts or lines than one with returns.", _SAVE)
    try:
        message = email.message_from_bytes(data.lstrip(_BEFORE_HEADERS))
        parts = list(message.walk())
    except RecursionError as error:
        raise Rejected("WB003", "The e-mail has parts in parts, deeper than can be followed.", _SAVE) from error
    if not any(name.lower() in _HEADERS or name.lower().startswith("content-") for name in message):
        raise Rejected("WB001", "The file is called an e-mail, but nothing in it says from whom or when it is.", _SAVE)
    found: list[Item] = []
    for part in parts:
        item = _item(part, len(found) + 1)
        if item:
            found.append(item)
    if len(found) > MOST_ITEMS:
        raise Rejected("WB003", f"The e-mail has more than {MOST_ITEMS:,} attachments.", _SAVE)
    return found


_SAVE = "Save the attached workbooks from it, and give those."


def _item(part: Message, number: int) -> Item | None:
    """A part as something attached; None where it is words of the message, or holds other parts."""
    if any(len(str(part.get(name, ""))) > _LONGEST_HEADER for name in _NAMING):
        return None if part.is_multipart() else Item(f"attachment {number}", partial(_read, part))
    kind = part.get_content_type()
    name = _name(part)
    if kind == _MESSAGE and str(part.get("content-transfer-encoding", ""))[:20].strip().lower() == "base64":
        return Item(_ending(name or f"message {number}", ".eml"), partial(_read_message, part))
    if part.is_multipart() or (not name and part.get_content_maintype() == "text"):
        return None
    if not name:
        name = f"attachment {number}"
    return Item(_ending(name, ".xlsx") if kind == _WORKBOOK else name, partial(_read, part))


def _ending(name: str, ending: str) -> str:
    return name if name.lower().endswith(ending) else f"{name}{ending}"


def _name(part: Message) -> str:
    """What an attachment is called, however its letters are written; "" where that is not said."""
    try:
        name = part.get_filename("")
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError, TypeError):
        return ""


def _read(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    ensure_fits(len(data))
    return data


def _read_message(part: Message) -> bytes:
    """A message whose letters were encoded on the way, which a parser has taken for its words."""
    inner = part.get_payload()
    text = inner[0].get_payload() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else ""
    try:
        data = base64.b64decode(str(text))
    except (binascii.Error, ValueError) as error:
        raise Rejected("WB001", "The forwarded message is damaged.", UNPACK) from error
    ensure_fits(len(data))
    return data
