"""When a school's words on a finding count: for the answer they were about, and not beside errors or what is waived."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.plan import Plan
from hwit_xl.checking.explanations import DROPPED, about, explained, remark
from hwit_xl.workbooks.feedback import Remark
from hwit_xl.workbooks.reading.read import Explanation, Return
from support.plans import a_plan
from support.returns import a_return, read_return

WORDS = "Parents are asked next year."
E2 = Finding("SI008", Severity.QUERY, "Indicators", "E2", "Who leads", None, None, "Nobody?", "", field="lead", place=1)


def school(**answers: Any) -> Plan:
    """Two indicators, of which the second has these answers."""
    return a_plan(4, Indicators=[{"statement": "More fruit.", "lead": "Head"}, {"statement": "More fruit."} | answers])


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
    assert explained(E2, plan, {}) == E2
    outdated = explained(E2, plan, typed(about(E2, school(lead="Mr Oak"))))
    assert (outdated.explanation, outdated.message) == (None, f"Nobody? {DROPPED}")


@pytest.mark.parametrize("beside", [replace(E2, severity=Severity.ERROR), replace(E2, waived=True)])
def test_words_beside_an_error_or_what_is_waived_change_nothing(beside: Finding) -> None:
    plan = school()
    for words in (typed(about(E2, plan)), typed("of another answer")):
        assert explained(beside, plan, words) == beside


def returned(plan: Plan, words: dict[tuple[str, str, str, str], Explanation]) -> Return:
    return replace(read_return(a_return(4), plan.form), plan=plan, explanations=words)


def test_an_open_form_shows_what_was_typed_whether_or_not_it_counts() -> None:
    plan = school(lead="Miss Pym")
    now = about(E2, plan)
    assert remark(E2, returned(plan, {})) == Remark(E2, now)
    error = replace(E2, severity=Severity.ERROR)
    beside = remark(error, returned(plan, typed(now)))
    assert (beside.finding.explanation, beside.about, beside.finding.message) == (WORDS, now, "Nobody?")
    late = remark(error, returned(plan, typed("another answer")))
    assert (late.finding.explanation, late.finding.message) == (WORDS, "Nobody?")
    counts = remark(replace(E2, explanation=WORDS), returned(plan, typed("another answer")))
    assert (counts.finding.explanation, counts.about) == (WORDS, now)


def test_words_that_stopped_counting_count_again_once_they_are_changed() -> None:
    plan = school(lead="Miss Pym")
    old = typed(about(E2, school(lead="Mr Oak")))
    left = remark(explained(E2, plan, old), returned(plan, old))
    assert left.finding.explanation == WORDS, "they stay where they are"
    assert (
        left.finding.message
        == f"Nobody? {DROPPED} Change your words so that they fit the answer as it is now, and press Check again."
    )
    assert explained(E2, plan, typed(left.about)).explanation is None, "unchanged words do not count"
    assert remark(explained(E2, plan, typed(left.about)), returned(plan, typed(left.about))) == left, "however often"
    assert explained(E2, plan, typed(left.about, "Miss Pym leads.")).explanation == "Miss Pym leads."
    back = school(lead="Mr Oak")
    assert explained(E2, back, typed(left.about)).explanation == WORDS, "or once the answer is what it was"
