"""What surrounds a table on its sheet, how high its rows are, how it prints, and what it is guarded against."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import accumulate
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.tables import Feedback
from hwit_validators.tables.forms import Form
from hwit_xl.workbooks import sheet_words
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building import theme
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, TableLayout, address, on_sheet

PAPER = (536.0, 752.0)
"""What can be printed on upright A4 within our margins: width and height in points."""
LEGIBLE = 0.64
"""The smallest scale a sheet is printed at to stay on one page: body type is then 7 points."""
_NARROW = 0.78  # the scale of a sheet that just fits upright paper
_POINTS = 0.75  # in a pixel
_INTRODUCTION = 165  # characters: lines any longer are hard to read
_BUTTON = 1  # characters more than the margin that the button of a filter covers


class GrowingRow(RowDimension):
    """A row with a height to begin with, which still grows as more is typed into it.

    Spreadsheet programs never change a *custom* height, and openpyxl calls every height custom.
    """

    @property
    def customHeight(self) -> bool:
        """Whether the height is there to stay."""
        return False


def title(sheet: Worksheet, text: str, label: str, widths: Sequence[float]) -> None:
    """The bar at the top: what the sheet is called, and in its last third what it belongs to."""
    last = FIRST_COLUMN + len(widths) - 1
    for column in range(1, last + 1):
        sheet.cell(1, column).style = "HWIT title"
    sheet.cell(1, FIRST_COLUMN, text)
    before = sum(1 for total in accumulate(widths) if total < sum(widths) * 0.6)
    split = FIRST_COLUMN + min(before + 1, len(widths) - 1)
    belongs_to = sheet.cell(1, split, package.printable(label))
    belongs_to.style, belongs_to.data_type = "HWIT stage", "s"
    if split < last:
        sheet.merge_cells(start_row=1, end_row=1, start_column=split, end_column=last)
    room = sum(widths[split - FIRST_COLUMN :])
    if theme.across(label) > room:
        _realign(belongs_to, "wrap_text", True)
    sheet.row_dimensions[1].height = max(30, theme.height(theme.lines(label, room), air=6))


def introduction(sheet: Worksheet, text: str, widths: Sequence[float], legend: str = "") -> None:
    """What to do on this sheet, the way back to Start here, and what the colours mean."""
    last = FIRST_COLUMN + len(widths) - 1
    sheet.cell(2, FIRST_COLUMN, text).style = "HWIT intro"
    sheet.merge_cells(start_row=2, end_row=2, start_column=FIRST_COLUMN, end_column=last)
    lines = theme.lines(text, min(sum(widths), _INTRODUCTION))
    sheet.row_dimensions[2].height = theme.height(lines, air=7)
    link = sheet.cell(3, FIRST_COLUMN, sheet_words.START)
    link.hyperlink = f"#{on_sheet(sheet_words.START, 'A1')}"
    link.style = "HWIT link"
    if legend:
        sheet.cell(3, FIRST_COLUMN + 1, legend).style = "HWIT note"
        sheet.merge_cells(start_row=3, end_row=3, start_column=FIRST_COLUMN + 1, end_column=last)
    sheet.row_dimensions[3].height = 18
    sheet.row_dimensions[4].height = 5


def columns(sheet: Worksheet, widths: Sequence[float]) -> None:
    """The margin, and the widths of the columns after it."""
    sheet.column_dimensions["A"].width = 2
    for column, width in enumerate(widths, start=FIRST_COLUMN):
        sheet.column_dimensions[get_column_letter(column)].width = width + 0.7


def header(sheet: Worksheet, headings: Sequence[str], widths: Sequence[float]) -> None:
    """The columns' headings and widths, and the rows and columns that stay in sight."""
    columns(sheet, widths)
    needed = 1
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), start=FIRST_COLUMN):
        sheet.cell(HEADER_ROW, column, heading).style = "HWIT header"
        if not sheet.column_dimensions[get_column_letter(column)].hidden:
            needed = max(needed, theme.lines(heading, width - _BUTTON, size=10.5, bold=True))
    sheet.row_dimensions[HEADER_ROW].height = 14 * needed + 8
    corner = address(HEADER_ROW + 1, FIRST_COLUMN + 1)
    sheet.freeze_panes = corner
    for selection in sheet.sheet_view.selection:
        if selection.pane == "bottomRight":
            selection.activeCell = selection.sqref = corner
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def around_table(sheet: Worksheet, layout: TableLayout, form: Form, *, locked: bool) -> None:
    """Everything around one of the form's tables."""
    record = layout.record
    label = sheet_words.label(form, record, locked=locked)
    title(sheet, record.title, label, layout.widths)
    legend = "" if locked or record is Feedback else sheet_words.LEGEND
    introduction(sheet, sheet_words.introduction(record), layout.widths, legend)
    header(sheet, layout.headings, layout.widths)


