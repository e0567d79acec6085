"""The demonstration: what is planted is found at its own cell, and nothing else is."""

from __future__ import annotations

import datetime as dt

import pytest

from hwit_validators.model.finding import Severity
from hwit_validators.tables.forms import FORMS
from hwit_xl.checking.check import judge
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Status
from hwit_xl.programme import demonstration
from hwit_xl.programme.demonstration import DemonstrationReturn, Mistake
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, address, layout_of

TODAY = dt.date(2026, 11, 24)
RETURNS = demonstration.returns()


@pytest.mark.parametrize("returned", RETURNS, ids=lambda returned: returned.file)
def test_every_planted_mistake_gives_its_code_at_its_cell_and_nothing_else(tmp_path, returned: DemonstrationReturn):
    path = tmp_path / returned.file
    path.write_bytes(demonstration.content(returned, TODAY))
    verdict = judge(path, returned.file, Settings(TODAY))
    assert not verdict.broken
    found = [finding for finding in verdict.findings if finding.severity is not Severity.ADVICE]
    assert sorted(finding.code for finding in found) == returned.codes
    if not returned.spoilt:
        planted = {(mistake.code, *_place(returned, mistake)) for mistake in returned.mistakes}
        assert {(f.code, f.sheet, f.cell) for f in found} == planted


def _place(returned: DemonstrationReturn, mistake: Mistake) -> tuple[str, str]:
    """Sheet and cell where a mistake's finding must stand."""
    record = next(record for record in returned.form.tables_and_feedback if record.table == mistake.table)
    layout = layout_of(record)
    if mistake.code == "WB015":
        return record.title, address(layout.last_row + 2, FIRST_COLUMN)
    if mistake.at == "table":
        return record.title, address(HEADER_ROW, FIRST_COLUMN + (mistake.code == "BA001"))
    tables = demonstration.examples.load(returned.plan).tables(returned.form)
    place = next(each.place for each in tables[record.table] if each.ref == mistake.ref)
    return record.title, address(*layout.cell(mistake.at or mistake.field, place))


def test_there_are_at_least_24_returns_and_a_clean_one_of_each_form():
    assert len(RETURNS) >= 24
    clean = {returned.form for returned in RETURNS if not returned.codes and not returned.mistakes}
    assert clean == set(FORMS)


def test_every_severity_but_advice_is_planted():
    """Which stands in nearly every return anyway."""
    from hwit_validators.rules import rule_named

    codes = {code for returned in RETURNS for code in returned.codes}
    codes |= {mistake.code for returned in RETURNS for mistake in returned.mistakes}
    assert {rule_named(code).severity for code in codes} == set(Severity) - {Severity.ADVICE}


def test_each_school_sends_one_return():
    assert len({returned.urn for returned in RETURNS}) == len(RETURNS)
    assert all(returned.urn.startswith("900") for returned in RETURNS)


def test_the_protected_return_opens_with_its_password(tmp_path):
    [returned] = [returned for returned in RETURNS if returned.spoilt == "password"]
    path = tmp_path / returned.file
    path.write_bytes(demonstration.content(returned, TODAY))
    verdict = judge(path, returned.file, Settings(TODAY, passwords=("wrong", demonstration.PASSWORD)))
    assert verdict.status is Status.CLEAN
