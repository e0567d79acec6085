"""What a plan is judged by, beside what it says itself: the day, the programme's settings, the lists, the panel's answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hwit_validators.model.decision import Decisions
from hwit_validators.model.lists import Lists
from hwit_validators.model.profile import Profile


@dataclass(frozen=True)
class Circumstances:
    """What does not stand in the return, and yet decides what is found in it.

    Attributes:
        on: the day the plan is judged on.
        lists: in which answers are looked up.
        profile: what the Local Programme has settled.
        decisions: what the panel has answered to this school; None where its decisions are not known.
    """

    on: dt.date
    lists: Lists
    profile: Profile = field(default_factory=Profile)
    decisions: Decisions | None = None
