"""Days as the numbers that workbooks keep for them."""

from __future__ import annotations

import datetime as dt

DAY_ZERO = dt.date(1899, 12, 30)
"""The day with the number 0. Excel counts 29 February 1900, which never was, so this holds from 1 March 1900 on."""
DAY_ZERO_1904 = dt.date(1904, 1, 1)
"""The same in workbooks that count from 1904, as old ones from a Mac do."""
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2099, 12, 31)
"""The days that our workbooks take as answers."""


def serial(day: dt.date) -> int:
    """The number of a day."""
    return (day - DAY_ZERO).days
