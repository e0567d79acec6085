"""Mistakes in the baselines, each in one return."""

from __future__ import annotations

from support.mistakes.case import Case

CASES = (
    Case("a fraction for a percentage", "primary", 5, {"Baselines/B1 value": "0.31"}, "BA012 Baselines/B1 value"),
    Case("another fraction", "cluster_junior", 5, {"Baselines/B1 value": "0.42"}, "BA012 Baselines/B1 value"),
    Case("an outcome without a baseline", "primary", 5, {"Baselines/B1": ""}, "BA001 Baselines measure"),
    Case("the baseline of an outcome is cleared", "cluster_junior", 5, {"Baselines/B1": ""}, "BA001 Baselines measure"),
    Case("an impact indicator without a baseline", "primary", 5, {"Baselines/B7": ""}, "BA002 Baselines measure"),
    Case("the baseline of an indicator is cleared", "special", 5, {"Baselines/B14": ""}, "BA002 Baselines measure"),
    Case(
        "measured after the activity began",
        "primary",
        5,
        {"Baselines/B6 measured_on": "18/1/2011"},
        "BA003 Baselines/B6 measured_on",
    ),
    Case(
        "measured when the work was under way",
        "nursery",
        5,
        {"Baselines/B14 measured_on": "16/4/2011"},
        "BA003 Baselines/B14 measured_on",
    ),
    Case(
        "the date lies in the future",
        "primary",
        5,
        {"Baselines/B6 measured_on": "4/10/2010"},
        "BA003 Baselines/B6 measured_on",
    ),
    Case("another unit", "primary", 5, {"Baselines/B3 unit": "%"}, "BA004 Baselines/B3 unit"),
    Case(
        "minutes instead of pupils",
        "pupil_referral_unit",
        5,
        {"Baselines/B14 unit": "Minutes"},
        "BA004 Baselines/B14 unit",
    ),
    Case("another figure than at stage 4", "primary", 5, {"Baselines/B1 value": "33"}, "BA005 Baselines/B1 value"),
    Case(
        "another figure than in the plan",
        "cluster_infant",
        5,
        {"Baselines/B10 value": "13"},
        "BA005 Baselines/B10 value",
    ),
    Case("a percentage of how many", "primary", 5, {"Baselines/B1 sample_size": ""}, "BA006 Baselines/B1 sample_size"),
    Case(
        "more people than the outcome is about",
        "primary",
        5,
        {"Baselines/B6 sample_size": "140"},
        "BA006 Baselines/B6 sample_size",
    ),
    Case("of how many", "cluster_junior", 5, {"Baselines/B5 sample_size": ""}, "BA006 Baselines/B5 sample_size"),
    Case("the target is reached already", "primary", 5, {"Baselines/B1 value": "51"}, "BA007 Baselines/B1 value"),
    Case(
        "the target is reached before the work", "special", 5, {"Baselines/B2 value": "71"}, "BA007 Baselines/B2 value"
    ),
    Case(
        "a figure of two years ago",
        "primary",
        5,
        {"Baselines/B6 measured_on": "21/5/2009"},
        "BA008 Baselines/B6 measured_on",
    ),
    Case(
        "a figure of two summers ago",
        "special",
        5,
        {"Baselines/B5 measured_on": "7/5/2009"},
        "BA008 Baselines/B5 measured_on",
    ),
    Case("another question", "primary", 5, {"Baselines/B2 same_method": "No"}, "BA009 Baselines/B2 same_method"),
    Case("another way of asking", "nursery", 5, {"Baselines/B1 same_method": "No"}, "BA009 Baselines/B1 same_method"),
    Case(
        "a second baseline for an outcome",
        "primary",
        5,
        {
            "Baselines/B20 measure": "O3",
            "Baselines/B20 value": "4",
            "Baselines/B20 unit": "Pupils",
            "Baselines/B20 measured_on": "19/3/2010",
            "Baselines/B20 sample_size": "19",
            "Baselines/B20 source": "Club registers",
            "Baselines/B20 same_method": "Yes",
            "Baselines/B20 origin": "From the needs analysis",
        },
        "BA010 Baselines/B20 measure",
    ),
    Case(
        "one baseline is named after the wrong measure",
        "special",
        5,
        {"Baselines/B10 measure": "E3"},
        "BA010 Baselines/B10 measure",
    ),
    Case(
        "more pupils than there are",
        "primary",
        5,
        {"Baselines/B4 value": "460", "Baselines/B4 note": "Counted again."},
        "BA011 Baselines/B4 value",
    ),
    Case(
        "fewer answers than the figure counts",
        "special",
        5,
        {"Baselines/B10 sample_size": "10"},
        "BA011 Baselines/B10 value",
    ),
)
