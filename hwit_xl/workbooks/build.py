"""Building a form from its definition, blank or with everything a plan holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hwit_validators import carried
from hwit_validators.column import Kind
from hwit_validators.forms import FORM_VERSION, FORMS, Form
from hwit_validators.lists import Lists
from hwit_validators.records import Feedback, Record, Rows, School
from openpyxl.formatting.rule import Rule as ConditionalFormat
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from hwit_xl import templates
from hwit_xl.workbooks import answer_limits, guide_sheet, lists_sheet, progress_sheet, sheet_words, start_sheet, theme
from hwit_xl.workbooks.page import page
from hwit_xl.workbooks.layout import CARRIED, FIRST_COLUMN, HEADER_ROW, TableLayout, address, on_sheet

Tables = Mapping[str, tuple[Record, ...]]


@dataclass(frozen=True)
class Built:
    """A form as openpyxl holds it.

    Attributes:
        chart_texts: alternative texts of its charts, by title.
    """

    workbook: Workbook
    chart_texts: dict[str, str]

    def cell(self, layout: TableLayout, field: str, place: int) -> Any:
        """The openpyxl cell of one answer."""
        return self.workbook[layout.record.title].cell(*layout.cell(field, place))


def build(form: Form, plan: Tables | None = None, *, lists: Lists | None = None) -> Built:
    """Build a form.

    Args:
        plan: what to write into it. Tables of earlier stages then stand locked, and the form keeps their fingerprint.
            Without a plan all tables stand open and blank.
        lists: the lists behind its drop-downs; those that come with the forms by default.
    """
    lists = lists or templates.shipped_lists()
    plan = plan or {}
    workbook = Workbook()
    theme.add_styles(workbook)
    start = workbook.active
    assert isinstance(start, Worksheet)
    start.title = start_sheet.TITLE
    kept = {table for table in form.carried_tables if plan}
    layouts = [TableLayout(record) for record in form.tables]
    chart_texts: dict[str, str] = {}
    for layout in layouts:
        sheet = workbook.create_sheet(layout.record.title)
        _table_sheet(sheet, layout, form, lists, locked=layout.record in kept)
        _fill(sheet, layout, plan.get(layout.record.table, ()), lists, locked=layout.record in kept)
    if form.stage >= 7:
        chart_texts |= progress_sheet.add(workbook, {layout.record: layout for layout in layouts})
    feedback = TableLayout(Feedback)
    _feedback_sheet(workbook.create_sheet(Feedback.title), feedback, form, lists)
    guide_sheet.add(workbook, form)
    lists_sheet.add(workbook, lists)
    start_sheet.write(start, form, layouts)
    _names(workbook, form, {table.table: carried.fingerprint(table, plan) for table in form.carried_tables if table in kept})
    return Built(workbook, chart_texts)


def _table_sheet(sheet: Worksheet, layout: TableLayout, form: Form, lists: Lists, *, locked: bool) -> None:
    record = layout.record
    widths = layout.widths
    _furniture(sheet, layout, form, locked=locked)
    sheet.sheet_properties.tabColor = theme.EARLIER_TAB if record in form.carried_tables else theme.TEAL
    for offset, heading in enumerate(layout.headings):
        cell = sheet.cell(HEADER_ROW, FIRST_COLUMN + offset, heading)
        cell.style = "HWIT header"
    sheet.row_dimensions[HEADER_ROW].height = 15 * max(
        theme.lines(heading, width * 0.88) for heading, width in zip(layout.headings, widths, strict=True)
    ) + 6
    given = layout.given(lists)
    for place in range(layout.records):
        for spec in layout.specs:
            cell = sheet.cell(*layout.cell(spec.field, place))
            cell.style = "HWIT given" if spec.given else theme.answer_style(spec, locked=locked)
        if layout.rows:
            ref = sheet.cell(HEADER_ROW + 1 + place, FIRST_COLUMN, layout.ref(place, lists))
            ref.style = "HWIT ref kept" if locked or place < len(given) else "HWIT ref"
    for place, entry in enumerate(given):
        _write_given(sheet, layout, place, {"title": entry.title, **entry.more})
    if layout.answers:
        for offset, spec in enumerate(layout.specs):
            row = HEADER_ROW + 1 + offset
            sheet.cell(row, FIRST_COLUMN, spec.title).style = "HWIT question"
            if layout.has_help:
                sheet.cell(row, layout.last_column, spec.help).style = "HWIT help"
            sheet.row_dimensions[row].height = _question_height(layout, offset)
    add_table(sheet, layout)
    _conditional_formats(sheet, layout, locked=locked)
    if not locked:
        answer_limits.add(sheet, layout, lists)


def _furniture(sheet: Worksheet, layout: TableLayout, form: Form, *, locked: bool) -> None:
    """Title, introduction, legend, widths, printing and protection: what every table's sheet has around the table."""
    widths = layout.widths
    introduction = sheet_words.introduction(layout.record)
    last = max(layout.last_column, FIRST_COLUMN + 2)
    sheet.column_dimensions["A"].width = 2
    for offset, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(FIRST_COLUMN + offset)].width = width + 0.7
    for column in range(1, last + 1):
        sheet.cell(1, column).style = "HWIT title"
    split = _label_column(layout)
    sheet.cell(1, FIRST_COLUMN, layout.record.title)
    sheet.cell(1, split, sheet_words.label(form, layout.record, locked=locked)).style = "HWIT stage"
    if split < last:
        sheet.merge_cells(start_row=1, end_row=1, start_column=split, end_column=last)
    sheet.row_dimensions[1].height = 36
    sheet.cell(2, FIRST_COLUMN, introduction).style = "HWIT intro"
    sheet.merge_cells(start_row=2, end_row=2, start_column=FIRST_COLUMN, end_column=last)
    sheet.row_dimensions[2].height = 15 * theme.lines(introduction, min(sum(widths), 170)) + 9
    link = sheet.cell(3, FIRST_COLUMN, sheet_words.START)
    link.hyperlink = f"#{on_sheet(start_sheet.TITLE, 'A1')}"
    link.style = "HWIT link"
    sheet.cell(3, FIRST_COLUMN + 1, sheet_words.LEGEND if layout.record is not Feedback else "").style = "HWIT note"
    sheet.merge_cells(start_row=3, end_row=3, start_column=FIRST_COLUMN + 1, end_column=last)
    sheet.row_dimensions[3].height = 18
    sheet.row_dimensions[4].height = 6
    sheet.freeze_panes = address(HEADER_ROW + 1, FIRST_COLUMN + 1)
    page(sheet, landscape=sum(widths) > 90)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{address(layout.last_row, last)}"


