"""A whole check: three passes, of which none is held up or brought down by one file."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from hwit_validators.model.finding import Mark, Severity
from hwit_validators.model.lists import Lists, ValueList
from hwit_validators.model.profile import Limits as Smallest
from hwit_validators.model.profile import Profile
from hwit_validators.model.sent import Sent, Together
from hwit_validators.rules import ACROSS, rule_named
from hwit_validators.tables import Feedback
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking import check as checking
from hwit_xl.checking import compare, run
from hwit_xl.checking import hand_back as handing
from hwit_xl.checking import store as storing
from hwit_xl.checking.collect import Found, collect
from hwit_xl.checking.decision_files import KnownDecisions
from hwit_xl.checking.limits import Limits
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.spool import Spool
from hwit_xl.checking.store import FILE, NoStore, Store
from hwit_xl.checking.verdict import Status, Verdict
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.reading.read import Return
from hwit_xl.workbooks.xlsx.opening import protected
from support.at_work import hwit
from support.decided import decided
from support.mistakes.batches import planted
from support.mistakes.case import Case
from support.plans import example
from support.returns import a_return, changed

ON = example().completed_on(form_of_stage(4))
SETTINGS = Settings(ON)
FORKED = pytest.mark.skipif(sys.platform != "linux", reason="a worker must know what the test has changed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Returns of one school, two of them for one stage, and a file that is none."""
    folder = tmp_path / "returns"
    folder.mkdir()
    for name, data in (("3", a_return(3)), ("4 new", a_return(4)), ("4 old", planted(4, roll="311"))):
        (folder / f"{name}.xlsx").write_bytes(data)
    (folder / "notes.xlsx").write_text("School,URN\n")
    return folder


def verdicts(folder: Path, settings: Settings = SETTINGS, **means: object) -> list[Verdict]:
    """What comes of a check, pass by pass."""
    with Spool(collect([folder]).files) as spool:
        run.check(spool, settings, run.Means(**means))  # type: ignore[arg-type]
        return list(spool)


def codes(verdict: Verdict) -> list[str]:
    return sorted({found.code for found in verdict.findings})


def test_what_is_found_between_returns_stands_in_their_verdicts_at_its_cell(folder: Path) -> None:
    (folder / "4 new.xlsx").unlink()
    (folder / "other name.xlsx").write_bytes(planted(3, name="Harrowfield"))
    found = {verdict.name: verdict for verdict in verdicts(folder)}
    [finding] = [each for each in found["other name.xlsx"].findings if each.code == "XS005"]
    assert (finding.sheet, finding.cell, finding.found) == ("School", "C6", "Harrowfield")
    assert finding.fingerprint != "all", "of the answer on the School sheet"


def test_files_stand_in_their_order_whichever_is_done_first(folder: Path) -> None:
    assert [verdict.name for verdict in verdicts(folder, jobs=2)] == [
        "3.xlsx",
        "4 new.xlsx",
        "4 old.xlsx",
        "notes.xlsx",
    ]


# What may befall one file ------------------------------------------------------------------------------


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What happens when the file of a name is opened."""
    happens: dict[str, object] = {}
    opened = checking.opened

    def at(path: Path, settings: Settings) -> Return:
        act = happens.get(path.name)
        if callable(act):
            act()
        return opened(path, settings)

    monkeypatch.setattr(checking, "opened", at)
    return happens


def hangs() -> None:
    """For ever."""
    while True:
        pass


def dies() -> None:
    """As if the system had run out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def takes_memory() -> None:
    """Two gigabytes."""
    bytearray(2 << 30)


def breaks() -> None:
    """A fault of the program, with somebody's name in its words."""
    raise KeyError("Aisha Khan")


