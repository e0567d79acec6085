"""What a submission says in words: figures about few people are withheld in all of it, and each sentence is about its item."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.profile_file import Programme
from hwit_xl.panel.manifest import Manifest, Remaining
from hwit_xl.panel.submission import submission, zipped
from hwit_xl.problem import Problem
from support.at_work import done, hwit
from support.mistakes.case import Case
from support.plans import example
from support.returns import a_return, read_return
from support.typeset import words_of

STAGE_4 = form_of_stage(4)
ON = ("--on", example().completed_on(STAGE_4))
PANEL = ("--panel", "Jo Field", *ON)


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A folder with the primary school's plan, on which the panel asked about a small group (O3) and a large one (O1)."""
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    done("submit", tmp_path / "return.xlsx", *ON, "-o", tmp_path / "plan")
    done("decide", tmp_path / "plan", "--clarify", "O3=Are they new?", "--clarify", "O1=Who asks?", *PANEL)
    return tmp_path


def manifest(folder: Path) -> dict[str, dict[str, object]]:
    """The items of a submission by their reference."""
    return {item["ref"]: item for item in json.loads((folder / "manifest.json").read_text())["items"]}


def test_titles_of_a_small_group_are_without_their_figures(asked: Path) -> None:
    items = manifest(asked / "plan")
    assert "rises from c to c of c by June 2012" in str(items["O3"]["title"])
    assert "rises from 31% to 50% by June 2012" in str(items["O1"]["title"])
    assert [ref for ref, item in items.items() if item["withheld"]] == ["O3", "E5"]


def test_a_reply_about_a_small_group_is_without_its_figures_on_paper_only(asked: Path) -> None:
    """It stands nowhere else, so the programme can read it where it lists what was submitted."""
    replies = ("--reply", "O3=The 4 of 19 who came in May.", "--reply", "O1=Miss Pym asks all 174.")
    done("submit", asked / "return.xlsx", *ON, "-o", asked / "again", *replies)
    items = manifest(asked / "again")
    assert items["O3"]["reply"] == "The 4 of 19 who came in May."
    assert "reply: The 4 of 19 who came in May." in done("decide", asked / "again")
    paper = words_of((asked / "again" / "submission.pdf").read_bytes())
    assert "The c of c who came in May." in paper
    assert "4 of 19" not in paper
    assert "Miss Pym asks all 174." in paper


def test_a_question_about_a_small_group_is_without_its_figures_on_paper(asked: Path) -> None:
    done("decide", asked / "plan", "--clarify", "O3=Which 4 of the 19?", *PANEL)
    done("submit", asked / "return.xlsx", *ON, "-o", asked / "again")
    assert manifest(asked / "again")["O3"]["question"] == "Which 4 of the 19?"
    assert "Which c of the c?" in words_of((asked / "again" / "submission.pdf").read_bytes())


def test_a_query_about_a_large_outcome_keeps_its_figures_though_its_priority_has_a_small_one(tmp_path: Path) -> None:
    slip = Case("", "primary", 4, {"Outcomes/O2 target": "76"}, "")
    (tmp_path / "return.xlsx").write_bytes(slip.planted())
    done("submit", tmp_path / "return.xlsx", "--on", slip.on, "-o", tmp_path / "out")
    [query] = json.loads((tmp_path / "out" / "manifest.json").read_text())["open_queries"]
    assert query["message"] == "The target of O2 is 76%, but its sentence does not say 76%."


def test_an_item_asked_about_is_not_one_that_was_confirmed(asked: Path) -> None:
    """Only what the panel had confirmed can have changed since then."""
    done("submit", asked / "return.xlsx", *ON, "-o", asked / "again")
    item = manifest(asked / "again")["O3"]
    assert (item["question"], item["changed"], item["was_confirmed_on"]) == ("Are they new?", False, None)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ("O9=Yes.", "there is nothing called O9 in this submission to reply about"),
        ("O2=Yes.", "the panel asked nothing about O2, so there is nothing to reply"),
    ],
)
def test_a_reply_to_nothing_is_one_clear_line(asked: Path, reply: str, says: str) -> None:
    result = hwit("submit", asked / "return.xlsx", *ON, "-o", asked / "again", "--reply", reply)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert says in result.stderr
    assert not (asked / "again").exists()


