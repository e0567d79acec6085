"""EL: whether the school may be in the enhancement model (H01-H04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hwit_validators.figures.measure import years_later
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, Judged, rule
from hwit_validators.words import shown

OLD_STATUS_UNTIL = dt.date(2008, 12, 31)
"""Status achieved up to this day needs an annual review before joining (handbook, how a school becomes part)."""


@rule("EL001", ERROR, stage=0, handbook="H01", judged=Judged.EVERY_FORM)
def status_is_achieved(plan: Plan) -> Iterator[Mark]:
    """The date of National Healthy School Status is given and not in the future.

    Why: only a school that holds the status can be in the enhancement model.
    Put it right: write the date on your certificate.
    """
    school = plan.school
    if not school:
        return
    if school.blank("nhss_achieved_on"):
        yield school.mark(
            "nhss_achieved_on", "The date on which your school achieved National Healthy School Status is needed."
        )
    elif school.nhss_achieved_on and school.nhss_achieved_on > plan.on:
        yield school.mark(
            "nhss_achieved_on", f"{shown(school.nhss_achieved_on)} is in the future.", expected="a date in the past"
        )


@rule("EL002", ERROR, stage=1, handbook="H03 H04")
def older_status_is_reviewed_first(plan: Plan) -> Iterator[Mark]:
    """With a status from 2008 or before, an annual review was completed before joining.

    Why: the foundation must be shown to stand still before it is built upon.
    Put it right: give the date of the annual review, or complete one and join after it.
    """
    school = plan.school
    if not (school and school.nhss_achieved_on and school.joined_on) or school.nhss_achieved_on > OLD_STATUS_UNTIL:
        return
    if school.blank("annual_review_on"):
        yield school.mark(
            "annual_review_on",
            f"The status is from {shown(school.nhss_achieved_on)}, so an annual review must come before joining, and "
            "none is given.",
        )


@rule("EL003", ERROR, stage=1, handbook="H02 H04")
def newer_status_joins_within_a_year_or_by_review(plan: Plan) -> Iterator[Mark]:
    """With a status from 2009 or later, the school joined within a year of it, or after an annual review.

    Why: within a year of the award nothing more is needed; after that the annual review is the way in.
    Put it right: correct the date of joining or of the status, or give the date of the annual review.
    """
    school = plan.school
    if not (school and school.nhss_achieved_on and school.joined_on) or school.nhss_achieved_on <= OLD_STATUS_UNTIL:
        return
    if school.joined_on > years_later(school.nhss_achieved_on, 1) and school.blank("annual_review_on"):
        yield school.mark(
            "joined_on",
            f"Your school joined on {shown(school.joined_on)}, more than a year after its status of "
            f"{shown(school.nhss_achieved_on)}, "
            "and no annual review is given.",
        )


@rule("EL004", QUERY, stage=1, handbook="H04")
def annual_review_is_recent(plan: Plan) -> Iterator[Mark]:
    """The last annual review was completed within the last twelve months.

    Why: every school in the model shows once a year that its foundation still stands.
    Put it right: give the date of the latest review, or say when the next one will be completed.
    """
    school = plan.school
    if not (school and school.nhss_achieved_on):
        return
    last = school.annual_review_on
    if last and last > plan.on:
        yield school.mark("annual_review_on", f"{shown(last)} is in the future.", expected="a date of the past year")
    elif last and last < years_later(plan.on, -1):
        yield school.mark(
            "annual_review_on",
            f"The last annual review was completed on {shown(last)}, more than twelve months ago.",
            expected="a date of the past year",
        )
    elif school.blank("annual_review_on") and OLD_STATUS_UNTIL < school.nhss_achieved_on < years_later(plan.on, -1):
        joined = school.joined_on
        if joined and joined <= years_later(school.nhss_achieved_on, 1):
            yield school.mark(
                "annual_review_on",
                "The status is more than a year old, and no annual review is given.",
                expected="a date of the past year",
            )


@rule("EL005", ERROR, stage=1, handbook="H01 H07")
def joined_with_status(plan: Plan) -> Iterator[Mark]:
    """The school joined when it already held the status, and not in the future.

    Why: the enhancement model builds on National Healthy School Status.
    Put it right: correct the date of joining or the date of the status.
    """
    school = plan.school
    if not (school and school.joined_on):
        return
    if school.joined_on > plan.on:
        yield school.mark("joined_on", f"{shown(school.joined_on)} is in the future.", expected="a date in the past")
    elif school.nhss_achieved_on and school.joined_on < school.nhss_achieved_on <= plan.on:
        yield school.mark(
            "joined_on",
            f"Your school joined on {shown(school.joined_on)}, before it achieved the status on "
            f"{shown(school.nhss_achieved_on)}.",
        )
