"""The Progress sheet's formulas, worked out by LibreOffice, against the same figures in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hwit_validators.plan import Plan
from hwit_validators.progress import Progress, Status, measures, progress
from hwit_xl.workbooks import package
from hwit_xl.workbooks.answers import EPOCH
from hwit_xl.workbooks.build import build
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.progress_sheet import HEADINGS, TITLE
from support.by_hand import Filled
from support.libreoffice import Document, Office
from support.plans import a_plan
from support.returns import read_return

Figure = str | float


def shown(document: Document, on: dt.date) -> dict[str, dict[str, Figure]]:
    """What the sheet says of each measure as of a day, by reference."""
    sheet = document.sheet(TITLE)
    row, column = sheet.find("As of")
    sheet.type(address(row, column + 1), f"{on:%d/%m/%Y}")
    document.recalculate()
    assert sheet.failing() == []
    titles = {title: name for name, (title, *_) in HEADINGS.items()}
    rows = ({titles[title]: value for title, value in row.items()} for row in document.table(TITLE).contents())
    return {str(row["ref"]): row for row in rows if row["what"]}


def expected(found: Progress) -> dict[str, Figure]:
    """The same, as Python works it out."""
    holds = found.effective
    return {
        "baseline": _figure(holds.baseline),
        "start": _figure(holds.starts_on),
        "target": _figure(holds.target),
        "due": _figure(holds.due),
        "latest": _figure(found.latest),
        "read_on": _figure(found.read_on),
        "share": _figure(found.share),
        "expected": _figure(found.expected),
        "status": str(found.status),
    }


def _figure(value: float | bool | dt.date | None) -> Figure:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return float((value - EPOCH).days) if isinstance(value, dt.date) else pytest.approx(float(value))


def differences(document: Document, plan: Plan, on: dt.date) -> list[str]:
    """Where the sheet and Python disagree."""
    sheet = shown(document, on)
    assert list(sheet) == [measure.ref for measure in measures(plan)]
    return [
        f"{measure.ref} {name} on {on}: {sheet[measure.ref][name]!r}, not {value!r}"
        for measure in measures(plan)
        for name, value in expected(progress(plan, measure, on)).items()
        if sheet[measure.ref][name] != value
    ]


@pytest.mark.parametrize(("name", "stage"), [("primary", 7), ("primary", 8), ("special", 8)])
def test_the_sheet_says_what_python_says(name: str, stage: int, filled_in: Callable[[str, int], Filled]) -> None:
    filled = filled_in(name, stage)
    plan = read_return(filled.saved.read_bytes(), filled.form, name).plan
    days = [plan.on + dt.timedelta(days=days) for days in (-600, -300, -90, 0, 60, 150, 700)]
    assert [line for on in days for line in differences(filled.document, plan, on)] == []


def test_an_indicator_whose_last_reading_meets_its_target_is_achieved(filled_in: Callable[[str, int], Filled]) -> None:
    """At the primary school every indicator had been met by then, while the outcomes had most of a year to go."""
    filled = filled_in("primary", 7)
    statuses = {ref: row["status"] for ref, row in shown(filled.document, day("21/10/2011")).items()}
    assert [status for ref, status in statuses.items() if ref.startswith("E")] == ["achieved"] * 12
    assert {status for ref, status in statuses.items() if ref.startswith("O")} == {"on track", "behind"}


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()


AWKWARD = a_plan(
    7,
    on=day("01/07/2011"),
    Outcomes={
        "O1": {"statement": "Down, and past the target.", "direction": "Decrease", "baseline": 30.0, "target": 20.0, "starts_on": day("01/09/2010"), "target_date": day("31/07/2012")},
        "O2": {"statement": "The wrong way.", "direction": "Increase", "baseline": 40.0, "target": 45.0, "starts_on": day("01/09/2010"), "target_date": day("31/07/2012")},
        "O3": {"statement": "Amended twice, once in vain.", "direction": "Increase", "target": 60.0, "starts_on": day("01/09/2010"), "target_date": day("31/07/2012")},
        "O4": {"statement": "Target and baseline alike.", "direction": "Increase", "baseline": 50.0, "target": 50.0, "starts_on": day("01/09/2010"), "target_date": day("31/07/2012")},
        "O5": {"statement": "Ends before it starts.", "direction": "Increase", "baseline": 0.0, "target": 5.0, "starts_on": day("01/09/2011"), "target_date": day("31/07/2011")},
        "O6": {"statement": "Hardly begun.", "starts_on": day("01/09/2010")},
    },
    Indicators=[
        {"statement": "Done at the second look."},
        {"statement": "Not done, and overdue.", "due": day("01/06/2011")},
        {"statement": "Two readings on one day.", "direction": "Increase", "baseline": 10.0, "target": 20.0, "due": day("31/12/2011")},
        {"statement": "Revised twice on one day.", "direction": "Increase", "baseline": 10.0, "target": 20.0, "due": day("31/12/2011")},
        {"statement": "Withdrawn.", "direction": "Increase", "baseline": 10.0, "target": 20.0, "due": day("31/12/2011")},
        {"statement": "A figure of nought.", "direction": "Decrease", "baseline": 4.0, "target": 0.0, "due": day("31/12/2011")},
        {"statement": "Readings in no order.", "direction": "Increase", "baseline": 10.0, "target": 20.0, "due": day("31/12/2011")},
        {"statement": "A reading without a date.", "direction": "Increase", "baseline": 10.0, "target": 20.0, "due": day("31/12/2011")},
    ],
    Baselines=[
        {"measure": "O3", "value": 35.5, "measured_on": day("15/09/2010")},
        {"measure": "E3", "value": 0.0, "measured_on": day("15/09/2010")},
        {"measure": "E4", "value": 12.0},
        {"measure": "E6", "value": 5.0, "measured_on": day("15/09/2010")},
        {"measure": "E7", "value": 11.0, "measured_on": day("15/09/2010")},
    ],
    Readings=[
        {"measure": "O1", "read_on": day("01/03/2011"), "value": 12.0},
        {"measure": "O2", "read_on": day("01/06/2011"), "value": 1.0},
        {"measure": "O3", "read_on": day("01/06/2011"), "value": 50.0},
        {"measure": "O4", "read_on": day("01/06/2011"), "value": 50.0},
        {"measure": "O5", "read_on": day("01/06/2011"), "value": 2.0},
        {"measure": "E1", "read_on": day("01/02/2011"), "done": False},
        {"measure": "E1", "read_on": day("01/06/2011"), "done": True},
        {"measure": "E2", "read_on": day("01/05/2011"), "done": False},
        {"measure": "E3", "read_on": day("01/06/2011"), "value": 13.0},
        {"measure": "E3", "read_on": day("01/06/2011"), "value": 14.0},
        {"measure": "E4", "read_on": day("01/06/2011"), "value": 15.0},
        {"measure": "E5", "read_on": day("01/06/2011"), "value": 25.0},
        {"measure": "E6", "read_on": day("01/06/2011"), "value": 0.0},
        {"measure": "E7", "read_on": day("01/06/2011"), "value": 17.0},
        {"measure": "E7", "read_on": day("01/02/2011"), "value": 12.0},
        {"measure": "E7", "read_on": day("15/06/2011"), "done": True},
        {"measure": "E8", "value": 19.0},
    ],
    Revisions=[
        {"indicator": "E4", "what": "Target", "new_target": 18.0, "discussed_on": day("01/04/2011")},
        {"indicator": "E4", "what": "Target", "new_target": 15.0, "discussed_on": day("01/04/2011")},
        {"indicator": "E4", "what": "Due date", "new_due": day("01/02/2012"), "discussed_on": day("01/03/2011")},
        {"indicator": "E5", "what": "Withdrawn", "discussed_on": day("01/03/2011")},
        {"indicator": "E7", "what": "Wording", "new_target": 99.0, "discussed_on": day("01/03/2011")},
    ],
    Amendments=[
        {"outcome": "O3", "what": "Target", "new_target": 50.0, "decision": "Clarification sought", "decided_on": day("01/05/2011")},
        {"outcome": "O3", "what": "Target", "new_target": 55.0, "decision": "Confirmed", "decided_on": day("01/04/2011")},
        {"outcome": "O3", "what": "Target date", "new_date": day("31/12/2012"), "decision": "Confirmed", "decided_on": day("01/04/2011")},
        {"outcome": "O2", "what": "Target", "new_target": 1.0, "decision": "Waiting"},
    ],
)  # fmt: skip


def test_awkward_plans_come_out_alike_too(office: Office, tmp_path: Path) -> None:
    package.save(build(AWKWARD.form, AWKWARD.tables).workbook, tmp_path / "awkward.xlsx")
    days = [day(text) for text in ("01/01/2010", "01/10/2010", "01/07/2011", "31/07/2011", "01/08/2011", "01/01/2012", "01/09/2013")]
    with office.open(tmp_path / "awkward.xlsx") as document:
        assert [line for on in days for line in differences(document, AWKWARD, on)] == []
        seen = {row["status"] for on in days for row in shown(document, on).values()}
    assert seen == set(Status)
