"""Many returns: speed against openpyxl merely loading them, and memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import openpyxl

from hwit_xl.checking import pool as batch
from hwit_xl.checking.collect import Found
from hwit_xl.checking.verdict import Settings
from hwit_xl.cli.job import Job
from support.measured import TODAY, report

RETURNS = 1000
OPENPYXL = 120
"""Returns that openpyxl loads in each round: it takes so long that a thousand would only test patience."""


def load(path: Path) -> int:
    """Load a workbook as openpyxl does."""
    return len(openpyxl.load_workbook(path).sheetnames)


def test_validating_a_thousand_returns(stage_8, ratio):
    files = [Found(stage_8[number % len(stage_8)], str(number)) for number in range(RETURNS)]
    job = Job(Settings(TODAY))

    def validate() -> None:
        statuses = {verdict.status for verdict in batch.run(job, files[:RETURNS], jobs=2)}
        assert statuses == {"clean"}

    def openpyxl_loads() -> None:
        with ProcessPoolExecutor(2) as pool:
            assert sum(pool.map(load, [found.path for found in files[:OPENPYXL]], chunksize=10))

    from time import perf_counter

    ratios = []
    for _ in range(3):
        start = perf_counter()
        validate()
        middle = perf_counter()
        openpyxl_loads()
        ratios.append((perf_counter() - middle) / OPENPYXL / ((middle - start) / RETURNS))
    value = sorted(ratios)[1]
    report(
        f"validating {RETURNS:,} stage-8 returns",
        "openpyxl merely loading them, 2 processes each",
        value,
        12,
        at_least=True,
    )


_MEMORY = """
import datetime as dt, resource, sys
from pathlib import Path
from hwit_xl.checking import pool as batch
from hwit_xl.checking.collect import Found
from hwit_xl.cli.job import Job
from hwit_xl.checking.verdict import Settings
number, paths = int(sys.argv[1]), sys.argv[2:]
files = [Found(Path(paths[n % len(paths)]), str(n)) for n in range(number)]
for _ in batch.run(Job(Settings(dt.date(2026, 11, 24))), files, jobs=2):
    pass
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(max(own, others) / 1024)
"""


def _peak(number: int, paths: list[Path]) -> float:
    """The most memory any process took, in MB."""
    command = [sys.executable, "-c", _MEMORY, str(number), *map(str, paths)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_memory_does_not_grow_with_the_number_of_returns(stage_8):
    few, many = _peak(200, stage_8), _peak(2000, stage_8)
    report("memory while validating 2,000 returns", "a process, at its peak", many, 150, unit="MB")
    report("memory for 2,000 returns", "the same for 200 returns", many / few, 1.1)


def test_help(ratio):
    hwit = shutil.which("hwit")
    command = [hwit] if hwit else [sys.executable, "-c", "from hwit_xl.cli import main; main()"]

    def run(*arguments: str) -> None:
        subprocess.run(arguments, capture_output=True, check=True)

    ratio(
        "hwit --help", lambda: run(*command, "--help"), lambda: run(sys.executable, "-c", "import click"),
        'python -c "import click"', bar=1.5, rounds=21,
    )  # fmt: skip
