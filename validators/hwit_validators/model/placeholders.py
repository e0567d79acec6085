"""Words that stand where an answer should, and say nothing: *n/a*, a dash, *to follow*."""

from __future__ import annotations

from hwit_validators.model.column import Column, Kind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.strip().replace("\n", "|").split("|"))


NOTHING = _words("""
n/a|n.a|n.a.|na|n\\a|n / a|not applicable|does not apply|not relevant|none|nil|no entry|blank|left blank|empty|not yet
-|--|---|----|–|––|—|―|−|_|__|___|____|.|..|/|//|\\|*|**
""")
"""What people type where there is nothing to say: a blank, in whatever cell it stands."""
LATER = _words(
    "tbc|tba|tbd|t.b.c|t.b.a|t.b.d|?|??|???|…|...|to follow|to be confirmed|to be added|to be decided|to be agreed"
)
"""What people type where something will be said later: a blank too, save among needed words, where WB018 asks."""
UNSAID = _words(
    "xx|xxx|xxxx|to come|to be announced|to be completed|todo|to do|pending|awaited|not known|unknown|not known yet"
    "|not yet known|not decided|not yet decided|not sure|see above|as above|see below|ditto|test"
)
"""Other words that are no answer among needed ones (WB018). Elsewhere they may mean something, so they stay."""
LONGEST = 4 + max(map(len, NOTHING | LATER | UNSAID))
"""Characters of the longest placeholder, with brackets and stops around it."""


def _folded(text: str) -> str:
    """A text as it is looked up: without capitals, brackets, and stops behind words."""
    bare = " ".join(text.split()).strip(" ()[]").casefold()
    return bare.rstrip(".!") or bare


def is_blank(text: str, spec: Column) -> bool:
    """Whether a text in a column's cell stands for a blank."""
    if len(text) > LONGEST or spec.given:
        return False
    words = _folded(text)
    needed_words = spec.required_from is not None and (spec.kind is Kind.TEXT or spec.open_list)
    return words in NOTHING or (words in LATER and not needed_words)


def is_no_answer(text: str) -> bool:
    """Whether a text among needed words is no answer."""
    return len(text) <= LONGEST and _folded(text) in LATER | UNSAID
