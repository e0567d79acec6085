"""The summary of moderation as a workbook, for people and for next year's draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hwit_validators.words import counted, day
from hwit_xl.moderation.record import Recorded, Records
from hwit_xl.workbooks.reports.book import ReportBook
from hwit_xl.workbooks.reports.rows import Body, Heading

_MODERATED = (
    Heading("URN", 10, "HWIT ref kept"), Heading("School", 32), Heading("Moderated on", 13, "HWIT count"), Heading("How", 12),
    Heading("Judgement", 15), Heading("Looked closely at", 34), Heading("Borne out", 12), Heading("To make clear", 36),
    Heading("Others could learn from", 36), Heading("Look again next year", 11, "HWIT count"), Heading("Still open", 26),
)  # fmt: skip
_OPEN = (
    Heading("URN", 10, "HWIT ref kept"), Heading("School", 34), Heading("File", 34), Heading("What is missing", 60),
    Heading("Replaced by", 12, "HWIT count"),
)  # fmt: skip
_AGAIN = (Heading("URN", 10, "HWIT ref kept"), Heading("School", 40), Heading("Reason", 80))


def to_bytes(records: Records, on: dt.date) -> bytes:
    """The summary as the bytes of an .xlsx file."""
    book = ReportBook()
    label = day(on)
    moderated = [one for one in records.schools if one.moderated]
    about = f"{counted(len(moderated), 'school')} moderated. Give this file to next year's draw with --previous, so that they rest."
    book.table_sheet("Moderated", label, about, "Moderated", Body(_MODERATED, [*map(_moderated, moderated)]))
    about = "Schools without a finished moderation, and files that could not be taken."
    book.table_sheet("Open", label, about, "ModerationOpen", Body(_OPEN, _open(records)))
    about = "Schools a moderator asks to be looked at again. Give this file to next year's draw with --risk."
    again = [
        (one.urn, one.school, f"{one.judgement}; the moderators asked to look again")
        for one in records.schools
        if one.next_year
    ]
    book.table_sheet("Look again", label, about, "LookAgain", Body(_AGAIN, again))
    return book.to_bytes()


def _moderated(one: Recorded) -> Sequence[str | int]:
    return (
        one.urn, one.school, one.moderated_on, one.how, one.judgement, one.closer_look, one.closer, one.to_do, one.strengths,
        "Yes" if one.next_year else "", "; ".join(one.open),
    )  # fmt: skip


def _open(records: Records) -> list[tuple[str, str, str, str, str]]:
    rows = [
        (one.urn, one.school, one.file, one.why_not or "; ".join(one.open) or one.judgement, one.replaced_by)
        for one in records.schools
        if not one.moderated or one.open
    ]
    rows += [(urn, school, "", "no workbook has come back", "") for urn, school in records.waiting]
    return rows + [("", "", one.file, one.reason, "") for one in records.unread]
