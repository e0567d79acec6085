"""What a school has said of a finding: whether its words still count, and how they are kept on the Feedback sheet.

Words count for the answer they were about, by its fingerprint, which the Feedback sheet keeps in a hidden column. On a form
that is open in Excel, words about an answer that has changed since stay where they are: then the column also keeps which
words they were, and they count again once somebody changes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hwit_validators.model.finding import Finding
from hwit_validators.model.imprint import digest
from hwit_validators.plan import Plan
from hwit_xl.workbooks.reading.explained import Explanation, Key

DROPPED = "Your earlier explanation no longer counts, because the answer has changed since."
"""Said with a finding whose explanation was about another answer."""
_AGAIN = "Change your words so that they fit the answer as it is now, and press Check again."
NO_ANSWER = "all"
"""Stands for the fingerprint where a finding is about no single answer."""

Explanations = Mapping[Key, Explanation]
"""What a school has said, by the key of the finding."""


def explained(found: Finding, plan: Plan, explanations: Explanations) -> Finding:
    """A finding held to the answer it is about, with the school's explanation."""
    records = plan.tables.get(found.table, ())
    record = next((record for record in records if record.place == found.place), None)
    about = NO_ANSWER
    if record is not None:
        about = print_of(getattr(record, found.field) if found.field else record.ref)
    return held(replace(found, fingerprint=about), explanations)


def held(found: Finding, explanations: Explanations) -> Finding:
    """A finding with the school's explanation; without it, and saying so, if the answer that it explained has changed."""
    words = explanations.get(found.key)
    if words is None or found.severity.blocks or found.waived:
        return found
    if not _counts(words, found.fingerprint):
        return replace(found, message=f"{found.message} {DROPPED}")
    return replace(found, explanation=words.text)


def as_on_sheet(found: Finding, explanations: Explanations) -> Finding:
    """A finding as the sheet of an open form shall show it, with what was typed beside it even where that does not count."""
    words = explanations.get(found.key)
    if found.explanation or words is None:
        return found
    if _counts(words, found.fingerprint):  # beside an error, or what was waived
        return replace(found, explanation=words.text)
    message = f"{found.message} {_AGAIN}" if found.message.endswith(DROPPED) else found.message
    answer, _, _ = words.about.partition(".")
    return replace(found, explanation=words.text, message=message, fingerprint=f"{answer}.{digest(words.text)[:8]}")


def print_of(answer: object) -> str:
    """The fingerprint of an answer, by which an explanation is held to it."""
    return digest(answer)[:12]


def _counts(words: Explanation, now: str) -> bool:
    """Whether words are about the answer as it is now, or were changed since they stopped counting."""
    answer, outdated, seen = words.about.partition(".")
    return answer == now or (bool(outdated) and seen != digest(words.text)[:8])
