"""The lists behind drop-downs and rules: indicators, groups, criteria, local authorities and the rest.

The lists are data. They come from CSV files (or a programme's own), read by whoever may open files; this module only
knows what an entry is and how forgiving to be when a school's answer is looked up in a list.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

LONGEST = 500
"""Characters of an answer that can still be an entry of a list; of a longer one only the code in front is looked at."""


@dataclass(frozen=True)
class Entry:
    """One row of a list.

    Attributes:
        code: what the plan keeps (``NI 56``, ``331``); for lists of words it is the words themselves.
        title: what it stands for.
        more: the other columns of the CSV file, by heading.
    """

    code: str
    title: str
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How the entry reads in a drop-down."""
        return self.title if self.code == self.title else f"{self.code} {self.title}"


class ValueList:
    """An ordered list of entries in which answers are looked up."""

    def __init__(self, name: str, entries: Iterable[Entry]) -> None:
        """Keep the entries under their list's name."""
        self.name = name
        self.entries = tuple(entries)

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        keys: dict[str, Entry] = {}
        for entry in self.entries:
            for text in (entry.label, entry.title, entry.code):
                keys.setdefault(_key(text), entry)
        for entry in self.entries:
            keys.setdefault(_digits(entry.code), entry)
        keys.pop("", None)
        return keys

    def find(self, text: str) -> Entry | None:
        """The entry an answer means: by label, code or title, whatever the case, spaces and leading zeros.

        ``NI 56``, ``ni-056``, ``56`` and the whole label all find the same National Indicator.
        """
        found = self._by_key.get(_key(text)) if len(text) <= LONGEST else None
        if found is None and (match := _CODE.match(text[:20])):
            found = self._by_key.get(_key(match[0]))
        return found

    def nearest(self, text: str) -> Entry | None:
        """The entry whose words are most like the answer, if any is close."""
        if len(text) > LONGEST:
            return None
        close = difflib.get_close_matches(_key(text), list(self._by_key), n=1, cutoff=0.6)
        return self._by_key[close[0]] if close else None


class Lists:
    """All lists by name."""

    def __init__(self, lists: Iterable[ValueList]) -> None:
        """Keep the lists under their names."""
        self._lists = {values.name: values for values in lists}

    def __getitem__(self, name: str) -> ValueList:
        """The list of this name.

        Raises:
            KeyError: there is no such list.
        """
        return self._lists[name]

    def __iter__(self) -> Iterator[ValueList]:
        """Every list, in the order given."""
        return iter(self._lists.values())


_CODE = re.compile(r"\s*+(?:[A-Za-z]{1,3}[\s\-]*+[A-Za-z]?)?\d++[a-z]?\b")
_NUMBERED = re.compile(r"[A-Za-z]++[\s\-]*+(\d++)")


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """What is left of a text when case, spaces, dashes, “&” for “and”, and zeros in front of numbers do not count."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\s\-–—_.,'’()]+", "", text.casefold().replace("&", "and")))


def _digits(code: str) -> str:
    """The number of a code such as ``NI 56``; "" where it has none or more than a number and letters before it."""
    match = _NUMBERED.fullmatch(code.strip())
    return match[1].lstrip("0") or "0" if match else ""
