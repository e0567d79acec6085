"""What stands at the head and foot of a programme's papers."""

from __future__ import annotations

import io

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import _Header
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from hwit_xl.checking.profile_file import Programme
from hwit_xl.files.picture import Picture
from hwit_xl.papers.word_styles import TEXT_WIDTH
from hwit_xl.papers.word_tables import lined, new_row, new_table
from hwit_xl.workbooks.building import theme
from hwit_xl.workbooks.building.saving import printable

LOGO = (52.0, 20.0)
"""The room for a logo, in millimetres."""
LONGEST_FOOT = 85
"""Letters that stay in one line beside the number of the page; a longer foot has lines of its own above it."""


def letterhead(document: WordDocument, programme: Programme, name: str, foot: str) -> None:
    """Put the programme's name, address and logo at the head of the first page, and page numbers at the foot of all.

    Args:
        name: of whoever writes; the programme's, as a rule.
        foot: what stands at the foot of every page.

    Raises:
        hwit_xl.problem.Problem: the logo cannot be shown.
    """
    section = document.sections[0]
    _head(section.first_page_header.paragraphs[0], section.first_page_header, programme, name)
    foot = printable(foot)
    for footer in (section.first_page_footer, section.footer):
        last = footer.paragraphs[0]
        if len(foot) > LONGEST_FOOT:
            _write(last, foot, "Footer")
            last.paragraph_format.space_before = Pt(6)
            last = footer.add_paragraph()
        _foot(last, foot if len(foot) <= LONGEST_FOOT else "")


def _head(first: Paragraph, header: _Header, programme: Programme, name: str) -> None:
    letters = programme.profile.letters
    table = new_table(header, (TEXT_WIDTH - LOGO[0], LOGO[0]) if programme.logo else (TEXT_WIDTH,))
    lined(table, ("bottom",), colour=theme.TEAL, eighths=12)
    cells = new_row(table, room={"left": 0, "bottom": 110, "right": 0}).cells
    cells[0].vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    _write(cells[0].paragraphs[0], name, "HWIT Letterhead")
    for line in (" · ".join(letters.address), letters.contact):
        if line:
            _write(cells[0].add_paragraph(), line, "Header")
    if programme.logo:
        _logo(cells[1], programme.logo, name)
    first._p.getparent().remove(first._p)
    header.add_paragraph(style="Header")  # Word wants one after a table


def _write(paragraph: Paragraph, words: str, style: str) -> None:
    paragraph.style = style
    paragraph.add_run(printable(words))


def _logo(cell: _Cell, logo: Picture, name: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.alignment = "Header", WD_ALIGN_PARAGRAPH.RIGHT
    drawn = logo.as_png(width=LOGO[0] - 4, height=LOGO[1])
    shape = paragraph.add_run().add_picture(io.BytesIO(drawn))
    pixels = 300 / 25.4
    shape.width, shape.height = Mm(_pixels(drawn)[0] / pixels), Mm(_pixels(drawn)[1] / pixels)
    shape._inline.docPr.set("descr", printable(f"Logo of {name}"))


def _pixels(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its first chunk."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _foot(paragraph: Paragraph, words: str) -> None:
    paragraph.style = "Footer"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{words}\tPage ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """A figure that Word works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
