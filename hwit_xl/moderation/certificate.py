"""The draw certificate: everything that is needed to repeat a draw, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ConfigDict

import hwit_validators
from hwit_validators.sampling.draw import METHOD, Chosen, Design, Draw, FrameKind, Reason, Risk
from hwit_validators.sampling.strata import Stratify
from hwit_xl.files import json_text
from hwit_xl.moderation.frame import Frame

COOLS_OFF = "moderated last year: left out of the random draw this year"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Drawn(_Part):
    """A school of the sample, or a replacement.

    Attributes:
        reason: ``random`` or ``risk``.
        risk: why it was named as a risk case; "" if it was not.
        closer_look: the outcome or criterion drawn for a closer look.
        rank: its place in its stratum; 0 for a risk case from outside the frame.
        cooling_off: it was moderated last year, and is drawn because its stratum has too few other schools.
    """

    urn: str
    school: str
    stratum: str
    ticket: str
    reason: Reason
    risk: str = ""
    closer_look: str = ""
    rank: int = 0
    cooling_off: bool = False


class Excluded(_Part):
    """A school or file that could not be drawn.

    Attributes:
        in_frame: it counts towards the number of schools, but cools off.
    """

    urn: str
    school: str
    reason: str
    where: str
    in_frame: bool = False


class StratumRow(_Part):
    """A stratum, and the chance each of its schools had, as a fraction."""

    stratum: str
    groups: str
    schools: int
    cooling_off: int
    drawn: int
    chance: str
    chance_cooling_off: str


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A school of the frame, and its ticket."""

    urn: str
    group: str
    stratum: str
    ticket: str
    rank: int
    cooling_off: bool


class Facts(_Part):
    """What was settled, what came of it, who drew and when.

    Attributes:
        schools, drawn: in the frame, and at random.
        replacements: named in each stratum.
    """

    method: str
    frame: FrameKind
    schools: int
    rate: int
    drawn: int
    seed: str
    stratify: Stratify
    replacements: int
    frame_hash: str
    by: str
    on: dt.date
    program: str


class Certificate(_Part):
    """A draw certificate.

    Attributes:
        tickets: of every school of the frame; none where the certificate was read from a workbook.
    """

    facts: Facts
    strata: tuple[StratumRow, ...]
    sample: tuple[Drawn, ...]
    replacements: tuple[Drawn, ...]
    excluded: tuple[Excluded, ...]
    tickets: tuple[TicketRow, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def design(self) -> Design:
        """What was settled before the draw.

        Raises:
            hwit_validators.sampling.draw.SamplingProblem: no fair draw can be made so.
        """
        facts = self.facts
        cooling = {row.urn for row in self.excluded if row.in_frame} | {r.urn for r in self.sample if r.cooling_off}
        risks = tuple(Risk(row.urn, row.risk, row.school) for row in self.sample if row.risk)
        return Design(facts.seed, facts.rate, facts.stratify, facts.replacements, frozenset(cooling), risks)


def certified(made: Draw, frame: Frame, by: str, on: dt.date) -> Certificate:
    """The certificate of a draw."""
    facts = Facts(
        method=METHOD, frame=frame.kind, schools=len(made.tickets), rate=made.design.rate, drawn=made.number,
        seed=made.design.seed, stratify=made.design.stratify, replacements=made.design.replacements,
        frame_hash=made.frame_hash, by=by, on=on, program=f"HWIT for Excel {hwit_validators.__version__}",
    )  # fmt: skip
    drawn = {chosen.entry.urn for chosen in made.sample if chosen.reason is Reason.RANDOM}
    resting = [
        Excluded(urn=t.entry.urn, school=t.entry.school, reason=COOLS_OFF, where="", in_frame=True)
        for t in made.tickets
        if t.cooling_off and t.entry.urn not in drawn
    ]
    return Certificate(
        facts=facts,
        strata=tuple(
            StratumRow(
                stratum=s.name, groups="; ".join(s.groups), schools=s.schools, cooling_off=s.cooling_off, drawn=s.drawn,
                chance=_fraction(s.chance), chance_cooling_off=_fraction(s.chance_cooling_off),
            )
            for s in made.strata
        ),
        sample=tuple(map(_drawn, made.sample)),
        replacements=tuple(map(_drawn, made.replacements)),
        excluded=(
            *(Excluded(urn=o.urn, school=o.school, reason=o.reason, where=o.where) for o in frame.left_out),
            *resting,
        ),
        tickets=tuple(
            TicketRow(
                urn=t.entry.urn, group=t.group, stratum=t.stratum, ticket=t.number, rank=t.rank, cooling_off=t.cooling_off
            )
            for t in made.tickets
        ),
        notes=(*frame.notes, *_notes(made)),
    )  # fmt: skip


def _fraction(chance: Fraction) -> str:
    """``1/13``; a whole number without a stroke."""
    return str(chance)


def _drawn(chosen: Chosen) -> Drawn:
    ticket = chosen.ticket
    return Drawn(
        urn=chosen.entry.urn, school=chosen.entry.school, stratum=ticket.stratum if ticket else "",
        ticket=ticket.number if ticket else "", reason=chosen.reason, risk=chosen.why, closer_look=chosen.closer_look,
        rank=ticket.rank if ticket else 0,
        cooling_off=bool(ticket and ticket.cooling_off and chosen.reason is Reason.RANDOM),
    )  # fmt: skip


def _notes(made: Draw) -> Iterable[str]:
    """What the draw itself has to say."""
    for stratum in made.strata:
        if len(stratum.groups) > 1:
            yield f"merged, because a group has fewer than five schools: {'; '.join(stratum.groups)}"
        if not stratum.drawn:
            yield f"{stratum.name}: no school is drawn, because its share of the sample is too small"
        if stratum.chance_cooling_off:
            yield f"{stratum.name}: too few schools are left, so some that were moderated last year are drawn again"
        there = sum(1 for chosen in made.replacements if chosen.ticket and chosen.ticket.stratum == stratum.name)
        if stratum.drawn and there < made.design.replacements:
            yield f"{stratum.name}: only {there} of {made.design.replacements} replacements could be named"
    for chosen in made.sample:
        if chosen.ticket is None:
            yield f"{chosen.entry.urn}: a risk case that is not in the frame"


def as_json(certificate: Certificate) -> str:
    """The certificate as JSON, in the form other programs rely on: a line for each school."""
    whole = certificate.model_dump(mode="json", exclude={"tickets"})
    facts = [f"{json_text.as_json(name)}: {json_text.as_json(value)}" for name, value in whole["facts"].items()]
    facts += [f'"{name}": {_lines(whole[name])}' for name in ("strata", "notes")]
    facts.append(f'"tickets": {_lines(map(_ticket, certificate.tickets))}')
    parts = [f'"{name}": {_lines(whole[name])}' for name in ("sample", "replacements", "excluded")]
    parts.append('"certificate": {\n' + ",\n".join(facts) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _ticket(row: TicketRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TicketRow.__slots__}


def _lines(rows: Iterable[Any]) -> str:
    return "[" + ",".join("\n " + json_text.as_json(row) for row in rows) + "]"
