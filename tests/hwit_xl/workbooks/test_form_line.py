"""The line on Start here that says which form a workbook is."""

from __future__ import annotations

import openpyxl
import pytest

from hwit_validators.tables.forms import FORM_VERSION, FORMS, Form, form_of_stage
from hwit_xl import templates
from hwit_xl.workbooks.form_line import line, parse
from support.returns import a_return, said, with_text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_carries_its_line_once(form: Form) -> None:
    book = openpyxl.load_workbook(templates.folder() / f"{form.name}.xlsx", read_only=True)
    texts = (value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    said = [found for text in texts if isinstance(text, str) and (found := parse(text))]
    assert said == [(form.name, FORM_VERSION)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("HWIT for Excel · form stage_4_outcomes · version 1.2", ("stage_4_outcomes", (1, 2))),
        (" HWIT  for Excel\u00a0· form\nstage_4_outcomes · Version 1.2 ", ("stage_4_outcomes", (1, 2))),
        ("HWIT for Excel · form of_the_future · version 12.34", ("of_the_future", (12, 34))),
        ("HWIT for Excel · form stage_4_outcomes · version 1", None),
        ("Our HWIT for Excel · form stage_4_outcomes · version 1.2", None),
        ("HWIT for Excel" + " " * 10_000 + "· form stage_4_outcomes · version 1.2", None),
        ("", None),
    ],
)
def test_what_is_such_a_line(text: str, said: tuple[str, tuple[int, int]] | None) -> None:
    assert parse(text) == said


def test_it_is_no_note_where_it_stands_on_a_sheet_of_a_table() -> None:
    """As where a program has put several sheets into one."""
    written = line(form_of_stage(4))
    for text, asked in ((written, []), (f"{written}?", [("WB015", "", "Outcomes", "B3")])):
        assert said(with_text(a_return(4), "Outcomes", "B3", text), 4) == asked


def test_what_is_written_is_what_is_looked_for() -> None:
    assert line(FORMS[4]) == "HWIT for Excel · form stage_4_outcomes · version 1.2"
    assert [parse(line(form)) for form in FORMS] == [(form.name, FORM_VERSION) for form in FORMS]
