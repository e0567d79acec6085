"""Stage 7: readings, revisions, amendments and celebrations (H41-H46)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import AmendedWhat, QuasDecision, RevisedWhat
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows


class Reading(Record):
    """One look at an outcome or indicator: a figure, or whether something is done (H42)."""

    table: ClassVar = "Readings"
    title: ClassVar = "Readings"
    stage: ClassVar = 7
    layout: ClassVar[Rows | Answers] = Rows(spare=400, prefix="R")

    measure: str | None = column(
        "Outcome or indicator",
        "Its reference, such as O1 or E3.",
        width=11,
        refers=("Outcomes", "Indicators"),
        one_each=True,
        required_from=7,
    )
    read_on: dt.date | None = column("Read on", "The day of the reading.", width=13, required_from=7)
    value: float | None = column(
        "Figure",
        "For a figure: what it is now.",
        width=10,
        at_least=0,
        at_most=1_000_000,
        out_of="Of how many",
        unit_in="measure",
    )
    done: bool | None = column("Done?", "For a process indicator: is it in place?", width=9)
    sample_size: int | None = column(
        "Of how many", "How many people were counted or asked.", width=10, people=True, at_least=1, at_most=100000
    )
    source: str | None = column("Source", "Where it comes from.", width=32, long=True, required_from=7)
    comment: str | None = column("Comment", "What the group made of it.", width=52, long=True)


class Revision(Record):
    """A change to an early success indicator after the group discussed it (H43)."""

    table: ClassVar = "Revisions"
    title: ClassVar = "Revisions"
    stage: ClassVar = 7
    layout: ClassVar[Rows | Answers] = Rows(spare=60, prefix="V")
    may_be_empty: ClassVar = True

    indicator: str | None = column(
        "Indicator", "Its reference, such as E3.", width=10, refers=("Indicators",), required_from=7
    )
    what: RevisedWhat | None = column("What changes", "One change a row.", width=13, required_from=7)
    was: str | None = column("It was", "The old figure, date or words.", width=22, long=True, required_from=7)
    new_target: float | None = column(
        "New target figure", "If the target changes.", width=10, at_least=0, at_most=1_000_000, unit_in="indicator"
    )
    new_due: dt.date | None = column("New due date", "If the date changes.", width=13)
    new_wording: str | None = column("New wording", "If the words change.", width=28, long=True)
    why: str | None = column("Why", "What monitoring showed.", width=34, long=True, required_from=7, missing="MN005")
    discussed_on: dt.date | None = column(
        "Discussed by the group on", "The date of the meeting.", width=14, required_from=7, missing="MN005"
    )


class Amendment(Record):
    """A change to a meaningful outcome, which needs the panel's confirmation (H44)."""

    table: ClassVar = "Amendments"
    title: ClassVar = "Amendments"
    stage: ClassVar = 7
    layout: ClassVar[Rows | Answers] = Rows(spare=24, prefix="X")
    may_be_empty: ClassVar = True

    outcome: str | None = column(
        "Outcome", "Its reference, such as O2.", width=10, refers=("Outcomes",), required_from=7
    )
    what: AmendedWhat | None = column("What changes", "One change a row.", width=13, required_from=7)
    was: str | None = column("It was", "The old figure, date or words.", width=22, long=True, required_from=7)
    new_target: float | None = column(
        "New target figure", "If the target changes.", width=10, at_least=0, at_most=1_000_000, unit_in="outcome"
    )
    new_date: dt.date | None = column("New target date", "If the date changes.", width=13)
    new_wording: str | None = column("New wording", "If the words change.", width=26, long=True)
    why: str | None = column(
        "Why", "What happened, and why the old outcome no longer fits.", width=30, long=True, required_from=7
    )
    requested_on: dt.date | None = column("Asked for on", "When you sent it to the panel.", width=13, required_from=7)
    decision: QuasDecision | None = column("Panel's answer", "Waiting, until the panel has answered.", width=15)
    decided_on: dt.date | None = column("Answered on", "The date of the panel's answer.", width=13)


class Celebration(Record):
    """An indicator reached is an occasion to celebrate (H46)."""

    table: ClassVar = "Celebrations"
    title: ClassVar = "Celebrations"
    stage: ClassVar = 7
    layout: ClassVar[Rows | Answers] = Rows(spare=40, prefix="C")
    may_be_empty: ClassVar = True

    indicator: str | None = column(
        "Indicator", "Its reference, such as E3.", width=10, refers=("Indicators",), one_each=True, required_from=7
    )
    how: str | None = column(
        "How you celebrated", "An assembly, a display, a newsletter.", width=60, long=True, required_from=7
    )
    celebrated_on: dt.date | None = column("When", "The date.", width=13, required_from=7)
    who: str | None = column("Who took part", "Such as Years 3 to 6 and parents.", width=40, long=True)
