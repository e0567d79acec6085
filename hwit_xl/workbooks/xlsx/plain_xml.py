"""A short cut through the XML of sheets and shared strings, for the plain form in which spreadsheet programs write it.

Excel, LibreOffice and openpyxl write every cell as ``<c r= s= t=>`` with a value and perhaps a formula inside, without
comments, CDATA, instructions or prefixes. A regular expression takes such a part in one go, several times faster than a
parser that calls back for each element. Anything else, even one cell that does not fit, is left to the parser: both ways
give the same cells, which the tests compare.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class PlainCell(NamedTuple):
    """A cell as written.

    Attributes:
        letters, row: its address.
        attributes: the rest of its tag, such as `` s="12" t="s"``.
        formula: the formula's element, or "".
        opening: the tag the value stands in, or "" where there is none; ``<v/>`` for a formula never worked out.
        content: the value as written, references and all.
    """

    letters: str
    row: str
    attributes: str
    formula: str
    opening: str
    content: str


_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"([^<>/]*+)>(?!</c>)'
    r"(<f(?:[^<>]*+/>|[^<>]*+>[^<]*+</f>))?+"
    r'(?:(<v>|<v/>|<is><t(?: xml:space="preserve")?+>)([^<]*+)(?:</v>|</t></is>|(?<=<v/>)))?</c>'
)
_ATTRIBUTES = re.compile(r'(?: [A-Za-z:]+="[^"&]*")*')
_STRING = re.compile(r"<si>(?:<t(?: xml:space=\"preserve\")?>([^<]*)</t>|<t/>)</si>")
_ENCODING = re.compile(rb'<\?xml[^>]*encoding=["\']([A-Za-z0-9_-]+)["\']')
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def cells(data: bytes) -> list[PlainCell] | None:
    """Every cell that holds something, as written; None where the part is not in the plain form."""
    text = _plain(data, b"<sheetData", b"</worksheet>")
    if text is None:
        return None
    found = _CELL.findall(text)
    if not all(map(_ATTRIBUTES.fullmatch, {cell[2] for cell in found})):
        return None
    values = len(found) - [cell[4] for cell in found].count("")
    if values != text.count("<v") + text.count("<is"):
        return None  # something with a value did not fit
    return found  # plain tuples in the order of PlainCell, which costs less than naming each


def strings(data: bytes) -> list[str] | None:
    """The shared strings; None where the part is not in the plain form (text with several fonts, for instance)."""
    text = _plain(data, b"<sst", b"</sst>")
    if text is None:
        return None
    found = _STRING.findall(text)
    if len(found) != text.count("<si>") + text.count("<si ") + text.count("<si/>"):
        return None
    try:
        return [unescaped(string) if "&" in string else string for string in found]
    except ValueError:
        return None


_ROOT = re.compile(rb"(?:<\?xml[^>]*\?>)?\s*<([A-Za-z]+)[ >]")
_ATTRIBUTE = re.compile(r' ([\w:]+)="([^"<&]*)"')


def elements(data: bytes, names: tuple[str, ...]) -> list[tuple[str, dict[str, str]]] | None:
    """Name and attributes of every element of these names, in order; None where the part is not in the plain form."""
    root = _ROOT.match(data)
    if (
        root is None
        or not data.rstrip().endswith(b"</" + root[1] + b">")
        or b"<!" in data
        or data.count(b"<?") > 1
        or b"&" in data
        or b"='" in data
    ):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    found = re.findall(rf'<({"|".join(names)})((?: [\w:]+="[^"<&]*")*)\s*/?>', text)
    if len(found) != sum(text.count(f"<{name} ") + text.count(f"<{name}>") + text.count(f"<{name}/") for name in names):
        return None
    return [(name, dict(_ATTRIBUTE.findall(attributes))) for name, attributes in found]


def pieces(data: bytes, *names: bytes) -> list[bytes]:
    """These elements of a part, each as a document of its own; the whole part where it is not in the plain form."""
    found: list[bytes] = []
    if b"<!" in data or data.count(b"<?") > 1 or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [data]
    for name in names:
        start, end = data.find(b"<" + name), data.find(b"</" + name + b">")
        if start >= 0 and end > start:
            found.append(data[start : end + len(name) + 3])
        elif b":" + name in data:
            return [data]
    return found or [data]


def _plain(data: bytes, holds: bytes, end: bytes) -> str | None:
    """The text of a part, as far as it holds cells or strings, if it is in UTF-8 and whole.

    None where it has prefixes, comments, CDATA, instructions, a document type or carriage returns.
    """
    declared = _ENCODING.match(data)
    if data.count(b"<?") > 1:
        return None  # what stands in an instruction may look like the end of the cells
    cut = data.find(b"</sheetData>")
    text = data[data.find(b"?>") + 2 : cut if cut >= 0 else len(data)]
    other_encoding = declared is not None and declared[1].lower() != b"utf-8"
    if (
        other_encoding
        or holds not in text
        or not data.rstrip().endswith(end)
        or b"<!" in text
        or b"\r" in text.lstrip()
    ):
        return None
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return None


def unescaped(text: str) -> str:
    """A text with XML's references replaced by what they stand for.

    Raises:
        ValueError: a reference is to something XML does not know.
    """
    replaced, count = _REFERENCE.subn(_meant, text)
    if count != text.count("&") or _NO_CHARACTER.search(replaced):
        raise ValueError("a reference that XML does not know")
    return replaced


def _meant(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    return _NAMED[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))
