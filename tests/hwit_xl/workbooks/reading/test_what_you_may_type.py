"""The page *What you may type* is what the reader does; and what our own prompts say is understood as an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from hwit_validators.model import choices
from hwit_validators.model.choices import name_of
from hwit_validators.model.column import Column, Kind
from hwit_validators.model.placeholders import LATER, NOTHING
from hwit_validators.model.record import Record
from hwit_validators.tables import School
from hwit_validators.tables.forms import STAGES
from hwit_xl import templates
from hwit_xl.workbooks.reading.answers import answer
from hwit_xl.workbooks.xlsx.cell import Cell, Misfit, Sort
from support.typed import DOCS, KINDS, Typed, page, rows, understood

LISTS = templates.shipped_lists()
RECORDS: tuple[type[Record], ...] = (School, *(record for stage in STAGES for record in stage))
COLUMNS = [(record, spec) for record in RECORDS for spec in record.columns.values() if not spec.given]
CHOSEN = [(record, spec) for record, spec in COLUMNS if spec.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)]
AMBIGUOUS = {"staff", "middle", "middle school", "better", "improve", "improvement", "no", "n", "x"}


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.shows} ({row.stored})")
def test_each_way_to_type_is_understood_as_the_table_says(row: Typed) -> None:
    assert {kind: understood(row.cell, spec) for kind, spec in KINDS.items()} == row.meant


def test_the_page_is_current() -> None:
    assert (DOCS / "what-you-may-type.md").read_text(encoding="utf-8") == page(), (
        "run `python -m tests.support.typed > docs/what-you-may-type.md`"
    )


def test_every_kind_of_column_is_in_the_table() -> None:
    assert {spec.kind for spec in KINDS.values()} == set(Kind)


@pytest.mark.parametrize("word", sorted(NOTHING | LATER))
def test_a_placeholder_is_a_blank_in_every_cell_that_need_not_be_filled(word: str) -> None:
    for record, spec in COLUMNS:
        found = answer(Cell(f" {word.upper()} ", Sort.TEXT), spec, LISTS)
        chosen = spec.choices is not None and found in tuple(spec.choices)  # “Not yet” is an answer of some drop-downs
        words = spec.required_from is not None and word in LATER and (spec.kind is Kind.TEXT or spec.open_list)
        assert found is None or chosen or words, (record.table, spec.title, found)


_WORD = r"[A-Za-z%][\w'’-]*"
_SO_DEFINED = re.compile(rf"(?:^|[.?] )({_WORD}(?: {_WORD})?): ")
_OR = re.compile(rf"({_WORD}),? or ({_WORD})")
_NO_ANSWERS = {
    "One", "more", "For", "impact", "perception", "process", "indicator", "measured", "practice", "reading", "elsewhere",
    "of", "Programme", "through", "for", "works",
}  # fmt: skip
"""Words beside a colon or an *or* that are about something else than the answer."""


def said_in_prompts() -> Iterator[tuple[str, Column, str]]:
    """The words that a column's title and help seem to offer as answers."""
    for record, spec in CHOSEN:
        for text in (spec.title, spec.help):
            found = [*_SO_DEFINED.findall(text), *(word for pair in _OR.findall(text) for word in pair)]
            for word in found:
                if not _NO_ANSWERS.intersection(word.split()):
                    yield record.table, spec, word


