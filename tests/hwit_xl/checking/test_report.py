"""The Excel report of a check, as somebody reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from hwit_validators.tables import Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.check import judge
from hwit_xl.checking.report import Report
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Verdict
from hwit_xl.workbooks.building import theme
from hwit_xl.workbooks.layout import HEADER_ROW
from support.plans import example
from support.returns import a_return, opened, place_of, with_text


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """A return with one error."""
    path = tmp_path_factory.mktemp("returns") / "Larkfield Green - stage 4.xlsx"
    path.write_bytes(with_text(a_return(4), "Outcomes", place_of(Outcome, "target"), "lots"))
    return judge(path, path.name, Settings(example().completed_on(form_of_stage(4))))


def reported(verdict: Verdict, folder: Path):
    report = Report(dt.date(2026, 11, 24), folder / "report.xlsx")
    report.add(verdict)
    report.save()
    return opened((folder / "report.xlsx").read_bytes())


@pytest.mark.parametrize(
    "name",
    [
        "Zeal Monachorum Nursery School - stage 7.xlsx",
        "Kingfisher Nursery School and Children's Centre - annual review.xlsx",
        "The Blessed Margaret Clitherow and Saint Bartholomew-the-Great Joint Academy for Girls - stage 7 monitor.xlsx",
    ],
)
def test_the_name_of_a_return_can_be_read_whole(name: str, verdict: Verdict, tmp_path: Path) -> None:
    """LibreOffice breaks no line in a link; a name for which no column should be wide enough is broken by Excel alone."""
    for title, letter in (("Returns", "D"), ("Findings", "D")):
        sheet = reported(replace(verdict, name=name), tmp_path)[title]
        cell = sheet[f"{letter}{HEADER_ROW + 1}"]
        assert cell.value == name
        lines = theme.lines(name, sheet.column_dimensions[letter].width)
        assert lines == 1 or title == "Findings" or len(name) > 70
        assert sheet.row_dimensions[HEADER_ROW + 1].height >= lines * theme.LINE_HEIGHT
        assert cell.alignment.wrap_text


def test_a_long_explanation_can_be_read_from_its_beginning(verdict: Verdict, tmp_path: Path) -> None:
    [found, *others] = verdict.findings
    explained = replace(verdict, findings=(replace(found, explanation="We asked. " * 200), *others))
    sheet = reported(explained, tmp_path)["Findings"]
    assert sheet.row_dimensions[HEADER_ROW + 1].height == theme.HIGHEST_ROW
    assert {cell.alignment.vertical for cell in sheet[HEADER_ROW + 1][1:]} == {"top"}
