"""What papers are made of: headings, facts, texts, tables. ``blocks.typ`` shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]


def heading(text: str, *, level: int = 1, new_page: bool = False) -> Block:
    """A heading, at the top of a page if wanted."""
    return {"kind": "heading", "text": text, "level": level, "new_page": new_page}


def facts(pairs: Iterable[tuple[str, str | None]]) -> Block:
    """Names and what they mean, side by side. What is blank is left out."""
    return {"kind": "facts", "pairs": [[name, text] for name, text in pairs if text]}


def text(label: str, words: str | None) -> Block:
    """A label and a longer text under it."""
    return {"kind": "text", "label": label, "words": words or "Nothing written."}


def beside(*columns: tuple[str, str | None]) -> Block:
    """Texts side by side, each under its label, to be compared."""
    return {"kind": "beside", "columns": [[label, words or "Nothing written."] for label, words in columns]}


def listing(columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]) -> Block:
    """A table: headings with their share of the width, and rows of texts."""
    return {
        "kind": "listing",
        "headings": [name for name, _ in columns],
        "widths": [width for _, width in columns],
        "rows": [list(row) for row in rows],
    }


def note(words: str, *, tone: str = "plain") -> Block:
    """A box that stands out; its tone is ``plain``, ``query`` or ``fine``."""
    return {"kind": "note", "words": words, "tone": tone}
