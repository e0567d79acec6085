"""Mistakes in the outcomes and their agreement, each in one return."""

from __future__ import annotations

from support.mistakes.case import Case

CASES = (
    Case(
        "a priority without a targeted outcome",
        "primary",
        4,
        {"Outcomes/O3": "", "Indicators/E5 outcomes": "O1"},
        "OC001 Outcomes type",
    ),
    Case(
        "an outcome's column is cleared",
        "special",
        4,
        {"Outcomes/O3": "", "Indicators/E1 outcomes": "O1, O2", "Indicators/E5 outcomes": "O1"},
        "OC001 Outcomes type",
    ),
    Case(
        "a type that stands twice",
        "primary",
        4,
        {"Outcomes/O2 type": "Quantitative", "Outcomes/O2 statement": "From 57 to 75%."},
        "OC002 Outcomes/O2 type",
    ),
    Case(
        "counted twice",
        "special",
        4,
        {"Outcomes/O5 type": "Quantitative", "Outcomes/O5 respondents": ""},
        "OC002 Outcomes/O5 type",
    ),
    Case("no target", "primary", 4, {"Outcomes/O1 target": ""}, "OC003 Outcomes/O1 target"),
    Case("how far", "secondary", 4, {"Outcomes/O6 target": ""}, "OC003 Outcomes/O6 target"),
    Case(
        "the sentence promises another figure",
        "primary",
        4,
        {"Outcomes/O1 target": "52"},
        "OC004 Outcomes/O1 statement",
    ),
    Case(
        "the target is not that of the sentence",
        "nursery",
        4,
        {"Outcomes/O5 target": "87"},
        "OC004 Outcomes/O5 statement",
    ),
    Case(
        "a target below the start of an increase",
        "primary",
        4,
        {"Outcomes/O1 target": "25", "Outcomes/O1 statement": "Rises to 25%."},
        "OC005 Outcomes/O1 target",
    ),
    Case(
        "a decrease that is called an increase",
        "primary",
        4,
        {"Outcomes/O6 direction": "Increase"},
        "OC005 Outcomes/O6 target",
    ),
    Case(
        "the wrong direction is chosen",
        "cluster_infant",
        4,
        {"Outcomes/O6 direction": "Decrease"},
        "OC005 Outcomes/O6 target",
    ),
    Case(
        "more than all",
        "primary",
        4,
        {"Outcomes/O1 target": "150", "Outcomes/O1 statement": "Rises to 150%."},
        "OC006 Outcomes/O1 target",
    ),
    Case("a starting figure of 140%", "secondary", 4, {"Outcomes/O1 baseline": "140"}, "OC006 Outcomes/O1 baseline"),
    Case("fewer people than the target", "special", 4, {"Outcomes/O6 cohort": "7"}, "OC006 Outcomes/O6 target"),
    Case(
        "a tenth of a pupil",
        "primary",
        4,
        {
            "Outcomes/O1 baseline": "49.9",
            "Indicators/E3 target": "50",
            "Indicators/E3 baseline": "",
            "Indicators/E6": "",
        },
        "OC007 Outcomes/O1 target",
    ),
    Case("less than one pupil", "pupil_referral_unit", 4, {"Outcomes/O1 cohort": "4"}, "OC007 Outcomes/O1 target"),
    Case(
        "a count worded as an opinion",
        "primary",
        4,
        {"Outcomes/O1 statement": "50% feel active"},
        "OC008 Outcomes/O1 statement",
    ),
    Case(
        "a view worded as a count",
        "primary",
        4,
        {"Outcomes/O5 statement": "Attendance rises to 80%"},
        "OC008 Outcomes/O5 statement",
    ),
    Case(
        "counted, but worded as a view",
        "special",
        4,
        {"Outcomes/O6 measured_as": "Quantitative"},
        "OC008 Outcomes/O6 statement",
    ),
    Case("only pupils are asked", "primary", 4, {"Outcomes/O5 respondents": "Pupils"}, "OC009 Outcomes/O5 respondents"),
    Case("who is asked", "nursery", 4, {"Outcomes/O5 respondents": ""}, "OC009 Outcomes/O5 respondents"),
    Case("targeted, but at whom", "primary", 4, {"Outcomes/O3 group": ""}, "OC010 Outcomes/O3 group"),
    Case(
        "targeted, but counted or asked", "primary", 4, {"Outcomes/O3 measured_as": ""}, "OC010 Outcomes/O3 measured_as"
    ),
    Case("which group", "pupil_referral_unit", 4, {"Outcomes/O6 group": ""}, "OC010 Outcomes/O6 group"),
    Case(
        "a group the data do not know", "primary", 4, {"Outcomes/O3 group": "Young carers"}, "OC011 Outcomes/O3 group"
    ),
    Case("a group out of the blue", "secondary", 4, {"Outcomes/O6 group": "Young carers"}, "OC011 Outcomes/O6 group"),
    Case(
        "for everyone, but names a group",
        "primary",
        4,
        {"Outcomes/O1 group": "Young carers"},
        "OC012 Outcomes/O1 group",
    ),
    Case(
        "a group in an outcome for everyone",
        "cluster_junior",
        4,
        {"Outcomes/O4 group": "Year 6 boys"},
        "OC012 Outcomes/O4 group",
    ),
    Case(
        "over before it begins", "primary", 4, {"Outcomes/O6 target_date": "6/9/2010"}, "OC013 Outcomes/O6 target_date"
    ),
    Case(
        "starts after its end", "secondary", 4, {"Outcomes/O3 starts_on": "26/12/2013"}, "OC013 Outcomes/O3 target_date"
    ),
    Case("four years", "primary", 4, {"Outcomes/O6 target_date": "27/6/2014"}, "OC014 Outcomes/O6 target_date"),
    Case("over three years", "special", 4, {"Outcomes/O3 target_date": "17/8/2013"}, "OC014 Outcomes/O3 target_date"),
    Case("no evidence plan", "primary", 4, {"Outcomes/O1 evidence_plan": ""}, "OC015 Outcomes/O1 evidence_plan"),
    Case("how will it be shown", "nursery", 4, {"Outcomes/O5 evidence_plan": ""}, "OC015 Outcomes/O5 evidence_plan"),
    Case(
        "no well-being indicator",
        "primary",
        4,
        {"Outcomes/O1 wellbeing_indicator": ""},
        "OC016 Outcomes/O1 wellbeing_indicator",
    ),
    Case(
        "no well-being indicator",
        "pupil_referral_unit",
        4,
        {"Outcomes/O1 wellbeing_indicator": ""},
        "OC016 Outcomes/O1 wellbeing_indicator",
    ),
    Case("nine pupils", "primary", 4, {"Outcomes/O6 cohort": "9"}, "OC017 Outcomes/O6 cohort"),
    Case("seven children", "nursery", 4, {"Outcomes/O6 cohort": "7"}, "OC017 Outcomes/O6 cohort"),
    Case("no starting figure yet", "primary", 4, {"Outcomes/O1 baseline": ""}, "OC018 Outcomes/O1 baseline"),
    Case("from where does it start", "cluster_junior", 4, {"Outcomes/O3 baseline": ""}, "OC018 Outcomes/O3 baseline"),
    Case("more pupils than on roll", "primary", 4, {"Outcomes/O1 cohort": "400"}, "OC019 Outcomes/O1 cohort"),
    Case("a digit too many", "secondary", 4, {"Outcomes/O1 cohort": "4170"}, "OC019 Outcomes/O1 cohort"),
    Case(
        "the group has not agreed", "primary", 4, {"Agreement group_agreed_on": ""}, "AG001 Agreement group_agreed_on"
    ),
    Case(
        "the head teacher has not agreed", "primary", 4, {"Agreement head_agrees": "No"}, "AG001 Agreement head_agrees"
    ),
    Case(
        "no Yes and no date is one mistake",
        "primary",
        4,
        {"Agreement head_agrees": "", "Agreement head_agreed_on": ""},
        "AG001 Agreement head_agrees",
    ),
    Case("agreed, but when", "primary", 4, {"Agreement head_agreed_on": ""}, "AG001 Agreement head_agreed_on"),
    Case(
        "the governors do not know",
        "primary",
        4,
        {"Agreement governors_informed_on": ""},
        "AG002 Agreement governors_informed_on",
    ),
    Case(
        "the governors were not told",
        "secondary",
        4,
        {"Agreement governors_informed_on": ""},
        "AG002 Agreement governors_informed_on",
    ),
    Case(
        "agreed before it was written",
        "primary",
        4,
        {"Agreement group_agreed_on": "1/6/2010"},
        "AG003 Agreement group_agreed_on",
    ),
    Case(
        "agreed in the future", "primary", 4, {"Agreement head_agreed_on": "1/7/2010"}, "AG003 Agreement head_agreed_on"
    ),
    Case(
        "written in the future; who agreed is not blamed for it",
        "primary",
        4,
        {"Agreement written_on": "9/6/2011"},
        "AG003 Agreement written_on",
    ),
    Case(
        "the governors knew before it was written",
        "special",
        4,
        {"Agreement governors_informed_on": "3/4/2010"},
        "AG003 Agreement governors_informed_on",
    ),
    Case(
        "written before the priorities were agreed",
        "primary",
        4,
        {"Agreement written_on": "1/4/2010"},
        "AG004 Agreement written_on",
    ),
    Case(
        "written before the priorities were agreed",
        "cluster_junior",
        4,
        {"Agreement written_on": "9/10/2009"},
        "AG004 Agreement written_on",
    ),
    Case("0.31 for 31%", "primary", 4, {"Outcomes/O1 baseline": "0.31"}, "OC020 Outcomes/O1 baseline"),
    Case("0.35 for 35%", "pupil_referral_unit", 4, {"Outcomes/O1 target": "0.35"}, "OC020 Outcomes/O1 target"),
)
