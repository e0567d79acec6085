"""The Progress sheet: how far every outcome and indicator is, worked out by the form's own formulas (H41).

The formulas give the same share and status as :mod:`hwit_validators.progress`; the words of the statuses come from there.
"""

from __future__ import annotations

from collections.abc import Mapping

from hwit_validators.progress import TERM_DAYS, Status
from hwit_validators.records import (
    Amendment,
    Baseline,
    Indicator,
    Outcome,
    Reading,
    Record,
    Revision,
)
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import DataBarRule, Rule
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from hwit_xl.workbooks import theme
from hwit_xl.workbooks.page import page
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, TableLayout, address, on_sheet

TITLE = "Progress"
HEADINGS = {
    "ref": ("Ref", 7, "HWIT ref kept"),
    "what": ("Outcome or indicator", 48, "HWIT kept text"),
    "baseline": ("Starting figure", 10, "HWIT computed"),
    "start": ("Measured on", 13, "HWIT computed date"),
    "target": ("Target", 10, "HWIT computed"),
    "due": ("Due", 13, "HWIT computed date"),
    "latest": ("Latest figure", 10, "HWIT computed"),
    "read_on": ("Read on", 13, "HWIT computed date"),
    "share": ("Share of the way", 12, "HWIT computed share"),
    "expected": ("Straight line today", 12, "HWIT computed share"),
    "status": ("Status", 20, "HWIT kept text"),
}
_LETTERS = {name: get_column_letter(FIRST_COLUMN + number) for number, name in enumerate(HEADINGS)}
_CHART = "How far each outcome is"

Layouts = Mapping[type[Record], TableLayout]


def add(workbook: Workbook, layouts: Layouts) -> dict[str, str]:
    """Add the sheet. Returns the alternative texts of its charts, by title."""
    sheet = workbook.create_sheet(TITLE)
    sheet.sheet_properties.tabColor = theme.TEAL
    refs = [ref for record in (Outcome, Indicator) for ref in _refs(layouts[record])]
    _furniture(sheet, len(refs))
    today = f"${_LETTERS['status']}$3"
    for number, ref in enumerate(refs):
        row = HEADER_ROW + 1 + number
        record = Outcome if number < layouts[Outcome].records else Indicator
        formulas = _formulas(layouts, record, row, today)
        for name, (_, _, style) in HEADINGS.items():
            cell = sheet[f"{_LETTERS[name]}{row}"]
            cell.value = ref if name == "ref" else "=" + formulas[name]
            cell.style = style
        sheet.row_dimensions[row].height = 31
    _table(sheet, len(refs))
    _chart(sheet, layouts[Outcome].records, HEADER_ROW + len(refs) + 3)
    workbook.defined_names["hwit_sheet_progress"] = DefinedName("hwit_sheet_progress", attr_text=on_sheet(TITLE, "A1"))
    return {_CHART: "Bars for each outcome: the share of the way from its starting figure to its target, beside where a straight line would be today."}


def _refs(layout: TableLayout) -> list[str]:
    if layout.answers:
        return list(layout.answers.headings)
    assert layout.rows
    return [f"{layout.rows.prefix}{number + 1}" for number in range(layout.records)]


