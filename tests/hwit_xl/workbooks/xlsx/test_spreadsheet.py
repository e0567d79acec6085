"""The direct reader finds what openpyxl finds, however the file was written."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table

from hwit_validators.tables.forms import FORMS, Form
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.xlsx import plain_xml
from hwit_xl.workbooks.xlsx.cell import Cell, Sort
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet
from support.compare import disagreements
from support.returns import a_return, changed, saved, with_inline_strings, with_shared_strings

SHEET = "xl/worksheets/sheet1.xml"
FILLED = [
    (0, "primary"),
    (3, "nursery"),
    (4, "special"),
    (7, "secondary"),
    (8, "cluster_infant"),
    (8, "pupil_referral_unit"),
]
"""Stage and worked plan."""


def cells(data: bytes) -> dict[str, dict[tuple[int, int], Cell]]:
    """The filled cells of every sheet."""
    book = Spreadsheet(Package(data))
    for sheet in book.sheets:
        book.read_cells(sheet)
    return {sheet.name: sheet.cells for sheet in book.sheets}


def first_sheet(data: bytes) -> dict[tuple[int, int], Cell]:
    """The filled cells of the first sheet."""
    return next(iter(cells(data).values()))


def agreed(data: bytes, folder: Path) -> bytes:
    """The same workbook, once both readers are known to agree on it."""
    path = folder / "book.xlsx"
    path.write_bytes(data)
    assert disagreements(path) == []
    return data


def a_book(values: dict[str, object], *, epoch_1904: bool = False, formats: dict[str, str] | None = None) -> bytes:
    """A workbook with these values in its only sheet."""
    book = Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    for address, value in values.items():
        sheet[address].value = value
    for address, code in (formats or {}).items():
        sheet[address].number_format = code
    return saved(book)


def rewritten(data: bytes, change: Callable[[str], str], part: str = SHEET) -> bytes:
    """A workbook with the XML of a part changed as text."""
    return changed(data, {part: lambda old: change(old.decode()).encode()})


def prefixed(xml: str) -> str:
    """The same XML with every element of the spreadsheet's own namespace under the prefix ``x:``."""
    xml = re.sub(r'xmlns="(http://schemas.openxmlformats.org/spreadsheetml/2006/main)"', r'xmlns:x="\1"', xml)
    return re.sub(r"<(/?)(?=[A-Za-z])(?![A-Za-z]+:)", r"<\1x:", xml)


# Forms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_both_readers_agree_on_every_blank_form(form: Form, tmp_path: Path) -> None:
    data = agreed(package.to_bytes(build(form).workbook), tmp_path)
    assert len(cells(data)["School"]) > 30


@pytest.mark.parametrize(("stage", "name"), FILLED)
def test_both_readers_agree_on_filled_forms(stage: int, name: str, tmp_path: Path) -> None:
    shared = agreed(a_return(stage, name), tmp_path)
    inline = agreed(with_inline_strings(shared), tmp_path)
    assert cells(shared) == cells(inline)


