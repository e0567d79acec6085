"""What things in wrappings are called: by names that show nothing but letters and lead nowhere else."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from hwit_xl.files.names import LONGEST_BYTES, fitting

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_SEPARATORS = re.compile(r"[/\\]+")


class Names:
    """Names for the things in one wrapping, no two of them alike on any system."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken: set[str] = set()

    def of(self, sent: str, below: str = "") -> str:
        """A name for a thing: that which its sender gave it, as far as it can stand in a file name.

        Folders of the sender stay, as far as there is room for them.

        Args:
            below: the name of the wrapping it is in, inside another one.
        """
        parts = [part for part in map(_part, _SEPARATORS.split(sent)) if part] or ["unnamed"]
        while len(parts) > 1 and len("/".join(parts).encode()) > LONGEST_BYTES:
            del parts[0]
        name = PurePosixPath(below, *parts)
        number = 1
        free = name
        while str(free).casefold() in self._taken:
            number += 1
            free = name.with_name(f"{name.stem} ({number}){name.suffix}")
        self._taken.add(str(free).casefold())
        return str(free)


def _part(words: str) -> str:
    """One folder's or file's name, which keeps its ending however long it is."""
    ending = PurePosixPath(words).suffix
    if not _ENDING.fullmatch(ending):
        ending = ""
    stem = fitting(words.removesuffix(ending), LONGEST_BYTES).lstrip(".").encode()[: LONGEST_BYTES - len(ending)]
    return fitting(stem.decode(errors="ignore") + ending) if stem else fitting(ending.lstrip("."))
