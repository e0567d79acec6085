"""What people type, and the answer it gives."""

from __future__ import annotations

import datetime as dt
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwit_validators.model.column import Column, Kind
from hwit_validators.model.record import Record
from hwit_validators.tables import (
    Activity,
    Amendment,
    Criterion,
    DataItem,
    Feedback,
    Indicator,
    KeyTask,
    Member,
    NextCycle,
    Outcome,
    Partner,
    Priority,
    Reading,
    School,
)
from hwit_validators.tables.forms import STAGES
from hwit_xl import templates
from hwit_xl.workbooks.building.build import written
from hwit_xl.workbooks.reading.answers import answer
from hwit_xl.workbooks.xlsx.cell import Cell, Misfit, Sort, clean

LISTS = templates.shipped_lists()
ALL_RECORDS: tuple[type[Record], ...] = (School, *(record for stage in STAGES for record in stage), Feedback)
ALL_COLUMNS = [(record, spec) for record in ALL_RECORDS for spec in record.columns.values()]

DATE = Outcome.columns["target_date"]
NUMBER = DataItem.columns["value"]
PERCENT = School.columns["free_meals_percent"]
WHOLE = School.columns["roll"]
COST = Activity.columns["cost"]
YES_NO = Partner.columns["understands_model"]
TEXT = Outcome.columns["statement"]
URN = School.columns["urn"]
PHASE = School.columns["phase"]
UNIT = Outcome.columns["unit"]
TYPE = Outcome.columns["type"]
HOW_OFTEN = Indicator.columns["how_often"]
CONSULTED = Priority.columns["consulted"]
AUTHORITY = School.columns["la_code"]
NATIONAL = Priority.columns["indicator"]
NEW_NATIONAL = NextCycle.columns["new_indicator"]
GROUP = Outcome.columns["group"]
PRIORITY = Outcome.columns["priority"]
OUTCOMES = Indicator.columns["outcomes"]
SUPPORTS = Activity.columns["supports"]
NEEDS = Priority.columns["needs"]
HEAD = School.columns["head_teacher"]


def typed(spec: Column, text: str) -> Any:
    """The answer to a text; the code where it is none."""
    return of(spec, Cell(text, Sort.TEXT))


def of(spec: Column, cell: Cell) -> Any:
    """The answer to a cell; the code where it is none."""
    found = answer(cell, spec, LISTS)
    return found.code if isinstance(found, Misfit) else found


def cases(table: dict[Any, Any]) -> pytest.MarkDecorator:
    """A table of what is typed and what it means, as cases of a test."""
    return pytest.mark.parametrize(("text", "meant"), table.items(), ids=[repr(text) for text in table])


# Dates -----------------------------------------------------------------------------------------------

JULY_31 = dt.date(2011, 7, 31)


JULY_31_AS_TYPED = [
    "31/07/2011",
    "31/7/2011",
    "31/07/11",
    "31/7/11",
    " 31/07/2011 ",
    "31\xa0/ 07 / 2011",
    "31.07.2011",
    "31.7.11",
    "31-07-2011",
    "31-7-11",
    "31 07 2011",
    "31/07/2011.",
    "31/07/2011 00:00",
    "31 July 2011",
    "31st July 2011",
    "31st of July 2011",
    "31 st July 2011",
    "the 31st of July 2011",
    "31 Jul 2011",
    "31 Jul. 2011",
    "31-Jul-11",
    "31-Jul-2011",
    "31July2011",
    "31 July, 2011",
    "31 july 11",
    "31 JULY 2011",
    "31 July '11",
    "Sunday 31 July 2011",
    "Sunday, 31st July 2011",
    "Sun 31 Jul 2011",
    "July 31 2011",
    "July 31, 2011",
    "July 31st, 2011",
    "2011-07-31",
    "2011-7-31",
    "2011/07/31",
    "2011-07-31 00:00:00",
    "2011-07-31T09:30:00",
]


@cases(dict.fromkeys(JULY_31_AS_TYPED, JULY_31))
def test_dates_as_english_teachers_type_them(text: str, meant: dt.date) -> None:
    assert typed(DATE, text) == meant


