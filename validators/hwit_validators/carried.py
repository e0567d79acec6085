"""Fingerprints of what earlier stages recorded, so that a change to a locked answer is noticed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from hwit_validators.records import Record


def fingerprint(table: type[Record], records: Mapping[str, tuple[Record, ...]]) -> str:
    """SHA-256 over the answers of a table.

    The same answers give the same fingerprint whatever program saved the file, wherever a sheet, row or column stands
    and in whichever order rows were sorted: blank answers do not count, and rows go by their reference.
    """
    names = [name for name, spec in table.columns.items() if not spec.given]
    content: dict[str, dict[str, object]] = {}
    for record in records.get(table.table, ()):
        answers = vars(record)
        content[record.ref] = {
            name: plain(answers[name])
            for name in names
            if answers[name] not in (None, "", ()) or name in record.unreadable
        }
    return digest(content)


def digest(content: object) -> str:
    """SHA-256 of an answer, or of answers in dictionaries and lists, in hexadecimal digits."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=plain)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> object:
    """A value as JSON has it: dates in ISO form, figures to twelve digits, whole ones without a point."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        value = float(f"{value:.12g}")  # programs write the last digits differently
        return int(value) if value.is_integer() else value
    return list(value) if isinstance(value, tuple) else value
