"""Which of the panel's decisions a command goes by, where it looks for them, and that it never loses one."""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from hwit_validators.model.decision import Decision, Kind
from hwit_validators.tables import PastOutcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.decision_files import as_text
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from support.at_work import done, hwit
from support.decided import decided
from support.plans import example
from support.returns import a_return

STAGE_4 = example().completed_on(form_of_stage(4))
PANEL = ("--panel", "Jo Field", "--on", STAGE_4)
OTHER = decided(school="Hazelmere Bank School").model_copy(update={"urn": "900002"}).sealed()


def day(stage: int) -> dt.date:
    return example().completed_on(form_of_stage(stage))


def kept(path: Path, decision: Decision) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_text(decision), encoding="utf-8")
    return path


def stated(path: Path, stage: int, **changes: Any) -> Path:
    """The primary school's return of a stage, with other answers about the school."""
    form = form_of_stage(stage)
    tables = example().tables(form)
    [school] = tables["School"]
    tables["School"] = (school.model_copy(update=changes),)
    package.save(build(form, tables).workbook, path)
    return path


@pytest.fixture
def under_way(tmp_path: Path) -> Path:
    """A return of stage 5, and a folder with a decision on another school."""
    kept(tmp_path / "kept" / "decision.json", OTHER)
    return stated(tmp_path / "return.xlsx", 5)


def test_in_a_folder_of_decisions_a_missing_confirmation_is_an_error(under_way: Path) -> None:
    result = hwit("next", under_way, "--on", day(5), "--decision", under_way.parent / "kept")
    assert result.exit_code == 1, "though a decision on another school is no trouble there"
    assert "XS006" in result.stdout
    assert "Among the panel's decisions there is none that confirms this plan." in " ".join(result.stdout.split())


def test_without_a_folder_of_decisions_one_that_is_missing_is_nobodys_fault(under_way: Path) -> None:
    done("next", under_way, "--on", day(5))


@pytest.mark.parametrize(
    ("urn", "school"), [("900001", "this return is of 900001"), (None, "this return is of a school without a URN")]
)
def test_a_decision_named_must_be_about_the_school(tmp_path: Path, urn: str | None, school: str) -> None:
    path, decision = stated(tmp_path / "return.xlsx", 5, urn=urn), kept(tmp_path / "kept" / "decision.json", OTHER)
    result = hwit("progress", path, "--on", day(5), "--decision", decision)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {decision} is about the school 900002; {school}\n"


def test_what_lies_beside_a_return_and_cannot_be_used_is_passed_over(under_way: Path) -> None:
    (under_way.parent / "decision.json").write_text("{}")
    result = hwit("progress", under_way, "--on", day(5))
    assert result.exit_code == 0
    [line] = result.stderr.splitlines()
    assert line.startswith(f"passed over: {under_way.parent / 'decision.json'} is no decision file")


@pytest.mark.parametrize(
    ("command", "stage", "name", "options"),
    [
        ("submit", 4, "manifest.json", ("-o", ".")),
        ("submit", 4, "plan.zip", ("--zip", "-o", "plan.zip")),
        ("next", 3, "next.xlsx", ("-o", "next.xlsx")),
        ("new", 4, "new.xlsx", ("-o", "new.xlsx")),
        ("sef", 8, "sef.docx", ("-o", "sef.docx")),
        ("progress", 7, "page.pdf", ("--pdf", "page.pdf")),
        ("progress", 7, "book.xlsx", ("--excel", "book.xlsx")),
    ],
)
def test_a_decision_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, stage: int, name: str, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("returns").mkdir()
    Path("returns/return.xlsx").write_bytes(a_return(stage))
    decision = kept(Path(name), decided(Kind.OUTCOMES))
    file = ("--from", "returns/return.xlsx") if command == "new" else ("returns/return.xlsx",)
    result = hwit(command, *file, "--on", day(stage), "--decision", decision, *options, "--force")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1), result.output
    assert "is read by this command, and is never written over" in result.stderr
    assert decision.read_text() == as_text(decided(Kind.OUTCOMES))
    assert [path.name for path in Path("returns").iterdir()] == ["return.xlsx"]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the primary school's plan, submitted."""
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    done("submit", tmp_path / "return.xlsx", "--on", STAGE_4, "-o", tmp_path / "plan")
    return tmp_path


def test_what_cannot_be_used_where_a_decision_goes_is_passed_over(desk: Path) -> None:
    (desk / "decision.json").write_text("{}")
    result = hwit("decide", desk / "plan", "--confirm", "all", *PANEL)
    assert result.exit_code == 0
    assert [line.partition(" is no")[0] for line in result.stderr.splitlines()] == [
        f"passed over: {desk / 'decision.json'}"
    ]


def test_a_letter_that_is_there_already_is_kept(desk: Path) -> None:
    letter = desk / f"900001 plan decision {STAGE_4}.docx"
    letter.write_text("signed by hand")
    said = done("decide", desk / "plan", "--confirm", "all", *PANEL)
    assert f"letter:   {letter.with_name(f'{letter.stem} (2).docx')}" in said
    assert letter.read_text() == "signed by hand"
    assert sorted(path.name for path in desk.glob("*decision*")) == [
        f"{letter.stem} (2).docx", letter.name, f"{letter.stem}.json",
    ]  # fmt: skip


def test_a_decision_of_an_earlier_cycle_does_not_hold_for_the_same_words_now(desk: Path) -> None:
    """The school begins again two years later, and asks for the same plan."""
    done("decide", desk / "plan", "--confirm", "all", *PANEL)
    form, later = form_of_stage(4), dt.date(2012, 7, 2)
    tables = example().tables(form)
    assert "confirmed on 25 June 2010" in done("decide", desk / "plan").splitlines()[1]
    past = PastOutcome(ref="H1", cycle=1, priority="Healthy weight", measured_on=dt.date(2012, 6, 15))
    tables["History"] = (past,)
    package.save(build(form, tables).workbook, desk / "again.xlsx")
    made = hwit("submit", desk / "again.xlsx", "--on", later, "-o", desk / "second")
    assert made.exit_code == 0, made.output
    listed = done("decide", desk / "second")
    assert listed.splitlines()[0].endswith("plan, submitted on 2 July 2012: submitted")
    assert "confirmed on" not in listed


@pytest.mark.skipif(sys.platform == "win32", reason="has no such pipes")
def test_a_decision_file_may_come_through_a_pipe_as_it_is_read_once(tmp_path: Path) -> None:
    """As a shell gives what another command writes: ``--decision <(unzip -p post.zip decision.json)``."""
    file, confirmed = stated(tmp_path / "return.xlsx", 4), kept(tmp_path / "kept" / "decision.json", decided())
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(confirmed.read_bytes()), daemon=True)
    writer.start()
    done("next", file, "--on", day(4), "--decision", pipe)
