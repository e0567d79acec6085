"""A unit behind a figure is that of its row: ``8%`` where pupils are counted is asked about, and never 8 pupils."""

from __future__ import annotations

import re

import pytest

from hwit_validators.tables import Outcome, Reading
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.next_form.refill import refill
from support.mistakes.case import Case
from support.returns import a_return, changed, judged, place_of, read_return, said, with_cell, with_text

EIGHT_PERCENT = [
    Case("a target counted in pupils", "primary", 4, {"Outcomes/O3 target": "20%"}, "WB010 Outcomes/O3 target"),
    Case("a starting figure", "primary", 4, {"Outcomes/O3 baseline": "4 per cent"}, "WB010 Outcomes/O3 baseline"),
    Case("a score", "primary", 4, {"Outcomes/O6 target": "32%"}, "WB010 Outcomes/O6 target"),
    Case("an indicator", "primary", 4, {"Indicators/E5 target": "8%"}, "WB010 Indicators/E5 target"),
    Case("a reading of an outcome", "primary", 7, {"Readings/R6 value": "8pc"}, "WB010 Readings/R6 value"),
    Case("a reading of an indicator", "primary", 7, {"Readings/R7 value": "8%"}, "WB010 Readings/R7 value"),
    Case("a baseline", "primary", 5, {"Baselines/B3 value": "4%"}, "WB010 Baselines/B3 value"),
    Case("a final figure", "primary", 8, {"Results/O3 final_value": "12 %"}, "WB010 Results/O3 final_value"),
    Case("a revised target", "secondary", 8, {"Revisions/V2 new_target": "6%"}, "WB010 Revisions/V2 new_target",
         before={"Revisions/V2 indicator": "E11"}),
    Case("an amended target", "primary", 8, {"Amendments/X1 new_target": "10%"}, "WB010 Amendments/X1 new_target"),
    Case("a figure of the needs analysis", "primary", 2, {"Data/D7 value": "4%"}, "WB010 Data/D7 value"),
    Case("pupils where the unit is %", "primary", 4, {"Outcomes/O1 target": "50 pupils"}, "WB010 Outcomes/O1 target"),
    Case("minutes where pupils are counted", "primary", 4, {"Indicators/E5 target": "8 mins"}, "WB010 Indicators/E5 target"),
]  # fmt: skip


@pytest.mark.parametrize("case", EIGHT_PERCENT, ids=lambda case: case.what)
def test_another_unit_than_the_rows_is_one_finding_at_its_cell(case: Case) -> None:
    before = said(case.sent_out(), case.stage, case.plan)
    found = [(code, sheet, cell) for code, _, sheet, cell in said(case.planted(), case.stage, case.plan)
             if (code, _, sheet, cell) not in before]  # fmt: skip
    assert found == [case.expected]


@pytest.mark.parametrize(
    ("field", "place", "typed", "meant"),
    [("target", 0, "50%", 50), ("target", 0, "50 percent", 50), ("target", 2, "12 pupils", 12), ("target", 2, "12 people", 12),
     ("target", 2, "12 children", 12), ("target", 5, "3.2 points", 3.2), ("cohort", 2, "320 pupils", 320)],
)  # fmt: skip
def test_the_rows_own_unit_may_stand_behind_its_figure(field: str, place: int, typed: str, meant: float) -> None:
    data = with_text(a_return(4), "Outcomes", place_of(Outcome, field, place), typed)
    outcome = read_return(data, form_of_stage(4)).plan.of(Outcome)[place]
    assert getattr(outcome, field) == meant


def shown_as_percentages(data: bytes) -> bytes:
    """A workbook whose every plain format shows percentages, as Excel makes of a cell into which 20% was typed."""
    return changed(data, {"xl/styles.xml": lambda part: re.sub(rb'(<xf [^>]*numFmtId=")0"', rb'\g<1>9"', part)})


def test_a_number_that_is_shown_as_a_percentage_is_one() -> None:
    cell = place_of(Outcome, "target", 2)
    data = shown_as_percentages(with_cell(a_return(4), "Outcomes", cell, "<v>0.2</v>"))
    [found] = [found for found in judged(data, 4) if found.sheet == "Outcomes" and found.cell == cell]
    assert (found.code, found.found) == ("WB010", "20%")
    assert found.message == "“20%” is a percentage, but the unit of O3 is “Pupils”."
    assert "apostrophe" in (found.fix or "")


def test_a_row_for_two_outcomes_of_different_units_is_asked_about_once() -> None:
    cell = place_of(Reading, "value", 5)
    data = with_text(
        with_text(a_return(7), "Readings", place_of(Reading, "measure", 5), "O1, O3"), "Readings", cell, "8%"
    )
    assert [found.message for found in judged(data, 7) if found.cell == cell and found.sheet == "Readings"] == [
        "“8%” is a percentage, but the unit of O3 is “Pupils”."
    ]


def test_what_was_typed_goes_on_to_the_next_form_as_it_stood() -> None:
    sent = read_return(with_text(a_return(4), "Outcomes", place_of(Outcome, "target", 2), "20%"), form_of_stage(4))
    again = read_return(refill(sent, sent.plan.form).data, form_of_stage(4))
    assert [mark.found for mark in again.plan.reading["WB010"]] == ["20%"]
