"""Tables of counts that leave a programme with their totals: which cells are withheld, so that none can be worked out.

The rule of :mod:`hwit_validators.privacy.small_numbers` says which counts are small; here, which others go with them.
"""

from __future__ import annotations

from collections.abc import Sequence

from hwit_validators.model.profile import Limits

Cell = tuple[int, int]
"""Row and column of a cell, counted from 0."""


def withheld_cells(rows: Sequence[Sequence[int]], limits: Limits) -> list[list[bool]]:
    """Which cells of a table of counts are withheld, when its totals are shown by row and by column.

    First the small counts; then more cells, the smallest that help, until no small count can be worked out from the
    totals and from what is still shown, even by somebody who knows that no count is below 0. The totals of a table's
    only row or only column are its cells, and are not shown. Where even a table withheld as a whole is given away by
    its totals (such as a single pupil in it), the totals may not be shown either: see :func:`given_away`.

    Args:
        rows: counts of people, without totals; all rows equally long.
    """
    hidden = [[0 < count < limits.smallest_count for count in row] for row in rows]
    small = _cells(hidden)
    while known := given_away(rows, hidden, small):
        shown = [(r, c) for r, row in enumerate(hidden) for c, is_hidden in enumerate(row) if not is_hidden]
        if not shown:
            break
        r, c = min(shown, key=lambda at: _cost(rows, hidden, at, known))
        hidden[r][c] = True
    return hidden


def _cells(hidden: Sequence[Sequence[bool]]) -> list[Cell]:
    return [(r, c) for r, row in enumerate(hidden) for c, is_hidden in enumerate(row) if is_hidden]


def _cost(
    rows: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]], at: Cell, known: Sequence[Cell]
) -> tuple[int, bool, bool, int, Cell]:
    """What is withheld first: where a row or column has lost only one cell, beside one that is given away, few people.

    A nought comes last, as it hides nothing.
    """
    r, c = at
    alone = (sum(hidden[r]) == 1) + (sum(row[c] for row in hidden) == 1)
    beside = any(r == row or c == column for row, column in known)
    return -alone if rows[r][c] else 0, not beside, rows[r][c] == 0, rows[r][c], at


def given_away(rows: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]], cells: Sequence[Cell]) -> list[Cell]:
    """Which of these withheld cells have only one possible count, given what is shown and the totals.

    A cell can be another number if counts can be moved round a ring of withheld cells: one up, the next in that row or
    column down, and so on (the totals stay). Down goes only what is above 0.
    """
    up: dict[str, set[str]] = {}
    for r, c in _cells(hidden):
        up.setdefault(f"r{r}", set()).add(f"c{c}")
        if rows[r][c] > 0:
            up.setdefault(f"c{c}", set()).add(f"r{r}")
    for name in _without_total(rows, hidden):  # counts come from there and go there freely
        up.setdefault(name, set()).add("free")
        up.setdefault("free", set()).add(name)

    def fixed(r: int, c: int) -> bool:
        row, column = f"r{r}", f"c{c}"
        can_grow = _leads(up, column, row, (column, row))
        return not can_grow and (rows[r][c] == 0 or not _leads(up, row, column, (row, column)))

    return [at for at in cells if fixed(*at)]


def _without_total(rows: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]]) -> set[str]:
    """The rows and columns of withheld cells whose total is not shown, as they hold one cell only."""
    withheld = _cells(hidden)
    columns = {f"c{c}" for _, c in withheld} if len(rows) == 1 else set()
    return columns | ({f"r{r}" for r, _ in withheld} if rows and len(rows[0]) == 1 else set())


def _leads(steps: dict[str, set[str]], start: str, end: str, without: tuple[str, str]) -> bool:
    """Whether a way leads from start to end that does not take this one step."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for there in steps.get(here, ()):
            if (here, there) == without or there in seen:
                continue
            if there == end:
                return True
            seen.add(there)
            waiting.append(there)
    return False
