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


def three(verdict: Verdict) -> list[Verdict]:
    """Three returns with the same findings."""
    return [replace(verdict, name=f"{name}.xlsx", path=verdict.path.parent / f"{name}.xlsx") for name in "abc"]


def test_the_same_verdicts_give_the_same_bytes_in_whatever_order_they_come(verdict: Verdict, tmp_path: Path) -> None:
    made = []
    for verdicts in (three(verdict), three(verdict)[::-1]):
        report = Report(dt.date(2026, 11, 24), tmp_path / "report.xlsx")
        for each in verdicts:
            report.add(each)
        report.save()
        made.append((tmp_path / "report.xlsx").read_bytes())
    assert made[0] == made[1]
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]


def test_more_findings_than_a_sheet_holds_go_on_to_the_next(
    verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hwit_xl.checking.report.MOST_ROWS", 2)
    report = Report(dt.date(2026, 11, 24), tmp_path / "report.xlsx")
    for each in three(verdict):
        report.add(replace(each, findings=each.findings[:1]))
    report.save()
    book = opened((tmp_path / "report.xlsx").read_bytes())
    assert book.sheetnames == ["Summary", "Returns", "Findings", "Findings 2", "Rules"]
    told = [[row[3].value for row in book[name].iter_rows(min_row=HEADER_ROW + 1)] for name in book.sheetnames[2:4]]
    assert told == [["a.xlsx", "b.xlsx"], ["c.xlsx"]]
    assert "There are 3 findings" in book["Findings 2"]["B2"].value


def test_a_finding_without_room_for_its_link_keeps_its_words(
    verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hwit_xl.workbooks.reports.rows.MOST_LINKS", 1)
    twice = replace(verdict, findings=verdict.findings[:1] * 2)
    first, second = (reported(twice, tmp_path)["Findings"].cell(HEADER_ROW + row, 7) for row in (1, 2))
    assert first.value == second.value == verdict.findings[0].where
    assert (first.hyperlink is not None, second.hyperlink) == (True, None)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("50% off #1.xlsx", "returns/50%25%20off%20%231.xlsx"),
        ("Zoë's.xlsx", "returns/Zoë's.xlsx"),
        ("St \udce9.xlsx", "returns/St%20%E9.xlsx"),
        ("a\nb.xlsx", "returns/a%0Ab.xlsx"),
    ],
)
def test_a_link_finds_a_return_whatever_it_is_called(name: str, address: str, verdict: Verdict, tmp_path: Path) -> None:
    sheet = reported(replace(verdict, path=tmp_path / "returns" / name, name=name), tmp_path)["Returns"]
    assert sheet.cell(HEADER_ROW + 1, 4).hyperlink.target == address


def test_words_of_a_school_never_become_a_formula(verdict: Verdict, tmp_path: Path) -> None:
    [found, *_] = verdict.findings
    hostile = '=HYPERLINK("http://example.org","<b>&amp;")\x01'
    sheet = reported(
        replace(verdict, school=hostile, findings=(replace(found, explanation=hostile, message=hostile),)), tmp_path
    )["Findings"]
    cells = [sheet.cell(HEADER_ROW + 1, column) for column in (2, 9, 11)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(hostile[:-1], "s")] * 3


def test_a_report_that_cannot_be_finished_leaves_the_one_before(
    verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported(verdict, tmp_path)
    before = (tmp_path / "report.xlsx").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hwit_xl.checking.report_lines.Lines.findings", full)
    with pytest.raises(OSError, match="No space"):
        reported(verdict, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]
    assert (tmp_path / "report.xlsx").read_bytes() == before


def test_nothing_checked_is_a_report_too(tmp_path: Path) -> None:
    report = Report(dt.date(2026, 11, 24), tmp_path / "report.xlsx")
    report.save()
    book = opened((tmp_path / "report.xlsx").read_bytes())
    assert book["Summary"]["B2"].value == "Judged as on 24 November 2026: 0 returns of 0 schools."
    assert [cell.value for cell in book["Findings"][HEADER_ROW + 1]] == [None] * 11
