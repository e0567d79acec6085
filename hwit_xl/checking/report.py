"""The Excel report of a check: a summary for each return, every finding with links, and a chart."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.formatting.rule import Rule as ConditionalFormat
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.rules import rule_named
from hwit_validators.tables.forms import form_named
from hwit_validators.words import counted, day
from hwit_xl.checking.verdict import Status, Verdict
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building import theme
from hwit_xl.workbooks.building.page import fit_lines, page
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, address

_RETURNS = (
    ("School", 34), ("URN", 10), ("Return", 34), ("Form", 32), ("Status", 12), ("Errors", 9), ("Queries", 9),
    ("Explained", 11), ("Advice", 9),
)  # fmt: skip
_FINDINGS = (
    ("School", 26), ("URN", 10), ("Return", 28), ("Severity", 10), ("Code", 9), ("Where", 20), ("About", 26), ("What we saw", 52),
    ("How to put it right", 44), ("Explanation", 28),
)  # fmt: skip
_RULES = (("Code", 9), ("Severity", 10), ("What must hold", 80), ("Findings", 10), ("Returns", 10))
_CHART = "Returns by status"
_WIDEST = 70
"""Digits. LibreOffice breaks no line in the text of a link, so the column of returns is as wide as their names, up to this."""
LARGEST = 1_000_000
"""Rows of findings that fit on a sheet."""


class Report:
    """Collects verdicts, and writes them as a workbook."""

    def __init__(self, on: dt.date, path: Path) -> None:
        """Begin a report.

        Args:
            on: the day the returns were judged on.
            path: the file to be written; links to the returns are relative to it.
        """
        self.on, self.path = on, path
        self._verdicts: list[Verdict] = []

    def add(self, verdict: Verdict) -> None:
        """Take one more return into the report."""
        self._verdicts.append(verdict)

    def save(self) -> None:
        """Write the workbook.

        Raises:
            OSError: the file cannot be written.
        """
        workbook = Workbook()
        theme.add_styles(workbook)
        summary = workbook.active
        assert isinstance(summary, Worksheet)
        summary.title = "Summary"
        self._summary(summary)
        self._returns(workbook.create_sheet("Returns"))
        self._findings(workbook.create_sheet("Findings"))
        self._rules(workbook.create_sheet("Rules"))
        texts = {_CHART: "Bars showing how many returns are clean, have queries, have errors, or were rejected."}
        package.save(workbook, self.path, chart_texts=texts)

    def _summary(self, sheet: Worksheet) -> None:
        _title(sheet, "Check of returns", 6)
        sheet.column_dimensions["B"].width = 26
        for letter in "CDEF":
            sheet.column_dimensions[letter].width = 14
        schools = {verdict.urn for verdict in self._verdicts if verdict.urn}
        _note(
            sheet,
            f"Judged as on {day(self.on)}: {counted(len(self._verdicts), 'return')} of {counted(len(schools), 'school')}.",
            6,
        )
        statuses = Counter(verdict.status for verdict in self._verdicts)
        names = {
            Status.CLEAN: "Clean",
            Status.QUERIES: "With queries",
            Status.ERRORS: "With errors",
            Status.REJECTED: "Rejected",
        }
        _headers(sheet, (("Status", 26), ("Returns", 14)))
        for row, status in enumerate(Status, start=HEADER_ROW + 1):
            _row(sheet, row, [names[status], statuses[status]])
        row = HEADER_ROW + len(Status) + 2
        _headers(sheet, (("Findings", 26), ("Number", 14), ("Explained", 14)), row)
        for number, severity in enumerate(Severity, start=row + 1):
            findings = [found for verdict in self._verdicts for found in verdict.findings if found.severity is severity]
            explained = sum(1 for found in findings if found.explanation)
            _row(sheet, number, [str(severity).capitalize(), len(findings), explained])
        self._chart(sheet, row + len(Severity) + 2)
        page(sheet, landscape=False)

    def _chart(self, sheet: Worksheet, row: int) -> None:
        chart = BarChart()
        chart.type, chart.style, chart.title = "bar", 10, _CHART
        first, last = HEADER_ROW + 1, HEADER_ROW + len(Status)
        chart.add_data(Reference(sheet, min_col=FIRST_COLUMN + 1, min_row=first, max_row=last))
        chart.set_categories(Reference(sheet, min_col=FIRST_COLUMN, min_row=first, max_row=last))
        chart.series[0].graphicalProperties.solidFill = theme.TEAL
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        chart.legend = None
        chart.x_axis.scaling.orientation = "maxMin"
        chart.x_axis.delete = False
        chart.y_axis.delete = True
        chart.y_axis.majorGridlines = None
        chart.gapWidth = 50
        chart.width, chart.height = 15, 7
        sheet.add_chart(chart, address(row, FIRST_COLUMN))

    def _returns(self, sheet: Worksheet) -> None:
        _title(sheet, "Returns", len(_RETURNS) + 1)
        _note(sheet, "Choose a return to open it. Sort or filter with the arrows in the heading.", len(_RETURNS) + 1)
        longest = max((theme.across(verdict.name) for verdict in self._verdicts), default=0)
        headings = [
            (heading, round(min(_WIDEST, max(width, longest + 1))) if heading == "Return" else width)
            for heading, width in _RETURNS
        ]
        _headers(sheet, headings)
        verdicts = sorted(self._verdicts, key=lambda v: (-list(Status).index(v.status), v.school, v.form, v.name))
        for row, verdict in enumerate(verdicts, start=HEADER_ROW + 1):
            form = form_named(verdict.form)
            counts = verdict.counts
            explained = sum(1 for found in verdict.findings if found.explanation)
            cells: list[str | int] = [
                verdict.school, verdict.urn, verdict.name, form.title if form else "", str(verdict.status),
                counts[Severity.ERROR] + counts[Severity.REJECT], counts[Severity.QUERY], explained, counts[Severity.ADVICE],
            ]  # fmt: skip
            _row(sheet, row, cells)
            self._link(sheet, row, FIRST_COLUMN + 2, verdict, None)
            _fit(sheet, row, cells, headings, air=2)
        _finish(sheet, "Returns", _RETURNS, len(verdicts), status_column=4)

    def _findings(self, sheet: Worksheet) -> None:
        _title(sheet, "Findings", len(_FINDINGS) + 1)
        _note(
            sheet,
            "Choose a place to open the return at that cell. Sort or filter with the arrows in the heading.",
            len(_FINDINGS) + 1,
        )
        _headers(sheet, _FINDINGS)
        pairs = [(verdict, found) for verdict in self._verdicts for found in verdict.findings]
        pairs.sort(key=lambda pair: (pair[1].severity.rank, pair[0].school, pair[0].name, pair[1].code))
        row = HEADER_ROW
        for row, (verdict, found) in enumerate(pairs[:LARGEST], start=HEADER_ROW + 1):
            cells: list[str | int] = [
                verdict.school, verdict.urn, verdict.name, str(found.severity), found.code, found.where or "The file", found.about, found.message,
                found.fix, found.explanation or "",
            ]  # fmt: skip
            _row(sheet, row, cells)
            self._link(sheet, row, FIRST_COLUMN + 5, verdict, found)
            _fit(sheet, row, cells, _FINDINGS, air=4)
        _finish(sheet, "Findings", _FINDINGS, len(pairs[:LARGEST]), status_column=3)

    def _rules(self, sheet: Worksheet) -> None:
        _title(sheet, "Rules", len(_RULES) + 1)
        _note(sheet, "Which rules found something, most frequent first.", len(_RULES) + 1)
        _headers(sheet, _RULES)
        findings = Counter(found.code for verdict in self._verdicts for found in verdict.findings)
        returns = Counter(code for verdict in self._verdicts for code in {found.code for found in verdict.findings})
        for row, (code, number) in enumerate(findings.most_common(), start=HEADER_ROW + 1):
            rule = rule_named(code)
            _row(
                sheet,
                row,
                [code, str(rule.severity) if rule else "", rule.title if rule else "", number, returns[code]],
            )
        _finish(sheet, "RulesThatFound", _RULES, len(findings), status_column=1)

    def _link(self, sheet: Worksheet, row: int, column: int, verdict: Verdict, found: Finding | None) -> None:
        """Link a cell to the return, at the finding's cell."""
        target = Path(os.path.relpath(verdict.path.resolve(), self.path.resolve().parent)).as_posix()
        cell = sheet.cell(row, column)
        cell.hyperlink = target.replace(" ", "%20").replace("#", "%23")
        if found and found.sheet and found.cell and cell.hyperlink:
            quoted = found.sheet.replace("'", "''")
            cell.hyperlink.location = f"'{quoted}'!{found.cell}"
        cell.style = "HWIT row link"


