"""From the parts of a returned workbook to a plan."""
