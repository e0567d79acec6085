"""A school prints a page for every milestone it has reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking import check
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from support.at_work import done, hwit
from support.decided import pages
from support.mistakes.case import Case
from support.plans import example, primary
from support.returns import a_return

STAGE_7 = example().completed_on(form_of_stage(7))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(7))
    return path


def test_a_page_for_every_indicator_achieved(file: Path, tmp_path: Path) -> None:
    said = done("celebrate", file, "-o", tmp_path / "out", "--on", STAGE_7)
    assert "12 pages (E1 to E12)\nfigures about few pupils are left out: E5\n" in said
    [pdf] = (tmp_path / "out").iterdir()
    assert pdf.name == "Larkfield Green Primary School - celebration 2011-10-21.pdf"
    read = pages(pdf.read_bytes(), tmp_path)
    assert len(read) == 12
    assert "38% of pupils in Years 3 to 6 are active" in read[2]
    assert "31% 41%" in read[2]
    assert "We have reached one more of our milestones." in read[4]
    assert "19" not in read[4]


def test_one_that_is_asked_for_beside_the_return(file: Path) -> None:
    assert "1 page (E3)" in done("celebrate", file, "--indicator", "e3", "--on", STAGE_7)
    assert len(list(file.parent.glob("*.pdf"))) == 1
    again = hwit("celebrate", file, "--on", STAGE_7)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    done("celebrate", file, "--on", STAGE_7, "--force")


@pytest.mark.parametrize(
    ("stage", "more", "says"),
    [
        (7, ("--indicator", "E33"), "there is no indicator E33; there are E1, E2"),
        (4, (), "milestones are read from stage 7 on; this is a return of stage 4"),
        (0, (), "this is an annual review"),
    ],
)
def test_what_cannot_be_celebrated_is_one_line(tmp_path: Path, stage: int, more: tuple[str, ...], says: str) -> None:
    (tmp_path / "return.xlsx").write_bytes(a_return(stage))
    result = hwit("celebrate", tmp_path / "return.xlsx", *more, "--on", STAGE_7)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert says in result.stderr


def test_a_file_that_is_no_return_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_text("no workbook")
    result = hwit("celebrate", tmp_path / "return.xlsx")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_errors_elsewhere_in_the_return_do_not_stop_it_but_are_told(tmp_path: Path) -> None:
    plan = primary(7, Readings={"R41": {"value": 145.0}})
    path = tmp_path / "return.xlsx"
    package.save(build(plan.form, plan.tables).workbook, path)
    result = hwit("celebrate", path, "--on", STAGE_7)
    assert (result.exit_code, len(result.stderr.splitlines())) == (0, 1)
    assert result.stderr.startswith("1 error stands in this return, and may change what the pages say")


@pytest.mark.parametrize("command", ["celebrate", "progress"])
def test_that_a_return_was_not_checked_is_told(file: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    def fails(plan: Plan) -> Iterator[Mark]:
        raise ValueError
        yield

    broken = tuple(replace(each, check=fails) if each.code == "PD001" else each for each in check.RULES)
    monkeypatch.setattr(check, "RULES", broken)
    result = hwit(command, file, "--on", STAGE_7)
    assert (result.exit_code, len(result.stderr.splitlines())) == (0, 1)
    assert result.stderr.startswith("this return was not checked, as 1 rule could not be run")


def test_a_milestone_whose_figure_is_asked_about_waits(file: Path, tmp_path: Path) -> None:
    """60% was typed as 0.6, in a school that wants the figure to fall."""
    slip = Case("", "pupil_referral_unit", 7, {"Readings/R35 value": "0.6"}, "")
    file.write_bytes(slip.planted())
    result = hwit("celebrate", file, "-o", tmp_path / "out", "--on", slip.on)
    assert (result.exit_code, "11 pages (E1 to E5 and E7 to E12)" in result.stdout) == (0, True)
    waits = "E6 waits until its figures are settled: open query MN012: R35: 0.6% for E6 looks like 60%."
    assert result.stderr == f"left out: {waits}\n"
    result = hwit("celebrate", file, "--indicator", "E6", "--on", slip.on)
    assert (result.exit_code, result.stderr) == (2, f"Error: {file}: {waits}\n")
