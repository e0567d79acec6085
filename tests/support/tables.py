"""The parts of a package that hold Excel tables."""

from __future__ import annotations

import io
import zipfile


def table_part(data: bytes, table: str) -> str:
    """The part that tells of a table."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("xl/tables/") and f'displayName="{table}"'.encode() in package.read(name):
                return name
    raise LookupError(table)
