"""The sentences that buttons say: how many of what, and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.tables import Feedback
from hwit_xl.addin import buttons, words
from hwit_xl.addin.feedback_sheet import told
from hwit_xl.checking.explanations import OUTDATED
from hwit_xl.checking.verdict import Verdict
from hwit_xl.problem import Problem

ERROR, QUERY, ADVICE = Severity.ERROR, Severity.QUERY, Severity.ADVICE
ERRORS = "\n\nErrors must be put right; a query may also be explained on the Feedback sheet."
QUERIES = "\n\nPut each query right, or say on the Feedback sheet why it is right as it stands."


def found(severity: Severity, explanation: str | None = None, *, waived: bool = False) -> Finding:
    return Finding(
        "OC001",
        severity,
        "Outcomes",
        "O1",
        "Target",
        None,
        None,
        "",
        "",
        explanation=explanation,
        waiver="Waived by KT until 1 May 2011: A new head." if waived else None,
    )


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([], "Nothing needs your attention."),
        ([found(ERROR)], "There is 1 error. It stands on the Feedback sheet." + ERRORS),
        ([found(ERROR), found(QUERY)], "There is 1 error and 1 query. Each stands on the Feedback sheet." + ERRORS),
        (
            [found(ERROR), found(ERROR), found(QUERY)],
            "There are 2 errors and 1 query. Each stands on the Feedback sheet." + ERRORS,
        ),
        ([found(QUERY), found(QUERY)], "There are 2 queries. Each stands on the Feedback sheet." + QUERIES),
        ([found(QUERY, "As agreed.")], "Nothing needs your attention. 1 finding is explained."),
        (
            [found(ADVICE), found(ERROR, waived=True), found(QUERY, "As agreed.")],
            "There is 1 piece of advice. It stands on the Feedback sheet. 1 finding is explained. 1 finding is "
            "waived by your Local Programme.",
        ),
        ([found(ERROR, "I disagree.")], "There is 1 error. It stands on the Feedback sheet." + ERRORS),
    ],
)
def test_what_a_check_came_to(findings: list[Finding], said: str) -> None:
    assert words.after_check(Verdict(Path("r.xlsx"), "r", "", findings=tuple(findings))) == said


def test_what_no_cell_stands_for_is_told_before_the_first_cell_and_advice_does_not_bar_the_way() -> None:
    whole = [replace(found(ERROR), message=f"The sheet {name} is missing.") for name in ("School", "Priorities")]
    advice, query = (replace(found(each), sheet="School", cell="C5") for each in (ADVICE, QUERY))
    error = replace(found(ERROR), sheet="Outcomes", cell="C19")

    def verdict(*findings: Finding) -> Verdict:
        return Verdict(Path("r.xlsx"), "r", "", findings=findings)

    assert words.about_all(verdict(*whole, advice, error, found(ADVICE))) == (
        "\n\nAbout the whole workbook: The sheet School is missing."
        "\n\nAbout the whole workbook: The sheet Priorities is missing."
    )
    assert words.about_all(verdict(*whole * 2)).endswith("missing.\n\n1 more such finding on the Feedback sheet.")
    assert words.about_all(verdict(advice, error, found(ADVICE))) == ""
    assert words.begins_at(verdict(*whole, advice, error)) == error
    assert words.begins_at(verdict(*whole, advice, query, error)) == query
    assert words.begins_at(verdict(*whole, advice)) == advice
    assert words.begins_at(verdict(*whole)) is None


def test_a_rule_that_could_not_be_run_is_told_of() -> None:
    verdict = Verdict(Path("r.xlsx"), "r", "", broken={"OC009": "a fault", "AB001": "a fault"})
    assert [line for line in words.after_check(verdict).split("\n\n") if "could not be run" in line] == [
        "The rule AB001 could not be run. Please tell whoever looks after this program.",
        "The rule OC009 could not be run. Please tell whoever looks after this program.",
    ]


def test_errors_come_first() -> None:
    assert words.errors_first(1, "go on") == (
        "1 error stands in this form. Press Check, put it right, and then go on. Nothing was written."
    )
    assert words.errors_first(2, "go on").startswith("2 errors stand in this form. Press Check, put them right")


FIELDS = ("code", "severity", "message", "fix", "explanation", "link")


def a_book(*rows: dict[str, str], renamed: str = "", visible: bool = True, selected: str = "B6") -> Any:
    """A workbook with a Feedback table whose headings stand in row 5, and a sheet Outcomes."""
    titles = ["Oh dear" if field == renamed else Feedback.columns[field].title for field in FIELDS]
    values = [titles, *([row.get(field, "") for field in FIELDS] for row in rows)]
    cells = SimpleNamespace(row=5, column=2, shape=(len(values), 6), options=lambda **_: SimpleNamespace(value=values))
    table = SimpleNamespace(name=Feedback.table, range=cells, show_totals=False, show_headers=True)
    feedback = SimpleNamespace(name=Feedback.title, tables=[table], visible=True)
    outcomes = SimpleNamespace(name="Outcomes", tables=[], visible=visible)
    chosen = SimpleNamespace(sheet=feedback, row=6, column=2)
    said: list[str] = []
    app = SimpleNamespace(
        engine=SimpleNamespace(name="made up"), said=said, alert=lambda text, *_, **__: said.append(text)
    )
    return SimpleNamespace(
        app=app, name="plan.xlsx", fullname="/plan.xlsx", sheets=[feedback, outcomes], names={}, selection=chosen
    )


LINK = {"link": "#'Outcomes'!$C$20"}


def test_findings_are_read_back_from_the_sheet_with_their_rows_and_cells() -> None:
    book = a_book({"code": "OC001", "severity": "error"} | LINK, {}, {"code": "WB001", "link": "none"})
    assert [(each.row, each.code, each.sheet, each.cell) for each in told(book)] == [
        (6, "OC001", "Outcomes", "C20"),
        (8, "WB001", "", ""),
    ]


@pytest.mark.parametrize("field", FIELDS)
def test_a_feedback_sheet_whose_columns_were_renamed_cannot_be_read(field: str) -> None:
    with pytest.raises(Problem, match="Columns of the Feedback sheet were renamed or taken out"):
        told(a_book(renamed=field))


@pytest.mark.parametrize(
    ("severity", "message", "explanation", "settled"),
    [
        ("advice", "", "", True),
        ("query", "", "", False),
        ("query", "", "As agreed.", True),
        ("query", OUTDATED, "As agreed.", False),
        ("error", "No target. Waived by KT until 1 May 2011: A new head.", "", True),
        ("error", "", "I disagree.", False),
    ],
)
def test_nothing_more_is_asked_of_advice_and_of_queries_with_an_explanation_that_counts(
    severity: str, message: str, explanation: str, settled: bool
) -> None:
    [each] = told(
        a_book({"code": "OC001", "severity": severity, "message": message, "explanation": explanation} | LINK)
    )
    assert each.settled is settled


def test_a_finding_on_a_hidden_sheet_is_said_to_be_out_of_sight() -> None:
    book = a_book({"code": "OC001", "severity": "error"} | LINK, visible=False)
    buttons.next_finding(book)
    assert book.app.said == [
        "The sheet Outcomes is hidden or not there any more. Press Check to look through the form again."
    ]


def test_findings_without_a_cell_lead_nowhere() -> None:
    book = a_book({"code": "WB001", "severity": "error"})
    buttons.next_finding(book)
    assert book.app.said == ["The Feedback sheet names no cell. Press Check to look through the form again."]


def test_a_workbook_without_the_guide_has_no_glossary() -> None:
    book = a_book()
    buttons.glossary(book)
    assert book.app.said[0].startswith("The Guide sheet is not in this workbook.")
