"""What could not be read in a return is never passed over by a command that makes something of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from hwit_validators.tables import Indicator, Outcome, Reading
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.reading.read import read
from support.at_work import hwit
from support.plans import circumstances, example
from support.returns import a_return, opened, place_of, saved, with_sheet_copied, with_text, without_tables


def on(stage: int) -> str:
    return example().completed_on(form_of_stage(stage)).isoformat()


def run(command: str, path: Path, stage: int) -> Result:
    """Run one command on a return; what it writes goes into a folder of its own."""
    made = path.parent / command
    made.mkdir(exist_ok=True)
    output = {"next": "next.xlsx", "new": "new.xlsx", "sef": "sef.docx", "submit": "submission", "celebrate": ""}
    return hwit(
        *(("new", "--from") if command == "new" else (command,)), path, "--on", on(stage),
        *(("-o", made / output[command]) if command in output else ()), columns=200,
    )  # fmt: skip


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    """The file of a return that has notes beside its tables; its stage is to be written into it."""
    return tmp_path / "return.xlsx"


def with_notes(path: Path, stage: int) -> None:
    book = opened(a_return(stage))
    book["Outcomes"]["B3"] = "Ring Sue"
    book.create_sheet("Minutes")["A1"] = "Meeting of May"
    path.write_bytes(saved(book))


def contested(path: Path) -> None:
    """A return of stage 7 that has two sheets of outcomes, neither of which is a table any more."""
    book = opened(with_sheet_copied(a_return(7), "Outcomes", "B"))
    book["B"][place_of(Outcome, "statement")] = "Other words"
    book["Outcomes"].title = "A"
    path.write_bytes(without_tables(saved(book)))


@pytest.mark.parametrize("stage", [2, 7, 8])
@pytest.mark.parametrize("command", ["new", "next"])
def test_words_beside_no_finding_travel(command: str, stage: int, annotated: Path) -> None:
    annotated.write_bytes(with_text(a_return(stage), "Feedback", "H7", "E1 is led by the whole team."))
    assert run(command, annotated, stage).exit_code == 0
    made = load_workbook(annotated.parent / command / f"{command}.xlsx")
    assert made["Feedback"]["H6"].value == "E1 is led by the whole team."


@pytest.mark.parametrize("stage", [7, 8])
@pytest.mark.parametrize("command", ["new", "next"])
def test_notes_are_listed_and_the_form_is_written_all_the_same(command: str, stage: int, annotated: Path) -> None:
    """After stage 8 too, where a new cycle begins."""
    with_notes(annotated, stage)
    result = run(command, annotated, stage)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "not carried over: Outcomes B3: Something is typed here, outside the form's tables. It is not read.",
        "not carried over: Minutes A1: The sheet “Minutes” is not part of the form, so what is typed on it is not read.",
        "keep return.xlsx, where it stands",
    ]
    assert read(annotated.parent / command / f"{command}.xlsx", circumstances(example().completed_on(form_of_stage(8))))


def test_an_open_query_about_no_answer_is_told_with_its_cell(annotated: Path) -> None:
    with_notes(annotated, 4)
    said = run("submit", annotated, 4).stdout
    assert "open query WB015 (Outcomes B3): Something is typed here" in said
    assert "open query WB015 (Minutes A1): The sheet" in said


def test_an_open_query_about_the_whole_file_is_told_without_brackets(annotated: Path) -> None:
    annotated.write_bytes(without_tables(a_return(4)))
    said = run("submit", annotated, 4).stdout
    assert "open query WB023: " in said
    assert "()" not in said


@pytest.mark.parametrize(
    ("command", "code", "begins"),
    [
        ("new", 1, "not carried over: the answers on the sheet Outcomes: "),
        ("progress", 2, "there is no progress to show: "),
        ("sef", 2, "there is nothing to claim: "),
    ],
)
def test_a_table_that_two_sheets_could_hold_is_not_said_to_be_gone_or_blank(
    command: str, code: int, begins: str, annotated: Path
) -> None:
    contested(annotated)
    result = run(command, annotated, 7)
    assert result.exit_code == code
    assert f"{begins}“Outcomes” could be the sheet “A” or the sheet “B”" in result.stderr
    assert "no outcome is filled in" not in result.stderr
    assert "not in the return any more" not in result.stderr


def test_a_table_that_is_not_there_is_not_said_to_show_nothing(annotated: Path) -> None:
    book = opened(a_return(7))
    del book["Indicators"]
    annotated.write_bytes(saved(book))
    said = run("celebrate", annotated, 7).stderr
    assert "The table “Indicators” (sheet “Indicators”) is not in the file." in said
    assert "achieved" not in said


@pytest.mark.parametrize(
    ("sheet", "cell", "typed"),
    [
        ("Readings", place_of(Reading, "value", 3), "more than before"),
        ("Readings", place_of(Reading, "measure", 3), "the one about lunch"),
        ("Outcomes", place_of(Outcome, "direction", 0), "sideways"),
        ("Outcomes", "B3", "Ring Sue"),
    ],
    ids=["no figure", "no reference", "no choice", "a note"],
)
def test_progress_says_what_it_was_made_without(sheet: str, cell: str, typed: str, annotated: Path) -> None:
    annotated.write_bytes(with_text(a_return(7), sheet, cell, typed))
    result = run("progress", annotated, 7)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == "1 answer could not be read: see `hwit answers`"


def test_progress_says_that_a_column_is_gone_and_that_rows_stand_under_their_table(annotated: Path) -> None:
    book = opened(a_return(7))
    book["Indicators"].delete_cols(layout_of(Indicator).cell("lead", 0)[1])
    sheet, table = book["Readings"], book["Readings"].tables["Readings"]
    layout = layout_of(Reading)
    filled = max(row for row in range(1, layout.last_row + 1) if sheet.cell(row, layout.cell("value", 0)[1]).value)
    table.ref = table.autoFilter.ref = f"{table.ref.rstrip('0123456789')}{filled - 1}"
    annotated.write_bytes(saved(book))
    assert run("progress", annotated, 7).stderr.splitlines()[0] == (
        "1 table or column of the form could not be found and rows stand under their table, where the form itself does not "
        "count them: see `hwit validate`"
    )


def test_of_a_return_that_was_read_whole_nothing_is_said(annotated: Path) -> None:
    annotated.write_bytes(a_return(7))
    assert "could not be" not in run("progress", annotated, 7).stderr
