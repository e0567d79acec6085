"""The tables: one class for each Excel table, one module for each stage."""

from hwit_validators.tables.annual_review import Criterion, Declaration, Element
from hwit_validators.tables.baseline import Activity, Baseline, Partner
from hwit_validators.tables.development_group import GroupReview, KeyTask, Member
from hwit_validators.tables.feedback import Feedback
from hwit_validators.tables.history import PastOutcome
from hwit_validators.tables.implement import Action
from hwit_validators.tables.monitor import Amendment, Celebration, Reading, Revision
from hwit_validators.tables.needs import DataItem, Need
from hwit_validators.tables.outcomes import OUTCOMES, Agreement, Indicator, Outcome
from hwit_validators.tables.priorities import Priority
from hwit_validators.tables.review import NextCycle, Result, ReviewAnswers
from hwit_validators.tables.school import School

__all__ = [
    "OUTCOMES",
    "Action",
    "Activity",
    "Agreement",
    "Amendment",
    "Baseline",
    "Celebration",
    "Criterion",
    "DataItem",
    "Declaration",
    "Element",
    "Feedback",
    "GroupReview",
    "Indicator",
    "KeyTask",
    "Member",
    "Need",
    "NextCycle",
    "Outcome",
    "Partner",
    "PastOutcome",
    "Priority",
    "Reading",
    "Result",
    "ReviewAnswers",
    "Revision",
    "School",
]
