"""Forms as files: their parts are written as Excel writes them, so that previews and other programs find everything."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from hwit_validators.tables.forms import FORMS, Form
from hwit_xl import templates
from hwit_xl.workbooks.building.parts import in_shape
from hwit_xl.workbooks.building.saving import parts, parts_of, to_bytes


@pytest.fixture(params=FORMS, ids=lambda form: form.name)
def form(request: pytest.FixtureRequest) -> dict[str, str]:
    """The parts of a blank form, as texts."""
    found: Form = request.param
    return {name: part.decode() for name, part in parts(templates.folder() / f"{found.name}.xlsx").items()}


def test_texts_stand_in_one_part_of_their_own_each_once(form: dict[str, str]) -> None:
    assert not [name for name, part in form.items() if "inlineStr" in part]
    texts = re.findall("<si>(.*?)</si>", form["xl/sharedStrings.xml"], re.DOTALL)
    used = {
        int(number)
        for name, part in form.items()
        if name.startswith("xl/worksheets/")
        for number in re.findall(r' t="s"><v>(\d+)<', part)
    }
    assert used == set(range(len(texts)))
    assert len(set(texts)) == len(texts)


def test_parts_are_told_by_where_they_stand_from_each_other(form: dict[str, str]) -> None:
    targets = [
        target
        for name, part in form.items()
        if name.endswith(".rels") and name != "xl/_rels/workbook.xml.rels"
        for target in re.findall(' Target="([^"]*)"', part)
    ]
    assert "../tables/table1.xml" in targets
    assert not [target for target in targets if target.startswith("/")]


def test_drop_downs_name_their_list_without_an_equals_sign_and_say_what_becomes_of_other_answers(
    form: dict[str, str],
) -> None:
    limits = re.findall("<dataValidation [^>]*>.*?</dataValidation>", "".join(form.values()))
    lists = [each for each in limits if ' type="list"' in each]
    assert lists
    assert all(re.search("<formula1>(list|refs)_[a-z_]+</formula1>", each) for each in lists)
    assert all(' showErrorMessage="1"' in each for each in lists)


def test_drawings_have_their_usual_prefix(form: dict[str, str]) -> None:
    drawings = [part for name, part in form.items() if name.startswith("xl/drawings/drawing")]
    assert all("<xdr:wsDr " in part and "</xdr:wsDr>" in part for part in drawings)
    assert not [tag for part in drawings for tag in re.findall(r"</?([A-Za-z]+)[ />]", part)]


def test_the_file_says_who_made_it(form: dict[str, str]) -> None:
    assert "<Application>HWIT for Excel</Application>" in form["docProps/app.xml"]


ODD = {
    "A1": ' t="inlineStr"><is><t>x</t></is></c>',
    "A2": '<c r="B2" t="n"/>',
    "A3": "  two spaces \n and a line",
    "A4": "Fruit & veg <daily>",
    "A5": '<wsDr xmlns="x">',
    "A6": "  two spaces \n and a line",
}


def test_texts_that_look_like_the_file_itself_come_through(tmp_path: Path) -> None:
    book = Workbook()
    [sheet] = book.worksheets
    for cell, text in ODD.items():
        sheet[cell] = text
    sheet["B1"], sheet["B2"] = 12.5, "=1+1"
    (tmp_path / "odd.xlsx").write_bytes(to_bytes(book))
    [read] = openpyxl.load_workbook(tmp_path / "odd.xlsx").worksheets
    assert {cell: read[cell].value for cell in ODD} == ODD
    assert (read["B1"].value, read["B2"].value) == (12.5, "=1+1")
    texts = parts_of((tmp_path / "odd.xlsx").read_bytes())["xl/sharedStrings.xml"].decode()
    assert texts.count("<si>") == len(set(ODD.values()))


def test_the_same_content_gives_the_same_part_however_it_was_written() -> None:
    one = ("docProps/core.xml", b'<a y="2" x="1"><b></b></a>')
    other = ("docProps/core.xml", b"<?xml version='1.0'?>\n<a  x='1' y='2' ><b /></a>")
    assert in_shape([one]) == in_shape([other])
