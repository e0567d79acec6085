"""Tables are found by more than their names, rows under them are read, and what is typed elsewhere is said."""

from __future__ import annotations

import re

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.tables import Indicator, Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.feedback import with_feedback
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.reading.listing import answers, not_read
from support.mistakes.whole_files import with_comment, with_sheet
from support.returns import (
    RELATIONS,
    a_return,
    changed,
    judged,
    opened,
    part_of,
    place_of,
    read_return,
    said,
    saved,
    with_sheet_copied,
    with_text,
    without_tables,
)
from support.tables import table_part

STAGE_4 = form_of_stage(4)
LAST = layout_of(Indicator).last_row
"""The last row of the table of indicators."""


def read(data: bytes, stage: int = 4) -> dict[tuple[str, str, str], object]:
    """Every answer that is read, by table, reference and field."""
    found = read_return(data, form_of_stage(stage))
    return {(answer.table, answer.ref, answer.field): answer.value for answer in answers(found)}


def told(data: bytes, stage: int = 4) -> list[tuple[str, str | None, str | None]]:
    """Errors and queries: code, sheet and cell."""
    return [(code, sheet, cell) for code, _, sheet, cell in said(data, stage)]


# Without their names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", range(9))
def test_a_return_whose_tables_were_dropped_reads_whole_with_one_query(stage: int) -> None:
    data = without_tables(a_return(stage))
    assert read(data, stage) == read(a_return(stage), stage)
    assert told(data, stage) == [("WB023", None, None)]


def test_its_copy_has_feedback_and_explanations_are_read_from_it() -> None:
    data = without_tables(with_text(a_return(4), "Outcomes", place_of(Outcome, "who"), ""))
    copy = with_feedback(data, judged(data, 4))
    [first, *_] = [row.code for row in read_return(copy, STAGE_4).feedback]
    assert first == judged(data, 4)[0].code


@pytest.mark.parametrize("name", ["Outcomes3", "Table_1", "Tabelle7"])
def test_a_table_by_another_name_is_told_by_its_questions(name: str) -> None:
    data = with_part(a_return(4), "Outcomes", lambda part: part.replace('"Outcomes"', f'"{name}"'))
    assert read(data) == read(a_return(4))
    assert told(data) == []


def test_names_of_tables_that_were_swapped_are_not_believed() -> None:
    data = with_part(a_return(4), "Indicators", lambda part: part.replace('"Indicators"', '"Swapped"'))
    data = with_part(data, "Needs", lambda part: part.replace('"Needs"', '"Indicators"'))
    data = with_part(data, "Swapped", lambda part: part.replace('"Swapped"', '"Needs"'))
    assert read(data) == read(a_return(4))
    assert told(data) == []


def google(part: str) -> str:
    """A table as Google Sheets writes it: a name and headings of its own, and no header row."""
    part = re.sub(r'displayName="[^"]+"', 'displayName="Table_1"', part).replace('headerRowCount="1"', "")
    head, columns = part.replace("<table ", '<table headerRowCount="0" ', 1).split("<tableColumns", 1)
    numbers = iter(range(1, 99))
    return (
        re.sub(r"<autoFilter.*?/>", "", head)
        + "<tableColumns"
        + re.sub(r'name="[^"]*"', lambda _: f'name="Column{next(numbers)}"', columns)
    )


@pytest.mark.parametrize("top", [5, 6])
def test_tables_of_google_sheets_have_their_headings_in_the_first_row_or_above_it(top: int) -> None:
    data = with_part(a_return(4), "Indicators", lambda part: google(part).replace('ref="B5:', f'ref="B{top}:'))
    assert read(data) == read(a_return(4))
    assert told(data) == []


def test_a_table_without_its_header_row_is_read_by_the_headings_it_remembers() -> None:
    data = with_part(
        a_return(4), "Indicators",
        lambda part: re.sub(r"<autoFilter.*?/>", "", part).replace('ref="B5:', 'ref="B6:').replace('headerRowCount="1"', 'headerRowCount="0"'),
    )  # fmt: skip
    data = with_row_removed(data, "Indicators", 5)
    assert read(data) == read(a_return(4))


