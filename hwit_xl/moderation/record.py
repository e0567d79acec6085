"""Reading moderators' workbooks back, into a summary that next year's draw takes."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hwit_xl import templates
from hwit_xl.checking.collect import Found
from hwit_xl.checking.loading import load
from hwit_xl.files import json_text
from hwit_xl.files.reading import read_bytes, read_json
from hwit_xl.moderation import certificate_file
from hwit_xl.moderation.certificate import Certificate
from hwit_xl.moderation.form import Borne, Judged, Moderation
from hwit_xl.moderation.frame import is_urn
from hwit_xl.problem import Problem
from hwit_xl.workbooks.layout import folded
from hwit_xl.workbooks.reading.answers import answer
from hwit_xl.workbooks.reading.own_tables import Tables, text_of
from hwit_xl.workbooks.xlsx.cell import Misfit
from hwit_xl.workbooks.xlsx.opening import unlocked
from hwit_xl.workbooks.xlsx.rejected import Rejected


@dataclass(frozen=True)
class Recorded:
    """What one moderator's workbook says.

    Attributes:
        looked_at, borne_out: claims that a moderator looked at, and those of them that were borne out.
        open: what is still missing or cannot be read, each in a few words.
    """

    file: str
    urn: str
    school: str
    judgement: str
    moderated_on: str
    how: str
    closer_look: str
    closer: str
    own_choice: str
    own: str
    looked_at: int
    borne_out: int
    to_do: str
    strengths: str
    why_not: str
    replaced_by: str
    next_year: bool
    open: tuple[str, ...] = ()

    @property
    def moderated(self) -> bool:
        """Whether the school was moderated."""
        return self.judgement in (Judged.CONFIRMED, Judged.CLARIFICATION)


@dataclass(frozen=True)
class Unread:
    """A file that is no moderator's workbook, or one too many."""

    file: str
    reason: str


