"""PDF from the typst sources in ``workbook_templates/documents``.

What a document says comes in as data and is never part of the source, so no answer of a school can be taken for markup.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Mapping
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
    sources = templates.folder() / "documents"
    with tempfile.TemporaryDirectory(prefix="hwit-") as name:
        root = Path(name)
        for file in sources.glob("*.typ"):
            shutil.copyfile(file, root / file.name)
        for picture, data in (pictures or {}).items():
            (root / picture).write_bytes(data)
        made = dt.datetime(on.year, on.month, on.day, 12, tzinfo=dt.UTC)
        return typst.compile(
            str(root / f"{source}.typ"),
            root=name,
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            timestamp=int(made.timestamp()),
        )
