"""Mistakes in putting the activities in place, each in one return."""

from __future__ import annotations

from support.mistakes.case import Case, rows

CASES = (
    Case("an activity without an action", "primary", 6, {"Actions/T13": ""}, "IM001 Actions activity"),
    Case(
        "the row of the only action is cleared", "pupil_referral_unit", 6, {"Actions/T12": ""}, "IM001 Actions activity"
    ),
    Case("nobody does it", "primary", 6, {"Actions/T1 who": ""}, "IM002 Actions/T1 who"),
    Case("no date", "primary", 6, {"Actions/T13 due": ""}, "IM002 Actions/T13 due"),
    Case("by when", "cluster_infant", 6, {"Actions/T1 due": ""}, "IM002 Actions/T1 due"),
    Case(
        "due after every indicator it leads to", "primary", 6, {"Actions/T11 due": "9/7/2011"}, "IM003 Actions/T11 due"
    ),
    Case("due after the indicators", "cluster_junior", 6, {"Actions/T5 due": "3/12/2011"}, "IM003 Actions/T5 due"),
    Case("done, but when", "primary", 6, {"Actions/T1 done_on": ""}, "IM004 Actions/T1 done_on"),
    Case("done in the future", "primary", 6, {"Actions/T1 done_on": "12/2/2011"}, "IM004 Actions/T1 done_on"),
    Case("done, but when", "pupil_referral_unit", 6, {"Actions/T12 status": "Done"}, "IM004 Actions/T12 done_on"),
    Case(
        "overdue", "primary", 6, {"Actions/T2 status": "Under way", "Actions/T2 done_on": ""}, "IM005 Actions/T2 status"
    ),
    Case(
        "overdue without a word",
        "special",
        6,
        {"Actions/T12 due": "18/3/2011", "Actions/T12 comment": ""},
        "IM005 Actions/T12 status",
    ),
    Case(
        "nothing for a group is under way",
        "primary",
        6,
        rows("Actions", "T5 T6 T11 T12", status="Not started", done_on="", due="11/3/2011", comment="Waits for a room.")
        | {
            "Actions/T14 status": "Not started",
            "Actions/T14 due": "11/3/2011",
            "Actions/T14 comment": "Waits for a room.",
        },
        "IM006 Actions status",
    ),
    Case(
        "nothing for a group has begun",
        "special",
        6,
        rows("Actions", "T6 T7 T10 T11 T12", status="Not started", done_on="", comment="Waits for the summer."),
        "IM006 Actions status",
    ),
    Case(
        "has a date of doing, but is under way",
        "primary",
        6,
        {"Actions/T4 status": "Under way"},
        "IM007 Actions/T4 status",
    ),
    Case(
        "a date of doing, but under way",
        "pupil_referral_unit",
        6,
        {"Actions/T5 status": "Under way"},
        "IM007 Actions/T5 status",
    ),
    Case(
        "should have begun, but nothing is in place",
        "primary",
        6,
        {"Actions/T7 status": "Not started", "Actions/T7 done_on": "", "Actions/T7 due": "11/3/2011"},
        "IM008 Actions/T7 status",
        before={"Activities/A4 supports": "O1, E1, E6"},
    ),
    Case(
        "the only action for an activity under way is not started",
        "special",
        6,
        {"Actions/T12 status": "Not started", "Actions/T12 comment": ""},
        "IM008 Actions/T12 status",
    ),
)
