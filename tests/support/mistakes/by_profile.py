"""Mistakes that show with what the programme has settled."""

from __future__ import annotations

import datetime as dt

from hwit_validators.model.finding import Severity
from hwit_validators.model.profile import Profile, Waiver
from support.mistakes.case import STAGE_4, Case, Place

WAIVER = Waiver(
    rule="OC016", school="900001", reason="A new list is on its way", by="Jo Field", until=dt.date(2010, 6, 24)
)
WITHOUT_O5 = Case(
    "a plan without its fifth outcome, in whose results the fifth column is filled in",
    "primary",
    8,
    {},
    "RV016 Results/O5 met",
    before={
        "Outcomes/O5": "",
        "Indicators/E7 outcomes": "O4",
        "Indicators/E10 outcomes": "O4",
        "Partners/PT3 outcomes": "O4, O6",
        "Activities/A6 supports": "E10",
        "Baselines/B5": "",
        "Readings/R16": "",
        "Readings/R35": "",
        "Readings/R46": "",
    },
)
PROFILES: dict[str, tuple[Place, Case, Profile]] = {
    "not a school of the programme": (("SC007", "School", "C7"), STAGE_4, Profile(urns=frozenset({"900002"}))),
    "a waiver that has run out": (("XS007", None, None), STAGE_4, Profile(waivers=(WAIVER,))),
    "a result without its outcome, where two outcomes for a priority are enough": (
        WITHOUT_O5.expected,
        WITHOUT_O5,
        Profile(severities={"OC001": Severity.ADVICE}),
    ),
}
"""Where the finding must stand, the return, and what the programme has settled."""