@cases(
    {
        "01/09/2010": dt.date(2010, 9, 1),
        "1st Sept 2010": dt.date(2010, 9, 1),
        "2nd September 2010": dt.date(2010, 9, 2),
        "3rd Sep 2010": dt.date(2010, 9, 3),
        "29/02/2012": dt.date(2012, 2, 29),
        "4/5/2011": dt.date(2011, 5, 4),
        "31/12/29": dt.date(2029, 12, 31),
        "01/03/98": dt.date(1998, 3, 1),
        "1 March 98": dt.date(1998, 3, 1),
        "1/1/1990": dt.date(1990, 1, 1),
        "31/12/2099": dt.date(2099, 12, 31),
    }
)
def test_the_day_comes_first_and_two_figures_of_a_year_mean_what_excel_takes_them_for(
    text: str, meant: dt.date
) -> None:
    assert typed(DATE, text) == meant


NO_DATES = [
    "31/02/2011",
    "29/02/2011",
    "32/07/2011",
    "00/07/2011",
    "7/31/2011",
    "31 Jully 2011",
    "31 Smarch 2011",
    "July 2011",
    "Jul 2011",
    "07/2011",
    "31/07",
    "31 July",
    "Summer term 2011",
    "2011",
    "next July",
    "ongoing",
    "31/07/2011 to 31/08/2011",
    "Monday",
    "45",
    "31/07/201",
    "0/0/0",
    "31//07//2011",
    "31/07/20111",
]


@cases(
    {
        **dict.fromkeys(NO_DATES, "WB010"),
        **dict.fromkeys(("31/07/1911", "31/07/2100", "31 July 3011", "31/07/45", "0001-01-01"), "WB017"),
        **dict.fromkeys(("", "   ", "\u00a0", "\n", "\u200b"), None),
    }
)
def test_what_is_no_date(text: str, meant: str | None) -> None:
    assert typed(DATE, text) == meant


def test_a_month_without_a_day_is_told_that_the_day_is_missing() -> None:
    for text in ("July 2011", "Jul 2011", "Sept. 2011"):
        found = answer(Cell(text, Sort.TEXT), DATE, LISTS)
        assert isinstance(found, Misfit)
        assert "day is missing" in found.message


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (Cell(JULY_31, Sort.DATE), JULY_31),
        (Cell(40755.0, Sort.NUMBER), JULY_31),
        (Cell(40755.75, Sort.NUMBER), JULY_31),
        (Cell(32874.0, Sort.NUMBER), dt.date(1990, 1, 1)),
        (Cell(73050.0, Sort.NUMBER), dt.date(2099, 12, 31)),
        (Cell(32873.0, Sort.NUMBER), "WB010"),
        (Cell(73051.0, Sort.NUMBER), "WB010"),
        (Cell(31.0, Sort.NUMBER), "WB010"),
        (Cell(2011.0, Sort.NUMBER), "WB010"),
        (Cell(-1.0, Sort.NUMBER), "WB010"),
        (Cell(dt.date(1899, 12, 30), Sort.DATE), "WB017"),
        (Cell(dt.date(2100, 1, 1), Sort.DATE), "WB017"),
        (Cell(0.45, Sort.PERCENT), "WB010"),
        (Cell(True, Sort.LOGICAL), "WB010"),
    ],
)
def test_dates_from_other_cells(cell: Cell, meant: Any) -> None:
    assert of(DATE, cell) == meant


# Numbers ---------------------------------------------------------------------------------------------


@cases(
    {
        "45": 45.0,
        " 45 ": 45.0,
        "45%": 45.0,
        "45 %": 45.0,
        "45.5%": 45.5,
        "45 per cent": 45.0,
        " 1,043 ": 1043.0,
        "1\u00a0043": 1043.0,
        "1 043": 1043.0,
        "1\u2009043": 1043.0,
        "1,234,567.25": 1234567.25,
        "£1,200": 1200.0,
        "£ 1,200.50": 1200.5,
        "+3": 3.0,
        "-3.5": -3.5,
        "-£20": -20.0,
        "\u22123": -3.0,
        ".5": 0.5,
        "0": 0.0,
        "007": 7.0,
    }
)
def test_numbers_as_people_type_them(text: str, meant: float) -> None:
    assert typed(NUMBER, text) == meant


NO_NUMBERS = [
    "about 45",
    "45 better",
    "45 or so pupils",
    "45-50",
    "12 of 30",
    "12 30",
    "3/9",
    "forty",
    "1,04",
    "1,0433",
    "1.2.3",
    "4 5 %%",
    "£",
    "%",
    "1e3",
    "nan",
    "inf",
    "45 percents of it",
    "½",
    "²",
]


