"""The Progress sheet's formulas, worked out by LibreOffice, against the same figures in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hwit_validators.figures.progress import Status
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from support.by_hand import Filled
from support.libreoffice import Office
from support.plans import a_plan
from support.progress_sheet import differences, shown
from support.returns import read_return


@pytest.mark.parametrize(("name", "stage"), [("primary", 7), ("primary", 8), ("secondary", 8)])
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
    """A date as British people write it."""
    return dt.datetime.strptime(text, "%d/%m/%Y").date()


def outcome(statement: str, baseline: float | None, target: float | None, **more: Any) -> dict[str, Any]:
    """An outcome of two school years that is to go up, unless it says otherwise."""
    usual = {"direction": "Increase", "starts_on": day("01/09/2010"), "target_date": day("31/07/2012")}
    return {"statement": statement, "baseline": baseline, "target": target} | usual | more


def figure(statement: str, **more: Any) -> dict[str, Any]:
    """An indicator that is to go up from 10 to 20 in a year, unless it says otherwise."""
    usual = {"direction": "Increase", "baseline": 10.0, "target": 20.0, "due": day("31/12/2011")}
    return {"statement": statement} | usual | more


def reading(measure: str, read_on: str | None, value: float | None = None, **more: Any) -> dict[str, Any]:
    """A reading of a figure, or of something done."""
    return {"measure": measure, "read_on": day(read_on) if read_on else None, "value": value} | more


def started(measure: str, value: float, measured_on: str | None = "15/09/2010") -> dict[str, Any]:
    """A row of the Baselines sheet."""
    return {"measure": measure, "value": value, "measured_on": day(measured_on) if measured_on else None}


def revised(indicator: str, what: str, discussed_on: str, **more: Any) -> dict[str, Any]:
    """A change of an indicator."""
    return {"indicator": indicator, "what": what, "discussed_on": day(discussed_on)} | more


def amended(what: str, decision: str, decided_on: str | None, **more: Any) -> dict[str, Any]:
    """A change of the third outcome that the panel was asked for."""
    answered = day(decided_on) if decided_on else None
    return {"outcome": "O3", "what": what, "decision": decision, "decided_on": answered} | more


AWKWARD = a_plan(
    7,
    on=day("01/07/2011"),
    Outcomes={
        "O1": outcome("Down, and past the target.", 30.0, 20.0, direction="Decrease"),
        "O2": outcome("The wrong way.", 40.0, 45.0),
        "O3": outcome("Amended twice, and twice in vain.", None, 60.0),
        "O4": outcome("Target and baseline alike.", 50.0, 50.0),
        "O5": outcome("Ends before it starts.", 0.0, 5.0, starts_on=day("01/09/2011"), target_date=day("31/07/2011")),
        "O6": outcome("Hardly begun.", None, None, direction=None, target_date=None),
    },
    Indicators=[
        {"statement": "Done at the second look."},
        {"statement": "Not done, and overdue.", "due": day("01/06/2011")},
        figure("Two readings on one day."),
        figure("Revised twice on one day."),
        figure("Withdrawn."),
        figure("A figure of nought.", direction="Decrease", baseline=4.0, target=0.0),
        figure("Readings in no order."),
        figure("A reading without a date."),
    ],
    Baselines=[
        started("O3", 35.5),
        started("E3", 0.0),
        started("E4", 12.0, measured_on=None),
        started("E6", 5.0),
        started("E7", 11.0),
    ],
    Readings=[
        reading("O1", "01/03/2011", 12.0),
        reading("O2", "01/06/2011", 1.0),
        reading("O3", "01/06/2011", 50.0),
        reading("O4", "01/06/2011", 50.0),
        reading("O5", "01/06/2011", 2.0),
        reading("E1", "01/02/2011", done=False),
        reading("E1", "01/06/2011", done=True),
        reading("E2", "01/05/2011", done=False),
        reading("E3", "01/06/2011", 13.0),
        reading("E3", "01/06/2011", 14.0),
        reading("E4", "01/06/2011", 15.0),
        reading("E5", "01/06/2011", 25.0),
        reading("E6", "01/06/2011", 0.0),
        reading("E7", "01/06/2011", 17.0),
        reading("E7", "01/02/2011", 12.0),
        reading("E7", "15/06/2011", done=True),
        reading("E8", None, 19.0),
    ],
    Revisions=[
        revised("E4", "Target", "01/04/2011", new_target=18.0),
        revised("E4", "Target", "01/04/2011", new_target=15.0),
        revised("E4", "Due date", "01/03/2011", new_due=day("01/02/2012")),
        revised("E5", "Withdrawn", "01/03/2011"),
        revised("E7", "Wording", "01/03/2011", new_target=99.0),
    ],
    Amendments=[
        amended("Target", "Clarification sought", "01/05/2011", new_target=50.0),
        amended("Target", "Confirmed", "01/04/2011", new_target=55.0),
        amended("Target date", "Confirmed", "01/04/2011", new_date=day("31/12/2012")),
        amended("Target", "Waiting", None, new_target=1.0),
    ],
)
"""Everything that makes figures differ between two ways of working them out."""

DAYS = "01/01/2010 01/10/2010 01/07/2011 31/07/2011 01/08/2011 01/01/2012 01/09/2013"


def test_awkward_plans_come_out_alike_too(office: Office, tmp_path: Path) -> None:
    package.save(build(AWKWARD.form, AWKWARD.tables).workbook, tmp_path / "awkward.xlsx")
    days = [day(text) for text in DAYS.split()]
    with office.open(tmp_path / "awkward.xlsx") as document:
        assert [line for on in days for line in differences(document, AWKWARD, on)] == []
        seen = {row["status"] for on in days for row in shown(document, on).values()}
    assert seen == set(Status)
