"""Mistakes in the needs analysis, each in one return."""

from __future__ import annotations

from support.mistakes.case import Case, rows

CASES = (
    Case("a fraction for a percentage", "primary", 2, {"Data/D1 value": "0.224"}, "NA019 Data/D1 value"),
    Case("another fraction", "secondary", 2, {"Data/D2 value": "0.31"}, "NA019 Data/D2 value"),
    Case(
        "no local data",
        "primary",
        2,
        rows("Data", "D1 D2 D3 D11", origin="School", pupils="168")
        | rows("Data", "D5 D6 D7 D8 D9 D10 D12", pupils="168"),
        "NA001 Data origin",
    ),
    Case(
        "nothing is local",
        "special",
        2,
        {"Data/D1 origin": "School", "Data/D2 origin": "School", "Data/D6 origin": "School", "Data/D6 pupils": "104"},
        "NA001 Data origin",
    ),
    Case(
        "no school data", "primary", 2, rows("Data", "D4 D5 D6 D7 D8 D9 D10 D12", origin="Local"), "NA002 Data origin"
    ),
    Case(
        "nothing is the school's own",
        "secondary",
        2,
        rows("Data", "D4 D5 D6 D7 D8 D9 D10 D11 D12", origin="Local"),
        "NA002 Data origin",
    ),
    Case(
        "nothing on the whole school",
        "primary",
        2,
        rows("Data", "D1 D2 D3 D4 D5 D6 D8 D9 D11 D12", scope="Specific group", group="Young carers")
        | {"Data/D7 group": "Young carers", "Data/D10 group": "Young carers"},
        "NA003 Data scope",
    ),
    Case(
        "all about groups",
        "special",
        2,
        rows(
            "Data",
            "D1 D2 D3 D4 D6 D7 D8 D10",
            scope="Specific group",
            group="Pupils on the autistic spectrum in Years 5 to 9",
        ),
        "NA003 Data scope",
    ),
    Case(
        "nothing on a group",
        "primary",
        2,
        {"Data/D7 scope": "Whole school", "Data/D7 group": "", "Data/D10 scope": "Whole school", "Data/D10 group": ""},
        "NA004 Data scope",
    ),
    Case(
        "all about the whole school",
        "special",
        2,
        {"Data/D5 scope": "Whole school", "Data/D5 group": "", "Data/D9 scope": "Whole school", "Data/D9 group": ""},
        "NA004 Data scope",
    ),
    Case("a group without a name", "primary", 2, {"Data/D7 group": ""}, "NA005 Data/D7 group"),
    Case("which group", "secondary", 2, {"Data/D9 group": ""}, "NA005 Data/D9 group"),
    Case("data from 2005/06", "primary", 2, {"Data/D1 period": "2005/06"}, "NA006 Data/D1 period"),
    Case("data without a year", "primary", 2, {"Data/D1 period": "last autumn"}, "NA006 Data/D1 period"),
    Case("when was it", "cluster_junior", 2, {"Data/D1 period": "Last time"}, "NA006 Data/D1 period"),
    Case("a need without data", "primary", 2, {"Needs/N4 data": ""}, "NA007 Needs/N4 data"),
    Case("a need out of the blue", "secondary", 2, {"Needs/N4 data": ""}, "NA007 Needs/N4 data"),
    Case("a need without an indicator", "primary", 2, {"Needs/N4 indicator": ""}, "NA008 Needs/N4 indicator"),
    Case("why does no indicator fit", "secondary", 2, {"Needs/N5 no_indicator": ""}, "NA008 Needs/N5 indicator"),
    Case(
        "pupils compared with a percentage",
        "primary",
        2,
        {"Data/D7 comparator_unit": "%"},
        "NA009 Data/D7 comparator_unit",
    ),
    Case(
        "a rate compared with a percentage",
        "secondary",
        2,
        {"Data/D1 comparator_unit": "%"},
        "NA009 Data/D1 comparator_unit",
    ),
    Case("nine pupils", "primary", 2, {"Data/D10 pupils": "9", "Data/D10 value": "5"}, "NA010 Data/D10 pupils"),
    Case("four pupils", "pupil_referral_unit", 2, {"Data/D9 pupils": "4"}, "NA010 Data/D9 pupils"),
    Case("two needs ranked first", "primary", 2, {"Needs/N2 rank": "1"}, "NA011 Needs/N2 rank"),
    Case("none ranked first", "primary", 2, {"Needs/N1 rank": "2"}, "NA011 Needs rank"),
    Case("the first need is cleared", "cluster_infant", 2, {"Needs/N1": ""}, "NA011 Needs rank"),
    Case(
        "about the whole school, but names a group",
        "primary",
        2,
        {"Data/D4 group": "Young carers"},
        "NA012 Data/D4 scope",
    ),
    Case("about everyone, but names a group", "secondary", 2, {"Data/D9 scope": "Whole school"}, "NA012 Data/D9 scope"),
    Case("a year to come", "primary", 2, {"Data/D4 period": "March 2019"}, "NA013 Data/D4 period"),
    Case(
        "a survey that is still to come", "secondary", 2, {"Data/D7 period": "Autumn term 2014"}, "NA013 Data/D7 period"
    ),
    Case("more than all", "primary", 2, {"Data/D4 value": "131"}, "NA014 Data/D4 value"),
    Case("a point forgotten in a percentage", "special", 2, {"Data/D7 value": "320"}, "NA014 Data/D7 value"),
    Case(
        "the comparison is more than all",
        "cluster_junior",
        2,
        {"Data/D1 comparator_value": "183"},
        "NA014 Data/D1 comparator_value",
    ),
    Case("a figure without a unit", "primary", 2, {"Data/D4 unit": ""}, "NA015 Data/D4 unit"),
    Case("a figure of what", "cluster_infant", 2, {"Data/D11 unit": ""}, "NA015 Data/D11 unit"),
    Case(
        "half of a group, but how many is that",
        "primary",
        2,
        {"Data/D7 value": "21.1", "Data/D7 unit": "%", "Data/D7 pupils": "", "Data/D7 comparator_unit": "%"},
        "NA016 Data/D7 pupils",
    ),
    Case(
        "a percentage of a group of unknown size",
        "secondary",
        2,
        {"Data/D9 unit": "%", "Data/D9 pupils": ""},
        "NA016 Data/D9 pupils",
    ),
    Case("more pupils than on roll", "primary", 2, {"Data/D4 pupils": "3120"}, "NA017 Data/D4 pupils"),
    Case("the roll has lost a digit at stage 2", "special", 2, {"School roll": "10"}, "NA017 School roll"),
    Case("a digit too many", "cluster_junior", 2, {"Data/D11 pupils": "380"}, "NA017 Data/D11 pupils"),
    Case(
        "data on groups, but no need rests on them",
        "primary",
        2,
        {"Needs/N3 data": "D8", "Needs/N4 data": "D4"},
        "NA018 Needs data",
    ),
    Case(
        "no need rests on the data about groups",
        "secondary",
        2,
        {"Needs/N3 data": "D4", "Needs/N4 data": "D11"},
        "NA018 Needs data",
    ),
)
