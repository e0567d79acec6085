"""Turning what stands in a cell into an answer: once, at the door, forgiving of how people type."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from hwit_validators.model.column import Column, Kind
from hwit_validators.model.lists import Lists
from hwit_validators.model.placeholders import LONGEST as PLACEHOLDER
from hwit_validators.model.placeholders import is_blank
from hwit_validators.unseen import bare
from hwit_xl.workbooks.reading import typed_choices, typed_figures, typed_references
from hwit_xl.workbooks.xlsx.cell import LONGEST, PICTURE, Cell, Misfit, Sort, as_text, clean, excerpt
from hwit_xl.workbooks.xlsx.limits import LONGEST_TEXT

_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)|Err:5\d\d"
)
_TEXT, _ERROR_SORT, _ODD_SORT, _TEXT_KIND = (
    Sort.TEXT,
    Sort.ERROR,
    Sort.ODD,
    Kind.TEXT,
)  # looked up once: they are asked for every cell


def answer(cell: Cell, spec: Column, lists: Lists) -> Any:
    """The answer a cell gives to a column's question: a value, None where it is blank, or a :class:`Misfit`.

    A cell with a word such as *n/a* in it is blank. Where one row may be about several others (``one_each``), their
    references come as a tuple.
    """
    value, sort, _ = cell
    if sort is _TEXT:
        value = clean(value)
        if not value:
            return None
        if len(value) > LONGEST_TEXT:
            return _too_long(value, spec)
        if value[0] in "#E" and _ERROR.fullmatch(value):
            return _error(value)
        if spec.kind is _TEXT_KIND:
            return None if len(value) <= PLACEHOLDER and is_blank(value, spec) else value
        if not value.isascii() and not (value := bare(value)):
            return None
        kept = len(value) <= LONGEST and not spec.personal
        return _meant(value, spec, lists) if kept else _meant.__wrapped__(value, spec, lists)
    if sort is _ERROR_SORT:
        return _error(str(value))
    if sort is _ODD_SORT:
        return _odd(clean(value), spec)
    if sort is Sort.TWICE:
        return Misfit(
            "WB010", "The file holds two different values for this cell, and nobody can say which one counts.",
            expected=spec.kind.value, fix="Type the answer into this cell again, and save the workbook in Excel.",
        )  # fmt: skip
    if value is None:
        return Misfit(
            "WB010", "The formula here was never worked out, so there is no value to read.", expected=spec.kind.value
        )
    return _TURN[spec.kind](value, sort, spec, lists)


@lru_cache(maxsize=4096)
def _meant(text: str, spec: Column, lists: Lists) -> Any:
    """What a text means that is a figure, a day, a choice or a reference: the same few stand in every return of a batch."""
    found = _TURN[spec.kind](text, _TEXT, spec, lists)
    if len(text) <= PLACEHOLDER and (isinstance(found, Misfit) or spec.open_list):
        return None if is_blank(text, spec) else found  # only what is no answer: “Not yet” may be one of the choices
    return found


def _odd(text: str, spec: Column) -> Misfit:
    shown = excerpt(text, spec)
    what = f": “{shown}”" if shown else ""
    return Misfit(
        "WB010", f"What the file holds in this cell cannot be read{what}.", shown, spec.kind.value, _GOOD.get(spec.kind)
    )


_GOOD = {
    Kind.NUMBER: "Write one figure and nothing else, such as 45.",
    Kind.WHOLE: "Write one whole number and nothing else, such as 45.",
    Kind.DATE: "Write one full date with its day, month and year, such as 31/07/2011.",
    Kind.YES_NO: "Write Yes or No.",
    Kind.TEXT: "Type the words again.",
    Kind.CHOICE: "Choose the answer from the drop-down of the cell.",
    Kind.LISTED: "Choose the answer from the drop-down of the cell.",
}
"""What a good answer looks like, where nobody can tell what was meant."""


def _too_long(text: str, spec: Column) -> Misfit:
    return Misfit(
        "WB010",
        f"“{spec.title}” holds {len(text):,} characters; a cell takes {LONGEST_TEXT:,}.",
        excerpt(text, spec),
        f"at most {LONGEST_TEXT:,} characters",
    )


def _error(text: str) -> Misfit:
    """Why an error, or a picture that other programs show as one, is no answer."""
    if text == PICTURE:
        return Misfit(
            "WB010", "There is a picture in this cell where an answer belongs, and a picture cannot be read.", text
        )
    text = text if _ERROR.fullmatch(text) else "an error"
    return Misfit(
        "WB008",
        f"Instead of an answer the cell shows {text}, which is Excel's way of saying that a formula failed.",
        text,
    )


def _text(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    return as_text(value, sort)


_TURN: dict[Kind, Callable[[Any, Sort, Column, Lists], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: typed_figures.a_number,
    Kind.WHOLE: typed_figures.a_whole_number,
    Kind.DATE: typed_figures.a_date,
    Kind.YES_NO: typed_choices.yes_or_no,
    Kind.CHOICE: typed_choices.a_choice,
    Kind.CHOICES: typed_choices.some_choices,
    Kind.LISTED: typed_choices.a_listed_entry,
    Kind.LINK: typed_references.a_reference,
    Kind.LINKS: typed_references.some_references,
}