@cases({**dict.fromkeys((*NO_NUMBERS, "9" * 400), "WB010"), "   ": None})
def test_what_is_no_number(text: str, meant: str | None) -> None:
    assert typed(NUMBER, text) == meant


@pytest.mark.parametrize(
    ("spec", "cell", "meant"),
    [
        (PERCENT, Cell(0.45, Sort.PERCENT), 45.0),
        (PERCENT, Cell(0.07, Sort.PERCENT), 7.0),
        (PERCENT, Cell(0.285, Sort.PERCENT), 28.5),
        (PERCENT, Cell(1.0, Sort.PERCENT), 100.0),
        (PERCENT, Cell(45.0, Sort.PERCENT), "WB017"),
        (PERCENT, Cell(0.45, Sort.NUMBER), 0.45),
        (NUMBER, Cell(dt.date(2011, 9, 3), Sort.DATE), "WB010"),
        (WHOLE, Cell(dt.date(2011, 9, 3), Sort.DATE), "WB010"),
        (NUMBER, Cell("13:30", Sort.TEXT), "WB010"),
        (NUMBER, Cell(True, Sort.LOGICAL), "WB010"),
        (WHOLE, Cell(210.0, Sort.NUMBER), 210),
        (WHOLE, Cell(210.5, Sort.NUMBER), "WB010"),
        (WHOLE, Cell("210.0", Sort.TEXT), 210),
        (WHOLE, Cell("1,043", Sort.TEXT), 1043),
        (WHOLE, Cell("210.5", Sort.TEXT), "WB010"),
        (WHOLE, Cell("9" * 400, Sort.TEXT), "WB010"),
    ],
)
def test_numbers_from_other_cells(spec: Column, cell: Cell, meant: Any) -> None:
    assert of(spec, cell) == meant


def test_a_fraction_that_excel_made_a_date_is_explained() -> None:
    found = answer(Cell(dt.date(2011, 9, 3), Sort.DATE), NUMBER, LISTS)
    assert isinstance(found, Misfit)
    assert "3/9" in found.message
    assert found.found == "3 September 2011"


@pytest.mark.parametrize(
    ("spec", "text", "meant"),
    [
        (PERCENT, "0", 0.0),
        (PERCENT, "100", 100.0),
        (PERCENT, "100.1", "WB017"),
        (PERCENT, "-1", "WB017"),
        (WHOLE, "1", 1),
        (WHOLE, "0", "WB017"),
        (WHOLE, "5000", 5000),
        (WHOLE, "5001", "WB017"),
        (COST, "10000001", "WB017"),
        (NUMBER, "-12", -12.0),
    ],
)
def test_limits_are_inclusive(spec: Column, text: str, meant: Any) -> None:
    assert typed(spec, text) == meant


def test_a_figure_outside_its_limits_says_what_they_are() -> None:
    found = answer(Cell("12000", Sort.TEXT), WHOLE, LISTS)
    assert isinstance(found, Misfit)
    assert (found.found, found.expected) == ("12,000", "from 1 to 5,000")


# Yes or No, and drop-downs ---------------------------------------------------------------------------


@cases(
    {
        **dict.fromkeys(("Yes", "yes", "YES", " Yes\u00a0", "Y", "y", "TRUE", "true", "Yes.", "✓", "1"), True),
        **dict.fromkeys(("No", "no", "N", "FALSE", "No.", "0"), False),
        **dict.fromkeys(("maybe", "yes and no", "partly", "2", "both"), "WB010"),
        **dict.fromkeys(("n/a", "-", "not yet"), None),
        "  ": None,
    }
)
def test_yes_or_no(text: str, meant: Any) -> None:
    assert typed(YES_NO, text) == meant


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (Cell(True, Sort.LOGICAL), True),
        (Cell(False, Sort.LOGICAL), False),
        (Cell(1.0, Sort.NUMBER), True),
        (Cell(0.0, Sort.NUMBER), False),
        (Cell(2.0, Sort.NUMBER), "WB010"),
        (Cell(JULY_31, Sort.DATE), "WB010"),
    ],
)
def test_yes_or_no_from_other_cells(cell: Cell, meant: Any) -> None:
    assert of(YES_NO, cell) == meant