@dataclass(frozen=True)
class Records:
    """A summary of moderation.

    Attributes:
        waiting: schools of the sample without a workbook, as (URN, school).
    """

    schools: tuple[Recorded, ...]
    unread: tuple[Unread, ...]
    waiting: tuple[tuple[str, str], ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.unread and not self.waiting and not any(school.open for school in self.schools)


def read_workbook(found: Found) -> Recorded | Unread:
    """Read one moderator's workbook."""
    try:
        tables = Tables(unlocked(load(found)).data)
        return _recorded(found.name, tables)
    except Rejected as rejected:
        return Unread(found.name, rejected.message)
    except ValueError as problem:
        return Unread(found.name, f"it is no moderator's workbook: {problem}")


def _recorded(name: str, tables: Tables) -> Recorded | Unread:
    cells = {folded(text_of(row.get("question"))): row.get("answer") for row in tables.rows(Moderation.table)}
    said: dict[str, Any] = {}
    gone: list[str] = []
    for spec in Moderation.columns.values():
        if folded(spec.title) not in cells:
            gone.append(f"“{spec.title}” is not on the sheet any more")
        cell = cells.get(folded(spec.title))
        value = answer(cell, spec, templates.shipped_lists()) if cell is not None else None
        if isinstance(value, Misfit):
            gone.append(f"{spec.title}: {value.message}")
        else:
            said[spec.field] = value
    urn = said.get("urn") or ""
    if not is_urn(urn):
        return Unread(name, "the URN is gone from it")
    claims = list(tables.texts("Claims")) if "Claims" in tables else []
    borne = Counter(row.get("borne out?", "") for row in claims)
    return Recorded(
        file=name, urn=urn, school=said.get("school") or "", judgement=str(said.get("judged") or ""),
        moderated_on=_iso(said.get("moderated_on")), how=str(said.get("how") or ""), closer_look=said.get("closer_look") or "",
        closer=str(said.get("closer") or ""), own_choice=said.get("own_choice") or "", own=str(said.get("own") or ""),
        looked_at=sum(borne[choice.value] for choice in (Borne.YES, Borne.PARTLY, Borne.NO)), borne_out=borne[Borne.YES.value],
        to_do=said.get("to_do") or "", strengths=said.get("strengths") or "", why_not=said.get("why_not") or "",
        replaced_by=said.get("replaced_by") or "", next_year=bool(said.get("next_year")), open=(*gone, *_open(said)),
    )  # fmt: skip


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _open(said: dict[str, Any]) -> Iterable[str]:
    """What a moderator still has to write."""
    judged = said.get("judged")
    if judged is None:
        yield "no judgement yet"
    elif judged is Judged.NOT_MODERATED:
        if not said.get("why_not"):
            yield "not moderated, but not why"
    else:
        for field, words in (
            ("moderated_on", "no day"),
            ("moderators", "no moderator"),
            ("closer", "nothing about the closer look"),
        ):
            if not said.get(field):
                yield words
        if judged is Judged.CLARIFICATION and not said.get("to_do"):
            yield "clarification is sought, but not what about"


def record(read: Sequence[Recorded | Unread], certificate: Certificate | None) -> Records:
    """Put workbooks together: one for each school, and those of the sample that are still to come.

    Where there are two for one school, neither is taken unless they say the same.
    """
    unread = [one for one in read if isinstance(one, Unread)]
    by_urn: dict[str, list[Recorded]] = defaultdict(list)
    for one in read:
        if isinstance(one, Recorded):
            by_urn[one.urn].append(one)
    schools: list[Recorded] = []
    for urn in sorted(by_urn):
        first, *others = by_urn[urn]
        if all(asdict(other) | {"file": ""} == asdict(first) | {"file": ""} for other in others):
            schools.append(first)
            continue
        names = ", ".join(one.file for one in by_urn[urn])
        unread += [
            Unread(one.file, f"there are several workbooks for {urn} that differ: {names}") for one in by_urn[urn]
        ]
    known = {row.urn: row.school for row in (*certificate.sample, *certificate.replacements)} if certificate else {}
    if certificate:
        unread += [Unread(one.file, f"{one.urn} is not in this sample") for one in schools if one.urn not in known]
        schools = [one for one in schools if one.urn in known]
    sampled = [(row.urn, row.school) for row in certificate.sample] if certificate else []
    return Records(tuple(schools), tuple(unread), tuple(pair for pair in sampled if pair[0] not in by_urn))


def as_json(records: Records) -> str:
    """The summary as JSON; ``moderated`` is what next year's draw takes."""
    judgements = Counter(one.judgement or "No judgement yet" for one in records.schools)
    whole = {
        "moderated": [asdict(one) for one in records.schools if one.moderated],
        "not_moderated": [asdict(one) for one in records.schools if not one.moderated],
        "waiting": [{"urn": urn, "school": school} for urn, school in records.waiting],
        "unread": [asdict(one) for one in records.unread],
        "summary": {
            "schools": len(records.schools), "moderated": sum(one.moderated for one in records.schools),
            "judgements": dict(sorted(judgements.items())), "waiting": len(records.waiting), "unread": len(records.unread),
            "complete": records.complete,
        },
    }  # fmt: skip
    return f"{json_text.as_json(whole, indent=1)}\n"


def moderated_in(path: Path) -> frozenset[str]:
    """The schools moderated in an earlier year, from a summary, or (as drawn) from a certificate.

    Raises:
        Problem: the file is neither.
    """
    data = read_bytes(path)
    try:
        if data.startswith(b"PK\x03\x04"):
            tables = Tables(data)
            if "Moderated" in tables:
                return frozenset(row.get("urn", "") for row in tables.texts("Moderated"))
        else:
            whole = read_json(data)
            if isinstance(whole, dict) and "moderated" in whole:
                return frozenset(str(one["urn"]) for one in whole["moderated"])
    except (Problem, ValueError, KeyError, TypeError):
        raise Problem(f"{path} is neither a draw certificate nor a summary of moderation") from None
    return frozenset(row.urn for row in certificate_file.read(path).sample)
