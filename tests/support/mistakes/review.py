"""Mistakes in the review, each in one return."""

from __future__ import annotations

from support.mistakes.case import Case

CASES = (
    Case("reached, but called partly met", "primary", 8, {"Results/O1 met": "Partly"}, "RV001 Results/O1 met"),
    Case("not reached, but called met", "primary", 8, {"Results/O5 met": "Yes"}, "RV001 Results/O5 met"),
    Case("reached, but called partly", "special", 8, {"Results/O3 met": "Partly"}, "RV001 Results/O3 met"),
    Case("no evidence", "primary", 8, {"Results/O1 evidence": ""}, "RV002 Results/O1 evidence"),
    Case("what shows it", "nursery", 8, {"Results/O1 evidence": ""}, "RV002 Results/O1 evidence"),
    Case("other evidence, unexplained", "primary", 8, {"Results/O1 as_planned": "No"}, "RV003 Results/O1 difference"),
    Case("why other evidence", "special", 8, {"Results/O3 difference": ""}, "RV003 Results/O3 difference"),
    Case(
        "measured when the last activity began; the later readings are not held against it too",
        "primary",
        8,
        {"Results/O1 measured_on": "12/1/2011"},
        "RV004 Results/O1 measured_on",
    ),
    Case(
        "measured in the future", "primary", 8, {"Results/O1 measured_on": "1/8/2012"}, "RV004 Results/O1 measured_on"
    ),
    Case(
        "measured before it began",
        "cluster_junior",
        8,
        {"Results/O1 measured_on": "18/1/2010"},
        "RV004 Results/O1 measured_on",
    ),
    Case("not signed", "primary", 8, {"Results/O1 head_signed_on": ""}, "RV005 Results/O1 head_signed_on"),
    Case("not checked", "secondary", 8, {"Results/O1 validated_on": ""}, "RV005 Results/O1 validated_on"),
    Case("a percentage of how many", "primary", 8, {"Results/O1 sample_size": ""}, "RV006 Results/O1 sample_size"),
    Case("a third fewer", "primary", 8, {"Results/O1 sample_size": "111"}, "RV006 Results/O1 sample_size"),
    Case("hardly anybody was asked", "nursery", 8, {"Results/O3 sample_size": "5"}, "RV006 Results/O3 sample_size"),
    Case("a prompt is not answered", "primary", 8, {"ReviewAnswers sustained": ""}, "RV007 ReviewAnswers sustained"),
    Case("what will last", "cluster_infant", 8, {"ReviewAnswers sustained": ""}, "RV007 ReviewAnswers sustained"),
    Case(
        "no new needs analysis", "primary", 8, {"NextCycle needs_analysis_on": ""}, "RV008 NextCycle needs_analysis_on"
    ),
    Case(
        "the needs analysis of two years ago",
        "primary",
        8,
        {"NextCycle needs_analysis_on": "26/3/2010"},
        "RV008 NextCycle needs_analysis_on",
    ),
    Case("what comes next", "special", 8, {"NextCycle new_indicator": ""}, "RV008 NextCycle new_indicator"),
    Case(
        "a change that may be chance",
        "primary",
        8,
        {"Results/O5 final_value": "63", "Results/O5 evidence": "Survey: 92 of 146."},
        "RV009 Results/O5 final_value",
    ),
    Case(
        "a change that may be chance",
        "cluster_junior",
        8,
        {"Results/O5 final_value": "64", "Results/O5 met": "Partly", "Results/O5 evidence": "The survey."},
        "RV009 Results/O5 final_value",
    ),
    Case("more pupils than there are", "primary", 8, {"Results/O3 final_value": "17"}, "RV010 Results/O3 final_value"),
    Case("more than all", "pupil_referral_unit", 8, {"Results/O1 final_value": "330"}, "RV010 Results/O1 final_value"),
    Case(
        "signed before it was measured",
        "primary",
        8,
        {"Results/O1 head_signed_on": "1/6/2012"},
        "RV011 Results/O1 head_signed_on",
    ),
    Case(
        "checked in the future",
        "cluster_junior",
        8,
        {"Results/O5 validated_on": "24/11/2012"},
        "RV011 Results/O5 validated_on",
    ),
    Case(
        "the old priority again",
        "primary",
        8,
        {"NextCycle new_indicator": "NI 50 Emotional health of children"},
        "RV012 NextCycle new_indicator",
    ),
    Case(
        "the old priority again", "secondary", 8, {"NextCycle new_indicator": "NI 112"}, "RV012 NextCycle new_indicator"
    ),
    Case(
        "an earlier figure than the last reading",
        "primary",
        8,
        {"Results/O1 measured_on": "1/10/2011"},
        "RV013 Results/O1 final_value",
    ),
    Case(
        "older than the last reading",
        "special",
        8,
        {"Results/O5 measured_on": "5/12/2011"},
        "RV013 Results/O5 final_value",
    ),
    Case(
        "reached long after its date",
        "primary",
        8,
        {
            "Results/O1 measured_on": "9/7/2012",
            "Results/O1 validated_on": "10/7/2012",
            "Results/O1 head_signed_on": "11/7/2012",
        },
        "RV014 Results/O1 measured_on",
        before={"Outcomes/O1 target_date": "9/3/2012"},
    ),
    Case(
        "measured long after its date, in another school",
        "special",
        8,
        {
            "Results/O5 measured_on": "9/10/2012",
            "Results/O5 validated_on": "10/10/2012",
            "Results/O5 head_signed_on": "11/10/2012",
        },
        "RV014 Results/O5 measured_on",
        before={"Outcomes/O5 target_date": "1/6/2012"},
    ),
    Case(
        "no result a term after its date",
        "primary",
        8,
        {"Results/O6": ""},
        "RV015 Results met",
        before={"Outcomes/O6 target_date": "9/3/2012"},
    ),
    Case(
        "no result a term after its date, in another school",
        "special",
        8,
        {"Results/O2": ""},
        "RV015 Results met",
        before={"Outcomes/O2 target_date": "1/6/2012"},
    ),
    Case(
        "met, but where is it in the self-evaluation",
        "primary",
        8,
        {"ReviewAnswers self_evaluation": ""},
        "RV017 ReviewAnswers self_evaluation",
    ),
    Case(
        "not in the self-evaluation",
        "nursery",
        8,
        {"ReviewAnswers self_evaluation": ""},
        "RV017 ReviewAnswers self_evaluation",
    ),
    Case(
        "the evidence says another figure",
        "primary",
        8,
        {"Results/O1 final_value": "62"},
        "RV018 Results/O1 final_value",
    ),
    Case(
        "the evidence counts otherwise",
        "cluster_infant",
        8,
        {"Results/O5 final_value": "73"},
        "RV018 Results/O5 final_value",
    ),
    Case(
        "a fraction for a percentage", "primary", 8, {"Results/O1 final_value": "0.52"}, "RV019 Results/O1 final_value"
    ),
    Case("0.59 for 59%", "cluster_junior", 8, {"Results/O1 final_value": "0.59"}, "RV019 Results/O1 final_value"),
)
