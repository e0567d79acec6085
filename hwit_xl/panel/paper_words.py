"""How the panel's paper writes references, figures and days."""

from __future__ import annotations

import datetime as dt

from hwit_validators.figures.measure import Measure
from hwit_validators.plan import Plan
from hwit_validators.privacy.small_numbers import WITHHELD
from hwit_validators.privacy.withheld import withheld
from hwit_validators.words import figure
from hwit_xl.panel.manifest import Asked


def marked(ref: str, asked: dict[str, Asked]) -> str:
    """The reference, with a mark where the panel asked about it or it changed since."""
    item = asked.get(ref)
    return f"{ref} (asked)" if item and item.question else ref


def figure_of(plan: Plan, measure: Measure, value: float | None, *, count: bool = False) -> str:
    """A figure of a measure in its unit, or as a count of people; withheld where it may not be told on paper."""
    if value is None:
        return "not yet known"
    if measure.ref in withheld(plan):
        return WITHHELD
    return f"{value:,.10g}" if count else figure(value, measure.unit)


def short(day: dt.date | None) -> str:
    """A date as a narrow column has room for it: ``3 Dec 2010``."""
    return f"{day.day}\u00a0{day:%b}\u00a0{day.year}" if day else ""
