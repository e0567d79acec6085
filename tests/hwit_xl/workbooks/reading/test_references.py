"""References are read alike in every column: in that of a row's own reference as in those that point at it."""

from __future__ import annotations

import pytest

from hwit_validators.tables import Activity, Criterion, Indicator, Member, Outcome, Priority
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.reading.references import own_reference, reference
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.package import Package
from support.returns import a_return, changed, judged, place_of, read_return, said, with_cell, with_text

WAYS = ["E3", "E03", "E003", "e3", "e 3", "E-3", "E.3", "E3.", "E3:", "(E3)", " E 03 ", "Ｅ３", "Ｅ０３", "ｅ　３", "E–3", "E\u20113", "E\u200e3",
        "'E3", "E#3", "indicator 3", "Indicator E3", "ESI 3", "E3)", "[E3]", "E3*", "E3 (new)", "E\u00a03", "E\t3"]  # fmt: skip


@pytest.mark.parametrize("typed", WAYS)
def test_one_way_to_read_them(typed: str) -> None:
    assert own_reference(Cell(typed, Sort.TEXT), "E7") == "E3"


@pytest.mark.parametrize("typed", WAYS)
def test_rows_are_called_the_same_however_it_is_typed_there_or_where_they_are_pointed_at(typed: str) -> None:
    here = with_text(a_return(8), "Indicators", "B8", typed)
    there = with_text(a_return(8), "Activities", place_of(Activity, "supports"), f"{typed}, O1")
    assert said(here, 8) == []
    form = form_of_stage(8)
    assert read_return(here, form).plan.of(Indicator) == read_return(a_return(8), form).plan.of(Indicator)
    assert read_return(there, form).plan.of(Activity)[0].supports == ("E3", "O1")


def test_a_locked_sheet_whose_references_were_typed_again_is_as_it_was_sent_out() -> None:
    data = a_return(8)
    for number, way in enumerate(("E0{}", "e {}", "E-{}", "E{}.", "Ｅ{}", "(E{})", "indicator {}", "E00{}"), start=1):
        data = with_text(data, "Indicators", f"B{5 + number}", way.format(number))
    assert said(data, 8) == []


@pytest.mark.parametrize("way", ["O0{}", "o {}", "O-{}", "O{}.", "Ｏ{}", "outcome {}", "\u200eO{}"])
def test_headings_over_answers_are_references_too(way: str) -> None:
    data = a_return(8)
    for number, column in enumerate("CDEFGH", start=1):
        data = with_text(data, "Outcomes", f"{column}5", way.format(number))
    assert said(data, 8) == []
    form = form_of_stage(8)
    assert read_return(data, form).plan.of(Outcome) == read_return(a_return(8), form).plan.of(Outcome)


def test_headings_of_priorities() -> None:
    data = with_text(with_text(a_return(4), "Priorities", "C5", "P01"), "Priorities", "D5", "priority 2")
    assert said(data, 4) == []
    assert [row.ref for row in read_return(data, form_of_stage(4)).plan.of(Priority)] == ["P1", "P2"]


@pytest.mark.parametrize(
    ("inner", "kind"), [("<v>3</v>", ""), ("<is><t>3</t></is>", "inlineStr"), ("<is><t>03.</t></is>", "inlineStr")]
)
def test_a_bare_number_is_that_of_its_own_table(inner: str, kind: str) -> None:
    data = with_cell(a_return(8), "Indicators", "B8", inner, kind)
    assert [row.ref for row in read_return(data, form_of_stage(8)).plan.of(Indicator)][:4] == ["E1", "E2", "E3", "E4"]
    assert said(data, 8) == []


def test_criteria_of_which_a_program_made_numbers_keep_their_zeros() -> None:
    """1.10 is the number 1.1 then, which another criterion is called."""
    form = form_of_stage(0)
    data = a_return(0)
    for row, number in ((6, "1.1"), (15, "1.1000000000000001"), (16, "1.11")):
        data = with_cell(data, Criterion.title, f"B{row}", f"<v>{number}</v>")
    assert [row.ref for row in read_return(data, form).plan.of(Criterion)] == [
        row.ref for row in read_return(a_return(0), form).plan.of(Criterion)
    ]
    assert said(data, 0) == said(a_return(0), 0)


@pytest.mark.parametrize("typed", ["E3a", "3E0", "Playground", "A3", "E3 E4"])
def test_what_is_no_reference_of_the_table_is_one_finding_and_the_row_keeps_the_one_it_had(typed: str) -> None:
    data = with_text(a_return(4), "Indicators", "B8", typed)
    assert said(data, 4) == [("WB013", "Indicators", "Indicators", "B8")]
    [found] = [found for found in judged(data, 4) if found.cell == "B8"]
    assert found.message == f"“{typed}” is no reference; this row's is E3."
    form = form_of_stage(4)
    assert read_return(data, form).plan.of(Indicator) == read_return(a_return(4), form).plan.of(Indicator)


def test_a_name_in_the_place_of_a_reference_is_not_repeated() -> None:
    data = with_text(a_return(4), Member.title, "B7", "Ms A. Nother")
    [found] = [found for found in judged(data, 4) if found.code == "WB013"]
    assert found.cell == "B7"
    assert "Nother" not in f"{found.message} {found.found} {found.fix}".title()


@pytest.mark.parametrize("typed", ["No 3", "no. 3", "#3", "3rd", "number 3", "Nr 3"])
def test_a_number_in_words_is_a_bare_number(typed: str) -> None:
    assert reference(typed) is None
    assert own_reference(Cell(typed, Sort.TEXT), "E7", (), "E") == "E3"


@pytest.mark.parametrize("typed", ["1.1.", " 1.1", "(1.1)", "1 . 1", "１.１"])
def test_what_the_form_wrote_is_known_again(typed: str) -> None:
    assert own_reference(Cell(typed, Sort.TEXT), "1.1", {"1.1": 0, "1.10": 0}) == "1.1"


@pytest.mark.parametrize(
    "typed", ["", "E", "3", "E1000", "E1a", "EEE3", "E\u0663", "E²", "E3 E4", "x" * 61 + "3", "O1/E3", "E3 (and E4)"]
)
def test_what_is_no_reference(typed: str) -> None:
    assert reference(typed) is None


def test_a_row_whose_reference_is_none_of_ours_keeps_it() -> None:
    assert own_reference(Cell(" our own ", Sort.TEXT), "E1", (), "E") == "OUROWN"
    assert own_reference(Cell("NaN", Sort.ODD), "E1") == ""


def test_two_rows_that_mean_the_same_reference_are_found() -> None:
    assert said(with_text(a_return(4), "Indicators", "B7", "E01"), 4) == [("WB013", "Indicators", "Indicators", "B7")]


def test_full_width_and_bracketed_lists_of_references() -> None:
    cell = place_of(Indicator, "outcomes")
    for typed in ("(O1)", "Ｏ１", "O1.", "outcome 1", "O–1"):
        data = with_text(a_return(4), "Indicators", cell, typed)
        assert read_return(data, form_of_stage(4)).plan.of(Indicator)[0].outcomes == ("O1",)


def test_a_table_that_remembers_other_headings_is_read_by_its_cells() -> None:
    """Excel writes a heading that was typed again into the table's own part too."""
    data = with_text(a_return(8), "Outcomes", "C5", "O01")
    tables = [name for name in Package(data).names if name.startswith("xl/tables/")]
    data = changed(data, dict.fromkeys(tables, lambda old: old.replace(b'name="O1"', b'name="O01"')))
    assert b'name="O01"' in b"".join(map(Package(data).read, tables))
    assert said(data, 8) == []
