"""The buttons, pressed on forms that are open in LibreOffice."""

from __future__ import annotations

import json
from pathlib import Path

from hwit_validators.model.finding import Severity
from hwit_validators.tables import Feedback, Outcome, ReviewAnswers
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.addin import buttons
from hwit_xl.addin.words import begins_at
from hwit_xl.checking.profile_file import Programme
from hwit_xl.panel.received import received
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.reading.read import read
from hwit_xl.workbooks.xlsx.cells import position
from office.engine_range import Range
from office.pressing import SHADES, Opened, Person, messed_up, on_file
from support.plans import circumstances


def test_check_writes_every_finding_and_exactly_those_cells_highlight_themselves(
    at_work: Opened, tmp_path: Path
) -> None:
    work = at_work(4)
    messed_up(work)
    before, protections = work.owned(), work.protections(tmp_path)
    said = work.press(buttons.check)
    verdict = on_file(work, tmp_path)
    assert [row["Code"] for row in work.feedback()] == [found.code for found in verdict.findings]
    located = {
        (f.sheet, f.cell): f.severity
        for f in reversed(verdict.findings)
        if f.severity in SHADES.values() and f.sheet and f.cell
    }
    assert set(located.values()) == set(SHADES.values())
    assert work.owned() == before
    assert work.protections(tmp_path) == protections
    first = begins_at(verdict)
    assert first
    assert work.selected() == (first.sheet, first.cell)
    assert said.startswith(f"There are {verdict.counts[Severity.ERROR]} errors")
    assert first.message in said
    assert work.document.errors() == []
    assert work.highlighted(tmp_path) == located


def test_what_was_typed_beside_a_finding_survives_the_next_check(at_work: Opened, tmp_path: Path) -> None:
    work = at_work(4)
    work.type(Outcome, "evidence_plan", 0, "tbc")
    work.type(Outcome, "target", 1, "")
    work.press(buttons.check)
    rows = work.feedback()
    words = {"error": "=1+1 is not what we mean: ask J. Hill", "query": "3/9"}  # nothing Excel may read in its own way
    table = work.document.table(Feedback.table)
    column = table.first[1] + 1 + list(Feedback.columns).index("explanation")
    for number, row in enumerate(rows, start=table.first[0] + 1):
        table.sheet.type(address(number, column), words.get(str(row["Severity"]), ""))
    said = work.press(buttons.check)
    after = work.feedback()
    assert {str(row["Severity"]): row["Your explanation"] for row in after if row["Severity"] != "advice"} == words
    assert "1 finding is explained" in said
    work.type(Outcome, "evidence_plan", 0, "tba")
    work.press(buttons.check)

    def query() -> dict[str, str | float]:
        [row] = [row for row in work.feedback() if row["Severity"] == "query"]
        return row

    for _ in range(2):  # the words stay, and however often Check is pressed they do not count
        assert "no longer counts" in str(query()["What we saw"])
        assert query()["Your explanation"] == words["query"]
        assert "explained" not in work.press(buttons.check).split("\n")[0]
    saved = on_file(work, tmp_path)
    assert [found.explanation for found in saved.findings if found.severity is Severity.QUERY] == [None]
    row = table.first[0] + 1 + [each["Severity"] for each in work.feedback()].index("query")
    table.sheet.type(address(row, column), "As the panel wished.")
    assert "1 finding is explained" in work.press(buttons.check)
    assert "no longer counts" not in str(query()["What we saw"])
    saved = on_file(work, tmp_path)
    assert [f.explanation for f in saved.findings if f.severity is Severity.QUERY] == ["As the panel wished."]


def test_a_sound_form_needs_nothing_and_old_findings_go(at_work: Opened) -> None:
    work = at_work(4)
    work.type(Outcome, "target", 1, "")
    work.press(buttons.check)
    assert "error" in {row["Severity"] for row in work.feedback()}
    work.type(Outcome, "target", 1, "75")
    said = work.press(buttons.check)
    assert {row["Severity"] for row in work.feedback()} <= {"advice"}
    assert "error" not in said


def test_next_finding_walks_from_cell_to_cell_and_begins_again(at_work: Opened) -> None:
    work = at_work(4)
    messed_up(work)
    work.press(buttons.check)
    first = work.selected()
    seen = []
    while first not in seen:
        work.press(buttons.next_finding)
        seen.append(work.selected())
    assert len(seen) == len(set(seen)) > 3
    assert [hint.split(":")[0] for hint in work.person.hints[:2]] == [f"2 of {len(seen)}", f"3 of {len(seen)}"]


def test_next_finding_goes_on_after_an_answer_was_typed_and_enter_pressed(at_work: Opened) -> None:
    work = at_work(4)
    messed_up(work)
    work.press(buttons.check)
    seen = [work.selected()]
    for _ in range(2):
        sheet, cell = work.selected()
        row, column = position(cell)
        work.book.sheets[sheet].range((row + 1, column)).select()
        work.press(buttons.next_finding)
        seen.append(work.selected())
    assert len(set(seen)) == 3


