"""What one piece of work may take, and what is said of one that came to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Limits:
    """What one piece of work may take.

    Attributes:
        seconds: of processor time; where the system cannot limit that (Windows), of the clock.
        megabytes: of memory for the worker's data; not held on Windows and macOS, where the system has no such limit.
    """

    seconds: int = 30
    megabytes: int = 512


class Why(Enum):
    """Why a piece of work has no result."""

    TIME = "it took too long"
    MEMORY = "it needed too much memory"
    DIED = "the process that did it came to a sudden end"
    FAULT = "something unexpected happened"


@dataclass(frozen=True)
class Failure:
    """A piece of work without a result.

    Attributes:
        detail: the kind of the error, for whoever looks after the program. Never its text, which may hold a person's words.
    """

    why: Why
    detail: str = ""

    def __str__(self) -> str:
        """In words, without a stop."""
        return f"{self.why.value} ({self.detail})" if self.detail else self.why.value
