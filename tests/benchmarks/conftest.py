"""What the benchmarks share: returns to measure on, and a table of ratios at the end."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from hwit_xl.workbooks.building import examples
from support.measured import SMALL, TODAY, Size, measured, report
from support.programme_of_returns import worked_returns


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--small``: measure next to nothing, only to see whether the benchmarks still run."""
    parser.addoption("--small", action="store_true", help="only try whether the benchmarks still run")


@pytest.fixture(scope="session")
def size(request: pytest.FixtureRequest) -> Size:
    """How much is measured."""
    return SMALL if request.config.getoption("--small") else Size()


@pytest.fixture(scope="session")
def stage_8(size: Size, tmp_path_factory) -> list[Path]:
    """A full stage-8 return of each worked plan."""
    return worked_returns(tmp_path_factory.mktemp("stage_8"), examples.names()[: size.plans], [_completed(0)])


@pytest.fixture(scope="session")
def on_several_days(size: Size, tmp_path_factory) -> list[Path]:
    """The same as if completed on several days."""
    days = [_completed(week) for week in range(size.weeks)]
    return worked_returns(tmp_path_factory.mktemp("several"), examples.names()[: size.plans], days)


def _completed(weeks: int) -> dt.date:
    return TODAY - dt.timedelta(days=2, weeks=weeks)


@pytest.fixture
def ratio(size: Size) -> Callable[..., float]:
    """Compare two ways of doing something in the same run.

    Both are done in turn, several times, so that a slow spell of the machine hits both; the median of the ratios is
    reported, with the bar it is held to.
    """

    def compare(
        what: str, one: Callable[[], object], other: Callable[[], object], against: str, *, bar: float | None,
        at_least: bool = False, rounds: int = 9,
    ) -> float:  # fmt: skip
        rounds = rounds if size.whole else 1
        one(), other()
        ratios = sorted(_seconds(one) / _seconds(other) for _ in range(rounds))
        value = 1 / ratios[rounds // 2] if at_least else ratios[rounds // 2]
        report(what, against, value, bar, at_least=at_least)
        return value

    return compare


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table."""
    if not measured:
        return
    terminalreporter.section(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    for row in [("what", "against", "measured", "bar", True), *measured]:
        terminalreporter.write_line(
            f"{row[0]:<38} {row[1]:<58} {row[2]:>12}  {row[3]:<16} {'' if row[4] else 'NOT MET'}"
        )
