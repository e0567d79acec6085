"""One column of a table: the single place where a question's title, help, type and limits are said."""

from __future__ import annotations

import datetime as dt
import types
import typing
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import Field

from hwit_validators.model.choices import Choice


class Kind(StrEnum):
    """What sort of answer a column takes. It follows from the type of the record's field."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    DATE = "date"
    YES_NO = "Yes or No"
    CHOICE = "one of the choices"
    CHOICES = "one or more of the choices, with commas between"
    LISTED = "an entry of the list"
    LINK = "the reference of a row"
    LINKS = "references of rows, with commas between"


ALL = "All"
"""What a school writes in a column of references to mean every one of them."""


@dataclass(frozen=True, eq=False)
class Column:
    """What a form asks in one column, or in one question. One is the same as itself alone, which is told at once.

    Attributes:
        title: the heading or question as the school sees it; the reader finds the column by it.
        help: one or two sentences shown when the cell is selected.
        required_from: the stage from which an answer is needed (0 for the annual review and the School sheet), or None.
        missing: code of the rule that reports a blank in its own words; WB012 then stays silent.
        long: the answer may run over several lines.
        width: width in characters when the table is laid out in rows.
        listed: name of the list (see :mod:`hwit_validators.model.lists`) that the answer comes from.
        open_list: answers outside the list are welcome.
        refers: names of the tables whose row references the answer may hold.
        all_allowed: ``All`` may stand in place of references.
        one_each: several references in one answer are as many records, alike but for this answer.
        out_of: title of the column beside it for how many people a figure is of (the 11 in *7 of 11*).
        unit_in: name of the field that says what a figure counts: a unit, or the reference of an outcome or indicator that has one.
        people: a whole number of people.
        at_least, at_most: limits of a number, inclusive.
        personal: the answer names or identifies a person and is never repeated in a message.
        given: written by the form itself, not by the school.
        computed: a formula of the form; never read back.
        hidden: kept in the form for the program, out of sight.
        since: the version of the forms that first asked for it; older forms are read without it.
        until: the last version that asked for it, where newer forms do not. What older ones hold is still read.
        formerly: the titles it had in older forms, the oldest first; it is found by them too.
        field, kind, choices: name of the record's field and what its type says; filled in when the record is made.
    """

    title: str
    help: str = ""
    required_from: int | None = None
    missing: str | None = None
    long: bool = False
    width: int = 12
    listed: str | None = None
    open_list: bool = False
    refers: tuple[str, ...] = ()
    all_allowed: bool = False
    one_each: bool = False
    out_of: str | None = None
    unit_in: str | None = None
    people: bool = False
    at_least: float | None = None
    at_most: float | None = None
    personal: bool = False
    given: bool = False
    computed: bool = False
    hidden: bool = False
    since: tuple[int, int] = (1, 0)
    until: tuple[int, int] | None = None
    formerly: tuple[str, ...] = ()
    field: str = ""
    kind: Kind = Kind.TEXT
    choices: type[Choice] | None = None

    @property
    def retired(self) -> bool:
        """Whether the forms of today no longer ask for it."""
        return self.until is not None

    @property
    def titles(self) -> tuple[str, ...]:
        """Everything it was ever called, today's title first."""
        return (self.title, *reversed(self.formerly))

    def stands_in(self, version: tuple[int, int]) -> bool:
        """Whether the forms of a version ask for it."""
        return self.since <= version and (self.until is None or version <= self.until)

    def __call__(self, schema: dict[str, Any]) -> None:
        """Write what the type alone does not say into the column's JSON schema."""
        schema["title"] = self.title
        if self.help:
            schema["description"] = self.help
        if self.listed:
            schema["x-list"] = self.listed
        if self.refers:
            schema["x-refers-to"] = list(self.refers)
        if self.required_from is not None:
            schema["x-required-from-stage"] = self.required_from

    def named(self, name: str, annotation: Any) -> Column:
        """The column as it stands in a record: with its field's name and the kind its type says."""
        kind, choices = _kind(self, annotation)
        return replace(self, field=name, kind=kind, choices=choices)


def column(title: str, help: str = "", **options: Any) -> Any:
    """Declare a column of a record. Options are the attributes of :class:`Column`."""
    spec = Column(title, help, **options)
    return Field(default=None, ge=spec.at_least, le=spec.at_most, json_schema_extra=spec)


def several(title: str, help: str = "", **options: Any) -> Any:
    """Declare a column whose answer is any number of references or choices; none of them is ``()``."""
    return Field(default=(), json_schema_extra=Column(title, help, **options))


_SIMPLE: dict[Any, Kind] = {
    str: Kind.TEXT,
    float: Kind.NUMBER,
    int: Kind.WHOLE,
    dt.date: Kind.DATE,
    bool: Kind.YES_NO,
}


def _kind(spec: Column, annotation: Any) -> tuple[Kind, type[Choice] | None]:
    """The kind of answer that a field's annotation stands for, and its choices if it has any."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        [annotation] = [a for a in typing.get_args(annotation) if a is not types.NoneType]
    if typing.get_origin(annotation) is tuple:
        inner = typing.get_args(annotation)[0]
        return (Kind.CHOICES, inner) if issubclass(inner, Choice) else (Kind.LINKS, None)
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return Kind.CHOICE, annotation
    if annotation is str and spec.refers:
        return Kind.LINK, None
    if annotation is str and spec.listed:
        return Kind.LISTED, None
    return _SIMPLE[annotation], None
