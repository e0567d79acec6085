"""Word texts in our own look: what letters and the text for inspectors are written with.

A :class:`Paper` is written from top to bottom and saved with :meth:`Paper.to_bytes`. The same content gives the same
bytes. Words are always text: nothing in them is taken for markup, line breaks stay, and characters that a file cannot
hold are left out.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from hwit_xl.checking.profile_file import Programme
from hwit_xl.files.archive import parts_in_order, zipped
from hwit_xl.papers.letterhead import letterhead
from hwit_xl.papers.sender import sender as programme_name
from hwit_xl.papers.word_styles import TEXT_WIDTH, blank
from hwit_xl.papers.word_tables import filled, lined, new_row, new_table, repeated
from hwit_xl.workbooks.building import theme
from hwit_xl.workbooks.building.saving import printable


class Bold(str):
    """Words that stand out in a paragraph."""

    __slots__ = ()


class Paper:
    """A Word document that is being written.

    Args:
        programme: whose name, address and logo stand at its head.
        title: kept in the file, where programs show it; :meth:`title` writes it.
        sender: the name at the head, if it is not the programme's.
        foot: what stands at the foot of every page.
    """

    def __init__(self, programme: Programme, *, title: str, sender: str = "", foot: str = "") -> None:
        self._document: WordDocument = blank()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = printable(title), "HWIT for Excel", ""
        properties.language = "en-GB"
        self._letters = programme.profile.letters
        self._sender = sender or programme_name(programme)
        letterhead(self._document, programme, self._sender, foot)

    def title(self, words: str, tagline: str = "") -> None:
        """The title, and a line under it."""
        self._add("Title", words)
        if tagline:
            self._add("Subtitle", tagline)

    def heading(self, words: str, *, level: int = 1, new_page: bool = False) -> None:
        """A heading of level 1, 2 or 3, at the top of a page if wanted. It stays with what follows."""
        self._add(f"Heading {level}", words).paragraph_format.page_break_before = new_page

    def paragraph(self, *words: str, style: str = "Normal", with_next: bool = False) -> None:
        """A paragraph; parts of it may be :class:`Bold`.

        Args:
            with_next: it stays on the page of what follows.
        """
        paragraph = self._add(style, *words)
        if with_next:
            paragraph.paragraph_format.keep_with_next = True

    def text(self, label: str, words: str | None) -> None:
        """A label and a longer text under it."""
        self._add("HWIT Label", label)
        self._add("Normal", words or "Nothing written.")

    def lines(self, *words: str) -> None:
        """Lines close together, such as an address; blank ones are left out."""
        for line in words:
            if line:
                self._add("HWIT Address", line)

    def bullets(self, items: Iterable[str | Sequence[str]], *, with_next: bool = False) -> None:
        """A list. An item is a text, or several parts of which some are :class:`Bold`.

        Args:
            with_next: all of it stays on the page of what follows.
        """
        for item in items:
            self._item("List Bullet", item, with_next)

    def steps(self, items: Iterable[str | Sequence[str]]) -> None:
        """A list that is numbered from 1; see :meth:`bullets`."""
        number = self._new_numbers()
        for item in items:
            paragraph = self._item("List Number", item, with_next=False)
            paragraph.paragraph_format.keep_together = True
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number

    @contextmanager
    def together(self) -> Iterator[None]:
        """Paragraphs written within this stay on one page.

        They stand in a row without lines that may not be broken: LibreOffice does not keep many paragraphs together by
        themselves, and leaves their heading at the foot of a page.
        """
        before = len(self._document.paragraphs)
        yield
        written = self._document.paragraphs[before:]
        table = new_table(self._document, (TEXT_WIDTH,))
        [cell] = new_row(table, room=dict.fromkeys(("top", "left", "bottom", "right"), 0)).cells
        [blank_one] = cell.paragraphs
        for paragraph in written:
            cell._tc.append(paragraph._p)
        cell._tc.remove(blank_one._p)
        self._gap()  # Word wants one after a table

    def facts(self, pairs: Iterable[tuple[str, str | None]], *, names: float = 45) -> None:
        """Names and what they mean, side by side. What is blank is left out.

        Args:
            names: width of the names, in millimetres.
        """
        known = [(name, words) for name, words in pairs if words]
        if not known:
            return
        table = new_table(self._document, (names, TEXT_WIDTH - names))
        lined(table, ("bottom", "insideH"), colour=theme.LINE)
        for name, words in known:
            left, right = new_row(table, letters=len(name) + len(words)).cells
            _fill(left.paragraphs[0], "HWIT Fact", name)
            _fill(right.paragraphs[0], "HWIT Cell", words)
        self._gap()

    def listing(self, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]) -> None:
        """A table: headings with their share of the width, which come again on every page, and rows of texts."""
        whole = sum(share for _, share in columns)
        table = new_table(self._document, [TEXT_WIDTH * share / whole for _, share in columns])
        lined(table, ("top", "left", "bottom", "right", "insideH", "insideV"), colour=theme.LINE)
        header = new_row(table)
        repeated(header)
        for cell, (name, _) in zip(header.cells, columns, strict=True):
            _fill(cell.paragraphs[0], "HWIT Cell Heading", name)
            filled(cell, theme.TEAL)
        for row in rows:
            for cell, words in zip(new_row(table, letters=sum(map(len, row))).cells, row, strict=True):
                _fill(cell.paragraphs[0], "HWIT Cell", words)
        self._gap()

    def note(self, *words: str, tone: str = "plain", with_next: bool = False) -> None:
        """A box that stands out; its tone is ``plain``, ``query`` or ``fine``.

        Args:
            with_next: it stays on the page of what follows.
        """
        self.paragraph(*words, style=f"HWIT Note {tone}", with_next=with_next)

    def goodbye(self, greeting: str, *, otherwise: str = "") -> None:
        """The end of a letter: a greeting, room to sign, and who signs.

        Args:
            otherwise: who signs if the programme has not settled that.
        """
        name, role = self._letters.signed_by, self._letters.role
        signed = ", ".join(filter(None, (name, role))) or otherwise or self._sender
        self.paragraph(greeting, style="HWIT Greeting", with_next=True)
        self.paragraph("", with_next=True)
        self.paragraph(signed)

    def to_bytes(self) -> bytes:
        """The document as the bytes of a .docx file, without the time of saving or anybody's name."""
        saved = io.BytesIO()
        properties = self._document.core_properties
        properties.created = properties.modified = _BORN
        properties.last_modified_by = ""
        self._document.save(saved)
        return zipped(parts_in_order(saved.getvalue()))

    def _add(self, style: str, *words: str) -> Paragraph:
        paragraph = self._document.add_paragraph()
        _fill(paragraph, style, *words)
        return paragraph

    def _item(self, style: str, item: str | Sequence[str], with_next: bool) -> Paragraph:
        paragraph = self._add(style, *([item] if isinstance(item, str) else item))
        paragraph.paragraph_format.keep_with_next = with_next or None
        return paragraph

    def _gap(self) -> None:
        self._document.add_paragraph(style="HWIT Gap")

    def _new_numbers(self) -> int:
        """A numbering of its own for a list, so that it begins with 1."""
        numbering = self._document.part.numbering_part.element
        style = self._document.styles["List Number"].element
        used = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
        abstract = next(n for n in numbering.findall(qn("w:num")) if n.get(qn("w:numId")) == used).abstractNumId.val
        added = numbering.add_num(abstract)
        added.add_lvlOverride(0).add_startOverride(1)
        return int(added.numId)


_BORN = dt.datetime(2026, 1, 1)


def _fill(paragraph: Paragraph, style: str, *words: str) -> None:
    paragraph.style = style
    for part in words:
        run = paragraph.add_run(printable(part).replace("\r\n", "\n"))
        if isinstance(part, Bold):
            run.bold = True
