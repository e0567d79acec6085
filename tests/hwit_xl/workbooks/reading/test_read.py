"""What comes back from a school, read and judged: each mistake is one finding, at its own cell."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.record import Record
from hwit_validators.tables import (
    Activity,
    Agreement,
    Criterion,
    Feedback,
    Indicator,
    KeyTask,
    Outcome,
    Priority,
    School,
)
from hwit_validators.tables.forms import FORM_VERSION, FORMS, Form, form_of_stage
from hwit_xl import templates
from hwit_xl.workbooks.building import examples
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import HEADER_ROW, TableLayout, address
from hwit_xl.workbooks.reading import identity, read
from hwit_xl.workbooks.reading.explained import LOOSE
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.rejected import Rejected
from support.plans import TODAY, circumstances, example
from support.returns import (
    a_return,
    changed,
    filled,
    judged,
    opened,
    part_of,
    place_of,
    read_return,
    said,
    saved,
    typed_over,
    with_cell,
    with_inline_strings,
    with_name,
    with_text,
    without_signs,
)

STAGE_4 = form_of_stage(4)


def own_answers(tables: Mapping[str, tuple[Record, ...]]) -> dict[str, dict[str, dict[str, Any]]]:
    """What the school itself answered, by table, reference and field."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, records in tables.items():
        for record in records:
            given = TableLayout(type(record)).given(templates.shipped_lists())
            written_by_form = {spec.field for spec in record.columns.values() if spec.given}
            if record.place < len(given):
                written_by_form.add(next(spec.field for spec in record.columns.values() if spec.long))
            fields = [name for name in record.columns if name not in written_by_form and not record.blank(name)]
            if fields:
                found.setdefault(name, {})[record.ref] = {field: getattr(record, field) for field in fields}
    return found


def of_example(stage: int, name: str = "primary") -> dict[str, dict[str, dict[str, Any]]]:
    return own_answers(example(name).tables(form_of_stage(stage)))


# Reading back ----------------------------------------------------------------------------------------

RETURNS = [(stage, name) for name in ("primary", "nursery", "special") for stage in range(9)]
RETURNS += [(8, name) for name in examples.names() if (8, name) not in RETURNS]


@pytest.mark.parametrize(("stage", "name"), RETURNS)
def test_every_answer_is_read_back_as_it_was_written(stage: int, name: str) -> None:
    form = form_of_stage(stage)
    found = read_return(a_return(stage, name), form, name)
    assert own_answers(found.plan.tables) == of_example(stage, name)
    assert found.plan.form is form
    assert (found.plan.reading, found.plan.missing) == ({}, frozenset())
    assert [finding for finding in judged(a_return(stage, name), stage, name) if finding.code.startswith("WB")] == []
    written = example(name).tables(form)
    for table in form.tables:
        if table not in (Criterion, KeyTask) and table.table != "Elements":
            assert found.plan.tables.get(table.table, ()) == written[table.table], "places and references too"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_blank_form_has_no_answers(form: Form) -> None:
    found = read_return(package.to_bytes(build(form).workbook), form)
    assert own_answers(found.plan.tables) == {}
    assert found.plan.reading == {}
    assert len(found.plan.of(Criterion)) == (41 if form.stage == 0 else 0)


def test_given_rows_keep_the_words_of_the_form() -> None:
    first = read_return(a_return(0), FORMS[0]).plan.of(Criterion)[0]
    assert (first.ref, first.theme) == ("1.1", "PSHE")
    assert first.criterion is not None
    assert first.criterion.startswith("Pupils follow a planned PSHE programme")


@pytest.mark.parametrize("stage", [0, 4, 8])
def test_texts_in_the_cells_themselves_are_read_as_well(stage: int) -> None:
    inline = with_inline_strings(a_return(stage))
    assert own_answers(read_return(inline, form_of_stage(stage)).plan.tables) == of_example(stage)


@pytest.mark.parametrize("stage", [0, 5])
def test_saving_again_with_another_program_changes_no_answer_and_no_fingerprint(stage: int) -> None:
    again = saved(opened(a_return(stage)))
    assert own_answers(read_return(again, form_of_stage(stage)).plan.tables) == of_example(stage)
    assert said(again, stage) == []


