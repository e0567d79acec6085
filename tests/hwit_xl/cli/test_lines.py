"""Words of several lines on the screen."""

from __future__ import annotations

import pytest

from hwit_xl.cli.lines import hung


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("O2: Which survey?", "O2: Which survey?"),
        ("O2: Which survey?\nAnd when?\r\n\nWho asks?", "O2: Which survey?\n    And when?\n\n    Who asks?"),
        ("O2: \x1b[2J\x1b]0;title\x07All is well", "O2: [2J]0;titleAll is well"),
        ("", ""),
    ],
    ids=["one line", "several", "what steers a terminal", "nothing"],
)
def test_words_stay_together(words: str, shown: str) -> None:
    assert hung(words, 4) == shown
