"""The sentences of a claim: what changed, what it was to be, of how many people, from which source, on which days."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.figures.changes import in_unit
from hwit_validators.figures.measure import gain
from hwit_validators.model.choices import AmendedWhat, Direction, Unit
from hwit_validators.tables import Outcome
from hwit_validators.words import number, shown, within
from hwit_xl.self_evaluation.claims import Claim, Measured, Standing


def claim(said: Claim) -> str:
    """What is claimed, in one sentence: ``Rose from 31% to 52%; the target of 50% is met.``"""
    return _withheld(said) if said.withheld else f"{_change(said)}{_by_target(said)}."


def details(said: Claim) -> str:
    """What stands behind the claim: the aim, the figures, what has to be known with them, and the source."""
    return " ".join(_details(said))


def _details(said: Claim) -> Iterator[str]:
    yield f"Aim: {_sentence(said.aim)}"
    if not said.withheld:
        yield f"Measured on {_measured(said, said.before)} and on {_measured(said, said.after)}."
    yield from _remarks(said)
    if said.source:
        yield f"Source: {_sentence(said.source)}"


def _withheld(said: Claim) -> str:
    kind = f"{said.outcome.type.lower() if said.outcome.type else 'meaningful'} outcome"
    kind += " for a small group" if said.few else ""
    why = "figures withheld" if said.few else "figures withheld, as they count very few people"
    chance = "; the change is within what chance alone can bring" if said.may_be_chance else ""
    day = shown(said.after.on)
    if said.standing is Standing.SO_FAR:
        return f"So far, by {day}: a {kind} has reached its target ({why}){chance}."
    return f"A {kind} was {said.standing}, as measured on {day} ({why}){chance}."


def _change(said: Claim) -> str:
    """``Rose from 31% to 52%``. A change that may be chance only *went* from one figure to the other, and says so."""
    before, after, unit = said.before.value, said.after.value, said.outcome.unit
    if before == after:
        moved = f"Stayed at {in_unit(after, unit)}"
    else:
        verb = "Went" if said.may_be_chance else "Rose" if after > before else "Fell"
        moved = f"{verb} from {number(before, unit)} to {in_unit(after, unit)}"
    if unit is Unit.SCORE:
        moved = f"The score {within(moved)}"
    if said.standing is Standing.SO_FAR:
        moved = f"So far, by {shown(said.after.on)}: {within(moved)}"
    return moved + (", a change that is within what chance alone can bring" if said.may_be_chance else "")


def _by_target(said: Claim) -> str:
    target = in_unit(said.target, said.outcome.unit)
    if said.standing is Standing.MET:
        return f"; the target of {target} is met"
    if said.standing is Standing.PARTLY:
        return f", short of the target of {target}: partly met"
    if said.standing is Standing.NOT_MET:
        return f"{_wrong_way(said.outcome, said.before, said.after)}; the target of {target} is not met"
    if said.reached:
        return f"; the target of {target} is reached, and there is no final result yet"
    by = f" by {shown(said.due)}" if said.due else ""
    late = bool(said.due and said.after.on > said.due)
    way = _wrong_way(said.outcome, said.before, said.after)
    return f"{way}; the target {'was' if late else 'is'} {target}{by}"


def _wrong_way(outcome: Outcome, before: Measured, after: Measured) -> str:
    moved = gain(outcome.direction or Direction.INCREASE, before.value, after.value)
    return ", away from the target" if moved < 0 else ""


def _remarks(said: Claim) -> Iterator[str]:
    """What a reader would otherwise take wrongly: another target than in the aim, a late date; and the panel's word."""
    outcome = said.outcome
    for what, name, was in (
        (AmendedWhat.TARGET, "target", None if said.withheld else _of_target(outcome)),
        (AmendedWhat.TARGET_DATE, "target date", shown(outcome.target_date)),
    ):
        days = [change.decided_on for change in said.amended if change.what is what and change.decided_on]
        if days:
            instead = f" in place of {was}" if was else ""
            yield f"The panel confirmed another {name}{instead} on {shown(max(days))}."
    if said.due and said.standing is not Standing.SO_FAR and said.after.on > said.due:
        yield f"Measured after the target date of {shown(said.due)}."
    if said.confirmed_on:
        yield f"The panel confirmed this outcome on {shown(said.confirmed_on)}."


def _of_target(outcome: Outcome) -> str | None:
    return None if outcome.target is None else in_unit(outcome.target, outcome.unit)


def _measured(said: Claim, figure: Measured) -> str:
    """``12 March 2010 (168 pupils)``; a count of people is of so many: ``(46 of 267 pupils)``."""
    unit, size = said.outcome.unit, figure.size
    if size is None:
        people = "of how many is not recorded" if unit is Unit.PERCENT else ""
    else:
        people = f"{size:,} {said.counted.of(size)}"
        if unit in (Unit.PUPILS, Unit.PARENTS):
            people = f"{number(figure.value, unit)} of {people}"
    return f"{shown(figure.on)}{f' ({people})' if people else ''}"


def _sentence(text: str) -> str:
    """A text in one line, with a stop at its end."""
    text = " ".join(text.split()).rstrip(" ,;:")
    return text if text.endswith((".", "!", "?", ".”", '."')) else f"{text}."
