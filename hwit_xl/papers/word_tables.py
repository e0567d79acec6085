"""Lines, fills and room of Word tables, each put where the Open XML schema wants it."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Header
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

LONG = 600
"""Letters in a row above which it may be broken across pages."""
ROOM = {"top": 40, "left": 100, "bottom": 40, "right": 100}
"""Room around the words of a cell, in twentieths of a point."""

_AFTER_LINES = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
_AFTER_ROOM = ("w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
_AFTER_FILL = ("w:noWrap", "w:tcMar", *_AFTER_ROOM)


def new_table(owner: WordDocument | _Header, widths: Sequence[float]) -> Table:
    """A table without rows, whose columns are so many millimetres wide."""
    if isinstance(owner, _Header):
        table: Table = owner.add_table(0, len(widths), Mm(sum(widths)))
    else:
        table = owner.add_table(0, len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def new_row(table: Table, *, letters: int = 0, room: dict[str, int] = ROOM) -> _Row:
    """A new row, which stays on one page unless it has very many letters."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves this one out
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width
        _roomy(cell, room)
    if letters < LONG:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def repeated(row: _Row) -> None:
    """Let a row come again at the top of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def lined(table: Table, sides: Sequence[str], *, colour: str, eighths: int = 4) -> None:
    """Draw lines round a table, or within it (``insideH``, ``insideV``).

    Args:
        eighths: how thick, in eighths of a point.
    """
    lines = "".join(f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>' for side in sides)
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
    table._tbl.tblPr.insert_element_before(borders, *_AFTER_LINES)


def filled(cell: _Cell, colour: str) -> None:
    """Give a cell a fill."""
    fill = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    cell._tc.get_or_add_tcPr().insert_element_before(fill, *_AFTER_FILL)


def _roomy(cell: _Cell, room: dict[str, int]) -> None:
    sides = "".join(f'<w:{side} w:w="{twentieths}" w:type="dxa"/>' for side, twentieths in room.items())
    margins = parse_xml(f"<w:tcMar {nsdecls('w')}>{sides}</w:tcMar>")
    cell._tc.get_or_add_tcPr().insert_element_before(margins, *_AFTER_ROOM)
