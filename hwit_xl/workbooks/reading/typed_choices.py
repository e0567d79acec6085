"""Yes or No, and entries of drop-downs, as people type them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from hwit_validators.model.choices import Choice, name_of
from hwit_validators.model.column import Column
from hwit_validators.model.lists import Entry, Lists, ValueList
from hwit_validators.words import either
from hwit_xl import templates
from hwit_xl.workbooks.xlsx.cell import Misfit, Sort, as_text, excerpt, quoted

LONGEST_CHOICE = 200
"""Characters of a text that can still be one of several choices, or be meant for one."""
SHORTEST_BEGINNING = 4
"""Letters of an entry's beginning that can stand for it, where no other entry begins with them."""
_FEW = 12
"""Entries of a drop-down that are all named; of a longer list, the nearest one is."""
_BLANKS = re.compile(r"[\s\-–—.,]+")


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """What is left of a text when capitals, spaces, dashes, stops and “&” for “and” do not count."""
    return _BLANKS.sub(" ", text.casefold().replace("&", " and ")).strip()


def _synonyms(name: str, entries: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """What each text means: an entry's own words, and what else is typed for it. Of two entries, both are meant."""
    entries = list(entries)
    known: dict[str, tuple[Any, ...]] = {_key(words): (entry,) for words, entry in entries}
    own = set(known)
    also = templates.also_typed().get(name, {})
    for words, entry in entries:
        for synonym in also.get(words, ()):
            key = _key(synonym)
            if key not in own and entry not in known.get(key, ()):
                known[key] = (*known.get(key, ()), entry)
    return known


def _found(text: str, known: Mapping[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    """The entries that a text may mean: none, one, or several where it is ambiguous."""
    if len(text) > LONGEST_CHOICE:
        return ()
    key = _key(text)
    for tried in (key, key.rstrip("s"), f"{key}s"):
        if tried in known:
            return known[tried]
    return ()


_FIRST_WORD = re.compile(r"[\s,;:.–—-]")


@cache
def _yes_no() -> dict[str, tuple[bool, ...]]:
    return _synonyms("yes_no", (("Yes", True), ("No", False)))


def yes_or_no(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """Yes or No, in one of many ways to say so."""
    if sort is Sort.LOGICAL:
        return value
    text = as_text(value, sort)
    found = _found(text, _yes_no())
    if len(found) == 1:
        return found[0]
    if found:
        return replace(_ambiguous(text, spec, ["Yes", "No"]), code="WB010")
    first = _found(_FIRST_WORD.split(text.strip(), maxsplit=1)[0], _yes_no()) if len(text) <= LONGEST_CHOICE else ()
    expected = ("Yes" if first[0] else "No") if len(first) == 1 and not spec.personal else "Yes or No"
    return Misfit(
        "WB010", f"{quoted(text, spec)} is neither Yes nor No; “{spec.title}” takes one of them.",
        excerpt(text, spec), expected, f"Write {expected} alone. If you want to say more, use another cell.",
    )  # fmt: skip


@cache
def _known(choices: type[Choice]) -> dict[str, tuple[Choice, ...]]:
    """Each choice by everything it was ever called, and by what else is typed for it."""
    return _synonyms(name_of(choices), ((label, choice) for choice in choices for label in reversed(choice.labels)))


@lru_cache(maxsize=4096)
def choices_meant(text: str, choices: type[Choice]) -> tuple[Choice, ...]:
    """The choices that a text may mean: none, one, or several where it is ambiguous."""
    found = _found(text, _known(choices))
    if not found and SHORTEST_BEGINNING <= len(key := _key(text)) <= LONGEST_CHOICE:
        found = tuple(choice for choice in choices if _key(str(choice)).startswith(key))
    return found


def _one(text: str, spec: Column) -> Choice | None:
    found = choices_meant(text, spec.choices) if spec.choices and len(text) <= LONGEST_CHOICE else ()
    return found[0] if len(found) == 1 else None


def a_choice(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """One entry of a drop-down."""
    text = as_text(value, sort)
    return _one(text, spec) or _no_choice(text, spec)


_OPPOSITE = frozenset({"qualitative"})
"""Words that look like an entry and mean another."""


def _no_choice(text: str, spec: Column) -> Misfit:
    choices = list(map(str, spec.choices or ()))
    found = choices_meant(text, spec.choices) if spec.choices and len(text) <= LONGEST_CHOICE else ()
    if found:
        return _ambiguous(text, spec, list(map(str, found)))
    by_key = {_key(choice): choice for choice in choices}
    key = _key(text) if len(text) <= LONGEST_CHOICE else ""
    close = difflib.get_close_matches(key, by_key, n=1, cutoff=0.6) if key not in _OPPOSITE else []
    fix = f"Write {either(choices)}, or choose it from the drop-down of the cell." if len(choices) <= _FEW else None
    return _not_in_list(text, spec, by_key[close[0]] if close else None, ", ".join(choices), fix)


def _ambiguous(text: str, spec: Column, meant: list[str]) -> Misfit:
    return Misfit(
        "WB011", f"{quoted(text, spec)} under “{spec.title}” can mean {either(meant)}.",
        excerpt(text, spec), either(meant), f"Write which is meant: {either(meant)}.",
    )  # fmt: skip


_APART = re.compile(r"[,;\n/+]+")
_AND = re.compile(r"&|\band\b", re.IGNORECASE)


def some_choices(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """Several entries of a drop-down, one after another."""
    text = as_text(value, sort)
    if (whole := _one(text, spec)) is not None:
        return (whole,)
    chosen: list[Any] = []
    for part in filter(None, map(str.strip, _APART.split(text))):
        several = _joined_choices(part, spec)
        if isinstance(several, Misfit):
            return several
        chosen += several
    return tuple(dict.fromkeys(chosen)) or None


def _joined_choices(text: str, spec: Column) -> list[Any] | Misfit:
    """Choices joined by *and*, which may also stand inside one of them: pupils, parents and carers and governors."""
    if (whole := _one(text, spec)) is not None:
        return [whole]
    words = [word.strip() for word in _AND.split(text)]
    words = words[1:] if len(words) > 1 and not words[0] else words  # “Pupils, and Governors”
    chosen: list[Any] = []
    while words and len(words) <= 2 * len(spec.choices or ()):
        tried = ((count, _one(" and ".join(words[:count]), spec)) for count in range(len(words), 0, -1))
        known = next(((count, one) for count, one in tried if one is not None), None)
        if known is None:
            break
        chosen.append(known[1])
        words = words[known[0] :]
    return _no_choice(text, spec) if words else chosen


@lru_cache(maxsize=64)
def _also_listed(values: ValueList) -> dict[str, tuple[Entry, ...]]:
    return _synonyms(values.name, ((entry.title, entry) for entry in values.entries))


def a_listed_entry(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """The code of an entry of a list."""
    text = as_text(value, sort)
    values = lists[spec.listed or ""]
    if entry := values.find(text):
        return entry.code
    if values.name in templates.also_typed():
        meant = _found(text, _also_listed(values))
        if len(meant) == 1:
            return meant[0].code
    if spec.open_list:
        return text
    nearest = values.nearest(text)
    example = (nearest or values.entries[0]).label if values.entries else ""
    fix = f"Choose an entry from the drop-down of the cell, which shows all {len(values.entries)}, such as “{example}”."
    return _not_in_list(text, spec, nearest.label if nearest else None, "an entry of the list", fix)


def _not_in_list(text: str, spec: Column, nearest: str | None, expected: str, fix: str | None) -> Misfit:
    hint = f" Did you mean “{nearest}”?" if nearest else ""
    return Misfit(
        "WB011", f"{quoted(text, spec)} is not one of the answers in the list for “{spec.title}”.{hint}",
        excerpt(text, spec), nearest or expected, fix,
    )  # fmt: skip
