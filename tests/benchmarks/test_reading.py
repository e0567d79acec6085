"""Reading one return, running the rules on it, and handing it back."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from functools import partial
from pathlib import Path
from xml.parsers import expat

from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.explanations import about
from hwit_xl.workbooks.feedback import Remark, with_feedback
from hwit_xl.workbooks.reading.read import read_bytes
from hwit_xl.workbooks.xlsx.package import Package
from support.measured import TODAY
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


def test_reading_one_return(stage_8, ratio, tmp_path):
    paths = {"reading one return as built": stage_8[0]}
    if saved := saved_by_libreoffice(stage_8[0], tmp_path):
        paths["reading one return as saved again"] = saved
    for what, path in paths.items():
        data = path.read_bytes()
        names = parts_read(data, path)
        ratio(
            what,
            partial(read_bytes, data, path, on=TODAY),
            partial(bare, data, names),
            "unzip and a bare parse of the same parts",
            bar=2.5,
            rounds=51,
        )


def saved_by_libreoffice(path: Path, folder: Path) -> Path | None:
    """The return as a school's own program saves it: with shared strings and many more attributes. None without one."""
    if shutil.which("soffice") is None:
        return None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "soffice",
        "--headless",
        "--norestore",
        profile,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder / path.name


def test_all_rules_on_one_return(stage_8, ratio):
    path = stage_8[0]
    data = path.read_bytes()
    plan = read_bytes(data, path, circumstances(TODAY)).plan
    ratio(
        "all rules on one return", lambda: check(plan, RULES), lambda: read_bytes(data, path, circumstances(TODAY)),
        "reading it", bar=0.5, rounds=31,
    )  # fmt: skip


def test_feedback_into_one_return(stage_8, ratio):
    path = stage_8[0]
    data = path.read_bytes()
    returned = read_bytes(data, path, circumstances(TODAY.replace(year=TODAY.year + 2)))
    verdict = judge_return(returned, path.name)
    remarks = [Remark(found, about(found, returned.plan)) for found in verdict.findings]
    remarks = (remarks * 20)[:20]
    assert len(remarks) == 20
    ratio(
        "feedback into one return", lambda: with_feedback(data, remarks), lambda: read_bytes(data, path, circumstances(TODAY)),
        "reading it", bar=1.0, rounds=31,
    )  # fmt: skip
