"""Decision files: how the panel's answer reaches the school, its next form and later checks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hwit_validators.decision import Decision

LARGEST = 1_000_000
"""Bytes of a decision file; ours have a few thousand."""
_PATTERN = "*decision*.json"


class DecisionProblem(ValueError):
    """A file cannot be used as a decision; the message is one line that says why and what to do."""


def file_name(decision: Decision) -> str:
    """What a decision's file is called."""
    return f"{decision.urn} {decision.kind} decision {decision.decided_on.isoformat()}.json"


def as_text(decision: Decision) -> str:
    """A decision as its file holds it."""
    return json.dumps(decision.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def read_decision(path: Path) -> Decision:
    """Read one decision file.

    Raises:
        DecisionProblem: it cannot be read, is no decision, or was changed after it was written.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DecisionProblem(f"{path} is no decision file: it is too large")
        decision = Decision.model_validate_json(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DecisionProblem(f"{path} could not be read: {error.strerror}") from error
    except (ValidationError, UnicodeDecodeError):
        raise DecisionProblem(f"{path} is no decision file; ask the Local Programme for the file itself") from None
    if not decision.is_whole:
        raise DecisionProblem(f"{path} was changed after it was written; ask the Local Programme to send it again")
    return decision


def gathered(paths: Iterable[Path]) -> tuple[Decision, ...]:
    """Every decision in these files, and in these folders with all below them.

    Raises:
        DecisionProblem: a file given by name is no decision, or one in a folder that is called so.
    """
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob(_PATTERN)) if path.is_dir() else [path]
    return tuple(read_decision(file) for file in files)


def are_complete(paths: Iterable[Path]) -> bool:
    """Whether these are taken to be all decisions there are: a folder in which somebody keeps them is."""
    return any(path.is_dir() for path in paths)


@dataclass(frozen=True)
class Found:
    """What was found in a folder.

    Attributes:
        problems: what is called a decision but cannot be used, one line for each.
    """

    decisions: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()


def beside(path: Path) -> Found:
    """The decisions in the folder of a return, where a school keeps what it was sent, whatever their files are called."""
    decisions, problems = [], []
    for file in sorted(path.resolve().parent.glob("*.json")):
        try:
            decisions.append(read_decision(file))
        except DecisionProblem as problem:
            if file.match(_PATTERN):
                problems.append(str(problem))
    return Found(tuple(decisions), tuple(problems))
