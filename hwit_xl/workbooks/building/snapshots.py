"""The snapshots of the forms' versions, one TOML file for each, beside the forms."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

from hwit_validators.model.record import Record
from hwit_validators.model.versions import Asked, Snapshot, Table, Version, differences, snapshot
from hwit_validators.tables.forms import FORM_VERSION, FORMS
from hwit_xl import templates

TABLES: tuple[type[Record], ...] = tuple(dict.fromkeys(table for form in FORMS for table in form.tables_and_feedback))
"""Every table of every form."""


def path_of(version: Version) -> Path:
    """Where the snapshot of a version lies."""
    return templates.folder() / "versions" / f"{_dotted(version)}.toml"


def as_text(taken: Snapshot) -> str:
    """A snapshot as its file has it: one line for each column."""
    return "\n".join((*_lines(taken), ""))


def current() -> str:
    """The snapshot of the current version, as its file has it."""
    return as_text(snapshot(TABLES, FORM_VERSION))


def known() -> tuple[Snapshot, ...]:
    """The snapshots of all versions, the oldest first."""
    return tuple(sorted(map(_read, path_of((0, 0)).parent.glob("*.toml")), key=lambda taken: taken.version))


def at_odds(*, but_for: Version | None = None) -> tuple[str, ...]:
    """Where the record classes do not fit what is out, and what to do: one line for each.

    Args:
        but_for: a version that is not out yet.
    """
    taken = [each for each in known() if each.version != but_for]
    lines = differences(TABLES, taken, FORM_VERSION)
    if lines or but_for or any(each.version == FORM_VERSION for each in taken):
        return lines
    return (f"version {_dotted(FORM_VERSION)} of the forms has no snapshot yet; run `hwit template snapshot`",)


def _lines(taken: Snapshot) -> Iterator[str]:
    yield f"# What version {_dotted(taken.version)} of the forms asks. Made by `hwit template snapshot`."
    for name, table in taken.tables.items():
        yield from ("", f"[{name}]", f"records = {_quoted(table.records)}", f"[{name}.columns]")
        for field, asked in table.columns.items():
            choices = f", choices = {_quoted(asked.choices)}" if asked.choices else ""
            yield f"{field} = {{ title = {_quoted(asked.title)}, kind = {_quoted(asked.kind)}{choices} }}"


def _quoted(value: str | tuple[str, ...]) -> str:
    """A text or texts as TOML has them, which is as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _read(path: Path) -> Snapshot:
    major, minor = path.stem.split(".")
    tables = {
        name: Table(
            tuple(table["records"]),
            {
                field: Asked(asked["title"], asked["kind"], tuple(asked.get("choices", ())))
                for field, asked in table["columns"].items()
            },
        )
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }
    return Snapshot((int(major), int(minor)), tables)


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))
