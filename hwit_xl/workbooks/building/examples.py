"""Worked plans: invented schools whose plans fill example and demonstration returns.

A worked plan is a TOML file with one table (or array of tables) for each Excel table, keyed by the record's fields, and
a ``[timeline]`` that says on which day each return was completed. ``[updates.<form>]`` holds what the School sheet says
from that form on: the number on roll and the date of the last annual review change from year to year. In texts, ``{2011-07-20}`` stands for *July 2011*,
``{2011-07-20:day}`` for *20 July 2011* and ``{2011-07-20:year}`` for the school year *2010/11*; they move with all
other dates when a plan is shown as if it had been completed on another day.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hwit_validators import words
from hwit_validators.model.record import Answers, Record, Rows
from hwit_validators.tables import School
from hwit_validators.tables.forms import FORMS, STAGES, Form
from hwit_xl import templates

Tables = dict[str, tuple[Record, ...]]
"""Records by table name."""

_DATE = re.compile(r"\{(\d{4}-\d\d-\d\d)(?::(day|year))?\}")


@dataclass(frozen=True)
class Example:
    """A worked plan as written, before its dates are moved."""

    name: str
    source: Mapping[str, Any]

    def completed_on(self, form: Form) -> dt.date:
        """The day on which the school completed this form."""
        day: dt.date = self.source["timeline"][form.name]
        return day

    def tables(self, form: Form, as_if_on: dt.date | None = None) -> Tables:
        """The records of every table of a form, as if the form had been completed on a given day.

        Raises:
            pydantic.ValidationError: the TOML file holds something a record cannot.
        """
        shift = as_if_on - self.completed_on(form) if as_if_on else dt.timedelta()
        source = {**self.source, School.table: self._school(form)}
        return {record.table: _records(record, source.get(record.table, ()), shift) for record in form.tables}

    def _school(self, form: Form) -> dict[str, Any]:
        """The School sheet as it stood when this form was completed."""
        school = dict(self.source[School.table])
        for earlier in FORMS:
            if self.completed_on(earlier) <= self.completed_on(form):
                school |= self.source.get("updates", {}).get(earlier.name, {})
        return school


def names() -> list[str]:
    """The names of all worked plans."""
    return sorted(path.stem for path in (templates.folder() / "examples").glob("*.toml"))


def load(name: str) -> Example:
    """A worked plan by name.

    Raises:
        FileNotFoundError: there is none of that name.
        ValueError: it has a table that no form has.
    """
    with (templates.folder() / "examples" / f"{name}.toml").open("rb") as file:
        source = tomllib.load(file)
    known = {record.table for stage in STAGES for record in stage} | {School.table, "timeline", "about", "updates"}
    if unknown := set(source) - known:
        raise ValueError(f"{name}.toml: no form has a table {', '.join(sorted(unknown))}")
    return Example(name, source)


def _records(record: type[Record], source: Any, shift: dt.timedelta) -> tuple[Record, ...]:
    """The records of one table, each with its reference and place."""
    layout = record.layout
    if isinstance(layout, Rows):
        return tuple(
            record.model_validate({"ref": f"{layout.prefix}{place + 1}", "place": place} | _moved(row, shift))
            for place, row in enumerate(source)
        )
    return tuple(_answers(record, layout, source, shift))


def _answers(record: type[Record], layout: Answers, source: Any, shift: dt.timedelta) -> list[Record]:
    rows = {layout.headings[0]: source} if len(layout.headings) == 1 else source
    if not rows:
        return []
    return [
        record.model_validate({"ref": heading, "place": place} | _moved(rows[heading], shift))
        for place, heading in enumerate(layout.headings)
        if heading in rows
    ]


def _moved(row: Mapping[str, Any], shift: dt.timedelta) -> dict[str, Any]:
    """A row with its dates moved, in date columns and inside texts."""
    moved: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dt.date):
            value += shift
        elif isinstance(value, str):
            value = _DATE.sub(lambda found: _written(dt.date.fromisoformat(found[1]) + shift, found[2]), value)
        moved[name] = value
    return moved


def _written(day: dt.date, style: str | None) -> str:
    """A date inside a text: month and year, the full day, or the school year it lies in."""
    if style == "year":
        start = day.year if day.month >= 9 else day.year - 1
        return f"{start}/{(start + 1) % 100:02}"
    return words.day(day) if style == "day" else f"{day:%B %Y}"