@FORKED
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("act", "says"),
    [
        (hangs, "Checking this file took longer than 1 seconds, so it was stopped."),
        (dies, "The process that checked this file came to a sudden end."),
        (takes_memory, "Checking this file needed more memory than 400 MB, so it was stopped."),
        (breaks, "Something unexpected happened while this file was checked (KeyError)."),
    ],
)
def test_one_file_costs_one_finding_and_the_others_go_on(
    folder: Path, trouble: dict[str, object], act: object, says: str, jobs: int
) -> None:
    calm = {verdict.name: verdict for verdict in verdicts(folder)}
    trouble["4 old.xlsx"] = act
    found = {verdict.name: verdict for verdict in verdicts(folder, jobs=jobs, limits=Limits(1, 400))}
    [finding] = found["4 old.xlsx"].findings
    assert (finding.code, finding.message) == ("WB021", says)
    assert found["4 old.xlsx"].status is Status.REJECTED
    assert [found[name] for name in ("3.xlsx", "4 new.xlsx", "notes.xlsx")] == [
        calm[name] for name in ("3.xlsx", "4 new.xlsx", "notes.xlsx")
    ]


@FORKED
def test_what_befell_the_machine_is_not_kept(folder: Path, trouble: dict[str, object], tmp_path: Path) -> None:
    trouble["3.xlsx"] = dies
    with Store(tmp_path / "kept", SETTINGS) as store:
        assert codes(verdicts(folder, store=store)[0]) == ["WB021"]
    trouble.clear()
    with Store(tmp_path / "kept", SETTINGS) as store:
        assert verdicts(folder, store=store) == verdicts(folder)


@pytest.fixture
def broken_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that fails on every return."""
    rule = rule_named("PD001")
    assert rule

    def fails(_: object) -> Iterator[object]:
        raise ValueError("A123456789012 of Aisha Khan")
        yield

    broken = replace(rule, check=fails)
    monkeypatch.setattr(checking, "RULES", tuple(broken if each.code == "PD001" else each for each in checking.RULES))


@FORKED
def test_a_return_on_which_a_rule_fails_is_not_checked(folder: Path, broken_rule: None, tmp_path: Path) -> None:
    with Store(tmp_path / "kept", SETTINGS) as store:
        found = verdicts(folder, store=store)
    for verdict in found[:3]:
        assert verdict.status is Status.NOT_CHECKED
        assert verdict.blocks
        [finding] = [each for each in verdict.findings if each.code == "WB022"]
        assert "PD001" in finding.message
        assert "Aisha" not in repr(verdict), "an error's own words may be about a child"
    with Store(tmp_path / "kept", SETTINGS) as store:
        assert store.verdict(found[0].sha256) is None, "nor is it kept"


@FORKED
def test_no_profile_can_make_a_failing_rule_milder(folder: Path, broken_rule: None) -> None:
    profile = Profile.model_validate(
        {
            "severities": {"WB022": "advice"},
            "waivers": [
                {"rule": "WB022", "school": "900001", "reason": "It fails.", "by": "Jo", "until": "2099-01-01"}
            ],
        }
    )
    assert verdicts(folder, Settings(ON, Programme(profile)))[0].status is Status.NOT_CHECKED


@FORKED
def test_the_commands_say_so_and_nothing_is_submitted(folder: Path, broken_rule: None, tmp_path: Path) -> None:
    checked = hwit("validate", folder / "4 new.xlsx", "--on", ON.isoformat())
    assert checked.exit_code == 1
    assert "1 not checked" in checked.output
    sent = hwit("submit", folder / "4 new.xlsx", "--on", ON.isoformat(), "-o", tmp_path / "out")
    assert sent.exit_code == 1
    assert not (tmp_path / "out").exists()


@pytest.fixture
def broken_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule between returns that fails on those of one school, after it has found something there."""
    rule = next(each for each in ACROSS if each.documentation.code == "XS005")

    def fails(returns: Sequence[Sent]) -> Iterator[tuple[Sent, Mark]]:
        yield returns[0], Mark("", "A mark.")
        raise ValueError(f"{returns[0].school} of Aisha Khan")

    broken = replace(rule, checks=dict.fromkeys(Together, fails))
    monkeypatch.setattr(compare, "ACROSS", tuple(broken if each is rule else each for each in ACROSS))


