"""Yes or No, entries of drop-downs and references as people type them."""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache
from typing import Any

from hwit_validators.model.choices import Choice
from hwit_validators.model.column import ALL, Column
from hwit_validators.model.lists import Lists
from hwit_xl.workbooks.reading.references import plain, reference
from hwit_xl.workbooks.xlsx.cell import LONGEST, Misfit, Sort, as_text, excerpt

LONGEST_CHOICE = 200
"""Characters of a text that can still be one of several choices, or be meant for one."""

_YES = frozenset({"yes", "y", "true", "1", "✓", "✔", "yes.", "done"})
_NO = frozenset({"no", "n", "false", "0", "✗", "✘", "no."})


def yes_or_no(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """Yes or No, in one of many ways to say so."""
    if sort is Sort.LOGICAL:
        return value
    text = as_text(value, sort).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    return Misfit("WB010", f"“{spec.title}” takes Yes or No.", excerpt(str(value), spec), "Yes or No")


@cache
def _known(choices: type[Choice] | None) -> dict[str, Choice]:
    """Each choice by everything it was ever called, as it is compared."""
    return {_choice_key(label): choice for choice in choices or () for label in choice.labels}


_BLANKS = re.compile(r"[\s\-–—.]+")


@lru_cache(maxsize=4096)
def _choice_key(text: str) -> str:
    return _BLANKS.sub(" ", text.casefold().replace("&", " and ")).strip()


def _meant(text: str, choices: type[Choice] | None) -> Choice | None:
    """The choice that a text means, if it is one."""
    if len(text) > LONGEST_CHOICE:
        return None
    known = _known(choices)
    key = _choice_key(text)
    if key in known:
        return known[key]
    if (plural := key.rstrip("s")) in known or (plural := key + "s") in known:
        return known[plural]
    return known["%"] if key in ("percent", "per cent", "percentage") and "%" in known else None


def a_choice(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """One entry of a drop-down."""
    text = as_text(value, sort)
    if (choice := _meant(text, spec.choices)) is not None:
        return choice
    known = _known(spec.choices)
    key = _choice_key(text) if len(text) <= LONGEST_CHOICE else ""
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return _not_in_list(text, spec, str(known[close[0]]) if close else None, ", ".join(spec.choices or ()))


_APART = re.compile(r"[,;\n/]+")
_AND = re.compile(r"&|\band\b", re.IGNORECASE)


def some_choices(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """Several entries of a drop-down, one after another."""
    text = as_text(value, sort)
    chosen: list[Any] = []
    for part in filter(None, map(str.strip, _APART.split(text))):
        several = _joined_choices(part, spec, lists)
        if isinstance(several, Misfit):
            return several
        chosen += several
    return tuple(dict.fromkeys(chosen)) or None


def _joined_choices(text: str, spec: Column, lists: Lists) -> list[Any] | Misfit:
    """Choices joined by *and*, which may also stand inside one of them: pupils, parents and carers and governors."""
    whole = a_choice(text, Sort.TEXT, spec, lists)
    if not isinstance(whole, Misfit):
        return [whole]
    words = [word.strip() for word in _AND.split(text)]
    chosen: list[Any] = []
    while words and len(words) <= 2 * len(spec.choices or ()):
        tried = ((count, _meant(" and ".join(words[:count]), spec.choices)) for count in range(len(words), 0, -1))
        known = next(((count, one) for count, one in tried if one is not None), None)
        if known is None:
            break
        chosen.append(known[1])
        words = words[known[0] :]
    return whole if words else chosen


def a_listed_entry(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """The code of an entry of a list."""
    text = as_text(value, sort)
    values = lists[spec.listed or ""]
    if entry := values.find(text):
        return entry.code
    if spec.open_list:
        return text
    nearest = values.nearest(text)
    return _not_in_list(text, spec, nearest.label if nearest else None, "an entry of the list")


def _not_in_list(text: str, spec: Column, nearest: str | None, expected: str) -> Misfit:
    hint = f" Did you mean “{nearest}”?" if nearest else ""
    return Misfit(
        "WB011",
        f"This is not one of the answers in the list for “{spec.title}”.{hint}",
        excerpt(text, spec),
        nearest or expected,
    )


_RANGE = re.compile(r"([A-Za-z]{1,2})\s*+0*([0-9]{1,3})\s*+(?:-|–|to)\s*+(?:\1\s*+)?0*([0-9]{1,3})", re.IGNORECASE)
_REFS_APART = re.compile(r"[,;\n&/+]+|\band\b", re.IGNORECASE)
MOST_REFERENCES = 100
"""References in one answer; more than any table of a form has rows."""


def a_reference(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """The reference of a row: ``O1``, or ``outcome 1``."""
    text = as_text(value, sort)
    ref = reference(text)
    return ref or _not_a_reference(text, spec)


def some_references(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """References of rows, one after another or from one to another: ``O1, E2-E5``."""
    text = plain(as_text(value, sort))
    if spec.all_allowed and text.casefold().rstrip(".") in ("all", "all outcomes", "all of them"):
        return (ALL,)
    refs: list[str] = []
    for part in _REFS_APART.split(text):
        part = part.strip()
        if not part:
            continue
        if len(part) <= LONGEST and (span := _RANGE.fullmatch(part)):
            first, last = int(span[2]), int(span[3])
            if not 0 <= last - first <= 30:
                return _not_a_reference(text, spec)
            refs += [f"{span[1].upper()}{number}" for number in range(first, last + 1)]
            part = ""
        for piece in [part] if reference(part) else part.split():
            ref = reference(piece)
            if ref is None:
                return _not_a_reference(text, spec)
            refs.append(ref)
        if len(refs) > MOST_REFERENCES:
            return _too_many_references(text, spec)
    return tuple(dict.fromkeys(refs)) or None


def _too_many_references(text: str, spec: Column) -> Misfit:
    return Misfit(
        "WB010", f"“{spec.title}” names more than {MOST_REFERENCES} rows; a sheet has far fewer.",
        excerpt(text, spec), "references such as O1, E3",
    )  # fmt: skip


def _not_a_reference(text: str, spec: Column) -> Misfit:
    return Misfit(
        "WB010", f"“{spec.title}” takes the short references in the first column of a sheet, such as O1 or E3.",
        excerpt(text, spec), "references such as O1, E3",
    )  # fmt: skip