def test_the_file_is_known_by_its_own_bytes(tmp_path: Path) -> None:
    other = with_text(a_return(4), "School", place_of(School, "cluster"), "North")
    prints = []
    for number, data in enumerate((a_return(4), a_return(4), other)):
        (tmp_path / f"{number}.xlsx").write_bytes(data)
        prints.append(read.read(tmp_path / f"{number}.xlsx", circumstances(TODAY)).sha256)
    assert prints[0] == prints[1] == hashlib.sha256(a_return(4)).hexdigest()
    assert prints[2] == hashlib.sha256(other).hexdigest() != prints[0]


# The school changes the look -------------------------------------------------------------------------


def test_a_renamed_sheet_changes_nothing_but_the_place_of_findings() -> None:
    book = opened(a_return(4))
    book["Outcomes"].title = "Our outcomes"
    data = saved(book)
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)
    cell = place_of(Outcome, "target")
    assert said(with_text(data, "Our outcomes", cell, "lots"), 4) == [("WB010", "Outcomes", "Our outcomes", cell)]


def moved(sheet: Worksheet, record: type[Record], rows: int, columns: int) -> None:
    """Move a table as somebody does who inserts rows and columns in front of it."""
    [table] = sheet.tables.values()
    layout = TableLayout(record)
    sheet.move_range(layout.range, rows, columns)
    first = address(HEADER_ROW + rows, 2 + columns)
    last = address(layout.last_row + rows, layout.last_column + columns)
    table.ref = f"{first}:{last}"
    if table.autoFilter:
        table.autoFilter.ref = table.ref


@pytest.mark.parametrize("record", [Indicator, Outcome], ids=["rows", "answers"])
def test_a_moved_table_is_found_and_so_are_its_cells(record: type[Record]) -> None:
    built = filled(4)
    moved(built.workbook[record.title], record, rows=7, columns=3)
    data = saved(built.workbook)
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)
    row, column = TableLayout(record).cell("target", 1)
    there = address(row + 7, column + 3)
    assert said(with_text(data, record.title, there, "lots"), 4) == [("WB010", record.table, record.title, there)]


def test_headings_may_differ_in_capitals_spaces_and_line_breaks() -> None:
    built = filled(4)
    sheet = built.workbook["Indicators"]
    for cell in sheet[HEADER_ROW]:
        if cell.value:
            cell.value = f" {str(cell.value).upper().replace(' ', chr(10), 1)}\u00a0"
    for column in next(iter(sheet.tables.values())).tableColumns:
        column.name = column.name.upper().replace(" ", "_x000a_", 1)
    data = saved(built.workbook)
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)
    assert said(data, 4) == []


def test_sorted_rows_stay_the_same_records() -> None:
    built = filled(4)
    sheet, layout = built.workbook["Indicators"], TableLayout(Indicator)
    last = len(example().tables(STAGE_4)["Indicators"])
    rows = [[cell.value for cell in row] for row in sheet[f"B6:{address(5 + last, layout.last_column)}"]]
    for line, values in enumerate(reversed(rows), start=6):
        for column, value in enumerate(values, start=2):
            sheet.cell(line, column).value = value
    data = saved(built.workbook)
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)
    assert said(data, 4) == []


def test_blank_rows_and_lone_spaces_are_nothing() -> None:
    layout = TableLayout(Indicator)
    beyond = len(example().tables(STAGE_4)["Indicators"]) + 2
    data = a_return(4)
    for field in ("statement", "lead"):
        data = with_text(data, "Indicators", place_of(Indicator, field, beyond), " \u00a0 ")
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)
    assert said(data, 4) == []
    assert beyond < layout.records


def test_a_row_without_its_reference_takes_the_one_of_its_place() -> None:
    data = with_cell(a_return(4), "Indicators", "B7", "")
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)
    assert said(data, 4) == []


