"""The rules take their share for longer answers, whatever they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from hwit_validators.model.record import Record
from hwit_validators.plan import Plan
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.rules.needs import _end
from hwit_validators.words import in_runs
from hwit_xl.workbooks.xlsx.limits import LONGEST_TEXT
from support.growth import too_steep
from support.patterns import KNOWN
from support.plans import primary

SIZE = 600
"""Characters of every answer in free words."""
WORDS = (
    *KNOWN, "born 1 Jan", "0 ", "07", "0123 ", "A1234567890", "123-456-", "a.b@", "@a.", "Aa Bb, ", "two pupils of ",
    "2009/10 ", "March 2010 ", "1.2.2010", "parents ", "vacant ", "one of ", "10 out of ", "A", "Aa'", "9" * 5000,
)  # fmt: skip


def worded(words: str, size: int) -> Plan:
    """A full plan in which every answer in free words is these words, again and again."""
    plan = primary(8)
    text = (words * (size // len(words) + 1))[:size]
    fields: dict[Record, dict[str, str]] = {}
    for record, field, _ in plan.texts:
        fields.setdefault(record, {})[field] = text
    tables = {
        table: tuple(record.model_copy(update=fields.get(record, {})) for record in records)
        for table, records in plan.tables.items()
    }
    return replace(plan, tables=tables)


@pytest.mark.parametrize("words", WORDS)
def test_rules_take_their_share_for_longer_answers(words: str) -> None:
    def judged(size: int) -> Callable[[], object]:
        plan = worded(words, size)
        return lambda: check(replace(plan), RULES)

    assert not too_steep(judged, SIZE)


@pytest.mark.parametrize("words", ["9", "1 of 9", "2 pupils ", "1,", "a@a.", "Aa ", "0 "])
def test_no_rule_breaks_over_answers_as_long_as_a_cell(words: str) -> None:
    assert not check(worded(words, LONGEST_TEXT), RULES).broken


def test_a_period_that_names_many_years_takes_its_share() -> None:
    """Years, school years, months and days are each weighed against all the others."""

    def judged(size: int) -> Callable[[], object]:
        return partial(_end, "2009/10 March 2010 1.2.2011 " * size)

    assert not too_steep(judged, 600)


def test_references_of_any_length_are_put_in_a_sentence() -> None:
    long = "E" + "9" * 5000
    assert in_runs(["E1", "E2", "E3", long, long]) == f"E1 to E3, {long} and {long}"