def fit_row(sheet: Worksheet, row: int, columns: range, *, room: int = 1) -> None:
    """Make a row high enough for the words in it, and keep room for some lines where it is blank.

    What is longer than the highest row begins at its top. Such a row keeps its height: LibreOffice would make it higher
    than a page, and print no more than fits on one.
    """
    needed = theme.height(room)
    for column in columns:
        cell = sheet.cell(row, column)
        if isinstance(cell.value, str):
            width = (sheet.column_dimensions[get_column_letter(column)].width or 0) - 0.7
            size = float(cell.font.sz or 11)
            lines = theme.lines(cell.value, width, size=size, bold=bool(cell.font.b))
            needed = max(needed, theme.height(lines, size=size))
    kind = RowDimension if needed == theme.HIGHEST_ROW else GrowingRow
    sheet.row_dimensions[row] = kind(sheet, index=row, ht=needed)
    sheet.cell(row, 1).style = theme.room(room)
    if needed > theme.TALL_ROW:
        start_at_top(sheet, row, columns)


def fit_lines(sheet: Worksheet, row: int, columns: range, lines: int, *, size: float = 11, air: float = 8) -> None:
    """Give a row a fixed height for so many lines.

    Args:
        size: of the type.
        air: points above and below the words together.
    """
    high = sheet.row_dimensions[row].height = theme.height(lines, size=size, air=air)
    if high > theme.TALL_ROW:
        start_at_top(sheet, row, columns)


def start_at_top(sheet: Worksheet, row: int, columns: range) -> None:
    """Let everything in a row begin at its top, so that no answer loses its beginning where it is longer than the row."""
    for column in columns:
        _realign(sheet.cell(row, column), "vertical", "top")


def _realign(cell: Any, what: str, how: object) -> None:
    alignment = copy(cell.alignment)
    setattr(alignment, what, how)
    cell.alignment = alignment


def add_table(sheet: Worksheet, name: str, span: str, headings: Sequence[str], *, filters: bool = True) -> None:
    """Declare an Excel table. Its own style is kept plain: the look comes from the cells."""
    table = Table(displayName=name, name=name, ref=span)
    table.tableColumns = [TableColumn(id=number, name=heading) for number, heading in enumerate(headings, start=1)]
    table.tableStyleInfo = TableStyleInfo(showRowStripes=False)
    if filters:
        table.autoFilter = AutoFilter(ref=span)
    sheet.add_table(table)


def size(sheet: Worksheet, last_row: int, last_column: int) -> tuple[float, float]:
    """Width and height of the sheet up to a cell, in points."""
    letters = [get_column_letter(column) for column in range(1, last_column + 1)]
    columns = [sheet.column_dimensions[letter] for letter in letters]
    rows = [sheet.row_dimensions[row] for row in range(1, last_row + 1)]
    width = sum((column.width or 0) * 7 * _POINTS for column in columns if not column.hidden)
    return width, sum(row.height or theme.LINE_HEIGHT for row in rows if not row.hidden)


def printed(sheet: Worksheet, last_row: int, last_column: int, *, growth: float = 0) -> None:
    """Print a sheet up to a cell: on one page where that stays legible, otherwise one page wide.

    The paper lies sideways, as a screen does, unless the sheet is narrow.

    Args:
        growth: points by which the rows may yet grow as they are filled in.
    """
    wide, tall = size(sheet, last_row, last_column)
    landscape = PAPER[0] / wide < _NARROW
    across, down = reversed(PAPER) if landscape else PAPER
    page(sheet, landscape=landscape)
    sheet.page_setup.fitToHeight = 1 if min(across / wide, down / (tall + growth)) >= LEGIBLE else 0
    sheet.print_area = f"A1:{address(last_row, last_column)}"


def page(sheet: Worksheet, *, landscape: bool) -> None:
    """A4, one page wide, with the sheet's name and page numbers; protected against slips without a password."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = 0.5
    sheet.page_margins.bottom = 0.7
    sheet.page_margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    footer = HeaderFooterItem()
    footer.left.text = "&A"
    footer.right.text = "Page &P of &N"
    sheet.oddFooter = footer
    protection = sheet.protection
    protection.sheet = True
    protection.formatRows = protection.formatColumns = protection.sort = protection.autoFilter = False
