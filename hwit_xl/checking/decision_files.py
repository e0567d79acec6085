"""Decision files: how the panel's answer reaches the school, its next form and later checks."""

from __future__ import annotations

import datetime as dt
import os
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pydantic import ValidationError

from hwit_validators.model.decision import Decision, Decisions
from hwit_validators.model.imprint import digest
from hwit_xl.files.json_text import as_json
from hwit_xl.files.stumps import is_stump
from hwit_xl.problem import Problem

LARGEST = 1_000_000
"""Bytes of a decision file; ours have a few thousand."""
MOST = 200_000
"""Decisions that are taken in of one folder: a nation's 23,000 schools have fewer in three years. Other files do not count."""
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


class KnownDecisions:
    """The panel's decisions on any number of schools, found by the school's URN.

    They are kept packed, a few hundred bytes each, and unpacked for a school when it is asked for: a nation's decisions fit
    into little memory, and are sent to a worker once.
    """

    def __init__(self, decisions: Iterable[Decision], *, complete: bool = False) -> None:
        """Take in decisions.

        Args:
            complete: somebody has vouched that there are no others, so that a decision that is missing is a finding.
        """
        self.complete = complete
        self._packed: dict[str, list[bytes]] = {}
        for decision in decisions:
            packed = zlib.compress(decision.model_dump_json(exclude_defaults=True).encode(), 1)
            self._packed.setdefault(decision.urn, []).append(packed)

    def about(self, urns: Collection[str], since: dt.date | None = None) -> Decisions:
        """Those about one school.

        Args:
            urns: of the school; a school that became an academy has had another one before.
            since: the day its present cycle began.
        """
        return Decisions.about(urns, self._of(urns), since, complete=self.complete)

    def print_of(self, urns: Collection[str]) -> str:
        """A fingerprint of everything that is known about one school."""
        return digest([self.complete, sorted(decision.seal for decision in self._of(urns))])

    @property
    def schools(self) -> frozenset[str]:
        """The URNs they are about."""
        return frozenset(self._packed)

    def _of(self, urns: Collection[str]) -> Iterator[Decision]:
        for urn in dict.fromkeys(urns):
            for packed in self._packed.get(urn, ()):
                yield Decision.model_validate_json(zlib.decompress(packed))


def gathered(paths: Collection[Path], *, complete: bool | None = None, more: Iterable[Decision] = ()) -> KnownDecisions:
    """Every decision in these files, and in these folders with all below them, whatever the files there are called.

    Args:
        more: decisions that were read before.
        complete: they are all there are; by default where one of the paths is a folder, in which somebody keeps them.

    Raises:
        Problem: a file given by name is no decision, or one in a folder is meant to be one and cannot be used.
    """
    vouched = any(path.is_dir() for path in paths) if complete is None else complete
    return KnownDecisions(chain(more, _each(paths)), complete=vouched)


def _each(paths: Iterable[Path]) -> Iterator[Decision]:
    for path in paths:
        if not path.is_dir():
            yield read_decision(path)
            continue
        for found in _found(path, _below(path)):
            if isinstance(found, Problem):
                raise found
            yield found


@dataclass(frozen=True)
class Found:
    """What was found in a folder.

    Attributes:
        problems: what is meant to be a decision but cannot be used, one line for each.
    """

    decisions: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()


def beside(folder: Path) -> Found:
    """The decisions in a return's folder, where a school keeps what it was sent, whatever their files are called."""
    found = list(_found(folder, sorted(folder.glob("*"))))
    problems = tuple(str(one) for one in found if isinstance(one, Problem))
    return Found(tuple(one for one in found if isinstance(one, Decision)), problems)


def _found(folder: Path, files: Iterable[Path]) -> Iterator[Decision | Problem]:
    """The decisions among files that nobody named one by one; JSON files of another kind are none of our business."""
    number = 0
    for file in files:
        if file.suffix.lower() != ".json" or is_stump(file.relative_to(folder)) or not _is_plain(file):
            continue
        try:
            data = _beginning(file)
            if "decision" not in file.name.casefold() and not _looks_like_one(data):
                continue
            number += 1
            if number > MOST:
                yield Problem(
                    f"{folder} holds more than {MOST:,} decisions, and not all were looked at; keep them in several folders"
                )
                return
            yield _understood(file, data)
        except Problem as problem:
            yield problem


def _below(folder: Path) -> Iterator[Path]:
    """Every file in a folder and below it, in the order of their names, one by one: there may be very many.

    Raises:
        OSError: a folder cannot be looked into; without it, what lies there would pass for missing.
    """

    def refuse(error: OSError) -> None:
        raise error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


def _is_plain(file: Path) -> bool:
    """Whether a name stands for a file: no folder, nor a pipe, whose end may never come."""
    try:
        return file.is_file()
    except OSError:  # what is the matter with it is said when it is opened
        return True


def _looks_like_one(data: bytes) -> bool:
    """Whether a file holds the names of a decision file's parts, even if it is damaged, or saved in UTF-16."""
    return len(set(_MARKS.findall(data.replace(b"\0", b"")))) >= _ENOUGH_MARKS
