"""The whole command over many returns, rules between them and output included: against openpyxl, and its memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest

from support.measured import TODAY, report
from support.programme_of_returns import make

RETURNS = 1000
OPENPYXL = 60
"""Returns that openpyxl loads in each round: it takes so long that a thousand would only test patience. Each takes as long
as another, so the time for a thousand follows."""
ROUNDS = 3


def load(path: Path) -> int:
    """Load a workbook as openpyxl does."""
    return len(openpyxl.load_workbook(path).sheetnames)


def load_and_save(path: Path) -> int:
    """Load a workbook, and save it again beside itself."""
    book = openpyxl.load_workbook(path)
    book.save(path.with_suffix(".saved"))
    return len(book.sheetnames)


@pytest.fixture(scope="module")
def programme(stage_8, tmp_path_factory) -> Path:
    """A thousand different returns; three in ten have a finding between them and another."""
    folder = tmp_path_factory.mktemp("programme") / "returns"
    make(folder, stage_8, RETURNS)
    return folder


def hwit(*arguments: object) -> float:
    """Seconds that a whole command takes."""
    start = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "hwit_xl", "validate", *map(str, arguments), "--jobs", "2", "--on", TODAY.isoformat()],
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr
    assert f"{RETURNS:,} returns: " in done.stdout
    return perf_counter() - start


def with_openpyxl(work: object, folder: Path) -> float:
    """Seconds that openpyxl takes for as many returns, with two processes."""
    paths = sorted(folder.glob("*.xlsx"))[:OPENPYXL]
    start = perf_counter()
    with ProcessPoolExecutor(2) as pool:
        assert all(pool.map(work, paths, chunksize=5))  # type: ignore[arg-type]
    return (perf_counter() - start) / OPENPYXL * RETURNS


def test_validating_a_thousand_returns(programme):
    ratios = sorted(with_openpyxl(load, programme) / hwit(programme) for _ in range(ROUNDS))
    report(
        f"validating {RETURNS:,} different stage-8 returns, text",
        "openpyxl merely loading them, 2 processes each",
        ratios[ROUNDS // 2],
        12,
        at_least=True,
    )


def test_handing_back_a_thousand_returns(programme, tmp_path):
    ratios = []
    for number in range(ROUNDS):
        place = tmp_path / str(number)
        place.mkdir()
        seconds = hwit(programme, "--feedback", place / "copies", "--report", place / "report.xlsx")
        assert len(list((place / "copies").iterdir())) == RETURNS
        ratios.append(with_openpyxl(load_and_save, programme) / seconds)
        shutil.rmtree(place)
    report(
        "the same with --feedback and --report",
        "openpyxl loading and saving them, 2 processes each",
        sorted(ratios)[ROUNDS // 2],
        8,
        at_least=True,
    )


def test_a_second_run_over_an_unchanged_folder(programme, tmp_path):
    ratios = []
    for number in range(ROUNDS):
        keep = ("--keep", tmp_path / str(number))
        first = hwit(programme, *keep)
        ratios.append(min(hwit(programme, *keep) for _ in range(3)) / first)
    report("a second run over the unchanged folder", "the first run", sorted(ratios)[ROUNDS // 2], 0.05)


_PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
assert done.returncode in (0, 1), done.stderr
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def peak(*command: object) -> float:
    """The most memory that any process of a command took, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, sys.executable, *map(str, command)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def test_memory_does_not_grow_with_the_number_of_returns(stage_8, tmp_path):
    few, many = (make(tmp_path / str(number), stage_8, number)[0].parent for number in (200, 2000))
    command = ("-m", "hwit_xl", "validate", "--jobs", "2", "--on", TODAY.isoformat())
    least, most = peak(*command, few), peak(*command, many)
    report("memory while validating 2,000 returns", "a process, at its peak", most, 150, unit="MB")
    report("memory for 2,000 returns", "the same for 200 returns", most / least, 1.1)


_NATION = """
import sys
from pathlib import Path
from dataclasses import replace
from hwit_validators.model.finding import Finding, Severity
from hwit_validators.model.sent import Sent
from hwit_validators.tables.forms import STAGES
from hwit_xl.checking.collect import Found
from hwit_xl.checking.compare import compare
from hwit_xl.checking.outline import Outline
from hwit_xl.checking.packed import parcel
from hwit_xl.checking.results import Summary
from hwit_xl.checking.spool import Spool
from hwit_xl.checking.verdict import Verdict
from hwit_xl.cli.text import write_text

schools = 23_000
files = [Found(Path(f"returns/{100_000 + n // 9} - stage {n % 9}.xlsx"), f"{100_000 + n // 9} - stage {n % 9}.xlsx")
         for n in range(9 * schools)]
query = Finding("SI008", Severity.QUERY, "Indicators", "E1", "Who leads", None, None, "Nobody leads E1.", "Name a role.")
prints = {table.table: "0123456789abcdef" for stage in STAGES for table in stage}
outline = Outline().as_bytes()
with Spool(files) as spool:
    for place, file in enumerate(files):
        urn = str(100_000 + place // 9)
        verdict = Verdict(file.path, file.name, urn * 8, urn, "A school of an ordinary name", "form", "1.1", "A form", (query,) * 4)
        own = prints | {"Priorities": "changed"} if place % 30 == 8 else prints
        spool.add(place, parcel(verdict, Sent(file.name, urn * 8, urn, verdict.school, place % 9, fingerprints=own),
                                outline=outline))
    compare(spool)
    write_text(spool, Summary(), width=110, everything=False)
"""


def test_memory_at_a_nations_returns(tmp_path):
    program = tmp_path / "nation.py"
    program.write_text(_NATION)
    report(
        "memory at 207,000 summaries, compared and written", "the process, at its peak", peak(program), 150, unit="MB"
    )