@pytest.mark.parametrize("step", [-2, -1, 1, 2])
def test_a_range_that_was_moved_is_read_by_where_the_headings_stand(step: int) -> None:
    moved = f'ref="B{5 + step}:N{LAST + step}"'
    data = with_part(a_return(4), "Indicators", lambda part: re.sub(r'ref="B5:N\d+"', moved, part, count=1))
    assert read(data) == read(a_return(4))


def test_a_table_made_narrower_keeps_the_columns_beside_it() -> None:
    data = with_part(a_return(4), "Indicators", lambda part: re.sub(r'ref="B5:N', 'ref="B5:J', part))
    assert read(data) == read(a_return(4))


def test_rows_put_in_at_the_top_by_a_program_that_knows_no_tables_move_nothing() -> None:
    data = after(a_return(4), "Indicators", lambda sheet: sheet.insert_rows(1, 2))
    assert read(data) == read(a_return(4))


# Sheets that hold the same table -----------------------------------------------------------------------------


def test_a_copy_of_a_sheet_is_one_query_that_says_whether_it_holds_other_answers() -> None:
    copied = with_sheet_copied(a_return(4), "Outcomes", "Outcomes (2)")
    [found] = [found for found in judged(copied, 4) if found.code == "WB015"]
    assert (found.sheet, "with the same answers" in found.message) == ("Outcomes (2)", True)
    other = after(copied, "Outcomes (2)", lambda sheet: sheet.__setitem__("C10", "other words"))
    [found] = [found for found in judged(other, 4) if found.code == "WB015"]
    assert "with other answers" in found.message
    assert read(other) == read(a_return(4))
    assert ("Outcomes (2)", "C10") in {(cell.sheet, cell.cell) for cell in not_read(read_return(other, STAGE_4))}


def test_a_hidden_copy_is_said_to_be_hidden() -> None:
    data = with_sheet_copied(a_return(4), "Outcomes", "Outcomes (2)")
    data = after(data, "Outcomes (2)", lambda sheet: setattr(sheet, "sheet_state", "hidden"))
    [found] = [found for found in judged(data, 4) if found.code in ("WB015", "PD005")]
    assert "It is hidden" in found.message


def test_a_comment_and_a_hidden_sheet_are_each_told_how_to_put_them_right() -> None:
    [comment] = [found for found in judged(with_comment(a_return(4)), 4) if found.code == "PD005"]
    assert comment.fix.startswith("Delete the comment")
    assert "sheet" not in comment.fix
    [hidden] = [found for found in judged(with_sheet(a_return(4), hidden=True), 4) if found.code == "PD005"]
    assert hidden.fix.startswith("Show it")
    assert "comment" not in hidden.fix


def test_two_sheets_that_could_be_the_one_are_one_error_that_names_both() -> None:
    """The school goes on in a copy that it gives the sheet's name, and keeps the first one under another."""
    book = opened(with_sheet_copied(a_return(4), "Outcomes", "Outcomes (2)"))
    book["Outcomes"].title = "Old outcomes"
    book["Outcomes (2)"].title = "Outcomes"
    assert told(saved(book)) == [("WB015", "Outcomes", "A1")], "while they say the same, either will do"
    book["Outcomes"]["C10"] = "other words"
    data = saved(book)
    assert told(data) == [("WB006", "Old outcomes", "A1")]
    [found] = [found for found in judged(data, 4) if found.code == "WB006"]
    assert "“Old outcomes”" in found.message
    assert "“Outcomes”" in found.message


# Under, beside and between -----------------------------------------------------------------------------------


def with_indicator(sheet: Worksheet, row: int, ref: str = "") -> None:
    """Type an indicator into a row."""
    for column, value in {"B": ref, "C": "O1", "D": "P1", "E": "Process", "F": "A cycle club has begun."}.items():
        sheet[f"{column}{row}"] = value or None


