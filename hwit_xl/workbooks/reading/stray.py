"""A cell in which something is typed that is not read, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hwit_xl.workbooks import form_line
from hwit_xl.workbooks.xlsx.cell import Cell, Sort, as_text, clean


class Stray(NamedTuple):
    """A cell in which something is typed that is not read.

    Attributes:
        text: what stands there.
        why: why it is not read.
    """

    sheet: str
    row: int
    column: int
    text: str
    why: str


NO_COLUMN = "This column is not part of the form, so what is typed in it is not read."
NO_QUESTION = "This row is none of the form's questions, so what is typed in it is not read."
BESIDE_ANSWER = "Something is typed over the words beside the answer. It is not read."
OVER_HEADING = "The heading was typed over. What stands under it is read, but these words are not."
OVER_REFERENCE = "Only the reference of this row is typed over, and nothing else is filled in. It is not read."
ELSEWHERE = "Something is typed here, outside the form's tables. It is not read."
NO_ANSWERS_HERE = "Something is typed on this sheet, which takes no answers. It is not read."

FIXES: Mapping[str, str] = {
    NO_COLUMN: "If it is an answer, type it into the column of the form that asks for it. If not, delete it here and keep it elsewhere.",
    NO_QUESTION: "If it is an answer, type it beside the question that asks for it. If not, delete the row and keep it elsewhere.",
    BESIDE_ANSWER: "If it is the answer, type it into the cell to the left. If not, delete it here.",
    OVER_HEADING: "Undo the change. If it is an answer, type it into a cell below.",
    OVER_REFERENCE: "If it is an answer, type it into the column that asks for it. If not, undo the change.",
    ELSEWHERE: "If it is an answer, type it into a free row or cell of the table. If not, delete it here and keep it elsewhere.",
    NO_ANSWERS_HERE: "If it is an answer, type it into the sheet that asks for it. If not, delete it here and keep it elsewhere.",
}
"""How each is put right."""


def is_blank_or_ours(cell: Cell, words: frozenset[str]) -> bool:
    """Whether nobody typed a cell: it is blank, or the form itself wrote it, here or on a sheet that was joined to this one."""
    if cell.sort is not Sort.TEXT:
        return cell.value is None
    if cell.value in words:
        return True
    text = clean(cell.value)
    return not text or text in words or form_line.parse(text) is not None


def text_of(cell: Cell) -> str:
    """What stands in a cell, as text."""
    return str(as_text(cell.value, cell.sort)) if cell.sort not in (Sort.ERROR, Sort.ODD) else str(cell.value)
