"""What a Local Programme settles where the handbook leaves a choice."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class OutcomesPer(StrEnum):
    """Whether the three types of outcome belong to each priority or to the plan: the handbook can be read both ways."""

    PRIORITY = "priority"
    PLAN = "plan"


class Profile(BaseModel):
    """A programme's settings. Without a file, the defaults hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcomes_per: OutcomesPer = OutcomesPer.PRIORITY
    urns: frozenset[str] = frozenset()
    """The schools of the programme; where none are listed, none is turned away."""
    smallest_group: int = 10
    """Figures about fewer pupils than this are not shared (domain facts §6.3)."""