@pytest.mark.parametrize(
    ("spec", "text", "meant"),
    [
        (PHASE, "Primary", "Primary"),
        (PHASE, "primary", "Primary"),
        (PHASE, " PRIMARY\u00a0", "Primary"),
        (PHASE, "All through", "All-through"),
        (PHASE, "all–through", "All-through"),
        (PHASE, "Pupil  Referral\u00a0Unit", "Pupil referral unit"),
        (PHASE, "16-plus", "16 plus"),
        (PHASE, "Primery", "WB011"),
        (PHASE, "First school", "WB011"),
        (UNIT, "parents & carers", "Parents and carers"),
        (UNIT, "Parents&Carers", "Parents and carers"),
        (UNIT, "%", "%"),
        (UNIT, "percent", "%"),
        (UNIT, "per cent", "%"),
        (UNIT, "Percentage", "%"),
        (UNIT, "pupil", "Pupils"),
        (UNIT, "day", "Days"),
        (TYPE, "quantitative.", "Quantitative"),
        (HOW_OFTEN, "half termly", "Half-termly"),
        (HOW_OFTEN, "tbc", None),
        (HOW_OFTEN, "", None),
        (CONSULTED, "Pupils", ("Pupils",)),
        (CONSULTED, "Pupils, Governors", ("Pupils", "Governors")),
        (CONSULTED, "pupils;GOVERNORS\nparents & carers", ("Pupils", "Governors", "Parents and carers")),
        (CONSULTED, "Parents and carers", ("Parents and carers",)),
        (CONSULTED, "Pupils and governors", ("Pupils", "Governors")),
        (CONSULTED, "Pupils, parents and carers and governors", ("Pupils", "Parents and carers", "Governors")),
        (CONSULTED, "Pupils & Governors", ("Pupils", "Governors")),
        (CONSULTED, "Pupils, Pupils", ("Pupils",)),
        (CONSULTED, "Pupils,", ("Pupils",)),
        (CONSULTED, "Pupils, dinner ladies", "WB011"),
        (CONSULTED, ",", None),
    ],
)
def test_drop_downs(spec: Column, text: str, meant: Any) -> None:
    assert typed(spec, text) == meant


def test_a_slip_in_a_drop_down_is_met_with_the_nearest_answer() -> None:
    found = answer(Cell("Primery", Sort.TEXT), PHASE, LISTS)
    assert isinstance(found, Misfit)
    assert "Did you mean “Primary”?" in found.message
    assert (found.found, found.expected) == ("Primery", "Primary")


# Lists -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", [NATIONAL, NEW_NATIONAL], ids=["priority", "next cycle"])
@cases(
    {
        **dict.fromkeys(
            (
                "NI 56",
                "NI56",
                "NI056",
                "ni 56",
                "NI-56",
                "N.I. 56",
                "56",
                "056",
                " NI\u00a056 ",
                "NI 56.",
                "NI 56 - obesity",
            ),
            "NI 56",
        ),
        **dict.fromkeys(("NI 999", "obesity-ish", "NI"), "WB011"),
        **dict.fromkeys(("", "tbc"), None),
    }
)
def test_national_indicators(spec: Column, text: str, meant: Any) -> None:
    assert typed(spec, text) == meant


def test_every_entry_is_found_by_its_label_its_code_and_its_title() -> None:
    for spec in (NATIONAL, AUTHORITY, GROUP, Outcome.columns["wellbeing_indicator"], DataItem.columns["unit"]):
        assert spec.listed
        for entry in LISTS[spec.listed].entries:
            for text in (entry.label, entry.code, entry.title, entry.label.upper(), f" {entry.label}\u00a0"):
                assert typed(spec, text) == entry.code, text


def test_a_number_in_a_cell_finds_the_entry_with_that_code() -> None:
    assert of(NATIONAL, Cell(56.0, Sort.NUMBER)) == "NI 56"
    assert of(AUTHORITY, Cell(202.0, Sort.NUMBER)) == "202"


@cases(
    {
        "Young carers": "Young carers",
        "young  CARERS": "Young carers",
        "Year 5 boys": "Year 5 boys",
        "5 boys who ride in": "5 boys who ride in",
    }
)
def test_an_open_list_keeps_the_schools_own_words(text: str, meant: str) -> None:
    assert typed(GROUP, text) == meant


# References ------------------------------------------------------------------------------------------


