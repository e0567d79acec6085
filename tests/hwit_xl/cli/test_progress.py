"""``hwit progress`` on real files."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click import unstyle
from openpyxl import load_workbook

from hwit_validators.tables.forms import FORMS, form_of_stage
from hwit_xl.cli.progress_text import DRAWN, PLAIN, bar, signs_for
from hwit_xl.progress.report import progress_report
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.xlsx.opening import protected
from support.at_work import hwit
from support.mistakes.case import Case
from support.plans import a_plan, example, primary
from support.returns import a_return
from support.typeset import pages, words_of


def day(stage: int, name: str = "primary") -> dt.date:
    """The day a worked plan's form was completed."""
    return example(name).completed_on(form_of_stage(stage))


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """The primary school's return of stage 7."""
    path = tmp_path / "Larkfield.xlsx"
    path.write_bytes(a_return(7))
    return path


def test_an_outcome_as_text(returned: Path) -> None:
    said = hwit("progress", returned, "--on", day(7)).output
    assert said.splitlines()[:8] == [
        "Larkfield Green Primary School · 900001 · Stage 7: monitor",
        "Progress on 21 October 2011",
        "6 outcomes: 2 on track, 4 behind",
        "12 indicators: 12 achieved",
        "",
        "Healthy weight: moving more and eating well",
        "",
        "O1  on track                 ██████████████┃░░░░░  74% of the way, 70% expected",
    ]
    for line in (
        "    31% (12 March 2010) → 45% (7 October 2011) → 50% by 29 June 2012",
        "    That is about 78 of 174 pupils; 87 or more would reach the target.",
        "O3  behind                   █████████████┃░░░░░░  67% of the way, 70% expected",
        "    E3  achieved             ████████████████████  100% of the way",
        "        V1 due date 8 July 2011 (it was 25 March 2011), discussed by the group",
        "        Serves O4, O5.",
    ):
        assert line in said.splitlines()


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("name", ["primary", "secondary", "special"])
@pytest.mark.parametrize("stage", [4, 7, 8])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, name: str, stage: int, columns: int) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(stage, name))
    result = hwit("progress", path, "--on", day(stage, name), columns=columns)
    assert result.exit_code == 0
    lines = unstyle(result.output).splitlines()
    assert len(lines) > 50
    assert [line for line in lines if len(line) > max(columns, 80)] == []


def test_status_is_said_in_colour_and_in_words(returned: Path) -> None:
    said = hwit("progress", returned, "--on", day(7), colour=True).output
    assert "\x1b[33mbehind" in said
    assert "\x1b[32m\x1b[1machieved" in said


def share_of_the_way(value: float | None, on: dt.date = dt.date(2011, 1, 1)) -> str:
    """The bar of a plan that goes from 0 to 100 in the year 2010 to 2011, drawn with ten signs."""
    outcome = {
        "baseline": 0.0, "target": 100.0, "direction": "Increase", "starts_on": dt.date(2010, 7, 2),
        "target_date": dt.date(2011, 7, 2),
    }  # fmt: skip
    read_on = min(on, dt.date(2010, 12, 1))
    readings = [] if value is None else [{"measure": "O1", "read_on": read_on, "value": value}]
    [line] = progress_report(a_plan(7, Outcomes={"O1": outcome}, Readings=readings), on).outcomes
    return bar(line, 10, PLAIN)


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        (None, "-----|----"),
        (0.0, "-----|----"),
        (80.0, "#####|##--"),
        (20.0, "##---|----"),
        (50.0, "#####|----"),
        (90.0, "#####|###-"),
        (100.0, "##########"),
    ],
)
def test_the_bar(value: float | None, drawn: str) -> None:
    assert share_of_the_way(value) == drawn


def test_a_bar_of_what_went_the_wrong_way_is_empty(tmp_path: Path) -> None:
    plan = primary(7, Readings={"R41": {"value": 20.0}})
    path = tmp_path / "return.xlsx"
    package.save(build(plan.form, plan.tables).workbook, path)
    said = hwit("progress", path, "--on", day(7)).output
    assert "O1  behind                   ░░░░░░░░░░░░░░┃░░░░░  58% the wrong way\n" in said


def test_the_mark_stays_on_the_bar() -> None:
    """Before the work begins, and after it should have ended."""
    assert share_of_the_way(20.0, dt.date(2010, 1, 1)) == "|#--------"
    assert share_of_the_way(20.0, dt.date(2012, 1, 1)) == "##-------|"


def test_a_terminal_without_the_signs_gets_plain_ones() -> None:
    assert signs_for("utf-8") is DRAWN
    assert signs_for("cp1252") is PLAIN
    assert signs_for(None) is PLAIN


def as_json(*arguments: object) -> Any:
    return json.loads(hwit("progress", *arguments, "--format", "json").stdout)


def test_json(returned: Path) -> None:
    said = as_json(returned, "--on", "2011-10-21")
    assert {name: said[name] for name in ("file", "school", "urn", "form", "on", "monitored", "blocking")} == {
        "file": "Larkfield.xlsx", "school": "Larkfield Green Primary School", "urn": "900001",
        "form": "Stage 7: monitor", "on": "2011-10-21", "monitored": True, "blocking": 0,
    }  # fmt: skip
    assert said["summary"] == {"outcomes": {"on track": 2, "behind": 4}, "indicators": {"achieved": 12}}
    o3 = said["outcomes"][2]
    assert (o3["ref"], o3["baseline"], o3["latest"], o3["target"], o3["due"]) == ("O3", 4.0, 8.0, 10.0, "2012-06-29")
    assert (o3["share"], o3["may_be_chance"], o3["sample_size"]) == (0.6667, True, 16)
    assert o3["changes"][0]["ref"] == "X1"
    assert [indicator["ref"] for indicator in o3["indicators"]] == ["E5"]
    assert [line["serves"] for line in said["shared_indicators"]] == [["O1", "O2", "O3"], ["O4", "O5"]]


