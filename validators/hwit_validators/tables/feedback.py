"""The Feedback sheet: what the checks found, and what the school answers."""

from __future__ import annotations

from typing import ClassVar

from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows


class Feedback(Record):
    """One finding as it is handed back, with room for an explanation."""

    table: ClassVar = "Feedback"
    title: ClassVar = "Feedback"
    stage: ClassVar = 0
    layout: ClassVar[Rows | Answers] = Rows(spare=80, prefix="F")
    may_be_empty: ClassVar = True

    code: str | None = column("Code", width=9, given=True)
    severity: str | None = column("Severity", width=10, given=True)
    where: str | None = column("Where", width=24, computed=True, given=True, long=True)
    message: str | None = column("What we saw", width=48, given=True, long=True)
    fix: str | None = column("How to put it right", width=42, given=True, long=True)
    explanation: str | None = column(
        "Your explanation", "If it is right as it stands, say why here. Your words are kept.", width=38, long=True
    )
    link: str | None = column("Link", width=4, given=True, hidden=True)
    """Where the link leads, such as ``#'Outcomes'!C20``."""
    shown: str | None = column("Place", width=4, given=True, hidden=True)
    """What the link says."""
    key: str | None = column("Key", width=4, given=True, hidden=True)
    """``Table|address``: by it a cell finds out that it has a finding."""
    item: str | None = column("Item", width=4, given=True, hidden=True)
    """What the finding is about, so that its explanation can be kept: code, table, reference, field, fingerprint."""
