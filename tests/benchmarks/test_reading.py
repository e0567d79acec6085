"""Reading one return, running the rules on it, and handing it back."""

from __future__ import annotations

import gc
import io
import shutil
import subprocess
import zipfile
from functools import partial
from pathlib import Path
from xml.parsers import expat

import pytest

from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_xl.checking.check import judge_return
from hwit_xl.workbooks.feedback import with_feedback
from hwit_xl.workbooks.reading.read import read_bytes
from hwit_xl.workbooks.xlsx.package import Package
from support.measured import TODAY, Prepared, at_best, report
from support.plans import circumstances


def parts_read(data: bytes, path: Path) -> list[str]:
    """The parts that the reader looks into."""
    seen: list[str] = []
    original = Package.read

    def noting(self: Package, name: str) -> bytes:
        seen.append(name)
        return original(self, name)

    Package.read = noting  # type: ignore[method-assign]
    try:
        read_bytes(data, path, circumstances(TODAY))
    finally:
        Package.read = original  # type: ignore[method-assign]
    return list(dict.fromkeys(seen))


def bare(data: bytes, names: list[str]) -> None:
    """Unzip these parts and parse them without listening."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in names:
            expat.ParserCreate().Parse(package.read(name), True)


@pytest.mark.parametrize("saved", ["as built", "from LibreOffice"])
def test_reading_one_return_and_all_rules_on_it(saved, stage_8, size, tmp_path):
    """The sums over a return of each worked plan, so that only what different returns share can be shared.

    The rules run on a plan that has just been read, since what they work out for a plan they keep with it. What was
    there before is kept from the collector of garbage, as in the processes of a batch.
    """
    if saved != "as built" and not size.whole:
        pytest.skip("LibreOffice takes too long for a short look")
    returns = stage_8 if saved == "as built" else saved_by_libreoffice(stage_8, tmp_path)
    works: list[Prepared] = []
    for path in returns:
        data = path.read_bytes()
        read = partial(read_bytes, data, path, circumstances(TODAY))
        works += [
            partial(partial, bare, data, parts_read(data, path)),
            lambda read=read: read,
            lambda read=read: partial(check, read().plan, RULES),
        ]
    gc.freeze()
    seconds = at_best(works, rounds=5 * size.rounds)
    parsing, reading, rules = (sum(seconds[kind::3]) for kind in range(3))
    report(f"reading one return, {saved}", "unzip and a bare parse of the same parts", reading / parsing, 2.0)
    report(f"all rules on it, {saved}", "reading it", rules / reading, 0.3)


def saved_by_libreoffice(paths: list[Path], folder: Path) -> list[Path]:
    """The returns as a school's own program saves them: with shared strings and many more attributes."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", "--norestore", profile, "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
    return [folder / path.name for path in paths]


def test_feedback_into_one_return(stage_8, ratio):
    path = stage_8[0]
    data = path.read_bytes()
    returned = read_bytes(data, path, circumstances(TODAY.replace(year=TODAY.year + 2)))
    verdict = judge_return(returned, path.name)
    findings = list(verdict.findings)
    findings = (findings * 20)[:20]
    assert len(findings) == 20
    ratio(
        "feedback into one return", lambda: with_feedback(data, findings), lambda: read_bytes(data, path, circumstances(TODAY)),
        "reading it", bar=1.0, rounds=31,
    )  # fmt: skip
