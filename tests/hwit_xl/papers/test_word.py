"""Word texts: what stands in them, how they look, and that the same content is the same file."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.document import Document as WordDocument

from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers.word import Bold, Paper
from support.decided import ANYTOWN


def read(paper: Paper) -> WordDocument:
    return Document(io.BytesIO(paper.to_bytes()))


def parts(paper: Paper) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(paper.to_bytes())) as file:
        return {name: file.read(name).decode("utf-8", "replace") for name in file.namelist()}


@pytest.fixture
def paper() -> Paper:
    return Paper(ANYTOWN, title="A paper", foot="Larkfield Green")


def test_what_is_written_can_be_read_back(paper: Paper) -> None:
    paper.title("Welcome", "to all")
    paper.heading("First", level=2)
    paper.paragraph("Plain and ", Bold("bold"), ".")
    paper.bullets(["One", ["Two ", Bold("parts")]])
    paper.note("A note", tone="query")
    document = read(paper)
    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("Title", "Welcome"),
        ("Subtitle", "to all"),
        ("Heading 2", "First"),
        ("Normal", "Plain and bold."),
        ("List Bullet", "One"),
        ("List Bullet", "Two parts"),
        ("HWIT Note query", "A note"),
    ]
    assert [run.bold for run in document.paragraphs[3].runs] == [None, True, None]


@pytest.mark.parametrize("name", ["Łukasz Żak", "Zoë O'Brien", "Ngũgĩ wa Kĩmani", "#let $x$ *b* _i_ <w:p> & ]]>"])
def test_names_are_text_whatever_is_in_them(paper: Paper, name: str) -> None:
    paper.paragraph(name)
    paper.facts([("Name", name)])
    paper.listing([("Name", 1)], [(name,)])
    document = read(paper)
    assert document.paragraphs[0].text == name
    assert [table.rows[-1].cells[-1].text for table in document.tables] == [name, name]


def test_what_a_file_cannot_hold_is_left_out_and_line_breaks_stay(paper: Paper) -> None:
    paper.paragraph("One\x00\x0b\ud800\ufffe line\r\nand the next")
    assert read(paper).paragraphs[0].text == "One\n\ufffd line\nand the next"


def test_numbers_of_a_list_begin_with_1_each_time(paper: Paper) -> None:
    paper.steps(["One", "Two"])
    paper.steps(["One again"])
    numbers = [p._p.pPr.numPr.numId.val for p in read(paper).paragraphs]
    assert numbers[0] == numbers[1] != numbers[2]
    assert parts(paper)["word/numbering.xml"].count('<w:startOverride w:val="1"/>') == 2


def test_headings_of_a_listing_come_again_on_every_page_and_short_rows_stay_whole(paper: Paper) -> None:
    paper.listing([("Ref", 1), ("What", 3)], [("O1", "Short"), ("O2", "Long. " * 200)])
    heading, short, long = (row._tr.xml for row in read(paper).tables[0].rows)
    assert "w:tblHeader" in heading
    assert "w:cantSplit" in short
    assert "w:cantSplit" not in long


def test_facts_without_an_answer_are_left_out(paper: Paper) -> None:
    paper.facts([("Cluster", None), ("Phase", "Primary"), ("Former URN", "")])
    paper.facts([("Cluster", None)])
    [table] = read(paper).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Phase", "Primary"]]


def test_the_letterhead_has_name_address_and_logo(paper: Paper) -> None:
    section = read(paper).sections[0]
    head = section.first_page_header
    assert [p.text for p in head.tables[0].rows[0].cells[0].paragraphs] == [
        "Anytown Healthy Schools",
        "Civic Centre · Market Street · Anytown AN1 1AA",
        "healthy.schools@anytown.example.gov.uk, 01632 960123",
    ]
    assert 'descr="Logo of Anytown Healthy Schools"' in head._element.xml
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert section.footer.paragraphs[0].text.startswith("Larkfield Green\tPage ")


def test_without_a_profile_there_is_a_letterhead_without_logo() -> None:
    head = read(Paper(Programme(), title="A paper")).sections[0].first_page_header
    assert [cell.text for cell in head.tables[0].rows[0].cells] == ["Healthy Schools"]


def test_a_very_long_foot_stands_above_the_number_of_the_page() -> None:
    name = "Saint Bartholomew " * 9
    foot = read(Paper(Programme(), title="A paper", foot=name)).sections[0].footer
    assert [p.text.partition("Page ")[0] for p in foot.paragraphs] == [name, "\t"]


def test_the_language_is_british_and_word_opens_it_as_its_own(paper: Paper) -> None:
    inside = parts(paper)
    assert 'w:lang w:val="en-GB"' in inside["word/styles.xml"]
    assert (
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
        in inside["word/settings.xml"]
    )


def test_the_same_content_is_the_same_file_without_time_or_author(paper: Paper) -> None:
    paper.paragraph("Words")
    again = Paper(ANYTOWN, title="A paper", foot="Larkfield Green")
    again.paragraph("Words")
    assert paper.to_bytes() == again.to_bytes()
    properties = read(paper).core_properties
    assert (properties.author, properties.last_modified_by, properties.title) == ("HWIT for Excel", "", "A paper")
    with zipfile.ZipFile(io.BytesIO(paper.to_bytes())) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
