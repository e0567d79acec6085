"""The fixed choices of the forms' drop-downs. The value is the label a school sees."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """An entry of a drop-down.

    One that is called otherwise by now is written with the labels it had, the oldest first:
    ``HALF_TERMLY = "Every half term", ("Half-termly",)``. Whoever meets one of those takes it for the entry it has become.
    """

    formerly: tuple[str, ...]

    def __new__(cls, label: str, formerly: tuple[str, ...] = ()) -> Self:
        """An entry by its label."""
        choice = str.__new__(cls, label)
        choice._value_ = label
        choice.formerly = formerly
        return choice

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return next((choice for choice in cls if value in choice.formerly), None)

    @property
    def labels(self) -> tuple[str, ...]:
        """Everything it was ever called, the oldest first."""
        return (*self.formerly, self.value)


def as_first_worded(answer: object) -> object:
    """An answer with each choice in the words it first had: a fingerprint does not change when a drop-down is reworded."""
    if isinstance(answer, Choice):
        return answer.labels[0]
    return tuple(map(as_first_worded, answer)) if isinstance(answer, tuple) else answer


def name_of(choices: type[StrEnum]) -> str:
    """What a set of choices is called in a form's lists and in the lists folder: ``criterion_met`` for CriterionMet."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", choices.__name__).lower()


class Phase(Choice):
    NURSERY = "Nursery"
    PRIMARY = "Primary"
    MIDDLE_PRIMARY = "Middle deemed primary"
    MIDDLE_SECONDARY = "Middle deemed secondary"
    SECONDARY = "Secondary"
    ALL_THROUGH = "All-through"
    SIXTEEN_PLUS = "16 plus"
    SPECIAL = "Special"
    REFERRAL_UNIT = "Pupil referral unit"


class CriterionMet(Choice):
    YES = "Yes"
    PARTLY = "Partly"
    NO = "No"
    NOT_APPLICABLE = "Not applicable"


class Change(Choice):
    UNCHANGED = "Unchanged"
    CHANGED = "Changed"


class Voice(Choice):
    """Whom a member of the group, or a person asked, speaks for."""

    LEADERSHIP = "Senior leadership"
    TEACHING = "Teaching staff"
    SUPPORT = "Support staff"
    PUPILS = "Pupils"
    PARENTS = "Parents and carers"
    GOVERNORS = "Governors"
    PARTNERS = "Partners"


class Origin(Choice):
    LOCAL = "Local"
    SCHOOL = "School"


class Scope(Choice):
    WHOLE_SCHOOL = "Whole school"
    GROUP = "Specific group"


class Importance(Choice):
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


class OutcomeType(Choice):
    """The three types of meaningful outcome (H24)."""

    QUANTITATIVE = "Quantitative"
    PERCEPTION = "Perception"
    TARGETED = "Targeted"


class MeasuredAs(Choice):
    QUANTITATIVE = "Quantitative"
    PERCEPTION = "Perception"


class Respondents(Choice):
    """Who answers the question of a perception outcome (H27)."""

    PUPILS = "Pupils"
    PARENTS = "Parents and carers"
    BOTH = "Pupils, parents and carers"


class Unit(Choice):
    PERCENT = "%"
    PUPILS = "Pupils"
    PARENTS = "Parents and carers"
    SCORE = "Score"
    DAYS = "Days"
    MINUTES = "Minutes"
    TIMES = "Times"


class Direction(Choice):
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


class IndicatorKind(Choice):
    """Process: something put in place. Impact: a first change in children (H30)."""

    PROCESS = "Process"
    IMPACT = "Impact"


class HowOften(Choice):
    WEEKLY = "Weekly"
    MONTHLY = "Monthly"
    HALF_TERMLY = "Half-termly"
    TERMLY = "Termly"
    YEARLY = "Yearly"
    ONCE = "Once"


class Reach(Choice):
    UNIVERSAL = "Universal"
    TARGETED = "Targeted"


class Basis(Choice):
    EVIDENCE = "Evidence"
    GOOD_PRACTICE = "Good practice"


class PartnerCheck(Choice):
    VALIDATED = "Validated by the Local Programme"
    REFERENCES = "References seen"
    NOT_YET = "Not yet"


class FormalAgreement(Choice):
    IN_PLACE = "In place"
    NOT_NEEDED = "Considered, not needed"
    NOT_YET = "Not yet considered"


class BaselineOrigin(Choice):
    NEEDS_ANALYSIS = "From the needs analysis"
    NEW = "New for this work"


class ActionStatus(Choice):
    NOT_STARTED = "Not started"
    UNDER_WAY = "Under way"
    DONE = "Done"


class RevisedWhat(Choice):
    TARGET = "Target"
    DUE = "Due date"
    WORDING = "Wording"
    WITHDRAWN = "Withdrawn"


class AmendedWhat(Choice):
    TARGET = "Target"
    TARGET_DATE = "Target date"
    WORDING = "Wording"


class QuasDecision(Choice):
    """The panel confirms or seeks clarification; there is no third answer (H34).

    These words stand in decision files, under their seals, and stay as they are.
    """

    WAITING = "Waiting"
    CLARIFICATION = "Clarification sought"
    CONFIRMED = "Confirmed"


class OutcomeMet(Choice):
    YES = "Yes"
    PARTLY = "Partly"
    NO = "No"
