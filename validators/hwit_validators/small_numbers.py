"""Small numbers: the one place that decides which figures may leave the school (design §8, domain facts §6.3).

Inside the school's own workbook everything is shown. In whatever is passed on (a report for governors, text for
inspectors, a summary, a programme's totals) a figure about a small group, or that gives away a count of a few pupils, is
replaced by :data:`WITHHELD`.

Sources of the limits: school results in England were withheld for ten or fewer pupils, later for fewer than ten
(House of Commons written answers, 15 June 2009); counts of 1 to 4 are withheld in health data. A programme may set
others in its profile.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hwit_validators.profile import Limits
from hwit_validators.records.choices import Unit

WITHHELD = "c"
"""What stands in the place of a figure that is not passed on; the mark used in English school statistics."""

_PEOPLE = (Unit.PUPILS, Unit.PARENTS)


def people_counted(value: float, unit: Unit | None, size: int) -> float | None:
    """How many of ``size`` people a figure is about; None where the figure counts something else than people."""
    if unit is Unit.PERCENT:
        return value * size / 100
    return value if unit in _PEOPLE else None


def may_share(value: float, unit: Unit | None, size: int | None, limits: Limits) -> bool:
    """Whether a figure about ``size`` people may be passed on.

    Not if the group is small, if its size is not known, or if the people counted, or those not counted, are so few that
    they could be recognised. Nobody and everybody may be told of a group that is large enough.
    """
    if size is None or size < limits.smallest_group:
        return False
    counted = people_counted(value, unit, size)
    return counted is None or not (_few(counted, limits) or _few(size - counted, limits))


def may_share_change(
    before: float | None, after: float | None, unit: Unit | None, size_before: int | None, size_after: int | None,
    limits: Limits,
) -> bool:  # fmt: skip
    """Whether two figures may be passed on side by side.

    Both or neither: with one of them, its source and the change the other could be worked out. Nor if the two together
    show that a few people changed. A figure that is missing takes nothing away.
    """
    figures = [(before, size_before), (after, size_after)]
    known = [(value, size) for value, size in figures if value is not None]
    if not all(may_share(value, unit, size, limits) for value, size in known):
        return False
    counts = [people_counted(value, unit, size or 0) for value, size in known]
    if len(counts) < 2 or counts[0] is None or counts[1] is None or size_before != size_after:
        return True
    return not _few(abs(counts[1] - counts[0]), limits)


def _few(count: float, limits: Limits) -> bool:
    """Whether so many people could be recognised: more than none, and fewer than may be told."""
    return count >= 0.5 and round(count) < limits.smallest_count


_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_KEPT = re.compile(
    rf"\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{4}}|\b(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?\b|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    r"|\b(?:[Yy]ears?|[Kk]ey [Ss]tages?|NI|KS|Class|Form|[Ss]tage|Term) ?\d+(?:(?:, | and | to | or |-|–)\d+)*"
)
_NUMBER = re.compile(
    r"\d[\d,]*(?:\.\d+)?"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty)\b",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """A text with its figures withheld; dates, years and year groups stay.

    It rather withholds too much than too little: every figure goes, also one that is written as a word, except *one*.
    """
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_NUMBER.sub(WITHHELD, text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join((*parts, _NUMBER.sub(WITHHELD, text[end:])))


def withheld_cells(rows: Sequence[Sequence[int]], limits: Limits) -> list[list[bool]]:
    """Which cells of a table of counts are withheld, when its totals are shown by row and by column.

    First the small counts; then, wherever a row or column would lose only one cell, which the total would give away, the
    smallest of its others too, until none can be worked out by subtraction.

    Args:
        rows: counts of people, without totals; all rows equally long.
    """
    hidden = [[0 < count < limits.smallest_count for count in row] for row in rows]
    lines = [[(r, c) for c in range(len(row))] for r, row in enumerate(rows)]
    lines += [[(r, c) for r in range(len(rows))] for c in range(len(rows[0]) if rows else 0)]
    while single := next((line for line in lines if _gives_away(line, hidden)), None):
        r, c = min(
            (at for at in single if not hidden[at[0]][at[1]]),
            key=lambda at: (rows[at[0]][at[1]] == 0, rows[at[0]][at[1]]),
        )
        hidden[r][c] = True
    return hidden


def _gives_away(line: list[tuple[int, int]], hidden: list[list[bool]]) -> bool:
    """Whether exactly one cell of a row or column is withheld though others could be."""
    return len(line) > 1 and sum(hidden[r][c] for r, c in line) == 1
