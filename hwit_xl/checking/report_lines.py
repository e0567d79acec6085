"""What a report keeps of each verdict: a line for the return and one for each finding, in a file that goes when it is done.

Twenty thousand returns have hundreds of thousands of findings. They are wanted in another order than they come in, so they
wait on the disk, in a database of SQLite that has no name and nobody else can see.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.tables.forms import form_named
from hwit_xl.checking.verdict import Status, Verdict
from hwit_xl.workbooks.building.saving import printable
from hwit_xl.workbooks.building.theme import across
from hwit_xl.workbooks.reports.cells import Value
from hwit_xl.workbooks.reports.rows import Words

_RETURN = "school, urn, name, target, form, status, errors, queries, settled, advice"
_FINDING = "school, urn, name, target, severity, code, place, cell, about, message, fix, explanation"
_TABLES = f"""
CREATE TABLE returns (rank, {_RETURN});
CREATE TABLE findings (rank, form, number, {_FINDING});
"""


class Lines:
    """The lines of a report, and what is counted over them.

    Attributes:
        widest: of the names of returns, in characters of body type.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.executescript(_TABLES + "BEGIN")
        self.statuses: Counter[Status] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.settled: Counter[Severity] = Counter()
        self.schools: set[str] = set()
        self.codes: Counter[str] = Counter()
        self.returns_by_code: Counter[str] = Counter()
        self.widest = 0.0

    def add(self, verdict: Verdict, folder: Path) -> None:
        """Keep the lines of one more return.

        Args:
            folder: where the report will be; links to the return start from there.
        """
        status, findings, counts = verdict.status, verdict.findings, verdict.counts
        settled = Counter(found.severity for found in findings if found.settled)
        self.statuses[status] += 1
        self.severities += counts
        self.settled += settled
        self.codes.update(found.code for found in findings)
        self.returns_by_code.update({found.code for found in findings})
        if verdict.urn:
            self.schools.add(verdict.urn)
        head = (*map(printable, (verdict.school, verdict.urn, verdict.name)), _target(verdict.path, folder))
        self.widest = max(self.widest, across(head[2]))
        form = form_named(verdict.form)
        form_title = form.title if form else ""
        rank = -list(Status).index(status)
        self._insert("returns", [(
            rank, *head, form_title, str(status), counts[Severity.ERROR] + counts[Severity.REJECT],
            counts[Severity.QUERY], settled.total(), counts[Severity.ADVICE],
        )])  # fmt: skip
        lines = [
            (rank, form_title, number, *head, *_texts(found, leads=verdict.member is None))
            for number, found in enumerate(findings)
        ]
        self._insert("findings", lines)

    def _insert(self, table: str, lines: Sequence[tuple[object, ...]]) -> None:
        if lines:
            places = ", ".join("?" * len(lines[0]))
            self._kept.executemany(f"INSERT INTO {table} VALUES ({places})", lines)

    def returns(self) -> Iterator[list[Value | Words]]:
        """A row for each return, the worst first."""
        for school, urn, name, target, *rest in self._kept.execute(
            f"SELECT {_RETURN} FROM returns ORDER BY rank, school, form, name"
        ):
            yield [school, urn, Words(name, target), *rest]

    def findings(self, first: int, number: int) -> Iterator[list[Value | Words]]:
        """A row for each of so many findings: return by return as they stand, and in each as a person walks through it."""
        for school, urn, name, target, severity, code, place, cell, *rest in self._kept.execute(
            f"SELECT {_FINDING} FROM findings ORDER BY rank, school, form, name, number LIMIT ? OFFSET ?",
            (number, first),
        ):
            yield [school, urn, name, severity, code, Words(place, target, cell), *rest]


def _texts(found: Finding, *, leads: bool) -> Iterator[str]:
    """Severity, code, place, cell, what it is about, what was seen, what to do, what the school says.

    Args:
        leads: a link can lead to the cell. To one in a zip file or an e-mail none can; it leads to that.
    """
    sheet = (found.sheet or "").replace("'", "''")
    cell = f"'{sheet}'!{found.cell}" if leads and sheet and found.cell else ""
    texts = (
        str(found.severity), found.code, found.where or "The file", cell, found.about, found.message, found.fix,
        found.explanation or found.waiver or "",
    )  # fmt: skip
    return map(printable, texts)


@dataclass(frozen=True)
class ReturnRows:
    """The rows of the sheet of returns."""

    lines: Lines

    def __len__(self) -> int:
        """How many."""
        return self.lines.statuses.total()

    def __iter__(self) -> Iterator[list[Value | Words]]:
        """One after the other."""
        return self.lines.returns()


@dataclass(frozen=True)
class FindingRows:
    """The rows of one sheet of findings: from the first on, as many as stand on it."""

    lines: Lines
    first: int
    number: int

    def __len__(self) -> int:
        """How many."""
        return self.number

    def __iter__(self) -> Iterator[list[Value | Words]]:
        """One after the other."""
        return self.lines.findings(self.first, self.number)


_TO_QUOTE = re.compile(r"""[\x00-\x20"#%<>?\\^`{|}\x7f\ud800-\udfff]""")


def _target(path: Path, folder: Path) -> str:
    """The address of a return as seen from the report; the whole one where they are on different drives."""
    try:
        address = Path(os.path.relpath(os.path.realpath(path), folder)).as_posix()
    except ValueError:
        return Path(os.path.realpath(path)).as_uri()
    return _TO_QUOTE.sub(lambda found: quote(os.fsencode(found[0])), address)
