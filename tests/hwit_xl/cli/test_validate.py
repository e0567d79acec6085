"""``hwit validate`` as a Local Programme uses it."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from hwit_validators.rules import RULES
from hwit_validators.tables import Feedback, Indicator, Outcome
from hwit_validators.tables.forms import FORM_VERSION, form_of_stage
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import layout_of
from support.at_work import hwit
from support.plans import example

STAGE_4 = form_of_stage(4)
ON = example().completed_on(STAGE_4).isoformat()


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """A clean return, one with a query, and one with an error, made once."""
    folder = tmp_path_factory.mktemp("made")
    for name, table, field, place, value in (
        ("clean", None, "", 0, None),
        ("query", Indicator, "lead", 0, None),
        ("error", Outcome, "target", 0, 20),
    ):
        built = build(STAGE_4, example().tables(STAGE_4))
        if table:
            built.cell(layout_of(table), field, place).value = value
        package.save(built.workbook, folder / f"{name}.xlsx")
    return folder


@pytest.fixture
def returns(made, tmp_path) -> Path:
    """A folder with the three returns, one of them in a folder below, and a CSV file that calls itself a workbook."""
    folder = tmp_path / "returns"
    (folder / "late").mkdir(parents=True)
    shutil.copy(made / "clean.xlsx", folder)
    shutil.copy(made / "query.xlsx", folder / "late")
    shutil.copy(made / "error.xlsx", folder)
    (folder / "renamed.xlsx").write_text("School,URN\nA,1\n")
    return folder


def test_text_names_school_file_cell_and_what_to_do(returns):
    result = hwit("validate", returns, "--on", ON)
    assert result.exit_code == 1
    assert "Larkfield Green Primary School · 900001" in result.output
    assert "error.xlsx · Stage 4: outcomes and indicators · 1 error" in result.output
    assert "OC005  Outcomes C19 · O1 · Target figure" in result.output
    assert "→ Correct the target or the starting figure, or change the direction." in result.output
    assert "4 returns: 1 clean, 1 with queries, 1 with errors, 1 rejected." in result.output
    assert result.output.index("WB001") < result.output.index("OC005") < result.output.index("SI008"), (
        "most serious first"
    )


def test_json_has_the_shape_other_programs_rely_on(returns):
    result = hwit("validate", returns, "--format", "json", "--on", ON)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["tool"] == {"name": "hwit", "version": answer["tool"]["version"], "rules": len(RULES)}
    by_file = {returned["file"]: returned for returned in answer["returns"]}
    assert {name: returned["status"] for name, returned in by_file.items()} == {
        "clean.xlsx": "clean",
        "error.xlsx": "errors",
        "late/query.xlsx": "queries",
        "renamed.xlsx": "rejected",
    }
    error = by_file["error.xlsx"]
    assert (error["urn"], error["form"], error["form_version"], len(error["sha256"])) == (
        "900001",
        "stage_4_outcomes",
        ".".join(map(str, FORM_VERSION)),
        64,
    )
    [finding] = [finding for finding in error["findings"] if finding["severity"] == "error"]
    assert finding == {
        "code": "OC005", "severity": "error", "table": "Outcomes", "ref": "O1", "column": "Target figure",
        "sheet": "Outcomes", "cell": "C19", "found": "20", "expected": "higher than 31%",
        "message": "O1: target 20%, starting figure 31%. For an increase the target must be higher.",
        "fix": "Correct the target or the starting figure, or change the direction.", "explanation": None,
        "waiver": None,
    }  # fmt: skip
    assert answer["summary"]["returns"] == 4
    assert answer["summary"]["findings"]["reject"] == 1


def test_json_lines_and_csv_say_the_same(returns):
    lines = hwit("validate", returns, "--format", "jsonl", "--on", ON).stdout.splitlines()
    table = list(csv.DictReader(io.StringIO(hwit("validate", returns, "--format", "csv", "--on", ON).stdout)))
    by_line = {(r["file"], f["code"]) for r in map(json.loads, lines) for f in r["findings"]}
    assert len(lines) == 4
    assert {(row["file"], row["code"]) for row in table if row["code"]} == by_line
    assert [row["status"] for row in table if not row["code"]] == ["clean"]


def test_csv_never_holds_a_formula(made, tmp_path):
    built = build(STAGE_4, example().tables(STAGE_4))
    from hwit_validators.tables import School

    cell = built.cell(layout_of(School), "name", 0)
    cell.value, cell.data_type = '=HYPERLINK("http://example.org")', "s"
    package.save(built.workbook, tmp_path / "nasty.xlsx")
    output = hwit("validate", tmp_path / "nasty.xlsx", "--format", "csv", "--on", ON).stdout
    assert all(not field.startswith("=") for row in csv.reader(io.StringIO(output)) for field in row)
    report = tmp_path / "report.xlsx"
    hwit("validate", tmp_path / "nasty.xlsx", "--report", report, "--on", ON)
    cells = [cell for row in openpyxl.load_workbook(report)["Returns"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == '=HYPERLINK("http://example.org")'] == ["s"]
    assert all(cell.data_type != "f" for cell in cells)


def test_exit_codes(made, tmp_path):
    assert hwit("validate", made / "clean.xlsx", "--on", ON).exit_code == 0
    assert hwit("validate", made / "query.xlsx", "--on", ON).exit_code == 0, "a query does not block"
    assert hwit("validate", made / "error.xlsx", "--on", ON).exit_code == 1
    assert hwit("validate", tmp_path / "nowhere.xlsx").exit_code == 2
    assert hwit("validate", made, "--on", "yesterday").exit_code == 2


def test_a_folder_without_workbooks_is_one_line_on_stderr(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing here")
    result = hwit("validate", tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == (
        f"Error: no workbooks in {tmp_path}. Not looked at, being no workbooks: 1 file (notes.txt)\n"
    )


def test_an_owner_file_in_a_folder_is_passed_over_and_said(returns):
    (returns / "~$clean.xlsx").write_bytes(b"\x05Teacher")
    result = hwit("validate", returns, "--on", ON)
    assert "passed over" in result.stderr
    assert "4 returns" in result.stdout


def test_feedback_copies_lie_as_the_returns_do(returns, tmp_path):
    copies = tmp_path / "copies"
    hwit("validate", returns, "--feedback", copies, "--on", ON)
    assert sorted(str(path.relative_to(copies)) for path in copies.rglob("*.xlsx")) == [
        "clean.xlsx",
        "error.xlsx",
        "late/query.xlsx",
    ]


def test_copies_never_replace_the_returns(returns):
    before = (returns / "error.xlsx").read_bytes()
    result = hwit("validate", returns, "--feedback", returns)
    assert result.exit_code == 2
    assert "holds the returns themselves" in result.stderr
    assert (returns / "error.xlsx").read_bytes() == before


def test_copies_go_neither_among_the_returns_nor_two_to_one_place(returns, made, tmp_path):
    among = hwit("validate", returns, "--feedback", returns / "copies", "--on", ON)
    assert (among.exit_code, len(among.stderr.splitlines())) == (2, 1)
    assert "lies among the returns" in among.stderr
    assert not (returns / "copies").exists()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        shutil.copy(made / "clean.xlsx", tmp_path / name)
    twice = hwit(
        "validate",
        tmp_path / "a" / "clean.xlsx",
        tmp_path / "b" / "clean.xlsx",
        "--feedback",
        tmp_path / "out",
        "--on",
        ON,
    )
    assert (twice.exit_code, len(twice.stderr.splitlines())) == (2, 1)
    assert "would both be" in twice.stderr


@pytest.mark.parametrize(
    ("option", "place", "said"),
    [
        ("--feedback", "returns", "holds the returns themselves"),
        ("--feedback", "others", "holds the returns themselves"),
        ("--feedback", "others/copies", "lies among the returns in "),
        ("--report", "returns/report.xlsx", "lies among the returns in "),
        ("--report", "others/late/report.xlsx", "lies among the returns in "),
    ],
)
def test_of_several_folders_none_takes_what_this_run_writes(returns, made, tmp_path, option, place, said):
    others = tmp_path / "others"
    (others / "late").mkdir(parents=True)
    shutil.copy(made / "clean.xlsx", others)
    before = sorted(tmp_path.rglob("*"))
    result = hwit("validate", returns, others, option, tmp_path / place, "--on", ON)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert said in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_the_report_lists_every_finding_with_a_link(returns, tmp_path):
    report = tmp_path / "report.xlsx"
    hwit("validate", returns, "--report", report, "--on", ON)
    book = openpyxl.load_workbook(report)
    assert book.sheetnames == ["Summary", "Returns", "Findings", "Rules"]
    sheet = book["Findings"]
    codes = [sheet.cell(row, 6).value for row in range(6, sheet.max_row + 1)]
    assert codes[:3] == ["WB001", "XS004", "OC005"]
    link = sheet.cell(8, 7).hyperlink
    assert (link.target, link.location) == ("returns/error.xlsx", "'Outcomes'!C19")
    assert book["Summary"]._charts


def test_what_keep_replaces_is_said(returns, tmp_path):
    result = hwit("validate", returns, "--resume", tmp_path / "log.jsonl")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert "--keep FOLDER" in result.stderr


def test_a_second_run_takes_over_what_has_not_changed_and_says_so(returns, tmp_path, made):
    run = ("validate", returns, "--format", "json", "--keep", tmp_path / "kept", "--on", ON)
    first = hwit(*run)
    second = hwit(*run)
    assert second.stdout == first.stdout
    assert "taken over" not in first.stderr
    assert f"4 of 4 taken over from {tmp_path / 'kept'}" in second.stderr
    (returns / "clean.xlsx").unlink()
    shutil.copy(made / "clean.xlsx", returns / "error.xlsx")
    third = hwit(*run)
    assert "3 of 3 taken over" in third.stderr, "by what is in a file, whatever it is called"
    assert {each["file"]: each["status"] for each in json.loads(third.stdout)["returns"]} == {
        "error.xlsx": "clean",
        "late/query.xlsx": "queries",
        "renamed.xlsx": "rejected",
    }


def test_one_process_and_several_say_the_same(made, tmp_path):
    for number in range(12):
        shutil.copy(made / ("clean.xlsx", "query.xlsx", "error.xlsx")[number % 3], tmp_path / f"{number:02}.xlsx")
    serial = hwit("validate", tmp_path, "--format", "json", "--jobs", 1, "--on", ON).stdout
    parallel = hwit("validate", tmp_path, "--format", "json", "--jobs", 2, "--on", ON).stdout
    assert serial == parallel


def test_passwords_come_from_a_file(made, tmp_path):
    from hwit_xl.workbooks.xlsx.opening import protected

    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(protected((made / "clean.xlsx").read_bytes(), "spring term"))
    passwords = tmp_path / "passwords.txt"
    passwords.write_text("wrong\nspring term\n")
    assert hwit("validate", locked, "--on", ON).exit_code == 1
    assert hwit("validate", locked, "--password-file", passwords, "--on", ON).exit_code == 0


def test_no_traceback_reaches_a_person_when_the_reader_goes_away(returns):
    command = f"{sys.executable} -c 'from hwit_xl.cli import main; main()' validate {returns} --all | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr


def test_the_report_never_replaces_a_return_nor_what_this_run_reads(returns, tmp_path):
    link = tmp_path / "link.xlsx"
    link.symlink_to(returns / "error.xlsx")
    for target in (returns / "error.xlsx", returns / "late" / ".." / "error.xlsx", link):
        before = target.read_bytes()
        result = hwit("validate", returns, "--report", target, "--force", "--on", ON)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
        assert "is read by this command, and is never written over" in result.stderr
        assert target.read_bytes() == before


def test_a_report_is_replaced_only_with_force(returns, tmp_path):
    report = tmp_path / "report.xlsx"
    report.write_text("last month's")
    result = hwit("validate", returns, "--report", report, "--feedback", tmp_path / "copies", "--on", ON)
    assert (result.exit_code, result.stdout, report.read_text()) == (2, "", "last month's")
    assert "exists already" in result.stderr
    assert not (tmp_path / "copies").exists(), "nothing was checked"
    assert hwit("validate", returns, "--report", report, "--force", "--on", ON).exit_code == 1
    assert openpyxl.load_workbook(report).sheetnames


def test_a_report_is_a_workbook_and_no_copy(returns, tmp_path):
    copies = tmp_path / "copies"
    for target, says in ((tmp_path / "report.docx", "ends in .xlsx"), (copies / "error.xlsx", "a copy with feedback")):
        result = hwit("validate", returns, "--report", target, "--feedback", copies, "--on", ON)
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert says in result.stderr


def typed_into(copy: Path) -> bytes:
    """A copy into which a school has typed an explanation; its bytes."""
    book = openpyxl.load_workbook(copy)
    book["Feedback"].cell(*layout_of(Feedback).cell("explanation", 0)).value = "The whole team leads."
    book.save(copy)
    return copy.read_bytes()


def test_a_copy_with_explanations_is_replaced_only_with_force(returns, tmp_path):
    copies = tmp_path / "copies"
    hwit("validate", returns, "--feedback", copies, "--on", ON)
    clean = (copies / "clean.xlsx").read_bytes()
    typed = typed_into(copies / "late" / "query.xlsx")
    result = hwit("validate", returns, "--feedback", copies, "--on", ON)
    assert result.exit_code == 1, "the check itself goes on"
    [line] = [line for line in result.stderr.splitlines() if line.startswith("no feedback copy of")]
    assert line.startswith("no feedback copy of late/query.xlsx: ")
    assert line.endswith("exists already, and may hold explanations; --force replaces it")
    assert (copies / "late" / "query.xlsx").read_bytes() == typed
    assert (copies / "clean.xlsx").read_bytes() == clean, "nothing had changed, and nothing is said"
    assert "no feedback copy" not in hwit("validate", returns, "--feedback", copies, "--force", "--on", ON).stderr
    assert (copies / "late" / "query.xlsx").read_bytes() != typed


def test_a_refused_copy_is_exit_code_1_though_nothing_else_is_wrong(made, tmp_path):
    """Whoever runs it by a script has to learn that the school would get an old copy."""
    run = ("validate", made / "clean.xlsx", "--feedback", tmp_path, "--on", ON)
    assert hwit(*run).exit_code == 0
    [copy] = tmp_path.rglob("clean.xlsx")
    typed_into(copy)
    refused = hwit(*run)
    assert "1 return: 1 clean" in refused.stdout
    assert (refused.exit_code, refused.stderr.count("no feedback copy of")) == (1, 1)


@pytest.fixture
def twins(made, tmp_path) -> Path:
    """Two returns of one school for one stage: what is found between them is written into their copies afterwards."""
    folder = tmp_path / "twins"
    folder.mkdir()
    for name in ("clean", "query"):
        shutil.copy(made / f"{name}.xlsx", folder)
    return folder


def codes_in(copy: Path) -> list[object]:
    """The rules that a copy's Feedback sheet names."""
    sheet = openpyxl.load_workbook(copy)["Feedback"]
    cells = [sheet.cell(*layout_of(Feedback).cell("code", place)).value for place in range(5)]
    return [code for code in cells if code]