def test_references_may_be_typed_in_small_letters() -> None:
    data = with_text(a_return(4), "Indicators", "B7", " e 2\u00a0")
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)


# What is lost ----------------------------------------------------------------------------------------


def without_table(data: bytes, record: type[Record]) -> bytes:
    """A return whose table was turned into plain cells (Excel: Convert to range)."""
    part = part_of(data, record.title)
    rels = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    return changed(data, {rels: lambda old: re.sub(rb'<Relationship [^>]*relationships/table"[^>]*>', b"", old)})


@pytest.mark.parametrize("table", [record.table for record in form_of_stage(8).tables if not record.only_carried])
def test_a_table_turned_into_plain_cells_is_read_all_the_same_and_asked_about_once(table: str) -> None:
    record = next(record for record in form_of_stage(8).tables if record.table == table)
    data = without_table(a_return(8), record)
    assert said(data, 8) == [("WB023", "", None, None)]
    assert read_return(data, form_of_stage(8)).plan.tables == read_return(a_return(8), form_of_stage(8)).plan.tables


def test_a_deleted_sheet_is_one_finding_that_names_it() -> None:
    book = opened(a_return(4))
    del book["Agreement"]
    [finding] = [finding for finding in judged(saved(book), 4) if finding.severity.blocks]
    assert finding.code == "WB006"
    assert "“Agreement”" in finding.message


def renamed_heading(data: bytes, record: type[Record], title: str) -> bytes:
    """A return in which somebody typed over a heading, or over a question."""

    def rename_column(part: bytes) -> bytes:
        for name in (escape(title), escape(title)):
            part = part.replace(f'name="{name}"'.encode(), b'name="Something else"')
        return part

    sheet = part_of(data, record.title)
    [table] = [part for _, kind, part in Package(data).relations(sheet) if kind == "table"]
    return changed(typed_over(data, record.title, title, "Something else"), {table: rename_column})


@pytest.mark.parametrize("table", [record.table for record in (*FORMS[0].tables, *form_of_stage(8).tables[1:])])
def test_every_lost_column_or_question_is_one_finding(table: str) -> None:
    record = next(record for record in (*FORMS[0].tables, *form_of_stage(8).tables) if record.table == table)
    stage = record.stage
    wrong = {}
    for spec in record.columns.values():
        if spec.given:
            continue
        findings = said(renamed_heading(a_return(stage), record, spec.title), stage)
        if findings != [("WB007", table, record.title, "B5")]:
            wrong[spec.title] = findings
    assert wrong == {}


def test_a_deleted_column_is_one_finding_and_the_rest_is_still_read() -> None:
    built = filled(4)
    sheet, layout = built.workbook["Indicators"], TableLayout(Indicator)
    column = layout.cell("how_often", 0)[1]
    sheet.delete_cols(column)
    [table] = sheet.tables.values()
    table.tableColumns = [each for each in table.tableColumns if each.name != "How often looked at"]
    table.ref = f"B5:{address(layout.last_row, layout.last_column - 1)}"
    if table.autoFilter:
        table.autoFilter.ref = table.ref
    data = saved(built.workbook)
    assert said(data, 4) == [("WB007", "Indicators", "Indicators", "B5")]
    found = read_return(data, STAGE_4).plan.of(Indicator)
    assert [(record.ref, record.due, record.lead) for record in found] == [
        (record.ref, record.due, record.lead)
        for record in example().tables(STAGE_4)["Indicators"]
        if isinstance(record, Indicator)
    ]


# Answers of the wrong kind ---------------------------------------------------------------------------


@pytest.mark.parametrize("table", [record.table for record in (*FORMS[0].tables, *form_of_stage(8).tables[1:])])
def test_an_excel_error_anywhere_is_one_finding_at_its_cell(table: str) -> None:
    record = next(record for record in (*FORMS[0].tables, *form_of_stage(8).tables) if record.table == table)
    stage = max(record.stage, 4) if record.stage else 0
    answered = example().tables(form_of_stage(stage))[table]
    given = TableLayout(record).given(templates.shipped_lists())
    written_by_form = next(spec.field for spec in record.columns.values() if spec.long) if given else ""
    wrong = {}
    for spec in record.columns.values():
        if not answered or spec.given or spec.field == written_by_form:
            continue
        cell = place_of(record, spec.field, answered[0].place)
        findings = said(with_cell(a_return(stage), record.title, cell, "<v>#REF!</v>", "e"), stage)
        if findings != [("WB008", table, record.title, cell)]:
            wrong[spec.title] = findings
    assert wrong == {}


