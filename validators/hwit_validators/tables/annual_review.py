"""The annual review: the foundation of National Healthy School Status still stands (H04)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import Change, CriterionMet
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows


class Criterion(Record):
    """One of the 41 criteria: is it still met, and what has changed since last year?"""

    table: ClassVar = "Criteria"
    title: ClassVar = "Criteria"
    stage: ClassVar = 0
    layout: ClassVar[Rows | Answers] = Rows(spare=41, prefix="", given="nhss_criteria")

    theme: str | None = column("Theme", width=13, given=True)
    criterion: str | None = column("Criterion", width=38, given=True, long=True)
    last_answer: CriterionMet | None = column(
        "Last year", "What you answered last year. Leave blank in your first review.", width=11
    )
    met: CriterionMet | None = column(
        "Still met?", "Is this true of your school today?", width=11, required_from=0, missing="AR001"
    )
    change: Change | None = column(
        "Unchanged or changed",
        "Unchanged: last year's evidence still holds, a date is enough. Changed: say what is new.",
        width=12,
        required_from=0,
    )
    what_changed: str | None = column(
        "What has changed", "One or two sentences, only where something changed.", width=28, long=True
    )
    reviewed_on: dt.date | None = column(
        "Reviewed on", "When you looked at this criterion in this review.", width=12, required_from=0
    )
    evidence: str | None = column(
        "Where the evidence is", "A pointer is enough: title, place, date. Attach nothing.", width=24, long=True
    )
    action: str | None = column(
        "What you will do", "Where the answer is Partly or No: the action, by whom, by when.", width=24, long=True
    )


class Element(Record):
    """One of the ten elements of the whole school approach."""

    table: ClassVar = "Elements"
    title: ClassVar = "Whole school"
    stage: ClassVar = 0
    layout: ClassVar[Rows | Answers] = Rows(spare=10, prefix="", given="elements")

    element: str | None = column("Element", width=36, given=True, long=True)
    how_shown: str | None = column(
        "How it shows in your school",
        "Two or three sentences on what a visitor would see.",
        width=70,
        long=True,
        required_from=0,
        missing="AR005",
    )
    next_step: str | None = column(
        "Next step", "What would make it stronger next year, if anything.", width=40, long=True
    )


class Declaration(Record):
    """The head teacher and a governor stand behind the review."""

    table: ClassVar = "Declaration"
    title: ClassVar = "Declaration"
    stage: ClassVar = 0
    layout: ClassVar[Rows | Answers] = Answers()

    year_starts_on: dt.date | None = column(
        "Review year begins on",
        "The first day of the twelve months this review covers, usually 1 September.",
        required_from=0,
    )
    completed_on: dt.date | None = column(
        "Review completed on", "The day the last criterion was looked at.", required_from=0
    )
    foundation_kept: bool | None = column(
        "The foundation is kept",
        "Yes, if every criterion that applies is still met through the whole school approach.",
        required_from=0,
    )
    head_declares: bool | None = column(
        "The head teacher agrees with this review",
        "Yes, once the head teacher has read it.",
        required_from=0,
        missing="AR006",
    )
    head_declared_on: dt.date | None = column("Head teacher agreed on", "The date.", required_from=0, missing="AR006")
    governor: str | None = column("Governor", "The governor who read the review.", personal=True, required_from=0)
    governor_declares: bool | None = column(
        "The governor agrees with this review", "Yes, once the governor has read it.", required_from=0, missing="AR006"
    )
    governor_declared_on: dt.date | None = column("Governor agreed on", "The date.", required_from=0, missing="AR006")
