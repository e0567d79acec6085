"""What waits in the list of known faults is still a fault: a case of each shows it. What was mended is struck off."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from fuzz import forms
from fuzz.bases import BUILT, base
from fuzz.damage import Damage, NotHere
from fuzz.known import ESCAPING, SILENT, SILENT_CASES
from fuzz.oracle import complaints

SHOWN_BY: Mapping[str, tuple[Damage, int]] = {
    "row under the table": (forms.row_under_the_table, 4),
    "range shrunk at its bottom": (forms.range_changed, 7),
    "column beside the table": (forms.note_beside, 4),
    "header row off": (forms.header_off, 4),
    "sheet copied, first one still there": (forms.sheet_copied, 4),
    "sheet copied, first one renamed": (forms.sheet_copied, 4),
    "reference typed again": (forms.references_typed_again, 4),
    "1904 dates, shown plain": (forms.with_1904_dates, 4),
    "typed": (forms.typed, 4),
}
"""The damage that shows each entry of the lists, and the stage of the return it is done to."""
TRIED = 120
"""How often it is done before the fault is taken to be mended. Each time is the same again in the next run."""


@pytest.mark.parametrize(("kind", "words"), [*((kind, "") for kind in SILENT), *(case[:2] for case in SILENT_CASES)])
def test_what_is_known_and_waits_is_still_a_fault(kind: str, words: str, tmp_path: Path) -> None:
    damage, stage = SHOWN_BY[kind]
    sound = base(stage, BUILT)
    for number in range(TRIED):
        try:
            damaged = damage(Random(number), sound)
        except NotHere:
            continue
        if damaged.kind == kind and words in damaged.what:
            folder = tmp_path / str(number)
            folder.mkdir()
            if any(each.about == "lost" and words in each.what for each in complaints(sound, damaged, folder)):
                return
    pytest.fail(f"“{f'{kind} {words}'.strip()}” loses nothing in silence any more: take its line out of known.py")


def test_no_exception_is_known_to_escape() -> None:
    """Once one is, a case of it belongs here."""
    assert not ESCAPING
