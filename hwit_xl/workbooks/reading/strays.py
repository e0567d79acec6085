"""Rows that came into a table by hand: without a reference, or with the end of the sentence above."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from hwit_validators.model.column import Kind
from hwit_validators.model.finding import Mark
from hwit_validators.model.lists import Lists
from hwit_validators.model.record import Record, Rows
from hwit_xl.workbooks.layout import REF, TableLayout
from hwit_xl.workbooks.reading.references import short
from hwit_xl.workbooks.xlsx.cell import clean


class Numbering:
    """Which references a table's rows have, and which one a row without any gets."""

    def __init__(self, layout: TableLayout, lists: Lists, taken: Callable[[], Iterable[str]]) -> None:
        """Remember how to find the references that stand in the table, those of its spare rows too: they are seldom asked for."""
        self._layout = layout
        self._lists = lists
        self._find = taken

    @cached_property
    def _taken(self) -> set[str]:
        return set(self._find())

    def of(self, place: int) -> tuple[str, bool]:
        """The reference of a row without one, and whether it is the one its place has in a new form.

        A reference that was cleared is free, so the row keeps it. In a row that was put in between it is that of the row
        below, so the next number nobody has is given.
        """
        usual = self._layout.ref(place, self._lists)
        free = usual not in self._taken
        ref = usual if free else self._next()
        self._taken.add(ref)
        return ref, free

    def _next(self) -> str:
        prefix = self._layout.rows.prefix if self._layout.rows else ""
        numbers = [int(rest) for ref in self._taken if (rest := ref.removeprefix(prefix)).isdecimal() and len(rest) < 6]
        return f"{prefix}{max([self._layout.records, *numbers]) + 1}"


def unnumbered(record: type[Record], ref: str, place: int) -> Mark:
    """A remark about a row without a reference."""
    return Mark(
        record.table, f"This row has no reference in the column “{REF}”. The next free one is {ref}.",
        ref=ref, place=place, expected=ref, fix=f"Type {ref} in the column “{REF}”.",
    )  # fmt: skip


def no_reference(record: type[Record], typed: str, ref: str, place: int) -> Mark:
    """A remark about a row beside which something else than a reference of its table stands."""
    found = (
        short(" ".join(clean(typed).split())) if not any(spec.personal for spec in record.columns.values()) else None
    )
    return Mark(
        record.table, f"{f'“{found}”' if found else f'What stands in the column “{REF}”'} is no reference; this row's is {ref}.",
        ref=ref, place=place, found=found, expected=ref, fix=f"Type {ref} in the column “{REF}”.",
    )  # fmt: skip


_BESIDE_ANSWERS = 5
"""What a record holds beside its answers: reference, place, and which answers are unreadable, unasked or a placeholder."""
_MANY = 3
"""Needed answers; where fewer are missing, each may as well be asked for."""


def stray_end(record: Record, above: Record) -> Mark | None:
    """A remark about a row with nothing but words that may belong to another row, if it is such a row."""
    if len(record.model_fields_set) > _BESIDE_ANSWERS + 1:
        return None
    filled = [spec for spec in record.columns.values() if not spec.given and not record.blank(spec.field)]
    if len(filled) != 1 or record.entries() or record.unreadable or filled[0].kind is not Kind.TEXT:
        return None
    [only] = filled
    needed = [spec for spec in record.columns.values() if spec.required_from is not None and spec is not only]
    if len(needed) < _MANY or only.personal or above.blank(only.field):
        return None
    down, next_to = isinstance(record.layout, Rows), record.place == above.place + 1
    where = f"It looks like the end of {above.ref}, in the {'row above' if down else 'column before'}."
    other = above.ref if next_to else f"another {'row' if down else 'column'}"
    return record.mark(
        only.field, f"Only “{only.title}” is filled in for {record.ref}. {where if next_to else ''}".strip(),
        expected="nothing, or all that is needed",
        fix=f"If these words belong to {other}, move them there and clear this cell. If not, fill in the rest for {record.ref}.",
    )  # fmt: skip


def every_other(record: Record, stray: Mark) -> frozenset[str]:
    """The fields that nothing more is to be said of while a row's only words may belong elsewhere."""
    return frozenset(name for name in record.columns if name != stray.field)