def _title(sheet: Worksheet, title: str, last: int) -> None:
    sheet.column_dimensions["A"].width = 2
    for column in range(1, last + 1):
        sheet.cell(1, column).style = "HWIT title"
    sheet.cell(1, FIRST_COLUMN, title)
    sheet.row_dimensions[1].height = 36
    sheet.sheet_properties.tabColor = theme.TEAL


def _note(sheet: Worksheet, text: str, last: int) -> None:
    sheet.cell(3, FIRST_COLUMN, text).style = "HWIT intro"
    sheet.merge_cells(start_row=3, end_row=3, start_column=FIRST_COLUMN, end_column=last)
    sheet.row_dimensions[3].height = 20


def _headers(sheet: Worksheet, headings: Sequence[tuple[str, int]], row: int = HEADER_ROW) -> None:
    for offset, (heading, width) in enumerate(headings):
        sheet.cell(row, FIRST_COLUMN + offset, heading).style = "HWIT header"
        if row == HEADER_ROW:
            sheet.column_dimensions[get_column_letter(FIRST_COLUMN + offset)].width = width
    sheet.row_dimensions[row].height = 22


def _row(sheet: Worksheet, row: int, values: Sequence[str | int]) -> None:
    """Write a row. Texts are written as texts, so that none can become a formula."""
    for offset, value in enumerate(values):
        cell = sheet.cell(row, FIRST_COLUMN + offset)
        if isinstance(value, str):
            cell.value = package.printable(value)
            cell.data_type = "s"
        else:
            cell.value = value
        cell.style = "HWIT row"