@cases(
    {
        "O1": ("O1",),
        "o1": ("O1",),
        "O 1": ("O1",),
        "O-1": ("O1",),
        "O01": ("O1",),
        "O1.": ("O1",),
        "O1, O3": ("O1", "O3"),
        "O1,O3": ("O1", "O3"),
        "o1;o2": ("O1", "O2"),
        "O1 O2": ("O1", "O2"),
        "O1/O2": ("O1", "O2"),
        "O1 + O2": ("O1", "O2"),
        "O1\nO2": ("O1", "O2"),
        "O1 and O2": ("O1", "O2"),
        "O1 AND O2": ("O1", "O2"),
        "O1, O2 and O3": ("O1", "O2", "O3"),
        "O1 & O2": ("O1", "O2"),
        "O1-O3": ("O1", "O2", "O3"),
        "O1–O3": ("O1", "O2", "O3"),
        "O1-3": ("O1", "O2", "O3"),
        "O1 to O3": ("O1", "O2", "O3"),
        "O1 to O3, O5": ("O1", "O2", "O3", "O5"),
        "O1, O1": ("O1",),
        "O2, O1": ("O2", "O1"),
        "Outcome O1": ("O1",),
        "Outcome 1": ("O1",),
        "outcome 1 and outcome 2": ("O1", "O2"),
        "O9": ("O9",),
        "all": ("All",),
        "All": ("All",),
        "ALL.": ("All",),
        "all outcomes": ("All",),
        ",": None,
        **dict.fromkeys(
            ("the first outcome", "O1 or so", "O3-O1", "O1-O99", "O", "1.5", "fewer obese pupils", "O1234"),
            "WB010",
        ),
    }
)
def test_references_of_several_rows(text: str, meant: Any) -> None:
    assert typed(OUTCOMES, text) == meant


@pytest.mark.parametrize(
    ("spec", "text", "meant"),
    [
        (PRIORITY, "P1", "P1"),
        (PRIORITY, " p 1", "P1"),
        (PRIORITY, "Priority 1", "P1"),
        (PRIORITY, "Priority P2", "P2"),
        (PRIORITY, "P1, P2", "WB010"),
        (PRIORITY, "healthy weight", "WB010"),
        (PRIORITY, "All", "WB010"),
        (SUPPORTS, "O1, E2, e5", ("O1", "E2", "E5")),
        (SUPPORTS, "Indicator 2", ("E2",)),
        (SUPPORTS, "ESI 2", ("E2",)),
        (SUPPORTS, "all", "WB010"),
        (NEEDS, "Need 2, need 3", ("N2", "N3")),
        (Activity.columns["partner"], "PT2", "PT2"),
        (Activity.columns["partner"], "pt 2", "PT2"),
    ],
)
def test_references_in_other_columns(spec: Column, text: str, meant: Any) -> None:
    assert typed(spec, text) == meant


POINTING = {
    "P1 - healthy weight": "P1",
    "P1: healthy weight": "P1",
    "P1 (healthy weight)": "P1",
    "P1 - see P2": "WB010",
    "P1 - see p2": "WB010",
    "P1 (and P2)": "WB010",
    "O1 - healthy weight": "WB010",
    "No 1": "P1",
    "No 9": "WB010",
    "#2": "P2",
    "1st": "P1",
}


@cases(POINTING)
def test_a_reference_with_the_words_of_its_row(text: str, meant: str) -> None:
    assert typed(PRIORITY, text) == meant


def test_the_opposite_kind_is_not_suggested() -> None:
    found = answer(Cell("Qualitative", Sort.TEXT), TYPE, LISTS)
    assert isinstance(found, Misfit)
    assert "Did you mean" not in found.message
    assert found.expected == "Quantitative, Perception, Targeted"


@pytest.mark.parametrize("spec", [NUMBER, WHOLE, DATE], ids=lambda spec: spec.field)
@pytest.mark.parametrize("value", [True, False])
def test_true_and_false_are_quoted_as_the_cell_shows_them(spec: Column, value: bool) -> None:
    found = answer(Cell(value, Sort.LOGICAL), spec, LISTS)
    assert isinstance(found, Misfit)
    assert f"“{str(value).upper()}”" in found.message


@pytest.mark.parametrize("text", ["5O", "l2", "12 O", "I5", "O5"])
def test_a_letter_beside_a_figure_may_be_another_figure_so_none_is_suggested(text: str) -> None:
    found = answer(Cell(text, Sort.TEXT), Outcome.columns["target"], LISTS)
    assert isinstance(found, Misfit)
    assert found.fix == "Write one figure and nothing else, such as 45."


