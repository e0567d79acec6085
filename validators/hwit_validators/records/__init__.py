"""The records: one class for each Excel table, one module for each stage."""

from hwit_validators.records.annual_review import Criterion, Declaration, Element
from hwit_validators.records.base import Answers, Record, Rows, shown
from hwit_validators.records.baseline import Activity, Baseline, Partner
from hwit_validators.records.development_group import GroupReview, KeyTask, Member
from hwit_validators.records.feedback import Feedback
from hwit_validators.records.history import PastOutcome
from hwit_validators.records.implement import Action
from hwit_validators.records.monitor import Amendment, Celebration, Reading, Revision
from hwit_validators.records.needs import DataItem, Need
from hwit_validators.records.outcomes import OUTCOMES, Agreement, Indicator, Outcome
from hwit_validators.records.priorities import Priority
from hwit_validators.records.review import NextCycle, Result, ReviewAnswers
from hwit_validators.records.school import School

__all__ = [
    "OUTCOMES",
    "Action",
    "Activity",
    "Agreement",
    "Amendment",
    "Answers",
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
    "Record",
    "Result",
    "ReviewAnswers",
    "Revision",
    "Rows",
    "School",
    "shown",
]
