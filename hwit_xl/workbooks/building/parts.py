"""The parts of a package brought into the form in which Excel writes them, where openpyxl writes them otherwise.

All of it is allowed either way, but not every program reads either way: previews of mail and telephones leave out texts that
stand in the cells themselves, and exceljs finds neither parts by absolute addresses nor drawings without their usual prefix.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS_PART = "xl/sharedStrings.xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"

Part = tuple[str, bytes]
"""Name and content."""


def in_shape(parts: Iterable[Part]) -> list[Part]:
    """The parts of a workbook as openpyxl saved it, each in the one form that its content has, in the same order.

    Which XML library openpyxl found makes no difference to them.
    """
    strings: dict[str, int] = {}
    shaped = {name: _shaped(name, part) for name, part in parts}
    for name in sorted((name for name in shaped if name.startswith("xl/worksheets/sheet")), key=_as_counted):
        shaped[name] = _shared(shaped[name], strings)
    if strings:
        shaped["[Content_Types].xml"] = _with(
            shaped["[Content_Types].xml"], f'<Override ContentType="{_STRINGS_TYPE}" PartName="/{_STRINGS_PART}"/>'
        )
        shaped["xl/_rels/workbook.xml.rels"] = _with(
            shaped["xl/_rels/workbook.xml.rels"],
            f'<Relationship Id="strings" Target="{posixpath.basename(_STRINGS_PART)}" Type="{_STRINGS_RELATION}"/>',
        )
        shaped[_STRINGS_PART] = _strings(strings)
    [contents, *others] = shaped.items()
    return [contents, *sorted(others)]


def _shaped(name: str, part: bytes) -> bytes:
    """A part without what depends on others."""
    if not name.endswith((".xml", ".rels")):
        return part
    text = _EMPTY.sub(r"<\1\2/>", ET.canonicalize(part.decode()))
    if name.endswith(".rels"):
        text = _relative(name, text)
    elif name.startswith("xl/drawings/"):
        text = _prefixed(text)
    elif name == "docProps/app.xml":
        text = _APPLICATION.sub(r"\1HWIT for Excel\2", text)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


_EMPTY = re.compile(r"<([\w:]+)((?: [^<>]*)?)></\1>")
_APPLICATION = re.compile("(<Application>)[^<]*+(</Application>)(?:<AppVersion>[^<]*+</AppVersion>)?")
_TARGET = re.compile(r'(?<= Target=")/([^"]+)(?="(?! TargetMode))')


def _relative(name: str, relations: str) -> str:
    """Relations with the addresses of parts as seen from the part they belong to.

    Those of the workbook itself stay as they are: every program finds sheets either way, and tools that were written for
    our forms look for them by their full address.
    """
    if name == "xl/_rels/workbook.xml.rels":
        return relations
    folder = posixpath.dirname(posixpath.dirname(name))
    return _TARGET.sub(lambda target: posixpath.relpath(target[1], folder or "."), relations)


_UNPREFIXED = re.compile(r"(</?)(?=[A-Za-z]+[\s/>])")


def _prefixed(drawing: str) -> str:
    """A drawing whose own elements carry the prefix that programs expect."""
    if not drawing.startswith("<wsDr "):
        return drawing
    return _UNPREFIXED.sub(r"\1xdr:", drawing).replace(' xmlns="', ' xmlns:xdr="', 1)


_INLINE = re.compile(r' t="inlineStr"><is>(<t(?: [^<>]*)?(?:/>|>[^<]*</t>))</is></c>')


def _shared(sheet: bytes, strings: dict[str, int]) -> bytes:
    """A sheet whose texts stand in the shared part."""

    def share(found: re.Match[str]) -> str:
        return f' t="s"><v>{strings.setdefault(found[1], len(strings))}</v></c>'

    return _INLINE.sub(share, sheet.decode()).encode()


def _strings(strings: Iterable[str]) -> bytes:
    texts = [f"<si>{text}</si>" for text in strings]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">{"".join(texts)}</sst>'.encode()


def _with(part: bytes, element: str) -> bytes:
    """A part with one element more, at its end."""
    end = part.rindex(b"</")
    return part[:end] + element.encode() + part[end:]


def _as_counted(name: str) -> tuple[int, str]:
    """Sheets in the order of their numbers: ``sheet2.xml`` before ``sheet10.xml``."""
    return len(name), name
