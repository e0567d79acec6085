"""Measures and what became of them: figures, shares of the way, chance, changes."""