@pytest.mark.parametrize(("stage", "name"), FILLED[::2])
def test_the_short_cut_and_the_parser_find_the_same(stage: int, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = a_return(stage, name)
    short_cut = cells(data)
    for way in ("cells", "strings"):
        monkeypatch.setattr(plain_xml, way, lambda _: None)
    assert cells(data) == short_cut


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_short_cut_is_for_every_sheet_of_a_form_also_for_its_formulas(form: Form) -> None:
    book = Spreadsheet(Package(a_return(form.stage)))
    sheets = {sheet.name: plain_xml.cells(book.package.read(sheet.part)) for sheet in book.sheets}
    assert [name for name, found in sheets.items() if found is None] == []
    assert any(cell[3] and not cell[4] for cell in sheets["Feedback"] or ()), "a formula that was never worked out"


@pytest.mark.parametrize("value", ["<v/>", "<v></v>", ""])
def test_a_formula_that_was_never_worked_out_is_still_a_formula(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = rewritten(a_book({"B2": "=1+1", "B3": "Words"}), lambda xml: re.sub(r"<v ?/>|<v></v>", value, xml))
    assert first_sheet(data)[2, 2] == Cell(None, Sort.NUMBER, formula=True)
    short_cut = first_sheet(data)
    monkeypatch.setattr(plain_xml, "cells", lambda _: None)
    assert first_sheet(data) == short_cut


@pytest.mark.parametrize(
    "part", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/tables/table3.xml", "sheets"]
)
def test_a_prefix_in_front_of_every_element_changes_nothing(part: str) -> None:
    data = a_return(4)
    parts = (
        [name for name in Package(data).names if name.startswith("xl/worksheets/sheet")] if part == "sheets" else [part]
    )
    other = changed(data, {name: lambda old: prefixed(old.decode()).encode() for name in parts})
    assert other != data
    ours, theirs = Spreadsheet(Package(data)), Spreadsheet(Package(other))
    assert theirs.names == ours.names
    assert [sheet.tables for sheet in theirs.sheets] == [sheet.tables for sheet in ours.sheets]
    assert cells(other) == cells(data)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/workbook.xml", "sheets"])
def test_parts_in_utf_16_are_read_like_those_in_utf_8(part: str) -> None:
    data = a_return(2)
    parts = (
        [name for name in Package(data).names if name.startswith("xl/worksheets/sheet")] if part == "sheets" else [part]
    )

    def in_utf_16(old: bytes) -> bytes:
        text = re.sub(r"^<\?xml.*?\?>", "", old.decode())
        return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")

    assert cells(changed(data, dict.fromkeys(parts, in_utf_16))) == cells(data)


# Kinds of cells --------------------------------------------------------------------------------------


KINDS: dict[str, tuple[object, str | None, Cell]] = {
    "text": ("Healthy weight", None, Cell("Healthy weight", Sort.TEXT)),
    "text with marks": ("Tom & Ann <3 “fruit”\nand veg", None, Cell("Tom & Ann <3 “fruit”\nand veg", Sort.TEXT)),
    "text with spaces around": ("  Tom Reid\u00a0", None, Cell("  Tom Reid\u00a0", Sort.TEXT)),
    "a whole number": (45, None, Cell(45.0, Sort.NUMBER)),
    "a number": (45.25, None, Cell(45.25, Sort.NUMBER)),
    "a large number": (1.5e15, None, Cell(1.5e15, Sort.NUMBER)),
    "a small number": (2e-07, None, Cell(2e-07, Sort.NUMBER)),
    "a negative number": (-3, None, Cell(-3.0, Sort.NUMBER)),
    "money": (1200, '"£"#,##0.00', Cell(1200.0, Sort.NUMBER)),
    "a number with words": (12, '0 "days a year"', Cell(12.0, Sort.NUMBER)),
    "a percentage": (0.45, "0%", Cell(0.45, Sort.PERCENT)),
    "a percentage of our own making": (0.455, "0.0 %;[Red]-0.0 %", Cell(0.455, Sort.PERCENT)),
    "a date": (dt.date(2011, 7, 31), None, Cell(dt.date(2011, 7, 31), Sort.DATE)),
    "a date and a time": (dt.datetime(2011, 7, 31, 16, 30), None, Cell(dt.date(2011, 7, 31), Sort.DATE)),
    "a date in words": (40755, '[$-809]dddd d" of "mmmm yyyy', Cell(dt.date(2011, 7, 31), Sort.DATE)),
    "a month": (40755, "mmmm", Cell(dt.date(2011, 7, 31), Sort.DATE)),
    "a time": (dt.time(13, 30), None, Cell("13:30", Sort.TEXT)),
    "true": (True, None, Cell(True, Sort.LOGICAL)),
    "false": (False, None, Cell(False, Sort.LOGICAL)),
    "an error": ("#REF!", None, Cell("#REF!", Sort.ERROR)),
    "a formula that was never worked out": ("=40+5", None, Cell(None, Sort.NUMBER, True)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("epoch_1904", [False, True], ids=["1900", "1904"])
def test_every_kind_of_cell(kind: str, epoch_1904: bool, tmp_path: Path) -> None:
    value, code, expected = KINDS[kind]
    if epoch_1904 and value == 40755:
        value = 40755 - 1462
    data = a_book({"B5": value}, epoch_1904=epoch_1904, formats={"B5": code} if code else {})
    assert first_sheet(agreed(data, tmp_path)) == {(5, 2): expected}


XML: dict[str, tuple[str, Cell | None]] = {
    "an inline text": ('<c r="B5" t="inlineStr"><is><t>Fruit &amp; veg</t></is></c>', Cell("Fruit & veg", Sort.TEXT)),
    "an inline text in two fonts": (
        '<c r="B5" t="inlineStr"><is><r><t>Fruit </t></r><r><rPr><b/></rPr><t>daily</t></r></is></c>',
        Cell("Fruit daily", Sort.TEXT),
    ),
    "characters by number": ('<c r="B5" t="inlineStr"><is><t>&#163;5 &#xA3;6</t></is></c>', Cell("£5 £6", Sort.TEXT)),
    "a text from CDATA": ('<c r="B5" t="str"><v><![CDATA[a < b]]></v></c>', Cell("a < b", Sort.TEXT)),
    "a number in scientific notation": ('<c r="B5"><v>4.5E+1</v></c>', Cell(45.0, Sort.NUMBER)),
    "a number that says it is one": ('<c r="B5" t="n"><v>45</v></c>', Cell(45.0, Sort.NUMBER)),
    "spaces between elements": ('<c r="B5">\n  <v>45</v>\n</c>', Cell(45.0, Sort.NUMBER)),
    "a comment": ('<c r="B5"><!-- typed by Tom --><v>45</v></c>', Cell(45.0, Sort.NUMBER)),
    "attributes in another order": ('<c t="b" r="B5"><v>1</v></c>', Cell(True, Sort.LOGICAL)),
    "attributes in single quotes": ("<c r='B5' t='b'><v>1</v></c>", Cell(True, Sort.LOGICAL)),
    "some attributes in single quotes": ("""<c r="B5" t='b'><v>1</v></c>""", Cell(True, Sort.LOGICAL)),
    "attributes on lines of their own": ('<c r="B5"\n t="b"\n><v>1</v></c>', Cell(True, Sort.LOGICAL)),
    "spaces around the equals sign": ('<c r="B5" t = "b"><v>1</v></c>', Cell(True, Sort.LOGICAL)),
    "attributes we do not know": ('<c r="B5" t="b" cm="1"><v>1</v></c>', Cell(True, Sort.LOGICAL)),
    "a number from a formula": ('<c r="B5"><f>40+5</f><v>45</v></c>', Cell(45.0, Sort.NUMBER, True)),
    "a text from a formula": ('<c r="B5" t="str"><f>A1&amp;"x"</f><v>x</v></c>', Cell("x", Sort.TEXT, True)),
    "an empty text from a formula": ('<c r="B5" t="str"><f>""</f><v></v></c>', Cell("", Sort.TEXT, True)),
    "a formula shared with other cells": (
        '<c r="B5"><f t="shared" si="0"/><v>45</v></c>',
        Cell(45.0, Sort.NUMBER, True),
    ),
    "an error from a formula": ('<c r="B5" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell("#DIV/0!", Sort.ERROR, True)),
    "a date as ISO has it": ('<c r="B5" t="d"><v>2011-07-31T00:00:00</v></c>', Cell(dt.date(2011, 7, 31), Sort.DATE)),
    "a blank cell with a style": ('<c r="B5" s="0"/>', None),
    "a blank cell with an end tag": ('<c r="B5" s="0"></c>', None),
    "an end tag with a space": ('<c r="B5"><v>45</v></c ><c r="C5"></c>', Cell(45.0, Sort.NUMBER)),
    "something else beside the value": ('<c r="B5"><v>45</v><extLst/></c><c r="C5"/>', Cell(45.0, Sort.NUMBER)),
    "a blank value": ('<c r="B5"><v/></c>', None),
    "a blank yes or no": ('<c r="B5" t="b"><v></v></c>', None),
    "a blank inline text": ('<c r="B5" t="inlineStr"><is><t></t></is></c>', None),
}


@pytest.mark.parametrize("what", XML)
def test_cells_written_in_other_ways(what: str, tmp_path: Path) -> None:
    xml, expected = XML[what]
    data = rewritten(a_book({"B5": "here"}), lambda sheet: re.sub('<c r="B5".*?</c>', lambda _: xml, sheet))
    assert first_sheet(agreed(data, tmp_path)) == ({(5, 2): expected} if expected else {})


def test_cells_and_rows_without_an_address_follow_the_one_before(tmp_path: Path) -> None:
    rows = '<row r="5"><c r="B5"><v>1</v></c><c><v>2</v></c><c r="F5"><v>3</v></c><c><v>4</v></c></row>'
    rows += "<row><c><v>5</v></c></row>"
    data = rewritten(a_book({"A1": 1}), lambda sheet: re.sub("<row.*</row>", rows, sheet))
    found = first_sheet(agreed(data, tmp_path))
    assert {place: cell.value for place, cell in found.items()} == {
        (5, 2): 1,
        (5, 3): 2,
        (5, 6): 3,
        (5, 7): 4,
        (6, 1): 5,
    }


def test_shared_strings_in_several_fonts_without_how_to_read_them_aloud(tmp_path: Path) -> None:
    runs = '<r><t>Healthy </t></r><r><rPr><i/></rPr><t xml:space="preserve">weight </t></r>'
    rich = f'<si>{runs}<rPh sb="0" eb="1"><t>HW</t></rPh></si>'
    data = with_shared_strings(a_book({"B5": "here", "B6": "there"}))
    data = rewritten(data, lambda xml: xml.replace("<si><t>here</t></si>", rich), "xl/sharedStrings.xml")
    assert first_sheet(agreed(data, tmp_path)) == {
        (5, 2): Cell("Healthy weight ", Sort.TEXT),
        (6, 2): Cell("there", Sort.TEXT),
    }


def test_an_instruction_that_looks_like_the_end_of_the_cells_hides_none(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    data = rewritten(
        a_book({"B5": 45, "B6": 46}), lambda sheet: head + sheet.replace('<row r="6"', '<?x </sheetData>?><row r="6"')
    )
    assert sorted(first_sheet(agreed(data, tmp_path))) == [(5, 2), (6, 2)]


def test_a_text_in_its_cell_is_read_without_how_to_read_it_aloud(tmp_path: Path) -> None:
    rich = '<c r="B5" t="inlineStr"><is><r><t>Healthy</t></r><rPh sb="0" eb="1"><t>aloud</t></rPh><r><t> weight</t></r></is></c>'
    data = rewritten(a_book({"B5": "here"}), lambda sheet: re.sub('<c r="B5".*?</c>', lambda _: rich, sheet))
    assert first_sheet(agreed(data, tmp_path)) == {(5, 2): Cell("Healthy weight", Sort.TEXT)}


def test_a_totals_row_is_not_part_of_the_tables_body() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Item", "Value"], ["a", 1], ["Total", 1]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Items", ref="A1:B3", totalsRowCount=1))
    [table] = Spreadsheet(Package(saved(book))).sheets[0].tables
    assert (table.name, table.first, table.last, table.columns) == ("Items", (1, 1), (2, 2), ("Item", "Value"))


@pytest.mark.parametrize(
    ("meaning", "constant"),
    [
        ('"stage_4"', "stage_4"),
        ('="stage_4"', "stage_4"),
        ('"say ""yes"""', 'say "yes"'),
        ("Sheet!$A$1", None),
        ("45", None),
    ],
)
def test_names_that_stand_for_a_text(meaning: str, constant: str | None) -> None:
    found = Spreadsheet(Package(a_return(1)))
    found.names["hwit_form"] = meaning
    assert found.constant("hwit_form") == constant
    assert found.constant("hwit_nothing") is None


# Any small workbook ----------------------------------------------------------------------------------


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n\t"), max_size=20
).filter(lambda text: not text.startswith("=") and "_x" not in text)
DATES = st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31))
NUMBERS = st.integers(-(10**12), 10**12) | st.floats(-1e12, 1e12)
VALUES = TEXTS | DATES | NUMBERS | st.booleans() | st.sampled_from(["#N/A", "#REF!", "=1+1", "45%", "31/07/2011"])
ADDRESSES = st.builds("{}{}".format, st.sampled_from([*string.ascii_uppercase, "AA", "AZ", "XFD"]), st.integers(1, 60))


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(ADDRESSES, VALUES, max_size=12), shared=st.booleans())
def test_both_readers_agree_on_any_small_workbook(values: dict[str, object], shared: bool, tmp_path: Path) -> None:
    data = a_book(values)
    agreed(with_shared_strings(data) if shared else data, tmp_path)
    assert first_sheet(rewritten(data, prefixed)) == first_sheet(data)
