"""The figures that the benchmarks measure, for the table at their end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time

TODAY = dt.date(2026, 11, 24)
"""The day on which the returns of the benchmarks are judged."""


@dataclass(frozen=True)
class Size:
    """How much the benchmarks measure.

    Attributes:
        returns: in the folder of a programme.
        few, many: returns between which memory must not grow.
        nation: schools of a whole nation, of nine returns each.
        register: schools in the register.
        loaded: returns that openpyxl loads in each round: it takes so long that a thousand would only test patience. Each
            takes as long as another, so the time for all follows.
        plans: worked plans to begin with; all of them by default.
        weeks: in how many of them the returns to begin with were completed.
        rounds: how often what is compared is done in turn, where that takes long.
        whole: figures are meant to be looked at; otherwise it is only tried whether the benchmarks still run.
    """

    returns: int = 1000
    few: int = 200
    many: int = 2000
    nation: int = 23_000
    register: int = 23_000
    loaded: int = 60
    plans: int | None = None
    weeks: int = 4
    rounds: int = 3
    whole: bool = True


SMALL = Size(returns=3, few=2, many=3, nation=2, register=60, loaded=1, plans=1, weeks=1, rounds=1, whole=False)
"""Just enough for every line of the benchmarks to run: see ``tests/test_benchmarks.py``."""

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
