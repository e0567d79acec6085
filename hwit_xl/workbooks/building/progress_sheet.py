"""The Progress sheet: how far every outcome and indicator is, worked out by the form's own formulas (H41).

The formulas give the same share and status as :mod:`hwit_validators.figures.progress`; the words of the statuses come from
there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from string import ascii_uppercase

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.figures.progress import TERM_DAYS, Status
from hwit_validators.model.choices import Direction
from hwit_validators.model.record import Record
from hwit_validators.tables import Amendment, Baseline, Indicator, Outcome, Reading, Result, Revision
from hwit_validators.tables.forms import Form
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.building.colours import colour_statuses
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, TableLayout, address, on_sheet

TITLE = "Progress"
HEADINGS = {
    "ref": ("Ref", 7, "HWIT ref kept"),
    "what": ("Outcome or indicator", 53, "HWIT kept text"),
    "baseline": ("Starting figure", 11, "HWIT computed"),
    "start": ("Measured on", 13, "HWIT computed date"),
    "target": ("Target", 10, "HWIT computed"),
    "due": ("Due", 13, "HWIT computed date"),
    "latest": ("Latest figure", 11, "HWIT computed"),
    "read_on": ("Read on", 13, "HWIT computed date"),
    "share": ("Share of the way", 13, "HWIT computed share"),
    "expected": ("Straight line today", 13, "HWIT computed share"),
    "status": ("Status", 23, "HWIT kept text"),
}
_LETTERS = {name: get_column_letter(FIRST_COLUMN + number) for number, name in enumerate(HEADINGS)}
_WIDTHS = [width for _, width, _ in HEADINGS.values()]
_CHART = "How far each outcome is"
_CHART_TEXT = (
    "Bars for each outcome: the share of the way from its starting figure to its target, "
    "beside where a straight line would be today."
)
_CHART_ROWS = 21
INTRODUCTION = (
    "Nothing to fill in here: every figure comes from the other sheets. Revised targets and dates, and amendments "
    "the panel has confirmed, are already taken into account."
)

Layouts = Mapping[type[Record], TableLayout]


def add(
    workbook: Workbook,
    layouts: Layouts,
    refs_of: Mapping[type[Record], Sequence[str]],
    form: Form,
    plan: Mapping[str, tuple[Record, ...]],
) -> dict[str, str]:
    """Add the sheet. Returns the alternative texts of its charts, by title.

    Args:
        refs_of: the references in each table.
        plan: what the form holds; rows of outcomes and indicators it does not use are then hidden.
    """
    sheet = workbook.create_sheet(TITLE)
    sheet.sheet_properties.tabColor = theme.TEAL
    refs = [ref for record in (Outcome, Indicator) for ref in refs_of[record]]
    statements = {
        record.ref: record.statement or ""
        for table in (Outcome.table, Indicator.table)
        for record in plan.get(table, ())
        if isinstance(record, (Outcome, Indicator)) and record.begun
    }
    _furniture(sheet, form)
    today = f"${_LETTERS['status']}$3"
    for number, ref in enumerate(refs):
        row = HEADER_ROW + 1 + number
        record = Outcome if number < layouts[Outcome].records else Indicator
        formulas = _formulas(layouts, record, row, today)
        for name, (_, _, style) in HEADINGS.items():
            cell = sheet[f"{_LETTERS[name]}{row}"]
            cell.value = ref if name == "ref" else "=" + formulas[name]
            cell.style = style
        lines = 3 if record is Outcome else 2
        if statements:
            lines = theme.lines(statements.get(ref, ""), HEADINGS["what"][1])
        page.fit_lines(sheet, row, range(FIRST_COLUMN, FIRST_COLUMN + len(HEADINGS)), lines)
        sheet.row_dimensions[row].hidden = bool(statements) and ref not in statements
    _table(sheet, len(refs))
    last_row = HEADER_ROW + len(refs)
    _chart(sheet, layouts[Outcome].records, last_row + 2)
    _printed(sheet, last_row)
    workbook.defined_names["hwit_sheet_progress"] = DefinedName("hwit_sheet_progress", attr_text=on_sheet(TITLE, "A1"))
    return {_CHART: _CHART_TEXT}


def _furniture(sheet: Worksheet, form: Form) -> None:
    page.title(sheet, TITLE, form.title, _WIDTHS)
    page.introduction(sheet, INTRODUCTION, _WIDTHS)
    page.header(sheet, [heading for heading, _, _ in HEADINGS.values()], _WIDTHS)
    last = FIRST_COLUMN + len(HEADINGS) - 1
    sheet.cell(3, last - 1, "As of").style = "HWIT note right"
    sheet.cell(3, last, "=TODAY()").style = "HWIT answer date"
    sheet.row_dimensions[3].height = 20


def _printed(sheet: Worksheet, last_row: int) -> None:
    """One page wide, with the chart in one piece: at a fixed scale, as Excel keeps to no break while it fits pages."""
    last = FIRST_COLUMN + len(HEADINGS) - 1
    page.page(sheet, landscape=True)
    sheet.print_area = f"A1:{address(last_row + 1 + _CHART_ROWS, last)}"
    width, _ = page.size(sheet, last_row, last)
    scale = 0.94 * page.PAPER[1] / width
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.scale = int(100 * scale)
    room = page.PAPER[0] * 0.94 / scale
    if _used(sheet, last_row, room) + (_CHART_ROWS + 1) * theme.LINE_HEIGHT > room:
        sheet.row_breaks.append(Break(id=last_row))


def _used(sheet: Worksheet, last_row: int, room: float) -> float:
    """Points of its last page that a table takes, with its header on each page."""
    rows = (sheet.row_dimensions[row] for row in range(1, last_row + 1))
    used, again = 0.0, sheet.row_dimensions[HEADER_ROW].height or 0
    for height in (row.height or 0 for row in rows if not row.hidden):
        used = used + height if used + height <= room else again + height
    return used


def _formulas(layouts: Layouts, record: type[Record], row: int, today: str) -> dict[str, str]:
    """The formulas of one row, by column."""
    at = {name: f"${letter}{row}" for name, letter in _LETTERS.items()}
    ref = at["ref"]

    def own(field: str) -> str:
        refs = on_sheet(record.title, layouts[record].refs)
        return f"INDEX({_span(layouts, record, field)},MATCH({ref},{refs},0))"

    def baseline(field: str) -> str:
        return f"INDEX({_span(layouts, Baseline, field)},MATCH({ref},{_span(layouts, Baseline, 'measure')},0))"

    def text_or_blank(formula: str) -> str:
        return f'IF(LEN({formula})=0,"",{formula})'

    changed = _changed(layouts, record, ref)
    latest, done = _latest(layouts, ref, "value"), _latest(layouts, ref, "done")
    measured = f"ISNUMBER({at['target']})"
    met = (
        f'IF({measured},IF(ISNUMBER({at["latest"]}),IF({own("direction")}="{Direction.DECREASE}",'
        f'{at["latest"]}<={at["target"]},{at["latest"]}>={at["target"]}),FALSE),{at["latest"]}="Yes")'
    )
    read_on = _latest_date(layouts, ref, measured, today)
    if record is Outcome and Result in layouts:
        read_on, latest = _or_result(layouts, at, read_on, latest, measured, today)
    due_field = "target_date" if record is Outcome else "due"
    start = own("starts_on") if record is Outcome else '""'
    waiting = f'IF(AND(ISNUMBER({at["start"]}),{today}<{at["start"]}),"{Status.NOT_STARTED}"'
    return {
        "what": f'IFERROR({text_or_blank(own("statement"))},"")',
        "baseline": f'IFERROR({text_or_blank(baseline("value"))},IFERROR({text_or_blank(own("baseline"))},""))',
        "start": f'IFERROR({text_or_blank(baseline("measured_on"))},IFERROR({text_or_blank(start)},""))',
        "target": f'IFERROR({changed["target"]},IFERROR({text_or_blank(own("target"))},""))',
        "due": f'IFERROR({changed["due"]},IFERROR({text_or_blank(own(due_field))},""))',
        "latest": f'IF({at["read_on"]}="","",IFERROR(IF({measured},{latest},{done}),""))',
        "read_on": read_on,
        "share": (
            f'IF({at["read_on"]}="","",IF({measured},IF(AND(ISNUMBER({at["baseline"]}),ISNUMBER({at["latest"]})),'
            f'IF({at["target"]}={at["baseline"]},IF({met},1,0),'
            f'MAX(-1,MIN(1,({at["latest"]}-{at["baseline"]})/({at["target"]}-{at["baseline"]})))),""),IF({met},1,0)))'
        ),
        "expected": (
            f'IF(AND(ISNUMBER({at["start"]}),ISNUMBER({at["due"]})),IF({at["due"]}<={at["start"]},1,'
            f'MAX(0,MIN(1,({today}-{at["start"]})/({at["due"]}-{at["start"]})))),"")'
        ),
        "status": (
            f'IF({at["what"]}="","",IF({changed["withdrawn"]},"{Status.WITHDRAWN}",IF({met},"{Status.ACHIEVED}",'
            f'IF(AND(ISNUMBER({at["due"]}),{today}>{at["due"]}),"{Status.OVERDUE}",'
            f'IF({at["read_on"]}="",{waiting},"{Status.NO_READING}"),'
            f'IF({today}-{at["read_on"]}>{TERM_DAYS},"{Status.NO_READING}",'
            f'IF(AND(ISNUMBER({at["share"]}),ISNUMBER({at["expected"]}),{measured}),'
            f'IF(ROUND({at["share"]},4)>=ROUND({at["expected"]},4),"{Status.ON_TRACK}","{Status.BEHIND}"),"{Status.ON_TRACK}")))))))'
        ),
    }  # fmt: skip


def _span(layouts: Layouts, record: type[Record], field: str) -> str:
    """All cells of a field, with their sheet."""
    return on_sheet(record.title, layouts[record].span(field))


def _changed(layouts: Layouts, record: type[Record], ref: str) -> dict[str, str]:
    """Formulas for what a revision (of an indicator) or a confirmed amendment (of an outcome) last set."""
    source = Amendment if record is Outcome else Revision
    span = partial(_span, layouts, source)
    whose = f"({span('outcome' if record is Outcome else 'indicator')}={ref})"
    agreed = f'*({span("decision")}="Confirmed")' if record is Outcome else ""
    day = span("decided_on" if record is Outcome else "discussed_on")
    due_field, due_word = ("new_date", "Target date") if record is Outcome else ("new_due", "Due date")

    def last(field: str, word: str) -> str:
        matching = f'{whose}*({span("what")}="{word}")*ISNUMBER({span(field)}){agreed}'
        newest = f"SUMPRODUCT(MAX({matching}*{day}))"
        return f"LOOKUP(2,1/({matching}*({day}={newest})),{span(field)})"

    withdrawn = f'SUMPRODUCT({whose}*({span("what")}="Withdrawn"))>0' if record is Indicator else "FALSE"
    return {"target": last("new_target", "Target"), "due": last(due_field, due_word), "withdrawn": withdrawn}


def _latest(layouts: Layouts, ref: str, field: str) -> str:
    span = partial(_span, layouts, Reading)
    read_on = f"${_LETTERS['read_on']}{ref.lstrip('$' + ascii_uppercase)}"
    newest = f"({span('measure')}={ref})*({span('read_on')}={read_on})*(LEN({span(field)})>0)"
    return f"LOOKUP(2,1/({newest}),{span(field)})"


def _latest_date(layouts: Layouts, ref: str, measured: str, today: str) -> str:
    span = partial(_span, layouts, Reading)

    def newest(field: str) -> str:
        by_today = f"({span('read_on')}<={today})*{span('read_on')}"
        return f"SUMPRODUCT(MAX(({span('measure')}={ref})*(LEN({span(field)})>0)*{by_today}))"

    date = f"IF({measured},{newest('value')},{newest('done')})"
    return f'IFERROR(IF({date}=0,"",{date}),"")'


def _or_result(
    layouts: Layouts, at: Mapping[str, str], read_on: str, latest: str, measured: str, today: str
) -> tuple[str, str]:
    """Date and figure of the newest reading, or those of the result of stage 8 where it is as new."""
    place = f"MATCH({at['ref']},{on_sheet(Result.title, layouts[Result].refs)},0)"
    day, final = (f"INDEX({_span(layouts, Result, field)},{place})" for field in ("measured_on", "final_value"))
    there = f"IFERROR(AND({measured},ISNUMBER({final}),ISNUMBER({day}),{day}<={today}),FALSE)"
    return (
        f'IF({there},IF(N({read_on})>{day},{read_on},{day}),{read_on})',
        f'IF(IF({there},{at["read_on"]}={day},FALSE),{final},{latest})',
    )  # fmt: skip


def _table(sheet: Worksheet, rows: int) -> None:
    first, end = HEADER_ROW + 1, HEADER_ROW + rows
    span = f"{_LETTERS['ref']}{HEADER_ROW}:{_LETTERS['status']}{end}"
    page.add_table(sheet, TITLE, span, [heading for heading, _, _ in HEADINGS.values()])
    sheet.conditional_formatting.add(f"{_LETTERS['share']}{first}:{_LETTERS['share']}{end}", theme.bar())
    colour_statuses(sheet, f"{_LETTERS['status']}{first}:{_LETTERS['status']}{end}")


def _chart(sheet: Worksheet, outcomes: int, row: int) -> None:
    """Share of the way beside the straight line, for each outcome."""
    chart = BarChart()
    chart.type, chart.style = "bar", 10
    chart.title = _CHART
    first, last = HEADER_ROW + 1, HEADER_ROW + outcomes
    columns = {name: FIRST_COLUMN + number for number, name in enumerate(HEADINGS)}
    for name, color in (("share", theme.TEAL), ("expected", theme.AMBER)):
        values = Reference(sheet, min_col=columns[name], min_row=HEADER_ROW, max_row=last)
        chart.add_data(values, titles_from_data=True)
        series = chart.series[-1]
        series.graphicalProperties.solidFill = color
        series.graphicalProperties.line.solidFill = theme.TEAL
        series.dLbls = DataLabelList(showVal=True, numFmt="0%")
        series.dLbls.showSerName = series.dLbls.showCatName = series.dLbls.showLegendKey = False
    chart.set_categories(Reference(sheet, min_col=columns["ref"], min_row=first, max_row=last))
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    chart.y_axis.majorUnit = 0.25
    chart.y_axis.crosses = "max"
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=theme.LINE)))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    chart.gapWidth = 60
    chart.width, chart.height = 33, 10.5
    sheet.add_chart(chart, address(row, FIRST_COLUMN))
