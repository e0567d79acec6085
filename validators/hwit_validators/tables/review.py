"""Stage 8: results, the review, and the next cycle (H47-H53)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import OutcomeMet
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows
from hwit_validators.tables.outcomes import OUTCOMES


class Result(Record):
    """What became of one meaningful outcome (H48)."""

    table: ClassVar = "Results"
    title: ClassVar = "Results"
    stage: ClassVar = 8
    layout: ClassVar[Rows | Answers] = Answers(OUTCOMES)

    final_value: float | None = column(
        "Final figure",
        "The last figure, measured as the starting figure was.",
        required_from=8,
        at_least=0,
        at_most=1_000_000,
        unit_in="ref",
        out_of="Of how many",
    )
    measured_on: dt.date | None = column("Measured on", "The day, or the last day, of measuring.", required_from=8)
    sample_size: int | None = column(
        "Of how many", "How many people were counted or asked.", people=True, at_least=1, at_most=100000
    )
    met: OutcomeMet | None = column("Is the outcome met?", "Yes only if the target figure is reached.", required_from=8)
    evidence: str | None = column(
        "Evidence", "What you have, where it is kept, and its date.", long=True, required_from=8, missing="RV002"
    )
    as_planned: bool | None = column("Is it the evidence planned at stage 4?", "Yes or No.", required_from=8)
    difference: str | None = column(
        "If not, what is different and why", "One or two sentences.", long=True, missing="RV003"
    )
    learned: str | None = column("What made the difference", "What worked, and what you would do again.", long=True)
    validated_on: dt.date | None = column(
        "Checked by the group with senior leaders on", "The date of the meeting.", required_from=8, missing="RV005"
    )
    head_signed_on: dt.date | None = column("Head teacher signed on", "The date.", required_from=8, missing="RV005")


class ReviewAnswers(Record):
    """The prompts of stage 8 (H52)."""

    table: ClassVar = "ReviewAnswers"
    title: ClassVar = "Review"
    stage: ClassVar = 8
    layout: ClassVar[Rows | Answers] = Answers()

    reviewed_on: dt.date | None = column("Reviewed with senior leaders on", "The date of the meeting.", required_from=8)
    progress: str | None = column(
        "How do you show progress?",
        "Which figures, which voices, shown to whom.",
        long=True,
        required_from=8,
        missing="RV007",
    )
    embedded: str | None = column(
        "Where does the work stand in the school development plan?",
        "The section or page.",
        long=True,
        required_from=8,
        missing="RV007",
    )
    partners: str | None = column(
        "How could partners and the Local Programme do more?",
        "What you would ask of them next time.",
        long=True,
        required_from=8,
        missing="RV007",
    )
    sustained: str | None = column(
        "How will it last?",
        "What goes on when the project ends: people, money, habits.",
        long=True,
        required_from=8,
        missing="RV007",
    )
    self_evaluation: str | None = column(
        "Where is it recorded in the self-evaluation form?", "The line of the form, such as A2.7.", long=True
    )


class NextCycle(Record):
    """What the school turns to next (H51)."""

    table: ClassVar = "NextCycle"
    title: ClassVar = "Next cycle"
    stage: ClassVar = 8
    layout: ClassVar[Rows | Answers] = Answers()

    needs_analysis_on: dt.date | None = column("New needs analysis completed or planned for", "The date.")
    new_indicator: str | None = column(
        "National Indicator of the new priority",
        "It differs from the priority it follows.",
        listed="national_indicators",
    )
    new_priority: str | None = column("New priority", "A few words.")
    replaces: str | None = column(
        "Which priority it follows", "P1 or P2: priorities are renewed one at a time.", refers=("Priorities",)
    )
    why: str | None = column("Why", "What the experience so far suggests.", long=True)