def a_query(table: str, place: int, ref: str, explanation: str = "", severity: Severity = Severity.QUERY) -> Finding:
    return Finding(
        "XX001", severity, table, ref, "Value", "4", None, "4 of 19 is few.", "", explanation=explanation, place=place
    )


def manifest_with(stage: int, *findings: Finding) -> Manifest:
    """The manifest of the worked plan with these findings and no others."""
    returned = read_return(a_return(stage), form_of_stage(stage))
    verdict = replace(judge_return(returned, "return.xlsx"), findings=findings)
    return submission(returned, verdict, Programme(), {}).manifest


def test_queries_about_a_small_group_are_told_without_its_figures() -> None:
    """A row of the Baselines sheet (B3) is about the outcome it measures (O3)."""
    rows = read_return(a_return(8), form_of_stage(8)).plan.tables["Baselines"]
    places = {getattr(row, "measure", None): row.place for row in rows}
    made = manifest_with(
        8,
        a_query("Baselines", places["O1"], "B1", "All 4 of them."),
        a_query("Baselines", places["O3"], "B3", "All 4 of them."),
        a_query("Baselines", places["O3"], "B3"),
        a_query("Baselines", places["O3"], "B3", severity=Severity.ADVICE),
    )
    assert made.explained == (
        Remaining(code="XX001", ref="B1", message="c of 19 is few.", explanation="All c of them."),
        Remaining(code="XX001", ref="B3", message="c of c is few.", explanation="All c of them."),
    )
    assert made.open_queries == (Remaining(code="XX001", ref="B3", message="c of c is few."),)


@pytest.mark.parametrize(("table", "place", "ref"), [("Outcomes", 2, "O3"), ("Indicators", 4, "E5")])
def test_queries_about_a_small_outcome_itself_are_told_without_its_figures(table: str, place: int, ref: str) -> None:
    made = manifest_with(4, a_query(table, place, ref, "All 4 of them."))
    assert made.explained == (Remaining(code="XX001", ref=ref, message="c of c is few.", explanation="All c of them."),)


def test_a_query_about_one_measure_tells_no_figures_of_a_small_one_it_speaks_of(tmp_path: Path) -> None:
    """E5 and O3 are about 19 pupils; the query on a target stands at E5, and says what O3 asks for."""
    slip = Case("", "primary", 4, {"Outcomes/O3 target": "5", "Outcomes/O3 statement": "Rises to 5 of 19."}, "")
    (tmp_path / "return.xlsx").write_bytes(slip.planted())
    done("submit", tmp_path / "return.xlsx", "--on", slip.on, "-o", tmp_path / "out")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text())
    [query] = [query for query in told["open_queries"] if query["code"] == "SI007"]
    assert query["message"] == "E5 asks for c pupils, but O3 itself only for c pupils."
    assert "only for 5 pupils" not in words_of((tmp_path / "out" / "submission.pdf").read_bytes())


def test_a_query_about_a_question_is_named_after_its_heading() -> None:
    [told] = manifest_with(4, a_query("School", 0, "Answer")).open_queries
    assert told.ref == "Value"


def test_a_submission_needs_the_urn_by_which_the_panel_knows_the_school() -> None:
    returned = read_return(a_return(4), STAGE_4)
    school = returned.plan.school
    assert school
    plan = replace(
        returned.plan, tables={**returned.plan.tables, "School": (school.model_copy(update={"urn": "9001"}),)}
    )
    with pytest.raises(Problem, match="write the six digits"):
        submission(replace(returned, plan=plan), judge_return(returned, ""), Programme(), {})


def test_no_time_of_day_stands_in_a_zip_file() -> None:
    """Made on another day, the zip file of a submission is still the same."""
    returned = read_return(a_return(4), STAGE_4)
    made = submission(returned, judge_return(returned, ""), Programme(), {})
    with zipfile.ZipFile(io.BytesIO(zipped(made, "plan"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == ["plan/submission.xlsx", "plan/submission.pdf", "plan/manifest.json"]
