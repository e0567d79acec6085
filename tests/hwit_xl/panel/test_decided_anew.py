"""The panel takes an answer back, or is shown an older submission: what counts then, and what is recognised."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.decision_files import as_text
from hwit_xl.programme.still_counts import taken_back
from support.at_work import done, hwit
from support.decided import decided
from support.plans import example
from support.returns import a_return

STAGE_4 = form_of_stage(4)
ON = ("--on", example().completed_on(STAGE_4))
PANEL = ("--panel", "Jo Field", *ON)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a plan that was confirmed, and then taken back with a question about O4."""
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    done("submit", tmp_path / "return.xlsx", *ON, "-o", tmp_path / "plan")
    done("decide", tmp_path / "plan", "--confirm", "all", *PANEL)
    done("decide", tmp_path / "plan", "--force", "--clarify", "O4=Why?", *PANEL)
    return tmp_path


def test_after_it_was_taken_back_the_whole_plan_comes_to_the_panel_again(desk: Path) -> None:
    done("submit", desk / "return.xlsx", *ON, "-o", desk / "again", "--reply", "O4=Because.")
    items = json.loads((desk / "again" / "manifest.json").read_text())["items"]
    assert [item["ref"] for item in items if item["confirmed_on"]] == []
    done("decide", desk / "again", "--confirm", "O4", *PANEL)
    refused = hwit("next", desk / "return.xlsx", *ON)
    assert refused.exit_code == 2
    assert "the panel had not yet decided on P1, P2" in refused.stderr


def test_a_form_of_stage_5_made_before_it_was_taken_back_is_found(desk: Path) -> None:
    (desk / "stage 5.xlsx").write_bytes(a_return(5))
    found = hwit(
        "validate", desk / "stage 5.xlsx", "--decision", desk, "--on", example().completed_on(form_of_stage(5))
    )
    assert "XS006" in found.stdout


def test_nothing_is_recognised_that_was_taken_back(desk: Path) -> None:
    first, back = sorted(
        desk.glob("*decision*.json"), key=lambda path: Decision.model_validate_json(path.read_text()).number
    )
    result = hwit("recognise", first, back, "-o", desk / "out")
    assert result.exit_code == 2
    assert not (desk / "out").exists()
    assert "the panel has decided anew since, and P1, P2, O1 to O6 and E1 to E12 of Larkfield" in result.stderr
    done("recognise", first, "-o", desk / "out")


def test_an_answer_taken_back_in_a_later_cycle_is_about_other_items_of_the_same_names() -> None:
    first = decided()
    later = [item.model_copy(update={"digest": "f" * 64, "answer": QuasDecision.CLARIFICATION}) for item in first.items]
    anew = first.model_copy(update={"items": tuple(later), "anew": True, "number": 2}).sealed()
    same = [item.model_copy(update={"answer": QuasDecision.CLARIFICATION}) for item in first.items]
    back = first.model_copy(update={"items": tuple(same), "anew": True, "number": 2}).sealed()
    for other, withdrawn in ((anew, 0), (back, len(first.items))):
        with TemporaryDirectory() as folder:
            paths = [Path(folder) / f"{number} decision.json" for number in (1, 2)]
            for path, decision in zip(paths, (first, other), strict=True):
                path.write_text(as_text(decision), encoding="utf-8")
            assert len(taken_back(paths)[paths[0]]) == withdrawn


def test_of_outcomes_those_that_still_stand_are_recognised(tmp_path: Path) -> None:
    day = ("--on", example().completed_on(form_of_stage(8)))
    (tmp_path / "return.xlsx").write_bytes(a_return(8))
    done("submit", tmp_path / "return.xlsx", *day, "-o", tmp_path / "met")
    done("decide", tmp_path / "met", "--confirm", "all", "--panel", "Jo Field", *day)
    done(
        "decide",
        tmp_path / "met",
        "--force",
        "--confirm",
        "O1,O2",
        "--clarify",
        "O3=Where?",
        "--panel",
        "Jo Field",
        *day,
    )
    hwit("recognise", *tmp_path.glob("*decision*.json"), "-o", tmp_path / "out")
    assert sorted(path.name.split(" - ")[1][:10] for path in (tmp_path / "out").iterdir()) == [
        "outcome O1",
        "outcome O2",
    ]


def test_a_decision_that_is_not_in_this_folder_is_missed(tmp_path: Path) -> None:
    """The school has both decisions beside its return; the programme writes into another folder."""
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    done("submit", tmp_path / "return.xlsx", *ON, "-o", tmp_path / "plan")
    done("decide", tmp_path / "plan", "--confirm", "all", "--clarify", "O2=Why?", *PANEL)
    done("submit", tmp_path / "return.xlsx", *ON, "-o", tmp_path / "again", "--reply", "O2=Because.")
    result = hwit("decide", tmp_path / "again", "-o", tmp_path / "elsewhere")
    assert (
        "by the submission, the panel confirmed P1, P2, O1, O3 to O6 and E1 to E12 on 25 June 2010, but no"
        in result.stderr
    )
    assert "look at this" not in hwit("decide", tmp_path / "again").stderr
