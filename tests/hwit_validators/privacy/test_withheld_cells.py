"""Tables of counts with their totals: what is withheld in them cannot be worked out, and nothing is without need."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from hwit_validators.model.profile import Limits
from hwit_validators.privacy.small_numbers import WITHHELD
from hwit_validators.privacy.withheld_cells import given_away, withheld_cells

USUAL = Limits()
"""Ten people, and counts from five."""


def shown_table(*lines: str) -> tuple[list[list[int]], list[str]]:
    """A table of counts, and how it is shown; ``4c`` is a count that is withheld."""
    cells = [line.split() for line in lines]
    return [[int(cell.rstrip(WITHHELD)) for cell in row] for row in cells], [" ".join(row) for row in cells]


@pytest.mark.parametrize(
    "lines",
    [
        ("20 30 40", "10 20 30"),  # nothing is small
        ("3c 8c 40", "6c 20c 30"),  # three more, or the totals give the 3 away
        ("3c 4c 40", "6c 20c 30"),
        ("0 3c 9c", "7 9c 12c"),  # a nought hides nothing
        ("3c 9c 12",),  # one row: its columns have no totals
        ("3c", "9c", "12"),
        ("2c",),
        ("5 5", "5 5"),
    ],
)
def test_what_is_withheld_in_a_table(lines: tuple[str, ...]) -> None:
    rows, wanted = shown_table(*lines)
    hidden = withheld_cells(rows, USUAL)
    found = [
        " ".join(f"{count}{WITHHELD * is_hidden}" for count, is_hidden in zip(*row, strict=True))
        for row in zip(rows, hidden, strict=True)
    ]
    assert found == wanted


def possible(rows: list[list[int]], hidden: list[list[bool]], at: tuple[int, int]) -> tuple[float, float]:
    """The least and the largest count that a withheld cell can be, for somebody who sees the rest and the totals.

    Found by linear programming, which needs no idea of how cells are chosen to be withheld.
    """
    unknown = [(r, c) for r, row in enumerate(hidden) for c, is_hidden in enumerate(row) if is_hidden]
    lines = []
    if len(rows[0]) > 1:
        lines += [[(r, c) for c in range(len(rows[0]))] for r in range(len(rows))]
    if len(rows) > 1:
        lines += [[(r, c) for r in range(len(rows))] for c in range(len(rows[0]))]
    matrix = [[float(cell in line) for cell in unknown] for line in lines]
    sums = [sum(rows[r][c] for r, c in line if hidden[r][c]) for line in lines]
    ends = []
    for sign in (1.0, -1.0):
        wanted = np.array([sign * (cell == at) for cell in unknown])
        solved = linprog(wanted, A_eq=matrix or None, b_eq=sums or None, bounds=(0, 1000), method="highs")
        assert solved.success
        ends.append(sign * solved.fun)
    return ends[0], ends[1]


TABLES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 20, 50]), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)
TWO_RINGS = [[3, 3, 9, 9], [3, 3, 2, 9], [9, 9, 3, 3], [9, 9, 3, 3]]
"""Every line would lose two cells or more, and yet the first two rows less the first two columns give the 2 away."""


@settings(deadline=None, max_examples=150)
@example(TWO_RINGS)
@example([[3, 0], [0, 5]])
@given(TABLES)
def test_a_withheld_count_cannot_be_worked_out_from_the_totals(rows: list[list[int]]) -> None:
    hidden = withheld_cells(rows, USUAL)
    small = [(r, c) for r, row in enumerate(rows) for c, count in enumerate(row) if 0 < count < USUAL.smallest_count]
    assert all(hidden[r][c] for r, c in small)
    assert small or not any(map(any, hidden)), "nothing is withheld without need"
    known = given_away(rows, hidden, small)
    for at in small:
        low, high = possible(rows, hidden, at)
        assert (high - low < 0.5) is (at in known)
    if known:
        assert all(map(all, hidden)), "more could have been withheld"
