"""One odd cell is one finding at that cell: the rest of the return is read, and no answer changes in silence."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest

from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_validators.tables import Agreement, Indicator, Outcome, School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.settings import Settings
from hwit_xl.next_form.refill import refill
from hwit_xl.workbooks.reading.read import read_bytes
from support.by_hand import answers
from support.plans import TODAY, circumstances
from support.returns import (
    RELATIONS,
    a_return,
    changed,
    handed_back,
    judged,
    part_of,
    place_of,
    read_return,
    said,
    with_cell,
    with_shared_strings,
    with_text,
)

STAGE = 4
FORM = form_of_stage(STAGE)
FIGURE, DAY, WORDS, YES = (
    (Outcome, "target"), (Outcome, "target_date"), (Outcome, "data_source"), (Agreement, "head_agrees"),
)  # fmt: skip


@cache
def a_good_return() -> bytes:
    return with_shared_strings(a_return(STAGE))


def by_the_parser(data: bytes, sheet: str) -> bytes:
    """The same return, with a sheet that the short cut leaves to the parser."""
    return changed(data, {part_of(data, sheet): lambda old: old.replace(b"</sheetData>", b"<!-- x --></sheetData>")})


def found_at(data: bytes, sheet: str) -> list[tuple[str, str | None, str | None]]:
    """Errors and queries, which are the same by the short cut and by the parser."""
    found = [(code, on, cell) for code, _, on, cell in said(data, STAGE)]
    assert [(code, on, cell) for code, _, on, cell in said(by_the_parser(data, sheet), STAGE)] == found
    return found


ODD = [
    ("<v>NaN</v>", ""), ("<v>INF</v>", "n"), ("<v>-inf</v>", ""), ("<v>9.99E+307</v>", ""), ("<v>1e999</v>", ""),
    ("<v>-1E+301</v>", ""), ("<v>1,5</v>", ""), ("<v>1_0</v>", ""), ("<v>\u0663</v>", ""), ("<v>0x1F</v>", ""),
    ("<v>forty</v>", ""), ("<v>1 2</v>", ""), ("<v>#####</v>", "n"), ("<v>maybe</v>", "b"), ("<v>2</v>", "b"), ("<v>-1</v>", "s"),
    ("<v>1_0</v>", "s"), ("<v>\u0663</v>", "s"), ("<v>999999</v>", "s"), ("<v>1.0</v>", "s"), ("<v>PT12H30M</v>", "d"),
    ("<v>2011-02-31</v>", "d"), ("<v>20110731</v>", "d"), ("<v>2011-W05-1</v>", "d"), ("<v>1899-12-30</v>", "d"),
    ("<v>0000-01-01</v>", "d"), ("<v>99999-01-01</v>", "d"), ("<v>25:00:00</v>", "d"), ("<v>40755</v>", "d"), ("<v>5</v>", "zzz"),
    ("<v>&amp;</v>", ""), ("<v>12&#44;5</v>", ""),
]  # fmt: skip
"""What no cell can hold."""


@pytest.mark.parametrize(("inner", "kind"), ODD)
@pytest.mark.parametrize(("record", "field"), [FIGURE, DAY, WORDS, YES])
def test_what_no_cell_can_hold_is_one_finding_at_its_cell(inner: str, kind: str, record: type, field: str) -> None:
    cell = place_of(record, field)
    assert found_at(with_cell(a_good_return(), record.title, cell, inner, kind), record.title) == [
        ("WB010", record.title, cell)
    ]


def test_the_finding_says_what_stands_there() -> None:
    cell = place_of(*FIGURE)
    [found] = [f for f in judged(with_cell(a_good_return(), "Outcomes", cell, "<v>NaN</v>"), STAGE) if f.cell == cell]
    assert found.message == "What the file holds in this cell cannot be read: “NaN”."


TIMES = ["12:30:00", "T12:30:00", "12:30:00.500Z", "1899-12-31T12:30:00", "1899-12-30T12:30:00.000"]


@pytest.mark.parametrize("written", TIMES)
def test_a_time_of_day_as_iso_has_it_is_one(written: str) -> None:
    cell = place_of(*FIGURE)
    assert found_at(with_cell(a_good_return(), "Outcomes", cell, f"<v>{written}</v>", "d"), "Outcomes") == [
        ("WB010", "Outcomes", cell)
    ]
    data = with_cell(a_good_return(), "Outcomes", place_of(*WORDS), f"<v>{written}</v>", "d")
    assert read_return(data, FORM).plan.of(Outcome)[0].data_source == "12:30"


@pytest.mark.parametrize(
    "cell",
    ['t="d"><v>12:30:00</v>', 't="d"><v>PT5M</v>', "><v>NaN</v>", 't="s"><v>-1</v>', 't="b"><v>?</v>', "><v>1E308</v>"],
)
def test_beside_the_tables_it_is_a_note_like_any_other(cell: str) -> None:
    row = f'<row r="40"><c r="K40" {cell}</c></row></sheetData>'.encode()
    data = changed(
        a_good_return(), {part_of(a_good_return(), "Outcomes"): lambda old: old.replace(b"</sheetData>", row)}
    )
    assert said(data, STAGE) == [("WB015", "", "Outcomes", "K40")]


@pytest.mark.parametrize("written", ["2013-07-31", "2013-07-31T00:00:00", "2013-07-31T16:30:00.000Z", "2013-07-31Z"])
def test_a_day_as_iso_has_it_is_that_day(written: str) -> None:
    data = with_cell(a_good_return(), "Outcomes", place_of(*DAY), f"<v> {written} </v>", "d")
    assert read_return(data, FORM).plan.of(Outcome)[0].target_date == dt.date(2013, 7, 31)


@pytest.mark.parametrize(("written", "is_yes"), [("1", True), ("true", True), (" TRUE ", True), ("0", False)])
def test_yes_and_no_as_xml_has_them(written: str, is_yes: bool) -> None:
    data = with_cell(a_good_return(), "Agreement", place_of(*YES), f"<v>{written}</v>", "b")
    assert read_return(data, FORM).plan.of(Agreement)[0].head_agrees is is_yes


def styled(data: bytes, sheet: str, cell: str, value: str, number_format: int) -> bytes:
    """A return with a number in a cell, in a format of its own."""

    def put(old: bytes) -> bytes:
        count = len(re.findall(rb"<xf ", re.search(rb"<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0]))  # type: ignore[index]
        pattern = rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % cell.encode()
        return re.sub(pattern, b'<c r="%s" s="%d"><v>%s</v></c>' % (cell.encode(), count, value.encode()), old, count=1)

    styles = b""

    def add(old: bytes) -> bytes:
        nonlocal styles
        styles = old
        return old.replace(b"</cellXfs>", b'<xf numFmtId="%d"/></cellXfs>' % number_format)

    with_styles = changed(data, {"xl/styles.xml": add})
    return changed(with_styles, {part_of(data, sheet): put})


@pytest.mark.parametrize(
    ("record", "field", "value", "number_format"),
    [
        (*FIGURE, "40755", 14), (*FIGURE, "-5", 14), (*FIGURE, "2958466", 14), (*FIGURE, "1e10", 14), (*FIGURE, "0.5", 20),
        (*DAY, "40755", 9), (*DAY, "-1", 14), (*DAY, "2958466", 14), (*DAY, "1e12", 14), (*DAY, "0", 14), (*WORDS, "-1", 14),
        (*WORDS, "2958466", 22),
    ],
)  # fmt: skip
def test_a_format_that_lies_is_one_finding(record: type, field: str, value: str, number_format: int) -> None:
    cell = place_of(record, field)
    data = styled(a_good_return(), record.title, cell, value, number_format)
    assert found_at(data, record.title) == [("WB010", record.title, cell)]


@pytest.mark.parametrize("second", ["<v>55</v>", "<f>5*11</f><v>55</v>"])
def test_of_a_cell_that_stands_twice_nobody_knows_which_counts(second: str) -> None:
    cell = place_of(*FIGURE)

    def twice(old: bytes) -> bytes:
        return re.sub(
            rb'<c r="%s".*?</c>' % cell.encode(), rb'\g<0><c r="%s">%s</c>' % (cell.encode(), second.encode()), old
        )

    data = changed(a_good_return(), {part_of(a_good_return(), "Outcomes"): twice})
    assert found_at(data, "Outcomes") == [("WB010", "Outcomes", cell)]


def held_twice(data: bytes, first: str, second: str) -> bytes:
    """A return whose target of O1 stands in the file as one text and as another."""
    cell = place_of(*FIGURE)

    def write(old: bytes) -> bytes:
        both = "".join(f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>' for text in (first, second))
        return re.sub(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % cell.encode(), both.encode(), old, count=1)

    return changed(data, {part_of(data, "Outcomes"): write})


def test_no_words_of_ours_are_taken_for_what_was_typed_twice() -> None:
    cell = place_of(*FIGURE)
    sent = read_return(held_twice(a_good_return(), "45", "55"), FORM)
    [mark] = sent.plan.reading["WB010"]
    assert (mark.found, mark.message) == (
        None, "The file holds two different values for this cell, and nobody can say which one counts.",
    )  # fmt: skip
    again = refill(sent, FORM)
    assert read_return(again.data, FORM).plan.of(Outcome)[0].target is None
    assert "WB010" not in read_return(again.data, FORM).plan.reading
    assert f"Outcomes {cell}: what was typed here cannot be told from the file" in again.lost


def test_the_same_twice_is_once() -> None:
    def twice(old: bytes) -> bytes:
        return re.sub(rb'<row r="19".*?</row>', rb"\g<0>\g<0>", old, flags=re.DOTALL)

    data = changed(a_good_return(), {part_of(a_good_return(), "Outcomes"): twice})
    assert found_at(data, "Outcomes") == []
    assert answers(read_return(data, FORM).plan.tables, FORM) == answers(
        read_return(a_return(4), FORM).plan.tables, FORM
    )


@pytest.mark.parametrize("address", ["c19", "C1_9", "C\u0661\u0669", "19", "", "C0", "XFE19", "C1048577", "C 19", "$C"])
def test_a_cell_that_does_not_say_where_it_stands_is_one_finding(address: str) -> None:
    """The cell before it stands in B19, so it is looked for in C19, and not believed."""
    cell = place_of(*FIGURE)
    assert cell == "C19"
    data = changed(
        a_good_return(),
        {part_of(a_good_return(), "Outcomes"): lambda old: old.replace(b'r="C19"', f'r="{address}"'.encode())},
    )
    assert found_at(data, "Outcomes") == [("WB010", "Outcomes", cell)]


@pytest.mark.parametrize("number", ["1_9", "\u0661\u0669", "x", "", "0", "-1", "1048577"])
def test_a_row_that_does_not_say_which_it_is_hides_no_cell_that_does(number: str) -> None:
    data = changed(
        a_good_return(),
        {part_of(a_good_return(), "Outcomes"): lambda old: re.sub(rb'<row r="19"', f'<row r="{number}"'.encode(), old)},
    )
    assert found_at(data, "Outcomes") == []


@pytest.mark.parametrize(("inner", "kind", "code"), [("<v>NaN</v>", "", "WB010"), ("<v>#REF!</v>", "e", "WB008")])
def test_in_the_column_of_references_too_and_the_row_keeps_its_own(inner: str, kind: str, code: str) -> None:
    assert found_at(with_cell(a_good_return(), "Indicators", "B7", inner, kind), "Indicators") == [
        (code, "Indicators", "B7")
    ]


# Marks that cannot be seen ---------------------------------------------------------------------------

MARKS = ["\u200e{}", "{}\u200f", "\u202d{}\u202c", "\u2066{}\u2069", "{}\xad", "\ufeff{}", "{}\u2060", "\u200b{}\u200d", "{}\ufe0f",
         "{}\u0085", "\x9c{}", "{}\U000e0041", "\u2800{}\u3164", "{}\u2028", "\u061c{}", "{}\u034f"]  # fmt: skip


@pytest.mark.parametrize("marks", MARKS)
def test_marks_that_cannot_be_seen_make_no_answer_another(marks: str) -> None:
    data = a_good_return()
    before = read_return(data, FORM).plan
    typed = {
        (School, "urn"): before.of(School)[0].urn, (Outcome, "priority"): "P1", (Agreement, "head_agrees"): "Yes",
        (Outcome, "target"): f"{before.of(Outcome)[0].target:g}", (Outcome, "target_date"): f"{before.of(Outcome)[0].target_date:%d/%m/%Y}",
        (Outcome, "unit"): before.of(Outcome)[0].unit, (Indicator, "outcomes"): ", ".join(before.of(Indicator)[0].outcomes),
    }  # fmt: skip
    for (record, field), text in typed.items():
        data = with_text(data, record.title, place_of(record, field), marks.format(text))
    data = with_text(data, "Indicators", "B6", marks.format("E1"))
    data = with_text(data, "Indicators", place_of(Indicator, "due").replace("6", "5"), marks.format("Due"))
    after = read_return(data, FORM).plan
    assert said(data, STAGE) == []
    assert after.tables == before.tables


@pytest.mark.parametrize(
    "nothing", ["\u200e", "\ufeff\u200b", "\u202d\u202c", "\xad", "\ufe0f", "\u3164", "\u2800", "\u2028", "\x85 \u00a0"]
)
def test_a_cell_of_nothing_else_is_blank(nothing: str) -> None:
    data = with_text(a_good_return(), "Outcomes", place_of(*WORDS), nothing)
    assert read_return(data, FORM).plan.of(Outcome)[0].data_source is None


@pytest.mark.parametrize(
    "typed",
    [
        "31\u201107\u20112013",
        "31–07–2013",
        "31\u200e/\u200e07/2013",
        "\u202a31 July 2013\u202c",
        "2013\u201207\u201231",
    ],
)
def test_dates_with_dashes_and_marks_of_other_programs(typed: str) -> None:
    data = with_text(a_good_return(), "Outcomes", place_of(*DAY), typed)
    found = read_return(data, FORM).plan.of(Outcome)[0].target_date
    assert found == dt.date(2013, 7, 31)


# Texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("scan_x005F_x000D_2.pdf", "scan_x000D_2.pdf"), ("scan_x005f_x000D_2.pdf", "scan_x000D_2.pdf"), ("one_x000D_\ntwo", "one\ntwo"),
        ("_x005F_x005F_x005F_x000D_", "_x005F_x000D_"), ("a_x0041_b", "aAb"), ("_xD83D__xDE00_", "😀"), ("_xD83D_!", "\ufffd!"), ("_x00_", "_x00_"),
        ("_X000D_", "_X000D_"), ("x_x0009_y", "x y"), ("_x0000_x", "x"), ("_x000D", "_x000D"), ("_x_x000D_", "_x"),
    ],
)  # fmt: skip
def test_characters_in_another_form_are_decoded_once(written: str, typed: str, shared: bool, tmp_path: Path) -> None:
    data = with_text(a_return(STAGE), "Outcomes", place_of(*WORDS), written)
    data = with_shared_strings(data) if shared else data
    assert read_return(data, FORM).plan.of(Outcome)[0].data_source == typed
    assert read_return(by_the_parser(data, "Outcomes"), FORM).plan.of(Outcome)[0].data_source == typed


def test_how_to_read_a_text_aloud_is_no_part_of_it() -> None:
    aid = '<is><t>Ofsted</t><rPh sb="0" eb="2"><t>aloud</t></rPh><phoneticPr fontId="1"/></is>'
    runs = '<is><r><t>Of</t></r><rPh sb="0" eb="2"><t>aloud</t></rPh><r><t>sted</t></r></is>'
    for inner in (aid, runs):
        data = with_cell(a_return(STAGE), "Outcomes", place_of(*WORDS), inner, "inlineStr")
        for one in (data, with_shared_strings(data)):
            assert read_return(one, FORM).plan.of(Outcome)[0].data_source == "Ofsted"


# Dates of 1904 -----------------------------------------------------------------------------------------


def counted_from_1904(data: bytes) -> bytes:
    """The same return, as a workbook that counts from 1904 holds it: every date is 1,462 less."""

    def earlier(old: bytes) -> bytes:
        return re.sub(
            rb'(<c r="[A-Z]+\d+" s="(\d+)"(?: t="n")?><v>)(\d+)(?=</v>)',
            lambda found: found[1] + b"%d" % (int(found[3]) - 1462) if int(found[2]) in dates else found[0],
            old,
        )

    styles = re.search(rb"<cellXfs.*?</cellXfs>", part(data, "xl/styles.xml"), re.DOTALL)
    codes = {
        number for number, code in re.findall(rb'numFmtId="(\d+)" formatCode="([^"]*)"', part(data, "xl/styles.xml")) if b"yy" in code
    } | {b"14"}  # fmt: skip
    codes |= {
        n
        for code, n in re.findall(rb'formatCode="([^"]*)" numFmtId="(\d+)"', part(data, "xl/styles.xml"))
        if b"yy" in code
    }
    assert styles
    dates = {
        place for place, number in enumerate(re.findall(rb'<xf [^>]*?numFmtId="(\d+)"', styles[0])) if number in codes
    }
    sheets = [name for name in names(data) if name.startswith("xl/worksheets/sheet")]
    later = dict.fromkeys(sheets, earlier)
    return changed(
        data,
        {**later, "xl/workbook.xml": lambda old: re.sub(rb"<workbookPr[^>]*/>", b'<workbookPr date1904="1"/>', old)},
    )


def part(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_dates_shown_as_plain_numbers_follow_the_workbook_that_counts_from_1904() -> None:
    data = counted_from_1904(a_good_return())
    assert read_return(data, FORM).plan.tables == read_return(a_good_return(), FORM).plan.tables
    plain = with_cell(data, "Outcomes", place_of(*DAY), "<v>39994</v>")
    plain = changed(plain, {part_of(plain, "Outcomes"): lambda old: re.sub(rb'(<c r="C21") s="\d+"', rb"\1", old)})
    assert read_return(plain, FORM).plan.of(Outcome)[0].target_date == dt.date(2013, 7, 1)
    assert plain != data


# Pictures ----------------------------------------------------------------------------------------------

RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
METADATA = (
    '<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><metadataTypes count="1"><metadataType name="XLRICHVALUE"/>'
    '</metadataTypes><futureMetadata name="XLRICHVALUE" count="2"><bk><extLst><ext uri="x"><xlrd:rvb xmlns:xlrd="' + RICH + '" i="1"/></ext>'
    '</extLst></bk><bk><extLst><ext uri="x"><xlrd:rvb xmlns:xlrd="' + RICH + '" i="0"/></ext></extLst></bk></futureMetadata>'
    '<cellMetadata count="1"><bk><rc t="1" v="1"/></bk></cellMetadata>'
    '<valueMetadata count="2"><bk><rc t="1" v="0"/></bk><bk><rc t="1" v="1"/></bk></valueMetadata></metadata>'
)  # fmt: skip
"""Of two cells: the first is a picture, the second an error such as #SPILL!."""
VALUES = f'<rvData xmlns="{RICH}" count="2"><rv s="0"><v>8</v></rv><rv s="1"><v>0</v><v>5</v></rv></rvData>'
STRUCTURES = f'<rvStructures xmlns="{RICH}" count="2"><s t="_error"><k n="errorType"/></s><s t="_localImage"><k n="i"/></s></rvStructures>'


