"""Which line of the self-evaluation form an outcome goes under, in which order, from which source, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.model.lists import Entry, Lists, ValueList
from hwit_validators.model.profile import SefForm
from hwit_validators.plan import Plan
from hwit_validators.tables import Outcome
from hwit_xl import templates
from hwit_xl.problem import Problem
from hwit_xl.self_evaluation.claims import Claim, Standing, claim_of
from hwit_xl.self_evaluation.paper import _has_withheld, suggestion
from hwit_xl.self_evaluation.text import SefText, sef_text
from support.plans import a_plan

MARCH, MAY, JUNE = dt.date(2011, 3, 1), dt.date(2011, 5, 12), dt.date(2012, 6, 15)
WALKING: dict[str, Any] = {
    "statement": "Half walk.", "unit": "%", "direction": "Increase", "target": 50.0, "cohort": 200,
}  # fmt: skip
START: dict[str, Any] = {"value": 30.0, "measured_on": MARCH, "sample_size": 180}
RESULT: dict[str, Any] = {
    "final_value": 52.0, "measured_on": JUNE, "sample_size": 175, "met": "Yes", "evidence": "The survey.",
}  # fmt: skip


NOTHING: Mapping[str, Any] = {}


def school(
    *results: dict[str, Any], outcome: Mapping[str, Any] = NOTHING, start: Mapping[str, Any] = NOTHING, **more: Any
) -> Plan:
    """A plan of stage 8 with as many outcomes as results."""
    refs = [f"O{number}" for number in range(1, len(results) + 1)]
    return a_plan(
        8,
        on=dt.date(2012, 7, 13),
        Outcomes={ref: {**WALKING, **outcome} for ref in refs},
        Baselines=[{**START, "measure": ref, **start} for ref in refs],
        Results={ref: RESULT | result for ref, result in zip(refs, results, strict=True)},
        **more,
    )


def listed(plan: Plan, lines: list[dict[str, str]], sure: str = "read") -> Plan:
    """The plan with these lines of the form, and one well-being indicator, Safe, that belongs to line A2.5."""
    own = ValueList("sef_lines", [Entry(line["code"], "Some line", line) for line in lines])
    known = ValueList(
        "wellbeing_indicators", [Entry("Safe", "Pupils feel safe", {"sef_2009": "A2.5", "sef_sure": sure})]
    )
    others = [each for each in templates.shipped_lists() if each.name not in (own.name, known.name)]
    return replace(plan, circumstances=replace(plan.circumstances, lists=Lists([*others, own, known])))


def line(code: str, on: str = "yes", sure: str = "read", profile: str = "2009") -> dict[str, str]:
    return {"code": code, "profile": profile, "on": on, "sure": sure}


def text(plan: Plan, *extra: str) -> SefText:
    return sef_text(plan, (), SefForm.FROM_2009, extra)


def test_what_is_met_comes_first_and_what_is_not_met_last() -> None:
    results = ({"met": "No"}, {"met": "Yes"}, {"met": "Partly"}, {"met": "Yes"})
    claims = text(school(*results)).claims
    assert [(claim.outcome.ref, claim.standing) for claim in claims] == [
        ("O2", Standing.MET), ("O4", Standing.MET), ("O3", Standing.PARTLY), ("O1", Standing.NOT_MET),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("of_line", "of_indicator", "certain"),
    [("read", "likely", True), ("handbook", "read", True), ("guess", "read", False), ("read", "unsure", False)],
)
def test_a_suggestion_is_sure_only_if_line_and_indicator_are(of_line: str, of_indicator: str, certain: bool) -> None:
    lines = [line("A2.5", "no", of_line), line("A2.7")]
    [left] = text(listed(school({}, outcome={"wellbeing_indicator": "Safe"}), lines, of_indicator)).elsewhere
    assert suggestion(left) == "A2.5 Some line" + ("" if certain else " (not sure: check your form)")


def test_lines_are_used_as_the_list_and_the_school_say() -> None:
    lines = [line("A2.5", "no"), line("A2.7"), line("A2.8"), line("A2.9", "no"), line("4a", profile="2005")]
    used = text(listed(school({}), lines), " a2.5 ")
    assert [each.code for each in used.lines] == ["A2.5", "A2.7", "A2.8"]
    assert [len(each.claims) for each in used.lines] == [0, 1, 0], "the first that is on takes what has no indicator"
    safe = text(listed(school({}, outcome={"wellbeing_indicator": "Safe"}), lines), "A2.5")
    assert [len(each.claims) for each in safe.lines] == [1, 0, 0]


def test_without_a_line_nothing_can_be_written() -> None:
    with pytest.raises(Problem, match=r"^no line of the self-evaluation form of 2009 is used; choose one with --line$"):
        text(listed(school({}), [line("A2.5", "no")]))
    with pytest.raises(Problem, match=r"has no line A2\.5; there are none$"):
        text(listed(school({}), [line("4a", profile="2005")]), "A2.5")
    chosen = text(listed(school({}), [line("A2.5", "no")]), "A2.5")
    assert [each.outcome.ref for each in chosen.elsewhere] == ["O1"], "a line that was chosen does not take the rest"


def claim(plan: Plan, *findings: Finding) -> Claim:
    made = claim_of(plan, plan.of(Outcome)[0], findings)
    assert isinstance(made, Claim), made
    return made


@pytest.mark.parametrize(
    ("outcome", "reading", "start", "source"),
    [
        ("Survey", "Log", "Count", "Survey"), (None, "Log", "Count", "Log"), (None, None, "Count", "Count"),
        (None, None, None, ""),
    ],
)  # fmt: skip
def test_the_source_is_the_planned_one_or_that_of_the_rows(
    outcome: str | None, reading: str | None, start: str | None, source: str
) -> None:
    plan = a_plan(
        7,
        Outcomes={"O1": WALKING | {"data_source": outcome}},
        Baselines=[START | {"measure": "O1", "source": start}],
        Readings=[{"measure": "O1", "read_on": MAY, "value": 41.0, "sample_size": 178, "source": reading}],
    )
    assert claim(plan).source == source


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"outcome": {"target": None}}, "There is no starting figure or no target, so no change can be shown."),
        ({"start": {"measured_on": None}}, "There is no starting figure or no target, so no change can be shown."),
        ({"start": {"value": None}}, "There is no starting figure or no target, so no change can be shown."),
        ({"result": {"measured_on": None}}, "The last figure, or its date, is missing."),
        ({"result": {"final_value": None}}, "The last figure, or its date, is missing."),
    ],
)
def test_nothing_is_claimed_of_figures_that_are_not_there(changes: dict[str, Any], why: str) -> None:
    plan = school(changes.pop("result", {}), **changes)
    assert claim_of(plan, plan.of(Outcome)[0], ()) == why


@pytest.mark.parametrize(("table", "ref", "field"), [("Baselines", "B1", "value"), ("Results", "O1", "final_value")])
def test_an_open_query_on_the_start_or_on_the_result_holds_a_claim_back(table: str, ref: str, field: str) -> None:
    query = Finding("XX001", Severity.QUERY, table, ref, "", "", None, "Is it 30%?", "", field=field)
    plan = school({})
    assert claim_of(plan, plan.of(Outcome)[0], [query]) == "Open query XX001: Is it 30%?"


def test_new_words_are_no_other_target_or_date() -> None:
    words = {
        "outcome": "O1",
        "what": "Wording",
        "new_wording": "Most\nwalk.",
        "decision": "Confirmed",
        "decided_on": MAY,
    }
    date = words | {"what": "Target date", "new_date": JUNE}
    made = claim(school({}, Amendments=[words, date]))
    assert [change.ref for change in made.amended] == ["X2"]
    assert made.aim == "Most walk."


@pytest.mark.parametrize(
    ("after", "sizes", "chance"),
    [
        (52.0, (180, 175), False),
        (32.0, (180, 175), True),
        (30.0, (180, 175), False),
        (32.0, (None, 175), False),
        (32.0, (180, None), False),
    ],
)
def test_chance_is_spoken_of_where_something_changed_among_people_who_were_counted(
    after: float, sizes: tuple[int | None, int | None], chance: bool
) -> None:
    plan = school({"final_value": after, "sample_size": sizes[1]}, start={"sample_size": sizes[0]})
    assert claim(plan).may_be_chance is chance


SMALL = {"cohort": 8, "statement": "6 of 8 walk."}


@pytest.mark.parametrize(
    ("result", "outcome", "marked"),
    [
        ({"evidence": None}, SMALL, True),
        ({"evidence": None}, {}, False),
        ({}, SMALL | {"wellbeing_indicator": "WB-P13"}, True),
        ({}, {"wellbeing_indicator": "WB-P13"}, False),
    ],
    ids=["left out", "left out, of many", "elsewhere", "elsewhere, of many"],
)
def test_the_mark_of_withheld_figures_is_found_wherever_it_stands(
    result: dict[str, Any], outcome: dict[str, Any], marked: bool
) -> None:
    plan = school(result | ({"sample_size": 8} if "cohort" in outcome else {}), outcome=outcome)
    found = text(plan)
    assert len(found.elsewhere) + len(found.left_out) == 1
    assert _has_withheld(found) is marked


def test_a_school_without_a_name() -> None:
    assert text(school({})).school == "School not named"
    assert text(school({}, School={"name": "Hazelmere Bank School"})).school == "Hazelmere Bank School"