@pytest.mark.parametrize("password", ["", "spring term"])
def test_what_is_found_between_returns_is_in_their_copies(twins, tmp_path, password):
    from hwit_xl.workbooks.xlsx.opening import protected, unlocked

    words, copies = tmp_path / "words.txt", tmp_path / "copies"
    words.write_text(password)
    alone = hwit("validate", twins / "query.xlsx", "--format", "json", "--on", ON).stdout
    if password:
        for path in twins.iterdir():
            path.write_bytes(protected(path.read_bytes(), password))
    result = hwit("validate", twins, "--feedback", copies, "--password-file", words, "--format", "json", "--on", ON)
    assert "no feedback copy" not in result.stderr
    found = {r["file"]: [f["code"] for f in r["findings"]] for r in json.loads(result.stdout)["returns"]}
    assert found["query.xlsx"] != [f["code"] for f in json.loads(alone)["returns"][0]["findings"]]
    copy = copies / "query.xlsx"
    copy.write_bytes(unlocked(copy.read_bytes(), [password]).data)
    assert codes_in(copy) == found["query.xlsx"]


@pytest.mark.parametrize("keep", [False, True])
def test_what_was_typed_into_a_copy_is_never_lost(twins, tmp_path, keep):
    copies = tmp_path / "copies"
    run = ["validate", twins, "--feedback", copies, "--on", ON, *(["--keep", tmp_path / "kept"] if keep else [])]
    assert "no feedback copy" not in hwit(*run).stderr
    assert "no feedback copy" not in hwit(*run).stderr
    typed = typed_into(copies / "query.xlsx")
    result = hwit(*run)
    assert result.stderr.count("no feedback copy") == 1
    assert "no feedback copy of query.xlsx" in result.stderr
    assert (copies / "query.xlsx").read_bytes() == typed


