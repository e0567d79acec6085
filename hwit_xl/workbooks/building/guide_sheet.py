"""The Guide sheet: how to do this stage well, and what the words mean (H10)."""

from __future__ import annotations

from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.tables.forms import Form
from hwit_xl import templates
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.layout import on_sheet

TITLE = "Guide"
INTRODUCTION = "Nothing to fill in here: how to do this stage well, and what the words mean."
_TERM, _MEANING = 28, 96


def add(workbook: Workbook, form: Form) -> None:
    """Write the guide of the form's stage, the small guides and the glossary."""
    sheet = workbook.create_sheet(TITLE)
    sheet.sheet_properties.tabColor = theme.SIGNPOSTS["support"][1]
    for letter, width in (("A", 2.0), ("B", _TERM + 0.7), ("C", _MEANING + 0.7)):
        sheet.column_dimensions[letter].width = width
    page.title(sheet, TITLE, form.title, (_TERM, _MEANING))
    page.introduction(sheet, INTRODUCTION, (_TERM, _MEANING))
    row = 5
    for guide in (templates.words(form.name)["guide"], *templates.words("guides")["guide"]):
        row = _heading(sheet, row, guide["title"])
        for point in guide["points"]:
            row = _point(sheet, row, f"•  {point}")
        row += 1
    row = _heading(sheet, row, "What the words mean")
    for entry in templates.words("glossary")["term"]:
        sheet.cell(row, 2, entry["term"]).style = "HWIT question"
        sheet.cell(row, 3, entry["meaning"]).style = "HWIT row"
        page.fit_row(sheet, row, range(2, 4))
        row += 1
    sheet.freeze_panes = "A2"
    page.printed(sheet, row - 1, 3)
    workbook.defined_names["hwit_sheet_guide"] = DefinedName("hwit_sheet_guide", attr_text=on_sheet(TITLE, "A1"))


def _heading(sheet: Worksheet, row: int, text: str) -> int:
    sheet.cell(row, 2, text).style = "HWIT heading"
    sheet.row_dimensions[row].height = 26
    return row + 1


def _point(sheet: Worksheet, row: int, text: str) -> int:
    sheet.cell(row, 2, text).style = "HWIT intro"
    sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
    sheet.row_dimensions[row].height = theme.LINE_HEIGHT * theme.lines(text, _TERM + _MEANING) + 5
    return row + 1
