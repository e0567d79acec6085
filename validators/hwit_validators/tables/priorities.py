"""Stage 3: two priorities, one local and one of the school (H21-H23)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import Origin, Voice
from hwit_validators.model.column import column, several
from hwit_validators.model.record import Answers, Record, Rows


class Priority(Record):
    """A key area of health and well-being to which the school can contribute."""

    table: ClassVar = "Priorities"
    title: ClassVar = "Priorities"
    stage: ClassVar = 3
    layout: ClassVar[Rows | Answers] = Answers(("P1", "P2"))

    kind: Origin | None = column(
        "Local or school priority", "One of the two is local, the other is your school's own.", required_from=3
    )
    priority: str | None = column("Title", "A few words, such as Healthy weight.", required_from=3)
    indicator: str | None = column(
        "National Indicator",
        "The indicator your school can contribute towards.",
        listed="national_indicators",
        required_from=3,
        missing="PR005",
    )
    plan_reference: str | None = column(
        "Reference in the local plan",
        "For the local priority: where it stands in the Local Area Agreement or the Children and Young People's Plan.",
    )
    needs: tuple[str, ...] = several(
        "Needs it answers",
        "References from the Needs sheet, such as N1, N3.",
        refers=("Needs",),
        required_from=3,
        missing="PR008",
    )
    data: tuple[str, ...] = several(
        "Data it rests on", "References from the Data sheet, such as D1, D4.", refers=("Data",), required_from=3
    )
    why: str | None = column(
        "Why this priority",
        "What the needs analysis showed, and why it comes before others.",
        long=True,
        required_from=3,
    )
    agreed_on: dt.date | None = column(
        "Agreed by the development group on", "The date of the meeting.", required_from=3, missing="PR009"
    )
    consulted: tuple[Voice, ...] = several(
        "Who was asked", "One or more, with commas between: Pupils, Governors.", required_from=3
    )
