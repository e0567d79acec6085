"""How a sheet prints and what it guards against."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet


def page(sheet: Worksheet, *, landscape: bool) -> None:
    """A4, one page wide, with the sheet's name and page numbers; protected against slips without a password."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = 0.5
    sheet.page_margins.bottom = 0.6
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "Page &P of &N"
    protection = sheet.protection
    protection.sheet = True
    protection.formatRows = protection.formatColumns = protection.sort = protection.autoFilter = False
