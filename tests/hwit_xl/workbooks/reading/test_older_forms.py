"""Returns on older versions of the forms are read whole, and nothing that came later is missed in them.

``returns_1_0`` holds two returns of the worked primary school, built and saved by the program that made version 1.0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hwit_validators.model.column import Column
from hwit_validators.model.finding import Severity
from hwit_validators.model.record import Answers, Record
from hwit_validators.plan import Plan
from hwit_validators.tables import Agreement, Indicator, Outcome, PastOutcome
from hwit_validators.tables.forms import FORM_VERSION, OLDEST_VERSION, form_of_stage
from hwit_xl import templates
from hwit_xl.checking.check import judge
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.building import snapshots
from hwit_xl.workbooks.building.build import written
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.reading.read import Return, read
from support.plans import circumstances, example

RETURNS = Path(__file__).parent / "returns_1_0"
STAGES = (4, 8)

Said = dict[tuple[str, str, str], Any]
"""Answers by table, reference and title."""


def old_return(stage: int) -> Return:
    return read(RETURNS / f"stage_{stage}.xlsx", circumstances(example().completed_on(form_of_stage(stage))))


def test_the_oldest_form_is_older_than_the_current_one() -> None:
    assert OLDEST_VERSION == (1, 0) < FORM_VERSION


@pytest.mark.parametrize("stage", STAGES)
def test_an_old_return_is_read_with_nothing_but_advice(stage: int) -> None:
    returned = old_return(stage)
    assert returned.plan.version == (1, 0)
    assert returned.plan.reading == {}
    verdict = judge(returned.path, "return", Settings(returned.plan.on))
    assert {found.severity for found in verdict.findings} <= {Severity.ADVICE}
    assert "WB016" in {found.code for found in verdict.findings}
    assert not verdict.blocks


@pytest.mark.parametrize("stage", STAGES)
def test_the_snapshot_of_the_oldest_version_is_what_its_forms_say(stage: int) -> None:
    oldest, *_ = snapshots.known()
    book = openpyxl.load_workbook(RETURNS / f"stage_{stage}.xlsx")
    tables = {name: sheet[span] for sheet in book for name, span in sheet.tables.items()}
    assert oldest.version == (1, 0)
    for record in form_of_stage(stage).tables_and_feedback:
        assert (record.table in tables) == (record.table in oldest.tables)
        if record.table in tables:
            header, *rows = [[cell.value for cell in row] for row in tables[record.table]]
            then = oldest.tables[record.table]
            titles = [asked.title for asked in then.columns.values()]
            if isinstance(record.layout, Answers):
                assert ([row[0] for row in rows], tuple(header[1 : 1 + len(then.records)])) == (titles, then.records)
            else:
                assert header == ["Ref", *titles]


@pytest.mark.parametrize("stage", STAGES)
def test_every_answer_of_an_old_return_arrives(stage: int) -> None:
    returned = old_return(stage)
    there = dict(in_the_file(returned.path, returned.plan))
    assert there
    assert dict(in_the_plan(returned.plan)) == there


def in_the_file(path: Path, plan: Plan) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """The answers in the tables of a workbook, as openpyxl finds them."""
    tables = {name: sheet[span] for sheet in openpyxl.load_workbook(path) for name, span in sheet.tables.items()}
    for record in plan.form.tables:
        header, *rows = [[cell.value for cell in row] for row in tables.get(record.table, ((),))]
        titles = {spec.title for spec in asked(record)}
        for row in rows:
            for heading, value in zip(header[1:], row[1:], strict=True):
                across = isinstance(record.layout, Answers)
                ref, title = (heading, row[0]) if across else (row[0], heading)
                if value is not None and title in titles and not (across and ref not in record.layout.headings):
                    yield (record.table, ref, title), value.date() if isinstance(value, dt.datetime) else value


def in_the_plan(plan: Plan) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """The same answers as the reader gives them, in the words of the form."""
    lists = templates.shipped_lists()
    for record in plan.form.tables:
        for row in plan.tables.get(record.table, ()):
            for spec in asked(record):
                value = getattr(row, spec.field)
                if value not in (None, ()):
                    yield (record.table, row.ref, spec.title), written(value, spec.kind, spec.listed, lists)


def asked(record: type[Record]) -> list[Column]:
    return [spec for spec in record.columns.values() if not spec.given]


@pytest.mark.parametrize("stage", STAGES)
def test_the_sheet_of_earlier_cycles_is_not_missed(stage: int) -> None:
    plan = old_return(stage).plan
    assert plan.missing == {PastOutcome.table}
    assert (plan.of(PastOutcome), plan.cycle) == ((), 1)


def test_a_table_that_came_later_is_not_missed_and_one_that_was_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.load_workbook(RETURNS / "stage_4.xlsx")
    del book[Agreement.title]
    book.save(tmp_path / "old.xlsx")
    on = example().completed_on(form_of_stage(4))
    missed = read(tmp_path / "old.xlsx", circumstances(on)).plan.reading
    assert [mark.expected for mark in missed["WB006"]] == [Agreement.table]
    monkeypatch.setattr(Agreement, "since", (1, 1))
    assert read(tmp_path / "old.xlsx", circumstances(on)).plan.reading == {}
    findings = judge(tmp_path / "old.xlsx", "return", Settings(on)).findings
    assert not any(found.blocks for found in findings), "nor are its answers asked for"


COLUMNS = [(Indicator, "how_often", "E1"), (Outcome, "data_source", "O1")]


@pytest.fixture(params=COLUMNS, ids=lambda column: f"{column[0].table} {column[1]}")
def later_column(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[type[Record], str, str, Path]:
    """A needed column (or question), and an old return on which it does not stand yet."""
    record, name, ref = request.param
    book = openpyxl.load_workbook(RETURNS / "stage_4.xlsx")
    sheet, title = book[record.title], record.columns[name].title
    layout = layout_of(record)
    first = layout.cell(name, 0)
    if layout.rows:
        for row in range(first[0] - 1, sheet.max_row + 1):
            sheet.cell(row, first[1]).value = None
        next(column for column in sheet.tables[record.table].tableColumns if column.name == title).name = "Column9"
    else:
        for column in range(first[1] - 1, sheet.max_column + 1):
            sheet.cell(first[0], column).value = None
    book.save(tmp_path / "old.xlsx")
    return record, name, ref, tmp_path / "old.xlsx"


def test_a_column_that_the_form_should_have_is_missed(later_column: tuple[type[Record], str, str, Path]) -> None:
    record, name, _, path = later_column
    plan = read(path, circumstances(example().completed_on(form_of_stage(4)))).plan
    assert [(mark.table, mark.expected) for mark in plan.reading["WB007"]] == [
        (record.table, record.columns[name].title)
    ]


def test_a_column_that_came_later_is_not_missed(
    later_column: tuple[type[Record], str, str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    record, name, ref, path = later_column
    monkeypatch.setitem(record.columns, name, replace(record.columns[name], since=(1, 1)))
    on = example().completed_on(form_of_stage(4))
    plan = read(path, circumstances(on)).plan
    assert plan.reading == {}
    row = plan.row(record, ref)
    assert row is not None
    assert (getattr(row, name), row.unreadable, row.unasked) == (None, frozenset(), {name})
    assert not any(found.blocks for found in judge(path, "return", Settings(on)).findings), "nor is an answer asked for"


def test_a_column_that_came_later_is_read_where_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Indicator.columns, "how_often", replace(Indicator.columns["how_often"], since=(1, 1)))
    indicators = old_return(4).plan.of(Indicator)
    assert all(indicator.how_often and not indicator.unasked for indicator in indicators)
