"""Stage 4: meaningful outcomes, early success indicators (ESIs) and the agreement (H24-H33)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import Direction, HowOften, IndicatorKind, MeasuredAs, OutcomeType, Respondents, Unit
from hwit_validators.model.column import column, several
from hwit_validators.model.record import Answers, Record, Rows

OUTCOMES = ("O1", "O2", "O3", "O4", "O5", "O6")


class Outcome(Record):
    """A meaningful outcome: a measurable change in health and well-being that the school means to reach."""

    table: ClassVar = "Outcomes"
    title: ClassVar = "Outcomes"
    stage: ClassVar = 4
    layout: ClassVar[Rows | Answers] = Answers(OUTCOMES)

    priority: str | None = column(
        "Priority", "P1 or P2: the priority it serves.", refers=("Priorities",), required_from=4
    )
    type: OutcomeType | None = column(
        "Type",
        "Quantitative: a change that is counted. Perception: a change in views. Targeted: for one group.",
        required_from=4,
    )
    measured_as: MeasuredAs | None = column("If targeted, measured as", "Counted, or asked as a view.", missing="OC010")
    statement: str | None = column(
        "The outcome in one sentence",
        "Who will do, have or say what, from which figure to which, by when.",
        long=True,
        required_from=4,
    )
    who: str | None = column("Who it is about", "Such as all pupils, or Years 3 to 6.", required_from=4)
    group: str | None = column(
        "If targeted, which group",
        "Choose the group the needs analysis found, or write your own.",
        listed="groups",
        open_list=True,
        missing="OC010",
    )
    measure: str | None = column(
        "What is counted, or the question asked",
        "The exact measure, or the exact words of the question.",
        long=True,
        required_from=4,
    )
    wellbeing_indicator: str | None = column(
        "Well-being indicator", "The school-level indicator it belongs to.", listed="wellbeing_indicators"
    )
    respondents: Respondents | None = column(
        "For perception: who is asked", "Pupils, their parents and carers, or both."
    )
    unit: Unit | None = column("Unit", "What the figures below count.", required_from=4)
    cohort: int | None = column(
        "How many people it is about",
        "The number of pupils (or parents) behind the figures.",
        required_from=4,
        people=True,
        at_least=1,
        at_most=100000,
    )
    direction: Direction | None = column("Direction", "Should the figure go up or down?", required_from=4)
    baseline: float | None = column(
        "Starting figure, if known",
        "Leave blank if you will measure it at stage 5.",
        at_least=0,
        at_most=1_000_000,
        unit_in="unit",
        out_of="How many people it is about",
    )
    target: float | None = column(
        "Target figure",
        "The figure you mean to reach.",
        required_from=4,
        missing="OC003",
        at_least=0,
        at_most=1_000_000,
        unit_in="unit",
        out_of="How many people it is about",
    )
    starts_on: dt.date | None = column("Start", "When the work towards it begins.", required_from=4)
    target_date: dt.date | None = column(
        "Target date", "When the target will be reached, within two to three years.", required_from=4
    )
    evidence_plan: str | None = column(
        "How you will show it",
        "Which evidence, collected how, when and by whom.",
        long=True,
        required_from=4,
        missing="OC015",
    )
    data_source: str | None = column(
        "Where the figures come from", "Such as the meals register or the yearly pupil survey.", required_from=4
    )


class Indicator(Record):
    """An early success indicator (ESI): a milestone on the way to one outcome, or to all."""

    table: ClassVar = "Indicators"
    title: ClassVar = "Indicators"
    stage: ClassVar = 4
    layout: ClassVar[Rows | Answers] = Rows(spare=24, prefix="E")

    outcomes: tuple[str, ...] = several(
        "Outcomes served",
        "Such as O1, or O1, O3, or All.",
        width=11,
        refers=("Outcomes",),
        all_allowed=True,
        required_from=4,
    )
    priority: str | None = column("Priority", "P1 or P2.", width=8, refers=("Priorities",), required_from=4)
    kind: IndicatorKind | None = column(
        "Process or impact", "Process: something in place. Impact: a first change in pupils.", width=10, required_from=4
    )
    statement: str | None = column(
        "The milestone in one sentence",
        "What will have happened by the due date.",
        width=35,
        long=True,
        required_from=4,
    )
    measure: str | None = column("How you will know", "What is counted or seen.", width=26, long=True, required_from=4)
    unit: Unit | None = column("Unit", "For impact: what the figures count.", width=11)
    direction: Direction | None = column("Direction", "For impact: should the figure go up or down?", width=10)
    baseline: float | None = column(
        "Starting figure", "If known.", width=9, at_least=0, at_most=1_000_000, unit_in="unit"
    )
    target: float | None = column(
        "Target figure", "For impact: the figure to reach.", width=9, at_least=0, at_most=1_000_000, unit_in="unit"
    )
    due: dt.date | None = column(
        "Due", "The date by which it will be reached.", width=12, required_from=4, missing="SI003"
    )
    how_often: HowOften | None = column(
        "How often looked at", "How often the group looks at it.", width=12, required_from=4
    )
    lead: str | None = column(
        "Who leads", "A role is enough, such as the PE lead.", width=18, required_from=4, missing="SI008"
    )


class Agreement(Record):
    """The group and the head teacher agree the plan before it goes to the panel (H33)."""

    table: ClassVar = "Agreement"
    title: ClassVar = "Agreement"
    stage: ClassVar = 4
    layout: ClassVar[Rows | Answers] = Answers()

    written_on: dt.date | None = column(
        "Outcomes written on", "When the outcomes and indicators took their present form.", required_from=4
    )
    group_agreed_on: dt.date | None = column(
        "Agreed by the development group on", "The date of the meeting.", required_from=4, missing="AG001"
    )
    head_agrees: bool | None = column(
        "The head teacher agrees with the plan",
        "Yes, once the head teacher has read it.",
        required_from=4,
        missing="AG001",
    )
    head_agreed_on: dt.date | None = column("Head teacher agreed on", "The date.", required_from=4, missing="AG001")
    governors_informed_on: dt.date | None = column("Governors informed on", "When the plan went to the governing body.")
    note: str | None = column(
        "Anything the panel should know", "For instance why an outcome is shorter than usual.", long=True
    )
