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
from hwit_xl.workbooks.feedback import Remark
from hwit_xl.workbooks.reading.read import Explanation, Return

DROPPED = "Your earlier explanation no longer counts, because the answer has changed since."
"""Said with a finding whose explanation was about another answer."""
_AGAIN = "Change your words so that they fit the answer as it is now, and press Check again."


def about(found: Finding, plan: Plan) -> str:
    """A fingerprint of the answer a finding is about, by which an explanation is held to that answer."""
    records = plan.tables.get(found.table, ())
    record = next((record for record in records if record.place == found.place), None)
    if record is None:
        return "all"
    value = getattr(record, found.field) if found.field else record.ref
    return digest(value)[:12]


def explained(found: Finding, plan: Plan, explanations: Mapping[tuple[str, str, str, str], Explanation]) -> Finding:
    """The finding with the school's explanation; without it, and saying so, if the answer it explained has changed."""
    words = explanations.get(found.key)
    if words is None or found.severity.blocks or found.waived:
        return found
    if not _counts(words, about(found, plan)):
        return replace(found, message=f"{found.message} {DROPPED}")
    return replace(found, explanation=words.text)


def remark(found: Finding, returned: Return) -> Remark:
    """A finding as the sheet of an open form shall show it, with what was typed beside it even where that does not count."""
    now = about(found, returned.plan)
    words = returned.explanations.get(found.key)
    if found.explanation or words is None:
        return Remark(found, now)
    if _counts(words, now):  # beside an error, or what was waived
        return Remark(replace(found, explanation=words.text), now)
    message = f"{found.message} {_AGAIN}" if found.message.endswith(DROPPED) else found.message
    answer, _, _ = words.about.partition(".")
    return Remark(replace(found, explanation=words.text, message=message), f"{answer}.{_print_of(words.text)}")


def _counts(words: Explanation, now: str) -> bool:
    """Whether words are about the answer as it is now, or were changed since they stopped counting."""
    answer, outdated, seen = words.about.partition(".")
    return answer == now or (bool(outdated) and seen != _print_of(words.text))


def _print_of(words: str) -> str:
    return digest(words)[:8]
