"""``hwit sample`` as a Local Programme uses it (H05, H06, H55)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from hwit_xl.moderation.form import Moderation
from hwit_xl.workbooks.layout import layout_of
from support import at_work
from support.schools import a_return, register_row, save, write_register

SEED = "the lottery numbers of 24 November"
ON = dt.date(2011, 7, 29)


def hwit(*arguments: object) -> Result:
    """Run the command line in this process."""
    return at_work.hwit("sample", *arguments)


def drawn(frame: Path, *more: object) -> Result:
    """Draw with the seed and day of the tests."""
    return hwit("draw", frame, "--seed", SEED, "--on", ON, *more)


@pytest.fixture
def register(tmp_path) -> Path:
    return write_register(tmp_path / "edubase.csv", (register_row(number) for number in range(40)))


@pytest.fixture(scope="session")
def returns(tmp_path_factory) -> Path:
    """Annual reviews of three schools, and a return of another form."""
    folder = tmp_path_factory.mktemp("returns")
    for number, plan in enumerate(("primary", "secondary", "nursery")):
        save(a_return(f"90010{number}", plan=plan, on=ON), folder / f"review {number}.xlsx")
    save(a_return("900100", stage=4, on=ON), folder / "stage 4.xlsx")
    return folder


def test_a_draw_from_returns_writes_everything_a_programme_needs(returns, tmp_path):
    result = drawn(returns, "--to", tmp_path / "out", "--by", "A. Co-ordinator")
    assert result.exit_code == 0, result.output
    assert "1 of 3 schools drawn (10 in a hundred)" in result.stdout
    assert "Left out, 1: it is not an annual review, but a return of stage 4" in result.stdout
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["certificate.json", "frame.txt", "moderators", "sample.xlsx"]
    [workbook] = (tmp_path / "out" / "moderators").iterdir()
    certificate = json.loads((tmp_path / "out" / "certificate.json").read_text(encoding="utf-8"))
    assert workbook.name == f"{certificate['sample'][0]['urn']} {certificate['sample'][0]['school']}.xlsx"
    frame = (tmp_path / "out" / "frame.txt").read_bytes()
    assert hashlib.sha256(frame).hexdigest() == certificate["certificate"]["frame_hash"]
    assert certificate["certificate"]["by"] == "A. Co-ordinator"


def test_json_holds_the_same_and_writes_nothing(register, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = drawn(register, "--format", "json")
    answer = json.loads(result.stdout)
    assert [row["reason"] for row in answer["sample"]] == ["random"] * 4
    assert answer["certificate"]["seed"] == SEED
    assert [path.name for path in tmp_path.iterdir()] == ["edubase.csv"]
    assert "read as Windows-1252" in result.stderr


def test_the_same_draw_gives_the_same_bytes(register, tmp_path):
    for folder in ("one", "other"):
        assert drawn(register, "--to", tmp_path / folder).exit_code == 0
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*")]
    assert len(files) == 3 + 4
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_the_files_do_not_go_among_the_returns(returns):
    result = drawn(returns, "--to", returns / "sample")
    assert result.exit_code == 2
    assert "lies among the returns themselves; choose another folder with --to" in result.stderr
    assert not (returns / "sample").exists()


def test_nothing_is_written_over(register, tmp_path):
    out = tmp_path / "out"
    assert drawn(register, "--to", out).exit_code == 0
    before = (out / "sample.xlsx").read_bytes()
    result = drawn(register, "--to", out, "--rate", 50)
    assert result.exit_code == 2
    assert (
        result.stderr
        == f"Error: {out / 'sample.xlsx'} exists already; choose another folder with --to, or use --force to replace it\n"
    )
    assert (out / "sample.xlsx").read_bytes() == before
    assert drawn(register, "--to", out, "--rate", 50, "--force").exit_code == 0
    result = drawn(register, "--to", out, "--force")
    assert result.stderr.count("is not of this draw, and was left as it is") == 16


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (("--rate", "9"), "9 is not a whole number from 10 to 100"),
        (("--rate", "12.5"), "12.5 is not a whole number from 10 to 100"),
        (("--rate", "101"), "101 is not a whole number"),
        (("--seed", ""), "a seed is a phrase of 8 characters or more"),
        (("--seed", "short"), "a seed is a phrase of 8 characters or more"),
        (("--seed", "11111111111"), "a seed is a phrase of 8 characters or more"),
    ],
)
def test_an_unfair_draw_is_refused(register, options, line):
    result = drawn(register, *options, "--format", "json")
    assert result.exit_code == 2
    assert line in result.stderr
    assert result.stdout == ""


def test_the_seed_is_asked_for(register):
    result = hwit("draw", register)
    assert result.exit_code == 2
    assert "--seed" in result.stderr


def test_an_empty_frame_is_one_line(tmp_path):
    closed = write_register(tmp_path / "list.csv", [register_row(0, EstablishmentStatus="Closed")])
    result = drawn(closed, "--to", tmp_path / "out")
    assert result.exit_code == 2
    assert (
        result.stderr
        == "Error: there is no school in the frame, so there is nothing to draw from (1 left out: 1: the school is closed)\n"
    )
    assert not (tmp_path / "out").exists()


def test_one_school_is_drawn(tmp_path):
    one = write_register(tmp_path / "list.csv", [register_row(0)])
    assert json.loads(drawn(one, "--format", "json").stdout)["sample"][0]["urn"] == "100001"


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda folder: folder / "nowhere", "there is no such file or folder"),
        (lambda folder: folder, "no workbooks in"),
    ],
    ids=["nowhere", "empty folder"],
)
def test_a_frame_that_is_not_there_is_one_line(tmp_path, make, line):
    result = drawn(make(tmp_path), "--format", "json")
    assert result.exit_code == 2
    assert line in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_frame_of_schools_with_the_status(tmp_path):
    rows = [register_row(n) | {"NHSS": "Yes" if n % 2 else "No"} for n in range(20)]
    path = write_register(tmp_path / "list.csv", rows, more=["NHSS"])
    answer = json.loads(drawn(path, "--frame", "nhss", "--format", "json").stdout)
    assert (answer["certificate"]["schools"], answer["certificate"]["drawn"]) == (10, 1)
    assert {row["reason"] for row in answer["excluded"]} == {"it does not hold National Healthy School Status"}


def test_risk_cases_stand_on_top(register, tmp_path):
    plain = json.loads(drawn(register, "--format", "json").stdout)
    lucky, spare = plain["sample"][0]["urn"], plain["replacements"][0]["urn"]
    risk = tmp_path / "risk.csv"
    risk.write_text(f"URN,School,Reason\n999999,Far Away School,late\n{spare},,big jump\n{lucky},,new head\n")
    answer = json.loads(drawn(register, "--format", "json", "--risk", risk).stdout)
    assert answer["sample"][0] == plain["sample"][0] | {"risk": "new head"}, "drawn at random, and also a risk case"
    assert answer["sample"][1:4] == plain["sample"][1:]
    assert [(row["urn"], row["reason"], row["risk"]) for row in answer["sample"][4:]] == [
        (spare, "risk", "big jump"),
        ("999999", "risk", "late"),
    ]
    assert answer["certificate"]["drawn"] == 4
    assert spare not in {row["urn"] for row in answer["replacements"]}


@pytest.mark.parametrize(("way", "strata"), [("none", 1), ("size", 3), ("phase", 3), ("cluster", 1)])
def test_schools_can_be_grouped_in_four_ways(register, way, strata):
    answer = json.loads(drawn(register, "--stratify", way, "--format", "json").stdout)
    assert len(answer["certificate"]["strata"]) == strata
    assert len(answer["sample"]) == 4


@pytest.mark.parametrize("name", ["certificate.json", "sample.xlsx"])
def test_verify_repeats_a_draw(register, tmp_path, name):
    risk = tmp_path / "risk.csv"
    risk.write_text("URN,Reason\n100007,late\n")
    assert drawn(register, "--to", tmp_path / "one").exit_code == 0
    previous = ("--previous", tmp_path / "one" / name)
    assert drawn(register, "--to", tmp_path / "two", *previous, "--risk", risk, "--replacements", 3).exit_code == 0
    result = hwit("verify", tmp_path / "two" / name, register)
    assert result.stdout == "equal: 4 schools of 40, with the same tickets\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("name", ["certificate.json", "sample.xlsx"])
def test_a_draw_among_names_with_direction_marks_is_found_again(tmp_path, name):
    """As they come with what was pasted from a page in a script that is written from the right."""
    odd = {
        "EstablishmentName": "\u202b مدرسة\u202c  Hill\u2066 School\u2069",
        "PhaseOfEducation": "\u200ePrimary\u200f",
    }
    rows = (register_row(number, **odd) for number in range(40))
    path = write_register(tmp_path / "list.csv", rows, "utf-8")
    assert drawn(path, "--to", tmp_path / "out", "--no-moderators").exit_code == 0
    result = hwit("verify", tmp_path / "out" / name, path)
    assert (result.exit_code, result.stdout) == (0, "equal: 4 schools of 40, with the same tickets\n")


def test_verify_says_what_differs(register, tmp_path):
    drawn(register, "--to", tmp_path / "out")
    other = write_register(tmp_path / "other.csv", (register_row(number) for number in range(1, 41)))
    result = hwit("verify", tmp_path / "out" / "certificate.json", other)
    assert result.exit_code == 1
    assert result.stdout.startswith("not equal: ")
    assert "frame: 100001 is on the certificate, but is not found again" in result.stdout
    assert "frame: 100041 is found, but is not on the certificate" in result.stdout
    answer = json.loads(hwit("verify", tmp_path / "out" / "certificate.json", other, "--format", "json").stdout)
    assert answer["equal"] is False


@pytest.mark.parametrize("text", ["NaN", '"a"', "[1]", '{"certificate": 1}'])
def test_what_is_laid_out_otherwise_is_no_certificate(register, tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    result = hwit("verify", path, register)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "is no draw certificate: " in result.stderr
    assert "object" not in result.stderr


def test_a_certificate_without_its_tickets_is_none(register, tmp_path):
    drawn(register, "--to", tmp_path / "out")
    path = tmp_path / "out" / "certificate.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["certificate"]["tickets"] = []
    path.write_text(json.dumps(whole), encoding="utf-8")
    result = hwit("verify", path, register)
    assert result.exit_code == 2
    assert "lists no tickets" in result.stderr


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("sample", "urn", "100002"),
        ("sample", "ticket", "0" * 64),
        ("replacements", "urn", "100039"),
        ("sample", "school", "Another"),
    ],
)
def test_a_certificate_that_was_tampered_with_is_found_out(register, tmp_path, part, name, value):
    drawn(register, "--to", tmp_path / "out")
    path = tmp_path / "out" / "certificate.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole[part][0][name] != value
    whole[part][0][name] = value
    path.write_text(json.dumps(whole), encoding="utf-8")
    result = hwit("verify", path, register)
    assert result.exit_code == 1
    assert f"{part}: " in result.stdout


def test_a_rate_lowered_on_the_certificate_is_one_line(register, tmp_path):
    drawn(register, "--to", tmp_path / "out")
    path = tmp_path / "out" / "certificate.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"rate": 10', '"rate": 5'), encoding="utf-8")
    result = hwit("verify", path, register)
    assert result.exit_code == 2
    assert result.stderr == "Error: the rate is 5; it takes a whole number from 10 to 100 (H05, H06)\n"


def test_a_return_is_no_certificate(returns):
    path = returns / "review 0.xlsx"
    result = hwit("verify", path, returns)
    assert result.exit_code == 2
    assert result.stderr == f"Error: {path} is no draw certificate: it has no table DrawCertificate\n"


def fill_in(path: Path, **answers: object) -> None:
    book = openpyxl.load_workbook(path)
    for field, value in answers.items():
        book["Moderation"].cell(*layout_of(Moderation).cell(field, 0)).value = value
    book.save(path)


def test_from_draw_to_next_years_draw(register, tmp_path):
    out = tmp_path / "out"
    drawn(register, "--to", out)
    result = hwit("record", out / "moderators", "--certificate", out / "certificate.json")
    assert result.exit_code == 1
    assert result.stdout.count("no judgement yet") == 4
    for path in (out / "moderators").iterdir():
        fill_in(path, moderated_on=ON, moderators="Two of us", closer="Borne out", judged="Confirmed")
    summary = tmp_path / "summary.xlsx"
    result = hwit("record", out / "moderators", "--certificate", out / "certificate.json", "--report", summary)
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("4 schools moderated, 0 to come.\n")
    assert hwit("record", out / "moderators", "--report", summary).exit_code == 2, "never written over"
    answer = json.loads(hwit("record", out / "moderators", "--format", "json").stdout)
    assert answer["summary"]["judgements"] == {"Confirmed": 4}
    moderated = {row["urn"] for row in answer["moderated"]}
    now = json.loads(drawn(register, "--previous", summary, "--format", "json").stdout)
    assert not moderated & {row["urn"] for row in now["sample"]}
    assert {row["urn"] for row in now["excluded"] if row["in_frame"]} == moderated


def test_a_workbook_that_does_not_come_back_is_missed(register, tmp_path):
    out = tmp_path / "out"
    drawn(register, "--to", out)
    first, *_ = sorted((out / "moderators").iterdir())
    first.unlink()
    result = hwit("record", out / "moderators", "--certificate", out / "sample.xlsx")
    assert (
        f"{first.name[:6]}  {json.loads((out / 'certificate.json').read_text('utf-8'))['sample'][0]['school'][:3]}"
        in result.stdout
    )
    assert "no workbook has come back" in result.stdout
    assert result.stdout.endswith("0 schools moderated, 4 to come.\n"), "three have come back without a judgement"


def test_a_large_frame_keeps_its_tickets_in_a_csv_file(tmp_path):
    rows = (register_row(number, EstablishmentName="=1+1") for number in range(5001))
    path = write_register(tmp_path / "list.csv", rows)
    assert drawn(path, "--to", tmp_path / "out", "--no-moderators").exit_code == 0
    lines = (tmp_path / "out" / "tickets.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "URN,Group,Stratum,Rank,Moderated last year,Ticket"
    assert len(lines) == 5002
    assert hwit("verify", tmp_path / "out" / "sample.xlsx", path).exit_code == 0
