"""The Excel report of a check: a summary for each return, every finding with links, and a chart."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.finding import Severity
from hwit_validators.rules import rule_named
from hwit_validators.words import counted, day
from hwit_xl.checking.collect import told_left
from hwit_xl.checking.report_lines import FindingRows, Lines, ReturnRows
from hwit_xl.checking.verdict import Status, Verdict
from hwit_xl.checking.wrapping.member import Left
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.building.colours import BAD, DOUBTFUL, colour_words
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, address
from hwit_xl.workbooks.reports.book import MOST_ROWS, ReportBook
from hwit_xl.workbooks.reports.cells import COUNT, TEXT, Value, introduce, put_headings, put_row
from hwit_xl.workbooks.reports.rows import MOST_LINKS, Body, Heading

_RETURNS = (
    Heading("School", 34, TEXT), Heading("URN", 10, TEXT), Heading("Return", 34, TEXT), Heading("Form", 32, TEXT),
    Heading("Status", 12, TEXT), Heading("Errors", 9, COUNT), Heading("Queries", 10, COUNT), Heading("Settled", 12, COUNT),
    Heading("Advice", 9, COUNT),
)  # fmt: skip
_FINDINGS = (
    Heading("School", 26, TEXT), Heading("URN", 10, TEXT), Heading("Return", 28, TEXT), Heading("Severity", 11, TEXT),
    Heading("Code", 9, TEXT), Heading("Where", 20, TEXT), Heading("About", 26, TEXT), Heading("What we saw", 52, TEXT),
    Heading("How to put it right", 44, TEXT), Heading("Explanation or waiver", 28, TEXT),
)  # fmt: skip
_RULES = (
    Heading("Code", 9, TEXT), Heading("Severity", 11, TEXT), Heading("What must hold", 80, TEXT),
    Heading("Findings", 11, COUNT), Heading("Returns", 10, COUNT),
)  # fmt: skip
_SUMMARY = (26, 14, 14, 14, 14)
_NAMES = {
    Status.CLEAN: "Clean",
    Status.QUERIES: "With queries",
    Status.ERRORS: "With errors",
    Status.NOT_CHECKED: "Not checked",
    Status.REJECTED: "Rejected",
}
_LOOKS = (
    (BAD, (Status.ERRORS, Status.NOT_CHECKED, Status.REJECTED, Severity.ERROR, Severity.REJECT)),
    (DOUBTFUL, (Status.QUERIES, Severity.QUERY)),
)
_CHART = "Returns by status"
_WIDEST = 70
"""Digits. LibreOffice breaks no line in the text of a link, so the column of returns is as wide as their names, up to this."""
_SORT = "Sort or filter with the arrows in the heading."


class Report:
    """Takes verdicts one by one, keeps a few lines of each, and writes them as a workbook."""

    def __init__(self, on: dt.date, path: Path, *, replace: bool = True, left: Sequence[Left] = ()) -> None:
        """Begin a report.

        Args:
            on: the day the returns were judged on.
            path: the file to be written; links to the returns are relative to it.
            replace: a file that is there by then may be replaced.
            left: files that were not looked at.
        """
        self.left = left
        self.on, self.path, self.replace = on, path, replace
        self._folder = Path(os.path.realpath(path)).parent
        self._lines = Lines()
        self._book = ReportBook()

    def add(self, verdict: Verdict) -> None:
        """Take one more return into the report."""
        self._lines.add(verdict, self._folder)

    def save(self) -> None:
        """Write the workbook, complete or not at all.

        Raises:
            OSError: the file cannot be written.
        """
        self._summary(self._book.sheet("Summary"))
        self._returns()
        self._findings()
        self._rules()
        self._book.save(self.path, replace=self.replace)

    @property
    def _label(self) -> str:
        return f"Judged as on {day(self.on)}"

    def _summary(self, sheet: Worksheet) -> None:
        lines = self._lines
        about = (
            f"{self._label}: {counted(lines.statuses.total(), 'return')} of {counted(len(lines.schools), 'school')}."
        )
        if self.left:
            about += f" {told_left(self.left)}."
        introduce(sheet, "Check of returns", "", about, _SUMMARY)
        page.columns(sheet, _SUMMARY)
        put_headings(sheet, HEADER_ROW, ("Status", "Returns"))
        for row, status in enumerate(Status, start=HEADER_ROW + 1):
            put_row(sheet, row, [_NAMES[status], lines.statuses[status]])
        below = HEADER_ROW + len(Status) + 2
        put_headings(sheet, below, ("Findings", "Number", "Settled"))
        for row, severity in enumerate(Severity, start=below + 1):
            put_row(sheet, row, [severity.capitalize(), lines.severities[severity], lines.settled[severity]])
        self._chart(sheet, below + len(Severity) + 2)
        page.page(sheet, landscape=False)
        sheet.protection.sheet = False

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
        self._book.chart_texts[_CHART] = (
            "Bars showing how many returns are clean, have queries, have errors, could not be checked, or were rejected."
        )

    def _returns(self) -> None:
        widest = round(min(_WIDEST, self._lines.widest + 1))
        headings = [
            Heading(h.title, max(h.width, widest) if h.title == "Return" else h.width, h.style) for h in _RETURNS
        ]
        about = f"Choose a return to open it. {_SORT}"
        self._table("Returns", about, "Returns", Body(headings, ReturnRows(self._lines)), status=4)

    def _findings(self) -> None:
        """The findings, on as many sheets as they need."""
        number = self._lines.codes.total()
        for sheet, first in enumerate(range(0, max(number, 1), MOST_ROWS), start=1):
            name = "Findings" if sheet == 1 else f"Findings {sheet}"
            rows = FindingRows(self._lines, first, min(MOST_ROWS, number - first))
            about = f"Choose a place to open the return at that cell. {_SORT}"
            if len(rows) > MOST_LINKS:
                about += f" Excel takes no more than {MOST_LINKS:,} such links on a sheet: the places below them are words alone."
            if number > MOST_ROWS:
                about += f" There are {number:,} findings, more than one sheet holds: these are from number {first + 1:,} on."
            self._table(name, about, name.replace(" ", ""), Body(_FINDINGS, rows), status=3)

    def _rules(self) -> None:
        about = "Which rules found something, most frequent first."
        self._table("Rules", about, "RulesThatFound", Body(_RULES, [*self._rules_that_found()]), status=1)

    def _rules_that_found(self) -> list[Sequence[Value]]:
        found = sorted(self._lines.codes.items(), key=lambda item: (-item[1], item[0]))
        rules = [(code, rule_named(code), number) for code, number in found]
        return [
            (code, str(rule.severity) if rule else "", rule.title if rule else "", number, self._lines.returns_by_code[code])
            for code, rule, number in rules
        ]  # fmt: skip

    def _table(self, name: str, about: str, table: str, body: Body, *, status: int) -> None:
        """A sheet with a table.

        Args:
            status: the place of the column whose words are coloured.
        """
        sheet = self._book.table_sheet(name, self._label, about, table, body)
        column = FIRST_COLUMN + status
        colour_words(sheet, f"{address(HEADER_ROW + 1, column)}:{address(body.last_row, column)}", _LOOKS)
