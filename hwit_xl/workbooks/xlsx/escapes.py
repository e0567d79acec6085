"""Characters as workbooks write them that XML cannot hold, or would change: ``_x000D_`` for a carriage return.

After ECMA-376 part 1, §22.9.2.19 (ST_Xstring). What a person typed in just that form is written with its own underscore
escaped, ``_x005F_x000D_``; so every text is decoded once, where it is read, and encoded once, where it is written.
"""

from __future__ import annotations

import re

MARK = "_x"
"""Stands in every text that holds such a character."""
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")
_TYPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HALVES = re.compile("[\ud800-\udfff]")


def decoded(text: str) -> str:
    """A text as it was typed."""
    text = _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)
    if _HALVES.search(text):  # two of them are one character beyond U+FFFF
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def encoded(text: str) -> str:
    """A text as it is written, so that no program takes what was typed for a character."""
    return _TYPED.sub("_x005F_", text) if MARK in text else text
