"""The verdicts of one run, waiting on the disk until all of them are there to be compared.

Memory stays flat, however many returns there are. What lies here is private to the run and goes with it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from types import TracebackType

from hwit_validators.model.finding import Finding
from hwit_validators.model.sent import Sent, Together
from hwit_xl.checking.collect import Found
from hwit_xl.checking.order import as_walked
from hwit_xl.checking.packed import Parcel, as_row, finding_of, sent_of, unpacked
from hwit_xl.checking.verdict import Verdict
from hwit_xl.problem import Problem

_TABLES = """
create table verdict (
    place integer primary key, sha256 text, body blob, sent blob, outline blob, urn text, establishment text
);
create table between_returns (number integer primary key, place integer, finding text, broken text);
create index by_place on between_returns (place, number);
create table not_handed_back (place integer primary key, why text);
"""


class Spool:
    """Verdicts by the place of their file among all files of the run."""

    def __init__(self, files: Sequence[Found]) -> None:
        """Begin with none."""
        self.files = files
        try:
            # a file without a name, which is gone with the process, whatever ends that
            self._rows = sqlite3.connect("", isolation_level=None)
            # nothing here outlives the run, so nothing needs to survive a power cut
            self._rows.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLES + "begin;")
        except sqlite3.Error as error:
            raise _without_room(error) from error

    def __enter__(self) -> Spool:
        """The spool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        """Throw everything away.

        Raises:
            Problem: the disk had no room for what was to wait here.
        """
        self._rows.close()
        if isinstance(value, sqlite3.Error):
            raise _without_room(value) from value

    def add(self, place: int, parcel: Parcel) -> None:
        """Keep the verdict on one file."""
        self._rows.execute(
            "insert into verdict values (?, ?, ?, ?, ?, ?, ?)",
            (
                place,
                parcel.sha256,
                parcel.body,
                parcel.sent,
                parcel.outline,
                parcel.urn or None,
                parcel.establishment or None,
            ),
        )

    def together(self, how: Together) -> Iterator[list[tuple[int, Sent]]]:
        """The summaries of two or more returns that belong together, with their places and in the order of these."""
        column = "urn" if how is Together.URN else "establishment"
        self._rows.execute(f"create index if not exists by_{column} on verdict ({column}, place)")
        rows = self._rows.execute(f"select {column}, place, sent from verdict where {column} is not null order by 1, 2")
        for _, group in groupby(rows, key=itemgetter(0)):
            several = list(group)
            if len(several) > 1:
                yield [(place, sent_of(sent, self.files[place].name)) for _, place, sent in several]

    def outline(self, place: int) -> bytes:
        """What is kept of a return for findings between it and others, packed."""
        packed: bytes = self._rows.execute("select outline from verdict where place = ?", (place,)).fetchone()[0]
        return packed

    def add_between(self, place: int, found: Finding, *, broken: str = "") -> None:
        """Keep a finding between one return and others, behind those there are.

        Args:
            broken: what went wrong, if the finding says that a rule could not be run.
        """
        self._rows.execute(
            "insert into between_returns (place, finding, broken) values (?, ?, ?)",
            (place, json.dumps(as_row(found)), broken or None),
        )

    def between(self) -> Iterator[tuple[int, str]]:
        """Every finding between returns, with the place of the return it is about."""
        yield from self._rows.execute("select place, finding from between_returns order by number")

    def add_all_between(self, findings: Iterable[tuple[int, str]]) -> None:
        """Take over findings between returns of an earlier run over the same files."""
        self._rows.executemany("insert into between_returns (place, finding) values (?, ?)", findings)

    def add_not_handed_back(self, place: int, why: str) -> None:
        """Keep why there is no copy of a return with feedback."""
        self._rows.execute("insert into not_handed_back values (?, ?)", (place, why))

    def readable(self) -> list[int]:
        """The places of the files that could be read as a return."""
        return [place for (place,) in self._rows.execute("select place from verdict where sent is not null order by 1")]

    def print_of_summaries(self) -> str:
        """A fingerprint of all that returns are compared by: what each file is called, and what is kept of it."""
        text = hashlib.sha256()
        for place, *kept in self._rows.execute("select place, sha256, sent, outline from verdict order by place"):
            text.update(repr((self.files[place].name, *kept)).encode())
        return text.hexdigest()

    def reasons(self) -> Iterator[tuple[str, str]]:
        """The name of each return of which there is no copy with feedback, and why."""
        rows = self._rows.execute("select place, why from not_handed_back order by place")
        return ((self.files[place].name, why) for place, why in rows)

    def __getitem__(self, place: int, /) -> Verdict:
        """The verdict on one file, with what was found between it and others."""
        return next(self._whole("where place = ?", place))

    def __iter__(self) -> Iterator[Verdict]:
        """Every verdict, in the order of the files."""
        return self._whole("order by place")

    def _whole(self, which: str, *values: int) -> Iterator[Verdict]:
        rows = self._rows.execute(f"select place, body from verdict {which}", values)
        for place, body in rows:
            file = self.files[place]
            verdict = unpacked(body, file)
            if between := self._between(place):
                findings = as_walked((*verdict.findings, *(found for found, _ in between)), verdict.sheets)
                broken = {found.found or "": why for found, why in between if why}
                verdict = replace(verdict, findings=findings, broken={**verdict.broken, **broken})
            yield verdict

    def _between(self, place: int) -> list[tuple[Finding, str]]:
        """The findings between a return and others; with those about a rule that could not be run, what went wrong."""
        rows = self._rows.execute(
            "select finding, broken from between_returns where place = ? order by number", (place,)
        )
        return [(finding_of(json.loads(row)), why or "") for row, why in rows]


def _without_room(error: sqlite3.Error) -> Problem:
    return Problem(f"{tempfile.gettempdir()} has no room for the results while they are compared: {error}")
