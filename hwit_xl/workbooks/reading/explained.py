"""What a school has written on the Feedback sheet beside earlier findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hwit_validators.tables import Feedback
from hwit_xl.workbooks.reading.references import short

MORE = "more:"
"""Begins the hidden text that keeps explanations of findings for which the table has no row."""
LONGEST_PIECE = 30_000
"""Characters of such a text, as Excel counts them; it keeps 32,767 in a cell."""
LONGEST_PART = 4_000
"""Letters of one explanation that stand together there; a longer one goes on in the next entry. In JSON a letter takes up to six."""
_BAR, _BAR_TYPED, _PERCENT_TYPED = "|", "%7C", "%25"
"""Stands between the parts of what a finding is about; what stands for one in a typed reference, and for the sign of that."""

Key = tuple[str, str, str, str]
"""What a finding is about: code, table, reference and field."""
Apart = tuple[str, str, str, str, str, str]
"""Words that stand in no row: what the finding is about, the fingerprint of the answer, and the words."""


@dataclass(frozen=True)
class Explanation:
    """What a school answered to a finding.

    Attributes:
        about: fingerprint of the answer it explained, as the Feedback sheet keeps it.
    """

    text: str
    about: str


def item_of(key: Key, about: str) -> str:
    """What the hidden column says of a finding: what it is about, and the fingerprint of the answer."""
    return _BAR.join(part.replace("%", _PERCENT_TYPED).replace(_BAR, _BAR_TYPED) for part in (*key, about))


def explanations(rows: Iterable[Feedback]) -> dict[Key, Explanation]:
    """What the school wrote beside each finding, by what the finding was about."""
    hidden: dict[Key, Explanation] = {}
    shown: dict[Key, Explanation] = {}
    for row in rows:
        item = row.item or ""
        if item.startswith(MORE):
            for key, part in _without_a_row(item.removeprefix(MORE)):
                before = hidden.get(key)
                text = before.text + part.text if before and before.about == part.about else part.text
                hidden[key] = Explanation(text, part.about)
        pieces = [piece.replace(_BAR_TYPED, _BAR).replace(_PERCENT_TYPED, "%") for piece in item.split(_BAR)]
        if row.explanation and len(pieces) == 5:
            code, table, ref, name, about = map(short, pieces)
            shown[code, table, ref, name] = Explanation(row.explanation, about)
    return hidden | shown


def _without_a_row(text: str) -> Iterator[tuple[Key, Explanation]]:
    """The explanations in a hidden text. It comes from a returned file, so anything may stand there."""
    try:
        entries = json.loads(f"[{text}]")
    except (ValueError, RecursionError):
        return
    for entry in entries:
        if isinstance(entry, list) and len(entry) == 6 and all(isinstance(part, str) for part in entry):
            code, table, ref, name, about = map(short, entry[:5])
            words = entry[5]
            yield (code, table, ref, name), Explanation(words, about)