@pytest.mark.parametrize(
    ("day", "says"),
    [(dt.date(2011, 9, 3), "If 3 of 9 is meant"), (dt.date(2011, 6, 26), "Write one figure"), (dt.date(1900, 2, 1), "Write one figure")],
)  # fmt: skip
def test_of_a_date_in_the_place_of_a_figure_only_what_can_be_meant_is_suggested(day: dt.date, says: str) -> None:
    found = answer(Cell(day, Sort.DATE), Outcome.columns["target"], LISTS)
    assert isinstance(found, Misfit)
    assert (found.fix or "").startswith(says)
    assert "apostrophe" in (found.fix or "")


@pytest.mark.parametrize(
    ("spec", "odd", "good"), [(NUMBER, "NaN", "such as 45"), (NUMBER, "1E400", "such as 45"), (DATE, "P1D", "such as 31/07/2011"),
                              (DATE, "-5", "such as 31/07/2011"), (YES_NO, "2", "Yes or No")],
)  # fmt: skip
def test_who_is_told_that_a_cell_cannot_be_read_is_told_what_a_good_answer_is(
    spec: Column, odd: str, good: str
) -> None:
    found = answer(Cell(odd, Sort.ODD), spec, LISTS)
    assert isinstance(found, Misfit)
    assert good in (found.fix or "")


# Texts, placeholders, errors -------------------------------------------------------------------------


@cases(
    {
        "  More fruit  and\u00a0veg \n\n by  July \t": "More fruit and veg\n\nby July",
        "one\r\ntwo\rthree": "one\ntwo\nthree",
        "zero\u200bwidth\ufeff": "zerowidth",
        "as typed: one_x000D_two": "as typed: one_x000D_two",
        "tbc": "tbc",
        "n/a": None,
        "=not a formula": "=not a formula",
        "  ": None,
        "\u00a0\u200b\n": None,
    }
)
def test_texts_lose_stray_spaces_and_nothing_else(text: str, meant: str | None) -> None:
    assert typed(TEXT, text) == meant


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (Cell(100234.0, Sort.NUMBER), "100234"),
        (Cell(2.5, Sort.NUMBER), "2.5"),
        (Cell(0.45, Sort.PERCENT), "45%"),
        (Cell(JULY_31, Sort.DATE), "31 July 2011"),
        (Cell(True, Sort.LOGICAL), "Yes"),
        (Cell("", Sort.TEXT, True), None),
        (Cell(None, Sort.NUMBER, True), "WB010"),
    ],
)
def test_texts_from_other_cells(cell: Cell, meant: Any) -> None:
    assert of(URN, cell) == meant


@pytest.mark.parametrize(
    "error", ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "Err:502"]
)
@pytest.mark.parametrize("spec", [TEXT, NUMBER, DATE, YES_NO, UNIT, NATIONAL, OUTCOMES], ids=lambda spec: spec.title)
def test_excel_errors_are_no_answers_whichever_way_they_are_kept(spec: Column, error: str) -> None:
    assert of(spec, Cell(error, Sort.ERROR)) == "WB008"
    assert typed(spec, error) == "WB008"
    assert typed(spec, f" {error}\u00a0") == "WB008"


def test_what_may_name_a_person_is_never_repeated() -> None:
    for record, spec in ALL_COLUMNS:
        if spec.personal:
            for cell in (Cell("Tom Reid", Sort.TEXT), Cell(JULY_31, Sort.DATE), Cell(45.0, Sort.NUMBER)):
                found = answer(cell, spec, LISTS)
                assert not isinstance(found, Misfit) or found.found is None, (record.table, spec.title)


def test_long_answers_are_cut_in_messages() -> None:
    found = answer(Cell("a very long story about a date " * 5, Sort.TEXT), DATE, LISTS)
    assert isinstance(found, Misfit)
    assert found.found is not None
    assert len(found.found) == 40


# Any text, any value ---------------------------------------------------------------------------------

