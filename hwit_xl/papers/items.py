"""How papers speak of the items of a decision.

Their titles come from the submission, where the figures of small groups are withheld already.
"""

from __future__ import annotations

import re

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
