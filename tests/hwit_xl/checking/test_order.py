"""Findings stand in the order in which a person walks through the workbook, wherever they are shown."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.tables import Activity, Feedback, Indicator, Outcome, School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.order import as_walked
from hwit_xl.cli import cli
from hwit_xl.workbooks.layout import layout_of
from support.plans import example
from support.returns import filled

ON = example().completed_on(form_of_stage(5)).isoformat()
ERROR, QUERY, ADVICE = Severity.ERROR, Severity.QUERY, Severity.ADVICE


def found(code: str, severity: Severity, sheet: str | None = None, cell: str | None = None) -> Finding:
    return Finding(code, severity, "", "", "", None, None, "", "", sheet, cell)


def test_it_goes_sheet_by_sheet_errors_first_and_then_by_row_and_column() -> None:
    findings = [
        found("AA001", ADVICE),
        found("AA002", QUERY, "Outcomes", "C9"),
        found("BB001", ERROR, "Outcomes", "D10"),
        found("BB002", ERROR, "Outcomes", "AA9"),
        found("BB003", ERROR, "Outcomes", "C10"),
        found("CC001", ADVICE, "School", "C5"),
        found("CC002", QUERY, "School"),
        found("DD001", ERROR, "Copied", "A1"),
        found("DD002", QUERY),
        found("DD003", ERROR),
    ]
    assert [each.code for each in as_walked(findings, ["School", "Outcomes"])] == [
        "DD003", "DD002",  # about the file as a whole
        "CC002", "CC001",  # School
        "BB002", "BB003", "BB001", "AA002",  # Outcomes, errors first
        "DD001",  # a sheet that nobody knows of
        "AA001",  # advice about the file as a whole
    ]  # fmt: skip


@pytest.fixture
def walked(tmp_path: Path) -> Path:
    """A return with something wrong on five sheets, whose codes come in quite another order than the sheets."""
    built = filled(5)
    for table, field, place in (
        (School, "name", 0), (Outcome, "target", 1), (Indicator, "lead", 3), (Indicator, "lead", 0), (Activity, "starts_on", 1),
    ):  # fmt: skip
        built.cell(layout_of(table), field, place).value = None
    folder = tmp_path / "returns"
    folder.mkdir()
    built.workbook.save(folder / "return.xlsx")
    return folder


def test_file_report_text_and_json_have_the_same_order(walked: Path, tmp_path: Path) -> None:
    report, copies = tmp_path / "report.xlsx", tmp_path / "copies"
    arguments = ["validate", str(walked), "--on", ON, "--format"]
    done = CliRunner().invoke(cli, [*arguments, "json", "--report", str(report), "--feedback", str(copies)])
    [returned] = json.loads(done.stdout)["returns"]
    places = [(each["sheet"], each["cell"], each["code"]) for each in returned["findings"]]
    sheets = [sheet for sheet in dict.fromkeys(sheet for sheet, _, _ in places) if sheet]
    book = openpyxl.load_workbook(copies / "return.xlsx")
    assert sheets == [name for name in book.sheetnames if name in sheets], "as they stand in the workbook"
    assert len(sheets) > 2

    layout = layout_of(Feedback)
    codes = [code for _, _, code in places]
    in_file = [book["Feedback"].cell(*layout.cell("code", place)).value for place in range(len(codes))]
    assert in_file == codes

    rows = openpyxl.load_workbook(report)["Findings"].iter_rows(min_row=6, values_only=True)
    in_report = [row[5] for row in rows if row[5] is not None]
    assert in_report == codes

    text = CliRunner().invoke(cli, [*arguments, "text", "--all"]).stdout
    in_text = [
        words[1] for line in io.StringIO(text) if (words := line.split()) and words[0] in ("error", "query", "advice")
    ]
    assert in_text == codes
