"""Arithmetic of measures: which way is better, and when a target is reached."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from hwit_validators.model.choices import Direction, MeasuredAs, OutcomeType, Unit
from hwit_validators.tables import Indicator, Outcome


def gain(direction: Direction, start: float, end: float) -> float:
    """How far ``end`` is from ``start`` in the wanted direction; negative where it moved the other way."""
    return end - start if direction is Direction.INCREASE else start - end


def reached(direction: Direction, target: float, value: float) -> bool:
    """Whether a figure is at the target or beyond it."""
    return gain(direction, target, value) >= 0


def is_perception(outcome: Outcome) -> bool:
    """Whether the outcome is about views: its type says so, or what a targeted one is measured as."""
    if outcome.type is OutcomeType.TARGETED:
        return outcome.measured_as is MeasuredAs.PERCEPTION
    return outcome.type is OutcomeType.PERCEPTION


def is_counted(outcome: Outcome) -> bool:
    """Whether the outcome is about something counted."""
    if outcome.type is OutcomeType.TARGETED:
        return outcome.measured_as is MeasuredAs.QUANTITATIVE
    return outcome.type is OutcomeType.QUANTITATIVE


def out_of_range(value: float, unit: Unit | None, cohort: int | None) -> str | None:
    """Why a figure cannot be: a percentage over 100, or more people than there are. None where it can."""
    if unit is Unit.PERCENT and not 0 <= value <= 100:
        return "a percentage lies between 0 and 100"
    if unit in (Unit.PUPILS, Unit.PARENTS) and cohort is not None and value > cohort:
        return f"it is about {cohort:,} people, so no more can be counted"
    return None


def like_a_fraction(value: float, unit: Unit | None, *others: float | None) -> bool:
    """Whether a percentage looks like a fraction: 0.45 beside a baseline of 31 and a target of 50."""
    if unit is not Unit.PERCENT or not 0 < value < 1:
        return False
    known = [other for other in others if other is not None]
    return bool(known) and min(known) >= 5


def fractions(measure: Measure) -> tuple[str, ...]:
    """Which of a measure's starting figure and target look like fractions: 0.31 and 0.5, or one of them beside 31 or 50."""
    return among_fractions({name: getattr(measure, name) for name in ("baseline", "target")}, measure.unit)


def among_fractions(figures: Mapping[str, float | None], unit: Unit | None) -> tuple[str, ...]:
    """Which percentages of the same thing look like fractions: all of them below 1, or one of them beside 5 and more."""
    if unit is not Unit.PERCENT:
        return ()
    known = {name: value for name, value in figures.items() if value is not None}
    if all(0 < value < 1 for value in known.values()):
        return tuple(known)
    others = {name: [other for its, other in known.items() if its != name] for name in known}
    return tuple(name for name, value in known.items() if like_a_fraction(value, unit, *others[name]))


_K_OF_N = re.compile(r"(?<![\d.,])(\d[\d,]{0,14}) (?:out )?of (\d[\d,]{0,14})(?![\d.,]\d)")
"""Counts of people have a few figures; Python itself refuses to make a number of thousands of them."""


def another_count(text: str | None, value: float, unit: Unit | None, size: int | None) -> str | None:
    """The count in a text (``90 of 172``) that contradicts a figure about as many people; None where none does."""
    if not text or not size or " of " not in text or unit not in (Unit.PERCENT, Unit.PUPILS, Unit.PARENTS):
        return None
    found = [(match[0], int(match[1].replace(",", ""))) for match in _K_OF_N.finditer(text)
             if int(match[2].replace(",", "")) == size]  # fmt: skip
    decimals = len(f"{value:.10g}".partition(".")[2])
    room = 0.51 / 10**decimals
    counts = [(words, 100 * count / size if unit is Unit.PERCENT else count) for words, count in found]
    if not counts or any(abs(count - value) <= room for _, count in counts):
        return None
    return counts[0][0]


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later (or earlier); 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def school_year(day: dt.date) -> int:
    """The calendar year in which the school year of a day began, on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


Measure = Outcome | Indicator
