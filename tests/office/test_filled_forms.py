"""Each form, filled in by hand in LibreOffice from a worked plan, and saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hwit_validators.model.record import Record
from hwit_validators.tables.forms import FORMS, Form
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import TableLayout, address
from support.by_hand import Filled, answers, to_fill_in
from support.compare import disagreements
from support.libreoffice import Document, Locked, Office
from support.returns import read_return, said

CASES = [("primary", form.stage) for form in FORMS] + [("secondary", 4), ("secondary", 8)]
NOT_NEEDED = "if needed"


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def filled(request: pytest.FixtureRequest, filled_in: Callable[[str, int], Filled]) -> Filled:
    """A form that was filled in by hand."""
    name, stage = request.param
    return filled_in(name, stage)


def done(document: Document) -> dict[str, str]:
    """What Start here says of each sheet of this form: 50%, 100% or that it is only filled in if needed."""
    sheet = document.sheet("Start here")
    header, column = sheet.find("Done")
    _, names = sheet.find("Sheet")
    shares: dict[str, str] = {}
    for row in range(header + 1, header + 20):
        name, share = sheet.shown(address(row, names)), sheet.shown(address(row, column))
        if name == "Feedback":
            return shares
        shares[name] = share
    raise AssertionError("the list of sheets does not end with Feedback")


def only_if_needed(record: type[Record]) -> bool:
    """Whether a school may leave the whole sheet blank."""
    return record.may_be_empty or all(spec.required_from is None for spec in record.columns.values())


def test_validation_finds_it_clean(filled: Filled) -> None:
    assert said(filled.saved.read_bytes(), filled.form.stage, filled.name) == []


def test_every_answer_is_read_back_equal(filled: Filled) -> None:
    read = read_return(filled.saved.read_bytes(), filled.form, filled.name)
    assert {keys.answer for keys in filled.typed} <= filled.answers.keys()
    assert answers(read.plan.tables, filled.form) == filled.answers


def test_cells_let_through_what_was_typed(filled: Filled) -> None:
    """No drop-down or limit would have stopped the person who typed it."""
    assert {sheet.name: refused for sheet in filled.document.sheets if (refused := sheet.refused())} == {}


def test_no_formula_fails(filled: Filled) -> None:
    assert filled.document.errors() == []


def test_start_here_says_that_everything_is_done(filled: Filled) -> None:
    shares = done(filled.document)
    assert shares == {
        record.title: NOT_NEEDED if only_if_needed(record) and not filled.tables[record.table] else "100%"
        for record in to_fill_in(filled.form)
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_start_here_of_a_blank_form_says_that_nothing_is_done(form: Form, office: Office, tmp_path: Path) -> None:
    package.save(build(form).workbook, tmp_path / "blank.xlsx")
    with office.open(tmp_path / "blank.xlsx") as document:
        document.recalculate()
        assert document.errors() == []
        assert done(document) == {
            record.title: NOT_NEEDED if only_if_needed(record) else "0%" for record in to_fill_in(form)
        }


def test_our_reader_agrees_with_openpyxl_on_every_cell(filled: Filled) -> None:
    assert disagreements(filled.saved) == []


def test_an_answer_of_an_earlier_stage_cannot_be_typed_over(filled: Filled) -> None:
    for record in filled.form.carried_tables:
        sheet = filled.document.sheet(record.title)
        row = next(iter(filled.tables[record.table]), None)
        if row is None:
            continue
        field = next(name for name in record.columns if not row.blank(name))
        cell = address(*TableLayout(record).cell(field, row.place))
        before = sheet.shown(cell)
        assert before
        with pytest.raises(Locked):
            sheet.type(cell, "something else")
        assert sheet.shown(cell) == before


def test_it_survives_an_open_document_spreadsheet(filled: Filled, office: Office, tmp_path: Path) -> None:
    filled.document.save_as(tmp_path / "return.ods")
    with office.open(tmp_path / "return.ods") as document:
        assert document.errors() == []
        back = document.save_as(tmp_path / "return.xlsx")
    assert said(back.read_bytes(), filled.form.stage, filled.name) == []
    assert answers(read_return(back.read_bytes(), filled.form, filled.name).plan.tables, filled.form) == filled.answers
