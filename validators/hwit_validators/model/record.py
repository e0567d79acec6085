"""What every record has in common: its columns, its layout on the sheet, and its place in the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from hwit_validators.model.column import Column
from hwit_validators.model.finding import Mark
from hwit_validators.words import ANSWER, shown


@dataclass(frozen=True)
class Rows:
    """One record a row.

    Attributes:
        spare: rows in the table. Excel does not grow a table on a protected sheet, so there are plenty.
        prefix: letter before the number in a row's reference (``D1``, ``D2`` …), written into the form beforehand.
        given: name of the list whose entries are the first rows, in order.
    """

    spare: int
    prefix: str
    given: str | None = None


@dataclass(frozen=True)
class Answers:
    """One record a column: questions go down, and each heading after *Question* is a record's reference."""

    headings: tuple[str, ...] = (ANSWER,)


class Record(BaseModel):
    """One row (or one column of answers) of an Excel table. Blank and unreadable answers are None, or ()."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: ClassVar[str]
    """Name of the Excel table, and of the table in findings."""
    title: ClassVar[str]
    """What the table's sheet is called."""
    stage: ClassVar[int]
    """The stage that fills it in; 0 for the annual review and the School sheet."""
    layout: ClassVar[Rows | Answers]
    may_be_empty: ClassVar[bool] = False
    """A sound plan can have no row in this table at this stage (no partner, no revision …)."""
    only_carried: ClassVar[bool] = False
    """No form asks for it: it always stands locked, and its sheet is hidden while it is empty."""
    since: ClassVar[tuple[int, int]] = (1, 0)
    """The version of the forms that first had this table; older forms are read without it."""
    columns: ClassVar[dict[str, Column]] = {}

    ref: str = ""
    """Short reference (``O1``), or the heading of the column of answers."""
    place: int = Field(default=0, exclude=True, repr=False)
    """Position of the record within its table, counted from 0 and including blank rows."""
    unreadable: frozenset[str] = Field(default=frozenset(), exclude=True, repr=False)
    """Fields whose cell held something that could not be read; already reported by the reader."""
    placeholders: tuple[tuple[str, str], ...] = Field(default=(), exclude=True, repr=False)
    """Blank answers in whose cell a word such as *n/a* stood: the field and the word."""
    unasked: frozenset[str] = Field(default=frozenset(), exclude=True, repr=False)
    """Fields of which nothing is asked: this form has no room for them (they came later, or did after its sheet was locked), or
    WB012 has asked about the row as a whole."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Collect the columns once, when the class is made."""
        super().__pydantic_init_subclass__(**kwargs)
        cls.columns = {
            name: info.json_schema_extra.named(name, info.annotation)
            for name, info in cls.model_fields.items()
            if isinstance(info.json_schema_extra, Column)
        }

    def blank(self, field: str) -> bool:
        """Whether the school left the answer out: it is asked for, and nothing is in its cell, readable or not."""
        value = getattr(self, field)
        return (
            not value
            and value in (None, "", ())  # and no 0, which is an answer
            and field not in self.unreadable
            and field not in self.unasked
            and not self.columns[field].retired
        )

    @property
    def begun(self) -> bool:
        """Whether the school has answered anything here, beside what the form itself wrote."""
        entries = self.entries()
        own = (name for name, spec in self.columns.items() if not spec.given and spec is not entries)
        return any(not self.blank(name) for name in own)

    @classmethod
    def entries(cls) -> Column | None:
        """The column into which the form writes the entries of its list, where its first rows are given."""
        given = isinstance(cls.layout, Rows) and cls.layout.given
        return next((spec for spec in cls.columns.values() if spec.long), None) if given else None

    def known(self, *fields: str) -> bool:
        """Whether every one of these answers is there to be judged."""
        return all(getattr(self, field) not in (None, "", ()) for field in fields)

    def mark(
        self, field: str, message: str, *, expected: str | None = None, fix: str | None = None, show: bool = True
    ) -> Mark:
        """A remark about one answer of this record, for a rule to yield."""
        spec = self.columns[field]
        found = shown(getattr(self, field)) if show and not spec.personal and not spec.long else None
        if self.placeholders and not spec.personal and (typed := dict(self.placeholders).get(field)):
            found = typed
            message += f" “{typed}” does not count as an answer."
        return Mark(
            self.table, message, ref=self.ref, place=self.place, field=field, found=found, expected=expected, fix=fix
        )

    @classmethod
    def mark_table(
        cls, message: str, *, field: str | None = None, expected: str | None = None, fix: str | None = None
    ) -> Mark:
        """A remark about the table as a whole (or a whole column of it), for a rule to yield."""
        return Mark(cls.table, message, field=field, expected=expected, fix=fix)
