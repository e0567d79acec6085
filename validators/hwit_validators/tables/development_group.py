"""Stage 1: the health and well-being development group, HWDG (H11, H13-H17)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import Voice
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows


class Member(Record):
    """Somebody in the group, and whom they speak for."""

    table: ClassVar = "Members"
    title: ClassVar = "Group members"
    stage: ClassVar = 1
    layout: ClassVar[Rows | Answers] = Rows(spare=40, prefix="M")

    name: str | None = column(
        "Name",
        "First name and surname. For pupils, write the class or council, never a child's name.",
        width=24,
        required_from=1,
        personal=True,
    )
    role: str | None = column(
        "Role", "Their job or part in school life, such as school nurse.", width=26, required_from=1
    )
    organisation: str | None = column("Organisation", "For partners: who they work for.", width=24)
    represents: Voice | None = column("Represents", "Whose view they bring.", width=20, required_from=1)
    lead: bool | None = column("Lead for the school?", "Yes for the one person who leads for your school.", width=12)
    school: str | None = column("School (in a cluster)", "In a cluster: which school they come from.", width=24)
    joined_on: dt.date | None = column("Joined on", "When they joined the group.", width=12, required_from=1)
    left_on: dt.date | None = column("Left on", "Only for those who have left.", width=12)


class KeyTask(Record):
    """A task the group has agreed to take on (H14)."""

    table: ClassVar = "KeyTasks"
    title: ClassVar = "Key tasks"
    stage: ClassVar = 1
    layout: ClassVar[Rows | Answers] = Rows(spare=12, prefix="K", given="key_tasks")

    task: str | None = column(
        "Task", "The first six are given. Add your own below them.", width=56, long=True, required_from=1
    )
    agreed: bool | None = column(
        "Agreed?", "Yes once the group has agreed to do it.", width=10, required_from=1, missing="DG009"
    )
    lead: str | None = column("Who leads", "A role is enough, such as PSHE lead.", width=26)
    explained: str | None = column(
        "If not agreed, why", "A given task that the group leaves out needs a reason.", width=44, long=True
    )


class GroupReview(Record):
    """The prompts of stage 1, and when the membership was looked at (H15-H17)."""

    table: ClassVar = "GroupReview"
    title: ClassVar = "Group review"
    stage: ClassVar = 1
    layout: ClassVar[Rows | Answers] = Answers()

    established_on: dt.date | None = column("Group established on", "The date of its first meeting.", required_from=1)
    reviewed_on: dt.date | None = column(
        "Membership last reviewed on", "When the group last asked whether the right people are in it.", required_from=1
    )
    next_review_on: dt.date | None = column("Next review of the membership", "A date within the next twelve months.")
    staff: str | None = column(
        "Which staff belong to the group, and how do support staff have a say?",
        "Name roles, not people.",
        long=True,
        required_from=1,
        missing="DG011",
    )
    pupils: str | None = column(
        "How do children and young people have a say?",
        "For instance through the school council.",
        long=True,
        required_from=1,
        missing="DG011",
    )
    parents: str | None = column(
        "How do parents and carers have a say?",
        "For instance a parent member, a forum, a survey.",
        long=True,
        required_from=1,
        missing="DG011",
    )
    partners: str | None = column(
        "Which partners belong to the group, or should?",
        "Health, sport, youth, voluntary organisations and others.",
        long=True,
        required_from=1,
        missing="DG011",
    )
    development_plan: str | None = column(
        "Where does this work stand in the school development plan?",
        "The section or page, so that leaders and governors find it.",
        long=True,
        required_from=1,
        missing="DG012",
    )
