"""Decisions of the panel on the worked plans, and a programme that has settled what stands on its papers."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, ItemDecision, Kind
from hwit_validators.model.profile import Letters, Profile
from hwit_validators.panel.items import items
from hwit_validators.plan import Plan
from hwit_validators.privacy.withheld import withheld, words
from hwit_xl.checking.profile_file import Programme
from hwit_xl.files.picture import Picture
from support.plans import primary

DECIDED_ON = dt.date(2010, 7, 9)
LOGO = Picture(
    ".svg",
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">'
    b'<rect width="60" height="20" rx="6" fill="#8a2f5c"/></svg>',
)
ANYTOWN = Programme(
    Profile(
        programme="Anytown Healthy Schools",
        letters=Letters(
            address=("Civic Centre", "Market Street", "Anytown AN1 1AA"),
            signed_by="Jo Harding",
            role="Programme manager",
            contact="healthy.schools@anytown.example.gov.uk, 01632 960123",
        ),
    ),
    logo=LOGO,
)
STAGES = {Kind.PLAN: 4, Kind.OUTCOMES: 8}


def decided(
    kind: Kind = Kind.PLAN,
    *,
    asked: Mapping[str, str] = {},
    remarks: Mapping[str, str] = {},
    waiting: frozenset[str] = frozenset(),
    plan: Plan | None = None,
    **more: str,
) -> Decision:
    """The panel's answer on a worked plan: everything is confirmed, unless it asks, or does not answer yet."""
    plan = plan or primary(STAGES[kind])
    answers = dict.fromkeys(asked, QuasDecision.CLARIFICATION) | dict.fromkeys(waiting, QuasDecision.WAITING)
    return Decision(
        urn="900001",
        kind=kind,
        submission="0" * 64,
        content="0" * 64,
        submitted_on=dt.date(2010, 6, 28),
        decided_on=DECIDED_ON,
        second_reader="Ann Wray",
        items=tuple(
            ItemDecision(
                ref=item.ref,
                title=words(plan, item.about, item.title),
                digest=item.digest,
                answer=answers.get(item.ref, QuasDecision.CONFIRMED),
                withheld=item.about in withheld(plan),
                comment=asked.get(item.ref) or remarks.get(item.ref, ""),
            )
            for item in items(plan, kind)
        ),
        **{"school": "Larkfield Green Primary School", "panel": "Sam Okoro"} | more,  # type: ignore[arg-type]
    ).sealed()


_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
EDGE = 20.0
"""Points at the edge of a page that printers leave white, about 7 mm."""


def pages(pdf: bytes, folder: Path) -> list[str]:
    """The words on each page of a PDF, as poppler reads them, each page in one line.

    Fails if a word runs out of its page, or so near to its edge that it would not be printed.
    """
    path = folder / "pages.pdf"
    path.write_bytes(pdf)
    for width, height, inside in _PAGE.findall(_poppler("-bbox", path)):
        for word in _WORD.findall(inside):
            left, top, right, bottom = map(float, word)
            assert left >= EDGE and top >= EDGE, f"a word begins outside the page: {word}"  # noqa: PT018
            assert right <= float(width) - EDGE and bottom <= float(height) - EDGE, f"a word is cut off: {word}"  # noqa: PT018
    return [" ".join(page.replace("\u200b", "").split()) for page in _poppler("-layout", path).split("\f")[:-1]]


def _poppler(how: str, path: Path) -> str:
    return subprocess.run(["pdftotext", how, str(path), "-"], capture_output=True, text=True, check=True).stdout
