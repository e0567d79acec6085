"""When a school's words on a finding count: for the answer they were about, and not beside errors or what is waived."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.plan import Plan
from hwit_xl.checking.explanations import DROPPED, as_on_sheet, explained
from hwit_xl.workbooks.reading.explained import Explanation
from support.plans import a_plan

WORDS = "Parents are asked next year."
E2 = Finding("SI008", Severity.QUERY, "Indicators", "E2", "Who leads", None, None, "Nobody?", "", field="lead", place=1)


def school(**answers: Any) -> Plan:
    """Two indicators, of which the second has these answers."""
    return a_plan(4, Indicators=[{"statement": "More fruit.", "lead": "Head"}, {"statement": "More fruit."} | answers])


def about(found: Finding, plan: Plan) -> str:
    """The fingerprint of the answer a finding is about."""
    return explained(found, plan, {}).fingerprint


def test_a_fingerprint_is_that_of_the_answer() -> None:
    plan, changed = school(lead="Miss Pym"), school(lead="Mr Oak")
    assert about(E2, plan) == about(E2, school(lead="Miss Pym", statement="Less fat."))
    assert about(E2, plan) != about(E2, changed)
    assert about(E2, plan) != about(replace(E2, place=0), plan), "of its own row"
    assert len(about(E2, plan)) == 12


def test_of_a_finding_about_a_row_it_is_that_of_its_reference() -> None:
    row = replace(E2, field="")
    assert (
        about(row, school(lead="Miss Pym"))
        == about(row, school(lead="Mr Oak"))
        != about(replace(row, place=0), school())
    )


@pytest.mark.parametrize("other", [replace(E2, place=7), replace(E2, table="Nowhere"), replace(E2, place=None)])
def test_what_is_about_no_row_is_about_everything(other: Finding) -> None:
    assert about(other, school()) == "all"


def typed(about_what: str, text: str = WORDS) -> dict[tuple[str, str, str, str], Explanation]:
    return {E2.key: Explanation(text, about_what)}


def test_words_count_for_the_answer_they_were_about() -> None:
    plan = school(lead="Miss Pym")
    assert explained(E2, plan, typed(about(E2, plan))).explanation == WORDS
    assert explained(E2, plan, {}) == replace(E2, fingerprint=about(E2, plan))
    outdated = explained(E2, plan, typed(about(E2, school(lead="Mr Oak"))))
    assert (outdated.explanation, outdated.message) == (None, f"Nobody? {DROPPED}")


@pytest.mark.parametrize("beside", [replace(E2, severity=Severity.ERROR), replace(E2, waived=True)])
def test_words_beside_an_error_or_what_is_waived_change_nothing(beside: Finding) -> None:
    plan = school()
    for words in (typed(about(E2, plan)), typed("of another answer")):
        assert explained(beside, plan, words) == replace(beside, fingerprint=about(beside, plan))


def test_an_open_form_shows_what_was_typed_whether_or_not_it_counts() -> None:
    plan = school(lead="Miss Pym")
    query = explained(E2, plan, {})
    now = query.fingerprint
    assert as_on_sheet(query, {}) == query
    error = replace(query, severity=Severity.ERROR)
    beside = as_on_sheet(error, typed(now))
    assert (beside.explanation, beside.fingerprint, beside.message) == (WORDS, now, "Nobody?")
    late = as_on_sheet(error, typed("another answer"))
    assert (late.explanation, late.message) == (WORDS, "Nobody?")
    counts = as_on_sheet(replace(query, explanation=WORDS), typed("another answer"))
    assert (counts.explanation, counts.fingerprint) == (WORDS, now)


def test_words_that_stopped_counting_count_again_once_they_are_changed() -> None:
    plan = school(lead="Miss Pym")
    old = typed(about(E2, school(lead="Mr Oak")))
    left = as_on_sheet(explained(E2, plan, old), old)
    assert left.explanation == WORDS, "they stay where they are"
    assert (
        left.message
        == f"Nobody? {DROPPED} Change your words so that they fit the answer as it is now, and press Check again."
    )
    assert explained(E2, plan, typed(left.fingerprint)).explanation is None, "unchanged words do not count"
    assert as_on_sheet(explained(E2, plan, typed(left.fingerprint)), typed(left.fingerprint)) == left, "however often"
    assert explained(E2, plan, typed(left.fingerprint, "Miss Pym leads.")).explanation == "Miss Pym leads."
    back = school(lead="Mr Oak")
    assert explained(E2, back, typed(left.fingerprint)).explanation == WORDS, "or once the answer is what it was"
