"""The package of a workbook, opened safely and read fast: parts, names, tables, cells."""
