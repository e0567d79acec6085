"""An old return in a new form: every answer arrives, and what has no place in it is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from hwit_validators.model.record import Record
from hwit_validators.tables import Criterion, Indicator, Member, Need, Outcome, Priority
from hwit_validators.tables.forms import FORMS, form_of_stage
from hwit_xl.checking.check import judge
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.building import examples
from hwit_xl.workbooks.layout import HEADER_ROW, layout_of
from hwit_xl.workbooks.reading.read import Return, read
from support.at_work import done, hwit
from support.plans import circumstances, example
from support.returns import a_return


def day(stage: int) -> object:
    return example().completed_on(form_of_stage(stage))


def refilled(path: Path, stage: int, *, whole: bool = True) -> tuple[Return, str]:
    """The return in a new form, as read, and what the command said.

    Args:
        whole: whether everything has a place there; where not, the command says so by its exit code too.
    """
    result = hwit("new", "--from", path, "-o", path.parent / "new.xlsx", "--on", day(stage))
    assert result.exit_code == (0 if whole else 1), result.output
    assert ("with the answers of" in result.output) is whole
    return read(path.parent / "new.xlsx", circumstances(example().completed_on(form_of_stage(stage)))), result.output


@pytest.mark.parametrize(
    ("name", "stage"), [*(("primary", s) for s in range(9)), *((n, 8) for n in examples.names()[1:])]
)
def test_every_answer_arrives(name: str, stage: int, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(stage, name))
    after, said = refilled(path, stage)
    before = read(path, circumstances(after.plan.on))
    assert after.plan.tables == before.plan.tables
    assert "not carried over" not in said


def test_a_form_of_an_older_version_becomes_one_of_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    old = Path(__file__).parents[1] / "workbooks" / "reading" / "returns_1_0" / "stage_4.xlsx"
    path.write_bytes(old.read_bytes())
    before = read(path, circumstances(example().completed_on(form_of_stage(4))))
    assert before.plan.version == (1, 0)
    after, _ = refilled(path, 4)
    assert after.plan.version > before.plan.version
    assert {t: rows for t, rows in after.plan.tables.items() if rows} == {
        t: rows for t, rows in before.plan.tables.items() if rows
    }


def test_an_answer_that_cannot_be_read_arrives_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(4))
    book = load_workbook(path)
    book["Outcomes"].cell(*layout_of(Outcome).cell("target", 1)).value = "about half of them, we hope"
    book["Indicators"].cell(*layout_of(Indicator).cell("due", 2)).value = "next spring"
    book.save(path)
    _, _ = refilled(path, 4)
    book = load_workbook(tmp_path / "new.xlsx")
    assert book["Outcomes"].cell(*layout_of(Outcome).cell("target", 1)).value == "about half of them, we hope"
    assert book["Indicators"].cell(*layout_of(Indicator).cell("due", 2)).value == "next spring"


def test_what_stands_beside_the_tables_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(4))
    book = load_workbook(path)
    book["Needs"]["M3"] = "Ask the nurse"
    book.create_sheet("Minutes")["A1"] = "Meeting of May"
    book.save(path)
    _, said = refilled(path, 4, whole=False)
    assert "not carried over: Needs M3: Something is typed here, outside the form's tables." in said
    assert "not carried over: Minutes A1: The sheet “Minutes” is not part of the form, so" in said
    assert "keep return.xlsx" in said
    assert "nurse" not in said


def test_what_is_lost_from_the_return_is_said(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(4))
    book = load_workbook(path)
    book["Indicators"].delete_cols(layout_of(Indicator).cell("lead", 0)[1])
    for field in ("target", "who"):
        book["Outcomes"].delete_rows(layout_of(Outcome).cell(field, 0)[0])
    del book["Agreement"]
    book.save(path)
    _, said = refilled(path, 4, whole=False)
    lost = [line for line in said.splitlines() if line.startswith("not carried over: ")]
    assert lost == [
        f"not carried over: the answers to {what}: they are not in the return any more"
        for what in ("“Who it is about”, “Target figure” on the sheet Outcomes", "“Who leads” on the sheet Indicators")
    ] + ["not carried over: the answers on the sheet Agreement: they are not in the return any more"]


def longer(path: Path, record: type[Record], rows: list[tuple[str, str]]) -> None:
    """Make a table longer, as a school does that took the protection off: rows with a reference and a first answer."""
    book = load_workbook(path)
    sheet, layout = book[record.title], layout_of(record)
    for place, (ref, words) in enumerate(rows, start=layout.last_row + 1):
        sheet.cell(place, 2).value, sheet.cell(place, 3).value = ref, words
    table = sheet.tables[record.table]
    table.ref = table.autoFilter.ref = f"{table.ref.rstrip('0123456789')}{layout.last_row + len(rows)}"
    book.save(path)


def test_rows_beyond_those_of_a_new_form_get_rows_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(2))
    room = layout_of(Need).records
    longer(path, Need, [(f"N{60 + extra}", f"Need number {60 + extra}") for extra in range(1, room + 3)])
    after, said = refilled(path, 2)
    before = read(path, circumstances(after.plan.on))
    assert [need.ref for need in after.plan.of(Need)] == [need.ref for need in before.plan.of(Need)]
    assert len(after.plan.of(Need)) > room
    assert "not carried over" not in said
    [table] = [
        sheet.tables[Need.table] for sheet in load_workbook(path.parent / "new.xlsx") if Need.table in sheet.tables
    ]
    assert table.ref.endswith(str(HEADER_ROW + 2 * room))


def test_rows_in_a_table_of_given_rows_have_no_place_and_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(0))
    longer(path, Criterion, [("9.9", "Our own theme"), ("9.10", "Another one")])
    book = load_workbook(path)
    for row in (1, 2):
        book[Criterion.title].cell(layout_of(Criterion).last_row + row, 5).value = "Yes"
    book.save(path)
    _, said = refilled(path, 0, whole=False)
    assert "not carried over: no room on the sheet Criteria for 9.9, 9.10" in said


def test_a_locked_answer_that_was_changed_is_still_held_against_what_was_sent_out(tmp_path: Path) -> None:
    """Copying must not make a change to a locked sheet look like the school's first answer."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(4))
    book = load_workbook(path)
    book["Priorities"].cell(*layout_of(Priority).cell("priority", 0)).value = "Something else"
    book.save(path)
    refilled(path, 4)
    codes = [found.code for found in judge(tmp_path / "new.xlsx", "new", Settings(day(4))).findings]  # type: ignore[arg-type]
    assert "WB019" in codes


def test_another_stage_than_the_return_s_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(4))
    result = hwit("new", "5", "--from", path)
    assert result.exit_code == 2
    assert "is filled in for Stage 4: outcomes and indicators; for the stage after it use `hwit next`" in result.stderr


def test_without_a_form_or_a_return_it_says_what_is_wanted() -> None:
    result = hwit("new")
    assert result.exit_code == 2
    assert "say which form" in result.stderr


def test_new_forms_are_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "mine.xlsx"
    target.write_text("mine")
    for arguments in (("new", "1"), ("new", "--from", _stage_4(tmp_path))):
        assert hwit(*arguments, "-o", target).exit_code == 2
        assert target.read_text() == "mine"
    done("new", "1", "-o", target, "--force")
    assert read(target, circumstances(example().completed_on(FORMS[1]))).plan.of(Member) == ()


def _stage_4(folder: Path) -> Path:
    path = folder / "return.xlsx"
    path.write_bytes(a_return(4))
    return path
