"""PDF from the typst sources in ``workbook_templates/documents``.

What a document says comes in as data and is never part of the source, so no answer of a school can be taken for markup.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typst

from hwit_xl import templates


def pdf(source: str, content: Mapping[str, Any], *, on: dt.date, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A document as PDF. The same content gives the same bytes.

    Args:
        source: name of the typst file, without ending.
        content: what it says: texts, numbers, booleans, lists and dictionaries. The source reads it as
            ``sys.inputs.content``.
        on: the date of the document, kept in the file instead of the time of making it.
        pictures: files that the source may show, by name.

    Raises:
        FileNotFoundError: there is no such source.
        typst.TypstError: a picture cannot be shown.
    """
    with _sources(pictures or {}) as root:
        made = dt.datetime(on.year, on.month, on.day, 12, tzinfo=dt.UTC)
        return typst.compile(
            str(root / f"{source}.typ"),
            root=str(root),
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            timestamp=int(made.timestamp()),
        )


def png(source: str, *, ppi: int = 300) -> bytes:
    """A picture that says nothing of its own, such as the emblem, as PNG.

    Args:
        source: name of the typst file, without ending; it has one page.
        ppi: pixels per inch.

    Raises:
        FileNotFoundError: there is no such source.
    """
    with _sources({}) as root:
        file = str(root / f"{source}.typ")
        return typst.compile(file, root=str(root), format="png", ppi=ppi, sys_inputs={"content": "{}"})


@contextmanager
def _sources(pictures: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder of its own with every source, and the pictures they may show."""
    with tempfile.TemporaryDirectory(prefix="hwit-") as name:
        root = Path(name)
        for file in (templates.folder() / "documents").glob("*.typ"):
            shutil.copyfile(file, root / file.name)
        for picture, data in pictures.items():
            (root / picture).write_bytes(data)
        yield root
