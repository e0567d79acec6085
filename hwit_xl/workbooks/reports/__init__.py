"""Workbooks that report something: tables with a title each, written row by row in the look of the forms."""
