"""Texts of a sender as they are shown: nothing in them acts on a terminal, turns words around or hides."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from hwit_validators.words import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("St Zoë’s C of E Primary", "St Zoë’s C of E Primary"),
        ("\x1b[2J\x1b]0;title\x07All is well", "[2J]0;titleAll is well"),
        ("\x9b31mred\x9b0m", "31mred0m"),
        ("\x7fdel\x00nul\x85next", "delnul next"),
        ("invoice\u202excod.exe", "invoicexcod.exe"),
        ("a\u2066b\u2069c\u200e\u200f\u061cd", "abcd"),
        ("E\u200b1\u00ad \ufeffO\u20601", "E1 O1"),
        ("no\u00a0break\u2003space\ttab", "no break space tab"),
        ("name\udcff.xlsx", "name\ufffd.xlsx"),
        ("one\r\ntwo\u2028three\u2029four", "one two three four"),
        ("private \ue000, tag \U000e0041, unassigned \u0378", "private , tag , unassigned "),
        ("👩\u200d🏫 teaches", "👩\u200d🏫 teaches"),
        ("❤️\u200d🔥", "❤️\u200d🔥"),
        ("نامه\u200cای", "نامه\u200cای"),
        ("क्\u200dष", "क्\u200dष"),
        ("pa\u200dss\u200c", "pass"),
        ("\u200d", ""),
        ("", ""),
    ],
)
def test_what_acts_or_hides_is_not_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_lines_stay_lines_where_they_may() -> None:
    assert visible("one\r\ntwo\rthree\x0bfour\u2028five\n\nsix", lines=True) == "one\ntwo\nthree\nfour\nfive\n\nsix"


def test_of_every_character_only_those_that_can_be_seen_remain() -> None:
    left = {unicodedata.category(letter) for code in range(sys.maxunicode + 1) for letter in visible(f"a{chr(code)}a")}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert visible("a" + "".join(map(chr, range(0xD800, 0xE000))) + "a").encode()