def _label_column(layout: TableLayout) -> int:
    """The first column of the label at the right of the title: about the last third of the sheet."""
    total, seen = sum(layout.widths), 0.0
    for offset, width in enumerate(layout.widths):
        if seen >= total * 0.6:
            return FIRST_COLUMN + offset
        seen += width
    return max(layout.last_column, FIRST_COLUMN + 1)


def _question_height(layout: TableLayout, offset: int) -> float:
    spec = layout.specs[offset]
    wanted = theme.lines(spec.title, layout.widths[0] * 0.9)
    if layout.has_help:
        wanted = max(wanted, theme.lines(spec.help, layout.widths[-1] * 1.05))
    if spec.long:
        wanted = max(wanted, 3 if layout.has_help else 5)
    return 15.0 * wanted + 7


def _write_given(sheet: Worksheet, layout: TableLayout, place: int, entry: Mapping[str, str]) -> None:
    """Write what the form itself puts into a given row: the list's title goes into the first given or long column."""
    record = layout.record
    for spec in layout.specs:
        if spec.field in entry and spec.given:
            _put(sheet, layout, spec.field, place, entry[spec.field])
    main = next(spec for spec in layout.specs if spec.long)
    cell = _put(sheet, layout, main.field, place, entry["title"])
    cell.style = "HWIT given"
    assert isinstance(record.layout, Rows)


