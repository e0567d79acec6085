"""Which findings keep figures back from papers that others read, and which do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.tables import Baseline, Indicator, Outcome, Reading, Result
from hwit_xl.progress.doubt import doubt, doubted, told
from support.plans import a_plan

ERROR, QUERY, ADVICE = Severity.ERROR, Severity.QUERY, Severity.ADVICE
READING = Reading(ref="R3", measure="O1", value=40.0)


def found(table: str = "Readings", ref: str = "R3", field: str = "value", severity: Severity = QUERY) -> Finding:
    return Finding("MN012", severity, table, ref, "", "40", None, f"{ref}: why 40?", "", field=field)


def test_an_open_query_on_a_figure_speaks_against_it() -> None:
    assert doubt([found()], [READING]) == found()
    assert doubt([], [READING]) is None
    assert doubt([found()], [None]) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(found(), explanation="They were asked in May."),
        replace(found(severity=ERROR), waiver="Waived by KT until 1 May 2011: x"),
        found(severity=ADVICE),
        found(field="comment"),
        found(field="read_on"),
        found(ref="R4"),
        found(table="Baselines"),
    ],
    ids=["explained", "waived", "advice", "on its comment", "on its day", "on another row", "on another table"],
)
def test_what_does_not_speak_against_a_figure(other: Finding) -> None:
    assert doubt([other], [READING]) is None
    assert doubt([other, found()], [READING]) == found(), "the next one may"


def test_an_error_speaks_against_the_row_wherever_it_stands() -> None:
    assert doubt([found(field="read_on", severity=ERROR)], [READING])


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (READING, ("value", "done", "sample_size")),
        (Baseline(ref="R3", measure="O1"), ("value", "sample_size", "unit", "same_method")),
        (Result(ref="R3"), ("final_value", "sample_size", "met", "evidence")),
    ],
)
def test_the_answers_that_figures_rest_on(row: Baseline | Reading | Result, fields: tuple[str, ...]) -> None:
    assert {name for name in row.columns if doubt([found(row.table, field=name)], [row])} == set(fields)


def test_a_row_without_a_reference_is_no_ones() -> None:
    assert doubt([found(ref="")], [Reading(ref="", measure="O1")]) is None


MAY, JUNE, JULY = dt.date(2011, 5, 12), dt.date(2011, 6, 1), dt.date(2011, 7, 1)


def test_what_is_told_rests_on_the_start_the_newest_reading_and_the_result() -> None:
    def reading(measure: str, day: dt.date) -> dict[str, Any]:
        return {"measure": measure, "read_on": day, "value": 40.0, "done": True}

    plan = a_plan(
        8,
        Outcomes={"O1": {"target": 50.0}, "O2": {"target": 50.0}},
        Indicators=[{"target": 45.0, "outcomes": ("O1",)}],
        Baselines=[{"measure": "O1", "value": 31.0}, {"measure": "O2", "value": 31.0}],
        Readings=[reading("O1", JUNE), reading("O1", MAY), reading("O1", JULY), reading("E1", MAY), reading("O2", MAY)],
        Results={"O1": {"final_value": 51.0, "measured_on": MAY}, "O2": {"final_value": 51.0, "measured_on": JULY}},
    )
    rows = [
        *(("Baselines", f"B{n}") for n in (1, 2)),
        *(("Readings", f"R{n}") for n in range(1, 6)),
        ("Results", "O1"),
        ("Results", "O2"),
    ]

    def rests_on(measure: Outcome | Indicator, day: dt.date) -> list[str]:
        return [ref for table, ref in rows if doubted(plan, measure, day, [found(table, ref, severity=ERROR)])]

    first, second = plan.of(Outcome)
    assert rests_on(first, JUNE) == ["B1", "R1", "O1"]
    assert rests_on(first, JULY) == ["B1", "R3", "O1"]
    assert rests_on(second, JUNE) == ["B2", "R5", "O2"]
    assert rests_on(plan.of(Indicator)[0], JUNE) == ["R4"]


def test_it_is_told_in_one_sentence() -> None:
    assert told(found()) == "open query MN012: R3: why 40?"
