"""How long a draw from the whole schools register takes."""

from __future__ import annotations

import csv
import datetime as dt
import tracemalloc
from pathlib import Path
from time import perf_counter

import pytest

from hwit_validators.sampling.draw import Design, FrameKind, draw
from hwit_xl.moderation.certificate import as_json, certified
from hwit_xl.moderation.schools_list import read_list
from support.measured import Size, report
from support.schools import REGISTER, register_row

MORE = 120
"""The register has about as many further columns, which a draw does not need."""


@pytest.fixture(scope="module")
def register(size: Size, tmp_path_factory) -> Path:
    """A file as large as the register."""
    path = tmp_path_factory.mktemp("register") / "edubase.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*REGISTER, *(f"Column {number} (name)" for number in range(MORE))])
        for number in range(size.register):
            writer.writerow([*register_row(number).values(), *["Not applicable"] * MORE])
    return path


def a_draw(register: Path) -> str:
    """Read the register, draw, and write the certificate."""
    frame = read_list(register, FrameKind.ANNUAL_REVIEW)
    made = draw(frame.entries, Design("the lottery numbers of 24 November"))
    return as_json(certified(made, frame, "", dt.date(2026, 11, 24)))


def test_a_draw_takes_seconds_and_little_memory(register, size):
    begun = perf_counter()
    a_draw(register)
    report(f"draw of {size.register:,} schools", "certificate as JSON", perf_counter() - begun, 10, unit="s")
    tracemalloc.start()
    a_draw(register)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    report(f"draw of {size.register:,} schools", "memory of Python objects", peak / 2**20, 150, unit="MB")
    assert peak < 150 * 2**20


def test_a_draw_against_reading_the_same_file_with_pandas(register, size, ratio):
    pandas = pytest.importorskip("pandas")
    value = ratio(
        f"draw of {size.register:,} schools", lambda: a_draw(register), lambda: pandas.read_csv(register, encoding="cp1252", dtype=str),
        "pandas.read_csv of the same file", bar=5, rounds=5,
    )  # fmt: skip
    assert value <= 5 or not size.whole
