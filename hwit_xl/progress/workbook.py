"""A progress report as a workbook: an overview, and for each outcome a sheet with its chart. For the school itself."""

from __future__ import annotations

from hwit_validators.words import counted, shown
from hwit_xl.progress import outcome_sheet
from hwit_xl.progress.report import Line, ProgressReport, counts
from hwit_xl.workbooks.building import theme
from hwit_xl.workbooks.building.colours import colour_statuses
from hwit_xl.workbooks.layout import HEADER_ROW, on_sheet
from hwit_xl.workbooks.reports.book import ReportBook
from hwit_xl.workbooks.reports.cells import SHARE, Value
from hwit_xl.workbooks.reports.rows import Body, Heading, Words

_COLUMNS = (
    Heading("Ref", 7), Heading("Outcome or indicator", 50), Heading("Status", 22), Heading("Share of the way", 11, SHARE),
    Heading("Straight line today", 11, SHARE), Heading("Starting figure", 10), Heading("Latest figure", 10), Heading("Read on", 13),
    Heading("Target", 10), Heading("Due", 13), Heading("In people", 24), Heading("May the change be chance?", 13),
    Heading("What was changed", 42),
)  # fmt: skip
_STATUS, _SHARE = "D", "E"
"""Columns of the overview."""
_LEADS = "HWIT question"
"""The look of an outcome that has a sheet of its own."""


def to_bytes(report: ProgressReport) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    book = ReportBook()
    _overview(book, report)
    for section in report.sections:
        book.chart_texts |= outcome_sheet.add(book.sheet(section.outcome.ref), report, section)
    return book.to_bytes()


def _overview(book: ReportBook, report: ProgressReport) -> None:
    about = f"{report.form}. Seen on {shown(report.on)}. {_summary(report)}\nChoose the reference of an outcome for its chart."
    lines = [line for section in report.sections for line in (section.outcome, *section.indicators)]
    lines += report.shared
    rows = [_row(line, has_sheet=line in report.outcomes) for line in lines]
    body = Body(_COLUMNS, rows, more=(_LEADS,))
    sheet = book.table_sheet(outcome_sheet.OVERVIEW, report.school, about, "ProgressOverview", body, title="Progress")
    first, last = HEADER_ROW + 1, body.last_row
    sheet.conditional_formatting.add(f"{_SHARE}{first}:{_SHARE}{last}", theme.bar())
    colour_statuses(sheet, f"{_STATUS}{first}:{_STATUS}{last}")


def _summary(report: ProgressReport) -> str:
    """``6 outcomes: 2 on track, 4 behind. 12 indicators: 12 achieved.``"""
    parts = []
    for noun, lines in (("outcome", report.outcomes), ("indicator", report.indicators)):
        told = ", ".join(f"{number} {standing}" for standing, number in counts(lines).items())
        parts.append(f"{counted(len(lines), noun)}: {told or 'none'}.")
    return " ".join(parts)


def _row(line: Line, *, has_sheet: bool) -> list[Value | Words]:
    now, holds = line.progress, line.progress.effective
    chance = line.certainty.may_be_chance if line.certainty else ""
    changed = "\n".join(f"{change.ref} {change.words}, {change.by}" for change in line.changes)
    place = on_sheet(line.ref, "A1")
    names: list[Value | Words] = [line.ref, line.statement]
    if has_sheet:
        names = [Words(line.ref, place=place), Words(line.statement or "", style=_LEADS)]
    return [
        *names, line.standing, now.share, now.expected, holds.baseline, now.latest, now.read_on,
        holds.target, holds.due, line.people.latest or "", chance, changed,
    ]  # fmt: skip
