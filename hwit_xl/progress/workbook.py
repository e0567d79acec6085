"""A progress report as a workbook: an overview, and for each outcome a sheet with its chart. For the school itself."""

from __future__ import annotations

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.words import counted, shown
from hwit_xl.progress import outcome_sheet as progress_outcome_sheet
from hwit_xl.progress.report import Line, ProgressReport, counts
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.report_cells import Value, across, colour_statuses, put_row
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, address, on_sheet

COLUMNS = (
    ("Ref", 7), ("Outcome or indicator", 50), ("Status", 22), ("Share of the way", 11), ("Straight line today", 11),
    ("Starting figure", 10), ("Latest figure", 10), ("Read on", 13), ("Target", 10), ("Due", 13), ("In people", 24),
    ("May the change be chance?", 13), ("What was changed", 42),
)  # fmt: skip
_HEADINGS = [heading for heading, _ in COLUMNS]
_WIDTHS = [width for _, width in COLUMNS]
_STATUS, _SHARE = "D", "E"
"""Columns of the overview."""


def to_bytes(report: ProgressReport) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    workbook = Workbook()
    theme.add_styles(workbook)
    overview = workbook.active
    assert isinstance(overview, Worksheet)
    overview.title = progress_outcome_sheet.OVERVIEW
    _overview(overview, report)
    texts: dict[str, str] = {}
    for section in report.sections:
        texts |= progress_outcome_sheet.add(workbook, report, section)
    return package.to_bytes(workbook, chart_texts=texts)


def _overview(sheet: Worksheet, report: ProgressReport) -> None:
    last_column = FIRST_COLUMN + len(COLUMNS) - 1
    page.title(sheet, "Progress", report.school, _WIDTHS)
    across(sheet, 2, f"{report.form}. Seen on {shown(report.on)}. {_summary(report)}", _WIDTHS, "HWIT intro")
    across(sheet, 3, "Choose the reference of an outcome for its chart.", _WIDTHS, "HWIT note", size=10)
    page.header(sheet, _HEADINGS, _WIDTHS)
    lines = [line for section in report.sections for line in (section.outcome, *section.indicators)]
    lines += report.shared
    for row, line in enumerate(lines, start=HEADER_ROW + 1):
        _row(sheet, row, line, has_sheet=line in report.outcomes)
    first, last = HEADER_ROW + 1, HEADER_ROW + len(lines)
    span = f"{address(HEADER_ROW, FIRST_COLUMN)}:{address(last, last_column)}"
    page.add_table(sheet, "ProgressOverview", span, _HEADINGS)
    sheet.conditional_formatting.add(f"{_SHARE}{first}:{_SHARE}{last}", theme.bar())
    colour_statuses(sheet, f"{_STATUS}{first}:{_STATUS}{last}")
    sheet.sheet_properties.tabColor = theme.TEAL
    page.printed(sheet, last, last_column)
    sheet.protection.sheet = False


def _summary(report: ProgressReport) -> str:
    """``6 outcomes: 2 on track, 4 behind. 12 indicators: 12 achieved.``"""
    parts = []
    for noun, lines in (("outcome", report.outcomes), ("indicator", report.indicators)):
        told = ", ".join(f"{number} {standing}" for standing, number in counts(lines).items())
        parts.append(f"{counted(len(lines), noun)}: {told or 'none'}.")
    return " ".join(parts)


def _row(sheet: Worksheet, row: int, line: Line, *, has_sheet: bool) -> None:
    now, holds = line.progress, line.progress.effective
    chance = {True: "Yes", False: "No", None: ""}[line.certainty.may_be_chance if line.certainty else None]
    changed = "\n".join(f"{change.ref} {change.words}, {change.by}" for change in line.changes)
    values: list[Value] = [
        line.ref, line.statement, line.standing, now.share, now.expected, holds.baseline, now.latest, now.read_on,
        holds.target, holds.due, line.people.latest or "", chance, changed,
    ]  # fmt: skip
    put_row(sheet, row, values, shares=(3, 4))
    if has_sheet:
        ref, statement = sheet.cell(row, FIRST_COLUMN), sheet.cell(row, FIRST_COLUMN + 1)
        ref.hyperlink = f"#{on_sheet(line.ref, 'A1')}"
        ref.style, statement.style = "HWIT row link", "HWIT question"
    page.fit_row(sheet, row, range(FIRST_COLUMN, FIRST_COLUMN + len(COLUMNS)))