def test_returns_between_which_a_rule_fails_are_not_checked_and_the_other_rules_still_run(
    folder: Path, broken_between: None, tmp_path: Path
) -> None:
    (folder / "alone.xlsx").write_bytes(planted(3, urn="900077", name="Harrowfield", establishment_number="2046"))
    for _ in range(2):
        with Store(tmp_path / "kept", SETTINGS) as store:
            found = {verdict.name: verdict for verdict in verdicts(folder, store=store)}
        for name in ("3.xlsx", "4 new.xlsx", "4 old.xlsx"):
            verdict = found[name]
            assert (verdict.status, verdict.blocks) == (Status.NOT_CHECKED, True)
            assert verdict.broken["XS005"].startswith("ValueError, test_run.py line ")
            assert [each.found for each in verdict.findings if each.code == "WB022"] == ["XS005"]
            assert "Aisha" not in repr(verdict)
        assert "XS004" in codes(found["4 old.xlsx"])
        assert found["alone.xlsx"].status is not Status.NOT_CHECKED


def test_the_command_says_which_rule_between_returns_could_not_be_run(folder: Path, broken_between: None) -> None:
    checked = hwit("validate", folder, "--on", ON.isoformat())
    assert checked.exit_code == 1
    assert "3 not checked" in checked.stdout
    assert "rule XS005 could not be run (ValueError, test_run.py line " in checked.stderr


# Kept from one run to the next -----------------------------------------------------------------------------


def taken_over(folder: Path, kept: Path, settings: Settings) -> int:
    """How many verdicts a run takes over; it must say what a fresh one says."""
    with Store(kept, settings) as store, Spool(collect([folder]).files) as spool:
        number = run.check(spool, settings, run.Means(store=store))
        assert list(spool) == verdicts(folder, settings)
        return number


MILDER = Programme(Profile(limits=Smallest(smallest_group=12)))
OWN = Programme()
FEWER = Programme(lists=Lists(ValueList(each.name, each.entries[:-1]) for each in OWN.lists))
"""A programme whose lists end one entry earlier."""


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (SETTINGS, SETTINGS, 4),
        (SETTINGS, Settings(ON + dt.timedelta(days=1)), 0),
        (SETTINGS, Settings(ON, MILDER), 0),
        (Settings(ON, MILDER), Settings(ON, MILDER), 4),
        (Settings(ON, OWN), Settings(ON, OWN), 4),
        (Settings(ON, OWN), Settings(ON, FEWER), 0),
        (SETTINGS, Settings(ON, decisions=KnownDecisions([])), 0),
        (Settings(ON, decisions=KnownDecisions([])), Settings(ON, decisions=KnownDecisions([], complete=True)), 0),
        (Settings(ON, decisions=KnownDecisions([])), Settings(ON, decisions=KnownDecisions([decided()])), 1),
        (
            Settings(ON, decisions=KnownDecisions([decided()])),
            Settings(ON, decisions=KnownDecisions([decided(), decided().model_copy(update={"urn": "900002"}).sealed()])),
            4,
        ),
        (SETTINGS, Settings(ON, passwords=("autumn",)), 4),
    ],
    ids=["the same", "another day", "another profile", "that profile again", "the lists again", "other lists", "decisions known",
         "all of them known", "one on the school", "one on another school", "passwords that no file needs"],
)  # fmt: skip
def test_a_verdict_is_taken_over_only_while_all_it_rests_on_is_the_same(
    folder: Path, tmp_path: Path, then: Settings, now: Settings, expected: int
) -> None:
    assert taken_over(folder, tmp_path / "kept", then) == 0
    assert taken_over(folder, tmp_path / "kept", now) == expected


def test_another_program_takes_nothing_over(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(storing, "program", lambda: "an older one")
        assert taken_over(folder, tmp_path / "kept", SETTINGS) == 0
        assert taken_over(folder, tmp_path / "kept", SETTINGS) == 4
    assert taken_over(folder, tmp_path / "kept", SETTINGS) == 0


def test_a_file_that_needed_a_password_is_checked_again_with_others(folder: Path, tmp_path: Path) -> None:
    (folder / "3.xlsx").write_bytes(protected(a_return(3), "autumn"))
    none, right, more = (Settings(ON, passwords=words) for words in ((), ("autumn",), ("autumn", "winter")))
    assert [taken_over(folder, tmp_path / "kept", each) for each in (none, none, right, right, more)] == [0, 4, 3, 4, 3]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "kept").iterdir())
    assert b"autumn" not in kept


