"""What a school hangs on its wall: certificate, recognition of an outcome, milestones to celebrate (H35, H46, H50).

All are PDF files made from the typst sources ``award`` and ``celebrate``; the emblem is our own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hwit_validators.model.decision import Decision, ItemDecision
from hwit_validators.words import shown
from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers.items import words
from hwit_xl.papers.pdf import pdf, png
from hwit_xl.papers.sender import sender
from hwit_xl.workbooks.building.saving import printable

LONGEST_SCHOOL = 400
LONGEST_NAME = 200
LONGEST_STATEMENT = 1000
"""Letters that there is room for on a page."""
WITHOUT_FIGURES = (
    "An outcome for a small group of children. Its figures are not shown, so that nobody can be recognised."
)


def certificate(decision: Decision, programme: Programme) -> bytes:
    """The certificate for a plan that the panel has confirmed, with the right to use the branding (H35).

    Its two priorities stand on it, and no figures.

    Raises:
        typst.TypstError: the programme's logo cannot be shown.
    """
    priorities = [words(item) for item in decision.items if item.ref.startswith("P")]
    return _award(
        decision,
        programme,
        title="Certificate",
        to="awarded to",
        lead="whose plan to better the health and well-being of its children and young people "
        "has been confirmed by the local quality assurance panel. It works towards",
        points=priorities,
        after="With this certificate comes the right to show the emblem of the enhancement model.",
    )


def outcome_recognition(decision: Decision, item: ItemDecision, programme: Programme) -> bytes:
    """One page for an outcome that the panel has confirmed as met (H50).

    Its reference stands small under the day: the pages of two small groups say the same but for it.

    Raises:
        typst.TypstError: the programme's logo cannot be shown.
    """
    return _award(
        decision,
        programme,
        title="Outcome achieved",
        to="national recognition for",
        lead="which set out to change this, and has shown by evidence that it did:",
        quote=WITHOUT_FIGURES if item.withheld else words(item),
        about=f"outcome {item.ref}",
    )


def emblem() -> bytes:
    """The emblem of the enhancement model as a PNG picture, for the letters and the website of a school (H35)."""
    return png("emblem_alone")


def _shown(words: str, most: int) -> str:
    """A text as far as there is room for it on a page, in one paragraph."""
    words = " ".join(printable(words).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _award(
    decision: Decision,
    programme: Programme,
    *,
    title: str,
    to: str,
    lead: str,
    quote: str = "",
    points: Sequence[str] = (),
    after: str = "",
    about: str = "",
) -> bytes:
    letters = programme.profile.letters
    signed_by_another = letters.signed_by not in ("", decision.panel)
    confirmed = f"confirmed by the panel, {decision.panel}" if signed_by_another else "confirmed"
    content = {
        "title": title,
        "to": to,
        "school": _shown(decision.school, LONGEST_SCHOOL),
        "lead": lead,
        "quote": _shown(quote, LONGEST_STATEMENT),
        "points": [_shown(point, LONGEST_NAME) for point in points],
        "after": after,
        "date": shown(decision.decided_on),
        "date-note": _shown(" ".join(filter(None, (about, confirmed))), 115),
        "signed": _shown(letters.signed_by or decision.panel, 80),
        "role": _shown(letters.role if signed_by_another else "for the quality assurance panel", 80),
        "programme": _shown(sender(programme, decision.local_programme), LONGEST_NAME),
        "logo": programme.logo.name if programme.logo else "",
    }
    pictures = {programme.logo.name: programme.logo.data} if programme.logo else {}
    return pdf("award", content, on=decision.decided_on, pictures=pictures)


@dataclass(frozen=True)
class Milestone:
    """An early success indicator that a school has reached.

    Attributes:
        says: what was reached, in words that may be shown to everybody.
        reached_on: the day of the reading that shows it.
        towards: the priority it leads to.
        start, now: the figures before and after, as ``31%``; "" where there are none to show.
    """

    ref: str
    says: str
    reached_on: dt.date | None
    towards: str
    start: str = ""
    now: str = ""


def celebration(school: str, milestones: Sequence[Milestone], on: dt.date) -> bytes:
    """A page to be put up in school for each milestone reached (H46); it also prints well in black and white.

    Raises:
        ValueError: there is no milestone.
    """
    if not milestones:
        raise ValueError("there is nothing to celebrate")
    content = {
        "school": _shown(school, LONGEST_SCHOOL),
        "milestones": [
            {
                "says": _shown(milestone.says, LONGEST_STATEMENT),
                "reached": shown(milestone.reached_on) or "",
                "towards": _shown(milestone.towards, LONGEST_NAME),
                "start": milestone.start,
                "now": milestone.now,
            }
            for milestone in milestones
        ],
    }
    return pdf("celebrate", content, on=on)
