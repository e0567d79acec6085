"""Declaring rules, and running them over a plan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from hwit_validators.model.finding import Mark, Severity
from hwit_validators.plan import Plan
from hwit_validators.rules import RULES, rule_named
from hwit_validators.rules.engine import Judged, Rule, check, rule
from hwit_validators.tables import Outcome
from hwit_validators.tables.forms import FORMS, form_named
from support.plans import a_plan

ERROR, QUERY = Severity.ERROR, Severity.QUERY


@rule("ZZ001", QUERY, stage=4, handbook="H24 H25")
def has_no_statement(plan: Plan) -> Iterator[Mark]:
    """Every outcome has a sentence.

    Why: people remember
    a sentence.
    Put it right: write one.
    """
    for outcome in plan.of(Outcome):
        if outcome.blank("statement"):
            yield outcome.mark("statement", f"{outcome.ref} has no sentence.")


@rule("ZZ002", ERROR, stage=4)
def falls_over(plan: Plan) -> Iterator[Mark]:
    """A rule with a fault.

    Why: programs have them.
    Put it right: mend the program.
    """
    yield Outcome.mark_table("Said before the fault.")
    raise ZeroDivisionError("by nought")


@rule("ZZ003", ERROR, stage=4)
def finds_nothing(plan: Plan) -> Iterator[Mark]:
    """A rule that is content.

    Why: some are.
    Put it right: nothing needs doing.
    """
    yield from ()


def test_the_docstring_is_the_documentation() -> None:
    assert has_no_statement.title == "Every outcome has a sentence."
    assert has_no_statement.why == "People remember a sentence."
    assert has_no_statement.fix == "Write one."
    assert has_no_statement.requirements == ("H24", "H25")
    assert has_no_statement.family == "ZZ"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Only a title.",
        "A title.\n\nWhy: no way out.",
        "A title.\n\nPut it right: without a reason.",
        "Why: no title.\nPut it right: at all.",
    ],
)
def test_a_rule_without_documentation_is_refused(text: str) -> None:
    def undocumented(plan: Plan) -> Iterator[Mark]:
        yield from ()

    undocumented.__doc__ = text
    with pytest.raises(ValueError, match="ZZ009"):
        rule("ZZ009", ERROR, stage=4)(undocumented)


def test_a_rule_that_fails_is_reported_and_the_others_still_run() -> None:
    plan = a_plan(4, Outcomes={"O1": {"target": 45.0}})
    checked = check(plan, [falls_over, has_no_statement, finds_nothing])
    assert [finding.code for finding in checked.findings] == ["ZZ001"]
    assert checked.passed == ("ZZ003",)
    [(code, what)] = checked.broken.items()
    assert code == "ZZ002"
    assert re.fullmatch(r"ZeroDivisionError, test_engine\.py line [0-9]+", what), (
        "never its words, in which an answer may stand"
    )


def test_a_rule_of_a_later_stage_is_skipped_not_passed() -> None:
    checked = check(a_plan(3), [has_no_statement])
    assert (checked.skipped, checked.passed, checked.findings) == (("ZZ001",), (), ())


def test_a_finding_says_where_and_how_to_put_it_right() -> None:
    [finding] = check(a_plan(4, Outcomes={"O2": {"target": 45.0}}), [has_no_statement]).findings
    assert (finding.table, finding.ref, finding.field, finding.place) == ("Outcomes", "O2", "statement", 1)
    assert finding.column == "The outcome in one sentence"
    assert finding.fix == "Write one."
    assert finding.key == ("ZZ001", "Outcomes", "O2", "statement")


def test_the_most_serious_comes_first() -> None:
    def all_bad(plan: Plan) -> Iterator[Mark]:
        """All is bad.

        Why: it is.
        Put it right: start again.
        """
        yield Outcome.mark_table("All is bad.")

    serious = rule("ZZ008", ERROR, stage=4)(all_bad)
    checked = check(a_plan(4, Outcomes={"O1": {"target": 45.0}}), [has_no_statement, serious])
    assert [finding.severity for finding in checked.findings] == [ERROR, QUERY]


@pytest.mark.parametrize(
    ("judged", "stage", "forms"),
    [
        (Judged.EVERY_FORM, 0, "012345678"),
        (Judged.FROM_STAGE, 5, "5678"),
        (Judged.FROM_STAGE, 0, "0"),  # the annual review stands alone
        (Judged.OWN_STAGE, 5, "5"),
    ],
)
def test_on_which_forms_a_rule_is_judged(judged: Judged, stage: int, forms: str) -> None:
    declared = Rule("ZZ004", ERROR, stage, judged, (), "", "", "", finds_nothing.check)
    assert "".join(str(form.stage) for form in FORMS if declared.applies_to(form)) == forms


def test_codes_are_unique_and_in_order() -> None:
    codes = [each.code for each in RULES]
    assert codes == sorted(set(codes))


def test_every_rule_can_be_looked_up_in_any_case() -> None:
    assert all(rule_named(each.code.lower()) is each for each in RULES)
    assert rule_named("XX999") is None


def test_documentation_reads_as_sentences() -> None:
    for each in RULES:
        for text in (each.title, each.why, each.fix):
            assert text.endswith("."), each.code
            assert not text[0].islower(), each.code


def test_no_rule_falls_over_on_a_blank_form() -> None:
    for form in FORMS:
        checked = check(a_plan(form.stage, on=dt.date(2011, 6, 15)), RULES)
        assert not checked.broken, (form.name, checked.broken)


def test_forms_are_found_by_name() -> None:
    assert form_named("stage_4_outcomes") is FORMS[4]
    assert form_named("stage_9_rest") is None
