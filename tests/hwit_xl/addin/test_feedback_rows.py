"""How findings are written on the Feedback sheet of an open form, and read back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hwit_validators.tables import Feedback
from hwit_xl.addin.feedback_sheet import _are_formulas, _typed, told
from hwit_xl.workbooks.xlsx.cell import Cell, Sort


@pytest.mark.parametrize(
    ("cells", "formulas"),
    [
        ([Cell("", Sort.TEXT, True), Cell("", Sort.TEXT, True)], True),
        ([Cell("", Sort.TEXT, True), Cell("a word", Sort.TEXT)], False),
        ([Cell("", Sort.TEXT, True), None], False),
    ],
)
def test_links_are_left_to_the_forms_formulas_only_while_all_of_them_stand(
    cells: list[Cell | None], formulas: bool
) -> None:
    desk: Any = SimpleNamespace(live=SimpleNamespace(cell=lambda sheet, row, column: cells[row]))
    assert _are_formulas(desk, "Feedback", 9, range(len(cells))) is formulas


def test_what_a_sheet_cannot_hold_is_not_written() -> None:
    assert _typed("Miss\x07 Pym", plain=True) == "Miss Pym"


def test_a_finding_leads_to_a_sheet_whatever_it_is_called() -> None:
    fields = ("code", "severity", "message", "fix", "explanation", "link")
    row = ["OC001", "error", "", "", "", "#'It''s ours'!$AB$20"]
    values = [[Feedback.columns[field].title for field in fields], row]
    cells = SimpleNamespace(row=5, options=lambda **_: SimpleNamespace(value=values))
    tables = [SimpleNamespace(name="Other"), SimpleNamespace(name=Feedback.table, range=cells)]
    book: Any = SimpleNamespace(sheets=[SimpleNamespace(tables=tables)])
    assert [(each.sheet, each.cell) for each in told(book)] == [("It's ours", "AB20")]
