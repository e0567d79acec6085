"""The Guide sheet: how to do this stage well, and what the words mean (H10)."""

from __future__ import annotations

from hwit_validators.forms import Form
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from hwit_xl import templates
from hwit_xl.workbooks import theme
from hwit_xl.workbooks.page import page
from hwit_xl.workbooks.layout import on_sheet

TITLE = "Guide"
_TERM, _MEANING = 30, 96


def add(workbook: Workbook, form: Form) -> None:
    """Write the guide of the form's stage, the small guides and the glossary."""
    sheet = workbook.create_sheet(TITLE)
    sheet.sheet_properties.tabColor = "1B5E20"
    sheet.column_dimensions["A"].width = 2
    sheet.column_dimensions["B"].width = _TERM
    sheet.column_dimensions["C"].width = _MEANING
    for column in (1, 2, 3):
        sheet.cell(1, column).style = "HWIT title"
    sheet.cell(1, 2, TITLE)
    sheet.row_dimensions[1].height = 36
    row = 3
    guides = [templates.words(form.name)["guide"], *templates.words("guides")["guide"]]
    for guide in guides:
        row = _heading(sheet, row, guide["title"])
        for point in guide["points"]:
            row = _merged(sheet, row, f"•  {point}")
        row += 1
    row = _heading(sheet, row, "What the words mean")
    for entry in templates.words("glossary")["term"]:
        sheet.cell(row, 2, entry["term"]).style = "HWIT question"
        sheet.cell(row, 3, entry["meaning"]).style = "HWIT row"
        sheet.row_dimensions[row].height = 15 * theme.lines(entry["meaning"], _MEANING) + 6
        row += 1
    page(sheet, landscape=False)
    workbook.defined_names["hwit_sheet_guide"] = DefinedName("hwit_sheet_guide", attr_text=on_sheet(TITLE, "A1"))


def _heading(sheet: object, row: int, text: str) -> int:
    sheet.cell(row, 2, text).style = "HWIT heading"  # type: ignore[attr-defined]
    sheet.row_dimensions[row].height = 24  # type: ignore[attr-defined]
    return row + 1


def _merged(sheet: object, row: int, text: str) -> int:
    sheet.cell(row, 2, text).style = "HWIT intro"  # type: ignore[attr-defined]
    sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)  # type: ignore[attr-defined]
    sheet.row_dimensions[row].height = 15 * theme.lines(text, _TERM + _MEANING) + 4  # type: ignore[attr-defined]
    return row + 1