def test_locked_returns_that_are_opened_later_are_compared_then(folder: Path, tmp_path: Path) -> None:
    for path in (folder / "4 new.xlsx", folder / "4 old.xlsx"):
        path.write_bytes(protected(path.read_bytes(), "autumn"))
    for words in ((), ("autumn",), ()):
        taken_over(folder, tmp_path / "kept", Settings(ON, passwords=words))  # which compares with a fresh run


def test_an_owner_file_is_none_whatever_its_bytes_are(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "3.xlsx", folder / "~$3.xlsx")
    files = (Found(folder / "3.xlsx", "3.xlsx"), Found(folder / "~$3.xlsx", "~$3.xlsx"))
    for _ in range(2):
        with Store(tmp_path / "kept", SETTINGS) as store, Spool(files) as spool:
            run.check(spool, SETTINGS, run.Means(store=store))
            assert [codes(verdict) for verdict in spool] == [[], ["WB001"]]


def test_a_profile_settles_rules_between_returns_too(folder: Path) -> None:
    harder = Settings(ON, Programme(Profile.model_validate({"severities": {"XS004": "error"}})))
    waived = Profile.model_validate(
        {"waivers": [{"rule": "XS004", "school": "900001", "reason": "Both count.", "by": "Jo", "until": "2099-01-01"}]}
    )
    by_code = [
        next(found for found in verdicts(folder, settings)[2].findings if found.code == "XS004")
        for settings in (SETTINGS, harder, Settings(ON, Programme(waived)))
    ]
    assert [(found.severity.value, found.waived) for found in by_code] == [
        ("query", False),
        ("error", False),
        ("query", True),
    ]


def test_a_kept_verdict_that_was_damaged_is_worked_out_again(folder: Path, tmp_path: Path) -> None:
    taken_over(folder, tmp_path / "kept", SETTINGS)
    with closing(sqlite3.connect(tmp_path / "kept" / FILE)) as rows, rows:
        rows.execute(
            "update verdict set body = substr(body, 1, 40) where urn != '' and file = (select min(file) from verdict)"
        )
        rows.execute("update verdict set sent = x'00' where file = (select max(file) from verdict where urn != '')")
        rows.execute("update compared set findings = substr(findings, 1, 5)")
    assert taken_over(folder, tmp_path / "kept", SETTINGS) in (2, 3)


def test_what_was_found_between_returns_follows_the_files_that_are_there(folder: Path, tmp_path: Path) -> None:
    assert taken_over(folder, tmp_path / "kept", SETTINGS) == 0
    (folder / "4 new.xlsx").unlink()
    assert taken_over(folder, tmp_path / "kept", SETTINGS) == 3
    shutil.copy(folder / "3.xlsx", folder / "a copy.xlsx")
    assert taken_over(folder, tmp_path / "kept", SETTINGS) == 4


@pytest.mark.parametrize("what", ["no database", "cut short", "a folder", "of another layout"])
def test_a_store_that_cannot_be_used_is_one_line_and_one_of_another_layout_is_begun_anew(
    folder: Path, tmp_path: Path, what: str
) -> None:
    kept = tmp_path / "kept"
    taken_over(folder, kept, SETTINGS)
    file = kept / FILE
    if what == "no database":
        file.write_bytes(b"School,URN\n" * 1000)
    elif what == "cut short":
        for side in kept.glob(f"{FILE}-*"):
            side.unlink()
        file.write_bytes(file.read_bytes()[:6000])
    elif what == "a folder":
        file.unlink()
        file.mkdir()
    else:
        with closing(sqlite3.connect(file)) as rows, rows:
            rows.execute("update about set value = '0' where name = 'layout'")
        assert taken_over(folder, kept, SETTINGS) == 0
        return
    with pytest.raises(NoStore) as problem:
        taken_over(folder, kept, SETTINGS)
    assert "\n" not in str(problem.value)
    assert "choose another folder" in str(problem.value)


def test_findings_between_returns_stand_where_a_person_meets_them(folder: Path) -> None:
    """That there are two is about the file as a whole; the name stands on the School sheet, before the return's own query."""
    case = Case("", "primary", 4, {"School name": "Harrowfield", "School roll": "311", "Indicators/E1 lead": ""}, "")
    (folder / "4 old.xlsx").write_bytes(case.planted())
    [found] = [verdict for verdict in verdicts(folder) if verdict.name == "4 old.xlsx"]
    serious = [each.code for each in found.findings if each.severity is not Severity.ADVICE]
    assert serious == ["XS004", "XS005", "SI008"]


