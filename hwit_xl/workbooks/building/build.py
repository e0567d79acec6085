"""Building a form from its definition, blank or with everything a plan holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.formatting.rule import Rule as ConditionalFormat
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model import imprint as carried
from hwit_validators.model.column import Kind
from hwit_validators.model.lists import Lists
from hwit_validators.model.record import Record
from hwit_validators.tables import Feedback
from hwit_validators.tables.forms import FORM_VERSION, Form
from hwit_xl import templates
from hwit_xl.workbooks.building import answer_limits, guide_sheet, lists_sheet, page, progress_sheet, start_sheet, theme
from hwit_xl.workbooks.layout import (
    CARRIED,
    FIRST_COLUMN,
    HEADER_ROW,
    HISTORY,
    TableLayout,
    address,
    layout_of,
    on_sheet,
    with_room,
)
from hwit_xl.workbooks.xlsx.spreadsheet import constant_of

Tables = Mapping[str, tuple[Record, ...]]


@dataclass(frozen=True)
class Built:
    """A form as openpyxl holds it.

    Attributes:
        chart_texts: alternative texts of its charts, by title.
        layouts: where its tables stand, in the order of their sheets.
    """

    workbook: Workbook
    chart_texts: dict[str, str]
    layouts: tuple[TableLayout, ...]

    def cell(self, layout: TableLayout, field: str, place: int) -> Any:
        """The openpyxl cell of one answer."""
        return self.workbook[layout.record.title].cell(*layout.cell(field, place))


def build(form: Form, plan: Tables | None = None, *, lists: Lists | None = None, frozen: bool = False) -> Built:
    """Build a form.

    Args:
        plan: what to write into it. Tables of earlier stages then stand locked, and the form keeps their fingerprint.
            Columns that forms no longer have stand behind the others where something is in them. Without a plan all
            tables stand open and blank.
        lists: the lists behind its drop-downs; those that come with the forms by default.
        frozen: everything stands locked, as it was sent to the panel.
    """
    lists = lists or templates.shipped_lists()
    plan = plan or {}
    workbook = Workbook()
    theme.add_styles(workbook)
    [start] = workbook.worksheets
    start.title = start_sheet.TITLE
    kept = {table for table in (form.tables if frozen else form.carried_tables) if plan}
    shut = {record for record in form.tables if record in kept or record.only_carried}
    layouts = [
        with_room(
            TableLayout(record, _no_longer_asked(record, plan)),
            plan.get(record.table, ()),
            lists,
            locked=record in shut,
        )
        for record in form.tables
    ]
    refs = {layout.record: layout.written_refs(plan.get(layout.record.table, ()), lists) for layout in layouts}
    chart_texts: dict[str, str] = {}
    for layout in layouts:
        sheet = workbook.create_sheet(layout.record.title)
        records = plan.get(layout.record.table, ())
        _table_sheet(sheet, layout, form, lists, records, locked=layout.record in shut)
        if layout.record.only_carried:
            sheet.sheet_state = "visible" if records else "hidden"
            add_name(workbook, HISTORY, on_sheet(sheet.title, "A1"))
    if form.stage >= 7:
        chart_texts |= progress_sheet.add(workbook, {layout.record: layout for layout in layouts}, refs, form, plan)
    feedback = layout_of(Feedback)
    _feedback_sheet(workbook.create_sheet(Feedback.title), feedback, form, lists, frozen=frozen)
    for name, field in (("hwit_feedback_keys", "key"), ("hwit_feedback_severities", "severity")):
        add_name(workbook, name, on_sheet(Feedback.title, feedback.span(field)))
    guide_sheet.add(workbook, form)
    lists_sheet.add(workbook, lists, refs)
    start_sheet.write(start, form, layouts)
    add_name(workbook, "hwit_sheet_start", on_sheet(start_sheet.TITLE, "A1"))
    imprints = {table.table: carried.imprint(table, plan) for table in form.carried_tables if table in kept}
    _names(workbook, form, imprints)
    return Built(workbook, chart_texts, tuple(layouts))


def _no_longer_asked(table: type[Record], plan: Tables) -> tuple[str, ...]:
    """Columns that forms no longer have, and in which somebody has typed something."""
    retired = [name for name, spec in table.columns.items() if spec.retired and not spec.given]
    records = plan.get(table.table, ())
    return tuple(
        name
        for name in retired
        if any(name in record.unreadable or getattr(record, name) not in (None, "", ()) for record in records)
    )


def _table_sheet(
    sheet: Worksheet, layout: TableLayout, form: Form, lists: Lists, records: tuple[Record, ...], *, locked: bool
) -> None:
    page.around_table(sheet, layout, form, locked=locked)
    earlier = layout.record in form.carried_tables
    sheet.sheet_properties.tabColor = theme.EARLIER_TAB if earlier else theme.TEAL
    _body(sheet, layout, lists, locked=locked)
    if layout.answers:
        _questions(sheet, layout)
    _fill(sheet, layout, records, lists)
    for number in range(layout.body_rows):
        room = _room(layout, number, locked=locked)
        row, columns = HEADER_ROW + 1 + number, range(FIRST_COLUMN, layout.last_column + 1)
        page.fit_row(sheet, row, columns, room=room)
        if layout.answers and layout.specs[number].long:
            page.start_at_top(sheet, row, columns)
    _declare(sheet, layout)
    _conditional_formats(sheet, layout, locked=locked)
    if not locked:
        answer_limits.add(sheet, layout, lists)
    last_row = _last_printed(layout, records, lists) if locked else layout.last_row
    page.printed(sheet, last_row, layout.last_column, growth=0 if locked else _growth(sheet, layout))


def _body(sheet: Worksheet, layout: TableLayout, lists: Lists, *, locked: bool) -> None:
    """The cells of the table: their looks, the references, and what the form itself writes."""
    given = layout.given(lists)
    across = layout.answers is not None
    for place in range(layout.records):
        for spec in layout.specs:
            cell = sheet.cell(*layout.cell(spec.field, place))
            cell.style = "HWIT given" if spec.given else theme.answer_style(spec, locked=locked, across=across)
        if layout.rows:
            ref = sheet.cell(HEADER_ROW + 1 + place, FIRST_COLUMN, layout.ref(place, lists))
            ref.style = "HWIT ref kept" if locked or place < len(given) else "HWIT ref"
    for place, entry in enumerate(given):
        _write_given(sheet, layout, place, {"title": entry.title, **entry.more})


def _questions(sheet: Worksheet, layout: TableLayout) -> None:
    for row, spec in enumerate(layout.specs, start=HEADER_ROW + 1):
        sheet.cell(row, FIRST_COLUMN, spec.title).style = "HWIT question"
        if layout.has_help:
            sheet.cell(row, layout.last_column, spec.help).style = "HWIT help"


def _room(layout: TableLayout, number: int, *, locked: bool) -> int:
    """Lines to keep room for in a blank row of the table."""
    if locked or layout.rows or not layout.specs[number].long:
        return 1
    return 3 if layout.has_help else 5


def _growth(sheet: Worksheet, layout: TableLayout) -> float:
    """About how much higher the table gets as its rows are filled in, in points: long answers take three lines."""
    if layout.answers or not any(spec.long and not spec.given for spec in layout.specs):
        return 0
    heights = (sheet.row_dimensions[row].height or 0 for row in range(HEADER_ROW + 1, layout.last_row + 1))
    return sum(max(0.0, 3 * theme.LINE_HEIGHT + 8 - height) for height in heights)


def _last_printed(layout: TableLayout, records: tuple[Record, ...], lists: Lists) -> int:
    """What is locked is printed as far as it is filled in, and a little beyond."""
    if layout.answers:
        return layout.last_row
    filled = max((record.place + 1 for record in records if record.begun), default=0)
    return HEADER_ROW + max(filled, len(layout.given(lists)), 3)


def _write_given(sheet: Worksheet, layout: TableLayout, place: int, entry: Mapping[str, str]) -> None:
    """Write what the form itself puts into a given row: the list's title goes into the first given or long column."""
    for spec in layout.specs:
        if spec.field in entry and spec.given:
            _put(sheet, layout, spec.field, place, entry[spec.field])
    if entries := layout.record.entries():
        _put(sheet, layout, entries.field, place, entry["title"]).style = "HWIT given"


