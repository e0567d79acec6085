"""What a school has said of a finding: whether its words still count, and how they are kept on the Feedback sheet.

Words count for the answer they were about, by its fingerprint, which the Feedback sheet keeps in a hidden column. Words about an
answer that has changed since stay where they are: then the column also keeps which words they were, and they count again
once somebody changes them.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace

from hwit_validators.model.choices import as_first_worded
from hwit_validators.model.finding import Finding
from hwit_validators.model.imprint import digest
from hwit_validators.model.profile import WAIVED
from hwit_validators.plan import Plan
from hwit_validators.rules import rule_named
from hwit_validators.words import visible
from hwit_xl.workbooks.reading.explained import (
    LONGEST_TOLD,
    LOOSE,
    Apart,
    Explanation,
    Explanations,
    Key,
    link_to,
)

OUTDATED = (
    "Your earlier explanation no longer counts, because the answer has changed since. Change it so that it fits the answer as it "
    "is now."
)
"""Said with a finding whose explanation was about another answer."""
NO_ANSWER = "all"
"""Stands for the fingerprint where a finding is about no single answer."""

MIXED_UP = "?"
"""Stands for the fingerprint of words of which it cannot be told which of several findings they were about."""


def explained(findings: Sequence[Finding], plan: Plan, explanations: Explanations) -> tuple[Finding, ...]:
    """Findings, each held to the answer it is about, with the school's explanation.

    Args:
        findings: of one return, each with its cell.
    """
    told = zip(findings, words_on(findings, explanations), strict=True)
    return tuple(held(replace(found, fingerprint=_about(found, plan)), words) for found, words in told)


def _about(found: Finding, plan: Plan) -> str:
    records = plan.tables.get(found.table, ())
    record = next((record for record in records if record.place == found.place), None)
    return NO_ANSWER if record is None else print_of(getattr(record, found.field) if found.field else record.ref)


def held(found: Finding, words: Explanation | None) -> Finding:
    """A finding with what the school has written beside it: as its explanation, or as words that do not count.

    They do not count beside an error, beside what is waived, or when the answer that they explained has changed, which is said.
    """
    if words is None:
        return found
    quiet = found.severity.blocks or found.waived
    if not _counts(words, found.fingerprint):
        answer, _, _ = words.about.partition(".")
        message = found.message if quiet else f"{found.message} {OUTDATED}"
        return replace(found, typed=words.text, message=message, fingerprint=f"{answer}.{digest(words.text)[:8]}")
    return replace(found, typed=words.text) if quiet else replace(found, explanation=words.text)


def words_on(findings: Sequence[Finding], explanations: Explanations) -> list[Explanation | None]:
    """What the school has said of each finding. Those about the same are told apart by what the sheet said of them, and where."""
    words: list[Explanation | None] = [None] * len(findings)
    places: dict[Key, list[int]] = defaultdict(list)
    for place, found in enumerate(findings):
        if found.key in explanations:
            places[found.key].append(place)
    for key, of_key in places.items():
        pairs = _paired([findings[place] for place in of_key], explanations[key])
        for place, said in zip(of_key, pairs, strict=True):
            words[place] = said if said and said.text else None
    return words


def _paired(findings: Sequence[Finding], said: Sequence[Explanation]) -> list[Explanation | None]:
    """Which of the rows about one and the same thing each finding had on the sheet.

    Rows may have been put into a sheet since, and cells moved: as long as nothing came or went, the order tells.
    """
    if len(findings) == len(said) == 1:
        return [said[0]]
    seen, told = [_seen(found.message) for found in findings], [_seen(row.message) for row in said]
    pairs: dict[int, Explanation] = {}
    rows = dict(enumerate(said))
    exactly: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for number, row in rows.items():
        exactly[row.link, told[number]].append(number)
    for place, found in enumerate(findings):
        if there := exactly.get((link_to(found), seen[place])):
            pairs[place] = rows.pop(there.popleft())
    if rows and seen == told:
        return list(said)
    open_ones = [place for place in range(len(findings)) if place not in pairs]
    alike = Counter(seen[place] for place in open_ones)
    only = {told[number]: number for number in rows}
    twice = Counter(told[number] for number in rows)
    for place in open_ones:
        if alike[seen[place]] == 1 == twice[seen[place]]:
            pairs[place] = rows.pop(only[seen[place]])
    mixed_up = (replace(row, about=MIXED_UP) for row in rows.values() if row.text)
    pairs |= dict(zip((place for place in open_ones if place not in pairs), mixed_up, strict=False))
    return [pairs.get(place) for place in range(len(findings))]


_TELLING = LONGEST_TOLD // 2
"""Letters by which messages are told apart; what is said behind them, of waivers and outdated words, may be cut where it is kept."""


def _seen(message: str) -> str:
    """What a message says was seen, without what it may say besides."""
    words = " ".join(visible(message).split())
    for besides in (OUTDATED, WAIVED):
        words = words.partition(f" {besides}")[0]
    return words[:_TELLING]


def apart(explanations: Explanations) -> tuple[Apart, ...]:
    """What is kept whatever becomes of the findings: words that other checks may need, and those that stood beside no finding."""
    return tuple(
        Apart(*key, said.about, said.text, said.message, said.link)
        for key, rows in explanations.items()
        if key == LOOSE or needs_more(key[0])
        for said in rows
        if said.text
    )


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
