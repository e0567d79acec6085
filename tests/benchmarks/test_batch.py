"""The whole command over many returns, rules between them and output included: against openpyxl, and its memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

import openpyxl
import pytest

from support.measured import TODAY, Size, report
from support.programme_of_returns import doubled, make


def load(path: Path) -> int:
    """Load a workbook as openpyxl does."""
    return len(openpyxl.load_workbook(path).sheetnames)


def load_and_save(path: Path) -> int:
    """Load a workbook, and save it again on the disk, away from the returns."""
    book = openpyxl.load_workbook(path)
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / path.name)
    return len(book.sheetnames)


@pytest.fixture(scope="module")
def programme(on_several_days: list[Path], size: Size, tmp_path_factory) -> Path:
    """A thousand different returns; three in ten have a finding between them and another."""
    folder = tmp_path_factory.mktemp("programme") / "returns"
    make(folder, on_several_days, size.returns)
    return folder


def hwit(folder: Path, *arguments: object) -> float:
    """Seconds that a whole command takes. It finds what it must between returns, or it was not worth measuring."""
    returns = len(list(folder.glob("*.xlsx")))
    command = [sys.executable, "-m", "hwit_xl", "validate", str(folder), *map(str, arguments)]
    start = perf_counter()
    done = subprocess.run([*command, "--jobs", "2", "--on", TODAY.isoformat()], capture_output=True, text=True)
    seconds = perf_counter() - start
    assert done.returncode in (0, 1), done.stderr
    assert f"{returns:,} returns: " in done.stdout, done.stdout[-600:]
    assert done.stdout.count("query  XS004") == doubled(returns) > 0
    return seconds


def with_openpyxl(work: object, folder: Path, loaded: int) -> float:
    """Seconds that openpyxl takes for all returns of a folder, with two processes, as far as some of them show."""
    paths = sorted(folder.glob("*.xlsx"))
    start = perf_counter()
    with ProcessPoolExecutor(2) as pool:
        assert all(pool.map(work, paths[:loaded], chunksize=5))  # type: ignore[arg-type]
    return (perf_counter() - start) / loaded * len(paths)


def test_validating_a_thousand_returns(programme, size):
    ratios = [with_openpyxl(load, programme, size.loaded) / hwit(programme) for _ in range(size.rounds)]
    report(
        f"validating {size.returns:,} different stage-8 returns, text",
        "openpyxl merely loading them, 2 processes each",
        median(ratios),
        12,
        at_least=True,
    )


def test_handing_back_a_thousand_returns(programme, size, tmp_path):
    ratios = []
    for number in range(size.rounds):
        place = tmp_path / str(number)
        place.mkdir()
        seconds = hwit(programme, "--feedback", place / "copies", "--report", place / "report.xlsx")
        assert len(list((place / "copies").iterdir())) == size.returns
        ratios.append(with_openpyxl(load_and_save, programme, size.loaded) / seconds)
        shutil.rmtree(place)
    report(
        "the same with --feedback and --report",
        "openpyxl loading and saving them, 2 processes each",
        median(ratios),
        8,
        at_least=True,
    )


def test_a_second_run_over_an_unchanged_folder(programme, size, tmp_path):
    ratios = []
    for number in range(size.rounds):
        keep = ("--keep", tmp_path / str(number))
        first = hwit(programme, *keep)
        ratios.append(median(hwit(programme, *keep) for _ in range(3)) / first)
    report("a second run over the unchanged folder", "the first run", median(ratios), 0.05)


_PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def peak(*command: object) -> float:
    """The most memory that any process of a command took, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, sys.executable, *map(str, command)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def test_memory_does_not_grow_with_the_number_of_returns(on_several_days, size, tmp_path):
    few, many = (make(tmp_path / str(number), on_several_days, number)[0].parent for number in (size.few, size.many))
    command = ("-m", "hwit_xl", "validate", "--jobs", "2", "--on", TODAY.isoformat())
    least, most = peak(*command, few), peak(*command, many)
    report(f"memory while validating {size.many:,} returns", "a process, at its peak", most, 150, unit="MB")
    report(f"memory for {size.many:,} returns", f"the same for {size.few:,} returns", most / least, 1.1)


_NATION = """
import datetime as dt
import sys
from pathlib import Path
from hwit_validators.model.finding import Finding, Severity
from hwit_validators.model.sent import Sent
from hwit_validators.tables.forms import STAGES
from hwit_xl.checking.collect import Found
from hwit_xl.checking.compare import compare
from hwit_xl.checking.outline import Outline
from hwit_xl.checking.packed import parcel
from hwit_xl.checking.results import Summary
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.spool import Spool
from hwit_xl.checking.verdict import Verdict
from hwit_xl.cli.text import write_text

schools = int(sys.argv[1])
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
    compare(spool, Settings(dt.date(2026, 11, 24)))
    write_text(spool, Summary(), width=110, everything=False)
"""


def test_memory_at_a_nations_returns(size, tmp_path):
    program = tmp_path / "nation.py"
    program.write_text(_NATION)
    report(
        f"memory at {9 * size.nation:,} summaries, compared and written",
        "the process, at its peak",
        peak(program, size.nation),
        150,
        unit="MB",
    )
