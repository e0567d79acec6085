"""Words of several lines on the screen, such as a question of the panel."""

from __future__ import annotations


def hung(words: str, margin: int) -> str:
    """The same words with every line after the first set in by a margin, in characters, so that they stay together.

    They come from files of others, so what steers a terminal is left out.
    """
    lines = ("".join(filter(str.isprintable, line)) for line in words.splitlines() or ("",))
    first, *rest = lines
    return "\n".join((first, *(f"{' ' * margin}{line}".rstrip() for line in rest)))
