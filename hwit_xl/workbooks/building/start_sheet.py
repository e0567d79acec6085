"""The Start here sheet: where the school is, what to do, how far it has come, and four kinds of signpost (H08, H09)."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.column import Column
from hwit_validators.model.record import Record, Rows
from hwit_validators.tables import Feedback
from hwit_validators.tables.forms import Form
from hwit_xl import templates
from hwit_xl.workbooks import form_line
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.layout import TableLayout, address, on_sheet

TITLE = "Start here"
_FIRST, _LAST = 2, 9
_WIDTH = 15.5
_TEXT = _WIDTH * 6
_PHASES = (("plan", 1, 5), ("deliver", 6, 7), ("understand", 8, 8))
NOT_NEEDED = "if needed"
_COUNTED = {"error": "Errors", "query": "Queries"}


def write(sheet: Worksheet, form: Form, layouts: list[TableLayout]) -> None:
    """Write the whole sheet."""
    words = templates.words(form.name)
    common = templates.words("common")
    sheet.column_dimensions["A"].width = 2
    for column in range(_FIRST, _LAST + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    sheet.sheet_properties.tabColor = theme.TEAL
    row = _title(sheet, words["title"])
    row = _stages(sheet, row, form, common)
    row = _paragraph(sheet, row, "What this is for", words["purpose"])
    row = _steps(sheet, row, words["steps"])
    row = _completion(sheet, row, form, layouts)
    row = _signposts(sheet, row, words["signpost"], common["kinds"])
    row = _paragraph(sheet, row, "When you have finished", words["finished"])
    sheet.cell(row - 1, _FIRST, form_line.line(form)).style = "HWIT form line"
    page.printed(sheet, row - 1, _LAST)


def _title(sheet: Worksheet, title: str) -> int:
    for column in range(1, _LAST + 1):
        sheet.cell(1, column).style = "HWIT title"
        sheet.cell(2, column).style = "HWIT tagline"
    sheet.cell(1, _FIRST, title)
    sheet.cell(2, _FIRST, "Healthy Schools enhancement model · health and well-being improvement tool")
    for row, height in ((1, 36), (2, 22), (3, 10)):
        sheet.row_dimensions[row].height = height
    return 4


def _stages(sheet: Worksheet, row: int, form: Form, common: dict[str, dict[str, str]]) -> int:
    """The eight stages in three phases, with this one picked out in colour, weight and words."""
    for phase, first, last in _PHASES:
        _wide(sheet, row, common["phases"][phase], "HWIT phase", _FIRST + first - 1, _FIRST + last - 1)
    for stage in range(1, 9):
        name = common["stages"][str(stage)]
        here = stage == form.stage
        text = f"{stage}\n{name}" + ("\nyou are here" if here else "\ndone" if stage < form.stage else "")
        cell = sheet.cell(row + 1, _FIRST + stage - 1, text)
        cell.style = "HWIT step now" if here else "HWIT step past" if stage < form.stage else "HWIT step ahead"
    for offset, height in enumerate((32, 68, 10)):
        sheet.row_dimensions[row + offset].height = height
    return row + 3


def _paragraph(sheet: Worksheet, row: int, heading: str, text: str) -> int:
    row = _heading(sheet, row, heading)
    _wide(sheet, row, text, "HWIT intro")
    _fit(sheet, row, text)
    return row + 2


def _steps(sheet: Worksheet, row: int, steps: list[str]) -> int:
    row = _heading(sheet, row, "What to do")
    for number, step in enumerate(steps, start=1):
        _wide(sheet, row, f"{number}.  {step}", "HWIT intro")
        _fit(sheet, row, f"{number}.  {step}")
        row += 1
    return row + 1


def _completion(sheet: Worksheet, row: int, form: Form, layouts: list[TableLayout]) -> int:
    row = _heading(sheet, row, "How far you are")
    _row(sheet, row, "Sheet", "What it asks", "Done", style="HWIT header")
    first_row = row + 1
    for layout in layouts:
        record = layout.record
        if record in form.carried_tables:
            continue
        row += 1
        about = next(line for line in (record.__doc__ or "").splitlines() if line).split(" (H")[0].rstrip(".")
        _row(sheet, row, record.title, about if about.endswith("?") else f"{about}.", "=" + completion(layout))
        _link(sheet, row, record.title)
    sheet.conditional_formatting.add(f"{address(first_row, _LAST)}:{address(row, _LAST)}", theme.bar())
    row += 1
    counts = (f'"{words}: "&COUNTIF(hwit_feedback_severities,"{severity}")' for severity, words in _COUNTED.items())
    _row(sheet, row, Feedback.title, "What the last check found.", "=" + "&CHAR(10)&".join(counts))
    _link(sheet, row, Feedback.title)
    sheet.cell(row, _LAST).style = "HWIT count"
    sheet.row_dimensions[row].height = 32
    return row + 2


def _row(sheet: Worksheet, row: int, name: str, about: str, done: str, *, style: str = "HWIT row") -> None:
    _wide(sheet, row, name, style, _FIRST, _FIRST + 1)
    _wide(sheet, row, about, style, _FIRST + 2, _LAST - 1)
    sheet.cell(row, _LAST, done).style = style if style == "HWIT header" else "HWIT done"
    room = _WIDTH * (_LAST - _FIRST - 2)
    sheet.row_dimensions[row].height = theme.LINE_HEIGHT * theme.lines(about, room) + 7


def _link(sheet: Worksheet, row: int, title: str) -> None:
    cell = sheet.cell(row, _FIRST)
    cell.hyperlink = f"#{on_sheet(title, 'A1')}"
    cell.style = "HWIT row link"


def completion(layout: TableLayout) -> str:
    """A formula for the share of needed answers given, from 0 to 1.

    Rows count once something is written in them; a table nobody needs to fill in says so. The formula names the cells of
    each question by themselves, so that a row or column put in between does not break it. A cell with an error counts as
    filled in, and does not turn the share into an error.
    """
    record = layout.record
    own = [spec for spec in layout.specs if not spec.given and not _written_by_the_form(record, spec)]
    needed = [spec for spec in own if spec.required_from is not None]
    begun = _cells(layout, own)
    if not needed:
        return f'IF({"+".join(f"COUNTA({cells})" for cells in begun)}=0,"{NOT_NEEDED}",1)'
    filled = (
        "(" + "+".join(f"ROWS({cells})*COLUMNS({cells})-COUNTBLANK({cells})" for cells in _cells(layout, needed)) + ")"
    )
    if layout.answers and layout.records > 2:
        [anchor] = _cells(layout, needed[:1])
        return f"MIN(1,{filled}/({len(needed)}*MAX(1,COUNTA({anchor}))))"
    if layout.answers or record.layout.given:  # type: ignore[union-attr]
        return f"{filled}/{len(needed) * (_given_rows(record) or layout.records)}"
    started = "SUMPRODUCT(--((" + "+".join(f"(1-ISBLANK({cells}))" for cells in begun) + ")>0))"
    share = f"{filled}/({len(needed)}*MAX(1,{started}))"
    return f'IF({started}=0,"{NOT_NEEDED}",{share})' if record.may_be_empty else share


def _cells(layout: TableLayout, specs: list[Column]) -> list[str]:
    """For each question the cells of all its answers; in a table with given rows, of those rows only."""
    last = (_given_rows(layout.record) or layout.records) - 1
    spans = [f"{address(*layout.cell(spec.field, 0))}:{address(*layout.cell(spec.field, last))}" for spec in specs]
    return [on_sheet(layout.record.title, span) for span in spans]


def _written_by_the_form(record: type[Record], spec: Column) -> bool:
    """Whether the form itself writes this column, in a table with given rows."""
    return spec is record.entries()


def _given_rows(record: type[Record]) -> int:
    layout = record.layout
    if isinstance(layout, Rows) and layout.given:
        return len(templates.shipped_lists()[layout.given].entries)
    return 0


def _signposts(sheet: Worksheet, row: int, signposts: list[dict[str, str]], kinds: dict[str, dict[str, str]]) -> int:
    row = _heading(sheet, row, "Good to know")
    for signpost in signposts:
        kind = signpost["kind"]
        _wide(sheet, row, kinds[kind]["name"], f"HWIT {kind} name", _FIRST, _FIRST + 1)
        title = signpost["title"]
        text = f"{title}{'' if title.endswith('?') else ':'} {signpost['text']}"
        _wide(sheet, row, text, f"HWIT {kind}", _FIRST + 2, _LAST)
        sheet.row_dimensions[row].height = theme.LINE_HEIGHT * max(2, theme.lines(text, _TEXT)) + 8
        sheet.row_dimensions[row + 1].height = 5
        row += 2
    return row + 1


def _heading(sheet: Worksheet, row: int, text: str) -> int:
    _wide(sheet, row, text, "HWIT heading")
    sheet.row_dimensions[row].height = 24
    return row + 1


def _wide(sheet: Worksheet, row: int, text: str, style: str, first: int = _FIRST, last: int = _LAST) -> None:
    for column in range(first, last + 1):
        sheet.cell(row, column).style = style
    sheet.cell(row, first, text)
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def _fit(sheet: Worksheet, row: int, text: str) -> None:
    sheet.row_dimensions[row].height = theme.LINE_HEIGHT * theme.lines(text, _WIDTH * 8) + 5
