"""XML of a sender: no document types, no entities, no depth without end, no more elements than expected."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from xml.parsers import expat

from hwit_xl.workbooks.xlsx import plain_xml
from hwit_xl.workbooks.xlsx.limits import (
    DEEPEST,
)
from hwit_xl.workbooks.xlsx.rejected import Rejected

Handler = Callable[..., None]
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]


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


_DECLARED = re.compile(rb"""\A(<\?xml[^>]*?\bencoding=["'])([A-Za-z0-9._-]+)""")
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How a part in UTF-16 begins."""


def in_utf_8(data: bytes) -> bytes:
    """A part in UTF-8, whichever encoding it says it is in; one that is in UTF-8 already keeps its bytes.

    Raises:
        UnicodeError, LookupError: it is not in the encoding that it says, or nobody knows that.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
        encoding = declared[2].decode() if declared else "utf-8"
    if codecs.lookup(encoding).name == "utf-8":
        return data
    return _DECLARED.sub(rb"\1UTF-8", data.decode(encoding).removeprefix("\ufeff").encode(), count=1)


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
        if isinstance(error, expat.ExpatError) and error.code == _NO_MEMORY:
            raise MemoryError from error  # a matter of the limits, not of the file's form
        raise Rejected(
            "WB001",
            "The file is damaged: a part of the workbook is not well-formed.",
            "Save the workbook again, and send it again.",
        ) from error
