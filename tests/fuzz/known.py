"""Faults that are known and wait for their turn. Whoever mends one takes its line away."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from fuzz.oracle import Complaint

SILENT: Mapping[str, str] = {
    "row under the table": "only advice, and after five notes not even that (case 09): a query or an error for each row is missing",
    "range shrunk at its bottom": "what was in the table stands under it now, and is not read (case 09): as above",
    "column beside the table": "the column that Excel adds counts as the table's (case 08): WB015 or better is missing",
    "header row off": "the first record is taken for the headings (case 04): it must be read, or WB007 say that headings are gone",
    "sheet copied, first one still there": "the copy is only advice (case 06): a query that two sheets hold one table is missing",
    "sheet copied, first one renamed": "the copy, which has the sheet's name, is only advice (case 06): as above",
    "reference typed again": "E01 or E1. in a Ref column is another record (case 24): it must be read as E1",
    "1904 dates, shown plain": "a plain number is counted from 1900 (case 21): it must be counted as the workbook counts",
    "odd number": "numbers and places among shared strings that only Python reads, as 1_0 or -1: a finding at the cell is missing",
}
"""Kinds of damage that lose answers in silence: why, and which finding is missing."""

SILENT_CASES: tuple[tuple[str, str, str], ...] = (
    ("typed", "_x00", "written twice decoded, as _x005F_x000D_ (case 20)"),
    (
        "parts swapped",
        "Members.M1",
        "the table of another sheet is shorter, and the rows under it are not read (case 09): as above",
    ),
)
"""Kinds of damage that lose an answer only where a complaint holds these words: why."""

ESCAPING: Mapping[str, str] = {}
"""Exceptions that escape, and from where, ``*`` for anywhere: why."""


def is_known(kind: str, complaint: Complaint) -> bool:
    """Whether this is a fault of the lists above."""
    if complaint.about != "lost":
        return any(fnmatchcase(complaint.where, pattern) for pattern in ESCAPING)
    return kind in SILENT or any(kind == one and words in complaint.what for one, words, _ in SILENT_CASES)
