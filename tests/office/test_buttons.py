"""The buttons, pressed on forms that are open in LibreOffice."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw

from hwit_validators.finding import Severity
from hwit_validators.forms import form_of_stage
from hwit_validators.records import Feedback, Indicator, Outcome, Record
from hwit_xl.addin import buttons
from hwit_xl.addin.messages import log_file
from hwit_xl.checking.profile import Programme
from hwit_xl.checking.verdict import Settings, Verdict, judge
from hwit_xl.journey.submission import received
from hwit_xl.workbooks import theme
from hwit_xl.workbooks.layout import TableLayout, address
from office import engine
from office.engine_range import Range
from support.libreoffice import Document, Office
from support.plans import example
from support.returns import a_return
from support.seen import looks

SHADES = {theme.ERROR: Severity.ERROR, theme.QUERY: Severity.QUERY}


class Person:
    """Somebody at the buttons: takes down what is said, and answers as arranged."""

    def __init__(self, folder: Path | None = None, *, agrees: bool = True) -> None:
        """Choose this folder whenever one is asked for."""
        self.chosen, self.agrees = folder, agrees
        self.told: list[str] = []
        self.hints: list[str] = []
        self.asked: list[str] = []

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Read a message."""
        assert "a fault of the program" not in text, log_file().read_text(encoding="utf-8")[-2000:]
        self.told.append(text)

    def hint(self, text: str) -> None:
        """See a line at the bottom."""
        self.hints.append(text)

    def agree(self, question: str) -> bool:
        """Answer yes or no."""
        self.asked.append(question)
        return self.agrees

    def folder(self, title: str) -> Path | None:
        """Choose a folder."""
        self.asked.append(title)
        return self.chosen

    def line(self, question: str) -> str:
        """Type nothing."""
        return ""


class AtWork:
    """A form open in LibreOffice, and the person before it."""

    def __init__(self, app: xw.App, document: Document, person: Person, stage: int) -> None:
        """Sit down before it on the day it was completed."""
        self.document, self.person = document, person
        self.book = engine.book(app, document)
        self.on = example().completed_on(form_of_stage(stage))

    def press(self, button: buttons.Button) -> str:
        """Press a button; the last thing that was said."""
        button(self.book, self.person, self.on)
        return self.person.told[-1] if self.person.told else ""

    def type(self, record: type[Record], field: str, place: int, text: str) -> None:
        """Answer a question."""
        self.document.sheet(record.title).type(address(*TableLayout(record).cell(field, place)), text)

    def owned(self) -> dict[tuple[str, int, int], str | float]:
        """Everything that stands in the workbook outside the Feedback sheet and what is worked out of it."""
        formulas: dict[tuple[str, int, int], str | float] = {}
        for sheet in self.document.sheets:
            if sheet.name != Feedback.title:
                cursor = sheet.api.createCursor()
                cursor.gotoEndOfUsedArea(False)
                end = cursor.RangeAddress
                rows = sheet.api.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getFormulaArray()
                formulas |= {
                    (sheet.name, r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text
                }
        return formulas

    def protections(self, folder: Path) -> list[str]:
        """What each sheet allows, as it stands in the file."""
        with zipfile.ZipFile(self.document.save_as(folder / "protections.xlsx")) as package:
            return [
                found
                for name in sorted(package.namelist())
                if name.startswith("xl/worksheets/sheet")
                for found in re.findall(r"<sheetProtection[^>]*>", package.read(name).decode())
            ]

    def highlighted(self, folder: Path) -> dict[tuple[str, str], Severity]:
        """The cells outside the Feedback sheet that look like an error or a query."""
        seen = {at: SHADES.get(look.background) for at, look in looks(self.document, folder).items()}
        return {at: severity for at, severity in seen.items() if severity and at[0] != Feedback.title}

    def feedback(self) -> list[dict[str, str | float]]:
        """The filled rows of the Feedback sheet."""
        return [row for row in self.document.table(Feedback.table).contents() if row["Code"]]

    def selected(self) -> tuple[str, str]:
        """Where the person is taken to."""
        chosen = self.book.selection
        assert chosen
        return chosen.sheet.name, address(chosen.row, chosen.column)


Opened = Callable[..., AtWork]


@pytest.fixture
def at_work(office: Office, tmp_path: Path) -> Iterator[Opened]:
    """Opens a worked return of a stage."""
    app = engine.app(office)
    documents: list[Document] = []

    def open_(stage: int, person: Person | None = None, name: str = "return.xlsx") -> AtWork:
        path = tmp_path / name
        path.write_bytes(a_return(stage))
        documents.append(office.open(path))
        return AtWork(app, documents[-1], person or Person(tmp_path / "made"), stage)

    yield open_
    for document in documents:
        document.close()


def on_file(work: AtWork, folder: Path) -> Verdict:
    """What the command line says of the workbook, saved as it stands."""
    saved = work.document.save_as(folder / "saved.xlsx")
    return judge(saved, saved.name, Settings(work.on))


def messed_up(work: AtWork) -> None:
    """Make mistakes of several kinds, and move tables about."""
    work.type(Outcome, "target", 1, "")
    work.type(Outcome, "target_date", 2, "next summer")
    work.type(Outcome, "evidence_plan", 0, "tbc")
    work.type(Indicator, "kind", 3, "a bit of both")
    outcomes = work.document.sheet(Outcome.title)
    outcomes.unprotect()
    outcomes.insert_rows(4, 3)
    outcomes.insert_columns(1)
    outcomes.rename("What we'll reach")


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
    assert work.selected() == (verdict.findings[0].sheet, verdict.findings[0].cell)
    assert said.startswith(f"There are {verdict.counts[Severity.ERROR]} errors")
    assert verdict.findings[0].message in said
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
    [query] = [row for row in work.feedback() if row["Severity"] == "query"]
    assert "no longer counts" in str(query["What we saw"])
    assert query["Your explanation"] == ""


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
    [form] = (tmp_path / "made").iterdir()
    assert form.name.endswith("stage_8_review.xlsx")
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
    assert Range.calls["value"] <= tables
    assert Range.calls["formula"] <= tables
    assert Range.calls["write"] <= 2
    assert Range.calls["number_format"] <= 40
    assert sum(Range.calls.values()) <= 6 * tables + 45
