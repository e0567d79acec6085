"""Stage 5: partners, activities or interventions, and baselines (H36-H38)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import BaselineOrigin, Basis, FormalAgreement, PartnerCheck, Reach, Unit
from hwit_validators.model.column import column, several
from hwit_validators.model.record import Answers, Record, Rows


class Partner(Record):
    """Somebody outside the school who helps with an outcome (H36)."""

    table: ClassVar = "Partners"
    title: ClassVar = "Partners"
    stage: ClassVar = 5
    layout: ClassVar[Rows | Answers] = Rows(spare=24, prefix="PT")
    may_be_empty: ClassVar = True

    partner: str | None = column("Partner", "The organisation or service.", width=28, required_from=5)
    outcomes: tuple[str, ...] = several(
        "Outcomes they help with",
        "Such as O1, O3, or All.",
        width=14,
        refers=("Outcomes",),
        all_allowed=True,
        required_from=5,
        missing="PA004",
    )
    benefit: str | None = column(
        "What they bring", "What your school could not do without them.", width=40, long=True, required_from=5
    )
    understands_model: bool | None = column(
        "Know the model?", "Have they been told how the model and this workbook work?", width=12, required_from=5
    )
    checked: PartnerCheck | None = column(
        "Checked how", "By the Local Programme, or through references.", width=20, required_from=5
    )
    checked_on: dt.date | None = column("Checked on", "The date.", width=12)
    agreement: FormalAgreement | None = column(
        "Formal agreement", "Is it written down who does what by when?", width=20, required_from=5
    )


class Activity(Record):
    """What the school does to reach indicators and outcomes (H37)."""

    table: ClassVar = "Activities"
    title: ClassVar = "Activities"
    stage: ClassVar = 5
    layout: ClassVar[Rows | Answers] = Rows(spare=60, prefix="A")

    activity: str | None = column("Activity", "What will happen, in a few words.", width=26, long=True, required_from=5)
    reach: Reach | None = column("Universal or targeted", "For everyone, or for one group.", width=11, required_from=5)
    group: str | None = column(
        "If targeted, which group",
        "The group of the outcome it serves.",
        width=15,
        listed="groups",
        open_list=True,
        long=True,
        missing="AC003",
    )
    supports: tuple[str, ...] = several(
        "Outcomes and indicators it serves",
        "Such as O1, E2, E5.",
        width=15,
        refers=("Outcomes", "Indicators"),
        required_from=5,
    )
    basis: Basis | None = column(
        "Based on", "Evidence that it works, or good practice elsewhere.", width=10, required_from=5, missing="AC004"
    )
    basis_reference: str | None = column(
        "Which evidence or practice",
        "Title and year, or the school where it worked.",
        width=24,
        long=True,
        required_from=5,
        missing="AC004",
    )
    advice_checked_on: dt.date | None = column(
        "Latest advice checked on", "When you last looked at the government's advice about it.", width=13
    )
    partner: str | None = column(
        "Partner", "Reference from the Partners sheet, if one helps.", width=8, refers=("Partners",)
    )
    lead: str | None = column("Who leads", "A role is enough.", width=15, required_from=5)
    starts_on: dt.date | None = column("Starts", "The first day.", width=12, required_from=5)
    ends_on: dt.date | None = column(
        "Ends", "The last day, or the day you will decide whether it goes on.", width=12, required_from=5
    )
    cost: float | None = column("Cost (£)", "In pounds, if any.", width=9, at_least=0, at_most=10_000_000)


class Baseline(Record):
    """The figure before the work begins, for an outcome or an impact indicator (H38)."""

    table: ClassVar = "Baselines"
    title: ClassVar = "Baselines"
    stage: ClassVar = 5
    layout: ClassVar[Rows | Answers] = Rows(spare=40, prefix="B")

    measure: str | None = column(
        "Outcome or indicator",
        "Its reference, such as O1 or E3.",
        width=10,
        refers=("Outcomes", "Indicators"),
        one_each=True,
        required_from=5,
    )
    value: float | None = column(
        "Figure",
        "The figure before the work begins.",
        width=9,
        required_from=5,
        at_least=0,
        at_most=1_000_000,
        unit_in="unit",
        out_of="Of how many",
    )
    unit: Unit | None = column("Unit", "The same unit as the target.", width=12, required_from=5)
    measured_on: dt.date | None = column(
        "Measured on", "The day, or the last day, of measuring.", width=12, required_from=5
    )
    sample_size: int | None = column(
        "Of how many", "How many people were counted or asked.", width=9, people=True, at_least=1, at_most=100000
    )
    source: str | None = column("Source", "Where the figure comes from.", width=26, long=True, required_from=5)
    same_method: bool | None = column(
        "Same method as the target?", "Same question, same pupils, same scale as the target.", width=12, required_from=5
    )
    origin: BaselineOrigin | None = column(
        "From the needs analysis or new", "New if you measured it for this work.", width=20, required_from=5
    )
    note: str | None = column("If it differs from stage 4, why", "One sentence.", width=34, long=True)
