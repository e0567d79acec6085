"""Which files of a folder are decision files: by what is in them, whatever they are called."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path

import pytest

from hwit_validators.model.decision import Decision
from hwit_xl.checking import decision_files as decisions
from hwit_xl.checking.beside import settings_beside
from hwit_xl.checking.decision_files import KnownDecisions, as_text, beside, gathered
from hwit_xl.problem import Problem
from support.decided import decided


def known(paths: list[Path]) -> tuple[Decision, ...]:
    """What is gathered about the school."""
    return gathered(paths).about(["900001"]).known


OTHERS = {
    "manifest.json": {"kind": "plan", "urn": "900001", "submitted_on": "2010-06-28", "content": "0", "items": []},
    "progress.json": {"school": "Larkfield Green", "urn": "900001", "summary": {"outcomes": {"met": 2}}},
    "report.json": [{"file": "return.xlsx", "findings": [{"column": "decided_on", "message": '"panel": who?'}]}],
    "seal.json": {"seal": "Phoca vitulina", "panel": "solar"},
}


def with_others(folder: Path) -> Path:
    """A folder with JSON files of other kinds, one that is none, and a folder that is called like one."""
    for name, content in OTHERS.items():
        (folder / name).write_text(json.dumps(content))
    (folder / "damaged.json").write_bytes(b"\xff\xfe{")
    (folder / "folder.json").mkdir()
    return folder


@pytest.mark.parametrize("name", ["900001 plan decision 2010-07-09.json", "answer.json", "FROM THE PANEL.JSON"])
def test_a_decision_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    (with_others(tmp_path) / name).write_text(as_text(decided()))
    assert known([tmp_path]) == (decided(),)
    assert beside(tmp_path) == decisions.Found((decided(),))


def test_a_folder_is_searched_with_all_below_it_and_what_lies_beside_a_return_is_not(tmp_path: Path) -> None:
    (tmp_path / "2010" / "Larkfield").mkdir(parents=True)
    (tmp_path / "2010" / "Larkfield" / "answer.json").write_text(as_text(decided()))
    assert known([tmp_path]) == (decided(),)
    assert beside(tmp_path).decisions == ()
    assert beside(tmp_path / "nowhere") == decisions.Found()


WHOLE = as_text(decided(asked={"O2": "Which survey?"}))


@pytest.mark.parametrize("name", ["answer.json", "my decision.json"])
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (WHOLE.replace("Clarification sought", "Confirmed").encode(), "was changed after it was written"),
        (WHOLE.replace('"panel": "Sam Okoro",', "").encode(), "is no decision file"),
        (WHOLE[: len(WHOLE) // 2].encode(), "is no decision file"),
        (WHOLE.encode("utf-16"), "is no decision file"),
        ((WHOLE + " " * decisions.LARGEST).encode(), "it is too large"),
    ],
    ids=["an answer changed", "a line taken out", "cut short", "saved in UTF-16", "grown"],
)
def test_what_is_meant_to_be_one_and_cannot_be_used_is_named(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (with_others(tmp_path) / name).write_bytes(data)
    [problem] = beside(tmp_path).problems
    assert problem.startswith(str(tmp_path / name))
    assert says in problem
    with pytest.raises(Problem, match=says):
        gathered([tmp_path])


def test_what_is_called_a_decision_is_meant_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "Decision.json").write_text("{}")
    [problem] = beside(tmp_path).problems
    assert "is no decision file" in problem


def test_a_folder_with_too_many_decisions_is_said_and_other_files_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "MOST", 1)
    (with_others(tmp_path) / "answer.json").write_text(as_text(decided()))
    assert beside(tmp_path) == decisions.Found((decided(),))
    (tmp_path / "another.json").write_text(as_text(decided()))
    [problem] = beside(tmp_path).problems
    assert problem.startswith(f"{tmp_path} holds more than 1 decisions")
    assert beside(tmp_path).decisions == (decided(),)
    with pytest.raises(Problem, match="keep them in several folders"):
        gathered([tmp_path])


def test_decisions_are_found_by_school(tmp_path: Path) -> None:
    other = decided().model_copy(update={"urn": "900002"}).sealed()
    for number, one in enumerate((decided(), other)):
        (tmp_path / f"{number}.json").write_text(as_text(one))
    found = gathered([tmp_path])
    assert found.schools == {"900001", "900002"}
    assert found.about(["900002"]).known == (other,)
    assert set(found.about(["900002", "900001"]).known) == {decided(), other}, "of a school that had another URN before"
    assert found.about(["900003"]).known == ()
    assert found.about(["900001"]).complete, "somebody keeps them in a folder"
    assert not gathered([tmp_path / "0.json"]).complete


def test_the_fingerprint_of_a_schools_decisions_changes_with_them_alone() -> None:
    mine, other = decided(), decided().model_copy(update={"urn": "900002"}).sealed()
    print_of = KnownDecisions([mine]).print_of(["900001"])
    assert KnownDecisions([other, mine]).print_of(["900001"]) == print_of
    assert KnownDecisions([]).print_of(["900001"]) != print_of
    assert KnownDecisions([mine], complete=True).print_of(["900001"]) != print_of


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "decision.json")
    assert beside(tmp_path) == decisions.Found()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_those_beside_a_profile_that_is_a_link_to_a_shared_one_count(tmp_path: Path) -> None:
    school, shared = tmp_path / "school", tmp_path / "shared"
    school.mkdir()
    shared.mkdir()
    (shared / "hwit.toml").write_text('programme = "Invented Healthy Schools"\n')
    (school / "hwit.toml").symlink_to(shared / "hwit.toml")
    (school / "answer.json").write_text(as_text(decided()))
    found = settings_beside(school, dt.date(2011, 6, 15))
    assert found.programme == "Invented Healthy Schools"
    assert found.settings.decisions is not None
    assert found.settings.decisions.schools == {decided().urn}
