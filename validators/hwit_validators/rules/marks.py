"""Remarks that several families of rules make: about dates, figures, and who stands behind a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hwit_validators.figures.measure import Measure, fractions
from hwit_validators.model.choices import Unit
from hwit_validators.model.finding import Mark
from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.words import figure, shown, told_ref, within


def in_future(plan: Plan, record: Record, *fields: str) -> Iterator[Mark]:
    """A remark for each of these dates that has not come yet."""
    for field in fields:
        day: dt.date | None = getattr(record, field)
        if day and day > plan.on:
            yield record.mark(field, f"{shown(day)}{_of(record)} is in the future.", expected="a date in the past")


def _of(record: Record) -> str:
    return f" in {record.ref}" if told_ref(record.ref) else ""


def not_agreed(record: Record, says: str, dated: str, who: str) -> Iterator[Mark]:
    """A remark if somebody has not said Yes, or has not said when; one only, since the date goes with the Yes."""
    if record.blank(says) or getattr(record, says) is False:
        yield record.mark(says, f"{who} has not agreed yet.", expected="Yes")
    elif getattr(record, says) and record.blank(dated):
        yield record.mark(dated, f"It does not say when {within(who)} agreed.", expected="a date")


def or_the_roll(plan: Plan, beyond: list[Mark], compared: int) -> Iterator[Mark]:
    """Remarks about figures beyond the number on roll; or one about that number, if it is what does not fit.

    Args:
        compared: how many figures were held against it. If more than a third are beyond it, it is the likelier slip.
    """
    if plan.school and len(beyond) > 1 and len(beyond) * 3 > compared:
        yield plan.school.mark(
            "roll", f"Many figures of the plan are about more pupils than the {plan.school.roll:,} on roll."
        )
    else:
        yield from beyond


def not_as_fractions(measure: Measure) -> Iterator[Mark]:
    """A remark for each of a measure's figures that looks like a fraction where a percentage belongs."""
    for field in fractions(measure):
        yield like_a_percentage(measure, field)


def like_a_percentage(record: Record, field: str, of: str = "") -> Mark:
    """A remark about a fraction where a percentage belongs.

    Args:
        of: what it is a figure of, where that is not the record itself: ``O4``.
    """
    value = getattr(record, field)
    meant = f"{value * 100:.10g}"
    ref = told_ref(record.ref)
    what = f"{figure(value, Unit.PERCENT)}{f' for {of}' if of else ''}"
    return record.mark(field, f"{f'{ref}: ' if ref else ''}{what} looks like {meant}%.", expected=meant)