def _furniture(sheet: Worksheet, rows: int) -> None:
    last = FIRST_COLUMN + len(HEADINGS) - 1
    sheet.column_dimensions["A"].width = 2
    for name, (heading, width, _) in HEADINGS.items():
        sheet.column_dimensions[_LETTERS[name]].width = width + 0.7
        cell = sheet[f"{_LETTERS[name]}{HEADER_ROW}"]
        cell.value = heading
        cell.style = "HWIT header"
    for column in range(1, last + 1):
        sheet.cell(1, column).style = "HWIT title"
    sheet.cell(1, FIRST_COLUMN, TITLE)
    sheet.row_dimensions[1].height = 36
    sheet.cell(
        2, FIRST_COLUMN,
        "Nothing to fill in here: every figure comes from the other sheets. Revised targets and dates, and amendments "
        "the panel has confirmed, are already taken into account.",
    ).style = "HWIT intro"  # fmt: skip
    sheet.merge_cells(start_row=2, end_row=2, start_column=FIRST_COLUMN, end_column=last)
    sheet.row_dimensions[2].height = 26
    sheet.cell(3, last - 1, "As of").style = "HWIT note"
    today = sheet.cell(3, last, "=TODAY()")
    today.style = "HWIT answer date"
    sheet.row_dimensions[3].height = 20
    sheet.row_dimensions[4].height = 6
    sheet.row_dimensions[HEADER_ROW].height = 34
    sheet.freeze_panes = address(HEADER_ROW + 1, FIRST_COLUMN + 1)
    page(sheet, landscape=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{address(HEADER_ROW + rows + 24, last)}"


def _formulas(layouts: Layouts, record: type[Record], row: int, today: str) -> dict[str, str]:
    """The formulas of one row, by column."""
    at = {name: f"${letter}{row}" for name, letter in _LETTERS.items()}
    ref = at["ref"]

    def own(field: str) -> str:
        layout = layouts[record]
        return f"INDEX({on_sheet(record.title, layout.span(field))},MATCH({ref},{on_sheet(record.title, layout.refs)},0))"

    def baseline(field: str) -> str:
        span = lambda name: on_sheet(Baseline.title, layouts[Baseline].span(name))  # noqa: E731
        return f"INDEX({span(field)},MATCH({ref},{span('measure')},0))"

    def text_or_blank(formula: str) -> str:
        return f'IF(LEN({formula})=0,"",{formula})'

    changed = _changed(layouts, record, ref)
    done = _latest(layouts, ref, "done")
    measured = f"ISNUMBER({at['target']})"
    met = (
        f"IF({measured},IF(ISNUMBER({at['latest']}),IF({own('direction')}=\"Decrease\","
        f"{at['latest']}<={at['target']},{at['latest']}>={at['target']}),FALSE),{at['latest']}=\"Yes\")"
    )
    start = own("starts_on") if record is Outcome else '""'
    waiting = f"IF(AND(ISNUMBER({at['start']}),{today}<{at['start']}),\"{Status.NOT_STARTED}\""
    return {
        "what": f'IFERROR({text_or_blank(own("statement"))},"")',
        "baseline": f'IFERROR({text_or_blank(baseline("value"))},IFERROR({text_or_blank(own("baseline"))},""))',
        "start": f'IFERROR({text_or_blank(baseline("measured_on"))},IFERROR({text_or_blank(start)},""))',
        "target": f'IFERROR({changed["target"]},IFERROR({text_or_blank(own("target"))},""))',
        "due": f'IFERROR({changed["due"]},IFERROR({text_or_blank(own("target_date" if record is Outcome else "due"))},""))',
        "latest": f'IF({at["read_on"]}="","",IFERROR(IF({measured},{_latest(layouts, ref, "value")},{done}),""))',
        "read_on": _latest_date(layouts, ref, measured),
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


def _changed(layouts: Layouts, record: type[Record], ref: str) -> dict[str, str]:
    """Formulas for what a revision (of an indicator) or a confirmed amendment (of an outcome) last set."""
    source = Amendment if record is Outcome else Revision
    span = lambda name: on_sheet(source.title, layouts[source].span(name))  # noqa: E731
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
    span = lambda name: on_sheet(Reading.title, layouts[Reading].span(name))  # noqa: E731
    row = ref.lstrip("$").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"LOOKUP(2,1/(({span('measure')}={ref})*({span('read_on')}=${_LETTERS['read_on']}{row})*(LEN({span(field)})>0)),{span(field)})"


def _latest_date(layouts: Layouts, ref: str, measured: str) -> str:
    span = lambda name: on_sheet(Reading.title, layouts[Reading].span(name))  # noqa: E731

    def newest(field: str) -> str:
        return f"SUMPRODUCT(MAX(({span('measure')}={ref})*(LEN({span(field)})>0)*{span('read_on')}))"

    date = f"IF({measured},{newest('value')},{newest('done')})"
    return f'IFERROR(IF({date}=0,"",{date}),"")'


def _table(sheet: Worksheet, rows: int) -> None:
    last = get_column_letter(FIRST_COLUMN + len(HEADINGS) - 1)
    span = f"{get_column_letter(FIRST_COLUMN)}{HEADER_ROW}:{last}{HEADER_ROW + rows}"
    table = Table(displayName=TITLE, name=TITLE, ref=span)
    table._initialise_columns()
    for column, (heading, _, _) in zip(table.tableColumns, HEADINGS.values(), strict=True):
        column.name = heading
    table.tableStyleInfo = TableStyleInfo(showRowStripes=False)
    sheet.add_table(table)
    first, end = HEADER_ROW + 1, HEADER_ROW + rows
    share = f"{_LETTERS['share']}{first}:{_LETTERS['share']}{end}"
    sheet.conditional_formatting.add(share, DataBarRule("num", 0, "num", 1, color="FF7FB5BD", showValue=True))
    status = f"{_LETTERS['status']}{first}:{_LETTERS['status']}{end}"
    top = f"${_LETTERS['status']}{first}"
    for words, style in (
        ((Status.ACHIEVED,), theme.shading("DFF0DC", ink="1B5E20", bold=True)),
        ((Status.OVERDUE, Status.BEHIND), theme.shading(theme.ERROR, ink=theme.ERROR_INK, bold=True)),
        ((Status.NO_READING,), theme.shading(theme.QUERY, ink=theme.QUERY_INK, italic=True)),
    ):
        formula = "OR(" + ",".join(f'{top}="{word}"' for word in words) + ")"
        sheet.conditional_formatting.add(status, Rule("expression", dxf=style, formula=[formula]))


def _chart(sheet: Worksheet, outcomes: int, row: int) -> None:
    """Share of the way beside the straight line, for each outcome."""
    chart = BarChart()
    chart.type, chart.style = "bar", 10
    chart.title = _CHART
    first, last = HEADER_ROW + 1, HEADER_ROW + outcomes
    columns = {name: FIRST_COLUMN + number for number, name in enumerate(HEADINGS)}
    for name, color in (("share", theme.TEAL), ("expected", "C9A24B")):
        values = Reference(sheet, min_col=columns[name], min_row=HEADER_ROW, max_row=last)
        chart.add_data(values, titles_from_data=True)
        chart.series[-1].graphicalProperties.solidFill = color
    chart.set_categories(Reference(sheet, min_col=columns["ref"], min_row=first, max_row=last))
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    chart.y_axis.majorUnit = 0.25
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    chart.gapWidth = 60
    chart.width, chart.height = 26, 10
    sheet.add_chart(chart, address(row, FIRST_COLUMN))
