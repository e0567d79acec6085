"""Fingerprints of what earlier stages recorded, so that a change to a locked answer is noticed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from hwit_validators.model.choices import as_first_worded
from hwit_validators.model.column import Kind
from hwit_validators.model.record import Record


def fingerprint(table: type[Record], records: Mapping[str, tuple[Record, ...]]) -> str:
    """SHA-256 over the answers of a table.

    The same answers give the same fingerprint whatever program saved the file, wherever a sheet, row or column stands
    and in whichever order rows were sorted: blank answers do not count, and rows go by their reference. Nor does it change
    with the form's version: columns go by their field, whatever they are called, and choices by their first words.
    """
    return digest(_content(table, records))


def fingerprint_as_typed(table: type[Record], records: Sequence[Record]) -> str:
    """The fingerprint of a table whose *n/a* and dashes count as words, as version 0.1 took them; "" where it has none."""
    if not any(record.placeholders for record in records):
        return ""
    words = {name for name, spec in table.columns.items() if spec.kind is Kind.TEXT or spec.open_list}
    typed = (
        record.model_copy(update={field: text for field, text in record.placeholders if field in words})
        for record in records
    )
    return fingerprint(table, {table.table: tuple(typed)})


def _content(table: type[Record], records: Mapping[str, tuple[Record, ...]]) -> dict[str, dict[str, object]]:
    """The answers of a table by reference and field."""
    names = _names(table)
    content: dict[str, dict[str, object]] = {}
    for record in records.get(table.table, ()):
        answers, unreadable = vars(record), record.unreadable
        content[record.ref] = {
            name: value if type(value) is str else plain(value)
            for name in names
            if (value := answers[name]) or value not in (None, "", ()) or name in unreadable
        }
    return content


@cache
def _names(table: type[Record], version: tuple[int, int] | None = None) -> tuple[str, ...]:
    """The columns that the school fills in; of those that forms up to a version have had."""
    return tuple(
        name for name, spec in table.columns.items() if not spec.given and (version is None or spec.since <= version)
    )


def imprint(table: type[Record], records: Mapping[str, tuple[Record, ...]]) -> str:
    """A table's fingerprint, and behind it two digits for each row and for each column.

    The fingerprint tells that an answer has changed, the digits which (:func:`changed`). A workbook keeps it under a name,
    as a formula of at most 8,192 characters, so a full table takes no more than two digits a row.
    """
    return ".".join((fingerprint(table, records), *map("".join, _digits(_content(table, records), _names(table)))))


def whole(sent: str) -> str:
    """The fingerprint in an imprint. Forms of version 1.0 kept nothing else."""
    return sent.partition(".")[0]


@dataclass(frozen=True)
class Changed:
    """Where a table is not as its imprint says, as far as that can be told.

    Attributes:
        refs, fields: the rows and the columns in which an answer has changed.
        rows_sent: how many rows it had; None if it has as many now, or this is not known.
    """

    refs: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    rows_sent: int | None = None


def changed(
    sent: str, table: type[Record], records: Mapping[str, tuple[Record, ...]], version: tuple[int, int] | None = None
) -> Changed:
    """Where a table is not as it was sent out. About one change in 250 leaves its row's or column's digits as they were.

    Args:
        version: of the form that keeps the imprint; columns that came later have no digits in it.
    """
    _, *parts = sent.split(".")
    if len(parts) != 2:
        return Changed()
    content, names = _content(table, records), _names(table, version)
    rows, columns = _digits(content, names)
    sent_rows, sent_columns = ([part[at : at + 2] for at in range(0, len(part), 2)] for part in parts)
    if len(sent_rows) != len(rows):
        return Changed(rows_sent=len(sent_rows))
    refs = [ref for ref, then, now in zip(sorted(content), sent_rows, rows, strict=True) if then != now]
    fields = [name for name, then, now in zip(names, sent_columns, columns, strict=False) if then != now]
    return Changed(tuple(refs), tuple(fields if len(sent_columns) == len(columns) else ()))


def _digits(content: Mapping[str, Mapping[str, object]], names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Two digits for each row, in the order of references, and for each column."""
    rows = [digest({ref: content[ref]})[:2] for ref in sorted(content)]
    columns = [digest({ref: answers.get(name) for ref, answers in content.items()})[:2] for name in names]
    return rows, columns


def digest(content: object) -> str:
    """SHA-256 of an answer, or of answers in dictionaries and lists, in hexadecimal digits."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=plain)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> object:
    """A value as JSON has it: dates in ISO form, figures to twelve digits, whole ones without a point."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e12:
            return int(value)
        value = float(f"{value:.12g}")  # programs write the last digits differently
        return int(value) if value.is_integer() else value
    value = as_first_worded(value)
    return list(value) if isinstance(value, tuple) else value
