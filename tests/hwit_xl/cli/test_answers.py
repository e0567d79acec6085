"""``hwit answers``: everything that was read, and everything typed that was not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from hwit_validators.tables import Indicator, Outcome
from support.at_work import hwit
from support.returns import a_return, place_of, with_text, without_names, without_signs


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A stage-4 return with a due date that is none, and a note beside the tables."""
    data = with_text(a_return(4), "Indicators", place_of(Indicator, "due"), "when we can")
    path = tmp_path / "return.xlsx"
    path.write_bytes(with_text(data, "Outcomes", "B3", "Ring Sue"))
    return path


def test_each_answer_has_its_question_and_its_cell(returned: Path) -> None:
    said = json.loads(hwit("answers", str(returned), "--format", "json").stdout)
    assert (said["form"], said["urn"]) == ("stage_4_outcomes", "900001")
    target = next(a for a in said["answers"] if (a["table"], a["ref"], a["field"]) == ("Outcomes", "O1", "target"))
    assert (target["title"], target["sheet"], target["cell"]) == (
        "Target figure",
        "Outcomes",
        place_of(Outcome, "target"),
    )
    dates = [a["value"] for a in said["answers"] if a["field"] == "due"]
    assert dates
    assert all(len(date) == 10 and date[4] == "-" for date in dates)
    served = next(a for a in said["answers"] if (a["ref"], a["field"]) == ("E1", "outcomes"))
    assert served["value"] == ["All"]


def test_what_was_not_read_is_told_with_its_cell_and_why(returned: Path) -> None:
    said = json.loads(hwit("answers", str(returned), "--format", "json").stdout)
    assert [(cell["sheet"], cell["cell"]) for cell in said["not_read"]] == [
        ("Indicators", place_of(Indicator, "due")),
        ("Outcomes", "B3"),
    ]
    assert all(cell["why"] for cell in said["not_read"])
    assert not any((a["ref"], a["field"]) == ("E1", "due") for a in said["answers"])


def test_as_a_table_every_cell_is_a_line(returned: Path) -> None:
    lines = list(csv.DictReader(io.StringIO(hwit("answers", str(returned), "--format", "csv").stdout)))
    assert [line["cell"] for line in lines if line["read"] == "no"] == [place_of(Indicator, "due"), "B3"]
    assert {line["value"] for line in lines if (line["ref"], line["field"]) == ("E1", "outcomes")} == {"All"}


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_disarmed(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(with_text(a_return(4), "Outcomes", place_of(Outcome, "who"), "=HYPERLINK(1)"))
    lines = list(csv.DictReader(io.StringIO(hwit("answers", str(path), "--format", "csv").stdout)))
    assert "'=HYPERLINK(1)" in {line["value"] for line in lines}


def test_in_words_it_goes_sheet_by_sheet(returned: Path) -> None:
    said = hwit("answers", str(returned)).stdout
    assert said.startswith("School\n")
    assert f"    {place_of(Outcome, 'target'):<5} Target figure: " in said
    assert said.rstrip().splitlines()[-2].startswith(f"  Indicators {place_of(Indicator, 'due')}: ")


def test_a_file_that_is_no_return_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(without_signs(without_names(a_return(4))))
    result = hwit("answers", path)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
