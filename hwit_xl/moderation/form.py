"""What a moderator is asked: one definition for the workbook and for reading it back."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from hwit_validators.model.choices import Choice
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows


class How(Choice):
    """How a school is moderated."""

    VISIT = "Visit"
    PAPERS = "Papers"
    CALL = "Telephone or video call"


class Borne(Choice):
    """Whether what a moderator saw bears a claim out."""

    YES = "Borne out"
    PARTLY = "Partly"
    NO = "Not borne out"
    NOT_LOOKED = "Not looked at"


class Judged(Choice):
    """What a moderation comes to: as with the panel, there is no rejection (H34)."""

    CONFIRMED = "Confirmed"
    CLARIFICATION = "Clarification sought"
    NOT_MODERATED = "Not moderated"


class Moderation(Record):
    """A moderator's judgement of one school."""

    table: ClassVar = "Moderation"
    title: ClassVar = "Moderation"
    stage: ClassVar = 0
    layout: ClassVar[Rows | Answers] = Answers()

    school: str | None = column("School", given=True)
    urn: str | None = column("URN", given=True)
    why: str | None = column("Why this school", given=True)
    closer_look: str | None = column("Look closely at", given=True)
    draw: str | None = column("Draw", given=True)
    moderated_on: dt.date | None = column("Moderated on", "The day of the visit, or when the papers were read.")
    moderators: str | None = column("Moderators", "Who moderated; none of them works at the school.", personal=True)
    how: How | None = column("How", "Choose one from the list.")
    closer: Borne | None = column("Is the claim borne out?", "The one to look closely at, above.")
    closer_seen: str | None = column(
        "What you saw", "The papers, figures and people that bear it out, or do not.", long=True
    )
    own_choice: str | None = column(
        "What the school chose to show", "A second outcome or criterion, of the school's own choice."
    )
    own: Borne | None = column("Is the school's choice borne out?", "Choose one from the list.")
    strengths: str | None = column("What other schools could learn from", "One or two sentences.", long=True)
    to_do: str | None = column(
        "What the school should make clear", "What, by whom, by when. Needed if you seek clarification.", long=True
    )
    judged: Judged | None = column(
        "Judgement", "Confirmed, or clarification sought. If you could not moderate the school, say why below."
    )
    why_not: str | None = column(
        "If not moderated, why", "For instance: the school has closed, or nobody could be reached."
    )
    replaced_by: str | None = column("If not moderated, replaced by", "The URN of the replacement that was taken.")
    next_year: bool | None = column(
        "Look at this school again next year?", "Yes makes it a risk case for next year's draw."
    )
