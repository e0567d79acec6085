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

from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.building import examples
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from support.measured import TODAY, measured, report


@pytest.fixture(scope="session")
def stage_8(tmp_path_factory) -> list[Path]:
    """A full stage-8 return of each worked plan."""
    folder = tmp_path_factory.mktemp("stage_8")
    form = form_of_stage(8)
    paths = []
    for name in examples.names():
        built = build(form, examples.load(name).tables(form, as_if_on=TODAY - dt.timedelta(days=2)))
        paths.append(folder / f"{name}.xlsx")
        package.save(built.workbook, paths[-1], chart_texts=built.chart_texts)
    return paths


@pytest.fixture
def ratio() -> Callable[..., float]:
    """Compare two ways of doing something in the same run.

    Both are done in turn, several times, so that a slow spell of the machine hits both; the median of the ratios is
    reported, with the bar it is held to.
    """

    def compare(
        what: str, one: Callable[[], object], other: Callable[[], object], against: str, *, bar: float | None,
        at_least: bool = False, rounds: int = 9,
    ) -> float:  # fmt: skip
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
