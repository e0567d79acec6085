"""How returns are checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a run that takes everything over from an earlier one does not wait for these
    from hwit_validators.model.circumstances import Circumstances
    from hwit_xl.checking.decision_files import KnownDecisions
    from hwit_xl.checking.profile_file import Programme


@dataclass(frozen=True)
class Settings:
    """How returns are checked.

    Attributes:
        on: the day they are judged on.
        own: what the Local Programme has settled, and its lists; None where it has settled nothing.
        passwords: tried on protected files.
        decisions: the panel's, on whichever school; None where they are not known, and nothing is held against them.
    """

    on: dt.date
    own: Programme | None = None
    passwords: tuple[str, ...] = ()
    decisions: KnownDecisions | None = None

    @property
    def programme(self) -> Programme:
        """What holds: what the Local Programme has settled, or what holds without that."""
        from hwit_xl.checking.profile_file import Programme

        return self.own or Programme()

    @property
    def circumstances(self) -> Circumstances:
        """What every return is judged by; the panel's answers to its school come to it once the return says which that is."""
        from hwit_validators.model.circumstances import Circumstances

        programme = self.programme
        return Circumstances(self.on, programme.lists, programme.profile)
