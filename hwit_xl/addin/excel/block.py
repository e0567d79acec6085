"""Blocks of cells, in whatever shape a program gives them."""

from __future__ import annotations

from typing import Any

Block = list[list[Any]]
"""Values or formulas, row by row."""


def as_rows(block: Any) -> Block:
    """What a program gives for a block of cells, as rows: a single cell comes bare, a single row without its rows."""
    if not isinstance(block, (list, tuple)):
        return [[block]]
    return [list(row) if isinstance(row, (list, tuple)) else [row] for row in _nested(block)]


def _nested(block: list[Any] | tuple[Any, ...]) -> list[Any] | tuple[Any, ...]:
    return block if block and isinstance(block[0], (list, tuple)) else [block]
