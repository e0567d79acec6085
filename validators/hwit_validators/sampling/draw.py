"""The moderation sample: a fair draw that anyone can repeat (H05, H06).

The method, in short (``domain.md`` §7.2): the frame is put in order of URN and hashed; ``k`` is the ceiling of the rate
times the number of schools, in whole numbers; ``k`` is shared out over strata by largest remainder; in each stratum the
schools with the lowest tickets are drawn, where a ticket is SHA-256 of ``seed|frame hash|URN``. Nothing in it depends on
the order of rows or on the machine, and every step can be redone with any SHA-256 tool.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from hwit_validators.sampling.strata import Entry, Stratify, allocated, group_of, merged, number_to_draw

METHOD = "HWIT draw 1"
"""Name and version of the method; it changes whenever a draw could come out otherwise."""
LEAST_RATE = 10
"""Schools in a hundred that have to be moderated each year (H05, H06)."""
SHORTEST_SEED = 8
"""Characters a seed has at the least; a shorter one is too easily tried out until it suits."""


class SamplingProblem(ValueError):
    """A draw cannot be made as it was asked for; the text says why, in one line."""


class FrameKind(StrEnum):
    """The two frames, which are drawn from separately (H05, H06)."""

    ANNUAL_REVIEW = "annual-review"
    NHSS = "nhss"


class Reason(StrEnum):
    """Why a school is moderated."""

    RANDOM = "random"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class Risk:
    """A school that is moderated on top of the sample, and why."""

    urn: str
    why: str
    school: str = ""


@dataclass(frozen=True)
class Design:
    """What is settled before the draw.

    Attributes:
        seed: a phrase published before the closing date.
        rate: schools in a hundred, a whole number.
        replacements: how many schools are named as replacements in each stratum.
        cooling_off: URNs of schools moderated last year.
    """

    seed: str
    rate: int = LEAST_RATE
    stratify: Stratify = Stratify.PHASE
    replacements: int = 2
    cooling_off: frozenset[str] = frozenset()
    risks: tuple[Risk, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a design that would not give a fair draw.

        Raises:
            SamplingProblem: the seed is too short, or the rate too low or no whole number up to 100.
        """
        if seed_as_hashed(self.seed) != self.seed:
            raise SamplingProblem("the seed has stray spaces or characters that cannot be typed")
        if len(self.seed) < SHORTEST_SEED or len(set(self.seed)) < 3:
            raise SamplingProblem(f"the seed is too short: it takes a phrase of {SHORTEST_SEED} characters or more")
        if not LEAST_RATE <= self.rate <= 100:
            raise SamplingProblem(
                f"the rate is {self.rate}; it takes a whole number from {LEAST_RATE} to 100 (H05, H06)"
            )


@dataclass(frozen=True, slots=True)
class Ticket:
    """A school's place in the draw.

    Attributes:
        group: what it was grouped by, before small groups were merged; this is what is hashed.
        number: SHA-256 in hexadecimal digits.
        rank: 1 for the first of its stratum.
        cooling_off: moderated last year, and so ranked after all others of its stratum.
    """

    entry: Entry
    group: str
    stratum: str
    number: str
    rank: int
    cooling_off: bool


@dataclass(frozen=True)
class Stratum:
    """A part of the frame with its own share of the sample.

    Attributes:
        groups: the groups merged into it; one, unless some were too small.
        cooling_off: how many of its schools were moderated last year.
        drawn: how many are drawn at random.
    """

    name: str
    groups: tuple[str, ...]
    schools: int
    cooling_off: int
    drawn: int

    @property
    def chance(self) -> Fraction:
        """The chance of a school that was not moderated last year."""
        rested = self.schools - self.cooling_off
        return Fraction(min(self.drawn, rested), rested) if rested else Fraction(0)

    @property
    def chance_cooling_off(self) -> Fraction:
        """The chance of a school that was: none, unless the stratum is too small without them."""
        rested = self.schools - self.cooling_off
        return Fraction(max(self.drawn - rested, 0), self.cooling_off) if self.cooling_off else Fraction(0)


@dataclass(frozen=True)
class Chosen:
    """A school to be moderated, or named as a replacement.

    Attributes:
        ticket: its place in the draw; None for a risk case that is not in the frame.
        why: for a risk case the reason; given too where a school drawn at random was also named as one.
        closer_look: the outcome or criterion drawn for a closer look; "" where none is known.
    """

    entry: Entry
    ticket: Ticket | None
    reason: Reason
    why: str
    closer_look: str


@dataclass(frozen=True)
class Draw:
    """A finished draw.

    Attributes:
        frame_text: the frozen frame, of which ``frame_hash`` is the SHA-256.
        number: how many schools are drawn at random.
        tickets: every school of the frame, in the order of the URN.
        sample: the schools drawn, by stratum and rank, then the risk cases by URN.
    """

    design: Design
    frame_text: str
    frame_hash: str
    number: int
    strata: tuple[Stratum, ...]
    tickets: tuple[Ticket, ...]
    sample: tuple[Chosen, ...] = field(default=())
    replacements: tuple[Chosen, ...] = field(default=())


