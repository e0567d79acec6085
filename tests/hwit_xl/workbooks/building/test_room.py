"""Room for what is yet to come: tables that are nearly full grow when their form is made anew, and all that goes with them."""

from __future__ import annotations

from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.record import Record
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.tables import Activity, Indicator, PastOutcome, Reading
from hwit_validators.tables.forms import form_of_stage
from hwit_xl import templates
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import HEADER_ROW, layout_of, with_room
from support.plans import example
from support.returns import opened, place_of, read_return, with_cell

LISTS = templates.shipped_lists()
NINE_TERMS = 9 * 18
"""Readings of a plan of 18 measures over three years."""


def readings(count: int) -> tuple[Reading, ...]:
    [first, *_] = (row for row in example().tables(form_of_stage(7))[Reading.table] if isinstance(row, Reading))
    return tuple(first.model_copy(update={"ref": f"R{place + 1}", "place": place}) for place in range(count))


def room(record: type[Record], records: int, *, locked: bool = False) -> int:
    rows = tuple(record(ref=f"x{place}", place=place) for place in range(records))
    return with_room(layout_of(record), rows, LISTS, locked=locked).records


def test_a_form_has_room_for_three_years() -> None:
    assert layout_of(Reading).records >= 2 * NINE_TERMS


def test_a_table_that_is_nearly_full_gets_more_rows() -> None:
    usual = layout_of(Activity).records
    assert [room(Activity, used) for used in (0, usual * 3 // 4, usual * 3 // 4 + 1, usual, 2 * usual)] == [
        usual, usual, 2 * usual, 2 * usual, 3 * usual
    ]  # fmt: skip
    assert room(Reading, 990) == 1000, "as many as are read"


def test_a_locked_table_has_the_rows_it_needs() -> None:
    assert [room(PastOutcome, used, locked=True) for used in (0, 12, 30)] == [3, 12, 30]


def test_everything_about_a_table_grows_along() -> None:
    form = form_of_stage(7)
    tables = example().tables(form) | {Reading.table: readings(390)}
    book = opened(package.to_bytes(build(form, tables).workbook))
    sheet = book[Reading.title]
    last = HEADER_ROW + 800
    assert sheet.tables[Reading.table].ref.endswith(str(last))
    assert sheet.tables[Reading.table].autoFilter.ref.endswith(str(last))
    assert {end(str(limits.sqref)) for limits in sheet.data_validations.dataValidation} == {last}
    assert {end(str(formats.sqref)) for formats in sheet.conditional_formatting} == {last}
    assert end(sheet.print_area.replace("$", "")) == last
    assert not sheet.cell(last, 3).protection.locked
    assert sheet.cell(last, 2).value == "R800"
    formulas = [cell.value for row in book["Progress"].iter_rows(min_row=HEADER_ROW + 1) for cell in row if cell.value]
    over = [formula for formula in map(str, formulas) if "'Readings'!" in formula]
    assert over
    assert all(f"${HEADER_ROW + 1}:$" in formula and f"${last})" in formula for formula in over)
    start = "".join(str(cell.value) for row in book["Start here"].iter_rows() for cell in row)
    assert f"'Readings'!$C${HEADER_ROW + 1}:$C${last}" in start


def end(span: str) -> int:
    """The last row of the last of some spans."""
    return max(range_boundaries(part.rpartition("!")[2])[3] or 0 for part in span.split())


def test_a_full_table_is_held_to_what_it_said_when_it_stands_locked() -> None:
    """More rows than one text under a name has room to tell of."""
    form = form_of_stage(8)
    tables = example().tables(form) | {Reading.table: readings(300)}
    data = package.to_bytes(build(form, tables).workbook)
    returned = read_return(data, form)
    assert len(returned.plan.of(Reading)) == 300
    assert "WB019" not in codes(data)
    changed = with_cell(data, Reading.title, place_of(Reading, "value", 250), "<v>1</v>")
    assert [found.ref for found in check(read_return(changed, form).plan, RULES).findings if found.code == "WB019"] == [
        "R251"
    ]


def codes(data: bytes) -> set[str]:
    return {found.code for found in check(read_return(data, form_of_stage(8)).plan, RULES).findings}


def test_a_row_that_lost_its_reference_is_known_by_its_place_beyond_the_usual_rows_too() -> None:
    form = form_of_stage(7)
    tables = example().tables(form) | {Reading.table: readings(410)}
    data = package.to_bytes(build(form, tables).workbook)
    blank = with_cell(data, Reading.title, f"B{HEADER_ROW + 405}", "")
    assert [row.ref for row in read_return(blank, form).plan.of(Reading)][403:406] == ["R404", "R405", "R406"]


def test_references_that_are_not_counted_up_are_on_the_progress_sheet_and_in_the_lists() -> None:
    form = form_of_stage(7)
    tables = dict(example().tables(form))
    first, *others = tables[Indicator.table]
    tables[Indicator.table] = (first.model_copy(update={"ref": "E31"}), *others)
    book = opened(package.to_bytes(build(form, tables).workbook))
    assert "E31" in column(book["Progress"], 2)
    [_, span] = str(book.defined_names["refs_indicators"].attr_text).split("!")
    listed = [cell.value for [cell] in book["Lists"][span.replace("$", "")]]
    assert listed[0] == "E31"
    assert len(set(listed)) == len(listed)


def column(sheet: Worksheet, number: int) -> list[object]:
    return [sheet.cell(row, number).value for row in range(HEADER_ROW + 1, sheet.max_row + 1)]
