"""Draw the rooms of the code, as ``tests/test_layers.py`` lists them: ``python docs/draw_rooms.py`` after a room has changed."""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from test_layers import LAYERS, modules  # noqa: E402  (found only once the line above has run)

PICTURE = ROOT / "docs" / "pictures" / "rooms.svg"

WIDTH, MARGIN, GAP = 1000, 16, 6
LINE, PADDING = 15, 9
NAMES = 230
"""Where the description begins in a room that has a row for itself."""
LETTER = 6.3
"""About how wide a letter of a description is."""
COLOURS = {"hwit_validators": ("#E3EFF1", "#0B4F5C"), "hwit_xl": ("#F4F1E6", "#6B5A1E")}
"""Of each package: behind its rooms, and around them."""


def drawn() -> str:
    """The picture, as SVG: the ground at the bottom, and what people touch at the top."""
    boxes, y = [], MARGIN
    for package, rows in groupby(reversed(LAYERS), lambda row: row[0].partition(".")[0]):
        boxes.append(
            _text(MARGIN, y + LINE, package, f'font-weight="bold" font-size="16" fill="{COLOURS[package][1]}"')
        )
        boxes.append(_text(MARGIN + NAMES, y + LINE, _about(package), 'fill="#1F2A30"'))
        y += LINE + 2 * PADDING
        for row in rows:
            lines, height = _row(row, y)
            boxes += lines
            y += height + GAP
        y += PADDING
    return "\n".join((*_head(y), *boxes, "</svg>", ""))


def _head(height: int) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'font-family="Carlito, Calibri, Arial, sans-serif" font-size="13">'
    )
    yield "<title>The rooms of the code: each uses itself and what lies below it, never its neighbours or what lies above</title>"
    yield f'<rect width="{WIDTH}" height="{height}" fill="#FFFFFF"/>'


def _row(rooms: tuple[str, ...], y: int) -> tuple[list[str], int]:
    """The rooms of one row, side by side, and how high the row is."""
    alone = len(rooms) == 1
    width = (WIDTH - 2 * MARGIN - GAP * (len(rooms) - 1)) / len(rooms)
    room_for_text = width - 2 * PADDING - (NAMES if alone else 0)
    abouts = [textwrap.wrap(_about(room), int(room_for_text / LETTER)) for room in rooms]
    lines = max(map(len, abouts)) + (0 if alone else 1)
    height = LINE * lines + 2 * PADDING
    drawn = []
    for number, (room, about) in enumerate(zip(rooms, abouts, strict=True)):
        package, _, name = room.partition(".")
        x = MARGIN + number * (width + GAP)
        behind, around = COLOURS[package]
        drawn.append(
            f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{height}" rx="4" fill="{behind}" stroke="{around}"/>'
        )
        first = y + PADDING + LINE - 4
        drawn.append(_text(x + PADDING, first, name, f'font-weight="bold" fill="{around}"'))
        for line, words in enumerate(about, 0 if alone else 1):
            drawn.append(
                _text(x + PADDING + (NAMES - PADDING if alone else 0), first + line * LINE, words, 'fill="#1F2A30"')
            )
    return drawn, height


def _text(x: float, y: float, words: str, looks: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" {looks}>{escape(words)}</text>'


def _about(module: str) -> str:
    """The first sentence of what a module or package says of itself."""
    path = modules()[module]
    words = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").replace("``", "").split())
    return words.partition(". ")[0].removesuffix(".")


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8", newline="\n")