def with_rich_value(number: int) -> bytes:
    """A return with a rich value in the place of a figure."""
    kinds = {
        "sheetMetadata": ("metadata.xml", METADATA), "rdRichValue": ("richData/rdrichvalue.xml", VALUES),
        "rdRichValueStructure": ("richData/rdrichvaluestructure.xml", STRUCTURES),
    }  # fmt: skip
    relations = "".join(
        f'<Relationship Id="rich{kind}" Type="{RELATIONS}/{kind}" Target="{name}"/>'
        for kind, (name, _) in kinds.items()
    ).encode()
    cell = place_of(*FIGURE).encode()
    data = with_cell(a_good_return(), "Outcomes", cell.decode(), "<v>#VALUE!</v>", "e")
    return changed(
        data,
        {
            "xl/_rels/workbook.xml.rels": lambda old: old.replace(b"</Relationships>", relations + b"</Relationships>"),
            part_of(data, "Outcomes"): lambda old: old.replace(
                b'<c r="%s"' % cell, b'<c r="%s" vm="%d"' % (cell, number)
            ),
            **{f"xl/{name}": text.encode() for name, text in kinds.values()},
        },
    )


@pytest.mark.parametrize(
    ("number", "code", "word"), [(1, "WB010", "a picture"), (2, "WB008", "#VALUE!"), (3, "WB008", "#VALUE!")]
)
def test_a_picture_in_a_cell_is_called_one(number: int, code: str, word: str) -> None:
    [found] = [f for f in judged(with_rich_value(number), STAGE) if f.cell == place_of(*FIGURE)]
    assert (found.code, word in found.message) == (code, True)
    assert ("picture" in found.message) is (number == 1)


def test_a_copy_with_feedback_keeps_an_odd_cell_and_can_be_read_again(tmp_path: Path) -> None:
    cell = place_of(*FIGURE)
    path = tmp_path / "return.xlsx"
    path.write_bytes(with_cell(a_good_return(), "Outcomes", cell, "<v>NaN</v>"))
    first = handed_back(path, Settings(on=TODAY), tmp_path / "copy.xlsx")
    again = read_bytes((tmp_path / "copy.xlsx").read_bytes(), path, circumstances(TODAY))
    assert [f.code for f in first.findings if f.cell == cell and "WB" in f.code] == ["WB010"]
    assert [
        f.code for f in map(again.cells.located, check(again.plan, RULES).findings) if f.cell == cell and "WB" in f.code
    ] == ["WB010"]
