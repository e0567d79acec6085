"""XS007: what the Local Programme has settled for a while."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.finding import Mark, Severity
from hwit_validators.plan import Plan
from hwit_validators.records import shown
from hwit_validators.rule import Judged, rule

REJECT, ERROR, QUERY, ADVICE = Severity


@rule("XS007", QUERY, stage=0, handbook="H56", judged=Judged.EVERY_FORM)
def waivers_have_not_run_out(plan: Plan) -> Iterator[Mark]:
    """No waiver of the Local Programme for this school has run out.

    Why: a waiver is for a while; after that the rule holds again.
    Put it right: the Local Programme takes the waiver out of its profile, or decides on it anew.
    """
    urn = plan.school.urn if plan.school else None
    for waiver in plan.profile.waivers:
        if waiver.school == urn and waiver.until < plan.on:
            yield Mark("", f"The waiver of {waiver.rule} for this school ran out on {shown(waiver.until)}.")
