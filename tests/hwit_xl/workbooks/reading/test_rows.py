"""Rows that are several records, or none, or came into a table by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hwit_validators.model.finding import Finding
from hwit_validators.model.imprint import imprint
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.tables import Reading
from hwit_xl.next_form.refill import refill
from hwit_xl.workbooks.reading.read import Return, read_bytes
from support.mistakes.case import Case, rows
from support.plans import circumstances


def returned(plan: str, stage: int, typed: dict[str, str]) -> Return:
    """A worked return with this typed into it."""
    case = Case("", plan, stage, typed, "")
    return read_bytes(case.planted(), Path("return.xlsx"), circumstances(case.on))


def findings(plan: str, stage: int, typed: dict[str, str]) -> list[Finding]:
    """What is found in it, beside what is found in the sound return."""
    now, before = returned(plan, stage, typed), returned(plan, stage, {})
    known = set(check(before.plan, RULES).findings)
    return [now.cells.located(found) for found in check(now.plan, RULES).findings if found not in known]


def told(plan: str, stage: int, typed: dict[str, str]) -> list[str]:
    """The codes and cells of the same."""
    return [f"{found.code} {found.where}" for found in findings(plan, stage, typed)]


# A row for several outcomes or indicators ---------------------------------------------------------------


def test_a_reading_of_two_outcomes_is_two_readings() -> None:
    plan = returned("primary", 7, {"Readings/R1 measure": "O1, E3"}).plan
    first, second = plan.tables["Readings"][:2]
    assert (first.ref, second.ref) == ("R1", "R1/E3")
    assert (first.measure, second.measure) == ("O1", "E3")  # type: ignore[attr-defined]
    same = {"ref": "", "measure": None}
    assert first.model_copy(update=same) == second.model_copy(update=same)


def test_a_range_is_a_reading_of_each() -> None:
    plan = returned("primary", 7, {"Readings/R4 measure": "E1-E2"}).plan
    assert [row.ref for row in plan.tables["Readings"]][3:6] == ["R4", "R4/E2", "R5"]


def test_a_slip_in_a_row_for_two_is_told_once() -> None:
    assert told("primary", 7, {"Readings/R1 measure": "O4, E9"}) == ["MN021 Readings E6"]


def test_both_readings_go_on_to_the_next_form_in_rows_of_their_own() -> None:
    sent = returned("primary", 7, {"Readings/R1 measure": "O1, E3"})
    again = refill(sent, sent.plan.form)
    fresh = read_bytes(again.data, Path("again.xlsx"), sent.plan.circumstances)
    assert again.lost == ()
    assert [row.ref for row in fresh.plan.tables["Readings"][:3]] == ["R1", "R1/E3", "R2"]
    assert fresh.plan.fingerprint(Reading) == sent.plan.fingerprint(Reading)


# Nothing to say ------------------------------------------------------------------------------------------


def test_words_for_nothing_are_blanks_where_nothing_is_asked() -> None:
    assert (
        told("primary", 5, {"Activities/A1 partner": "n/a", "Activities/A1 group": "None", "Activities/A3 cost": "-"})
        == []
    )
    assert (
        told("primary", 1, {"Members/M1 left_on": "n/a", "School cluster": "None", "School predecessor_urn": "nil"})
        == []
    )
    assert (
        told(
            "primary",
            2,
            {"Data/D3 comparator": "N/A", "Data/D3 comparator_value": "–", "Data/D3 comparator_unit": "n/a"},
        )
        == []
    )


def test_a_row_of_dashes_is_no_row() -> None:
    dashes = rows("Indicators", "E20", outcomes="-", statement="-", due="-", lead="-", target="-")
    plan = returned("primary", 4, dashes).plan
    assert "E20" not in {row.ref for row in plan.tables["Indicators"]}
    assert told("primary", 4, dashes) == []


def test_who_asks_for_an_answer_says_what_stands_there() -> None:
    [found] = findings("primary", 4, {"Outcomes/O1 target": "tbc"})
    assert (found.code, found.found) == ("OC003", "tbc")
    assert "“tbc” does not count as an answer." in found.message


def test_a_personal_answer_is_not_repeated() -> None:
    [found] = findings("primary", 4, {"School head_teacher": "n/a"})
    assert found.found is None
    assert "n/a" not in found.message


def test_a_form_sent_out_when_words_for_nothing_still_counted_is_as_it_was() -> None:
    now = returned("primary", 5, {"Outcomes/O1 group": "n/a"}).plan
    outcomes = tuple(
        row.model_copy(update={"group": "n/a"}) if row.ref == "O1" else row for row in now.tables["Outcomes"]
    )
    sent = imprint(type(outcomes[0]), {"Outcomes": outcomes})
    assert outcomes[0].placeholders == (("group", "n/a"),)
    old = replace(now, carried={**now.carried, "Outcomes": sent})
    assert "WB019" not in {found.code for found in check(old, RULES).findings}


# Rows that came in by hand -------------------------------------------------------------------------------


def test_a_row_without_a_reference_is_named_where_it_is() -> None:
    [found] = [
        f for f in findings("primary", 4, {"Indicators/E3 ref": "", "Indicators/E2 ref": "E3"}) if f.code == "WB013"
    ]
    assert (found.cell, found.ref, found.expected) == ("B8", "E25", "E25")
    assert found.fix == "Type E25 in the column “Ref”."


def test_two_such_rows_get_two_numbers() -> None:
    typed = {"Indicators/E3 ref": "", "Indicators/E4 ref": "", "Indicators/E1 ref": "E3", "Indicators/E2 ref": "E4"}
    found = [f for f in findings("primary", 4, typed) if f.code == "WB013"]
    assert [(f.cell, f.ref) for f in found] == [("B8", "E25"), ("B9", "E26")]


def test_a_reference_that_was_only_cleared_is_given_back() -> None:
    assert told("primary", 4, {"Indicators/E3 ref": ""}) == []


def test_the_end_of_the_sentence_above_is_one_finding() -> None:
    [found] = findings("primary", 4, {"Indicators/E13 statement": "and in the dining hall too."})
    assert (found.code, found.where) == ("WB012", "Indicators F18")
    assert "It looks like the end of E12, in the row above." in found.message


def test_a_row_with_a_second_answer_is_asked_for_the_rest() -> None:
    assert (
        len(told("primary", 4, {"Indicators/E13 statement": "Each class has a garden.", "Indicators/E13 lead": "Head"}))
        > 3
    )
