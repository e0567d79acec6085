"""Submissions: what is handed to the panel, and what stays the same however the workbook is saved."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hwit_validators.tables import Amendment, Indicator, Outcome, School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import layout_of
from support.at_work import done, hwit
from support.decided import pages as on_paper
from support.plans import example
from support.returns import a_return, place_of, with_text


def day(stage: int) -> str:
    return example().completed_on(form_of_stage(stage)).isoformat()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The primary school's stage-4 return, in a folder of its own."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(4))
    return path


@pytest.fixture
def submitted(plan: Path) -> Path:
    done("submit", plan, "--on", day(4), "-o", plan.parent / "out")
    return plan.parent / "out"


def pages(pdf: Path) -> str:
    """The words of a PDF, with single spaces between them."""
    told = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def test_a_plan_goes_as_workbook_paper_and_manifest(submitted: Path) -> None:
    assert sorted(path.name for path in submitted.iterdir()) == ["manifest.json", "submission.pdf", "submission.xlsx"]
    manifest = json.loads((submitted / "manifest.json").read_text())
    assert [item["ref"] for item in manifest["items"]][:8] == ["P1", "P2", "O1", "O2", "O3", "O4", "O5", "O6"]
    assert manifest["state"] == "submitted"
    assert manifest["local_programme"] == "Coventry Healthy Schools"
    text = pages(submitted / "submission.pdf")
    for word in (
        "Early success indicators",
        "How it will be shown",
        "rises from 31% to 50% by June 2012",
        "17 June 2010",
    ):
        assert word in text


def test_every_cell_of_the_submitted_workbook_is_locked(submitted: Path) -> None:
    book = load_workbook(submitted / "submission.xlsx")
    for sheet in (sheet for sheet in book if sheet.sheet_state == "visible"):
        assert sheet.protection.sheet, sheet.title
        assert [cell.coordinate for row in sheet for cell in row if not cell.protection.locked] == [], sheet.title


def test_figures_of_small_groups_are_withheld_on_paper_and_stand_in_the_workbook(submitted: Path) -> None:
    """O3 is about 19 pupils, of whom 4 took part."""
    text = pages(submitted / "submission.pdf")
    assert "take part in a sports or cooking club every week rises from c to c of c by June 2012" in " ".join(
        text.split()
    )
    book = load_workbook(submitted / "submission.xlsx")
    assert book["Outcomes"].cell(*layout_of(Outcome).cell("cohort", 2)).value == 19


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        (Outcome.title, layout_of(Outcome).cell("data_source", 4)),
        (Indicator.title, layout_of(Indicator).cell("lead", 7)),
        (School.title, layout_of(School).cell("roll", 0)),
    ],
)
def test_one_changed_answer_makes_it_another(submitted: Path, sheet: str, cell: tuple[int, int]) -> None:
    book = load_workbook(submitted / "submission.xlsx")
    book[sheet].cell(*cell).value = 299
    book.save(submitted / "submission.xlsx")
    result = hwit("decide", submitted, "--confirm", "all", "--panel", "Jo Harding")
    assert result.exit_code == 2
    assert "are not those that were submitted" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("key", "other", "says"),
    [
        ("urn", "900002", "does not fit"),
        ("urn", "../../90", "is not the manifest of a submission"),
        ("kind", "outcomes", "does not fit"),
        ("items", [{"ref": "O1", "title": "Something else", "digest": "0" * 64}], "does not fit"),
        ("items", [], "does not fit"),
    ],
)
def test_a_manifest_that_speaks_of_something_else_is_not_taken(
    submitted: Path, key: str, other: object, says: str
) -> None:
    manifest = json.loads((submitted / "manifest.json").read_text())
    (submitted / "manifest.json").write_text(json.dumps(manifest | {key: other}))
    result = hwit("decide", submitted, "--confirm", "all", "--panel", "Jo Harding")
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_two_submissions_of_the_same_return_are_the_same_bytes(plan: Path) -> None:
    for name in ("one.zip", "two.zip"):
        done("submit", plan, "--on", day(4), "--zip", "-o", plan.parent / name)
    assert (plan.parent / "one.zip").read_bytes() == (plan.parent / "two.zip").read_bytes()
    assert "Outcome O1" in done("decide", plan.parent / "one.zip")


def test_errors_come_first(plan: Path) -> None:
    book = load_workbook(plan)
    book["Indicators"].cell(*layout_of(Indicator).cell("due", 0)).value = None
    book.save(plan)
    result = hwit("submit", plan, "--on", day(4))
    assert result.exit_code == 1
    assert "SI003" in result.stdout
    assert [path.name for path in plan.parent.iterdir()] == ["return.xlsx"]


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (3, "only stages 4"),
        (7, "no amendment that waits"),
    ],
)
def test_where_there_is_nothing_to_submit_one_line_says_so(tmp_path: Path, stage: int, words: str) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(stage))
    result = hwit("submit", path, "--on", day(stage))
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_nobody_puts_errors_right_for_a_stage_that_submits_nothing(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(with_text(a_return(5), "School", place_of(School, "nhss_achieved_on"), "soon"))
    assert hwit("validate", path, "--on", day(5)).exit_code == 1, "there are errors in it"
    result = hwit("submit", path, "--on", day(5))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "only stages 4 (the plan), 7 (amendments) and 8 (outcomes met) go to the panel" in result.stderr


def test_a_folder_that_exists_is_left_alone(plan: Path) -> None:
    (plan.parent / "out").mkdir()
    (plan.parent / "out" / "mine.txt").write_text("mine")
    result = hwit("submit", plan, "--on", day(4), "-o", plan.parent / "out")
    assert result.exit_code == 2
    assert [path.name for path in (plan.parent / "out").iterdir()] == ["mine.txt"]
    done("submit", plan, "--on", day(4), "-o", plan.parent / "out", "--force")
    assert (plan.parent / "out" / "mine.txt").read_text() == "mine"


def test_each_outcome_met_has_its_planned_evidence_beside_the_evidence_given(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(8))
    done("submit", path, "--on", day(8), "-o", tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [item["ref"] for item in manifest["items"]] == ["O1", "O2", "O3", "O4", "O6"], "O5 is met only partly"
    [amended] = [item for item in manifest["items"] if item["ref"] == "O3"]
    assert amended["title"].endswith("(since amended: target changed)")
    assert amended["withheld"]
    text = pages(tmp_path / "out" / "submission.pdf")
    assert text.count("Evidence planned at stage 4") == text.count("Evidence given now") == 5
    assert "90 of 172 pupils" in text


def test_long_evidence_and_names_are_told_to_the_end(tmp_path: Path) -> None:
    """Signs that mean something in a typst source are only signs here."""
    evidence = "\n".join(f"{line}: #1 *bold* _it_ $x$ <b> @ref [kept]" for line in range(1, 41))
    name = (
        "Our Lady and Saint Philip Neri with All Saints Roman Catholic Voluntary Aided Primary School and Nursery " * 2
    )
    form = form_of_stage(8)
    tables = example().tables(form)
    for table, field, words in (("School", "name", name.strip()), ("Results", "evidence", evidence)):
        first, *others = tables[table]
        tables[table] = (first.model_copy(update={field: words}), *others)
    package.save(build(form, tables).workbook, tmp_path / "return.xlsx")
    done("submit", tmp_path / "return.xlsx", "--on", day(8), "-o", tmp_path / "out")
    text = pages(tmp_path / "out" / "submission.pdf")
    assert name.strip() in text
    assert all(line in text for line in evidence.splitlines())


ADDRESS = "anytown.example.gov.uk/index.html?evidence=" + "abcdefghij" * 16 + "end"


@pytest.mark.parametrize(
    ("stage", "answers"),
    [
        (
            4,
            {"Outcomes": ("evidence_plan", "data_source"), "Indicators": ("statement", "lead"), "Priorities": ("why",)},
        ),
        (8, {"Results": ("evidence", "learned"), "Readings": ("comment", "source")}),
    ],
)
def test_a_web_address_stays_on_the_paper_in_every_column(
    tmp_path: Path, stage: int, answers: dict[str, tuple[str, ...]]
) -> None:
    form = form_of_stage(stage)
    tables = example().tables(form)
    for table, fields in answers.items():
        tables[table] = tuple(row.model_copy(update=dict.fromkeys(fields, ADDRESS)) for row in tables[table])
    package.save(build(form, tables).workbook, tmp_path / "return.xlsx")
    done("submit", tmp_path / "return.xlsx", "--on", day(stage), "-o", tmp_path / "out")
    told = " ".join(on_paper((tmp_path / "out" / "submission.pdf").read_bytes(), tmp_path))
    assert "index.html" in told


@pytest.mark.parametrize("name", ["Featherstonehaugh-Cholmondeley", "Featherstonehaughcholm"])
def test_a_name_too_wide_for_its_column_does_not_run_into_the_next(tmp_path: Path, name: str) -> None:
    """A name with a hyphen can be broken there; one without can not."""
    form = form_of_stage(4)
    tables = example().tables(form)
    tables["Indicators"] = tuple(row.model_copy(update={"lead": name}) for row in tables["Indicators"])
    package.save(build(form, tables).workbook, tmp_path / "return.xlsx")
    done("submit", tmp_path / "return.xlsx", "--on", day(4), "-o", tmp_path / "out")
    on_paper((tmp_path / "out" / "submission.pdf").read_bytes(), tmp_path)
    assert name not in pages(tmp_path / "out" / "submission.pdf"), "it is broken where the column ends"


def test_a_comment_of_nothing_but_withheld_figures_is_left_out(tmp_path: Path) -> None:
    """The readings of O3 are about a small group; those of O1 are not."""
    form = form_of_stage(8)
    tables = example().tables(form)
    tables["Readings"] = tuple(row.model_copy(update={"comment": "6 of 16."}) for row in tables["Readings"])
    package.save(build(form, tables).workbook, tmp_path / "return.xlsx")
    done("submit", tmp_path / "return.xlsx", "--on", day(8), "-o", tmp_path / "out")
    text = pages(tmp_path / "out" / "submission.pdf").partition("Queries")[0]  # these quote what they are about
    assert "6 of 16." in text
    assert "c of c." not in text.partition("Queries")[0]


def test_an_outcome_is_not_torn_from_its_table(submitted: Path) -> None:
    """The heading, the statement and the facts of each outcome stand on the same page."""
    for page in on_paper((submitted / "submission.pdf").read_bytes(), submitted):
        assert page.count("The outcome ") == page.count("Who it is about") == page.count("Where figures come from")


@pytest.mark.parametrize("made", ["nothing", "folder", "zip of something else", "text"])
def test_what_is_no_submission_is_one_line(tmp_path: Path, made: str) -> None:
    path = tmp_path / "submission"
    if made == "folder":
        path.mkdir()
    elif made == "text":
        path.write_text("not a zip")
    elif made == "zip of something else":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("manifest.json", "{}")
    result = hwit("decide", path, "--confirm", "all", "--panel", "Jo Harding")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_an_amendment_is_submitted_while_it_waits(tmp_path: Path) -> None:
    book = load_workbook(_written(tmp_path / "return.xlsx", 7))
    layout = layout_of(Amendment)
    book["Amendments"].cell(*layout.cell("decision", 0)).value = "Waiting"
    book["Amendments"].cell(*layout.cell("decided_on", 0)).value = None
    book.save(tmp_path / "return.xlsx")
    done("submit", tmp_path / "return.xlsx", "--on", day(7), "-o", tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [item["title"] for item in manifest["items"]] == ["Amendment X1: target of O3 changed"]


def _written(path: Path, stage: int) -> Path:
    path.write_bytes(a_return(stage))
    return path


def test_an_answer_to_what_was_not_asked_is_one_line(plan: Path) -> None:
    result = hwit("submit", plan, "--on", day(4), "--reply", "O3=No")
    assert result.exit_code == 2
    assert "the panel asked nothing about O3" in result.stderr


def test_a_forged_title_and_name_are_not_believed(submitted: Path) -> None:
    manifest = json.loads((submitted / "manifest.json").read_text())
    manifest["items"][0]["title"] = "Priority P1: Something grand"
    (submitted / "manifest.json").write_text(json.dumps(manifest | {"school": "Another School"}))
    listed = done("decide", submitted)
    assert listed.startswith("Larkfield Green Primary School")
    assert "Something grand" not in listed


def test_a_plan_of_which_items_are_left_out_is_not_taken(submitted: Path) -> None:
    manifest = json.loads((submitted / "manifest.json").read_text())
    manifest["items"] = manifest["items"][:3]
    (submitted / "manifest.json").write_text(json.dumps(manifest))
    assert "does not fit" in hwit("decide", submitted).stderr


def test_another_paper_than_the_one_made_is_not_taken(submitted: Path) -> None:
    (submitted / "submission.pdf").write_bytes(b"%PDF-1.7 something else")
    result = hwit("decide", submitted)
    assert result.exit_code == 2
    assert "is not the paper that was made" in result.stderr


def test_rows_put_far_down_do_not_make_a_submission_that_nobody_can_receive(tmp_path: Path) -> None:
    form = form_of_stage(4)
    tables = example().tables(form)
    tables["Indicators"] = tuple(
        record.model_copy(update={"place": 2 * record.place}) for record in tables["Indicators"]
    )
    package.save(build(form, tables).workbook, tmp_path / "return.xlsx")
    done("submit", tmp_path / "return.xlsx", "--on", day(4), "-o", tmp_path / "out")
    assert "Indicator E12" in done("decide", tmp_path / "out")


def test_a_manifest_of_megabytes_is_not_read(submitted: Path) -> None:
    manifest = submitted / "manifest.json"
    manifest.write_text(manifest.read_text() + " " * (1 << 20))
    assert "manifest.json is too large" in hwit("decide", submitted).stderr


def test_a_zip_of_many_files_is_not_searched(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(60):
            archive.writestr(f"{number}/manifest.json", "{}")
    assert "it holds 60 files" in hwit("decide", tmp_path / "many.zip").stderr


def test_a_damaged_zip_is_one_line(plan: Path) -> None:
    done("submit", plan, "--on", day(4), "--zip", "-o", plan.parent / "one.zip")
    data = bytearray((plan.parent / "one.zip").read_bytes())
    for place in range(200, len(data) - 2000, 97):
        data[place] ^= 0xFF
    (plan.parent / "one.zip").write_bytes(data)
    result = hwit("decide", plan.parent / "one.zip")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_query_about_the_baseline_of_a_small_group_tells_no_figures(tmp_path: Path) -> None:
    """O3 is about 19 pupils; its baseline is said to be another figure than at stage 4."""
    form = form_of_stage(8)
    tables = example().tables(form)
    tables["Baselines"] = tuple(
        record.model_copy(update={"value": 3.0, "note": None}) if record.measure == "O3" else record  # type: ignore[attr-defined]
        for record in tables["Baselines"]
    )
    package.save(build(form, tables).workbook, tmp_path / "return.xlsx")
    done("submit", tmp_path / "return.xlsx", "--on", day(8), "-o", tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    told = [query["message"] for query in manifest["open_queries"] if "O3" in query["message"]]
    assert told
    assert all("3 pupils" not in message for message in told)
