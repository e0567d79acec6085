"""What cannot be seen goes, wherever it stands; what a script or a picture needs stays."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from hwit_validators.unseen import bare, seen

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
"""Of England."""


def test_every_format_and_control_character_is_one_that_cannot_be_seen() -> None:
    ends = "\t\n\r\v\f\x1c\x1d\x1e\x85"
    left = [
        f"U+{code:04X}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cf", "Cc") and chr(code) not in ends and bare(f"5{chr(code)}0") != "50"
    ]
    assert left == []
    assert bare(ends) == ends


@pytest.mark.parametrize(
    "sign", ["\u034f", "\u115f", "\u17b4", "\u180b", "\u3164", "\ufe00", "\ufe0f", "\uffa0", "\U000e0100"]
)
def test_so_are_selectors_and_fillers_which_are_no_format_characters_to_unicode(sign: str) -> None:
    assert (bare(f"5{sign}0"), seen(f"5{sign}0"), seen(sign)) == ("50", "50", "")


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d🏫", "👩🏽\u200d🏫", "👨\u200d👩\u200d👧\u200d👦", "❤\ufe0f\u200d🔥", "✔\ufe0f", "☑\ufe0e", "1\ufe0f\u20e3", "‼\ufe0f", FLAG,
        "نامه\u200cای", "क्\u200dष", "क्\u200cष", "ශ්\u200dරී", "葛\U000e0100城", "ᠠ\u180b", "café “fruit” – 5 × 2",
    ],
)  # fmt: skip
def test_what_a_script_or_a_picture_needs_stays(text: str) -> None:
    assert seen(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("pa\u200dss\u200c", "pass"), ("\u200d", ""), ("a\ufe0fb", "ab"), ("50\ufe0f", "50"), ("✔\ufe0f\ufe0f", "✔\ufe0f"),
        ("\u202d50\u202c", "50"), ("P1\u200e", "P1"), ("so\xadft", "soft"), (FLAG[:3], FLAG[:1]), ("x" + FLAG[1:], "x"),
        ("a\ufe0f\u200d🏫", "a🏫"), ("👩\u200d\u200d🏫", "👩🏫"), ("1\ufe0f", "1"), ("葛\ufe0f", "葛"),
    ],
)  # fmt: skip
def test_where_nothing_needs_it_it_goes(text: str, left: str) -> None:
    assert seen(text) == left
    assert seen(left) == left
