"""Mistakes in the priorities, each in one return."""

from __future__ import annotations

from support.mistakes.case import Case


def _cycle(*indicators: str) -> dict[str, str]:
    """A first cycle with one outcome for each of these indicators."""
    return {
        f"History/H{number} {name}": text
        for number, code in enumerate(indicators, start=1)
        for name, text in (("cycle", "1"), ("indicator", code), ("measured_on", "10/7/2009"))
    }


CASES = (
    Case("only one", "primary", 3, {"Priorities/P2": ""}, "PR001 Priorities"),
    Case("the second is cleared", "special", 3, {"Priorities/P2": ""}, "PR001 Priorities"),
    Case(
        "two local ones",
        "primary",
        3,
        {"Priorities/P2 kind": "Local", "Priorities/P2 plan_reference": "CYPP, Be healthy"},
        "PR002 Priorities/P2 kind",
    ),
    Case("both are the school's", "nursery", 3, {"Priorities/P1 kind": "School"}, "PR002 Priorities/P2 kind"),
    Case(
        "a local one that is nowhere in the local plan",
        "primary",
        3,
        {"Priorities/P1 plan_reference": ""},
        "PR003 Priorities/P1 plan_reference",
    ),
    Case(
        "where is it in the local plan",
        "pupil_referral_unit",
        3,
        {"Priorities/P1 plan_reference": ""},
        "PR003 Priorities/P1 plan_reference",
    ),
    Case(
        "the school's own rests on the area's data",
        "primary",
        3,
        {"Priorities/P2 data": "D3"},
        "PR004 Priorities/P2 data",
    ),
    Case(
        "the school's own rests on local data",
        "cluster_infant",
        3,
        {"Priorities/P2 data": "D9"},
        "PR004 Priorities/P2 data",
    ),
    Case("no indicator", "primary", 3, {"Priorities/P1 indicator": ""}, "PR005 Priorities/P1 indicator"),
    Case("no indicator", "cluster_junior", 3, {"Priorities/P2 indicator": ""}, "PR005 Priorities/P2 indicator"),
    Case(
        "something the school does itself",
        "primary",
        3,
        {"Priorities/P1 indicator": "NI 52"},
        "PR006 Priorities/P1 indicator",
    ),
    Case(
        "something no school can change",
        "cluster_junior",
        3,
        {"Priorities/P2 indicator": "NI 53"},
        "PR006 Priorities/P2 indicator",
    ),
    Case("the same twice", "primary", 3, {"Priorities/P2 indicator": "NI 56"}, "PR007 Priorities/P2 indicator"),
    Case(
        "the same twice, in a special school",
        "special",
        3,
        {"Priorities/P2 indicator": "NI 70"},
        "PR007 Priorities/P2 indicator",
    ),
    Case("no need", "primary", 3, {"Priorities/P2 needs": ""}, "PR008 Priorities/P2 needs"),
    Case("which needs", "secondary", 3, {"Priorities/P1 needs": ""}, "PR008 Priorities/P1 needs"),
    Case("not agreed", "primary", 3, {"Priorities/P2 agreed_on": ""}, "PR009 Priorities/P2 agreed_on"),
    Case(
        "agreed before there was a group",
        "primary",
        3,
        {"Priorities/P2 agreed_on": "1/12/2009"},
        "PR009 Priorities/P2 agreed_on",
    ),
    Case(
        "agreed before there was a group",
        "special",
        3,
        {"Priorities/P1 agreed_on": "27/2/2010"},
        "PR009 Priorities/P1 agreed_on",
    ),
    Case(
        "an indicator for older pupils",
        "primary",
        3,
        {"Priorities/P2 indicator": "NI 112"},
        "PR010 Priorities/P2 indicator",
    ),
    Case(
        "an indicator for much older children",
        "nursery",
        3,
        {"Priorities/P2 indicator": "NI 112"},
        "PR010 Priorities/P2 indicator",
    ),
    Case(
        "only staff were asked",
        "primary",
        3,
        {"Priorities/P2 consulted": "Teaching staff, Support staff"},
        "PR011 Priorities/P2 consulted",
    ),
    Case(
        "only staff were asked",
        "special",
        3,
        {"Priorities/P1 consulted": "Support staff, Teaching staff"},
        "PR011 Priorities/P1 consulted",
    ),
    Case(
        "the local one rests on the school's data alone",
        "primary",
        3,
        {"Priorities/P1 data": "D4, D5"},
        "PR012 Priorities/P1 data",
    ),
    Case(
        "the local one rests on school data",
        "pupil_referral_unit",
        3,
        {"Priorities/P1 data": "D3"},
        "PR012 Priorities/P1 data",
    ),
    Case(
        "pupils were not asked",
        "primary",
        3,
        {"Priorities/P2 consulted": "Teaching staff, Governors"},
        "PR013 Priorities/P2 consulted",
    ),
    Case(
        "the children were not asked",
        "nursery",
        3,
        {"Priorities/P1 consulted": "Parents and carers, Governors"},
        "PR013 Priorities/P1 consulted",
    ),
    Case(
        "the needs belong to another indicator",
        "primary",
        3,
        {"Priorities/P2 indicator": "NI 115 Young people who often misuse drugs or alcohol"},
        "PR014 Priorities/P2 needs",
    ),
    Case(
        "an indicator of other needs", "secondary", 3, {"Priorities/P1 indicator": "NI 50"}, "PR014 Priorities/P1 needs"
    ),
    Case("the first need is left aside", "cluster_infant", 3, {"Priorities/P1 needs": "N3"}, "PR015 Priorities needs"),
    Case(
        "the first need is answered by neither",
        "cluster_junior",
        3,
        {"Priorities/P2 needs": "N4"},
        "PR015 Priorities needs",
    ),
    Case(
        "both priorities of the cycle before",
        "primary",
        3,
        {"Priorities/P2 indicator": "NI 115"},
        "PR017 Priorities indicator",
        before={"Needs/N3 indicator": "NI 115"} | _cycle("NI 56", "NI 115"),
    ),
    Case(
        "nothing is new in the second cycle",
        "cluster_junior",
        3,
        {"Priorities/P2 indicator": "NI 50"},
        "PR017 Priorities indicator",
        before={"Needs/N1 indicator": "NI 50"} | _cycle("NI 50", "NI 56"),
    ),
    Case("data of other needs", "primary", 3, {"Priorities/P2 data": "D4, D5"}, "PR016 Priorities/P2 data"),
    Case("data of other needs", "cluster_junior", 3, {"Priorities/P1 data": "D7"}, "PR016 Priorities/P1 data"),
)
