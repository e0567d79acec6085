"""How papers speak of the items of a decision.

Their titles come from the submission, where the figures of small groups are withheld already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hwit_validators.model.decision import ItemDecision
from hwit_validators.privacy.small_numbers import WITHHELD

ABOUT_WITHHELD = (
    f"“{WITHHELD}” stands for a figure withheld on paper, as a few children could be recognised. Your workbook has it."
)

_BEGINNING = re.compile(r"(?:Priority|Outcome|Indicator|Amendment) [A-Za-z0-9]{1,4}: ")


def words(item: ItemDecision) -> str:
    """What an item says, without the kind and reference its title begins with (``Outcome O1: ...``)."""
    return _BEGINNING.sub("", item.title, count=1) or item.title


def says_withheld(item: ItemDecision) -> bool:
    """Whether the mark of a withheld figure stands in what an item says."""
    return re.search(rf"\b{WITHHELD}\b", words(item)) is not None


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: ``O1``, ``O1 and O2``, ``O1, O2 and O4``; nothing of none."""
    *firsts, last = (*names,) or ("",)
    return f"{', '.join(firsts)} and {last}" if firsts else last


def in_runs(refs: Iterable[str]) -> str:
    """References in a sentence, three or more that follow each other as ``E1 to E4``."""
    runs: list[list[str]] = []
    for ref in refs:
        if runs and ref == _next(runs[-1][-1]):
            runs[-1].append(ref)
        else:
            runs.append([ref])
    return listed(name for run in runs for name in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run))


def _next(ref: str) -> str:
    letters = ref.rstrip("0123456789")
    return f"{letters}{int(ref[len(letters) :] or 0) + 1}"