def _put(sheet: Worksheet, layout: TableLayout, field: str, place: int, value: Any) -> Any:
    cell = sheet.cell(*layout.cell(field, place))
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _fill(sheet: Worksheet, layout: TableLayout, records: tuple[Record, ...], lists: Lists) -> None:
    given = len(layout.given(lists))
    entries = layout.record.entries()
    for record in records:
        for spec in layout.specs:
            value = getattr(record, spec.field)
            if spec.given or value in (None, ()) or (spec is entries and record.place < given):
                continue
            _put(sheet, layout, spec.field, record.place, written(value, spec.kind, spec.listed, lists))
    if layout.rows:
        for place, ref in enumerate(layout.written_refs(records, lists)):
            sheet.cell(HEADER_ROW + 1 + place, FIRST_COLUMN).value = ref


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


def _declare(sheet: Worksheet, layout: TableLayout) -> None:
    page.add_table(sheet, layout.record.table, layout.range, layout.headings, filters=layout.rows is not None)


def _conditional_formats(sheet: Worksheet, layout: TableLayout, *, locked: bool) -> None:
    """Cells with findings highlight themselves; needed answers that are blank are shaded."""
    key = f'"{layout.record.table}|"&ADDRESS(ROW(),COLUMN(),4)'
    for severity, style in _severities():
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