def seed_as_hashed(seed: str) -> str:
    """A seed as it goes into the hash: composed characters (NFC), single spaces, no control characters."""
    composed = " ".join(unicodedata.normalize("NFC", seed).split())
    return "".join(letter for letter in composed if unicodedata.category(letter)[0] != "C")


def frame_text(groups: Mapping[str, str]) -> str:
    """The frozen frame: for each school, in the order of the URN, a line with its URN, a tab and its group."""
    return "".join(f"{urn}\t{groups[urn]}\n" for urn in sorted(groups))


def ticket_number(seed: str, frame_hash: str, urn: str, item: str = "") -> str:
    """SHA-256 of ``seed|frame hash|URN``, or of ``seed|frame hash|URN|item``, in UTF-8."""
    return hashlib.sha256("|".join((seed, frame_hash, urn, *((item,) if item else ()))).encode()).hexdigest()


def draw(entries: Iterable[Entry], design: Design) -> Draw:
    """Draw the sample.

    Raises:
        SamplingProblem: the frame is empty, or holds a URN twice.
    """
    schools = sorted(entries, key=lambda entry: entry.urn)
    if not schools:
        raise SamplingProblem("there is no school in the frame, so there is nothing to draw from")
    groups = {entry.urn: group_of(entry, design.stratify) for entry in schools}
    if len(groups) < len(schools):
        twice = sorted(urn for urn, number in Counter(entry.urn for entry in schools).items() if number > 1)
        raise SamplingProblem(f"the frame holds {', '.join(twice[:5])} more than once")
    text = frame_text(groups)
    frame_hash = hashlib.sha256(text.encode()).hexdigest()
    stratum_of = merged(Counter(groups.values()))
    ranked = _ranked(schools, groups, stratum_of, design, frame_hash)
    number = number_to_draw(len(schools), design.rate)
    shares = allocated({name: len(tickets) for name, tickets in ranked.items()}, number)
    strata = tuple(
        Stratum(
            name,
            tuple(sorted(group for group, stratum in stratum_of.items() if stratum == name)),
            len(ranked[name]),
            sum(ticket.cooling_off for ticket in ranked[name]),
            shares[name],
        )
        for name in sorted(ranked)
    )
    tickets = tuple(sorted((t for each in ranked.values() for t in each), key=lambda ticket: ticket.entry.urn))
    return _chosen(Draw(design, text, frame_hash, number, strata, tickets), ranked)


def _ranked(
    schools: Sequence[Entry], groups: Mapping[str, str], stratum_of: Mapping[str, str], design: Design, frame_hash: str
) -> dict[str, list[Ticket]]:
    """The tickets of each stratum in their order: schools moderated last year come last."""
    waiting: dict[str, list[tuple[bool, str, Entry]]] = defaultdict(list)
    begun = hashlib.sha256(f"{design.seed}|{frame_hash}|".encode())
    for entry in schools:
        hashed = begun.copy()
        hashed.update(entry.urn.encode())
        waiting[stratum_of[groups[entry.urn]]].append((entry.urn in design.cooling_off, hashed.hexdigest(), entry))
    return {
        name: [
            Ticket(entry, groups[entry.urn], name, number, rank, cooling_off)
            for rank, (cooling_off, number, entry) in enumerate(sorted(each, key=lambda one: one[:2]), start=1)
        ]
        for name, each in waiting.items()
    }


def _chosen(made: Draw, ranked: Mapping[str, Sequence[Ticket]]) -> Draw:
    """The draw with its sample and replacements."""
    design = made.design
    risks = {risk.urn: risk for risk in sorted(design.risks, key=lambda risk: (risk.urn, risk.why), reverse=True)}

    def choose(entry: Entry, ticket: Ticket | None, reason: Reason) -> Chosen:
        look = min(
            entry.items, default="", key=lambda item: ticket_number(design.seed, made.frame_hash, entry.urn, item)
        )
        return Chosen(entry, ticket, reason, risks[entry.urn].why if entry.urn in risks else "", look)

    sample: list[Chosen] = []
    replacements: list[Chosen] = []
    for stratum in made.strata:
        tickets = ranked[stratum.name]
        sample += [choose(ticket.entry, ticket, Reason.RANDOM) for ticket in tickets[: stratum.drawn]]
        if stratum.drawn:
            waiting = [t for t in tickets[stratum.drawn :] if not t.cooling_off and t.entry.urn not in risks]
            replacements += [choose(t.entry, t, Reason.RANDOM) for t in waiting[: design.replacements]]
    drawn = {chosen.entry.urn for chosen in sample}
    known = {ticket.entry.urn: ticket for ticket in made.tickets}
    for urn in sorted(risks.keys() - drawn):
        there = known.get(urn)
        sample.append(choose(there.entry if there else Entry(urn, risks[urn].school), there, Reason.RISK))
    return Draw(
        design, made.frame_text, made.frame_hash, made.number, made.strata, made.tickets,
        tuple(sample), tuple(replacements),
    )  # fmt: skip
