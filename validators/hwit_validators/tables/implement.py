"""Stage 6: putting the activities in place (H39)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import ActionStatus
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows


class Action(Record):
    """Something that must be in place for an activity to happen."""

    table: ClassVar = "Actions"
    title: ClassVar = "Actions"
    stage: ClassVar = 6
    layout: ClassVar[Rows | Answers] = Rows(spare=150, prefix="T")

    activity: str | None = column(
        "Activity", "Its reference from the Activities sheet.", width=9, refers=("Activities",), required_from=6
    )
    what: str | None = column("What must be in place", "One thing a row.", width=46, long=True, required_from=6)
    who: str | None = column("Who", "A role is enough.", width=24, required_from=6, missing="IM002")
    due: dt.date | None = column("By when", "The date.", width=12, required_from=6, missing="IM002")
    status: ActionStatus | None = column("Status", "How far it is today.", width=12, required_from=6)
    done_on: dt.date | None = column("Done on", "Once it is done.", width=12, missing="IM004")
    comment: str | None = column("Comment", "Anything that helps or hinders.", width=40, long=True)
