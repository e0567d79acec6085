"""PDF documents read back with poppler."""

from __future__ import annotations

import html
import re
import subprocess
from dataclasses import dataclass


def words_of(data: bytes) -> str:
    """The words of a PDF in reading order, with single spaces."""
    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pages(data: bytes) -> int:
    """How many pages a PDF has."""
    done = subprocess.run(["pdfinfo", "-"], input=data, capture_output=True, check=True)
    found = re.search(rb"Pages:\s+(\d+)", done.stdout)
    assert found
    return int(found[1])


def letters_of(data: bytes) -> str:
    """The letters of a PDF in the order they were set, without any spaces; what runs out of its page is missing."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return "".join(done.stdout.decode().replace("\u200b", "").split())


@dataclass(frozen=True)
class SetLine:
    """A line as it was set: its words, and its box in points from the top left of its page."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: SetLine) -> bool:
        """Whether two lines run into each other; accents and tails of letters may touch."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 0.4 * min(self.bottom - self.top, other.bottom - other.top)


def lines_of(data: bytes) -> list[SetLine]:
    """Every line of a PDF, as poppler finds them."""
    done = subprocess.run(["pdftotext", "-bbox-layout", "-", "-"], input=data, capture_output=True, check=True)
    return [
        SetLine(
            " ".join(html.unescape(word) for word in _WORD.findall(inside)).replace("\u200b", ""),
            *map(float, (left, top, right, bottom)),
        )
        for left, top, right, bottom, inside in _LINE.findall(done.stdout.decode())
    ]


_LINE = re.compile(r'<line xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</line>', re.DOTALL)
_WORD = re.compile(r"<word .*?>(.*?)</word>")
