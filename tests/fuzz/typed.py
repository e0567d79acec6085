"""Odd things that people type into cells, and what a person reads there."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from fuzz.damage import Reads
from hwit_validators.model.column import Column, Kind

SOMEHOW = Reads.SOMEHOW

FIGURES: Sequence[tuple[str, Any]] = (
    ("24%", 24.0), ("24 %", 24.0), ("24 per cent", 24.0), ("1,043", 1043.0), ("£20", 20.0), ("12.5", 12.5), (" 7 ", 7.0), ("'7", 7.0),
    (".5", 0.5), ("+3", 3.0), ("\u200e50", 50.0), ("\u202d50\u202c", 50.0), ("\u00a050", 50.0), ("5\u00ad0", 50.0), ("50\ufe0f", 50.0),
    ("1_0", SOMEHOW), ("\u0663", SOMEHOW), ("\uff11\uff12", SOMEHOW), ("NaN", SOMEHOW), ("inf", SOMEHOW), ("1e5", SOMEHOW),
    ("3 in 5", SOMEHOW), ("7 of 11", SOMEHOW), ("18 mins", SOMEHOW), ("about 20", SOMEHOW), ("20-25", SOMEHOW), ("twenty", SOMEHOW),
    ("1,5", SOMEHOW), ("1.234,5", SOMEHOW), ("12 34", SOMEHOW), ("50%%", SOMEHOW), ("1/2", SOMEHOW), ("½", SOMEHOW), ("O4", SOMEHOW),
    ("9" * 400, SOMEHOW), ("\u22125", SOMEHOW), ("12\n13", SOMEHOW), ("1 2 3", SOMEHOW), ("0x1F", SOMEHOW), ("²", SOMEHOW),
)  # fmt: skip
DATES: Sequence[tuple[str, Any]] = (
    *((text, dt.date(2011, 4, 1)) for text in (
        "1st April 2011", "1 April 2011", "01/04/2011", "1.4.11", "1-4-2011", "2011-04-01", "Fri 1 Apr 2011", "April 1, 2011",
        "1/4/2011 00:00", "'1/4/2011", "\u200e01/04/2011", "1\u00a0April\u00a02011", "1st of April 2011",
    )),
    ("31/02/2011", SOMEHOW), ("13/13/2011", SOMEHOW), ("Spring term 2011", SOMEHOW), ("April 2011", SOMEHOW), ("2011", SOMEHOW),
    ("2011-13-01", SOMEHOW), ("tomorrow", SOMEHOW), ("01/04/1066", SOMEHOW), ("1/4", SOMEHOW), ("\u0661/\u0664/\u0662\u0660\u0661\u0661", SOMEHOW),
    ("2011-04-01T00:00:00+14:00", SOMEHOW), ("1 Aprilis 2011", SOMEHOW), ("99999", SOMEHOW), ("Whit Monday", SOMEHOW),
)  # fmt: skip
YES_OR_NO: Sequence[tuple[str, Any]] = (
    ("Yes", True), ("yes", True), ("Y", True), (" YES ", True), ("No", False), ("n", False), ("\u200eNo", False),
    ("✓", SOMEHOW), ("✗", SOMEHOW), ("done", SOMEHOW), ("maybe", SOMEHOW), ("ja", SOMEHOW), ("1", SOMEHOW), ("Y/N", SOMEHOW),
)  # fmt: skip
ANYTHING: Sequence[tuple[str, Any]] = tuple(
    (text, SOMEHOW)
    for text in (
        "Up", "Both", "SLT", "children", "P2", "2", "O1, E2-E5", "O1 and O2", "all", "O1;;O2", "E5-E1", "E1-E999", "o 1", "Outcome 4",
        "E01", "outcome", "Other: something else", "=1+1", "+447700900123", "@SUM(1)", "a, b, c", "pupils & parents and carers",
        "O1/" * 40, "\u212a", "ß" * 300, "\U0001f600", "\u0130", "D" * 5000, "O\u0661", "#", "E1 E2 E3", "_x0041_", "100%",
    )
)  # fmt: skip
TEXTS = (
    "scan_x000D_2.pdf", "_x005F_x000D_", "_x0041_", "a\nb", "tab\there", "  two  spaces  ", "Straße", "e\u0301", "\U0001f600 smile",
    "x" * 32_000, "@" * 5_000, "a@b.c " * 500, "1 2 3 4 5 6 7 8 9 0 " * 400, "(" * 3000, "\u202eesrever", "zero\u200bwidth", "soft\u00adhyphen",
    "<b>&amp;</b>", "]]>", "=HYPERLINK(\"http://x\")", "'quoted", "\u200e", "null", "None", "nan", "#REF! in words", "\u0085next", "a\u2028b",
    "\u212aelvin", "\u0130stanbul", "ﬁ", "½ of 3²", "٣ children", "N/A", "-", "tbc", "from 24% to 17% by July 2011", "NHS 943 476 5919",
)  # fmt: skip


def odd(random: Random, spec: Column) -> tuple[str, Any]:
    """Something odd to type as an answer of a column, and what a person reads there."""
    tables: Mapping[Kind, Sequence[tuple[str, Any]]] = {
        Kind.NUMBER: FIGURES, Kind.WHOLE: FIGURES, Kind.DATE: DATES, Kind.YES_NO: YES_OR_NO,
    }  # fmt: skip
    if spec.kind is Kind.TEXT:
        text = random.choice(TEXTS)
        return text, Said(text)
    return random.choice(tables.get(spec.kind, ANYTHING))


class Said(str):
    """A text that is the same as any other that reads the same: spaces and what cannot be seen do not count."""

    def __eq__(self, other: object) -> bool:
        """Whether another text reads the same; a text in which nothing can be seen reads like a blank."""
        return _seen(self) == _seen(other if isinstance(other, str) else "")

    def __hash__(self) -> int:
        """Not needed, but what is equal must have one."""
        return hash(_seen(self))


def _seen(text: str) -> str:
    lines = text.replace("\u0085", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    seen = (letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Mn"))
    return " ".join("".join(seen).split())