@pytest.mark.parametrize("below", [1, 2, 3])
def test_a_row_under_the_table_is_read_and_asked_about(below: int) -> None:
    data = after(a_return(4), "Indicators", lambda sheet: with_indicator(sheet, LAST + below, "E90"))
    assert read(data)["Indicators", "E90", "statement"] == "A cycle club has begun."
    assert ("WB024", "Indicators", f"B{LAST + below}") in told(data)


def test_a_table_that_was_made_shorter_loses_none_of_its_rows() -> None:
    data = with_part(a_return(4), "Indicators", lambda part: re.sub(r'ref="B5:N\d+"', 'ref="B5:N7"', part))
    assert read(data) == read(a_return(4))
    assert told(data) == [("WB024", "Indicators", "B8")], "and it is told once, not for every row"


def test_a_note_under_the_table_is_no_row() -> None:
    data = after(a_return(4), "Indicators", lambda sheet: sheet.__setitem__(f"F{LAST + 1}", "More to come"))
    assert read(data) == read(a_return(4))
    assert told(data) == [("WB015", "Indicators", f"F{LAST + 1}")]


def test_a_note_in_a_column_that_excel_adds_to_a_table_is_asked_about() -> None:
    def widened(part: str) -> str:
        part = re.sub(r'ref="B5:N', 'ref="B5:O', part).replace('<tableColumns count="13">', '<tableColumns count="14">')
        return part.replace("</tableColumns>", '<tableColumn id="14" name="Column1"/></tableColumns>')

    def typed(sheet: Worksheet) -> None:
        sheet["O5"], sheet["O6"], sheet["O9"] = "Column1", "ask Tom", "and Jo"

    data = with_part(after(a_return(4), "Indicators", typed), "Indicators", widened)
    assert told(data) == [("WB015", "Indicators", "O6")]
    assert [(cell.sheet, cell.cell) for cell in not_read(read_return(data, STAGE_4))] == [
        ("Indicators", "O6"),
        ("Indicators", "O9"),
    ]


def test_a_column_of_the_schools_own_between_ours_is_asked_about() -> None:
    def own_column(sheet: Worksheet) -> None:
        sheet.insert_cols(5)
        sheet["E5"], sheet["E7"] = "Notes", "see Tom"

    data = after(a_return(4), "Indicators", own_column)
    assert read(data) == read(a_return(4))
    assert told(data) == [("WB015", "Indicators", "E7")]


def test_a_question_of_the_schools_own_is_asked_about() -> None:
    def own_question(sheet: Worksheet) -> None:
        sheet.insert_rows(8)
        sheet["B8"], sheet["C8"] = "Our own question", "Our own answer"

    data = after(a_return(4), "Outcomes", own_question)
    assert read(data) == read(a_return(4))
    assert told(data) == [("WB015", "Outcomes", "B8")]


def test_a_form_that_is_out_with_other_words_above_its_table_is_not_asked_about_them() -> None:
    def worded_otherwise(sheet: Worksheet) -> None:
        sheet["B2"] = "Give each milestone a row. This is how the introduction was worded in the year before."
        sheet["C3"] = "White cells are yours. Yellow ones still want an answer; a red one holds an error."

    assert told(after(a_return(4), "Indicators", worded_otherwise)) == []
    assert told(after(a_return(4), "Indicators", lambda sheet: sheet.__setitem__("B3", "Ring Sue"))) != []


def test_personal_data_beside_the_tables_is_seen_and_never_repeated() -> None:
    data = after(a_return(4), "Indicators", lambda sheet: sheet.__setitem__("Q9", 9434765919))
    found = {found.code: found for found in judged(data, 4)}
    assert (found["PD002"].sheet, found["PD002"].cell) == ("Indicators", "Q9")
    assert not any("9434765919" in repr(each) for each in found.values())


