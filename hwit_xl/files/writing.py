"""Files that appear complete under their name, or not at all."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path


def write(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".hwit-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def looks_whole(path: Path) -> bool:
    """Whether a workbook was written to its end."""
    return zipfile.is_zipfile(path) or path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