@pytest.mark.parametrize("content", ["twelve", "+-3", "1,5", "\uff11", "2"])
def test_a_yes_or_no_that_says_neither_is_one_finding_at_its_cell(content: str) -> None:
    cell = place_of(Outcome, "statement")
    data = with_cell(a_return(4), "Outcomes", cell, f"<v>{content}</v>", "b")
    assert said(data, 4) == [("WB010", "Outcomes", "Outcomes", cell)]


def test_nobody_is_told_to_type_into_a_locked_cell() -> None:
    cell = place_of(Outcome, "target")
    for error, kind in (("<v>#REF!</v>", "e"), ("<f>25*2</f><v>50</v>", ""), ("<is><t>lots</t></is>", "inlineStr")):
        own, locked = (
            [
                found
                for found in judged(with_cell(a_return(stage), "Outcomes", cell, error, kind), stage)
                if found.cell == cell
            ]
            for stage in (4, 5)
        )
        [there] = [found for found in locked if found.code.startswith("WB")]
        assert there.fix.startswith("This sheet comes from stage 4 and is locked. Go back to the return")
        assert "begin this form anew" in there.fix
        assert there.code in {found.code for found in own}
        assert all("locked" not in found.fix for found in own)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("target", "lots", "WB010"),
        ("target", "#DIV/0!", "WB008"),
        ("target_date", "July 2013", "WB010"),
        ("target_date", "31/02/2013", "WB010"),
        ("target_date", "31/07/2113", "WB017"),
        ("cohort", "12.5", "WB010"),
        ("cohort", "0", "WB017"),
        ("unit", "elephants", "WB011"),
        ("priority", "healthy weight", "WB010"),
    ],
)
def test_one_mistake_is_one_finding(field: str, typed: str, code: str) -> None:
    cell = place_of(Outcome, field)
    assert said(with_text(a_return(4), "Outcomes", cell, typed), 4) == [(code, "Outcomes", "Outcomes", cell)]


def test_the_rest_of_a_row_with_a_mistake_is_still_read() -> None:
    data = with_text(a_return(4), "Indicators", place_of(Indicator, "due"), "soon")
    first, second = (read_return(data, STAGE_4).plan.of(Indicator) for data in (data, a_return(4)))
    assert first[0].due is None
    assert first[0].unreadable == {"due"}
    assert first[0].statement == second[0].statement
    assert first[1:] == second[1:]


def test_a_formula_is_asked_about_and_its_value_is_used() -> None:
    cell = place_of(Outcome, "target")
    target = next(row.target for row in example().tables(STAGE_4)["Outcomes"] if isinstance(row, Outcome))
    data = with_cell(a_return(4), "Outcomes", cell, f"<f>20+20</f><v>{target}</v>")
    assert said(data, 4) == [("WB009", "Outcomes", "Outcomes", cell)]
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)


def test_a_formula_that_was_never_worked_out_gives_no_answer() -> None:
    cell = place_of(Outcome, "target")
    assert said(with_cell(a_return(4), "Outcomes", cell, "<f>20+20</f>"), 4) == [
        ("WB010", "Outcomes", "Outcomes", cell)
    ]


def test_a_formula_that_shows_nothing_is_a_blank() -> None:
    cell = place_of(Outcome, "respondents", 5)
    data = with_cell(a_return(4), "Outcomes", cell, '<f>IF(TRUE,"","x")</f><v></v>', "str")
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)


def test_a_reference_that_stands_twice_is_found_at_the_second() -> None:
    assert said(with_text(a_return(4), "Indicators", "B7", "E1"), 4) == [("WB013", "Indicators", "Indicators", "B7")]