def _severities() -> tuple[tuple[str, DifferentialStyle], ...]:
    """How cells with an error and with a query look."""
    return (
        ("error", theme.shading(theme.ERROR, ink=theme.ERROR_INK, bold=True)),
        ("query", theme.shading(theme.QUERY, ink=theme.QUERY_INK, italic=True)),
    )


def _feedback_sheet(sheet: Worksheet, layout: TableLayout, form: Form, lists: Lists, *, frozen: bool) -> None:
    hidden = [layout.cell(spec.field, 0)[1] for spec in layout.specs if spec.hidden]
    for column in hidden:
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    page.around_table(sheet, layout, form, locked=False)
    sheet.sheet_properties.tabColor = theme.QUERY_INK
    for place in range(layout.records):
        sheet.cell(HEADER_ROW + 1 + place, FIRST_COLUMN, layout.ref(place, lists)).style = "HWIT ref kept"
        for spec in layout.specs:
            style = "HWIT answer text" if spec.field == "explanation" and not frozen else "HWIT kept text"
            sheet.cell(*layout.cell(spec.field, place)).style = style
        page.fit_row(sheet, HEADER_ROW + 1 + place, range(FIRST_COLUMN, min(hidden)))
        link, shown = (address(*layout.cell(field, place)) for field in ("link", "shown"))
        where = sheet.cell(*layout.cell("where", place))
        where.value = f'=IF(LEN({link})=0,"",HYPERLINK({link},{shown}))'
        where.style = "HWIT kept link"
    _declare(sheet, layout)
    cell = "$" + address(*layout.cell("severity", 0))
    for severity, shading in _severities():
        sheet.conditional_formatting.add(
            layout.span("severity"), ConditionalFormat("expression", dxf=shading, formula=[f'{cell}="{severity}"'])
        )
    page.printed(sheet, layout.last_row, layout.last_column, growth=_growth(sheet, layout))


def _names(workbook: Workbook, form: Form, imprints: Mapping[str, str]) -> None:
    """Names of the workbook by which it is recognised: other spreadsheet programs keep them."""
    add_name(workbook, "hwit_form", constant_of(form.name))
    add_name(workbook, "hwit_version", constant_of(".".join(map(str, FORM_VERSION))))
    for table, imprint in imprints.items():
        add_name(workbook, f"{CARRIED}{table}", constant_of(imprint))


def add_name(workbook: Workbook, name: str, meaning: str) -> None:
    """Define a name of the workbook."""
    workbook.defined_names[name] = DefinedName(name, attr_text=meaning)
