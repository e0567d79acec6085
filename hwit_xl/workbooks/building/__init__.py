"""Making a form: its sheets, its looks, its formulas, always with the same bytes."""
