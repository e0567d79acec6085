"""What a figure means in people: ``79 of 174 pupils`` (design §7)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hwit_validators.figures.measure import Measure
from hwit_validators.model.choices import Direction, Respondents, Unit
from hwit_validators.plan import Plan
from hwit_validators.tables import Baseline, Outcome, Reading, Result

COUNTED = (Unit.PERCENT, Unit.PUPILS, Unit.PARENTS)
"""Units whose figures say how many of some people."""


@dataclass(frozen=True)
class Noun:
    """Whom a figure counts."""

    one: str
    many: str

    def of(self, number: int) -> str:
        """The word that goes with a number of them."""
        return self.one if number == 1 else self.many


PUPILS = Noun("pupil", "pupils")
PARENTS = Noun("parent or carer", "parents and carers")
ASKED = Noun("person asked", "people asked")
_ASKED = {Respondents.PARENTS: PARENTS, Respondents.BOTH: ASKED}


def counted_by(plan: Plan, measure: Measure) -> Noun:
    """Whom the figures of a measure count: by its unit, or else whoever is asked for the outcomes it serves."""
    if measure.unit is Unit.PARENTS:
        return PARENTS
    if measure.unit is Unit.PUPILS:
        return PUPILS
    outcomes = (measure,) if isinstance(measure, Outcome) else plan.served_by(measure)
    nouns = {_ASKED.get(outcome.respondents, PUPILS) if outcome.respondents else PUPILS for outcome in outcomes}
    return nouns.pop() if len(nouns) == 1 else ASKED if nouns else PUPILS


def size_of(measure: Measure, row: Baseline | Reading | Result | None) -> int | None:
    """How many people a figure is about. A count that does not say so is of the whole group."""
    size = row.sample_size if row else None
    if size is None and isinstance(measure, Outcome) and measure.unit in (Unit.PUPILS, Unit.PARENTS):
        return measure.cohort
    return size


def as_share(value: float | None, unit: Unit | None, size: int | None) -> float | None:
    """A figure as a share (0 to 1) of so many people; None where it is none."""
    if value is None or not size or unit not in COUNTED:
        return None
    share = value / (100 if unit is Unit.PERCENT else size)
    return share if 0 <= share <= 1 else None


def of_people(value: float | None, unit: Unit | None, size: int | None, noun: Noun) -> str | None:
    """``79 of 174 pupils``, or *about* so many where more than one count comes to this percentage."""
    share = as_share(value, unit, size)
    if value is None or share is None or not size:
        return None
    count = round(share * size)
    return f"{'' if _is_certain(value, unit, count, size) else 'about '}{count:,} of {size:,} {noun.of(size)}"


def _is_certain(value: float, unit: Unit | None, count: int, size: int) -> bool:
    """Whether this is the only count of so many people that comes to a percentage, as exactly as it is given."""
    if unit is not Unit.PERCENT:
        return value == count
    half = 0.5 / 10 ** len(f"{value:.10g}".partition(".")[2])

    def comes_to_it(other: int) -> bool:
        return 0 <= other <= size and abs(100 * other / size - value) <= half + 1e-9

    return comes_to_it(count) and not comes_to_it(count - 1) and not comes_to_it(count + 1)


def would_reach(target: float | None, unit: Unit | None, size: int | None, direction: Direction | None) -> str | None:
    """How many of so many people it takes to reach a target: ``87 or more``, ``20 or fewer``, ``all 8``, ``none``."""
    share = as_share(target, unit, size)
    if share is None or not size:
        return None
    if direction is Direction.DECREASE:
        most = math.floor(share * size + 1e-9)
        return f"{most:,} or fewer" if most else "none"
    least = math.ceil(share * size - 1e-9)
    return f"{least:,} or more" if least < size else f"all {size:,}"
