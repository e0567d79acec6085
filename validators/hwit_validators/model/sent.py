"""What is kept of a return to hold it against others, once the return itself is out of sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True)
class Sent:
    """What is kept of a return.

    Attributes:
        name: how results call its file.
        cycle: which time through the eight stages it is of; each is held against its own only.
        fingerprints: of each table that could be read whole, by name.
        altered: locked tables that are not as they were sent out, which WB019 has already said.
    """

    name: str
    sha256: str
    urn: str
    school: str
    stage: int
    cycle: int = 1
    authority: str = ""
    establishment: str = ""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    altered: frozenset[str] = frozenset()


class Together(Enum):
    """Which returns a rule sees at once: never more than one school's, so that a batch of any size can be compared."""

    URN = "one URN"
    ESTABLISHMENT = "one local authority and establishment number"

    def key(self, one: Sent) -> str:
        """What returns that belong together have in common; "" for one that stands alone."""
        if self is Together.URN:
            return one.urn
        return f"{one.authority}/{one.establishment}" if one.establishment and one.urn else ""
