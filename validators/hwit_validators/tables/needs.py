"""Stage 2: the needs analysis (H18-H20)."""

from __future__ import annotations

from typing import ClassVar

from hwit_validators.model.choices import Importance, Origin, Scope
from hwit_validators.model.column import column, several
from hwit_validators.model.record import Answers, Record, Rows


class DataItem(Record):
    """One figure or finding the school looked at."""

    table: ClassVar = "Data"
    title: ClassVar = "Data"
    stage: ClassVar = 2
    layout: ClassVar[Rows | Answers] = Rows(spare=60, prefix="D")

    item: str | None = column(
        "What it measures", "For instance: Year 6 pupils who are obese.", width=26, long=True, required_from=2
    )
    origin: Origin | None = column(
        "Local or school", "Local: about the area. School: about your own pupils.", width=9, required_from=2
    )
    source: str | None = column(
        "Source", "Who collected it, such as the school meals register.", width=15, long=True, required_from=2
    )
    scope: Scope | None = column(
        "Whole school or group", "Does it speak of everyone, or of one group?", width=10, required_from=2
    )
    group: str | None = column(
        "Group",
        "For a specific group: which one. Choose, or write your own.",
        width=14,
        listed="groups",
        open_list=True,
        long=True,
    )
    period: str | None = column(
        "Period", "When it was collected, such as 2009/10 or March 2010.", width=9, required_from=2
    )
    value: float | None = column("Value", "The figure itself.", width=8, unit_in="unit", out_of="Number of pupils")
    unit: str | None = column(
        "Unit", "What the figure counts, such as % or pupils.", width=9, listed="units", open_list=True
    )
    pupils: int | None = column(
        "Number of pupils", "How many pupils the figure is about.", width=8, people=True, at_least=0, at_most=100000
    )
    comparator: str | None = column("Compared with", "For instance: local authority average.", width=13, long=True)
    comparator_value: float | None = column(
        "Its value", "The figure you compare with.", width=8, unit_in="comparator_unit"
    )
    comparator_unit: str | None = column(
        "Its unit", "The same unit as yours, or the two cannot be compared.", width=9, listed="units", open_list=True
    )
    meaning: str | None = column(
        "What it tells us", "One or two sentences in your own words.", width=30, long=True, required_from=2
    )


class Need(Record):
    """A need that the data show."""

    table: ClassVar = "Needs"
    title: ClassVar = "Needs"
    stage: ClassVar = 2
    layout: ClassVar[Rows | Answers] = Rows(spare=24, prefix="N")

    need: str | None = column("Need", "What children need, in one sentence.", width=40, long=True, required_from=2)
    data: tuple[str, ...] = several(
        "Data behind it",
        "References from the Data sheet, such as D1, D4.",
        width=12,
        refers=("Data",),
        missing="NA007",
        required_from=2,
    )
    who: str | None = column("Who", "All pupils, a year group, or a specific group.", width=22, required_from=2)
    indicator: str | None = column(
        "National Indicator",
        "The indicator this need belongs to, if there is one.",
        width=28,
        listed="national_indicators",
        long=True,
    )
    no_indicator: str | None = column("If no indicator fits, why", "One sentence.", width=24, long=True)
    importance: Importance | None = column(
        "Importance", "How much it matters to pupils' health and well-being.", width=11, required_from=2
    )
    can_change: str | None = column(
        "What we can change", "What is within the school's reach.", width=30, long=True, required_from=2
    )
    rank: int | None = column("Rank", "1 for the most pressing need.", width=7, required_from=2, at_least=1, at_most=12)
