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
from hwit_xl.workbooks.feedback import with_feedback
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.reading import listing
from support.libreoffice import Office, Unavailable
from support.programs import BY_ODS, BY_XLS, EXCELJS, GNUMERIC, LIBREOFFICE, PROGRAMS, SHEETJS, converted
from support.returns import a_return, judged, read_return

STAGES = (4, 7, 8)
DROP_TABLES = (BY_XLS, GNUMERIC, SHEETJS)
"""Ways that leave out Excel's tables: everything is found by its headings then."""
DROP_NAMES = (EXCELJS,)
"""Programs that leave out the names that stand for texts: the form's own, and the imprints of locked tables."""

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


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_no_answer_is_lost_on_the_way(through: Through, program: str, stage: int) -> None:
    """What ``hwit answers`` lists is the same before and after, or one query says what the program has left out."""
    form = form_of_stage(stage)
    before = read_return(a_return(stage), form)
    after = read_return(through(program, f"{stage}").read_bytes(), form)
    assert list(listing.answers(after)) == list(listing.answers(before))
    assert list(listing.not_read(after)) == []
    assert after.plan.tables == before.plan.tables
    assert after.plan.version == before.plan.version
    assert after.plan.carried == ({} if program in DROP_NAMES else before.plan.carried)
    assert [*after.plan.reading] == (["WB023"] if program in (*DROP_TABLES, *DROP_NAMES) else [])


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_query_names_the_program_where_the_file_tells(through: Through, program: str) -> None:
    said = read_return(through(program, "4").read_bytes(), form_of_stage(4)).plan.reading.get("WB023", ())
    told = {BY_XLS: "LibreOffice", GNUMERIC: "Gnumeric", SHEETJS: "SheetJS", EXCELJS: "The program that saved"}
    assert [program in told and told[program] in mark.message for mark in said] == [True] * (program in told)


@pytest.mark.parametrize("program", [BY_XLS, GNUMERIC])
def test_a_copy_with_feedback_can_be_made_of_what_it_saved(through: Through, program: str) -> None:
    data = through(program, "7").read_bytes()
    findings = judged(data, 7)
    copy = read_return(with_feedback(data, findings), form_of_stage(7))
    assert [row.code for row in copy.feedback] == [found.code for found in findings]


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
