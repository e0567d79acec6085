"""Verdicts kept from one run to the next, so that a second run does only what is new or changed.

A verdict is taken over only for the very same bytes, judged by the very same things: the day, the programme's settings and lists,
the panel's decisions on its school, the passwords where one was needed, the rules and this program. Each is on the disk before
the next one comes, in an SQLite file, which outlives a kill, a full disk and two runs at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import hwit_validators
import hwit_xl
from hwit_xl import templates
from hwit_xl.checking.packed import Parcel
from hwit_xl.checking.settings import Settings
from hwit_xl.problem import Problem

FILE = "verdicts.sqlite"
_LAYOUT = "2"
"""Of the tables below. A store of another layout is begun anew: what it kept can always be worked out again."""
_TABLES = """
create table if not exists about (name text primary key, value text);
create table if not exists verdict (
    file text primary key, judged_by text, passwords text, school text,
    body blob, sent blob, outline blob, urn text, establishment text, checksum integer
);
create table if not exists compared (batch text primary key, findings text, checksum integer);
create table if not exists copy (path blob primary key, sha256 text, says text);
"""
_PATIENCE = 20.0
"""Seconds to wait while another run writes."""


class NoStore(Problem):
    """The folder cannot be used to keep verdicts in."""


class Store:
    """The verdicts of earlier runs.

    Attributes:
        given_up: why nothing more is kept, such as a full disk; "" while all is well.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Open the store in a folder, or begin one.

        Raises:
            NoStore: the folder cannot be made or written to, or what lies there is no store of ours.
        """
        self.settings = settings
        self.given_up = ""
        path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._rows = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            self._rows.executescript("pragma journal_mode = wal; pragma synchronous = normal;" + _TABLES)
            self._begin_anew_if_older()
        except OSError as error:
            raise NoStore(f"{folder}: verdicts cannot be kept there: {error.strerror}") from error
        except (sqlite3.Error, UnicodeError) as error:
            raise NoStore(
                f"{path}: verdicts cannot be kept there: {error}; choose another folder, or delete this file"
            ) from error

    def _begin_anew_if_older(self) -> None:
        self._rows.execute("begin immediate")
        if self._fact("layout") != _LAYOUT:
            for table in ("verdict", "compared", "copy", "about"):
                self._rows.execute(f"drop table if exists {table}")
            for statement in _TABLES.split(";"):
                self._rows.execute(statement)
            facts = [("layout", _LAYOUT), ("salt", secrets.token_hex(16))]
            self._rows.executemany("insert into about values (?, ?)", facts)
        self._salt = self._fact("salt")
        self._rows.execute("commit")

    def __enter__(self) -> Store:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        """Close it."""
        self._rows.close()

    def verdict(self, sha256: str) -> Parcel | None:
        """What was found in a file of these bytes, if it would be found again now."""
        row = self._ask(
            "select judged_by, passwords, school, body, sent, outline, urn, establishment, checksum from verdict where file = ?",
            sha256,
        )
        if row is None:
            return None
        judged_by, passwords, school, *rest, checksum = row
        if judged_by != self._judged_by or (passwords and passwords != self._passwords):
            return None
        if self.settings.decisions and school != self._school(str(school).split(" ")[1:]):
            return None
        parcel = Parcel(sha256, *rest)
        return parcel if checksum == _checksum(parcel) else None  # what was damaged is worked out again

    def keep(self, parcel: Parcel) -> None:
        """Keep a verdict at once. One that says more of the machine than of the file is not kept."""
        if parcel.sha256 and parcel.lasting:
            self._tell(
                "insert or replace into verdict values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                parcel.sha256,
                self._judged_by,
                self._passwords if parcel.locked else "",
                self._school(parcel.urns),
                parcel.body,
                parcel.sent,
                parcel.outline,
                parcel.urn,
                parcel.establishment,
                _checksum(parcel),
            )

    def compared(self, batch: str) -> list[tuple[int, str]] | None:
        """What was found between the returns of just this batch, if they have been compared."""
        row = self._ask("select findings, checksum from compared where batch = ?", self._judged_by + batch)
        if not row or zlib.crc32(str(row[0]).encode(errors="replace")) != row[1]:
            return None  # what was damaged is worked out again
        return [(place, finding) for place, finding in json.loads(row[0])]

    def keep_compared(self, batch: str, findings: Iterable[tuple[int, str]]) -> None:
        """Keep what was found between the returns of a batch; only that of the newest is kept."""
        self._tell("delete from compared")
        text = json.dumps(list(findings))
        key = self._judged_by + batch
        self._tell("insert or replace into compared values (?, ?, ?)", key, text, zlib.crc32(text.encode()))

    def copy(self, path: Path) -> tuple[str, str]:
        """SHA-256 of the copy with feedback that was last written to a path, and of what it says; "" where none was."""
        return self._ask("select sha256, says from copy where path = ?", _place(path)) or ("", "")

    def keep_copy(self, path: Path, sha256: str, says: str) -> None:
        """Keep what a copy with feedback looks like, so that it is known again while nobody has typed into it."""
        self._tell("insert or replace into copy values (?, ?, ?)", _place(path), sha256, says)

    def _ask(self, question: str, *values: Any) -> Any:
        """The first row of an answer, or None."""
        return self._safely(lambda: self._rows.execute(question, values).fetchone())

    def _tell(self, statement: str, *values: Any) -> None:
        self._safely(lambda: self._rows.execute(statement, values))

    def _safely(self, ask: Callable[[], Any]) -> Any:
        """What comes of it; nothing from the moment on when the store can no longer be read or written."""
        if self.given_up:
            return None
        try:
            return ask()
        except (sqlite3.Error, UnicodeError) as error:
            self.given_up = str(error)
            return None

    def _fact(self, name: str) -> str:
        row = self._rows.execute("select value from about where name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    @cached_property
    def program(self) -> str:
        """A fingerprint of the program that keeps verdicts now."""
        return program()

    @cached_property
    def _judged_by(self) -> str:
        """A fingerprint of all that every verdict depends on, but for the panel's decisions and the passwords."""
        own, decisions = self.settings.own, self.settings.decisions
        parts = [self.program, self.settings.on.isoformat(), "-" if decisions is None else f"all: {decisions.complete}"]
        if own:
            parts.append(json.dumps(_ordered(own.profile.model_dump(mode="python")), default=str))
            parts += [f"{values.name} {entry}" for values in own.lists for entry in values.entries]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _school(self, urns: Iterable[str]) -> str:
        """A fingerprint of the panel's decisions on a school, and behind it the URNs that the return gives."""
        decisions = self.settings.decisions
        return " ".join((decisions.print_of([*urns]) if decisions else "", *urns))

    @cached_property
    def _passwords(self) -> str:
        """A fingerprint of the passwords, of a kind by which they cannot be tried out quickly."""
        words = "\n".join(self.settings.passwords).encode()
        salt = self._salt.encode()
        return hashlib.scrypt(words, salt=salt, n=1 << 14, r=8, p=1, dklen=32).hex() if words else "none"


def _checksum(parcel: Parcel) -> int:
    return zlib.crc32(b"".join(each for each in (parcel.body, parcel.sent, parcel.outline) if isinstance(each, bytes)))


def _ordered(value: Any) -> Any:
    """The same settings in one order, which sets have anew in each run."""
    if isinstance(value, dict):
        return [[_ordered(name), _ordered(each)] for name, each in value.items()]
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    return [_ordered(each) for each in value] if isinstance(value, (list, tuple)) else value


def _place(path: Path) -> bytes:
    """A path as the system has it, whatever letters it is written in."""
    return os.fsencode(os.path.realpath(path))


def program() -> str:
    """A fingerprint of this program: its version, its own text where that is at hand, and the words and lists of its forms."""
    text = hashlib.sha256(hwit_validators.__version__.encode())
    forms = templates.folder()
    ours = (Path(package.__file__ or "").parent for package in (hwit_validators, hwit_xl))
    for folder, ending in (*((each, ".py") for each in ours), (forms / "words", ".toml"), (forms / "lists", ".csv")):
        for place, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                if name.endswith(ending):
                    with open(os.path.join(place, name), "rb") as file:
                        text.update(file.read())
    return text.hexdigest()
