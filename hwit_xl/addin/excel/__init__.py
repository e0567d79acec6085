"""A workbook that is open in Excel: the only place that touches xlwings' books, sheets and ranges."""
