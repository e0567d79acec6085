"""A return that was opened and saved with another program says what it said before."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from hwit_validators.tables import Reading
from hwit_validators.tables.forms import FORMS, Form, form_of_stage
from hwit_xl import templates
from hwit_xl.workbooks.layout import layout_of
from support.libreoffice import Office, Unavailable
from support.programs import BY_ODS, BY_XLS, EXCELJS, GNUMERIC, LIBREOFFICE, PROGRAMS, SHEETJS, converted
from support.returns import a_return, read_return

STAGES = (4, 7, 8)
NO_TABLES = "tables are found by name only"
NO_NAMES = "forms are known by the names of the workbook only"
NOT_YET = {BY_XLS: NO_TABLES, GNUMERIC: NO_TABLES, SHEETJS: NO_TABLES, EXCELJS: NO_NAMES}
"""Ways that lose what the reader goes by, and what that is."""

Through = Callable[[str, str], Path]
"""By the name of a program and of a file: the file as that program saves it."""


@pytest.fixture(scope="module")
def through(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Through:
    """Returns of the worked plan, and blank forms, as each program saves them: once, for every test that asks."""
    folder = tmp_path_factory.mktemp("programs")
    for stage in STAGES:
        (folder / f"{stage}.xlsx").write_bytes(a_return(stage))
    for form in FORMS:
        (folder / f"{form.name}.xlsx").write_bytes((templates.folder() / f"{form.name}.xlsx").read_bytes())

    @cache
    def saved(program: str, name: str) -> Path:
        try:
            return converted(folder / f"{name}.xlsx", program, folder / program, office)
        except Unavailable as reason:
            if os.environ.get("CI"):
                pytest.fail(str(reason), pytrace=False)
            pytest.skip(f"needs {program}: {reason}")

    return saved


def every(program: str) -> object:
    """A program as a case; one that is not read yet must fail until it is."""
    reason = NOT_YET.get(program)
    return pytest.param(program, marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else [])


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("program", [*map(every, PROGRAMS)])
def test_no_answer_is_lost_on_the_way(through: Through, program: str, stage: int) -> None:
    form = form_of_stage(stage)
    before = read_return(a_return(stage), form).plan
    after = read_return(through(program, f"{stage}").read_bytes(), form).plan
    assert (after.version, after.carried) == (before.version, before.carried)
    assert after.tables == before.tables
    assert after.reading == before.reading == {}


@pytest.mark.parametrize("program", [LIBREOFFICE, BY_ODS, GNUMERIC, EXCELJS])
def test_drop_downs_are_kept(through: Through, program: str) -> None:
    """Also those that let other answers through."""
    before = drop_downs(templates.folder() / "stage_7_monitor.xlsx")
    assert len(before["Readings", "list_yes_no"]) == layout_of(Reading).records
    assert drop_downs(through(program, "stage_7_monitor")) == before


def drop_downs(path: Path) -> dict[tuple[str, str], set[tuple[int, int]]]:
    """The cells of each sheet that have each list to choose from."""
    found = defaultdict[tuple[str, str], set[tuple[int, int]]](set)
    for sheet in openpyxl.load_workbook(path):
        for limits in sheet.data_validations.dataValidation:
            if limits.type == "list":
                cells = (cell for span in limits.sqref.ranges for row in span.rows for cell in row)
                found[sheet.title, limits.formula1.lstrip("=")].update(cells)
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_most_particular_of_them_opens_every_form(through: Through, form: Form) -> None:
    """exceljs wants relative addresses of parts, and the usual prefix in drawings."""
    sheets = openpyxl.load_workbook(templates.folder() / f"{form.name}.xlsx", read_only=True).sheetnames
    assert openpyxl.load_workbook(through(EXCELJS, form.name), read_only=True).sheetnames == sheets
