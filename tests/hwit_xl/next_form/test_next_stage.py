"""From one stage to the next: nothing is typed again, and what was explained stays explained."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from hwit_validators.tables import Feedback, Indicator, Need, Outcome, School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.check import judge
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.reading.read import read
from support.at_work import done, hwit
from support.plans import circumstances, example
from support.returns import a_return, handed_back, place_of, with_text


def returned(folder: Path, stage: int) -> Path:
    """The primary school's return of a stage."""
    form = form_of_stage(stage)
    built = build(form, example().tables(form))
    path = folder / f"Larkfield Green - {form.name}.xlsx"
    package.save(built.workbook, path)
    return path


def confirmed(path: Path) -> Path:
    """A stage-4 return whose plan the panel has confirmed."""
    on = day(4)
    done("submit", path, "--on", on, "-o", path.parent / "plan")
    done("decide", path.parent / "plan", "--confirm", "all", "--panel", "Jo Field", "--on", on)
    return path


def day(stage: int) -> str:
    return example().completed_on(form_of_stage(stage)).isoformat()


@pytest.mark.parametrize("stage", range(1, 8))
def test_the_next_form_holds_everything_so_far_and_asks_for_the_rest(tmp_path, stage):
    path = returned(tmp_path, stage)
    if stage == 4:
        confirmed(path)
    done("next", path, "--on", day(stage), "-o", tmp_path / "next.xlsx")
    following = read(tmp_path / "next.xlsx", circumstances(example().completed_on(form_of_stage(stage))))
    assert following.plan.form.stage == stage + 1
    before = read(path, circumstances(example().completed_on(form_of_stage(stage))))
    for table, records in before.plan.tables.items():
        assert following.plan.tables[table] == records
    book = openpyxl.load_workbook(tmp_path / "next.xlsx")
    own, carried = following.plan.form.own_tables[0], form_of_stage(stage).own_tables[0]
    assert not book[own.title].cell(*layout_of(own).cell(next(iter(own.columns)), 0)).protection.locked
    assert book[carried.title].cell(*layout_of(carried).cell(next(iter(carried.columns)), 0)).protection.locked
    codes = {found.code for found in judge(tmp_path / "next.xlsx", "next", Settings(following.plan.on)).findings}
    assert "WB019" not in codes


def test_explanations_survive_into_the_next_stage(tmp_path):
    form = form_of_stage(4)
    built = build(form, example().tables(form))
    built.cell(layout_of(Outcome), "respondents", 1).value = "Pupils"
    path, copy, following = (tmp_path / f"{name}.xlsx" for name in ("return", "copy", "next"))
    package.save(built.workbook, path)
    on = example().completed_on(form)
    handed_back(path, Settings(on), copy)
    book = openpyxl.load_workbook(copy)
    layout = layout_of(Feedback)
    place = next(p for p in range(60) if book["Feedback"].cell(*layout.cell("code", p)).value == "OC009")
    book["Feedback"].cell(*layout.cell("explanation", place)).value = "Parents are asked next year."
    book.save(copy)
    assert "explanations that travel with it: 1" in done("next", confirmed(copy), "--on", day(4), "-o", following)
    [finding] = [found for found in judge(following, "next", Settings(on)).findings if found.code == "OC009"]
    assert finding.explanation == "Parents are asked next year."


def test_errors_come_first(tmp_path):
    form = form_of_stage(4)
    built = build(form, example().tables(form))
    built.cell(layout_of(Indicator), "due", 0).value = None
    path = tmp_path / "return.xlsx"
    package.save(built.workbook, path)
    result = hwit("next", path, "--on", day(4))
    assert result.exit_code == 1
    assert "SI003" in result.stdout
    assert list(tmp_path.iterdir()) == [path]


def test_an_annual_review_with_errors_is_told_first_that_nothing_follows_it(tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(with_text(a_return(0), "School", place_of(School, "nhss_achieved_on"), "soon"))
    result = hwit("next", path, "--on", day(0))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "an annual review stands alone" in result.stderr
    assert hwit("validate", path, "--on", day(0)).exit_code == 1, "there are errors in it"


def test_stage_5_waits_for_the_panel(tmp_path):
    result = hwit("next", returned(tmp_path, 4), "--on", day(4))
    assert result.exit_code == 2
    assert "stage 5 waits for the panel" in result.stderr


def test_rows_put_in_between_close_up(tmp_path):
    """A school that leaves rows blank, or puts some in, finds its entries one below the other in the next form."""
    form = form_of_stage(4)
    tables = example().tables(form)
    tables["Indicators"] = tuple(
        record.model_copy(update={"place": record.place * 2}) for record in tables["Indicators"]
    )
    path = tmp_path / "return.xlsx"
    package.save(build(form, tables).workbook, path)
    done("next", confirmed(path), "--on", day(4), "-o", tmp_path / "next.xlsx")
    following = read(tmp_path / "next.xlsx", circumstances(example().completed_on(form)))
    indicators = following.plan.tables["Indicators"]
    assert [record.place for record in indicators] == list(range(len(indicators)))
    assert [record.ref for record in indicators] == [record.ref for record in tables["Indicators"]]


def test_spare_rows_get_references_that_no_entry_has(tmp_path):
    """The school's only two needs are N1 and N4: the spare rows that follow must not be N4 again."""
    form = form_of_stage(2)
    tables = example().tables(form)
    first, second = tables["Needs"][:2]
    tables["Needs"] = (first, second.model_copy(update={"ref": "N4"}))
    built = build(form, tables)
    refs = [built.workbook["Needs"].cell(6 + place, 2).value for place in range(layout_of(Need).records)]
    assert refs[:5] == ["N1", "N4", "N3", "N2", "N5"]
    assert len(set(refs)) == len(refs)


def test_where_nothing_follows_one_line_says_so(tmp_path):
    result = hwit("next", returned(tmp_path, 0), "--on", day(0))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_nothing_is_written_over(tmp_path):
    path = returned(tmp_path, 2)
    target = tmp_path / "next.xlsx"
    target.write_text("mine")
    assert hwit("next", path, "--on", day(2), "-o", target).exit_code == 2
    assert target.read_text() == "mine"
    assert hwit("next", path, "--on", day(2), "-o", target, "--force").exit_code == 0
