"""A new cycle: what goes on after stage 8, and what begins anew (H51)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from hwit_validators.figures.changes import words_now
from hwit_validators.figures.progress import effective
from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.tables import (
    DataItem,
    GroupReview,
    KeyTask,
    Member,
    Need,
    NextCycle,
    Outcome,
    PastOutcome,
    Priority,
    Result,
    School,
)


def new_cycle(plan: Plan, confirmed: Mapping[str, dt.date]) -> dict[str, tuple[Record, ...]]:
    """The tables of the stage 2 form with which a school begins a new cycle.

    School and group go on, without the members who have left. The outcomes that have a result join the history. The
    needs analysis begins with what the school has already said of its next cycle: first the new priority, then the one
    that goes on.

    Args:
        plan: a stage 8 return.
        confirmed: the day on which the panel confirmed each outcome, by reference; outcomes without one are kept too.
    """
    return {
        School.table: plan.of(School),
        PastOutcome.table: _history(plan, confirmed),
        Member.table: _members(plan),
        KeyTask.table: plan.of(KeyTask),
        GroupReview.table: plan.of(GroupReview),
        DataItem.table: (),
        Need.table: tuple(_needs(plan)),
    }


def _members(plan: Plan) -> tuple[Member, ...]:
    """Those who are still in the group, one after another, each under their own reference."""
    staying = (member for member in plan.of(Member) if member.left_on is None or member.left_on > plan.on)
    return tuple(member.model_copy(update={"place": place}) for place, member in enumerate(staying))


def _history(plan: Plan, confirmed: Mapping[str, dt.date]) -> tuple[PastOutcome, ...]:
    """The outcomes of earlier cycles, then those of this one, from the first row on."""
    earlier = plan.of(PastOutcome)
    rows = [*earlier, *_outcomes(plan, confirmed, _numbers(earlier))]
    return tuple(row.model_copy(update={"place": place}) for place, row in enumerate(rows))


def _numbers(earlier: Iterable[PastOutcome]) -> Iterator[int]:
    """Numbers of references that no row has yet."""
    taken = [int(digits) for past in earlier if (digits := past.ref.lstrip("H")).isdecimal()]
    number = max(taken, default=0)
    while True:
        number += 1
        yield number


def _outcomes(plan: Plan, confirmed: Mapping[str, dt.date], numbers: Iterator[int]) -> Iterator[PastOutcome]:
    """Each outcome of this cycle that has a result, with the figures that held in the end."""
    for outcome in plan.of(Outcome):
        result = plan.row(Result, outcome.ref)
        if result is None:
            continue
        priority = plan.row(Priority, outcome.priority)
        holds = effective(plan, outcome)
        yield PastOutcome(
            ref=f"H{next(numbers)}",
            cycle=plan.cycle,
            priority=priority.priority if priority else None,
            indicator=priority.indicator if priority else None,
            type=outcome.type,
            statement=words_now(plan, outcome) or None,
            unit=outcome.unit,
            baseline=holds.baseline,
            target=holds.target,
            final_value=result.final_value,
            met=result.met,
            measured_on=result.measured_on,
            confirmed_on=confirmed.get(outcome.ref),
        )


def _needs(plan: Plan) -> Iterator[Need]:
    """The needs that the school's view of its next cycle begins with, as far as it has said them."""
    cycle = plan.one(NextCycle)
    begun = [(_new_need(cycle), cycle.new_indicator)] if cycle else []
    replaced = cycle.replaces if cycle else None
    begun += [(each.priority, each.indicator) for each in plan.of(Priority) if each.ref != replaced]
    known = (each for each in begun if any(each))
    for place, (need, indicator) in enumerate(known):
        yield Need(ref=f"N{place + 1}", place=place, need=need, indicator=indicator)


def _new_need(cycle: NextCycle) -> str | None:
    """The new priority and why, as the first words of a need."""
    if cycle.new_priority and cycle.why:
        return f"{cycle.new_priority.rstrip('.')}. {cycle.why}"
    return cycle.new_priority or cycle.why
