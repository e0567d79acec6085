"""Holding a draw that was made again against its certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hwit_xl.moderation.certificate import Certificate, Drawn, Excluded, StratumRow, TicketRow

_MOST = 10
"""Differences of one kind that are listed one by one."""


def differences(written: Certificate, again: Certificate) -> Iterator[str]:
    """What a certificate says that the draw made again does not, each in one line.

    Who drew and when cannot be drawn again, and is taken as it stands.
    """
    for name, words in (
        ("method", "the method"),
        ("schools", "the number of schools in the frame"),
        ("drawn", "the number of schools drawn"),
        ("frame_hash", "the frame's hash"),
    ):
        said, found = getattr(written.facts, name), getattr(again.facts, name)
        if said != found:
            yield f"{words}: the certificate says {said}, the frame gives {found}"
    if written.tickets:
        yield from _rows("frame", written.tickets, again.tickets, lambda row: row.urn, _ticket)
    yield from _rows("strata", written.strata, again.strata, lambda row: row.stratum, _stratum)
    yield from _rows("sample", written.sample, again.sample, lambda row: row.urn, _chosen)
    if [row.urn for row in written.sample] != [row.urn for row in again.sample] and set(written.sample) == set(
        again.sample
    ):
        yield "sample: the schools stand in another order"
    yield from _rows("replacements", written.replacements, again.replacements, lambda row: row.urn, _chosen)
    yield from _rows("left out", written.excluded, again.excluded, lambda row: (row.urn, row.where), _excluded)


def _ticket(row: TicketRow) -> dict[str, object]:
    return {"group": row.group, "stratum": row.stratum, "ticket": row.ticket, "rank": row.rank}


def _stratum(row: StratumRow) -> dict[str, object]:
    return row.model_dump()


def _chosen(row: Drawn) -> dict[str, object]:
    return row.model_dump(exclude={"urn"})


def _excluded(row: Excluded) -> dict[str, object]:
    return {"school": row.school, "reason": row.reason}


def _rows(
    what: str,
    written: Sequence[Any],
    again: Sequence[Any],
    key: Callable[[Any], Any],
    parts: Callable[[Any], dict[str, object]],
) -> Iterator[str]:
    """Rows that only one of the two has, and rows that differ."""
    lines: list[str] = []
    before, now = {key(row): row for row in written}, {key(row): row for row in again}
    if len(before) < len(written):
        lines.append(f"{what}: the certificate lists a row twice")
    lines += [
        f"{what}: {_name(each)} is on the certificate, but is not found again" for each in before if each not in now
    ]
    lines += [f"{what}: {_name(each)} is found, but is not on the certificate" for each in now if each not in before]
    for each in before:
        if each not in now:
            continue
        said, found = parts(before[each]), parts(now[each])
        lines += [
            f"{what}: {_name(each)}: {part.replace('_', ' ')} is “{said[part]}” on the certificate, and “{found[part]}” in the frame"
            for part in said
            if said[part] != found[part]
        ]
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"{what}: {len(lines) - _MOST:,} more differences"


def _name(key: object) -> str:
    return " ".join(filter(None, key)) if isinstance(key, tuple) else str(key)