OFFERED = list(said_in_prompts())
MORE = [
    ("For everyone", "reach"), ("for one group", "reach"), ("Counted", "measured_as"), ("asked as a view", "measured_as"),
    ("Pupils", "respondents"), ("their parents and carers", "respondents"), ("both", "respondents"), ("Both.", "respondents"),
    ("By the Local Programme", "checked"), ("through references", "checked"), ("Evidence that it works", "basis"),
    ("good practice elsewhere", "basis"), ("a change that is counted", "type"), ("a change in views", "type"),
    ("something in place", "kind"), ("a first change in pupils", "kind"), ("everyone", "scope"), ("one group", "scope"),
    ("SLT", "represents"), ("school nurse", "represents"), ("teachers", "represents"), ("TAs", "represents"),
    ("children", "unit"), ("mins", "unit"), ("per cent", "unit"), ("quant", "type"), ("Every half-term", "how_often"),
    ("once a year", "how_often"), ("In progress", "status"), ("completed", "status"), ("Date", "what"), ("up", "direction"),
    ("Yes", "agreement"), ("n/a", "met"), ("Partially met", "met"), ("no change", "change"), ("Sixth form", "phase"), ("PRU", "phase"),
    ("awaiting", "decision"), ("agreed", "decision"), ("✓", "done"), ("Done", "done"), ("Y", "agreed"),
]  # fmt: skip
"""What is said in longer words, in an example, or in a school every day."""


def test_the_prompts_offer_words() -> None:
    offered = {(table, word) for table, _, word in OFFERED}
    assert offered >= {
        ("Outcomes", "up"), ("Outcomes", "down"), ("Data", "Local"), ("Outcomes", "Targeted"), ("Indicators", "Process"),
        ("Activities", "Universal"),
    }  # fmt: skip


@pytest.mark.parametrize(("table", "spec", "word"), OFFERED, ids=lambda value: getattr(value, "field", value))
def test_a_word_that_a_prompt_offers_is_taken(table: str, spec: Column, word: str) -> None:
    assert not isinstance(answer(Cell(word, Sort.TEXT), spec, LISTS), Misfit)


@pytest.mark.parametrize(("word", "field"), MORE)
def test_what_is_said_every_day_is_taken(word: str, field: str) -> None:
    asked = [spec for _, spec in CHOSEN if spec.field == field and spec.kind is not Kind.LINK]
    assert asked
    found = [answer(Cell(word, Sort.TEXT), spec, LISTS) for spec in asked]
    assert any(value is not None and not isinstance(value, Misfit) for value in found)


def test_other_words_belong_to_choices_that_there_are() -> None:
    fixed = {
        name_of(each): list(map(str, each)) for each in vars(choices).values() if getattr(each, "__members__", None)
    }
    known = (
        fixed | {values.name: [entry.title for entry in values.entries] for values in LISTS} | {"yes_no": ["Yes", "No"]}
    )
    for name, entries in templates.also_typed().items():
        assert set(entries) <= set(known[name]), name


def test_words_that_may_mean_two_choices_are_asked_about() -> None:
    twice = set()
    for entries in templates.also_typed().values():
        words = [word for several in entries.values() for word in set(several)]
        twice |= {word for word in words if words.count(word) > 1}
    assert twice == AMBIGUOUS
    for word, field in (
        ("staff", "represents"),
        ("better", "direction"),
        ("middle", "phase"),
        ("no", "agreement"),
        ("x", "done"),
    ):
        spec = next(spec for _, spec in CHOSEN if spec.field == field)
        found = answer(Cell(word, Sort.TEXT), spec, LISTS)
        assert isinstance(found, Misfit)
        assert " can mean " in found.message


def test_whoever_is_told_of_how_many_is_told_of_a_column_that_there_is() -> None:
    for record, spec in COLUMNS:
        assert spec.out_of is None or spec.out_of in {other.title for other in record.columns.values()}


@pytest.mark.parametrize("text", ["7 of 11", "maybe so", "Spring term 2027", "the first one", "nothing like it"])
def test_what_is_asked_about_is_quoted_and_says_what_to_type(text: str) -> None:
    for record, spec in COLUMNS:
        found = answer(Cell(text, Sort.TEXT), spec, LISTS)
        if isinstance(found, Misfit):
            assert found.found == text
            assert text in found.message, (record.table, spec.title)
            assert found.expected, (record.table, spec.title)
            assert found.fix, (record.table, spec.title)