def test_a_figure_that_a_query_speaks_against_is_shown_as_such(tmp_path: Path) -> None:
    slip = Case("", "pupil_referral_unit", 7, {"Readings/R35 value": "0.6"}, "")
    path = tmp_path / "return.xlsx"
    path.write_bytes(slip.planted())
    message = "R35: 0.6% for E6 looks like 60%."
    said = hwit("progress", path, "--on", slip.on, columns=200).output
    assert f"Still to be settled: open query MN012: {message}" in said
    lines = [indicator for outcome in as_json(path, "--on", slip.on)["outcomes"] for indicator in outcome["indicators"]]
    doubts = {line["ref"]: line["doubt"] for line in lines if line["doubt"]}
    assert doubts == {"E6": {"code": "MN012", "severity": "query", "message": message}}
    hwit("progress", path, "--on", slip.on, "--excel", tmp_path / "progress.xlsx")
    book = load_workbook(tmp_path / "progress.xlsx")
    assert any(message in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_help_names_every_field_of_the_json(returned: Path) -> None:
    said = as_json(returned, "--on", "2011-10-21")
    told = hwit("progress", "--help", columns=120).output
    outcome = said["outcomes"][0]
    indicator = outcome["indicators"][0]
    change = next(change for line in said["outcomes"] for change in line["changes"])
    slip = Case("", "pupil_referral_unit", 7, {"Readings/R35 value": "0.6"}, "")
    returned.write_bytes(slip.planted())
    [doubt] = [
        i["doubt"] for o in as_json(returned, "--on", slip.on)["outcomes"] for i in o["indicators"] if i["doubt"]
    ]
    parts = (said, doubt, outcome, outcome["in_people"], outcome["readings"][0], indicator, change)
    missing = {name for part in parts for name in part if f'"{name}"' not in told}
    assert not missing


def test_planned_outcomes_of_stage_4_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(4))
    said = hwit("progress", path, "--on", day(4)).output
    assert "What is planned, seen on 25 June 2010" in said
    assert "O1  planned\n" in said
    assert "    31% (6 September 2010) → 50% by 29 June 2012" in said
    assert "no reading" not in said


@pytest.mark.parametrize("form", FORMS[:4], ids=lambda form: form.name)
def test_a_return_without_outcomes_gets_one_line(tmp_path: Path, form: Any) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(form.stage))
    result = hwit("progress", path, "--on", day(form.stage))
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert "no outcomes" in line or f"this is stage {form.stage}" in line


def test_a_rejected_file_gets_its_line(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_text("no workbook")
    result = hwit("progress", path)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert str(path) in result.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = hwit("progress", tmp_path / "none.xlsx")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_errors_do_not_stop_it_but_are_mentioned(tmp_path: Path) -> None:
    plan = primary(7, Readings={"R41": {"value": 145.0}})
    path = tmp_path / "return.xlsx"
    package.save(build(plan.form, plan.tables).workbook, path)
    result = hwit("progress", path, "--on", day(7))
    assert result.exit_code == 0
    [line] = result.stderr.splitlines()
    assert line.startswith("1 error stands in this return")
    assert "O1  achieved" in result.output
    assert as_json(path, "--on", day(7))["blocking"] == 1


def test_a_protected_return_is_opened_with_its_password(tmp_path: Path) -> None:
    path, words = tmp_path / "return.xlsx", tmp_path / "passwords.txt"
    path.write_bytes(protected(a_return(7), "Playtime1"))
    words.write_text("other\nPlaytime1\n")
    assert hwit("progress", path, "--on", day(7)).exit_code == 2
    result = hwit("progress", path, "--on", day(7), "--password-file", words)
    assert result.exit_code == 0
    assert "6 outcomes" in result.output


def test_workbook_and_page_are_written_and_nothing_is_written_over(returned: Path, tmp_path: Path) -> None:
    excel, pdf = tmp_path / "made" / "progress.xlsx", tmp_path / "progress.pdf"
    result = hwit("progress", returned, "--on", day(7), "--excel", excel, "--pdf", pdf)
    assert result.exit_code == 0
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == ["workbook", "page for governors"]
    assert package.parts(excel)
    assert pages(pdf.read_bytes()) == 1
    assert "Larkfield Green" in words_of(pdf.read_bytes())
    pdf.write_text("mine")
    again = hwit("progress", returned, "--on", day(7), "--pdf", pdf)
    assert (again.exit_code, len(again.stderr.splitlines()), pdf.read_text()) == (2, 1, "mine")
    assert hwit("progress", returned, "--on", day(7), "--pdf", pdf, "--force").exit_code == 0
    assert pages(pdf.read_bytes()) == 1


def test_where_one_file_is_there_already_neither_is_written(returned: Path, tmp_path: Path) -> None:
    excel, pdf = tmp_path / "progress.xlsx", tmp_path / "progress.pdf"
    pdf.write_text("mine")
    assert hwit("progress", returned, "--on", day(7), "--excel", excel, "--pdf", pdf).exit_code == 2
    assert not excel.exists()


def test_the_return_itself_is_never_written_over(returned: Path) -> None:
    before = returned.read_bytes()
    result = hwit("progress", returned, "--on", day(7), "--excel", returned, "--force")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert returned.read_bytes() == before
