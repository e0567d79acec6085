"""The second pass of a check: returns held against each other, on the summaries that the first one left."""

from __future__ import annotations

from hwit_validators.model.sent import Together
from hwit_validators.rules import ACROSS, RULES
from hwit_validators.rules.between import check_together
from hwit_validators.rules.engine import not_run, under_profile
from hwit_xl.checking.outline import outline_of
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.spool import Spool


def compare(spool: Spool, settings: Settings) -> bool:
    """Add what is found between returns to the verdicts, each finding at its cell and with the school's explanation.

    Returns:
        Whether every rule could be run. Where one could not, the returns of that school are not checked.
    """
    profile = settings.programme.profile
    told: set[tuple[int, str]] = set()
    for how in Together:
        for group in spool.together(how):
            places = {id(sent): place for place, sent in group}
            checked = check_together(how, [sent for _, sent in group], ACROSS)
            for code, why in checked.broken.items():
                for place in (place for place, _ in group if (place, code) not in told):
                    told.add((place, code))  # once, however the returns belong together
                    for found in not_run(code, RULES):
                        spool.add_between(place, found, broken=why)
            for about, found in checked.findings:
                place = places[id(about)]
                found = under_profile(found, profile, about.urn, settings.on)
                spool.add_between(place, outline_of(spool.outline(place)).held(found))
    return not told