COLUMNS = st.sampled_from(ALL_COLUMNS)
PIECES = st.sampled_from(
    [
        *[
            "31",
            "07",
            "2011",
            "July",
            "%",
            "£",
            ",",
            ".",
            "-",
            "to",
            "and",
            "&",
            "O1",
            "E3",
            "all",
            "NI",
            "56",
            "#REF!",
            "yes",
            "½",
            "٣",
            "²",
            "ſ",
            "/",
            "'",
        ],
        " ",
        "\u00a0",
        "\n",
    ]
)
ANY_TEXT = st.text(max_size=30) | st.lists(PIECES, max_size=8).map("".join)
ANY_CELL = (
    st.builds(Cell, ANY_TEXT, st.just(Sort.TEXT), st.booleans())
    | st.builds(Cell, st.floats(-1e300, 1e300), st.sampled_from([Sort.NUMBER, Sort.PERCENT]), st.booleans())
    | st.builds(Cell, st.dates(), st.just(Sort.DATE), st.booleans())
    | st.builds(Cell, st.booleans(), st.just(Sort.LOGICAL), st.booleans())
    | st.builds(Cell, ANY_TEXT, st.just(Sort.ERROR), st.booleans())
    | st.just(Cell(None, Sort.NUMBER, True))
)


@settings(max_examples=600, derandomize=True, deadline=None)
@given(column=COLUMNS, cell=ANY_CELL)
def test_any_cell_gives_a_blank_a_misfit_or_an_answer_that_its_record_takes(
    column: tuple[type[Record], Column], cell: Cell
) -> None:
    record, spec = column
    value = answer(cell, spec, LISTS)
    if isinstance(value, Misfit):
        assert value.code in ("WB008", "WB010", "WB011", "WB017")
        assert value.message
        assert "\n" not in value.message
    elif value is not None:
        value = value[0] if spec.one_each and isinstance(value, tuple) else value
        kept = getattr(record.model_validate({spec.field: value}), spec.field)
        assert kept == value
        assert not record(**{spec.field: value}).blank(spec.field)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(text=st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def values_of(record: type[Record], spec: Column) -> st.SearchStrategy[Any]:
    """Values that a school can mean in a column."""
    low, high = spec.at_least, spec.at_most
    own_words = st.text(string.ascii_letters + "£&'’é-", min_size=1, max_size=30).map(lambda word: f"{word} etc")
    refs = st.sampled_from(["O1", "E3", "P2", "PT10", "D30"])
    match spec.kind:
        case Kind.TEXT:
            return own_words | st.sampled_from(
                ["100234", "007", "31/07/2011", "45%", "TRUE", "line one\nline two", "1e5", "=1+1"]
            )
        case Kind.NUMBER:
            return st.floats(-1e6 if low is None else low, high or 1e6).map(lambda number: round(number, 4)) | st.just(
                high or 7.0
            )
        case Kind.WHOLE:
            return st.integers(int(low or 0), int(high or 10**6))
        case Kind.DATE:
            return st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
        case Kind.YES_NO:
            return st.booleans()
        case Kind.CHOICE:
            assert spec.choices
            return st.sampled_from(list(spec.choices))
        case Kind.CHOICES:
            assert spec.choices
            return st.lists(st.sampled_from(list(spec.choices)), min_size=1, unique=True).map(tuple)
        case Kind.LISTED:
            assert spec.listed
            codes = st.sampled_from([entry.code for entry in LISTS[spec.listed].entries])
            return codes | own_words.map(lambda words: f"our own {words}") if spec.open_list else codes
        case Kind.LINK:
            return refs
        case Kind.LINKS:
            several = st.lists(refs, min_size=1, unique=True).map(tuple)
            return several | st.just(("All",)) if spec.all_allowed else several


def as_cell(value: Any) -> Cell:
    """What the reader finds once openpyxl has written a value."""
    if isinstance(value, bool):
        return Cell(value, Sort.LOGICAL)
    if isinstance(value, int | float):
        return Cell(float(value), Sort.NUMBER)
    return Cell(value, Sort.DATE if isinstance(value, dt.date) else Sort.TEXT)


@settings(max_examples=600, derandomize=True, deadline=None)
@given(column=COLUMNS, data=st.data())
def test_a_value_that_is_written_and_read_again_is_the_same(
    column: tuple[type[Record], Column], data: st.DataObject
) -> None:
    record, spec = column
    value = data.draw(values_of(record, spec))
    assert answer(as_cell(written(value, spec.kind, spec.listed, LISTS)), spec, LISTS) == value


def test_every_kind_is_tried() -> None:
    assert {spec.kind for _, spec in ALL_COLUMNS} == set(Kind)
    assert {Criterion, KeyTask, Member, Reading, Amendment} <= set(ALL_RECORDS)
