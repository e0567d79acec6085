"""References of rows as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from hwit_validators.model.column import ALL, Column
from hwit_validators.model.lists import Lists
from hwit_validators.model.record import Rows
from hwit_validators.tables.forms import STAGES
from hwit_validators.words import either, listed
from hwit_xl.workbooks.reading.references import number_alone, plain, reference
from hwit_xl.workbooks.xlsx.cell import LONGEST, Misfit, Sort, as_text, excerpt, quoted

_FROM_TO = re.compile(r"([^\-–—:]{1,30}?)\s*+(?:[\-–—:]|\bto\b|\bthrough\b)\s*+([^\-–—:]{1,30})", re.IGNORECASE)
_REFS_APART = re.compile(r"[,;\n&/+]+|\b(?:and|plus)\b", re.IGNORECASE)
_WITH_WORDS = re.compile(r"([^\-–—:\n]{1,30}?)(?:\s*+:|\s++[\-–—])\s++([A-Za-z][^0-9]{2,300})")
"""A reference and, behind a dash or colon, the words of its row: ``P1 - healthy weight``."""
_INSIDE = re.compile(r"\b([A-Z]{1,2})\s?0*+([0-9]{1,3})\b")
_EVERY = frozenset(
    {"all", "all of them", "every one", "all outcomes", "every outcome", "all the outcomes", "all of the outcomes"}
)
MOST_REFERENCES = 100
"""References in one answer; more than any table of a form has rows."""
_LONGEST_SPAN = 30


@dataclass(frozen=True)
class _Numbered:
    """How the rows of a table are numbered: the letters before the number, and how many a form has room for."""

    letters: str
    room: int


@cache
def _numbered() -> dict[str, _Numbered]:
    """The numbering of each table whose rows are referred to."""
    found = {}
    for record in (record for stage in STAGES for record in stage):
        layout = record.layout
        if isinstance(layout, Rows):
            found[record.table] = _Numbered(layout.prefix, layout.spare)
        else:
            found[record.table] = _Numbered(_letters_of(layout.headings[0]), len(layout.headings))
    return found


def _examples(spec: Column) -> list[str]:
    """A reference of each table that a column points at."""
    return [f"{_numbered()[table].letters}1" for table in spec.refers]


def a_reference(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """The reference of a row: ``O1``, or ``outcome 1``; a tuple of several where each may have a record of its own."""
    text = as_text(value, sort)
    if ref := reference(text) or _before_words(text, spec):
        return ref
    found = _references(text, spec)
    if isinstance(found, Misfit) or len(found) == 0:
        return found or None
    if len(found) == 1 or spec.one_each:
        return found if len(found) > 1 else found[0]
    return Misfit(
        "WB010", f"{quoted(text, spec)} names {len(found)} rows; “{spec.title}” takes one.",
        excerpt(text, spec), f"one reference, such as {found[0]}",
        f"Write one of them, such as {found[0]}. For the others, use rows of their own.",
    )  # fmt: skip


def some_references(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """References of rows, one after another or from one to another: ``O1, E2-E5``."""
    text = as_text(value, sort)
    if spec.all_allowed and text.casefold().rstrip(".") in _EVERY:
        return (ALL,)
    if ref := _before_words(text, spec):
        return (ref,)
    return _references(text, spec) or None


def _before_words(text: str, spec: Column) -> str | None:
    """The reference before the words of its row; None where there is none, or a number among the words."""
    match = _WITH_WORDS.fullmatch(text)
    ref = reference(match[1]) if match else None
    return ref if ref and _letters_of(ref) in {_letters_of(example) for example in _examples(spec)} else None


def _references(text: str, spec: Column) -> tuple[str, ...] | Misfit:
    """Every reference in a text, each once."""
    refs: list[str] = []
    for part in filter(None, map(str.strip, _REFS_APART.split(plain(text)))):
        found = _part(part, refs, spec) if len(part) <= LONGEST else None
        for piece in part.split() if found is None else ():
            more = _part(piece, [*refs, *(found or ())], spec) if len(piece) <= LONGEST else None
            if more is None:
                return _not_a_reference(text, spec)
            found = [*(found or ()), *more]
            if len(found) > MOST_REFERENCES:
                break
        refs += found or ()
        if len(refs) > MOST_REFERENCES:
            return _too_many_references(text, spec)
    return tuple(dict.fromkeys(refs))


def _part(text: str, before: list[str], spec: Column) -> list[str] | None:
    """The reference in a piece of an answer, or those from one to another; None where there is none."""
    if ref := _ref(text, before, spec):
        return [ref]
    span = _FROM_TO.fullmatch(text)
    first = _ref(span[1], before, spec) if span else None
    last = _ref(span[2], [first], spec) if span and first else None
    if not (first and last) or _letters_of(first) != _letters_of(last):
        return None
    start, end = (int(ref.lstrip(_letters_of(first))) for ref in (first, last))
    return (
        [f"{_letters_of(first)}{number}" for number in range(start, end + 1)]
        if 0 <= end - start <= _LONGEST_SPAN
        else None
    )


def _ref(text: str, before: list[str], spec: Column) -> str | None:
    """A reference. A number alone is one where it can be of one table only: the column's, or that of those before it."""
    if ref := reference(text):
        return ref
    before_it = {_letters_of(ref) for ref in before}
    meant = _plain(text, spec)
    if len(spec.refers) > 1:
        meant = [ref for ref in meant if before_it == {_letters_of(ref)}]
    return meant[0] if len(meant) == 1 else None


def _plain(text: str, spec: Column) -> list[str]:
    """The rows that a number alone may mean: one of each table that a column points at, if it has so many."""
    number = number_alone(text)
    tables = [_numbered()[table] for table in spec.refers] if number else []
    return [f"{table.letters}{number}" for table in tables if number and number <= table.room]


def _letters_of(ref: str) -> str:
    return ref.rstrip("0123456789")


def _too_many_references(text: str, spec: Column) -> Misfit:
    return Misfit(
        "WB010", f"“{spec.title}” names more than {MOST_REFERENCES} rows; a sheet has far fewer.",
        excerpt(text, spec), f"references such as {', '.join(_examples(spec))}",
    )  # fmt: skip


def _not_a_reference(text: str, spec: Column) -> Misfit:
    meant = _plain(text, spec)
    if len(meant) > 1:
        return Misfit(
            "WB010", f"{quoted(text, spec)} under “{spec.title}” can mean {either(meant)}.",
            excerpt(text, spec), either(meant), f"Write which is meant: {either(meant)}.",
        )  # fmt: skip
    inside = _INSIDE.findall(text[:LONGEST])
    ours = [
        f"{letters}{int(number)}"
        for letters, number in inside
        if letters in {_letters_of(ref) for ref in _examples(spec)}
    ]
    example = ours[0] if ours else either(_examples(spec))
    sheets = ("sheet " if len(spec.refers) == 1 else "sheets ") + listed(f"“{table}”" for table in spec.refers)
    return Misfit(
        "WB010",
        f"{quoted(text, spec)} is not the reference of a row. “{spec.title}” takes the short references of the "
        f"{sheets}.",
        excerpt(text, spec), f"references such as {', '.join(_examples(spec))}",
        f"Write the short reference alone, such as {example}.",
    )  # fmt: skip
