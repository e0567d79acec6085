"""Decision files: how the panel's answer reaches the school, its next form and later checks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hwit_validators.model.decision import Decision
from hwit_xl.files.json_text import as_json
from hwit_xl.files.stumps import is_stump
from hwit_xl.problem import Problem

LARGEST = 1_000_000
"""Bytes of a decision file; ours have a few thousand."""
MOST_FILES = 5_000
"""JSON files that are looked at in one folder: a programme of a thousand schools has as many decisions in five years."""
_MARKS = re.compile(rb'"(submission|submitted_on|decided_on|panel|seal)"\s*:')
"""Names that every decision file holds."""
_ENOUGH_MARKS = 3
"""Of these names our other JSON files hold one at most, and a decision whose text was changed still holds most."""


def file_name(decision: Decision) -> str:
    """What a decision's file is called."""
    return f"{decision.urn} {decision.kind} decision {decision.decided_on.isoformat()}.json"


def as_text(decision: Decision) -> str:
    """A decision as its file holds it."""
    return f"{as_json(decision.model_dump(mode='json'), indent=2)}\n"


def read_decision(path: Path) -> Decision:
    """Read one decision file.

    Raises:
        Problem: it cannot be read, is no decision, or was changed after it was written.
    """
    return _understood(path, _beginning(path))


def _beginning(path: Path) -> bytes:
    """A file's bytes, of one that is too large a few too many."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Problem(f"{path} could not be read: {error.strerror}") from error


def _understood(path: Path, data: bytes) -> Decision:
    if len(data) > LARGEST:
        raise Problem(f"{path} is no decision file: it is too large")
    try:
        decision = Decision.model_validate_json(data.decode("utf-8-sig"))
    except (ValidationError, UnicodeDecodeError):
        raise Problem(f"{path} is no decision file; ask the Local Programme for the file itself") from None
    if not decision.is_whole:
        raise Problem(f"{path} was changed after it was written; ask the Local Programme to send it again")
    return decision


def gathered(paths: Iterable[Path]) -> tuple[Decision, ...]:
    """Every decision in these files, and in these folders with all below them, whatever the files there are called.

    Raises:
        Problem: a file given by name is no decision, or one in a folder is meant to be one and cannot be used.
    """
    known: list[Decision] = []
    for path in paths:
        if not path.is_dir():
            known.append(read_decision(path))
            continue
        found = _found(path, path.rglob("*"))
        if found.problems:
            raise Problem(found.problems[0])
        known += found.decisions
    return tuple(known)


def are_complete(paths: Iterable[Path]) -> bool:
    """Whether these are taken to be all decisions there are: a folder in which somebody keeps them is."""
    return any(path.is_dir() for path in paths)


@dataclass(frozen=True)
class Found:
    """What was found in a folder.

    Attributes:
        problems: what is meant to be a decision but cannot be used, one line for each.
    """

    decisions: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()


def beside(path: Path) -> Found:
    """The decisions in the folder of a return, where a school keeps what it was sent, whatever their files are called."""
    folder = path.resolve().parent
    return _found(folder, folder.glob("*"))


def _found(folder: Path, files: Iterable[Path]) -> Found:
    """The decisions among files that nobody named one by one; JSON files of another kind are none of our business."""
    decisions, problems = [], []
    texts = sorted(
        file
        for file in files
        if file.suffix.lower() == ".json" and not is_stump(file.relative_to(folder)) and _is_plain(file)
    )
    for file in texts[:MOST_FILES]:
        try:
            data = _beginning(file)
            if "decision" in file.name.casefold() or _looks_like_one(data):
                decisions.append(_understood(file, data))
        except Problem as problem:
            problems.append(str(problem))
    if len(texts) > MOST_FILES:
        problems.append(
            f"{folder} holds more than {MOST_FILES:,} JSON files, and not all were looked at; keep the decision files in a "
            "folder with fewer"
        )
    return Found(tuple(decisions), tuple(problems))


def _is_plain(file: Path) -> bool:
    """Whether a name stands for a file: no folder, nor a pipe, whose end may never come."""
    try:
        return file.is_file()
    except OSError:  # what is the matter with it is said when it is opened
        return True


def _looks_like_one(data: bytes) -> bool:
    """Whether a file holds the names of a decision file's parts, even if it is damaged, or saved in UTF-16."""
    return len(set(_MARKS.findall(data.replace(b"\0", b"")))) >= _ENOUGH_MARKS
