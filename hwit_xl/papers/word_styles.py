"""A blank Word document in our own look: A4, British English, the colours and type of the forms."""

from __future__ import annotations

from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from hwit_xl.workbooks.building import theme

PAGE = (210, 297)
MARGIN = 22
TEXT_WIDTH = PAGE[0] - 2 * MARGIN
"""Width of the text, in millimetres."""
TONES = {
    "plain": (theme.TEAL_LIGHT, theme.TEAL),
    "query": (theme.QUERY, theme.QUERY_INK),
    "fine": theme.SIGNPOSTS["support"],
}
"""Fill and edge of a note, by its tone."""

_KEPT = {
    "Normal", "Header", "Footer", "Heading 1", "Heading 2", "Heading 3", "Title", "Subtitle", "List Bullet",
    "List Number", "Default Paragraph Font", "Normal Table", "No List", "Table Grid",
}  # fmt: skip
_UNUSED = ("stylesWithEffects", "thumbnail", "customXml")
_SETTINGS = ("compatibilityMode", "15")
"""Without it Word opens a document in the manner of an older version, and says so."""


def blank() -> WordDocument:
    """A document without content."""
    document = Document()
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in _UNUSED:
                del owner.rels[key]
    _page(document)
    _language(document)
    _styles(document)
    return document


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(22), Mm(18)
    section.header_distance, section.footer_distance = Mm(11), Mm(10)
    section.different_first_page_header_footer = True


def _language(document: WordDocument) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    settings = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == _SETTINGS[0]:
            setting.set(qn("w:val"), _SETTINGS[1])


def _styles(document: WordDocument) -> None:
    styles = document.styles
    for style in list(styles):
        linked = style.name.endswith(" Char") and style.name.removesuffix(" Char") in _KEPT
        if style.name not in _KEPT and not linked:
            style.element.getparent().remove(style.element)
    for defaults in styles.element.iter(qn("w:rFonts")):
        for name in list(defaults.attrib):
            del defaults.attrib[name]
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            defaults.set(qn(f"w:{script}"), theme.FAMILY)
    _shaped(_known(document, "Normal"), size=10.5, after=6, line=1.1)
    _shaped(_known(document, "Title"), size=20, bold=True, colour=theme.TEAL, before=4, after=4, keep=True)
    _without_border(_known(document, "Title"))
    _shaped(_known(document, "Subtitle"), size=10.5, colour=theme.MUTED, after=9)
    _shaped(_known(document, "Heading 1"), size=14, bold=True, colour=theme.TEAL, before=14, after=4, keep=True)
    _shaped(_known(document, "Heading 2"), size=12, bold=True, colour=theme.TEAL, before=10, after=3, keep=True)
    _shaped(_known(document, "Heading 3"), size=10.5, bold=True, colour=theme.INK, before=8, after=2, keep=True)
    for name in ("List Bullet", "List Number"):
        _shaped(_known(document, name), size=10.5, after=2.5, line=1.08)
    for name in ("Header", "Footer"):
        _shaped(_known(document, name), size=9, colour=theme.MUTED, after=0)
        for tabs in list(styles[name].element.iter(qn("w:tabs"))):
            tabs.getparent().remove(tabs)
    _shaped(_new(document, "HWIT Label"), size=9.5, bold=True, colour=theme.MUTED, before=6, after=0, keep=True)
    _shaped(_new(document, "HWIT Cell"), size=10, after=0, before=0)
    _shaped(_new(document, "HWIT Cell Heading"), size=10, bold=True, colour=theme.PAPER, after=0, keep=True)
    _shaped(_new(document, "HWIT Fact"), size=10, colour=theme.MUTED, after=0)
    _shaped(_new(document, "HWIT Address"), size=10.5, after=0)
    _shaped(_new(document, "HWIT Gap"), size=5)
    _shaped(_new(document, "HWIT Date"), size=10.5, before=7, after=9)
    _shaped(_new(document, "HWIT Greeting"), size=10.5, before=8, after=4)
    _shaped(_new(document, "HWIT Small"), size=9.5, colour=theme.MUTED, after=4)
    _shaped(_new(document, "HWIT Letterhead"), size=16, bold=True, colour=theme.TEAL, after=1)
    for tone, (background, edge) in TONES.items():
        note = _new(document, f"HWIT Note {tone}")
        _shaped(note, size=10.5, before=6, after=8, line=1.08)
        _boxed(note, background, edge)


def _known(document: WordDocument, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles[name])


def _new(document: WordDocument, name: str) -> ParagraphStyle:
    style = cast(ParagraphStyle, document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = document.styles["Normal"]
    return style


def _shaped(
    style: ParagraphStyle,
    *,
    size: float,
    bold: bool = False,
    colour: str = theme.INK,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
    keep: bool = False,
) -> None:
    font, layout = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = theme.FAMILY, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour)
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.MULTIPLE, line
    layout.keep_with_next, layout.widow_control = keep, True
    style.quick_style = True
    for inherited in style.element.iter(qn("w:spacing")):
        if inherited.getparent().tag == qn("w:rPr"):
            inherited.getparent().remove(inherited)


def _without_border(style: ParagraphStyle) -> None:
    for border in list(style.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _boxed(style: ParagraphStyle, background: str, edge: str) -> None:
    """A fill with a thick line at the left."""
    properties = style.element.get_or_add_pPr()
    box = (("top", 4, background), ("left", 24, edge), ("bottom", 4, background), ("right", 4, background))
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="6" w:color="{colour}"/>' for side, size, colour in box
    )
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    fill = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{background}"/>')
    later = properties.find(qn("w:spacing"))
    for element in (border, fill):
        later.addprevious(element)
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(3)
