"""Text for the self-evaluation form: never more than the figures say, and nothing about a few pupils."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from docx import Document

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, Decisions, ItemDecision, Kind
from hwit_validators.model.lists import Entry, Lists, ValueList
from hwit_validators.model.profile import SefForm
from hwit_validators.panel.items import items
from hwit_validators.plan import Plan
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.tables.forms import form_of_stage
from hwit_xl import templates
from hwit_xl.problem import Problem
from hwit_xl.self_evaluation import words as sef_words
from hwit_xl.self_evaluation.paper import paper, suggestion
from hwit_xl.self_evaluation.text import SefText, sef_text
from support.plans import a_plan, circumstances, example

NEW, OLD = SefForm.FROM_2009, SefForm.BEFORE_2009
OUTCOME = {
    "type": "Quantitative",
    "statement": "More pupils in Years 3 to 6 walk to school: from 30% to 50% by June 2012",
    "unit": "%",
    "cohort": 200,
    "direction": "Increase",
    "target": 50.0,
    "starts_on": dt.date(2010, 9, 1),
    "target_date": dt.date(2012, 6, 29),
    "wellbeing_indicator": "WB-Q03",
    "data_source": "Travel survey",
}
BASELINE = {
    "measure": "O1",
    "value": 30.0,
    "unit": "%",
    "measured_on": dt.date(2010, 3, 12),
    "sample_size": 180,
    "source": "Travel survey of March 2010",
    "same_method": True,
    "origin": "New for this work",
}
RESULT = {
    "final_value": 52.0,
    "measured_on": dt.date(2012, 6, 15),
    "sample_size": 175,
    "met": "Yes",
    "evidence": "Survey of June 2012, in the office.",
    "as_planned": True,
    "validated_on": dt.date(2012, 6, 20),
    "head_signed_on": dt.date(2012, 6, 20),
}
READING = {"measure": "O1", "read_on": dt.date(2011, 5, 12), "value": 41.0, "sample_size": 178, "source": "Survey"}


def resulted(
    outcome: dict[str, Any] | None = None,
    baseline: dict[str, Any] | None = None,
    result: dict[str, Any] | None = None,
    **more: Any,
) -> Plan:
    """A stage-8 plan with one outcome, some of its answers changed."""
    return a_plan(
        8,
        on=dt.date(2012, 7, 13),
        Outcomes={"O1": OUTCOME | (outcome or {})},
        Baselines=[BASELINE | (baseline or {})],
        Results={"O1": RESULT | (result or {})},
        **more,
    )


def so_far(outcome: dict[str, Any] | None = None, **reading: Any) -> Plan:
    """A stage-7 plan with one outcome and one reading."""
    return a_plan(
        7,
        on=dt.date(2011, 6, 15),
        Outcomes={"O1": OUTCOME | (outcome or {})},
        Baselines=[BASELINE],
        Readings=[READING | reading],
    )


def written(plan: Plan, form: SefForm = NEW, *extra: str) -> SefText:
    checked = check(plan, RULES)
    assert not checked.broken, checked.broken
    return sef_text(plan, checked.findings, form, extra)


def claimed(plan: Plan) -> str:
    """The only claim of a plan, in words."""
    text = written(plan)
    assert len(text.claims) == 1, text.left_out
    return sef_words.claim(text.claims[0])


def behind(plan: Plan) -> str:
    """What stands behind the only claim of a plan."""
    return sef_words.details(written(plan).claims[0])


def why_not(plan: Plan) -> str:
    """Why a plan claims nothing."""
    text = written(plan)
    assert not text.claims
    [left] = text.left_out
    return left.why


def test_an_outcome_that_is_met_says_before_and_after_of_how_many_source_and_days() -> None:
    assert claimed(resulted()) == "Rose from 30% to 52%; the target of 50% is met."
    assert behind(resulted()) == (
        "Aim: More pupils in Years 3 to 6 walk to school: from 30% to 50% by June 2012. "
        "Measured on 12 March 2010 (180 pupils) and on 15 June 2012 (175 pupils). Source: Travel survey."
    )


@pytest.mark.parametrize(
    ("outcome", "result", "says"),
    [
        ({}, {"final_value": 45.0, "met": "Partly"}, "Rose from 30% to 45%, short of the target of 50%: partly met."),
        ({}, {"final_value": 45.0, "met": "No"}, "Rose from 30% to 45%; the target of 50% is not met."),
        ({}, {"final_value": 30.0, "met": "No"}, "Stayed at 30%; the target of 50% is not met."),
        (
            {},
            {"final_value": 15.0, "met": "No"},
            "Fell from 30% to 15%, away from the target; the target of 50% is not met.",
        ),
        (
            {"direction": "Decrease", "target": 20.0},
            {"final_value": 15.0},
            "Fell from 30% to 15%; the target of 20% is met.",
        ),
        (
            {"direction": "Decrease", "target": 20.0},
            {"final_value": 45.0, "met": "No"},
            "Rose from 30% to 45%, away from the target; the target of 20% is not met.",
        ),
    ],
)
def test_no_more_than_the_answer_is_said(outcome: dict[str, Any], result: dict[str, Any], says: str) -> None:
    assert claimed(resulted(outcome, result=result)) == says


def test_a_change_that_may_be_chance_says_so_even_if_the_outcome_is_met() -> None:
    plan = resulted({"target": 35.0}, result={"final_value": 36.0})
    assert claimed(plan) == (
        "Went from 30% to 36%, a change that is within what chance alone can bring; the target of 35% is met."
    )


def test_with_only_a_reading_it_says_so_far_and_by_when() -> None:
    assert claimed(so_far()) == ("So far, by 12 May 2011: rose from 30% to 41%; the target is 50% by 29 June 2012.")
    assert "Measured on 12 March 2010 (180 pupils) and on 12 May 2011 (178 pupils)." in behind(so_far())


def test_a_reading_beyond_the_target_is_no_result_yet() -> None:
    assert claimed(so_far(value=53.0)) == (
        "So far, by 12 May 2011: rose from 30% to 53%; the target of 50% is reached, and there is no final result yet."
    )


def test_a_reading_after_the_target_date_does_not_promise_any_more() -> None:
    assert claimed(so_far({"target_date": dt.date(2011, 4, 1)})).endswith("; the target was 50% by 1 April 2011.")


@pytest.mark.parametrize(
    ("unit", "figures", "says", "of_how_many"),
    [
        ("Pupils", (60.0, 110.0, 104.0), "Rose from 60 to 110 pupils; the target of 104 pupils is met.",
         "(60 of 180 pupils) and on 15 June 2012 (110 of 175 pupils)"),
        ("Parents and carers", (60.0, 110.0, 104.0),
         "Rose from 60 to 110 parents and carers; the target of 104 parents and carers is met.",
         "(60 of 180 parents and carers)"),
        ("Days", (1.0, 3.5, 3.0), "Rose from 1 to 3.5 days; the target of 3 days is met.", "(180 pupils)"),
        ("Minutes", (0.0, 1.0, 1.0), "Rose from 0 to 1 minute; the target of 1 minute is met.", "(180 pupils)"),
        ("Times", (3.0, 1000.0, 4.0), "Rose from 3 to 1,000 times; the target of 4 times is met.", "(180 pupils)"),
        ("Score", (3.1, 4.0, 3.9), "The score rose from 3.1 to 4; the target of 3.9 is met.", "(180 pupils)"),
    ],
)  # fmt: skip
def test_every_unit_has_its_words(unit: str, figures: tuple[float, ...], says: str, of_how_many: str) -> None:
    before, after, target = figures
    plan = resulted({"unit": unit, "target": target}, {"unit": unit, "value": before}, {"final_value": after})
    assert claimed(plan) == says
    assert of_how_many in behind(plan)


def test_a_count_without_its_number_is_of_the_whole_group_and_a_score_says_only_the_day() -> None:
    pupils = {"unit": "Pupils", "target": 100.0}
    plan = resulted(pupils, {"unit": "Pupils", "value": 60.0}, {"final_value": 110.0, "sample_size": None})
    assert "on 15 June 2012 (110 of 200 pupils)." in behind(plan)
    score = resulted({"unit": "Score", "target": 40.0}, {"unit": "Score", "sample_size": None}, {"sample_size": None})
    assert "Measured on 12 March 2010 and on 15 June 2012." in behind(score)


def test_people_asked_are_pupils_parents_or_both() -> None:
    both = resulted({"type": "Perception", "respondents": "Pupils, parents and carers"})
    assert "(180 people asked) and on 15 June 2012 (175 people asked)" in behind(both)
    parents = resulted({"type": "Perception", "respondents": "Parents and carers"})
    assert "(180 parents and carers)" in behind(parents)


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (resulted(result={"evidence": None}), "Its result gives no evidence."),
        (resulted(result={"met": None}), "Its result does not say whether it is met."),
        (resulted(result={"final_value": None}), "The last figure, or its date, is missing."),
        (resulted(baseline={"value": None}), "There is no starting figure or no target"),
        (resulted(result={"final_value": 45.0}), "Open error RV001: O1: target 50%, baseline 30%, final figure 45%"),
        (resulted(result={"evidence": "61 of 175 pupils."}), "Open query RV018"),
        (resulted(result={"sample_size": None}), "Open query RV006"),
        (resulted(baseline={"same_method": False}), "Open query BA009"),
        (a_plan(7, Outcomes={"O1": OUTCOME}, Baselines=[BASELINE]), "There is no result and no reading yet."),
        (so_far(value=0.41), "Open query MN012"),
    ],
    ids=lambda value: value.split(":")[0] if isinstance(value, str) else "",
)
def test_what_the_evidence_does_not_carry_is_left_out_with_the_reason(plan: Plan, why: str) -> None:
    assert why_not(plan).startswith(why)


def test_a_later_reading_that_says_another_figure_holds_a_result_back() -> None:
    later = READING | {"read_on": dt.date(2012, 6, 28), "value": 47.0}
    assert why_not(resulted(Readings=[later])).startswith("Open query RV013")


def test_a_query_that_is_explained_or_is_not_about_the_figures_holds_nothing_back() -> None:
    plan = resulted(result={"evidence": "61 of 175 pupils."})
    explained = [
        type(found)(**{**vars(found), "explanation": "61 counts one class only."}) if found.code == "RV018" else found
        for found in check(plan, RULES).findings
    ]
    assert len(sef_text(plan, explained, NEW).claims) == 1
    late = resulted({"target_date": dt.date(2011, 6, 30)})
    assert "RV014" in {found.code for found in check(late, RULES).findings}
    assert "Measured after the target date of 30 June 2011." in behind(late)


def test_an_amended_target_is_told_beside_the_aim() -> None:
    amendment = {
        "outcome": "O1", "what": "Target", "was": "50%", "new_target": 45.0, "why": "Three classes left.",
        "requested_on": dt.date(2011, 9, 1), "decision": "Confirmed", "decided_on": dt.date(2011, 10, 5),
    }  # fmt: skip
    plan = resulted(result={"final_value": 46.0}, Amendments=[amendment])
    assert claimed(plan) == "Rose from 30% to 46%; the target of 45% is met."
    assert "The panel confirmed another target in place of 50% on 5 October 2011." in behind(plan)
    waiting = amendment | {"decision": "Waiting", "decided_on": None}
    assert why_not(resulted(result={"final_value": 46.0}, Amendments=[waiting])).startswith("Open error RV001")


def test_an_amended_date_is_told_too() -> None:
    amendment = {
        "outcome": "O1", "what": "Target date", "was": "29 June 2012", "new_date": dt.date(2012, 5, 31), "why": "Earlier.",
        "requested_on": dt.date(2011, 9, 1), "decision": "Confirmed", "decided_on": dt.date(2011, 10, 5),
    }  # fmt: skip
    told = behind(resulted(Amendments=[amendment]))
    assert "The panel confirmed another target date in place of 29 June 2012 on 5 October 2011." in told
    assert "Measured after the target date of 31 May 2012." in told


def test_the_panels_confirmation_is_told() -> None:
    plan = resulted()
    [item] = items(plan, Kind.OUTCOMES)
    answer = ItemDecision(ref=item.ref, title=item.title, digest=item.digest, answer=QuasDecision.CONFIRMED)
    decision = Decision(
        urn="900001", school="Larkfield Green", kind=Kind.OUTCOMES, submission="x", content="x", submitted_on=plan.on,
        decided_on=dt.date(2012, 7, 3), panel="Jo Field", items=(answer,),
    )  # fmt: skip
    known = Plan(plan.form, plan.tables, circumstances(plan.on, lists=plan.lists, decisions=Decisions((decision,))))
    assert "The panel confirmed this outcome on 3 July 2012." in behind(known)


SMALL = {
    "type": "Targeted",
    "measured_as": "Quantitative",
    "statement": "Of 8 young carers, 6 instead of 2 come to a club by June 2012.",
    "unit": "Pupils",
    "cohort": 8,
    "target": 6.0,
}
FEW = {"unit": "Pupils", "value": 2.0, "sample_size": 8}


def test_of_a_small_group_no_figure_is_told() -> None:
    plan = resulted(SMALL, FEW, {"final_value": 7.0, "sample_size": 8})
    assert claimed(plan) == (
        "A targeted outcome for a small group was met, as measured on 15 June 2012 (figures withheld)."
    )
    assert behind(plan) == "Aim: Of c young carers, c instead of c come to a club by June 2012. Source: Travel survey."


def test_counts_of_a_few_are_withheld_in_a_large_group_too() -> None:
    plan = resulted({"direction": "Decrease", "target": 3.0}, {"value": 30.0}, {"final_value": 2.0})
    assert claimed(plan) == (
        "A quantitative outcome was met, as measured on 15 June 2012 (figures withheld, as they count very few people)."
    )


def test_a_small_group_on_its_way_claims_nothing_until_the_target_is_reached() -> None:
    def plan(value: float, target: float = 6.0) -> Plan:
        return a_plan(
            7,
            on=dt.date(2011, 6, 15),
            Outcomes={"O1": OUTCOME | SMALL | {"target": target}},
            Baselines=[BASELINE | FEW],
            Readings=[READING | {"value": value, "sample_size": 8}],
        )

    assert why_not(plan(4.0)) == "It is in progress. Its figures are withheld, so nothing can be shown yet."
    assert claimed(plan(6.0)) == (
        "So far, by 12 May 2011: a targeted outcome for a small group has reached its target (figures withheld)."
    )
    assert claimed(plan(4.0, target=4.0)).endswith("; the change is within what chance alone can bring.")


def test_the_reason_why_a_small_group_is_left_out_tells_no_figure() -> None:
    why = why_not(resulted(SMALL, FEW, {"final_value": 5.0, "sample_size": 8}))
    assert why.startswith("Open error RV001")
    assert not re.search(r"\b[2568]\b", why.removeprefix("Open error RV001"))


def test_readings_on_the_way_that_give_a_few_away_are_not_told_and_hide_nothing() -> None:
    close = READING | {"value": 31.0, "sample_size": 180}  # two of the same 180 pupils more
    assert claimed(resulted(Readings=[close])) == "Rose from 30% to 52%; the target of 50% is met."


def test_an_outcome_about_feeling_safe_is_not_claimed_under_healthy_lifestyles() -> None:
    text = written(resulted({"wellbeing_indicator": "WB-P13"}))
    assert not text.claims
    [left] = text.elsewhere
    assert left.about == "Pupils feel safe"
    assert suggestion(left) == "A2.5 Pupils feel safe (not sure: check your form)"


def test_a_line_that_is_switched_on_takes_its_outcomes_and_says_that_it_is_to_be_checked() -> None:
    text = written(resulted({"wellbeing_indicator": "WB-P13"}), NEW, "a2.5")
    assert [(line.code, line.sure, len(line.claims)) for line in text.lines] == [("A2.5", False, 1), ("A2.7", True, 0)]
    assert not text.elsewhere
    assert "we are not sure of its number" in _words_of(text)


@pytest.mark.parametrize(
    ("form", "indicator", "line"),
    [(NEW, None, "A2.7"), (OLD, None, "4a"), (OLD, "WB-P01", "4a"), (NEW, "WB-P04", "A2.7")],
)
def test_healthy_lifestyles_is_the_line_used_without_a_word(form: SefForm, indicator: str | None, line: str) -> None:
    text = written(resulted({"wellbeing_indicator": indicator}), form)
    assert [(line.code, line.sure, len(line.claims)) for line in text.lines] == [(line, True, 1)]


def test_an_indicator_without_a_known_line_is_listed_without_a_suggestion() -> None:
    [left] = written(resulted({"wellbeing_indicator": "WB-P17"})).elsewhere
    assert suggestion(left) == "No line is known for it."


def test_a_programmes_own_lists_decide() -> None:
    def own(name: str, rows: str) -> ValueList:
        return ValueList(name, _read(rows))

    plan = resulted({"wellbeing_indicator": "Safe"})
    lines = own("sef_lines", "code,title,profile,on,sure\nA2.5,Safety,2009,yes,read\nA2.7,Health,2009,no,read\n")
    known = own("wellbeing_indicators", "code,title,sef_2009,sef_sure\nSafe,Safe,A2.5,read\n")
    lists = Lists([*(v for v in templates.shipped_lists() if v.name not in (lines.name, known.name)), lines, known])
    text = sef_text(Plan(plan.form, plan.tables, circumstances(plan.on, lists=lists)), (), NEW)
    assert [(line.code, len(line.claims)) for line in text.lines] == [("A2.5", 1)]


@pytest.mark.parametrize(
    ("plan", "extra", "why"),
    [
        (a_plan(4, Outcomes={"O1": OUTCOME}), (), "figures come in from stage 7 on, this is stage 4"),
        (a_plan(0), (), "this is an annual review"),
        (a_plan(7), (), "no outcome is filled in"),
        (so_far(), ("B9",), "has no line B9; there are A2.5, A2.6, A2.7, A2.8, A2.9, A2.10, A3, A4"),
        (so_far(), ("4a",), "the self-evaluation form of 2009 has no line 4a"),
    ],
)
def test_what_cannot_be_written_is_one_line(plan: Plan, extra: tuple[str, ...], why: str) -> None:
    with pytest.raises(Problem, match=re.escape(why)):
        written(plan, NEW, *extra)


def test_every_well_being_indicator_leads_to_a_line_of_each_form_or_to_none_and_says_how_sure_that_is() -> None:
    lists = templates.shipped_lists()
    codes = {form: {e.code: e for e in lists["sef_lines"].entries if e.more["profile"] == form} for form in SefForm}
    for entry in lists["wellbeing_indicators"].entries:
        assert entry.more["sef_sure"] in ("read", "likely", "unsure")
        for form, known in codes.items():
            code = entry.more[f"sef_{form}"]
            assert code in ("", *known)
            if entry.more["sef_sure"] != "unsure":  # we are sure of nothing but health
                assert known[code].more["on"] == "yes"


WORKED = ("primary", "secondary", "nursery", "special", "pupil_referral_unit", "cluster_infant", "cluster_junior")


@pytest.mark.parametrize("form", [*SefForm])
@pytest.mark.parametrize("stage", [7, 8])
@pytest.mark.parametrize("name", WORKED)
def test_every_outcome_of_a_worked_plan_is_claimed_or_listed_once(name: str, stage: int, form: SefForm) -> None:
    plan = worked(name, stage)
    text = written(plan, form)
    said = [claim.outcome.ref for claim in text.claims]
    listed = [left.outcome.ref for left in (*text.elsewhere, *text.left_out)]
    assert sorted(said + listed) == ["O1", "O2", "O3", "O4", "O5", "O6"]
    whole = _words_of(text)
    assert not re.search(r"None(?! says)|\.\.|\( | ,|  |because of", whole)
    for claim in text.claims:
        assert sef_words.claim(claim) in whole
        if claim.withheld:
            assert str(claim.after.value) not in sef_words.details(claim)


def worked(name: str, stage: int) -> Plan:
    form = form_of_stage(stage)
    sound = example(name)
    return Plan(form, sound.tables(form), circumstances(sound.completed_on(form)))


def test_the_paper_says_that_grades_are_for_the_school_and_lists_what_was_left_out() -> None:
    words = _words_of(written(resulted(result={"evidence": None})))
    assert "Grades are for the school to decide" in words
    assert "There is nothing to claim under this line yet." in words
    assert "Its result gives no evidence." in words
    assert "stands for a figure that is withheld" not in words


def test_the_paper_explains_the_mark_of_a_withheld_figure_only_where_it_stands() -> None:
    text = written(resulted(SMALL, FEW, {"final_value": 7.0, "sample_size": 8}))
    assert "“c” stands for a figure that is withheld" in _words_of(text)


def test_long_words_and_strange_signs_stay_whole_and_on_one_line() -> None:
    long = "Łukasz & <b>Zoë</b> # $ * _ walk.\n" * 40
    text = written(resulted({"statement": long, "data_source": "Log\n" * 30}))
    words = _words_of(text)
    assert " ".join(long.split()) in words
    assert "Source: Log Log" in words
    assert "walk to school. Measured" in behind(resulted({"statement": "More pupils walk to school,"}))


def test_the_same_text_gives_the_same_bytes() -> None:
    text = written(resulted())
    assert paper(text) == paper(text)


def _words_of(text: SefText) -> str:
    """Everything a reader of the Word file sees, line by line."""
    document = Document(io.BytesIO(paper(text)))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _read(rows: str) -> list[Entry]:
    return [Entry(row.pop("code"), row.pop("title"), row) for row in csv.DictReader(io.StringIO(rows))]