def test_a_copy_nobody_has_saved_gives_way_to_what_is_found_now(twins, tmp_path):
    """As after a check of this return alone: nothing can be lost, as every part but the Feedback sheet is the return's."""
    copies = tmp_path / "copies"
    hwit("validate", twins / "query.xlsx", "--feedback", copies, "--on", ON)
    [copy] = copies.rglob("query.xlsx")
    copy = copy.rename(copies / "query.xlsx")
    alone = codes_in(copy)
    assert "no feedback copy" not in hwit("validate", twins, "--feedback", copies, "--on", ON).stderr
    assert len(codes_in(copy)) > len(alone)


def test_a_copy_that_was_left_half_written_is_replaced_and_said(twins, tmp_path):
    copies = tmp_path / "copies"
    hwit("validate", twins, "--feedback", copies, "--on", ON)
    whole = (copies / "query.xlsx").read_bytes()
    (copies / "query.xlsx").write_bytes(whole[: len(whole) // 2])
    result = hwit("validate", twins, "--feedback", copies, "--on", ON)
    assert "query.xlsx was half-written by an earlier run, and is replaced" in result.stderr
    assert (copies / "query.xlsx").read_bytes() == whole


def test_missing_copies_are_made_though_nothing_is_checked_anew(twins, tmp_path):
    copies, run = tmp_path / "copies", ("validate", twins, "--keep", tmp_path / "kept", "--on", ON)
    hwit(*run)
    result = hwit(*run, "--feedback", copies)
    assert "2 of 2 taken over" in result.stderr
    whole = {path.name: path.read_bytes() for path in copies.iterdir()}
    assert set(whole) == {"clean.xlsx", "query.xlsx"}
    (copies / "query.xlsx").unlink()
    hwit(*run, "--feedback", copies)
    assert {path.name: path.read_bytes() for path in copies.iterdir()} == whole


def test_a_second_run_with_a_profile_takes_over_what_the_first_found_in_another_process(returns, tmp_path):
    """Python puts sets in another order in each process; what a verdict rests on is the same all the while."""
    (tmp_path / "ours.toml").write_text('programme = "Northshire"\n')
    run = [sys.executable, "-m", "hwit_xl", "validate", str(returns), "--keep", str(tmp_path / "kept"), "--on", ON]
    run += ["--profile", str(tmp_path / "ours.toml")]
    said = [
        subprocess.run(run, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed}).stderr
        for seed in ("1", "2", "3")
    ]
    assert ["taken over" in each for each in said] == [False, True, True], said


def test_what_was_compared_and_damaged_since_is_compared_anew(twins, tmp_path):
    run = ("validate", twins, "--keep", tmp_path / "kept", "--on", ON, "--format", "json")
    first = hwit(*run)
    assert "XS" in first.stdout
    for damage in ("findings = '[]'", "findings = null", "findings = '[['", "findings = x'ff'", "checksum = null"):
        with closing(sqlite3.connect(tmp_path / "kept" / "verdicts.sqlite")) as rows, rows:
            rows.execute(f"update compared set {damage}")
        again = hwit(*run)
        assert (again.stdout, again.exit_code) == (first.stdout, first.exit_code), damage
