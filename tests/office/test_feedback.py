"""Feedback written into a return, as LibreOffice shows it, and answered there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hwit_validators.model.finding import Severity
from hwit_validators.model.record import Record
from hwit_validators.tables import Feedback, Indicator, Outcome
from hwit_xl.checking.check import judge
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Status, Verdict
from hwit_xl.workbooks.building import theme
from hwit_xl.workbooks.layout import TableLayout, address
from support.by_hand import Filled
from support.libreoffice import Document, Office
from support.plans import example
from support.returns import handed_back
from support.seen import looks

SHADES = {theme.ERROR: Severity.ERROR, theme.QUERY: Severity.QUERY}
SERIOUS = frozenset(SHADES.values())


def highlighted(document: Document, folder: Path) -> dict[tuple[str, str], Severity]:
    """The cells outside the Feedback sheet that look like an error (red and bold) or a query (orange and italic)."""
    seen: dict[tuple[str, str], Severity] = {}
    feedback = document.table(Feedback.table).sheet.name
    for (sheet, cell), look in looks(document, folder).items():
        severity = SHADES.get(look.background)
        if severity and sheet != feedback:
            assert look.bold is (severity is Severity.ERROR)
            assert look.italic is (severity is Severity.QUERY)
            seen[sheet, cell] = severity
    return seen


def located(verdict: Verdict) -> dict[tuple[str, str], Severity]:
    """The cells with a finding, and the most serious of each."""
    cells: dict[tuple[str, str], Severity] = {}
    for found in verdict.findings:
        if found.severity in SERIOUS and found.sheet and found.cell:
            cells.setdefault((found.sheet, found.cell), found.severity)
    return cells


def type_answer(document: Document, record: type[Record], field: str, place: int, text: str) -> None:
    """Type into the cell of an answer, of a form whose sheets stand as they were built."""
    document.sheet(record.title).type(address(*TableLayout(record).cell(field, place)), text)


def messed_up(document: Document) -> None:
    """Make mistakes of several kinds, and move the tables about."""
    type_answer(document, Outcome, "target", 1, "")
    type_answer(document, Outcome, "target_date", 2, "next summer")
    type_answer(document, Outcome, "evidence_plan", 0, "tbc")
    type_answer(document, Indicator, "kind", 3, "a bit of both")
    type_answer(document, Indicator, "outcomes", 0, "O1, O9")
    outcomes = document.sheet(Outcome.title)
    outcomes.unprotect()
    outcomes.insert_rows(4, 3)
    outcomes.insert_columns(1)
    outcomes.rename("What we'll reach")


def test_cells_with_findings_highlight_themselves(
    filled_in: Callable[[str, int], Filled], office: Office, tmp_path: Path
) -> None:
    filled = filled_in("primary", 4)
    with office.open(filled.saved) as document:
        assert highlighted(document, tmp_path) == {}
        messed_up(document)
        saved = document.save_as(tmp_path / "return.xlsx")
    verdict = handed_back(saved, Settings(example().completed_on(filled.form)), tmp_path / "feedback.xlsx")
    assert {found.code for found in verdict.findings} >= {"OC003", "WB010", "WB011", "WB014", "WB018"}
    assert set(located(verdict).values()) == SERIOUS
    with office.open(tmp_path / "feedback.xlsx") as document:
        assert highlighted(document, tmp_path) == located(verdict)
        assert document.errors() == []


def test_a_query_is_explained_beside_it(
    filled_in: Callable[[str, int], Filled], office: Office, tmp_path: Path
) -> None:
    filled = filled_in("primary", 4)
    settings = Settings(example().completed_on(filled.form))
    with office.open(filled.saved) as document:
        type_answer(document, Outcome, "evidence_plan", 0, "tbc")
        saved = document.save_as(tmp_path / "return.xlsx")
    assert handed_back(saved, settings, tmp_path / "feedback.xlsx").status is Status.QUERIES
    with office.open(tmp_path / "feedback.xlsx") as document:
        table = document.table(Feedback.table)
        titles = {name: spec.title for name, spec in Feedback.columns.items()}
        for number, row in enumerate(table.contents()):
            if row[titles["severity"]] == Severity.QUERY:
                column = list(row).index(titles["explanation"])
                cell = address(table.first[0] + 1 + number, table.first[1] + column)
                table.sheet.type(cell, "The survey firm is chosen in June.")
        explained = document.save_as(tmp_path / "explained.xlsx")
    verdict = judge(explained, explained.name, settings)
    assert {found.explanation for found in verdict.findings if found.severity is Severity.QUERY} == {
        "The survey firm is chosen in June."
    }
    assert verdict.status is Status.CLEAN
