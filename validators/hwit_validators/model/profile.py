"""What a Local Programme settles where the handbook leaves a choice."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from hwit_validators.model.choices import Voice
from hwit_validators.model.finding import Severity
from hwit_validators.words import day


class OutcomesPer(StrEnum):
    """Whether the three types of outcome belong to each priority or to the plan: the handbook can be read both ways."""

    PRIORITY = "priority"
    PLAN = "plan"


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Limits(_Settings):
    """Limits that the handbook leaves open."""

    smallest_group: int = Field(default=10, ge=1, le=100)
    """Figures about fewer pupils than this are not shared (domain facts §6.3)."""
    smallest_count: int = Field(default=5, ge=1, le=50)
    """Counts below this, on either side, are not shared (domain facts §6.3)."""
    longest_years: int = Field(default=3, ge=1, le=10)
    """Years from joining within which outcomes are to be reached (H12)."""
    data_years: int = Field(default=3, ge=1, le=20)
    """Years after which data of the needs analysis are old."""


class SefForm(StrEnum):
    """Which self-evaluation form schools fill in: that of September 2009, or the one before it."""

    FROM_2009 = "2009"
    BEFORE_2009 = "2005"


Line = Annotated[str, Field(max_length=80)]


class Letters(_Settings):
    """What stands on letters and certificates beside the programme's name."""

    address: tuple[Line, ...] = Field(default=(), max_length=6)
    """Line by line."""
    signed_by: Line = ""
    role: Line = ""
    """Of whoever signs."""
    contact: Line = ""
    """Whom to ask: an e-mail address, a telephone number, or both, in one line."""
    logo: str = ""
    """File name of a picture, as seen from the profile."""


WAIVED = "Waived by "
"""How results begin to speak of a waiver."""


class Waiver(_Settings):
    """A rule that does not block a school for a while."""

    rule: str = Field(pattern=r"^[A-Z]{2}\d{3}$")
    school: str = Field(pattern=r"^\d{6}$")
    """The school's URN."""
    reason: str = Field(min_length=3)
    by: str = Field(min_length=2)
    until: dt.date

    @property
    def words(self) -> str:
        """How results speak of it."""
        return f"{WAIVED}{self.by} until {day(self.until)}: {self.reason}"


class Profile(_Settings):
    """A programme's settings. Without a file, the defaults hold."""

    programme: str = ""
    """The programme's name, as it stands on letters and certificates."""
    outcomes_per: OutcomesPer = OutcomesPer.PRIORITY
    required_voices: frozenset[Voice] = frozenset(Voice)
    """Who must have a voice in a development group (H13)."""
    urns: frozenset[str] = frozenset()
    """The schools of the programme; where none are listed, none is turned away."""
    limits: Limits = Limits()
    letters: Letters = Letters()
    sef: SefForm = SefForm.FROM_2009
    """For which self-evaluation form text is written (H53)."""
    severities: dict[str, Severity] = {}
    """Severities that differ from those of the rules, by code."""
    waivers: tuple[Waiver, ...] = ()

    def severity(self, code: str, own: Severity) -> Severity:
        """How much a rule matters in this programme. A file that cannot be read stays rejected."""
        return own if own is Severity.REJECT else self.severities.get(code, own)

    def waiver(self, code: str, urn: str | None, on: dt.date) -> Waiver | None:
        """The waiver of a rule for a school on a day, if there is one that has not run out."""
        for waiver in self.waivers:
            if (waiver.rule, waiver.school) == (code, urn) and on <= waiver.until:
                return waiver
        return None
