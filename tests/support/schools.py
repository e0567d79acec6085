"""Frames for tests: lists as the public schools register writes them, and returns of many schools."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from hwit_validators.tables import School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import Built, build
from support.plans import example

REGISTER = (
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)", "PhaseOfEducation (code)", "PhaseOfEducation (name)", "SchoolCapacity", "NumberOfPupils", "Postcode",
)  # fmt: skip
"""Headings of the schools register, of which a draw needs only some."""
PHASES = ("Primary", "Primary", "Primary", "Secondary", "Not applicable")


def register_row(number: int, **changes: str) -> dict[str, str]:
    """A school of the register; ``changes`` by heading, where a heading may lack its brackets."""
    phase = PHASES[number % len(PHASES)]
    row = {
        "URN": str(100001 + number), "LA (code)": "331", "LA (name)": "Coventry", "EstablishmentNumber": str(2000 + number % 2000),
        "EstablishmentName": f"St Zoë’s School no. {number}",
        "TypeOfEstablishment (name)": "Community special school" if phase == "Not applicable" else "Community school",
        "EstablishmentStatus (name)": "Open", "PhaseOfEducation (code)": "2", "PhaseOfEducation (name)": phase,
        "SchoolCapacity": "420", "NumberOfPupils": str(40 + number * 13 % 1300), "Postcode": "CV1 1AA",
    }  # fmt: skip
    full = {heading.partition(" (")[0]: heading for heading in REGISTER if "(code)" not in heading}
    return row | {full.get(heading, heading): value for heading, value in changes.items()}


def write_register(
    path: Path, rows: Iterable[Mapping[str, str]], encoding: str = "cp1252", more: Iterable[str] = ()
) -> Path:
    """A CSV file as the register writes it, with further headings if wanted."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, [*REGISTER, *more], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def a_return(urn: str, *, plan: str = "primary", stage: int = 0, on: dt.date, name: str = "") -> Built:
    """A return of a worked plan, sent by a school of another name and URN."""
    form = form_of_stage(stage)
    tables = example(plan).tables(form, as_if_on=on - dt.timedelta(days=2))
    [school] = tables[School.table]
    assert isinstance(school, School)
    named = {"urn": urn, "name": name or f"School {urn}"}
    return build(form, {**tables, School.table: (school.model_copy(update=named),)})


def save(built: Built, path: Path) -> Path:
    """Write a return."""
    package.save(built.workbook, path, chart_texts=built.chart_texts)
    return path
