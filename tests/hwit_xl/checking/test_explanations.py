"""When a school's words on a finding count: for the answer they were about, and not beside errors or what is waived."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.plan import Plan
from hwit_xl.checking import explanations
from hwit_xl.checking.explanations import OUTDATED, needs_more
from hwit_xl.workbooks.reading.explained import Explanation, Explanations
from support.plans import a_plan

WORDS = "Parents are asked next year."
E2 = Finding("SI008", Severity.QUERY, "Indicators", "E2", "Who leads", None, None, "Nobody?", "", field="lead", place=1)


def school(**answers: Any) -> Plan:
    """Two indicators, of which the second has these answers."""
    return a_plan(4, Indicators=[{"statement": "More fruit.", "lead": "Head"}, {"statement": "More fruit."} | answers])


def explained(found: Finding, plan: Plan, said: Explanations) -> Finding:
    """One finding, held to what was said."""
    [told] = explanations.explained([found], plan, said)
    return told


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


def typed(about_what: str, text: str = WORDS) -> Explanations:
    return {E2.key: (Explanation(text, about_what),)}


def test_words_count_for_the_answer_they_were_about() -> None:
    plan = school(lead="Miss Pym")
    assert explained(E2, plan, typed(about(E2, plan))).explanation == WORDS
    assert explained(E2, plan, {}) == replace(E2, fingerprint=about(E2, plan))
    outdated = explained(E2, plan, typed(about(E2, school(lead="Mr Oak"))))
    assert (outdated.explanation, outdated.message) == (None, f"Nobody? {OUTDATED}")


@pytest.mark.parametrize(
    "beside", [replace(E2, severity=Severity.ERROR), replace(E2, waiver="Waived by KT until 1 May 2011: x")]
)
def test_words_beside_an_error_or_what_is_waived_change_nothing_and_stay(beside: Finding) -> None:
    plan = school()
    now = about(beside, plan)
    assert explained(beside, plan, typed(now)) == replace(beside, typed=WORDS, fingerprint=now)
    late = explained(beside, plan, typed("of another answer"))
    assert (late.typed, late.explanation, late.message) == (WORDS, None, "Nobody?")


def test_words_that_stopped_counting_count_again_once_they_are_changed() -> None:
    plan = school(lead="Miss Pym")
    old = typed(about(E2, school(lead="Mr Oak")))
    left = explained(E2, plan, old)
    assert (left.typed, left.explanation) == (WORDS, None), "they stay where they are"
    assert left.message == f"Nobody? {OUTDATED}"
    assert explained(E2, plan, typed(left.fingerprint)) == left, "however often, while nobody changes them"
    assert explained(E2, plan, typed(left.fingerprint, "Miss Pym leads.")).explanation == "Miss Pym leads."
    back = school(lead="Mr Oak")
    assert explained(E2, back, typed(left.fingerprint)).explanation == WORDS, "or once the answer is what it was"


@pytest.mark.parametrize(("code", "needs"), [("XS004", True), ("XS002", True), ("SI008", False), ("ZZ001", False)])
def test_only_rules_across_need_more_than_the_return(code: str, needs: bool) -> None:
    assert needs_more(code) is needs
