"""The sheet of earlier cycles: out of sight until there is one, then locked and carried on like any other."""

from __future__ import annotations

import datetime as dt

import pytest

from hwit_validators.model.record import Record
from hwit_validators.tables import PastOutcome
from hwit_validators.tables.forms import FORMS, Form, form_of_stage
from hwit_xl import templates
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import layout_of
from support.plans import example
from support.returns import a_return, changed, judged, opened, part_of, place_of, read_return, said, saved, with_text

WITH_HISTORY = [form for form in FORMS if form.stage >= 2]
TITLE = PastOutcome.title

PAST = (
    PastOutcome(
        ref="H1", place=0, cycle=1, priority="Healthy weight", indicator="NI 56", type="Quantitative", unit="%",
        statement="The share of pupils who are active for an hour a day rises from 31% to 50%.", baseline=31.0,
        target=50.0, final_value=52.5, met="Yes", measured_on=dt.date(2009, 6, 15), confirmed_on=dt.date(2009, 9, 30),
    ),
    PastOutcome(ref="H2", place=1, cycle=1, priority="Feeling safe", indicator="NI 69", final_value=12.0, met="No",
                measured_on=dt.date(2009, 7, 1)),
)  # fmt: skip


def second_cycle(stage: int, *past: Record) -> bytes:
    """The worked return of a school that has been through the eight stages before."""
    form = form_of_stage(stage)
    return package.to_bytes(build(form, example().tables(form) | {PastOutcome.table: past or PAST}).workbook)


@pytest.mark.parametrize("form", WITH_HISTORY, ids=lambda form: form.name)
def test_it_is_out_of_sight_in_blank_forms_and_in_a_first_cycle(form: Form) -> None:
    blank = opened((templates.folder() / f"{form.name}.xlsx").read_bytes())
    first = opened(a_return(form.stage))
    assert [sheet.title for sheet in blank if sheet.sheet_state != "visible"] == [TITLE, "Lists"]
    assert [sheet.title for sheet in first if sheet.sheet_state != "visible"] == [TITLE, "Lists"]


@pytest.mark.parametrize("form", WITH_HISTORY, ids=lambda form: form.name)
def test_nobody_types_into_it_even_where_every_other_sheet_is_open(form: Form) -> None:
    sheet = build(form).workbook[TITLE]
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)
    assert not sheet.data_validations.dataValidation


@pytest.mark.parametrize("form", [form for form in FORMS if form.stage < 2], ids=lambda form: form.name)
def test_forms_outside_the_cycle_do_without_it(form: Form) -> None:
    assert TITLE not in opened(a_return(form.stage)).sheetnames


@pytest.mark.parametrize("form", WITH_HISTORY, ids=lambda form: form.name)
def test_it_is_seen_locked_and_read_back_in_a_later_cycle(form: Form) -> None:
    data = second_cycle(form.stage)
    book = opened(data)
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["Lists"]
    assert book.sheetnames.index(TITLE) == 2
    assert book[TITLE].protection.sheet
    assert all(cell.protection.locked for row in book[TITLE].iter_rows() for cell in row)
    assert read_return(data, form).plan.of(PastOutcome) == PAST
    assert said(data, form.stage) == []


@pytest.mark.parametrize("form", WITH_HISTORY, ids=lambda form: form.name)
def test_start_here_does_not_ask_for_it(form: Form) -> None:
    for data in (a_return(form.stage), second_cycle(form.stage)):
        cells = [str(cell.value) for row in opened(data)["Start here"].iter_rows() for cell in row if cell.value]
        assert not any(TITLE in text for text in cells)


@pytest.mark.parametrize("form", WITH_HISTORY, ids=lambda form: form.name)
def test_out_of_sight_it_is_not_taken_for_something_hidden(form: Form) -> None:
    assert [found.code for found in judged(a_return(form.stage), form.stage) if found.code in ("PD005", "WB015")] == []


def test_it_does_no_harm_when_a_program_shows_it_again() -> None:
    shown = changed(
        a_return(4), {"xl/workbook.xml": lambda part: part.replace(b'state="hidden"', b'state="visible"', 1)}
    )
    assert opened(shown)[TITLE].sheet_state == "visible"
    assert said(shown, 4) == []


def test_something_written_into_it_is_noticed() -> None:
    cell = place_of(PastOutcome, "priority")
    assert [code for code, *_ in said(with_text(a_return(4), TITLE, cell, "Healthy weight"), 4)] == ["WB019"]
    assert [code for code, *_ in said(with_text(second_cycle(4), TITLE, cell, "Something else"), 4)] == ["WB019"]


def without_its_table(data: bytes) -> bytes:
    """A return in which the table was turned into plain cells."""
    return changed(
        data, {part_of(data, TITLE).replace("worksheets/", "worksheets/_rels/") + ".rels": b"<Relationships/>"}
    )


def without_its_sheet(data: bytes) -> bytes:
    book = opened(data)
    del book[TITLE]
    return saved(book)


def test_taken_away_it_is_missed_only_if_something_was_in_it() -> None:
    assert said(without_its_sheet(second_cycle(4)), 4) == [("WB006", "", None, None)]
    assert said(without_its_table(second_cycle(4)), 4) == [("WB023", "", None, None)]
    assert said(without_its_table(a_return(4)), 4) == []
    blank = package.to_bytes(build(form_of_stage(4)).workbook)
    assert read_return(without_its_table(blank), form_of_stage(4)).plan.reading == {}


def test_an_indicator_of_a_list_that_is_in_force_no_longer_stays_as_it_is() -> None:
    old = PAST[0].model_copy(update={"indicator": "PHOF 2.06 Excess weight"})
    assert read_return(second_cycle(3, old), form_of_stage(3)).plan.of(PastOutcome) == (old,)
    assert said(second_cycle(3, old), 3) == []


def test_there_is_room_for_four_cycles() -> None:
    assert layout_of(PastOutcome).records == 24
