"""The School sheet, which every form has."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import Phase
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows


class School(Record):
    """Who the school is, and its standing in the Healthy Schools programme (H01-H03, H07)."""

    table: ClassVar = "School"
    title: ClassVar = "School"
    stage: ClassVar = 0
    layout: ClassVar[Rows | Answers] = Answers()

    name: str | None = column("School name", "The full name, as on the schools register.", required_from=0)
    urn: str | None = column(
        "URN",
        "Unique reference number: six digits. It is on the schools register and most official letters.",
        required_from=0,
    )
    la_code: str | None = column(
        "Local authority",
        "Choose your local authority from the list.",
        required_from=0,
        listed="local_authorities",
        open_list=True,
    )
    establishment_number: str | None = column(
        "Establishment number", "The four digits after the local authority's number, such as 2045.", required_from=0
    )
    phase: Phase | None = column("Phase", "Choose the phase your school works in.", required_from=0)
    roll: int | None = column(
        "Pupils on roll",
        "How many pupils are on roll, as a whole number.",
        required_from=0,
        people=True,
        at_least=1,
        at_most=5000,
    )
    roll_on: dt.date | None = column(
        "Roll counted on", "The date of that count; the last school census will do.", required_from=0
    )
    free_meals_percent: float | None = column(
        "Free school meals (%)",
        "The share of pupils who can have free school meals, from 0 to 100.",
        at_least=0,
        at_most=100,
    )
    head_teacher: str | None = column("Head teacher", "First name and surname.", required_from=0, personal=True)
    coordinator: str | None = column(
        "Healthy Schools co-ordinator", "Who fills in this workbook.", required_from=0, personal=True
    )
    coordinator_email: str | None = column(
        "Co-ordinator's e-mail", "The work address that letters and feedback go to.", required_from=0, personal=True
    )
    local_programme: str | None = column(
        "Local Programme", "The Healthy Schools programme your school belongs to.", required_from=0
    )
    nhss_achieved_on: dt.date | None = column(
        "National Healthy School Status achieved on",
        "The date on your certificate.",
        required_from=0,
        missing="EL001",
    )
    annual_review_on: dt.date | None = column(
        "Last annual review completed on",
        "The date on the declaration of your last annual review. Leave blank if there has been none.",
    )
    joined_on: dt.date | None = column(
        "Joined the enhancement model on",
        "The day your school started its first workbook of this model.",
        required_from=1,
    )
    cluster: str | None = column(
        "Cluster", "The name of the cluster, if schools share one development group. Otherwise leave blank."
    )
    predecessor_urn: str | None = column(
        "Former URN", "If the school had another URN before (for instance before it became an academy)."
    )
