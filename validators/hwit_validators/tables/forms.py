"""The nine forms, and which tables each of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from hwit_validators.model.record import Record
from hwit_validators.tables import (
    Action,
    Activity,
    Agreement,
    Amendment,
    Baseline,
    Celebration,
    Criterion,
    DataItem,
    Declaration,
    Element,
    Feedback,
    GroupReview,
    Indicator,
    KeyTask,
    Member,
    Need,
    NextCycle,
    Outcome,
    Partner,
    PastOutcome,
    Priority,
    Reading,
    Result,
    ReviewAnswers,
    Revision,
    School,
)

FORM_VERSION = (1, 2)
"""Version of the forms this program builds. 1.1 added the sheet of earlier cycles; 1.2 has room for more rows, and says on
Start here which form it is."""
OLDEST_VERSION = (1, 0)
"""The oldest forms it can still read."""

STAGES: tuple[tuple[type[Record], ...], ...] = (
    (Criterion, Element, Declaration),
    (Member, KeyTask, GroupReview),
    (DataItem, Need),
    (Priority,),
    (Outcome, Indicator, Agreement),
    (Partner, Activity, Baseline),
    (Action,),
    (Reading, Revision, Amendment, Celebration),
    (Result, ReviewAnswers, NextCycle),
)
"""The tables that are filled in at each stage; place 0 is the annual review, which stands alone."""

NEW_CYCLE_STAGE = 2
"""A new cycle keeps school and group, and begins with an up-to-date needs analysis (H51)."""


@dataclass(frozen=True)
class Form:
    """One of the workbooks a school fills in.

    Attributes:
        name: its file name without ending, such as ``stage_4_outcomes``.
        stage: 1 to 8, or 0 for the annual review.
        title: what people call it.
    """

    name: str
    stage: int
    title: str

    @cached_property
    def tables(self) -> tuple[type[Record], ...]:
        """Every table of the form, in the order of its sheets: School, earlier cycles, earlier stages, this stage."""
        stages = STAGES[1 : self.stage + 1] if self.stage else STAGES[:1]
        earlier = (PastOutcome,) if self.stage >= NEW_CYCLE_STAGE else ()
        return (School, *earlier, *(table for stage in stages for table in stage))

    @property
    def tables_and_feedback(self) -> tuple[type[Record], ...]:
        """Every table of the form, and the Feedback table that all forms have."""
        return (*self.tables, Feedback)

    @property
    def own_tables(self) -> tuple[type[Record], ...]:
        """The tables that this form asks the school to fill in."""
        return STAGES[self.stage]

    @property
    def carried_tables(self) -> tuple[type[Record], ...]:
        """The tables of earlier stages and cycles, which stand locked in this form."""
        return tuple(table for table in self.tables if table is not School and table not in self.own_tables)


FORMS = (
    Form("annual_review", 0, "Annual review"),
    Form("stage_1_development_group", 1, "Stage 1: development group"),
    Form("stage_2_needs_analysis", 2, "Stage 2: needs analysis"),
    Form("stage_3_priorities", 3, "Stage 3: priorities"),
    Form("stage_4_outcomes", 4, "Stage 4: outcomes and indicators"),
    Form("stage_5_baseline_and_activities", 5, "Stage 5: baseline and activities"),
    Form("stage_6_implement", 6, "Stage 6: implement"),
    Form("stage_7_monitor", 7, "Stage 7: monitor"),
    Form("stage_8_review", 8, "Stage 8: review"),
)


def form_named(name: str) -> Form | None:
    """The form of this name, or None."""
    return next((form for form in FORMS if form.name == name), None)


def form_of_stage(stage: int) -> Form:
    """The form of a stage; 0 is the annual review.

    Raises:
        IndexError: there is no such stage.
    """
    if not 0 <= stage < len(FORMS):
        raise IndexError(f"there is no stage {stage}")
    return FORMS[stage]
