"""What a return or a decision file must say to earn a document, and what is said where it earns none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hwit_validators.model.decision import Decision, Kind
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.decision_files import as_text
from hwit_xl.checking.settings import Settings
from hwit_xl.problem import Problem
from hwit_xl.programme.recognise import recognise
from hwit_xl.programme.still_counts import answered_again
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from support.decided import decided
from support.plans import example

STAGE_1 = form_of_stage(1)
SETTINGS = Settings(dt.date(2010, 2, 5))


def joining(folder: Path, **changes: Any) -> Path:
    """A stage 1 return with other answers about the school."""
    tables = example().tables(STAGE_1)
    [school] = tables["School"]
    tables["School"] = (school.model_copy(update=changes),)
    package.save(build(STAGE_1, tables).workbook, folder / "return.xlsx")
    return folder / "return.xlsx"


def kept(folder: Path, decision: Decision, name: str = "decision.json") -> Path:
    (folder / name).write_text(as_text(decision), encoding="utf-8")
    return folder / name


def why_not(path: Path) -> str:
    with pytest.raises(Problem) as problem:
        recognise(path, SETTINGS)
    return str(problem.value)


def test_a_return_that_does_not_name_its_school_says_so(tmp_path: Path) -> None:
    path = joining(tmp_path, name=None)
    assert why_not(path) == f"{path} does not say which school it is from; the School sheet needs its name"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"roll": None}, "900001 Larkfield Green Primary School - welcome letter.docx"),
        ({"annual_review_on": dt.date(2008, 7, 1)}, "900001 Larkfield Green Primary School - welcome letter.docx"),
        ({"urn": None}, "Larkfield Green Primary School - welcome letter.docx"),
    ],
    ids=["an error about something else", "a query about joining", "no URN"],
)
def test_only_what_is_against_its_joining_keeps_a_school_from_being_welcomed(
    tmp_path: Path, changes: Mapping[str, Any], name: str
) -> None:
    [letter] = recognise(joining(tmp_path, **changes), SETTINGS).papers
    assert letter.name == name


def test_what_is_called_json_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "Answer.JSON").write_bytes(b"\xff\xfe{")
    assert "is no decision file" in why_not(tmp_path / "Answer.JSON")


@pytest.mark.parametrize("before", ["", "\ufeff", "\n \r\n\t"])
def test_a_decision_may_lie_in_a_file_of_any_name(tmp_path: Path, before: str) -> None:
    path = kept(
        tmp_path, decided(Kind.OUTCOMES, asked=dict.fromkeys(("O1", "O2", "O3", "O4", "O6"), "?")), "answer.txt"
    )
    path.write_text(before + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "the panel sought clarification on O1 to O4 and O6" in why_not(path)


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (
            decided(asked={"O2": "?"}),
            "the plan of Larkfield Green Primary School is not confirmed; on 9 July 2010 the panel sought clarification on O2",
        ),
        (
            decided(waiting=frozenset({"O2"})),
            "the plan of Larkfield Green Primary School is not confirmed; on 9 July 2010 O2 waited for an answer",
        ),
        (
            decided(Kind.OUTCOMES, waiting=frozenset({"O1", "O2", "O3", "O4", "O6"})),
            "no outcome of Larkfield Green Primary School is confirmed; on 9 July 2010 O1 to O4 and O6 waited for an answer",
        ),
    ],
)  # fmt: skip
def test_what_a_decision_waits_for_is_said_and_nothing_else(tmp_path: Path, decision: Decision, says: str) -> None:
    path = kept(tmp_path, decision)
    assert why_not(path) == f"{path}: {says}"


def test_of_several_later_answers_the_newest_is_named(tmp_path: Path) -> None:
    asked, *others = (
        (decided(asked={"O2": "?"}) if days == 0 else decided())
        .model_copy(update={"decided_on": dt.date(2010, 7, 9) + dt.timedelta(days)})
        .sealed()
        for days in (0, 10, 20)
    )
    paths = [kept(tmp_path, each, f"{number}.json") for number, each in enumerate((asked, *others))]
    workbook = joining(tmp_path)
    assert answered_again([*paths, workbook, tmp_path / "nowhere"]) == {paths[0]: others[1], paths[1]: others[1]}
