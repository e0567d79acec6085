"""Where a submission goes when the same return is submitted again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from hwit_validators.tables import School
from hwit_validators.tables.forms import form_of_stage
from support.at_work import done, hwit
from support.plans import example
from support.returns import a_return, place_of, with_text

ON = ("--on", example().completed_on(form_of_stage(4)).isoformat())
NAME = "Larkfield Green Primary School - stage 4 submission 2010-06-25"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(4))
    return path


def test_a_second_submission_of_a_day_gets_a_number(plan: Path) -> None:
    for name in (NAME, f"{NAME} (2)", f"{NAME} (3)"):
        assert done("submit", plan, *ON).startswith(f"wrote {plan.parent / name}: ")
        assert (plan.parent / name / "manifest.json").exists()


def test_a_second_zip_of_a_day_gets_a_number_and_so_has_the_folder_in_it(plan: Path) -> None:
    for name in (NAME, f"{NAME} (2)"):
        assert done("submit", plan, "--zip", *ON).startswith(f"wrote {plan.parent / name}.zip: ")
        with zipfile.ZipFile(plan.parent / f"{name}.zip") as made:
            assert {member.split("/")[0] for member in made.namelist()} == {name}


def test_with_force_the_first_is_replaced(plan: Path) -> None:
    done("submit", plan, *ON)
    assert done("submit", plan, *ON, "--force").startswith(f"wrote {plan.parent / NAME}: ")
    assert sorted(path.name for path in plan.parent.iterdir()) == sorted([NAME, "return.xlsx"])


def test_a_name_that_was_asked_for_is_taken_or_refused(plan: Path) -> None:
    done("submit", plan, *ON, "-o", plan.parent / "mine")
    again = hwit("submit", plan, *ON, "-o", plan.parent / "mine")
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)


def test_the_number_stands_at_the_end_of_a_name_with_a_point_in_it(plan: Path) -> None:
    plan.write_bytes(with_text(plan.read_bytes(), "School", place_of(School, "name"), "St. Mary's School"))
    done("submit", plan, *ON)
    assert "St. Mary's School - stage 4 submission 2010-06-25 (2): " in done("submit", plan, *ON)