@pytest.mark.parametrize("typed", ["O9", "O1, O9", "O1 to O9"])
def test_a_reference_to_nothing_is_found_at_its_cell(typed: str) -> None:
    cell = place_of(Indicator, "outcomes")
    assert said(with_text(a_return(4), "Indicators", cell, typed), 4) == [("WB014", "Indicators", "Indicators", cell)]


# What stands elsewhere -------------------------------------------------------------------------------


def test_notes_outside_the_tables_are_shown_and_never_read() -> None:
    built = filled(4)
    built.workbook["Outcomes"]["K3"] = "Ask Tom about this"
    built.workbook["Indicators"]["A40"] = 45
    data = saved(built.workbook)
    assert said(data, 4) == [("WB015", "", "Outcomes", "K3"), ("WB015", "", "Indicators", "A40")]


def test_many_notes_on_a_sheet_do_not_drown_the_rest() -> None:
    built = filled(4)
    for row in range(40, 80):
        built.workbook["Outcomes"].cell(row, 2, "more notes")
    data = saved(built.workbook)
    assert said(data, 4) == [("WB015", "", "Outcomes", f"B{row}") for row in range(40, 46)]
    last = next(found for found in judged(data, 4) if found.cell == "B45")
    assert "35 more rows or columns" in last.message


def test_a_sheet_of_the_schools_own_is_shown() -> None:
    built = filled(4)
    built.workbook.create_sheet("Lunch counts")["A1"] = "Week 1"
    data = saved(built.workbook)
    assert said(data, 4) == [("WB015", "", "Lunch counts", "A1")]


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links"),
        ("xl/embeddings/oleObject1.bin", "embedded"),
        ("xl/activeX/activeX1.bin", "embedded"),
    ],
)
def test_what_travels_in_the_file_is_named(part: str, word: str) -> None:
    data = changed(a_return(4), {part: b"\x00\x01anything"})
    [finding] = judged(data, 4)
    assert finding.code == "WB020"
    assert word in finding.message


# Versions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [f"{FORM_VERSION[0]}.{FORM_VERSION[1] + 1}", "2.0", "99.0"])
def test_a_newer_form_is_refused(version: str) -> None:
    assert refused(with_name(a_return(4), "hwit_version", f'"{version}"')) == "WB005"


def test_a_form_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "FORM_VERSION", (3, 0))
    monkeypatch.setattr(identity, "OLDEST_VERSION", (2, 0))
    assert refused(a_return(4)) == "WB005"


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("hwit_form", '"stage_9_party"'),
        ("hwit_form", "Sheet1!$A$1"),
        ("hwit_version", '"one"'),
        ("hwit_version", '"1"'),
        ("hwit_version", '"1.0.0"'),
        ("hwit_version", '""'),
        ("hwit_version", f'"{"9" * 5000}.0"'),
    ],
)
def test_a_workbook_that_says_it_is_something_else_is_not_ours(name: str, meaning: str) -> None:
    data = without_signs(a_return(4))
    assert refused(with_name(data, name, meaning)) == "WB004"


def test_a_form_of_a_newer_version_that_we_do_not_know_is_newer_not_foreign() -> None:
    data = with_name(with_name(a_return(4), "hwit_form", '"stage_9_party"'), "hwit_version", '"2.0"')
    assert refused(data) == "WB005"


def refused(data: bytes) -> str:
    """The code under which a file is refused."""
    with pytest.raises(Rejected) as rejected:
        read_return(data, STAGE_4)
    assert "\n" not in rejected.value.message
    return rejected.value.code


# Locked answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "field", "typed"),
    [
        (Outcome, "who", "Year 6 pupils"),
        (Outcome, "data_source", ""),
        (Indicator, "lead", "Somebody else"),
        (Priority, "why", "Because"),
    ],
    ids=lambda value: getattr(value, "table", value),
)
def test_a_changed_locked_answer_is_found_at_its_cell(record: type[Record], field: str, typed: str) -> None:
    cell = place_of(record, field)
    data = with_text(a_return(6), record.title, cell, typed)
    assert ("WB019", record.table, record.title, cell) in said(data, 6)
    assert [finding for finding in said(data, 6) if finding[0] not in ("WB019", "WB012")] == []


