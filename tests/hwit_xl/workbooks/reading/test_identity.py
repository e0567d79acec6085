"""Which form a workbook is: by its names, by a line in a cell, or by what its sheets say."""

from __future__ import annotations

import pytest

from hwit_validators.tables.forms import FORM_VERSION, FORMS, Form, form_of_stage
from hwit_xl.workbooks.reading.listing import answers
from hwit_xl.workbooks.xlsx.rejected import Rejected
from support.returns import (
    a_return,
    opened,
    read_return,
    said,
    saved,
    with_text,
    without_names,
    without_signs,
    without_tables,
)


def told(data: bytes, form: Form) -> list[str]:
    """Which form and version it is read as, and every error and query."""
    plan = read_return(data, form).plan
    version = ".".join(map(str, plan.version))
    return [plan.form.name, version, *(code for code, *_ in said(data, form.stage))]


CURRENT = ".".join(map(str, FORM_VERSION))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_without_names_that_stand_for_texts_a_line_on_start_here_says_it(form: Form) -> None:
    data = without_names(a_return(form.stage), texts_only=True)
    assert told(data, form) == [form.name, CURRENT, "WB023"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_without_names_tables_and_line_the_sheets_say_it(form: Form) -> None:
    """As from Apple Numbers, of a form of version 1.1 or before; a sheet's name then has its table's behind it."""
    data = without_tables(without_names(a_return(form.stage)))
    book = opened(data)
    for sheet in book.worksheets:
        sheet.title = f"{sheet.title[:13]} - {sheet.title[:13]}"
        for row in sheet.iter_rows():
            for cell in row:
                if str(cell.value).startswith("HWIT for Excel ·"):
                    cell.value = None
    data = saved(book)
    name, _, *codes = told(data, form)
    assert (name, codes) == (form.name, ["WB023"])
    before = {
        (answer.table, answer.ref, answer.field): answer.value
        for answer in answers(read_return(a_return(form.stage), form))
    }
    assert {
        (answer.table, answer.ref, answer.field): answer.value for answer in answers(read_return(data, form))
    } == before


def test_what_the_names_say_counts_before_what_cells_say() -> None:
    data = with_text(a_return(4), "Start here", "B1", "Stage 5: baseline and activities")
    assert told(data, form_of_stage(4)) == ["stage_4_outcomes", CURRENT]


def test_a_workbook_in_which_nothing_says_it_is_not_ours() -> None:
    with pytest.raises(Rejected, match="neither its names nor its sheets"):
        read_return(without_signs(without_names(a_return(4))), form_of_stage(4))


def test_a_workbook_glued_together_of_two_forms_is_not_guessed_at() -> None:
    data = without_names(a_return(4))
    for sheet, cell in (("School", "D1"), ("Agreement", "D1"), ("Outcomes", "G1")):
        data = with_text(data, sheet, cell, "Stage 5: baseline and activities")
    book = opened(data)
    for cells in book["Start here"].iter_rows():
        for cell in cells:
            if str(cell.value).startswith("HWIT for Excel ·"):
                cell.value = None
    del book["Guide"]
    with pytest.raises(Rejected, match="sheets of two forms"):
        read_return(saved(book), form_of_stage(4))


@pytest.mark.parametrize(("version", "code"), [("9.0", "WB005"), ("0.1", "WB005")])
def test_a_line_of_another_version_is_told_as_its_names_would_be(version: str, code: str) -> None:
    line = f"HWIT for Excel · form stage_4_outcomes · version {version}"
    with pytest.raises(Rejected) as rejected:
        read_return(with_text(without_names(a_return(4)), "Start here", "B41", line), form_of_stage(4))
    assert rejected.value.code == code
