"""A short cut through the XML of sheets and shared strings, for the plain form in which spreadsheet programs write it.

Excel, LibreOffice and openpyxl write every cell as ``<c r= s= t=>`` with a value and perhaps a formula inside, without
comments, CDATA, instructions or prefixes. A regular expression takes such a part in one go, several times faster than a
parser that calls back for each element. Anything else, even one cell that does not fit, is left to the parser: both ways
give the same cells, which the tests compare.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class PlainCell(NamedTuple):
    """A cell as written.

    Attributes:
        letters, row: its address.
        attributes: the rest of its tag, such as `` s="12" t="s"``.
        formula: the formula's element, or "".
        content: the value as written, references and all.
    """

    letters: str
    row: str
    attributes: str
    formula: str
    content: str


_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"((?: s="[0-9]{1,9}+")?+(?: t="[a-zA-Z]{1,20}+")?+)>(?!</c>)'
    r"(<f(?:[^<>/]++|/(?!>))*+(?:/>|>[^<]*+</f>))?+"
    r'(?:(?:<v>|<v/>|<is><t(?: xml:space="preserve")?+>)([^<]*+)(?:</v>|</t></is>|(?<=<v/>)))?</c>'
)
_CLOSED_BLANK = re.compile(r"<c(?: [^<>]*+)?></c>")
_STRING = re.compile(r"<si>(?:<t(?: xml:space=\"preserve\")?>([^<]*+)</t>|<t/>)</si>")
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
    # Every cell with something inside has an end tag: with as many as cells were found, nothing was passed over.
    ends = text.count("</c")
    if len(found) != ends and len(found) + len(_CLOSED_BLANK.findall(text)) != ends:
        return None
    return found  # plain tuples in the order of PlainCell, which costs less than naming each


def strings(data: bytes) -> list[str] | None:
    """The shared strings; None where the part is not in the plain form (text with several fonts, for instance)."""
    text = _plain(data, b"<sst", b"</sst>")
    if text is None:
        return None
    found = _STRING.findall(text)
    if len(found) != text.count("<si"):
        return None
    if "&" not in text:
        return found
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
        or _instructed(data)
        or b"&" in data
        or b"='" in data
    ):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    found = _tags(names).findall(text)
    if not all(rest for _, rest in found) or _prefixed_tags(names).search(text):
        return None  # the tag of one of them is not in the plain form
    return [(name, dict(_ATTRIBUTE.findall(rest))) for name, rest in found]


@lru_cache(maxsize=64)
def _tags(names: tuple[str, ...]) -> re.Pattern[str]:
    """Tags that open these elements: name, and the rest of the tag, or "" where it is not in the plain form."""
    return re.compile(rf'<({"|".join(names)})(?![\w:.\-])((?: [\w:]++="[^"<&]*+")*+\s*+/?>)?+')


@lru_cache(maxsize=64)
def _prefixed_tags(names: tuple[str, ...]) -> re.Pattern[str]:
    """Tags that open these elements with a prefix, of which the parser makes sense."""
    return re.compile(rf"<[\w.\-]++:(?:{'|'.join(names)})[\s/>]")


def pieces(data: bytes, *names: bytes) -> list[bytes]:
    """These elements of a part, each as a document of its own; the whole part where it is not in the plain form."""
    found: list[bytes] = []
    if _holds(data, b"<!", 0, len(data)) or _instructed(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
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
    start = data.find(holds)
    if start < 0 or (declared is not None and declared[1].lower() != b"utf-8") or not data.rstrip().endswith(end):
        return None
    cut = data.find(b"</sheetData>", start)
    cut = cut if cut >= 0 else len(data)
    head = _declaration_end(data)
    if data.find(b"\r", start, cut) >= 0 or any(_holds(data, sign, head, cut) for sign in (b"<!", b"<?")):
        return None
    try:
        return str(memoryview(data)[start:cut], "utf-8")  # without another copy
    except UnicodeDecodeError:
        return None


def _holds(data: bytes, sign: bytes, start: int, end: int) -> bool:
    """Whether two characters stand together between these places. That one is nowhere is found ten times faster."""
    second = data.find(sign[1:], start, end)
    return second >= 0 and data.find(sign, max(start, second - 1), end) >= 0


def _declaration_end(data: bytes) -> int:
    """Where the XML declaration ends; 0 where there is none."""
    return data.find(b"?>") + 2 if data.startswith((b"<?xml ", b"\xef\xbb\xbf<?xml ")) else 0


def _instructed(data: bytes) -> bool:
    """Whether a part holds instructions to programs, which may hold anything, tags too."""
    mark = data.find(b"?", _declaration_end(data))
    return mark > 0 and data.find(b"<?", mark - 1) >= 0


def unescaped(text: str) -> str:
    """A text with XML's references replaced by what they stand for.

    Raises:
        ValueError: a reference is to something XML does not know.
    """
    replaced, count = _REFERENCE.subn(_meant, text)
    if count != text.count("&") or ("&#" in text and _NO_CHARACTER.search(replaced)):
        raise ValueError("a reference that XML does not know")
    return replaced


def _meant(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    return _NAMED[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))