def _put(sheet: Worksheet, layout: TableLayout, field: str, place: int, value: Any) -> Any:
    cell = sheet.cell(*layout.cell(field, place))
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _fill(sheet: Worksheet, layout: TableLayout, records: tuple[Record, ...], lists: Lists, *, locked: bool) -> None:
    given = len(layout.given(lists))
    main = next((spec.field for spec in layout.specs if spec.long), "") if given else ""
    for record in records:
        for spec in layout.specs:
            value = getattr(record, spec.field)
            if spec.given or value in (None, ()) or (spec.field == main and record.place < given):
                continue
            _put(sheet, layout, spec.field, record.place, written(value, spec.kind, spec.listed, lists))
        if layout.rows:
            _put_ref(sheet, layout, record)
        if locked and layout.rows:
            row = layout.cell(layout.specs[0].field, record.place)[0]
            sheet.row_dimensions[row].height = _row_height(layout, record)
    if layout.answers and records:
        for offset, spec in enumerate(layout.specs):
            texts = [str(getattr(record, spec.field) or "") for record in records]
            width = layout.widths[1]
            height = 15.0 * max(theme.lines(text, width) for text in texts) + 7
            row = sheet.row_dimensions[HEADER_ROW + 1 + offset]
            row.height = max(row.height or 0, height)


def _put_ref(sheet: Worksheet, layout: TableLayout, record: Record) -> None:
    if record.ref:
        sheet.cell(HEADER_ROW + 1 + record.place, FIRST_COLUMN).value = record.ref


def _row_height(layout: TableLayout, record: Record) -> float:
    texts = ((str(getattr(record, spec.field) or ""), spec.width) for spec in layout.specs)
    return 15.0 * max(theme.lines(text, width) for text, width in texts) + 4


def written(value: Any, kind: Kind, listed: str | None, lists: Lists) -> Any:
    """A value as it stands in a cell: labels of lists, Yes and No, references with commas."""
    if kind is Kind.YES_NO:
        return "Yes" if value else "No"
    if kind in (Kind.LINKS, Kind.CHOICES):
        return ", ".join(value)
    if listed and (entry := lists[listed].find(value)):
        return entry.label
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dt.date) or not isinstance(value, float):
        return value
    return int(value) if value.is_integer() else value


def add_table(sheet: Worksheet, layout: TableLayout) -> None:
    """Declare the Excel table. Its own style is kept plain: the look comes from the cells."""
    table = Table(displayName=layout.record.table, name=layout.record.table, ref=layout.range)
    table._initialise_columns()
    for column, heading in zip(table.tableColumns, layout.headings, strict=True):
        column.name = heading
    table.tableStyleInfo = TableStyleInfo(showRowStripes=False)
    if not layout.rows:
        table.autoFilter = None
    sheet.add_table(table)


def _conditional_formats(sheet: Worksheet, layout: TableLayout, *, locked: bool) -> None:
    """Cells with findings highlight themselves; needed answers that are blank are shaded."""
    key = f'"{layout.record.table}|"&ADDRESS(ROW(),COLUMN(),4)'
    error = theme.shading(theme.ERROR, ink=theme.ERROR_INK, bold=True)
    query = theme.shading(theme.QUERY, ink=theme.QUERY_INK, italic=True)
    for severity, style in (("error", error), ("query", query)):
        formula = f'COUNTIFS(hwit_feedback_keys,{key},hwit_feedback_severities,"{severity}")>0'
        sheet.conditional_formatting.add(
            layout.range, ConditionalFormat("expression", dxf=style, formula=[formula], stopIfTrue=True)
        )
    needed = [spec for spec in layout.specs if spec.required_from is not None and not spec.given]
    if locked or not needed:
        return
    first = layout.cell(needed[0].field, 0)
    spans = " ".join(layout.span(spec.field) for spec in needed)
    corner = address(*first)
    blank = f"LEN(TRIM({corner}))=0"
    started = _started(layout, *first)
    formula = f"AND({started},{blank})" if started else blank
    sheet.conditional_formatting.add(
        spans, ConditionalFormat("expression", dxf=theme.shading(theme.NEEDED), formula=[formula])
    )


