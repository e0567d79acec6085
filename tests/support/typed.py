"""What may be typed into which kind of column, and what it is understood as: the table behind a test and a page.

The table is ``docs/what-you-may-type.csv``. After a change: ``python -m tests.support.typed > docs/what-you-may-type.md``.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwit_validators.model.column import Column
from hwit_validators.model.placeholders import LATER, NOTHING
from hwit_validators.tables import Activity, Indicator, Need, Outcome, Partner, Priority, Reading, School
from hwit_validators.words import day, shown
from hwit_xl import templates
from hwit_xl.workbooks.reading.answers import answer
from hwit_xl.workbooks.xlsx.cell import Cell, Misfit, Sort

DOCS = Path(__file__).parents[2] / "docs"
TABLE = DOCS / "what-you-may-type.csv"
BLANK, ASKED = "blank", "asked"
KINDS: dict[str, Column] = {
    "number": Outcome.columns["target"],
    "percentage": School.columns["free_meals_percent"],
    "count": Reading.columns["sample_size"],
    "date": Outcome.columns["target_date"],
    "yes or no": Partner.columns["understands_model"],
    "choice": Outcome.columns["direction"],
    "choices": Priority.columns["consulted"],
    "list": Need.columns["indicator"],
    "reference": Outcome.columns["priority"],
    "references": Indicator.columns["outcomes"],
    "measure": Reading.columns["measure"],
    "needed words": Outcome.columns["data_source"],
    "other words": Activity.columns["basis_reference"],
    "URN": School.columns["urn"],
}
"""A column of each kind."""
_SORTS = {
    "text": Sort.TEXT, "number": Sort.NUMBER, "percent": Sort.PERCENT, "date": Sort.DATE, "true or false": Sort.LOGICAL,
    "error": Sort.ERROR,
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """One way to type something.

    Attributes:
        shows: what the cell shows.
        cell: what the file then holds.
        about: the kinds of column in whose part of the page it is shown where it is asked about.
        meant: what it is understood as, by kind of column.
    """

    shows: str
    stored: str
    cell: Cell
    about: str
    meant: dict[str, str]


def rows() -> list[Typed]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Typed(
                row["shows"],
                row["stored"],
                _cell(row["stored"], row["value"]),
                row["about"],
                {kind: row[kind] for kind in KINDS},
            )
            for row in csv.DictReader(file)
        ]


def _cell(stored: str, value: str) -> Cell:
    sort = _SORTS[stored]
    values: dict[Sort, Any] = {
        Sort.DATE: lambda: dt.date.fromisoformat(value),
        Sort.NUMBER: lambda: float(value),
        Sort.PERCENT: lambda: float(value),
        Sort.LOGICAL: lambda: value == "TRUE",
    }
    return Cell(values[sort]() if sort in values else value, sort)


def understood(cell: Cell, spec: Column) -> str:
    """What a cell is understood as, in words: the answer, *blank* or *asked*."""
    found = answer(cell, spec, templates.shipped_lists())
    if isinstance(found, Misfit):
        return ASKED
    if found is None:
        return BLANK
    return ", ".join(map(str, found)) if isinstance(found, tuple) else shown(found) or ""


_TITLES = {
    "number": "A figure", "percentage": "A percentage", "count": "How many people", "date": "A date", "yes or no": "Yes or No",
    "choice": "One of a few choices", "choices": "Several choices", "list": "An entry of a list",
    "reference": "The reference of a row", "references": "References of several rows",
    "measure": "A reading, baseline or celebration for several rows", "needed words": "Words that are needed",
    "other words": "Words that are not needed", "URN": "The URN and other numbers that are names",
}  # fmt: skip
_BEGINNING = """# What you may type

Excel cells take whatever is typed into them. This page says what each answer is understood as, so that you need not guess. Three
things hold everywhere.

- **Capitals, doubled spaces, and spaces and full stops at the end do not count.** Neither do marks that cannot be seen and come
  along with pasted words.
- **Words for “nothing to say here” are a blank.** In a cell that need not be filled in, nothing is said about them. In one that
  must be, you are asked for the answer, just as if the cell were blank. They are
  {nothing}.
  Words for “later” are a blank too, but where words are needed you are asked about them (WB018):
  {later}.
  “0” is never a blank. Where one of these words is an answer of the drop-down, it is that answer.
- **What is not understood is asked about, never guessed and never left out.** The finding says what stands in the cell and
  what to type instead (WB010, WB011, WB017).

This page is written by `python -m tests.support.typed > docs/what-you-may-type.md`, out of `docs/what-you-may-type.csv` and
`workbook_templates/lists/also_typed.toml`; a test holds every line of it against the program.
"""


def page() -> str:
    """The page about it, as Markdown."""
    parts = [_BEGINNING.format(nothing=_all(NOTHING), later=_all(LATER))]
    for kind, spec in KINDS.items():
        parts += [f"\n## {_TITLES[kind]}\n", f"For instance “{spec.title}”.\n", *_of(kind, spec)]
    parts += ["\n## Other words for the choices of drop-downs\n", "| choice | also understood |", "|---|---|"]
    for name, entries in templates.also_typed().items():
        parts.append(f"| **{name.replace('_', ' ')}** | |")
        parts += [f"| {entry} | {' · '.join(map(_escaped, words))} |" for entry, words in entries.items()]
    return "\n".join(parts) + "\n"


def _all(words: frozenset[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words, key=lambda word: (not word[0].isalnum(), word)))


def _of(kind: str, spec: Column) -> list[str]:
    """What is understood in a column of a kind, and what is asked."""
    lines = ["| typed | understood as |", "|---|---|"]
    asked = []
    for row in rows():
        meant = row.meant[kind]
        here = kind in row.about.split("; ")
        if meant == ASKED and here:
            found = answer(row.cell, spec, templates.shipped_lists())
            assert isinstance(found, Misfit)
            asked.append(f"| {_shown(row)} | {_escaped(found.message)} {_escaped(found.fix or '')} |")
        elif meant not in (ASKED, BLANK) and here:
            lines.append(f"| {_shown(row)} | {_escaped(meant)} |")
    lines = lines if len(lines) > 2 else ["Whatever is written there, as it stands."]
    return lines + (["", "| typed | asked about |", "|---|---|", *asked] if asked else [])


def _shown(row: Typed) -> str:
    if row.stored == "date" and row.shows != day(row.cell.value):
        return f"`{row.shows}` (typed into Excel, which makes this date of it)"
    also_typed = row.shows[:1].isdigit() or any(other.shows == row.shows and other.stored == "date" for other in rows())
    return f"`{row.shows}`" + (" (a text)" if row.stored == "text" and also_typed else "")


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