@pytest.mark.parametrize(("days", "waived"), [(1, True), (0, True), (-1, False)])
def test_a_waiver_between_returns_holds_to_the_end_of_its_last_day(folder: Path, days: int, waived: bool) -> None:
    waiver = {
        "rule": "XS004",
        "school": "900001",
        "reason": "Both count.",
        "by": "Jo",
        "until": ON + dt.timedelta(days),
    }
    settings = Settings(ON, Programme(Profile.model_validate({"waivers": [waiver]})))
    [found] = [each for each in verdicts(folder, settings)[2].findings if each.code == "XS004"]
    assert found.waived is waived


@pytest.mark.parametrize("style", ["text", "json", "jsonl", "csv"])
def test_serial_and_parallel_fresh_and_resumed_say_the_same_to_the_byte(
    folder: Path, tmp_path: Path, style: str
) -> None:
    base = ["validate", str(folder), "--on", ON.isoformat(), "--format", style, "--all"]
    kept = ["--keep", str(tmp_path / "kept")]
    outputs = {
        hwit(*base, *more).stdout_bytes
        for more in (["--jobs", "1"], ["--jobs", "2"], kept, kept, [*kept, "--jobs", "1"])
    }
    assert len(outputs) == 1


def test_reports_and_copies_are_the_same_too(folder: Path, tmp_path: Path) -> None:
    made = []
    for number, more in enumerate((["--jobs", "1"], ["--jobs", "2"], ["--keep", "kept"], ["--keep", "kept"])):
        place = tmp_path / str(number)
        place.mkdir()
        more = [str(tmp_path / each) if each == "kept" else each for each in more]
        hwit("validate", folder, "--on", ON.isoformat(), "--report", place / "report.xlsx",
             "--feedback", place / "copies", *more)  # fmt: skip
        made.append({str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*.xlsx"))})
    assert made[0].keys() == {"report.xlsx", "copies/3.xlsx", "copies/4 new.xlsx", "copies/4 old.xlsx"}
    assert all(each == made[0] for each in made[1:])


def copied(folder: Path, copies: Path, kept: Path) -> dict[str, list[str]]:
    """The rules that each copy names after a run that keeps verdicts, in whose way nothing may stand."""
    with Store(kept, SETTINGS) as store, Spool(collect([folder]).files) as spool:
        run.check(spool, SETTINGS, run.Means(store=store))
        assert list(run.hand_back(spool, run.Copies(copies), SETTINGS, run.Means(store=store))) == []
        assert list(spool.reasons()) == []
    return {path.name: [code for code, _ in feedback_in(path)] for path in sorted(copies.iterdir())}


def feedback_in(path: Path) -> list[tuple[str, str]]:
    """The rule and the message in each row of a copy's Feedback sheet."""
    sheet, layout = load_workbook(path)["Feedback"], layout_of(Feedback)
    rows = (
        tuple(str(sheet.cell(*layout.cell(name, place)).value or "") for name in ("code", "message"))
        for place in range(layout.records)
    )
    return [(code, message) for code, message in rows if code]


@pytest.fixture
def a_school(tmp_path: Path) -> Path:
    """One return, in a folder where more may come."""
    folder = tmp_path / "of a school"
    folder.mkdir()
    (folder / "4 old.xlsx").write_bytes(planted(4, roll="311"))
    return folder


def test_a_copy_is_renewed_when_a_twin_appears_and_when_it_goes(a_school: Path, tmp_path: Path) -> None:
    """Nobody has typed into it, so nobody has to ask for it."""
    places = (a_school, tmp_path / "copies", tmp_path / "kept")
    alone = copied(*places)
    (a_school / "4 new.xlsx").write_bytes(a_return(4))
    assert copied(*places) == {"4 new.xlsx": [], "4 old.xlsx": [*alone["4 old.xlsx"], "XS004"]}
    (a_school / "4 new.xlsx").unlink()
    assert copied(*places)["4 old.xlsx"] == alone["4 old.xlsx"]


def test_a_twin_that_is_renamed_is_named_anew(a_school: Path, tmp_path: Path) -> None:
    places = (a_school, tmp_path / "copies", tmp_path / "kept")
    (a_school / "4 new.xlsx").write_bytes(a_return(4))
    copied(*places)
    (a_school / "4 new.xlsx").rename(a_school / "4 last.xlsx")
    taken_over(a_school, tmp_path / "kept", SETTINGS)  # which compares with a fresh run
    copied(*places)
    [said] = [message for code, message in feedback_in(tmp_path / "copies" / "4 old.xlsx") if code == "XS004"]
    assert "4 last.xlsx" in said
    assert "4 new.xlsx" not in said


def test_a_copy_that_is_just_as_it_would_be_is_not_made_again(
    a_school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = (a_school, tmp_path / "copies", tmp_path / "kept")
    copied(*places)
    monkeypatch.setattr(run, "_hand_back", lambda *_: pytest.fail("it is made again"))
    copied(*places)


@FORKED
def test_a_copy_of_an_older_program_is_made_again(
    a_school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its findings may be the same, and stand there in another way."""
    places = (a_school, tmp_path / "copies", tmp_path / "kept")
    with monkeypatch.context() as older:
        older.setattr(storing, "program", lambda: "an older one")
        older.setattr(handing, "with_feedback", lambda data, *_: changed(data, {"docProps/app.xml": b"<as-before/>"}))
        copied(*places)
    before = (tmp_path / "copies" / "4 old.xlsx").read_bytes()
    copied(*places)
    after = (tmp_path / "copies" / "4 old.xlsx").read_bytes()
    assert after != before
    assert copied(*places)
    assert (tmp_path / "copies" / "4 old.xlsx").read_bytes() == after


def test_a_file_that_changes_between_check_and_copy_gets_no_copy(folder: Path, tmp_path: Path) -> None:
    files = (Found(folder / "3.xlsx", "3.xlsx"),)
    with Spool(files) as spool:
        run.check(spool, SETTINGS, run.Means())
        shutil.copy(folder / "4 old.xlsx", folder / "3.xlsx")
        assert list(run.hand_back(spool, run.Copies(tmp_path / "copies"), SETTINGS, run.Means())) == []
        assert [*spool.reasons()] == [("3.xlsx", "the file has changed since it was checked; check it again")]
    assert not (tmp_path / "copies" / "3.xlsx").exists()


@FORKED
def test_a_process_that_dies_over_a_copy_costs_that_copy_and_says_so(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = handing.with_feedback
    sha256 = hashlib.sha256((folder / "4 old.xlsx").read_bytes()).hexdigest()

    def deadly(data: bytes, *more: Any) -> bytes:
        if hashlib.sha256(data).hexdigest() == sha256:
            dies()
        return made(data, *more)

    monkeypatch.setattr(handing, "with_feedback", deadly)
    done = hwit("validate", folder, "--on", ON.isoformat(), "--feedback", tmp_path / "copies")
    why = "making the copy came to nothing: the process that did it came to a sudden end"
    assert f"no feedback copy of 4 old.xlsx: {why}\n" in done.stderr
    assert done.stderr.count("no feedback copy") == 1
    assert {path.name for path in (tmp_path / "copies").iterdir()} == {"3.xlsx", "4 new.xlsx"}


def test_what_the_system_refuses_over_a_copy_is_the_reason_why_there_is_none(folder: Path, tmp_path: Path) -> None:
    """Here a folder has the copy's name."""
    (tmp_path / "copies" / "3.xlsx").mkdir(parents=True)
    done = hwit("validate", folder / "3.xlsx", "--on", ON.isoformat(), "--feedback", tmp_path / "copies", "--force")
    [line] = [line for line in done.stderr.splitlines() if line.startswith("no feedback copy of")]
    assert line.endswith(": the copy could not be written: Is a directory"), line
    assert done.exit_code == 1


def test_results_are_json_that_every_program_reads(folder: Path) -> None:
    result = hwit("validate", folder, "--on", ON.isoformat(), "--format", "json")
    assert {each["status"] for each in json.loads(result.stdout)["returns"]} <= {status.value for status in Status}
