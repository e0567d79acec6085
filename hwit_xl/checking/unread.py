"""What of a return could not be read, in words for whoever makes something of it."""

from __future__ import annotations

from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.words import counted, listed
from hwit_xl.workbooks.reading import listing
from hwit_xl.workbooks.reading.read import Return


def why_missing(plan: Plan, record: type[Record]) -> str:
    """Why a table could not be read, as a sentence; "" where it could."""
    return next((mark.message for mark in plan.reading.get("WB006", ()) if mark.expected == record.table), "")


def told_unread(returned: Return) -> str:
    """How much of a return could not be read and where to see more, as a line without a stop; "" where all was."""
    reading = returned.plan.reading
    unread = sum(1 for _ in listing.not_read(returned))
    lost = sum(len(reading.get(code, ())) for code in ("WB006", "WB007"))
    told = []
    if unread:
        told.append(f"{counted(unread, 'answer')} could not be read")
    if lost:
        gone = counted(lost, "table or column", "tables or columns")
        told.append(f"{gone} of the form could not be found")
    if reading.get("WB024"):
        told.append("rows stand under their table, where the form itself does not count them")
    if not told:
        return ""
    see = "`hwit answers`" if unread else "`hwit validate`"
    return f"{listed(told)}: see {see}"