def _started(layout: TableLayout, row: int, column: int) -> str:
    """Whether the record a cell belongs to has been begun, for formulas; "" where every record is needed."""
    if layout.rows:
        if layout.rows.given and layout.rows.prefix == "":
            return ""
        own = [spec for spec in layout.specs if not spec.given]
        cells = ",".join(f"${address(row, layout.cell(spec.field, 0)[1])}" for spec in (own[0], own[-1]))
        return f"COUNTA({cells.replace(',', ':')})>0"
    if layout.records <= 2:
        return ""
    letter = get_column_letter(column)
    return f"COUNTA({letter}${HEADER_ROW + 1}:{letter}${layout.last_row})>0"


def _feedback_sheet(sheet: Worksheet, layout: TableLayout, form: Form, lists: Lists) -> None:
    _furniture(sheet, layout, form, locked=False)
    sheet.sheet_properties.tabColor = theme.QUERY_INK
    for offset, heading in enumerate(layout.headings):
        sheet.cell(HEADER_ROW, FIRST_COLUMN + offset, heading).style = "HWIT header"
    sheet.row_dimensions[HEADER_ROW].height = 22
    for place in range(layout.records):
        sheet.cell(HEADER_ROW + 1 + place, FIRST_COLUMN, layout.ref(place, lists)).style = "HWIT ref kept"
        for spec in layout.specs:
            style = "HWIT answer text" if spec.field == "explanation" else "HWIT kept text"
            sheet.cell(*layout.cell(spec.field, place)).style = style
        link, shown = (address(*layout.cell(field, place)) for field in ("link", "shown"))
        where = sheet.cell(*layout.cell("where", place))
        where.value = f'=IF(LEN({link})=0,"",HYPERLINK({link},{shown}))'
        where.style = "HWIT row link"
    for spec in layout.specs:
        if spec.hidden:
            sheet.column_dimensions[get_column_letter(layout.cell(spec.field, 0)[1])].hidden = True
    add_table(sheet, layout)
    for severity, style in (
        ("error", theme.shading(theme.ERROR, ink=theme.ERROR_INK, bold=True)),
        ("query", theme.shading(theme.QUERY, ink=theme.QUERY_INK, italic=True)),
    ):
        cell = "$" + address(*layout.cell("severity", 0))
        sheet.conditional_formatting.add(
            layout.span("severity"), ConditionalFormat("expression", dxf=style, formula=[f'{cell}="{severity}"'])
        )
    for name, field in (("hwit_feedback_keys", "key"), ("hwit_feedback_severities", "severity")):
        add_name(sheet.parent, name, on_sheet(sheet.title, layout.span(field)))


def _names(workbook: Workbook, form: Form, fingerprints: Mapping[str, str]) -> None:
    """Names of the workbook by which it is recognised: other spreadsheet programs keep them."""
    add_name(workbook, "hwit_form", f'"{form.name}"')
    add_name(workbook, "hwit_version", f'"{".".join(map(str, FORM_VERSION))}"')
    for table, fingerprint in fingerprints.items():
        add_name(workbook, f"{CARRIED}{table}", f'"{fingerprint}"')


def add_name(workbook: Workbook | None, name: str, meaning: str) -> None:
    """Define a name of the workbook."""
    assert workbook is not None
    workbook.defined_names[name] = DefinedName(name, attr_text=meaning)