def _fit(
    sheet: Worksheet, row: int, cells: Sequence[str | int], headings: Sequence[tuple[str, int]], *, air: float
) -> None:
    """Make a row high enough for its words, each in its column, with so many points of air."""
    lines = max(
        theme.lines(cell, width) for cell, (_, width) in zip(cells, headings, strict=True) if isinstance(cell, str)
    )
    fit_lines(sheet, row, range(FIRST_COLUMN, FIRST_COLUMN + len(headings)), lines, air=air)


def _finish(
    sheet: Worksheet, name: str, headings: tuple[tuple[str, int], ...], rows: int, *, status_column: int
) -> None:
    """Make the rows a table, colour the statuses, and set the page."""
    last = get_column_letter(FIRST_COLUMN + len(headings) - 1)
    end = HEADER_ROW + max(rows, 1)
    table = Table(displayName=name, ref=f"{get_column_letter(FIRST_COLUMN)}{HEADER_ROW}:{last}{end}")
    table.tableStyleInfo = TableStyleInfo(showRowStripes=False)
    sheet.add_table(table)
    letter = get_column_letter(FIRST_COLUMN + status_column)
    span = f"{letter}{HEADER_ROW + 1}:{letter}{end}"
    for words, style in (
        (("errors", "rejected", "error", "reject"), theme.shading(theme.ERROR, ink=theme.ERROR_INK, bold=True)),
        (("queries", "query"), theme.shading(theme.QUERY, ink=theme.QUERY_INK, italic=True)),
    ):
        tests = ",".join(f'${letter}{HEADER_ROW + 1}="{word}"' for word in words)
        sheet.conditional_formatting.add(span, ConditionalFormat("expression", dxf=style, formula=[f"OR({tests})"]))
    sheet.freeze_panes = address(HEADER_ROW + 1, FIRST_COLUMN)
    page(sheet, landscape=True)
    sheet.protection.sheet = False
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
