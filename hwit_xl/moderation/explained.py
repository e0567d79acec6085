"""How a sample was drawn, in plain words, so that somebody without this program can draw it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hwit_validators.sampling.draw import FrameKind, Reason
from hwit_validators.sampling.strata import Stratify
from hwit_xl.moderation.certificate import Certificate

FRAMES = {
    FrameKind.ANNUAL_REVIEW: "schools that completed the annual review",
    FrameKind.NHSS: "schools with National Healthy School Status",
}
_GROUPED = {
    Stratify.PHASE: "the phase they work in",
    Stratify.SIZE: "how many pupils they have",
    Stratify.CLUSTER: "the cluster they belong to",
    Stratify.NONE: "nothing: all of them form one group",
}


@dataclass(frozen=True)
class Step:
    """One step: a short heading and what is done."""

    heading: str
    words: str


def percent(chance: str) -> str:
    """A fraction as people read it: ``1/13`` is *1 in 13 (7.7%)*."""
    above, _, below = chance.partition("/")
    share = int(above) / int(below or 1)
    if not below:
        return "certain" if share == 1 else "none"
    return f"{int(above):,} in {int(below):,} ({share:.1%})"


MOST_ON_SHEET = 5000
"""Tickets that are listed on a sheet; those of a larger frame go into a CSV file, which is quicker to write and open."""


def _tickets(certificate: Certificate) -> str:
    return "The sheet Tickets" if len(certificate.tickets) <= MOST_ON_SHEET else "The file tickets.csv"


def steps(certificate: Certificate) -> Iterator[Step]:
    """The steps of the draw, with this draw's own figures."""
    facts = certificate.facts
    exact = facts.schools * facts.rate
    whole, hundredths = divmod(exact, 100)
    rounded = f"{whole:,}" if not hundredths else f"{whole:,}.{hundredths:02}, rounded up to {facts.drawn:,}"
    yield Step(
        "Who could be drawn",
        f"The frame is the {facts.schools:,} {FRAMES[facts.frame]}, each once. They are grouped by "
        f"{_GROUPED[facts.stratify]}. {_tickets(certificate)} lists them in the order of the URN; the sheet Left out says who is not "
        "among them, and why.",
    )
    yield Step(
        "The frame is frozen",
        "The file frame.txt has one line for each school, in the order of the URN: the URN, a tab, the group, and a line "
        f"feed, in UTF-8. Its SHA-256 is the frame hash, {facts.frame_hash}. Change one letter of the file, and the hash is another.",
    )
    yield Step(
        "How many",
        f"{facts.rate} in a hundred of {facts.schools:,} is {rounded}. Risk cases do not count towards this number.",
    )
    yield Step(
        "How many in each stratum",
        "The number is shared out in proportion to the schools in each stratum: first the whole part of each share, then one more "
        "for the largest remainders (if two are equal, for the larger stratum, then by name). Groups with fewer than five "
        "schools were put together first. The sheet Strata shows the result, and the chance each school had.",
    )
    yield Step(
        "A ticket for each school",
        "A school's ticket is the SHA-256 of this text, in UTF-8: the seed, an upright stroke |, the frame hash, another "
        "stroke, and the URN. Nobody could know the tickets before both the seed and the frame were settled, and nobody can choose them.",
    )
    yield Step(
        "Who is drawn",
        "In each stratum the tickets are put in order like words in a dictionary, digits before letters. The first ones are drawn. "
        "Schools that were moderated last year stand at the end, so they are only drawn where too few others are left. "
        "The next ones in the order are the replacements, to be used in that order; a risk case or a school moderated last year is none.",
    )
    if any(row.closer_look for row in certificate.sample):
        yield Step(
            "A closer look",
            "One outcome or criterion that the school claims is looked at more closely: the one with the lowest SHA-256 of the "
            "ticket's text, another stroke, and the reference of the outcome or criterion.",
        )
    if any(row.risk for row in certificate.sample):
        yield Step(
            "Risk cases",
            "Schools named as risk cases are moderated on top of the sample, each with its reason. Being named changes nobody's "
            "chance in the draw.",
        )
    yield from _repeat(certificate)


def _repeat(certificate: Certificate) -> Iterator[Step]:
    """A ticket to try, and the whole draw."""
    facts = certificate.facts
    example = next((row for row in certificate.sample if row.reason is Reason.RANDOM), None)
    if example:
        text = f"{facts.seed}|{facts.frame_hash}|{example.urn}"
        quoted = text.replace("'", "'\\''")
        yield Step(
            "Check a ticket yourself",
            f"Take {example.urn} {example.school}. The text, all on one line, is\n{text}\nPut it into any SHA-256 tool, without a line feed at its end. "
            f"On a Mac or Linux:\nprintf '%s' '{quoted}' | shasum -a 256\nOut comes {example.ticket}.",
        )
    yield Step(
        "Repeat the whole draw",
        "With HWIT for Excel: hwit sample verify certificate.json FRAME, where FRAME is the folder of returns or the list it was "
        "drawn from. It says “equal”, or what differs.",
    )
