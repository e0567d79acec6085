"""Reading JSON and TOML that others wrote: whatever a file holds, it is read or it is one clear line why not."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hwit_xl.problem import Problem

LARGEST = 64 << 20
"""Bytes; a certificate of a national draw with every ticket has some ten million."""
LARGEST_SETTINGS = 1 << 20
"""Bytes of a file that somebody wrote by hand."""
DEEPEST = 60
"""Brackets within brackets; ours have fewer than ten, and a hostile file may have a million."""
_MOST_DOTS = 200
"""Single dots in one line of TOML: a name of thousands of parts takes minutes to be read, as each is looked up from the first."""
_SINGLE_DOT = re.compile(r"(?<!\.)\.(?!\.)")


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a file.

    Raises:
        Problem: it cannot be read, is no file, or is too large.
    """
    try:
        if path.exists() and not path.is_file():
            raise Problem(f"{path} is no file")
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise Problem(f"{path} could not be read: {error.strerror or error}") from error
    if len(data) > largest:
        raise Problem(f"{path} is too large: it may have {largest >> 20} MB at most")
    return data


def read_json(source: Path | bytes | str, largest: int = LARGEST) -> Any:
    """What a file or a text holds as JSON.

    Raises:
        Problem: it cannot be read, is too large, is not JSON, or is nested too deeply.
    """
    return _understood(source, json.loads, "JSON", largest)


def read_toml(source: Path | bytes | str, largest: int = LARGEST_SETTINGS) -> dict[str, Any]:
    """What a file or a text holds as TOML.

    Raises:
        Problem: it cannot be read, is too large, is not TOML, or is nested too deeply.
    """
    found: dict[str, Any] = _understood(source, _toml, "TOML", largest)
    return found


def _toml(text: str) -> dict[str, Any]:
    if any(len(_SINGLE_DOT.findall(line)) > _MOST_DOTS for line in text.split("\n")):
        raise RecursionError
    return tomllib.loads(text)


def _understood(source: Path | bytes | str, parse: Callable[[str], Any], kind: str, largest: int) -> Any:
    what = f"{source}" if isinstance(source, Path) else "the text"
    data = read_bytes(source, largest) if isinstance(source, Path) else source
    if len(data) > largest:
        raise Problem(f"{what} is too large: it may have {largest >> 20} MB at most")
    try:
        found = parse(data if isinstance(data, str) else data.decode("utf-8-sig"))
    except RecursionError as error:
        raise Problem(f"{what} is nested too deeply to be read as {kind}") from error
    except ValueError as error:  # of the syntax, of the encoding, or a number of thousands of digits
        raise Problem(f"{what} is not written as {kind}: {error}") from error
    if _is_deep(found):
        raise Problem(f"{what} is nested too deeply to be read as {kind}")
    return found


def _is_deep(value: Any) -> bool:
    """Whether there are more levels of brackets than :data:`DEEPEST`."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for each in level
            if isinstance(each, (dict, list))
            for child in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True
