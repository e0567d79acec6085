"""How things are put into words: right for none, for one and for many; and so that nothing in them acts or hides."""

from __future__ import annotations

import datetime as dt
import sys
import unicodedata

import pytest

from hwit_validators import words
from hwit_validators.model.choices import Unit
from hwit_validators.model.finding import Finding, Severity


def test_a_day_has_no_nought_in_front() -> None:
    assert words.day(dt.date(2011, 3, 5)) == "5 March 2011"


@pytest.mark.parametrize(
    ("severity", "none", "one", "many"),
    [
        (Severity.REJECT, "0 rejections", "1 rejection", "1,200 rejections"),
        (Severity.ERROR, "0 errors", "1 error", "1,200 errors"),
        (Severity.QUERY, "0 queries", "1 query", "1,200 queries"),
        (Severity.ADVICE, "0 pieces of advice", "1 piece of advice", "1,200 pieces of advice"),
    ],
)
def test_findings_are_counted(severity: Severity, none: str, one: str, many: str) -> None:
    assert [severity.counted(number) for number in (0, 1, 1200)] == [none, one, many]


def test_a_figure_stands_with_its_unit() -> None:
    figures = [
        (45, Unit.PERCENT),
        (1, Unit.PUPILS),
        (9, Unit.PUPILS),
        (1, Unit.PARENTS),
        (1, Unit.SCORE),
        (1.5, Unit.DAYS),
    ]
    assert [words.figure(value, unit) for value, unit in figures] == [
        "45%", "1 pupil", "9 pupils", "1 parent or carer", "1 score", "1.5 days",
    ]  # fmt: skip
    assert (words.figure(1200, None), words.number(31, Unit.PERCENT), words.number(18, Unit.PUPILS)) == (
        "1,200",
        "31%",
        "18",
    )


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit.endswith("s")])
def test_every_unit_of_many_has_a_word_for_one(unit: Unit) -> None:
    assert words.figure(1, unit) != f"1 {unit.lower()}"


@pytest.mark.parametrize(("names", "told"), [("", ""), ("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")])
def test_things_are_listed_with_commas_and_one_and(names: str, told: str) -> None:
    assert words.listed(names) == told


def test_only_so_many_are_named() -> None:
    assert [words.listed(names, most=2) for names in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and 1 more"]


def test_references_that_follow_each_other_are_told_as_a_run() -> None:
    assert words.in_runs(["E1", "E2", "E3", "E5", "E6"]) == "E1 to E3, E5 and E6"


@pytest.mark.parametrize(
    ("sentence", "after"),
    [
        ("It is blank.", "it is blank."),
        ("A date", "a date"),
        ("NHS number", "NHS number"),
        ("E4 is", "E4 is"),
        ("", ""),
    ],
)
def test_a_sentence_goes_on_after_a_colon(sentence: str, after: str) -> None:
    assert words.within(sentence) == after


@pytest.mark.parametrize(
    ("ref", "column", "sheet", "where", "about"),
    [
        ("O4", "Target", "Outcomes", "Outcomes C20", "O4 · Target"),
        ("Answer", "URN", "School", "School C20", "URN"),
        ("O4", "", "Outcomes", "Outcomes C20", "O4"),
        ("", "", None, "", ""),
    ],
)
def test_a_finding_says_where_it_stands(ref: str, column: str, sheet: str | None, where: str, about: str) -> None:
    found = Finding("OC001", Severity.ERROR, "Outcomes", ref, column, None, None, "", "", sheet=sheet, cell="C20")
    assert (found.where, found.about) == (where, about)


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
    assert words.visible(text) == shown


def test_lines_stay_lines_where_they_may() -> None:
    assert (
        words.visible("one\r\ntwo\rthree\x0bfour\u2028five\n\nsix", lines=True) == "one\ntwo\nthree\nfour\nfive\n\nsix"
    )


def test_of_every_character_only_those_that_can_be_seen_remain() -> None:
    left = {
        unicodedata.category(letter) for code in range(sys.maxunicode + 1) for letter in words.visible(f"a{chr(code)}a")
    }
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert words.visible("a" + "".join(map(chr, range(0xD800, 0xE000))) + "a").encode()
