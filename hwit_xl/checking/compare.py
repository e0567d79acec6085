"""The second pass of a check: returns held against each other, on the summaries that the first one left."""

from __future__ import annotations

from hwit_validators.model.sent import Together
from hwit_validators.rules import ACROSS
from hwit_validators.rules.between import check_together
from hwit_validators.rules.engine import under_profile
from hwit_xl.checking.outline import outline_of
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.spool import Spool


def compare(spool: Spool, settings: Settings) -> None:
    """Add what is found between returns to the verdicts, each finding at its cell and with the school's explanation."""
    profile = settings.programme.profile
    for how in Together:
        for group in spool.together(how):
            places = {id(sent): place for place, sent in group}
            for about, found in check_together(how, [sent for _, sent in group], ACROSS):
                place = places[id(about)]
                found = under_profile(found, profile, about.urn, settings.on)
                spool.add_between(place, outline_of(spool.outline(place)).held(found))
