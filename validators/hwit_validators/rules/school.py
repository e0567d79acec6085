"""SC: the School sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from hwit_validators.figures.measure import among_fractions, years_later
from hwit_validators.model.choices import Phase, Unit
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ADVICE, ERROR, QUERY, Judged, rule
from hwit_validators.rules.marks import like_a_percentage
from hwit_validators.words import shown


@rule("SC001", ERROR, stage=0, handbook="H01", judged=Judged.EVERY_FORM)
def urn_has_six_digits(plan: Plan) -> Iterator[Mark]:
    """The URN is six digits.

    Why: the URN is how a school's returns are told from those of every other school.
    Put it right: copy the URN from the schools register. It is not the same as the establishment number.
    """
    if school := plan.school:
        for field in ("urn", "predecessor_urn"):
            value = getattr(school, field)
            if value and not re.fullmatch(r"[0-9]{6}", value):
                yield school.mark(
                    field,
                    f"A URN has six digits; here stands {value!r}.".replace("'", "“", 1).replace("'", "”"),
                    expected="six digits",
                )


@rule("SC002", QUERY, stage=0, judged=Judged.EVERY_FORM)
def local_authority_is_known(plan: Plan) -> Iterator[Mark]:
    """The local authority is one we know.

    Why: results are added up by local authority. The list can be behind when councils change.
    Put it right: choose it from the drop-down; if yours is new, say so.
    """
    school = plan.school
    if school and school.la_code and not plan.lists["local_authorities"].find(school.la_code):
        yield school.mark(
            "la_code", "This local authority is not in the list.", expected="a local authority of the list"
        )


@rule("SC003", ERROR, stage=0, judged=Judged.EVERY_FORM)
def establishment_number_has_four_digits(plan: Plan) -> Iterator[Mark]:
    """The establishment number is four digits.

    Why: together with the local authority's number it is the school's number in official statistics.
    Put it right: write the last four digits only, such as 2045 of 331/2045.
    """
    school = plan.school
    if school and school.establishment_number and not re.fullmatch(r"[0-9]{4}", school.establishment_number):
        yield school.mark("establishment_number", "An establishment number has four digits.", expected="four digits")


_BANDS: dict[Phase, tuple[tuple[int, int], ...]] = {
    Phase.NURSERY: ((1000, 1099),),
    Phase.REFERRAL_UNIT: ((1100, 1150),),
    Phase.PRIMARY: ((2000, 3999), (5200, 5299), (6000, 6999)),
    Phase.SECONDARY: ((4000, 4999), (5400, 5499), (6000, 6999)),
    Phase.SPECIAL: ((7000, 7999),),
}
"""Bands of establishment numbers by phase (domain facts §6.1, medium confidence, hence advice only)."""


@rule("SC004", ADVICE, stage=0, judged=Judged.EVERY_FORM)
def establishment_number_fits_phase(plan: Plan) -> Iterator[Mark]:
    """The establishment number is in the usual band of the phase.

    Why: another band often means a mistyped number or phase.
    Put it right: check both; there are exceptions, and then nothing needs doing.
    """
    school = plan.school
    if not (school and school.phase and re.fullmatch(r"[0-9]{4}", school.establishment_number or "")):
        return
    bands = _BANDS.get(school.phase, ())
    number = int(school.establishment_number or 0)
    if bands and not any(low <= number <= high for low, high in bands):
        usual = " or ".join(f"{low} to {high}" for low, high in bands)
        yield school.mark(
            "establishment_number",
            f"{number} is not usual for the phase {school.phase}: such numbers are {usual}.",
            expected=usual,
        )


_ROLLS: dict[Phase, tuple[int, int]] = {
    Phase.NURSERY: (20, 350),
    Phase.PRIMARY: (15, 1200),
    Phase.MIDDLE_PRIMARY: (60, 1000),
    Phase.MIDDLE_SECONDARY: (100, 1200),
    Phase.SECONDARY: (150, 2600),
    Phase.ALL_THROUGH: (150, 3500),
    Phase.SIXTEEN_PLUS: (50, 5000),
    Phase.SPECIAL: (8, 450),
    Phase.REFERRAL_UNIT: (3, 300),
}
"""Sizes beyond which a school of the phase is rare: our own estimate, so only a query."""


@rule("SC005", QUERY, stage=0, judged=Judged.EVERY_FORM)
def roll_is_plausible_and_recent(plan: Plan) -> Iterator[Mark]:
    """The number on roll is usual for the phase, and counted within the last year.

    Why: percentages and small groups are judged against it.
    Put it right: correct the number or its date; if your school is unusual, say so.
    """
    school = plan.school
    if not school:
        return
    if school.roll is not None and school.phase:
        low, high = _ROLLS[school.phase]
        if not low <= school.roll <= high:
            yield school.mark(
                "roll",
                f"{school.roll:,} pupils is unusual for the phase {school.phase}: most have {low} to {high:,}.",
                expected=f"{low} to {high:,}",
            )
    if school.roll_on:
        if school.roll_on > plan.on:
            yield school.mark(
                "roll_on", f"{shown(school.roll_on)} is in the future.", expected="a date of the past year"
            )
        elif school.roll_on < years_later(plan.on, -1) - dt.timedelta(days=31):
            yield school.mark(
                "roll_on",
                f"The pupils were counted on {shown(school.roll_on)}, more than a year ago.",
                expected="a date of the past year",
            )


_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


@rule("SC006", ERROR, stage=0, judged=Judged.EVERY_FORM)
def email_is_well_formed(plan: Plan) -> Iterator[Mark]:
    """The co-ordinator's e-mail is one well-formed address.

    Why: letters and feedback go to it.
    Put it right: write one address, such as office@example.sch.uk, without spaces or a name.
    """
    school = plan.school
    if school and school.coordinator_email and not _EMAIL.fullmatch(school.coordinator_email):
        yield school.mark(
            "coordinator_email", "This is not one well-formed e-mail address.", expected="one e-mail address"
        )


@rule("SC007", ERROR, stage=0, handbook="H56", judged=Judged.EVERY_FORM)
def school_is_in_the_programme(plan: Plan) -> Iterator[Mark]:
    """The URN is that of a school in the programme.

    Why: a return from a school the programme does not know cannot be followed up. Only judged where the programme has
    listed its schools.
    Put it right: check the URN; if it is right, ask the Local Programme to add your school.
    """
    school = plan.school
    urns = plan.profile.urns
    if school and urns and school.urn and re.fullmatch(r"[0-9]{6}", school.urn) and school.urn not in urns:
        yield school.mark(
            "urn",
            f"No school of the programme has the URN {school.urn}.",
            expected="the URN of a school in the programme",
        )


@rule("SC008", QUERY, stage=0, judged=Judged.EVERY_FORM)
def percentage_is_no_fraction(plan: Plan) -> Iterator[Mark]:
    """The share of free school meals is written as 45, not as 0.45.

    Why: the two differ a hundredfold.
    Put it right: write the figure as it reads before the % sign; if it is that small, say so.
    """
    school = plan.school
    if school and among_fractions({"share": school.free_meals_percent}, Unit.PERCENT):
        yield like_a_percentage(school, "free_meals_percent")
