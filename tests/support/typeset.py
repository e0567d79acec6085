"""PDF documents read back with poppler."""

from __future__ import annotations

import re
import subprocess


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
