"""What each version of the forms asks, kept beside the classes: a return that is out must go on to be understood.

A snapshot says which columns a version has, what they are called and which answers they take. The record classes are held
against the snapshot of every version, so that a column that was added, reworded or retired says so of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hwit_validators.model.choices import Choice
from hwit_validators.model.column import Column
from hwit_validators.model.record import Record, Rows

Version = tuple[int, int]


@dataclass(frozen=True)
class Asked:
    """One column of a version of the forms.

    Attributes:
        kind: what sort of answer it takes, and of which list.
        choices: the entries of its drop-down.
    """

    title: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of a version of the forms.

    Attributes:
        records: the letter before its rows' references, or the headings over its columns of answers.
        columns: in their order, by field.
    """

    records: tuple[str, ...]
    columns: Mapping[str, Asked]


@dataclass(frozen=True)
class Snapshot:
    """All that a version of the forms asks, by table."""

    version: Version
    tables: Mapping[str, Table]


def snapshot(tables: Iterable[type[Record]], version: Version) -> Snapshot:
    """What the classes ask in a version of the forms: the current one, or else in today's words."""
    return Snapshot(
        version,
        {
            table.table: Table(
                _records(table),
                {name: _asked(spec) for name, spec in table.columns.items() if spec.stands_in(version)},
            )
            for table in tables
            if table.since <= version
        },
    )


def _records(table: type[Record]) -> tuple[str, ...]:
    return (table.layout.prefix,) if isinstance(table.layout, Rows) else table.layout.headings


def _asked(spec: Column) -> Asked:
    kind = f"{spec.kind.value}: {spec.listed}" if spec.listed else spec.kind.value
    return Asked(spec.title, kind, tuple(map(str, spec.choices or ())))


def differences(tables: Iterable[type[Record]], known: Iterable[Snapshot], current: Version) -> tuple[str, ...]:
    """Where the classes do not fit the forms that are out: what it is, and what to do, one line for each.

    Args:
        known: snapshots of the versions up to the current one.
    """
    by_name = {table.table: table for table in tables}
    versions = sorted(known, key=lambda each: each.version, reverse=True)
    lines: dict[Said, str] = {}
    for table in by_name.values():
        lines |= dict(_of_itself(table, current))
    for each in versions:
        then = _then(current) if each.version == current else ""
        for said, line in _against(each, by_name):
            lines.setdefault(said, line + then)  # said once, for the newest version that it is true of
        if then:
            for said, line in _new(each, by_name):
                lines.setdefault(said, line + then)
    for said, line in _first_words(versions[::-1], by_name):
        lines.setdefault(said, line)
    return tuple(lines.values())


Said = tuple[str, ...]
"""What a line is about: table, field and what is the matter with it."""
Lines = Iterator[tuple[Said, str]]
Tables = Mapping[str, type[Record]]


def _of_itself(table: type[Record], current: Version) -> Lines:
    """What cannot be, whatever was sent out."""
    if table.since > current:
        yield (table.table, "since"), f"{table.table}: since={table.since} is later than FORM_VERSION.{_then(current)}"
    titles: dict[str, str] = {}
    for name, spec in table.columns.items():
        if spec.since > current:
            yield (
                (table.table, name, "since"),
                f"{_named(table, name)}: since={spec.since} is later than FORM_VERSION.{_then(current)}",
            )
        if spec.until is not None and spec.until >= current:
            line = f"{_named(table, name)}: until={spec.until} takes it out of the forms of the next version.{_then(current)}"
            yield (table.table, name, "until"), line
        for title in spec.titles:
            if titles.setdefault(title.casefold(), name) != name:
                other = _named(table, titles[title.casefold()])
                line = f"{_named(table, name)}: “{title}” is, or was, the title of {other}. Call it otherwise: a title stands for one column for good."
                yield (table.table, name, "title"), line
        labels: dict[str, Choice] = {}
        for choice in spec.choices or ():
            for label in choice.labels:
                if labels.setdefault(label.casefold(), choice) is not choice:
                    line = f"{_named(table, name)}: two of its choices are, or were, called “{label}”. A label stands for one choice for good."
                    yield (_class(spec), label), line


def _against(each: Snapshot, tables: Tables) -> Lines:
    """Where returns on forms of a version would not be understood."""
    version = f"version {_dotted(each.version)}"
    for name, then in each.tables.items():
        if name not in tables:
            yield (
                (name,),
                f"{name}: {version} has this table. Put it back: the reader and the rules need it for those returns.",
            )
            continue
        table = tables[name]
        if _records(table) != then.records:
            line = f"{name}: in {version} its records are called by {', '.join(then.records)}. Put that back: it cannot change."
            yield (name, "records"), line
        yield from _columns(table, then, each.version)
    for table in tables.values():
        if table.since <= each.version and table.table not in each.tables:
            yield (
                (table.table,),
                f"{table.table}: {version} has no such table. Write since={_next(each.version)} in the class.",
            )