def test_stray_spaces_in_a_locked_answer_are_no_change() -> None:
    who = next(row.who for row in example().tables(STAGE_4)["Outcomes"] if isinstance(row, Outcome))
    assert said(with_text(a_return(6), "Outcomes", place_of(Outcome, "who"), f" {who}\u00a0 "), 6) == []


def test_answers_of_this_stage_and_of_the_school_sheet_may_change() -> None:
    data = with_text(a_return(6), "School", place_of(School, "local_programme"), "Valley Healthy Schools")
    assert said(data, 6) == []
    assert said(with_text(a_return(4), "Agreement", place_of(Agreement, "note"), "We met twice."), 4) == []


def test_a_locked_row_that_was_emptied_is_found() -> None:
    built = filled(6)
    last = len(example().tables(form_of_stage(6))["Activities"]) - 1
    for spec in Activity.columns.values():
        built.cell(TableLayout(Activity), spec.field, last).value = None
    findings = said(saved(built.workbook), 6)
    assert ("WB019", "Activities", "Activities", "B5") in findings


# Explanations ----------------------------------------------------------------------------------------


def with_feedback(rows: list[tuple[str, str]]) -> bytes:
    """A return whose Feedback sheet holds items and what the school explained."""
    built = filled(4)
    layout = TableLayout(Feedback)
    for place, (item, explanation) in enumerate(rows):
        built.workbook["Feedback"].cell(*layout.cell("item", place)).value = item
        built.workbook["Feedback"].cell(*layout.cell("explanation", place)).value = explanation
    return saved(built.workbook)


def test_explanations_are_read_by_what_they_explain() -> None:
    data = with_feedback(
        [
            ("OC005|Outcomes|O1|target|0a1b", "  The cohort changed. "),
            ("EL004|School|Answer||", "See our letter."),
            ("SI003|Indicators|E2|due|77", ""),
            ("no item", "A note without a finding"),
            ("", "Another"),
        ]
    )
    found = read_return(data, STAGE_4).explanations
    assert {key: [(each.text, each.about) for each in told if each.text] for key, told in found.items()} == {
        ("OC005", "Outcomes", "O1", "target"): [("The cohort changed.", "0a1b")],
        ("EL004", "School", "Answer", ""): [("See our letter.", "")],
        ("SI003", "Indicators", "E2", "due"): [],
        LOOSE: [("A note without a finding", ""), ("no item", ""), ("Another", "")],
    }
    assert said(data, 4) == []


@pytest.mark.parametrize("name", [name for name in Feedback.columns if name != "code"])
def test_words_in_any_column_of_a_blank_feedback_row_are_read(name: str) -> None:
    """Over the formula of the link too; and a blank sheet, with all its formulas, has no rows."""
    assert read_return(a_return(4), STAGE_4).feedback == ()
    [row] = read_return(with_text(a_return(4), "Feedback", place_of(Feedback, name, 14), "Ring Sue"), STAGE_4).feedback
    assert getattr(row, name) == "Ring Sue"


def test_a_return_without_feedback_has_no_explanations() -> None:
    assert read_return(a_return(4), STAGE_4).explanations == {}


# Odd tables ------------------------------------------------------------------------------------------


def test_a_table_stretched_to_the_end_of_the_sheet_is_read_in_no_time() -> None:
    def stretch(part: bytes) -> bytes:
        return re.sub(rb'ref="B5:([A-Z]+)\d+"', rb'ref="B5:\g<1>1048576"', part)

    tables = {f"xl/tables/table{number}.xml": stretch for number in range(1, 12)}
    data = changed(a_return(4), tables)
    started = dt.datetime.now()
    assert own_answers(read_return(data, STAGE_4).plan.tables) == of_example(4)
    assert dt.datetime.now() - started < dt.timedelta(seconds=5)
