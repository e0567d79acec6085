"""No pattern of the program takes more than its share for a longer text, whatever the text says.

Returned workbooks are untrusted, and one text of a few thousand characters is enough for hours if a pattern can match it
in many ways. The patterns are found, not listed: one that is added later is held too.
"""

from __future__ import annotations

import re
from functools import partial

import pytest

from hwit_xl.workbooks.xlsx import plain_xml
from support.growth import too_steep
from support.patterns import Used, units, used_patterns

SIZE = 1500
"""Characters of the shorter text."""
TABLES = Used("plain_xml.elements", plain_xml._tags(("table", "tableColumn")), frozenset({"finditer"}))
PATTERNS = {used.where: used for used in (*used_patterns(), TABLES)}


def slow_for(used: Used) -> dict[str, float]:
    """The texts for which a pattern takes far more than 4 times as long when they are 4 times as long."""
    steep: dict[str, float] = {}
    for unit in units(used.pattern):
        for before, after in (("", ""), ("", "~"), ("x", "!")):

            def make(size: int, unit: str = unit, before: str = before, after: str = after) -> partial[None]:
                return partial(used.run, before + (unit * (size // len(unit) + 1))[:size] + after)

            if ratio := too_steep(make, SIZE):
                steep[f"{before}{unit} … {after}"] = ratio
                return steep
    return steep


@pytest.mark.parametrize("where", PATTERNS)
def test_a_pattern_takes_its_share_and_no_more(where: str) -> None:
    assert slow_for(PATTERNS[where]) == {}


def test_the_patterns_of_every_module_are_tried() -> None:
    assert {"hwit_xl.workbooks.xlsx.plain_xml._CELL", "hwit_validators.rules.personal_data._EMAIL"} <= PATTERNS.keys()
    assert PATTERNS["hwit_xl.workbooks.xlsx.plain_xml._CELL"].ways == {"finditer"}
    assert len(PATTERNS) > 80


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"[\w.+-]+@[\w-]+\.[\w.-]*\w", "search"),
        (r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "finditer"),
        (r"\s*x", "search"),
        (rb"<f>.*?</f>", "search"),
    ],
)
def test_a_pattern_that_takes_more_is_found(pattern: str | bytes, way: str) -> None:
    assert slow_for(Used("here", re.compile(pattern), frozenset({way})))