def _columns(table: type[Record], then: Table, at: Version) -> Lines:
    version = f"version {_dotted(at)}"
    for name, asked in then.columns.items():
        spec = table.columns.get(name)
        about = f"{table.table} “{asked.title}” ({name})"
        if spec is None:
            line = f"{about}: {version} asks for it, and it is gone. Put it back, with until={at}."
            yield (table.table, name), line
        elif not spec.stands_in(at):
            line = f"{about}: {version} asks for it. Put since= and until= right: a column stays in the versions that have it."
            yield (table.table, name, "since"), line
        else:
            yield from _answers(table, spec, asked, at)
    for name, spec in table.columns.items():
        if spec.stands_in(at) and name not in then.columns:
            line = f"{_named(table, name)}: {version} does not ask for it. Write since={_next(at)} on it."
            yield (table.table, name, "since"), line
    there = [name for name in table.columns if name in then.columns]
    if there != [name for name in then.columns if name in there]:
        line = f"{table.table}: its columns stand in another order than in {version}. Put them back in that order."
        yield (table.table, "order"), line


def _answers(table: type[Record], spec: Column, asked: Asked, at: Version) -> Lines:
    """One column as it is now, against what it was."""
    version, about = f"version {_dotted(at)}", _named(table, spec.field)
    if asked.title.casefold() not in map(str.casefold, spec.titles):
        formerly = ", ".join(f'"{title}"' for title in (*spec.formerly, asked.title))
        yield (
            (table.table, spec.field, "title"),
            f"{about}: {version} calls it “{asked.title}”. Write formerly=({formerly},) on it.",
        )
    if _asked(spec).kind != asked.kind:
        line = (
            f"{about}: it takes “{_asked(spec).kind}”, and in {version} “{asked.kind}”. Put that back; what takes other answers is "
            f"another column, and this one can end with until={at}."
        )
        yield (table.table, spec.field, "kind"), line
    known = {label: choice for choice in spec.choices or () for label in choice.labels}
    for label in asked.choices:
        if spec.choices and label not in known:
            line = (
                f"{about}: “{label}” is one of its choices in {version}, and in {_class(spec)} no more. Put it back, or write it "
                f'behind the words that take its place: "New words", ("{label}",).'
            )
            yield (_class(spec), label), line


def _new(now: Snapshot, tables: Tables) -> Lines:
    """What returns that are out do not mind, and what is another form all the same."""
    version = f"version {_dotted(now.version)}"
    for name, then in now.tables.items():
        columns = tables[name].columns if name in tables else {}
        for field, asked in then.columns.items():
            if (spec := columns.get(field)) is None:
                continue
            if spec.title != asked.title:
                yield (name, field, "title"), f"{_named(tables[name], field)}: {version} calls it “{asked.title}”."
            for choice in spec.choices or ():
                if str(choice) not in asked.choices:
                    line = f"{_named(tables[name], field)}: its choice “{choice}” ({_class(spec)}) is not in {version}."
                    yield (_class(spec), *choice.labels), line


def _first_words(oldest_first: Iterable[Snapshot], tables: Tables) -> Lines:
    """Choices whose first words do not stand first: fingerprints are made of those."""
    first: dict[Choice, str] = {}
    for each in oldest_first:
        for name, then in each.tables.items():
            for field, asked in then.columns.items():
                spec = tables[name].columns.get(field) if name in tables else None
                for choice in (spec.choices if spec else None) or ():
                    said = next((label for label in asked.choices if label in choice.labels), None)
                    if spec and said and first.setdefault(choice, said) != choice.labels[0]:
                        line = f"{_class(spec)} “{choice}”: write its earlier labels with the oldest first, which is “{first[choice]}”."
                        yield (_class(spec), str(choice), "first"), line


def _class(spec: Column) -> str:
    return spec.choices.__name__ if spec.choices else ""


def _named(table: type[Record], field: str) -> str:
    return f"{table.table} “{table.columns[field].title}” ({field})"


def _next(version: Version) -> Version:
    return version[0], version[1] + 1


def _then(current: Version) -> str:
    """What a new version takes, for the end of a line."""
    return f" This makes a new version: FORM_VERSION = {_next(current)}, then `hwit template snapshot`."


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))
