"""What the Progress sheet says once LibreOffice has worked it out, beside what Python says."""

from __future__ import annotations

import datetime as dt

import pytest

from hwit_validators.figures.progress import Progress, measures, progress
from hwit_validators.plan import Plan
from hwit_xl.workbooks.building.progress_sheet import HEADINGS, TITLE
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.xlsx.serials import serial
from support.libreoffice import Document

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
    """A value as a cell holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return float(serial(value)) if isinstance(value, dt.date) else float(value)


def _same(cell: Figure, value: Figure) -> bool:
    numbers = isinstance(cell, float) and isinstance(value, float)
    return cell == pytest.approx(value) if numbers else cell == value


def differences(document: Document, plan: Plan, on: dt.date) -> list[str]:
    """Where the sheet and Python disagree."""
    sheet = shown(document, on)
    assert list(sheet) == [measure.ref for measure in measures(plan)]
    return [
        f"{measure.ref} {name} on {on}: {sheet[measure.ref][name]!r}, not {value!r}"
        for measure in measures(plan)
        for name, value in expected(progress(plan, measure, on)).items()
        if not _same(sheet[measure.ref][name], value)
    ]
