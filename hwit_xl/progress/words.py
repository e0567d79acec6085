"""Sentences about a line of a progress report that are the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.figures.progress import Status
from hwit_validators.model.choices import Unit
from hwit_xl.progress.doubt import told
from hwit_xl.progress.report import Line


def in_people(line: Line) -> str | None:
    """``That is 79 of 174 pupils; 87 or more would reach the target.`` None where the figures count nobody."""
    people = line.people
    if not people.latest:
        return None
    settled = line.standing in (Status.ACHIEVED, Status.WITHDRAWN) or not people.needed
    return f"That is {people.latest}" + ("." if settled else f"; {people.needed} would reach the target.")


def of_chance(line: Line) -> Iterator[str]:
    """What chance may have to do with the latest figure of a line."""
    certainty = line.certainty
    if certainty and line.measure.unit is Unit.PERCENT:
        yield f"Chance alone may move it between {certainty.low:.0%} and {certainty.high:.0%} (95% interval)."
    if certainty and certainty.may_be_chance is not None:
        yield f"The change {'may be chance' if certainty.may_be_chance else 'is more than chance would bring'}."


def of_doubt(line: Line) -> str | None:
    """``Still to be settled: open query MN012: R34: 0.43% for O1 looks like 43%.`` None where nothing is open."""
    return f"Still to be settled: {told(line.doubt)}" if line.doubt else None
