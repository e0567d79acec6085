"""The sheet of one outcome in a progress workbook: its chart, its readings and its indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.axis import ChartLines, NumericAxis
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.figures.changes import in_unit
from hwit_validators.model.choices import Unit
from hwit_validators.words import shown
from hwit_xl.progress.report import Line, ProgressReport, Section
from hwit_xl.progress.words import in_people, of_chance, of_doubt
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.building.colours import colour_statuses
from hwit_xl.workbooks.layout import FIRST_COLUMN, address, on_sheet
from hwit_xl.workbooks.reports.cells import across, put_headings, put_row
from hwit_xl.workbooks.xlsx.serials import serial

OVERVIEW = "Overview"
_WIDTHS = (18, 22, 13, 13, 13, 38)
_CHART_ROW, _CHART_ROWS = 6, 20
_CHART_SIZE = 23, 10.1
"""Width and height in centimetres."""
_LINES = ("From start to target", "Date", "Straight line", "Target")
_READINGS = ("Readings", "Date", "Figure", "Of how many")
_INDICATORS = ("Indicator", "Status", "Share of the way", "Target", "Due", "In words")
_COLUMN = {name: FIRST_COLUMN + place for place, name in enumerate(("name", "date", "first", "second"))}


def add(sheet: Worksheet, report: ProgressReport, section: Section) -> dict[str, str]:
    """Fill the sheet. Returns the alternative text of its chart, by title; nothing where there is nothing to draw."""
    line = section.outcome
    page.title(sheet, f"{line.ref}: {line.standing}", report.school, _WIDTHS)
    page.columns(sheet, _WIDTHS)
    link = sheet.cell(2, FIRST_COLUMN, OVERVIEW)
    link.hyperlink, link.style = f"#{on_sheet(OVERVIEW, 'A1')}", "HWIT link"
    across(sheet, 3, line.statement or "No words given.", _WIDTHS, "HWIT heading", size=14)
    sheet.cell(3, FIRST_COLUMN).alignment = Alignment(vertical="center", wrap_text=True)
    across(sheet, 4, "\n".join(_in_words(line, report)), _WIDTHS, "HWIT intro")
    lines_row = _CHART_ROW + _CHART_ROWS
    holds = line.progress.effective
    put_headings(sheet, lines_row, _LINES)
    put_row(sheet, lines_row + 1, ["Start", holds.starts_on, holds.baseline, holds.target])
    put_row(sheet, lines_row + 2, ["Due", holds.due, holds.target, holds.target])
    readings_row = lines_row + 4
    put_headings(sheet, readings_row, _READINGS)
    for number, point in enumerate(line.points, start=1):
        figure = point.done if point.value is None else point.value
        put_row(sheet, readings_row + number, [f"Reading {number}", point.read_on, figure, point.size])
    if not line.points:
        put_row(sheet, readings_row + 1, ["None yet", None, None, None])
    row = readings_row + max(1, len(line.points)) + 2
    if section.indicators:
        row = _indicators(sheet, row, section.indicators)
    page.printed(sheet, row, FIRST_COLUMN + len(_WIDTHS) - 1)
    sheet.protection.sheet = False
    return _chart(sheet, line, lines_row, readings_row)


def _in_words(line: Line, report: ProgressReport) -> Iterator[str]:
    """What the figures say, in sentences."""
    now = line.progress
    if now.share is not None and report.monitored:
        even = "" if now.expected is None else f" A straight line would be at {now.expected:.0%}."
        yield f"On {shown(report.on)}: {now.share:.0%} of the way.{even}"
    if people := in_people(line):
        yield people
    yield from of_chance(line)
    if doubt := of_doubt(line):
        yield doubt
    for change in line.changes:
        yield f"{change.ref}: {change.words}, {change.by}. {change.why}"


def _indicators(sheet: Worksheet, row: int, lines: Sequence[Line]) -> int:
    """The indicators that serve this outcome alone. Returns the last row."""
    put_headings(sheet, row, _INDICATORS, high=True)
    first = row + 1
    for row, line in enumerate(lines, start=first):
        holds, words = line.progress.effective, "\n".join(filter(None, (line.statement, of_doubt(line))))
        put_row(
            sheet, row,
            [line.ref, line.standing, line.progress.share, holds.target, holds.due, words], shares=(2,),
        )  # fmt: skip
        page.fit_row(sheet, row, range(FIRST_COLUMN, FIRST_COLUMN + len(_INDICATORS)))
    colour_statuses(sheet, f"C{first}:C{row}")
    return row


def _chart(sheet: Worksheet, line: Line, lines_row: int, readings_row: int) -> dict[str, str]:
    """Readings over time, the straight line from start to target, and the target."""
    holds = line.progress.effective
    figures = [point for point in line.points if point.value is not None]
    chart = ScatterChart()
    chart.style, chart.scatterStyle = 10, "lineMarker"
    days = [point.read_on for point in figures]
    if holds.target is not None and holds.starts_on and holds.due:
        days += [holds.starts_on, holds.due]
        if holds.baseline is not None:
            _series(chart, sheet, "Straight line", (lines_row + 1, lines_row + 2), "first", theme.AMBER, dash="dash")
        _series(
            chart,
            sheet,
            "Target",
            (lines_row + 1, lines_row + 2),
            "second",
            theme.SIGNPOSTS["support"][1],
            dash="sysDot",
        )
    if figures:
        rows = (readings_row + 1, readings_row + len(line.points))
        _series(chart, sheet, "Readings", rows, "first", theme.TEAL, marker=True)
    if not chart.series:
        across(sheet, _CHART_ROW, "No chart yet: it needs a target with its dates, or a reading.", _WIDTHS, "HWIT note")
        return {}
    chart.title = f"{line.ref} over time"
    _axes(chart, line, serial(min(days)), serial(max(days)))
    chart.legend = Legend(legendPos="b")
    chart.width, chart.height = _CHART_SIZE
    sheet.add_chart(chart, address(_CHART_ROW, FIRST_COLUMN))
    return {f"{line.ref} over time": _alternative(line)}


def _series(
    chart: ScatterChart, sheet: Worksheet, title: str, rows: tuple[int, int], column: str, colour: str, *,
    dash: Literal["dash", "sysDot"] | None = None, marker: bool = False,
) -> None:  # fmt: skip
    dates = Reference(sheet, min_col=_COLUMN["date"], min_row=rows[0], max_row=rows[1])
    values = Reference(sheet, min_col=_COLUMN[column], min_row=rows[0], max_row=rows[1])
    series = Series(values, dates, title=title)
    series.smooth = False
    series.graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=colour, prstDash=dash, w=28575 if marker else 22225)
    )
    series.marker.symbol = "circle" if marker else "none"
    if marker:
        series.marker.size = 8
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
    chart.series.append(series)


def _axes(chart: ScatterChart, line: Line, first: int, last: int) -> None:
    """Dates from left to right, figures from 0 upwards."""
    margin = max(15, (last - first) // 20)
    unit = max(1, round((last - first + 2 * margin) / 6))
    days = NumericAxis(axId=10, crossAx=100, majorUnit=unit)
    days.scaling.min, days.scaling.max = first - margin, first - margin + 6 * unit + (unit // 2)
    days.number_format = "mmm yyyy"
    days.majorGridlines = None
    chart.x_axis = days
    chart.y_axis.number_format = '0"%"' if line.measure.unit is Unit.PERCENT else "General"
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=theme.LINE)))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.plot_area.layout = Layout(
        ManualLayout(x=0.06, y=0.12, w=0.91, h=0.66, xMode="edge", yMode="edge", layoutTarget="inner")
    )


def _alternative(line: Line) -> str:
    """What the chart shows, read out by screen readers."""
    holds, unit = line.progress.effective, line.measure.unit
    ends = []
    if holds.baseline is not None:
        ends.append(
            f"starting figure {in_unit(holds.baseline, unit)}"
            + (f" on {shown(holds.starts_on)}" if holds.starts_on else "")
        )
    ends += [f"{in_unit(p.value, unit)} on {shown(p.read_on)}" for p in line.points if p.value is not None]
    if holds.target is not None:
        ends.append(f"target {in_unit(holds.target, unit)}" + (f" by {shown(holds.due)}" if holds.due else ""))
    return f"Readings of {line.ref} over time, beside the straight line from start to target: " + ", ".join(ends) + "."
