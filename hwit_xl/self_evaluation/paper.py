"""The Word text for the self-evaluation form: claims by line, what belongs elsewhere, and what was left out and why."""

from __future__ import annotations

import re
from itertools import chain

from hwit_validators.privacy.small_numbers import WITHHELD
from hwit_validators.words import shown
from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers.word import Bold, Paper
from hwit_xl.self_evaluation import words as sef_words
from hwit_xl.self_evaluation.text import Elsewhere, Line, SefText
from hwit_xl.workbooks.reading.read import Return

TITLE = "Text for the self-evaluation form"
_USE = (
    "Every point says what the figures show, and no more. ",
    "None says what brought a change about. Take what is useful, and put it in your own words. ",
    Bold("Grades are for the school to decide; this text gives none."),
)
_MARK = re.compile(rf"\b{WITHHELD}\b")
_CHECK_LINE = "Check this line on your form before you use it: we are not sure of its number and subject."


def paper(text: SefText) -> bytes:
    """The text as the bytes of a .docx file, under the school's name.

    It is the school's own, so nothing of its programme stands at its head.
    """
    foot = f"Self-evaluation text · {shown(text.on)} · {text.school}"
    document = Paper(Programme(), title=f"{TITLE}: {text.school}", sender=text.school, foot=foot)
    urn = f"URN {text.urn} · " if text.urn else ""
    document.title(TITLE, f"{urn}form of {text.form} · as the figures stood on {shown(text.on)}")
    document.note(*_USE)
    for line in text.lines:
        _write_line(document, line)
    if text.elsewhere:
        _write_elsewhere(document, text)
    if text.left_out:
        document.heading("Left out, and why")
        document.listing(
            [("Outcome", 1), ("What it is about", 4.2), ("Why nothing is claimed", 4.2)],
            [(left.outcome.ref, left.aim, left.why) for left in text.left_out],
        )
    if _has_withheld(text):
        document.note(
            f"“{WITHHELD}” stands for a figure that is withheld, because a few children could be recognised by it. "
            "The figures are in the school's own workbook; do not put them into a text that leaves the school."
        )
    return document.to_bytes()


def _write_line(document: Paper, line: Line) -> None:
    document.heading(line.label)
    if not line.sure:
        document.note(_CHECK_LINE, tone="query")
    if not line.claims:
        document.paragraph("There is nothing to claim under this line yet.")
    document.bullets([(Bold(sef_words.claim(said)), " ", sef_words.details(said)) for said in line.claims])


def _write_elsewhere(document: Paper, text: SefText) -> None:
    used = " or ".join(line.code for line in text.lines)
    document.heading("Belongs elsewhere: check the line")
    document.paragraph(
        f"These outcomes are about something else than {used}, so they must not be claimed there. If the suggested line "
        "is right on your form, have this text made again with that line too (hwit sef, option --line).",
        with_next=True,
    )
    document.listing(
        [("Outcome", 1), ("What it is about", 3.6), ("Well-being indicator", 2.2), ("Suggested line", 2.6)],
        [(left.outcome.ref, left.aim, left.about or "none", suggestion(left)) for left in text.elsewhere],
    )


def suggestion(left: Elsewhere) -> str:
    """Where an outcome seems to belong, and whether that is certain."""
    if left.line is None:
        return "No line is known for it."
    return left.line.label if left.sure else f"{left.line.label} (not sure: check your form)"


def _has_withheld(text: SefText) -> bool:
    """Whether a reader may come upon the mark of a withheld figure."""
    aims = (
        (said.aim for said in text.claims),
        (left.aim for left in text.elsewhere),
        (left.aim for left in text.left_out),
    )
    return any(_MARK.search(words) for words in chain(*aims, (left.why for left in text.left_out)))


def sef_name(returned: Return) -> str:
    """What the file of the text is called."""
    return f"{returned.called} - self-evaluation text.docx"
