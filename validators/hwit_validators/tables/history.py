"""What earlier cycles of the model brought about (H51)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import OutcomeMet, OutcomeType, Unit
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows


class PastOutcome(Record):
    """What became of a meaningful outcome of an earlier cycle.

    The form of a new cycle is sent out with these rows; nobody types them. Figures are those that held in the end, with
    every confirmed amendment.
    """

    table: ClassVar = "History"
    title: ClassVar = "Earlier cycles"
    stage: ClassVar = 2
    layout: ClassVar[Rows | Answers] = Rows(spare=24, prefix="H")
    may_be_empty: ClassVar = True
    only_carried: ClassVar = True
    since: ClassVar = (1, 1)

    cycle: int | None = column("Cycle", "1 for the first time through the eight stages.", width=7, at_least=1)
    priority: str | None = column("Priority", "Its title.", width=19, long=True)
    indicator: str | None = column(
        "National Indicator",
        "The indicator of the priority.",
        width=23,
        listed="national_indicators",
        open_list=True,
        long=True,
    )
    type: OutcomeType | None = column("Type", "Quantitative, perception or targeted.", width=13)
    statement: str | None = column(
        "The outcome in one sentence", "As the panel last confirmed it.", width=40, long=True
    )
    unit: Unit | None = column("Unit", "What the figures count.", width=11)
    baseline: float | None = column("Starting figure", "Where it began.", width=9)
    target: float | None = column("Target figure", "The figure to reach.", width=9)
    final_value: float | None = column("Final figure", "What was reached.", width=9)
    met: OutcomeMet | None = column("Met?", "Whether the outcome was met.", width=8)
    measured_on: dt.date | None = column("Measured on", "The day of the final figure.", width=12)
    confirmed_on: dt.date | None = column("Confirmed by the panel on", "Blank where it was not confirmed.", width=13)
