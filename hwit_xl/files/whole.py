"""Whether a file is whole, or the beginning of one that a run before version 0.2 was killed over.

Only what is plainly half a file counts as such: it begins as one of ours does and breaks off, or holds nothing at all. What
merely is another kind of file than its name says belongs to somebody, and is whole.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

_ENDS_WITHIN = 2048
"""Bytes at the end of a PDF among which its last line stands."""
_LARGEST = 64 << 20
"""Bytes; a larger file is none of ours, and is not looked into."""


def looks_whole(path: Path) -> bool:
    """Whether a file is not plainly half of one: of a workbook, a Word text, a zip file, a PDF or JSON.

    Raises:
        OSError: it cannot be read.
    """
    if not path.is_file():
        return True
    size = path.stat().st_size
    if size == 0:
        return False
    if size > _LARGEST:
        return True
    data = path.read_bytes()
    if not data.strip(b"\0"):
        return False  # a name that got its room on the disk, and nothing in it
    look = _LOOKS.get(path.suffix.lower())
    return look is None or look(path, data)


def _zip(path: Path, data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return True
    try:
        with zipfile.ZipFile(path) as package:
            return bool(package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _pdf(path: Path, data: bytes) -> bool:
    return not data.startswith(b"%PDF-") or b"%%EOF" in data[-_ENDS_WITHIN:]


def _json(path: Path, data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        return error.end < len(data)  # a letter that breaks off at the very end
    if not text.startswith(("{", "[")):
        return True
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        breaks_off = (
            error.pos >= len(text) or "Unterminated string" in error.msg or len(text) - error.pos < len("false")
        )
        return not breaks_off
    except RecursionError:
        return True
    return True


_LOOKS = dict.fromkeys((".xlsx", ".xlsm", ".xlam", ".docx", ".zip"), _zip) | {".pdf": _pdf, ".json": _json}
