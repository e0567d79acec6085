"""What a school has said of a finding: whether its words still count, and how they are kept on the Feedback sheet.

Words count for the answer they were about, by its fingerprint, which the Feedback sheet keeps in a hidden column. Words about an
answer that has changed since stay where they are: then the column also keeps which words they were, and they count again
once somebody changes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hwit_validators.model.choices import as_first_worded
from hwit_validators.model.finding import Finding
from hwit_validators.model.imprint import digest
from hwit_validators.plan import Plan
from hwit_validators.rules import rule_named
from hwit_xl.workbooks.reading.explained import Explanation, Key

OUTDATED = (
    "Your earlier explanation no longer counts, because the answer has changed since. Change it so that it fits the answer as it "
    "is now."
)
"""Said with a finding whose explanation was about another answer."""
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
    """A finding with what the school has written beside it: as its explanation, or as words that do not count.

    They do not count beside an error, beside what is waived, or when the answer that they explained has changed, which is said.
    """
    words = explanations.get(found.key)
    if words is None:
        return found
    quiet = found.severity.blocks or found.waived
    if not _counts(words, found.fingerprint):
        answer, _, _ = words.about.partition(".")
        message = found.message if quiet else f"{found.message} {OUTDATED}"
        return replace(found, typed=words.text, message=message, fingerprint=f"{answer}.{digest(words.text)[:8]}")
    return replace(found, typed=words.text) if quiet else replace(found, explanation=words.text)


def needs_more(code: str) -> bool:
    """Whether a finding needs more than the return itself: other returns, or the panel's decisions, which are not always at hand."""
    known = rule_named(code)
    return known is not None and known.family == "XS"


def print_of(answer: object) -> str:
    """The fingerprint of an answer, by which an explanation is held to it."""
    return digest(as_first_worded(answer))[:12]


def _counts(words: Explanation, now: str) -> bool:
    """Whether words are about the answer as it is now, or were changed since they stopped counting."""
    answer, outdated, seen = words.about.partition(".")
    return answer == now or (bool(outdated) and seen != digest(words.text)[:8])
