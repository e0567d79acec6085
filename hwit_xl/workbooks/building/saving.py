"""Saving a workbook so that the same content always gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

from openpyxl.workbook import Workbook

from hwit_validators.words import visible
from hwit_xl.files.archive import parts_in_order, zipped
from hwit_xl.files.writing import write
from hwit_xl.workbooks.building.parts import in_shape
from hwit_xl.workbooks.xlsx.escapes import encoded

_BORN = dt.datetime(2026, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def save(workbook: Workbook, path: Path, *, chart_texts: dict[str, str] | None = None) -> None:
    """Write a workbook to a file, in the place of one that is there.

    Args:
        chart_texts: what a chart shows, by its title, in the order of the charts: read out by screen readers.

    Raises:
        hwit_xl.files.writing.NotWritten: it cannot be written.
    """
    write(path, to_bytes(workbook, chart_texts=chart_texts), replace=True)


def to_bytes(workbook: Workbook, *, chart_texts: dict[str, str] | None = None) -> bytes:
    """The workbook as the bytes of an .xlsx file, without the time of saving or anybody's name."""
    workbook.properties.creator = "HWIT for Excel"
    workbook.properties.created = _BORN
    saved = io.BytesIO()
    workbook.save(saved)
    texts = iter((chart_texts or {}).items())
    made = []
    for name, part in parts_in_order(saved.getvalue()):
        if name == "docProps/core.xml":
            part = _MODIFIED.sub(rb"\g<1>" + _BORN.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), part)
        elif name.startswith("xl/drawings/drawing") and chart_texts:
            part = _described(part, texts)
        made.append((name, part))
    return zipped((name, _texts_as_typed(name, part)) for name, part in in_shape(made))


def parts(path: Path) -> dict[str, bytes]:
    """Every part of one of our own files, uncompressed."""
    return parts_of(path.read_bytes())


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part of a package that was made here, uncompressed."""
    return dict(parts_in_order(data))


_WITH_TEXTS = ("xl/worksheets/", "xl/sharedStrings")
_TEXT = re.compile(rb"(?<=>)[^<>]*_x[^<>]*(?=</t>)")
"""Of a cell or a shared string."""


def _texts_as_typed(name: str, part: bytes) -> bytes:
    """A part with its texts so written that no program takes what was typed in them for a character."""
    if not name.startswith(_WITH_TEXTS) or b"_x" not in part:
        return part
    return _TEXT.sub(lambda found: encoded(found[0].decode()).encode(), part)


def _described(drawing: bytes, texts: Iterator[tuple[str, str]]) -> bytes:
    """Give the charts of a drawing the next titles and alternative texts, in order."""

    def describe(match: re.Match[bytes]) -> bytes:
        title, text = next(texts, ("", ""))
        return match[0] if not title else match[1] + f' name="{_escaped(title)}" descr="{_escaped(text)}"'.encode()

    return re.sub(rb'(<(?:xdr:)?cNvPr id="\d+") name="Chart \d+"', describe, drawing)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def storable(text: str) -> str:
    """A text of a school as it is carried on: only without the characters that a workbook cannot hold."""
    return _FORBIDDEN.sub("", text)


def printable(text: str) -> str:
    """A text of others as a report, a paper or a Feedback sheet shows it: in it nothing hides, and lines stay lines."""
    return visible(text, lines=True)
