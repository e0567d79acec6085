"""What a damage did to a return, as far as it must be known to judge how the return is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import TYPE_CHECKING, Any

from support.by_hand import Answer

if TYPE_CHECKING:
    from fuzz.bases import Base


class Reads(Enum):
    """How an answer may be read that was typed over."""

    ANYHOW = "the damage wrote something else here, so nothing can be said"
    SOMEHOW = "as something that is not blank, or with a finding"
    NEVER = "with a finding: no spreadsheet program reads a value here"


@dataclass(frozen=True)
class Damaged:
    """A return that was damaged.

    Attributes:
        kind: what was done, in the same words each time.
        what: what exactly was done this time, for whoever looks at a failure.
        expected: answers that the damage typed over: what a person would read there now, or a :class:`Reads`.
        beside: filled cells (sheet, address) that look like answers and that no table holds: a finding must point there.
        hinted: advice is enough for what stands beside.
        exact: the damage says itself which answers it changed; without it, another program is asked what a person would read.
        everything: answers may have changed anywhere.
    """

    data: bytes
    kind: str
    what: str = ""
    expected: Mapping[Answer, Any] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()
    hinted: bool = False
    exact: bool = False
    everything: bool = False


Damage = Callable[[Random, "Base"], Damaged]
"""A way to damage a return. The same random numbers give the same damage."""


class NotHere(Exception):
    """This damage cannot be done to this return; another one is chosen."""