# Over what the form wrote ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "cell", "typed"),
    [
        ("School", "D8", "312"),
        ("Agreement", "D6", "Please look at O6 with us."),
        ("Indicators", "F5", "Jayden has been away"),
        ("Outcomes", "E5", "our third"),
        ("Indicators", "B26", "a note"),
        ("Start here", "K20", "Ring Sue"),
        ("Start here", "K12", 7),
        ("Guide", "F3", "not clear"),
    ],
)
def test_what_is_typed_over_or_beside_the_form_s_own_words_is_said(sheet: str, cell: str, typed: object) -> None:
    data = after(a_return(4), sheet, lambda page: page.__setitem__(cell, typed))
    assert ("WB015", sheet, cell) in told(data)
    assert (sheet, cell) in {(each.sheet, each.cell) for each in not_read(read_return(data, STAGE_4))}
    assert read(data) == read(a_return(4))


def test_what_is_typed_over_a_figure_that_the_form_works_out_is_said() -> None:
    data = after(a_return(7), "Progress", lambda page: page.__setitem__("C12", 45))
    assert [each for each in told(data, 7) if each[0] == "WB015"] == [("WB015", "Progress", "C12")]


@pytest.mark.parametrize("stage", range(9))
def test_of_the_forms_own_words_nothing_is_asked(stage: int) -> None:
    assert "WB015" not in read_return(a_return(stage), form_of_stage(stage)).plan.reading


def test_a_text_box_on_a_sheet_is_said_and_a_comment_in_a_thread_too() -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r>'
        "<a:t>E25: a cycle club</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    thread = '<ThreadedComments><threadedComment ref="K8"><text>Jayden</text></threadedComment></ThreadedComments>'
    sheet = part_of(a_return(4), "Indicators").rpartition("/")[2]
    more = "".join(
        f'<Relationship Id="more{kind}" Type="{RELATIONS}/{kind}" Target="../more/{kind}.xml"/>'
        for kind in ("drawing", "threadedComment")
    )
    data = changed(
        a_return(4),
        {
            "xl/more/drawing.xml": drawing.encode(),
            "xl/more/threadedComment.xml": thread.encode(),
            f"xl/worksheets/_rels/{sheet}.rels": lambda old: old.replace(
                b"</Relationships>", f"{more}</Relationships>".encode()
            ),
        },
    )
    assert set(told(data)) == {("WB015", "Indicators", "A1"), ("PD005", "Indicators", "K8")}


def test_a_word_for_nothing_is_listed_as_a_blank() -> None:
    cell = place_of(Outcome, "data_source")
    data = with_text(a_return(4), "Outcomes", cell, "n/a")
    assert ("Outcomes", cell, "“n/a” is taken for a blank.") in {
        (each.sheet, each.cell, each.why) for each in not_read(read_return(data, STAGE_4))
    }


def test_a_table_that_was_taken_apart_by_its_headings_once_more_is_read_whole() -> None:
    def split(sheet: Worksheet) -> None:
        sheet.insert_rows(9)
        for cell in sheet[5]:
            sheet.cell(9, cell.column).value = cell.value

    assert read(after(a_return(4), "Indicators", split)) == read(a_return(4))


def test_a_sheet_whose_answers_were_moved_into_a_copy_is_no_blank_one() -> None:
    book = opened(with_sheet_copied(a_return(4), "Outcomes", "Outcomes (2)"))
    for column in "CDEFGH":
        for row in range(6, 30):
            book["Outcomes"][f"{column}{row}"] = None
    [found] = [found for found in judged(saved(book), 4) if found.severity.blocks and found.code == "WB006"]
    assert "“Outcomes (2)”" in found.message


# -------------------------------------------------------------------------------------------------------------


def after(data: bytes, sheet: str, change: object) -> bytes:
    """A workbook after a change to one sheet by a program that knows nothing of tables."""
    book = opened(data)
    change(book[sheet])  # type: ignore[operator]
    return saved(book)


def with_part(data: bytes, table: str, change: object) -> bytes:
    """A workbook with the part of a table written anew."""
    name = table_part(data, table)
    return changed(data, {name: lambda part: change(part.decode()).encode()})  # type: ignore[operator]


def with_row_removed(data: bytes, sheet: str, row: int) -> bytes:
    """A workbook in which the cells of a row are cleared."""
    book = opened(data)
    for cell in book[sheet][row]:
        cell.value = None
    return saved(book)
