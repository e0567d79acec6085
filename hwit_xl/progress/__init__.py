"""Where a school's outcomes and indicators stand: on the screen, as a workbook, as a page for governors, to put up."""