def test_explain_tells_of_the_selected_cell_and_of_a_feedback_row(at_work: Opened) -> None:
    work = at_work(4)
    assert work.press(buttons.explain).startswith("The Feedback sheet is blank")
    work.type(Outcome, "target", 1, "")
    work.press(buttons.check)
    code = str(work.feedback()[0]["Code"])
    at_cell = work.press(buttons.explain)
    assert f"{code} (error)" in at_cell
    assert "Put it right:" in at_cell
    work.book.sheets[Feedback.title].activate()
    work.book.sheets[Feedback.title].range("D6").select()
    assert work.press(buttons.explain) == at_cell
    work.book.sheets[Feedback.title].range("D60").select()
    assert work.press(buttons.explain).startswith("Nothing was found at the selected cell")


def test_progress_counts_and_goes_to_its_sheet(at_work: Opened) -> None:
    work = at_work(7)
    before = work.owned()
    said = work.press(buttons.progress)
    assert said.startswith("6 outcomes: ")
    assert "on track" in said
    assert work.selected() == ("Progress", "B1")
    assert work.owned() == before
    early = at_work(4, name="early.xlsx")
    assert "from stage 7 on, and this is stage 4" in early.press(buttons.progress)


def test_a_submission_is_made_and_only_when_no_error_stands(at_work: Opened, tmp_path: Path) -> None:
    work = at_work(4)
    before = work.owned()
    said = work.press(buttons.submit)
    [folder] = (tmp_path / "made").iterdir()
    assert str(folder) in said
    assert {path.name for path in folder.iterdir()} == {"submission.xlsx", "submission.pdf", "manifest.json"}
    assert json.loads((folder / "manifest.json").read_text())["kind"] == "plan"
    received(folder, Programme())
    work.press(buttons.submit)
    assert len(list((tmp_path / "made").iterdir())) == 2  # the first one is still there
    work.type(Outcome, "target", 1, "")
    assert work.press(buttons.submit).startswith("1 error stands in this form")
    assert len(list((tmp_path / "made").iterdir())) == 2
    work.type(Outcome, "target", 1, "75")
    assert work.owned() == before


def test_the_next_form_is_made_and_opened(at_work: Opened, tmp_path: Path) -> None:
    work = at_work(7)
    work.press(buttons.next_stage)
    [form] = (tmp_path / "made").glob("*.xlsx")
    assert read(form, circumstances(work.on)).plan.form.stage == 8
    assert work.book.app.books[-1].name == form.name
    work.book.app.books[-1].api.close(True)
    waiting = at_work(4, name="waiting.xlsx")
    assert "stage 5 waits for the panel's confirmation" in waiting.press(buttons.next_stage)


def test_text_for_the_self_evaluation_form_is_made(at_work: Opened, tmp_path: Path) -> None:
    work = at_work(8)
    said = work.press(buttons.sef)
    [text] = (tmp_path / "made").iterdir()
    assert text.suffix == ".docx"
    assert "to claim" in said


def test_who_chooses_no_folder_gets_nothing_and_is_told_nothing(at_work: Opened, tmp_path: Path) -> None:
    work = at_work(8, Person(None))
    for button in (buttons.submit, buttons.sef, buttons.next_stage):
        assert work.press(button) == ""


def test_a_whole_session_changes_no_answer(at_work: Opened, tmp_path: Path) -> None:
    work = at_work(8, Person(tmp_path / "made", agrees=False))
    work.type(ReviewAnswers, "sustained", 0, "tbc")
    before, protections = work.owned(), work.protections(tmp_path)
    for button in (
        buttons.check,
        buttons.next_finding,
        buttons.explain,
        buttons.progress,
        buttons.glossary,
        buttons.about,
    ):
        work.press(button)
    table = work.document.table(Feedback.table)
    column = table.first[1] + 1 + list(Feedback.columns).index("explanation")
    table.sheet.type(address(table.first[0] + 1, column), "It is being written.")
    for button in (buttons.check, buttons.submit, buttons.sef, buttons.next_stage, buttons.check):
        work.press(button)
    assert work.owned() == before
    assert work.protections(tmp_path) == protections
    assert work.feedback()[0]["Your explanation"] == "It is being written."
    made = list((tmp_path / "made").glob("[!.]*"))
    assert sorted(path.suffix for path in made) == ["", ".docx", ".xlsx"]


def test_glossary_and_about(at_work: Opened) -> None:
    work = at_work(4)
    work.press(buttons.glossary)
    sheet, cell = work.selected()
    assert work.document.sheet(sheet).shown(cell) == "What the words mean"
    assert "stage_4_outcomes, version" in work.press(buttons.about)


def test_check_asks_for_a_bounded_number_of_ranges(at_work: Opened) -> None:
    work = at_work(8)
    Range.calls.clear()
    work.press(buttons.check)
    tables = len(form_of_stage(8).tables_and_feedback)
    sheets = tables + len(("Start here", "Guide", "Progress"))
    assert Range.calls["value"] <= sheets
    assert Range.calls["formula"] <= sheets
    assert Range.calls["write"] <= 2
    assert Range.calls["number_format"] <= 40
    assert Range.calls.pop("row_height", 0) <= 2 * len(work.feedback())
    assert sum(Range.calls.values()) <= 6 * sheets + 45
