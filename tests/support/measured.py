"""The figures that the benchmarks measure, for the table at their end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from time import process_time

TODAY = dt.date(2026, 11, 24)
"""The day on which the returns of the benchmarks are judged."""

measured: list[tuple[str, str, str, str, bool]] = []
"""What, against what, the figure, the bar, and whether it is met."""


def report(
    what: str, against: str, value: float, bar: float | None, *, at_least: bool = False, unit: str = "×"
) -> None:
    """Put a line into the table that is printed at the end; without a bar, the figure is only there to be seen."""
    met = bar is None or (value >= bar if at_least else value <= bar)
    words = "at least" if at_least else "at most"
    held_to = "" if bar is None else f"{words} {bar:g} {unit}"
    measured.append((what, against, f"{value:.2f} {unit}", held_to, met))


Prepared = Callable[[], Callable[[], object]]
"""Makes ready what is to be measured, outside the clock."""


def at_best(works: list[Prepared], rounds: int) -> list[float]:
    """The fewest seconds of processor time that each of these works takes.

    All are done in turn, several times, so that each meets the same spells of the machine. The least counts: other
    programs can only ever add to it.
    """
    seconds = [float("inf")] * len(works)
    for _ in range(rounds):
        for number, prepare in enumerate(works):
            work = prepare()
            start = process_time()
            work()
            seconds[number] = min(seconds[number], process_time() - start)
    return seconds
