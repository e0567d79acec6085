"""The fixed choices of the forms' drop-downs. The value is the label a school sees."""

from __future__ import annotations

import re
from enum import StrEnum


def name_of(choices: type[StrEnum]) -> str:
    """What a set of choices is called in a form's lists and in the lists folder: ``criterion_met`` for CriterionMet."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", choices.__name__).lower()


class Phase(StrEnum):
    NURSERY = "Nursery"
    PRIMARY = "Primary"
    MIDDLE_PRIMARY = "Middle deemed primary"
    MIDDLE_SECONDARY = "Middle deemed secondary"
    SECONDARY = "Secondary"
    ALL_THROUGH = "All-through"
    SIXTEEN_PLUS = "16 plus"
    SPECIAL = "Special"
    REFERRAL_UNIT = "Pupil referral unit"


class CriterionMet(StrEnum):
    YES = "Yes"
    PARTLY = "Partly"
    NO = "No"
    NOT_APPLICABLE = "Not applicable"


class Change(StrEnum):
    UNCHANGED = "Unchanged"
    CHANGED = "Changed"


class Voice(StrEnum):
    """Whom a member of the group, or a person asked, speaks for."""

    LEADERSHIP = "Senior leadership"
    TEACHING = "Teaching staff"
    SUPPORT = "Support staff"
    PUPILS = "Pupils"
    PARENTS = "Parents and carers"
    GOVERNORS = "Governors"
    PARTNERS = "Partners"


class Origin(StrEnum):
    LOCAL = "Local"
    SCHOOL = "School"


class Scope(StrEnum):
    WHOLE_SCHOOL = "Whole school"
    GROUP = "Specific group"


class Importance(StrEnum):
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


class OutcomeType(StrEnum):
    """The three types of meaningful outcome (H24)."""

    QUANTITATIVE = "Quantitative"
    PERCEPTION = "Perception"
    TARGETED = "Targeted"


class MeasuredAs(StrEnum):
    QUANTITATIVE = "Quantitative"
    PERCEPTION = "Perception"


class Respondents(StrEnum):
    """Who answers the question of a perception outcome (H27)."""

    PUPILS = "Pupils"
    PARENTS = "Parents and carers"
    BOTH = "Pupils, parents and carers"


class Unit(StrEnum):
    PERCENT = "%"
    PUPILS = "Pupils"
    PARENTS = "Parents and carers"
    SCORE = "Score"
    DAYS = "Days"
    MINUTES = "Minutes"
    TIMES = "Times"


class Direction(StrEnum):
    INCREASE = "Increase"
    DECREASE = "Decrease"

    @property
    def wanted(self) -> str:
        """What a better figure is, beside the one before."""
        return "higher" if self is Direction.INCREASE else "lower"

    @property
    def named(self) -> str:
        """It with its article, inside a sentence."""
        return "an increase" if self is Direction.INCREASE else "a decrease"


class IndicatorKind(StrEnum):
    """Process: something put in place. Impact: a first change in children (H30)."""

    PROCESS = "Process"
    IMPACT = "Impact"


class HowOften(StrEnum):
    WEEKLY = "Weekly"
    MONTHLY = "Monthly"
    HALF_TERMLY = "Half-termly"
    TERMLY = "Termly"
    YEARLY = "Yearly"
    ONCE = "Once"


class Reach(StrEnum):
    UNIVERSAL = "Universal"
    TARGETED = "Targeted"


class Basis(StrEnum):
    EVIDENCE = "Evidence"
    GOOD_PRACTICE = "Good practice"


class PartnerCheck(StrEnum):
    VALIDATED = "Validated by the Local Programme"
    REFERENCES = "References seen"
    NOT_YET = "Not yet"


class FormalAgreement(StrEnum):
    IN_PLACE = "In place"
    NOT_NEEDED = "Considered, not needed"
    NOT_YET = "Not yet considered"


class BaselineOrigin(StrEnum):
    NEEDS_ANALYSIS = "From the needs analysis"
    NEW = "New for this work"


class ActionStatus(StrEnum):
    NOT_STARTED = "Not started"
    UNDER_WAY = "Under way"
    DONE = "Done"


class RevisedWhat(StrEnum):
    TARGET = "Target"
    DUE = "Due date"
    WORDING = "Wording"
    WITHDRAWN = "Withdrawn"


class AmendedWhat(StrEnum):
    TARGET = "Target"
    TARGET_DATE = "Target date"
    WORDING = "Wording"


class QuasDecision(StrEnum):
    """The panel confirms or seeks clarification; there is no third answer (H34)."""

    WAITING = "Waiting"
    CLARIFICATION = "Clarification sought"
    CONFIRMED = "Confirmed"


class OutcomeMet(StrEnum):
    YES = "Yes"
    PARTLY = "Partly"
    NO = "No"
