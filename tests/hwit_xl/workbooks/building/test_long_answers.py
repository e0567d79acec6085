"""Answers longer than a row can be high, and names longer than their place: nothing loses its beginning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.record import Record
from hwit_validators.tables import Feedback, Member, Outcome, Reading, Result
from hwit_validators.tables.forms import FORMS, Form, form_of_stage
from hwit_xl import templates
from hwit_xl.checking.check import judge_return
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.feedback import with_feedback
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, layout_of
from support.at_work import done
from support.plans import example
from support.returns import a_return, opened, place_of, read_return, with_text

HIGHEST = 409.5
"""Points, in Excel: its limit for a row (Microsoft, "Excel specifications and limits")."""
FORTY_LINES = "\n".join(f"{number}. Diary of class {number}, added up by the PE lead." for number in range(1, 41))
LONG_NAME = "The Blessed Margaret Clitherow and Saint Bartholomew-the-Great Catholic and Church of England Joint Academy for Girls"


def with_long_answers(form: Form) -> dict[str, tuple[Record, ...]]:
    """A worked plan with forty lines in an answer of each of three sheets."""
    tables = dict(example().tables(form))
    for table, field in ((Outcome.table, "evidence_plan"), (Result.table, "evidence"), (Reading.table, "comment")):
        first, *others = tables[table]
        tables[table] = (first.model_copy(update={field: FORTY_LINES}), *others)
    return tables


def too_high(workbook: Workbook) -> list[tuple[str, int, float]]:
    return [
        (sheet.title, row, dimension.height)
        for sheet in workbook
        for row, dimension in sheet.row_dimensions.items()
        if (dimension.height or 0) > HIGHEST
    ]


def centred(sheet: Worksheet, row: int) -> set[int]:
    """The columns in which what stands in a row stands in its middle."""
    columns = range(FIRST_COLUMN, sheet.max_column + 1)
    return {column for column in columns if sheet.cell(row, column).alignment.vertical != "top"}


@pytest.mark.parametrize("frozen", [False, True], ids=["form", "submission"])
def test_forty_lines_begin_at_the_top_of_a_row_that_fits_on_a_page(frozen: bool) -> None:
    form = form_of_stage(8)
    workbook = opened(package.to_bytes(build(form, with_long_answers(form), frozen=frozen).workbook))
    assert too_high(workbook) == []
    for record, field in ((Outcome, "evidence_plan"), (Result, "evidence"), (Reading, "comment")):
        sheet = workbook[record.title]
        row, column = layout_of(record).cell(field, 0)
        assert sheet.cell(row, column).value == FORTY_LINES
        assert centred(sheet, row) == set()
        assert sheet.row_dimensions[row].customHeight, "LibreOffice would make it higher than a page"
        paper = min(page.PAPER)  # the height of a page that lies sideways
        assert sheet.row_dimensions[row].height + sheet.row_dimensions[HEADER_ROW].height < paper


def test_what_may_become_long_in_a_narrow_column_begins_at_the_top_and_the_rest_stays_in_the_middle() -> None:
    """Excel lets a row grow up to its limit as somebody types; what is then in the middle loses its beginning."""
    sheet = opened(a_return(4))["Outcomes"]
    layout = layout_of(Outcome)
    for spec in layout.specs:
        row = layout.cell(spec.field, 0)[0]
        assert (centred(sheet, row) == set()) is spec.long, spec.title
    readings = opened(a_return(7))["Readings"]
    assert all(centred(readings, row) for row in range(HEADER_ROW + 1, layout_of(Reading).last_row + 1))


def test_a_long_explanation_does_not_make_its_row_too_high() -> None:
    returned = read_return(with_text(a_return(1), Member.title, place_of(Member, "joined_on"), "spring"), FORMS[1])
    [found] = [found for found in judge_return(returned, "").findings if found.field == "joined_on"]
    told = replace(found, explanation=FORTY_LINES)
    sheet = opened(with_feedback(a_return(1), [told]))[Feedback.title]
    row = sheet.row_dimensions[HEADER_ROW + 1]
    assert row.height == theme.HIGHEST_ROW <= HIGHEST


def test_no_row_of_a_form_is_too_high() -> None:
    for form in FORMS:
        assert too_high(opened((templates.folder() / f"{form.name}.xlsx").read_bytes())) == []


def test_the_name_of_a_school_is_broken_where_it_is_longer_than_its_place(tmp_path: Path) -> None:
    school = tmp_path / "return.xlsx"
    school.write_bytes(with_text(a_return(7), "School", "C6", LONG_NAME))
    on = example().completed_on(form_of_stage(7))
    done("progress", school, "--excel", tmp_path / "progress.xlsx", "--on", on)
    for sheet in opened((tmp_path / "progress.xlsx").read_bytes()):
        [name] = [cell for cell in sheet[1] if cell.value == LONG_NAME]
        ends = [span.max_col for span in sheet.merged_cells.ranges if name.coordinate in span]
        columns = range(name.column, max(ends, default=name.column) + 1)
        room = sum(sheet.column_dimensions[get_column_letter(column)].width for column in columns)
        lines = theme.lines(LONG_NAME, room)
        assert name.alignment.wrap_text is (lines > 1), sheet.title
        assert sheet.row_dimensions[1].height >= lines * theme.LINE_HEIGHT, sheet.title


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_question_among_the_signposts_has_no_colon_after_it(form: Form) -> None:
    sheet = opened((templates.folder() / f"{form.name}.xlsx").read_bytes())["Start here"]
    texts = {cell.value for row in sheet for cell in row}
    for signpost in templates.words(form.name)["signpost"]:
        title, text = signpost["title"], signpost["text"]
        assert (f"{title} {text}" if title.endswith("?") else f"{title}: {text}") in texts
