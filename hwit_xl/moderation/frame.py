"""The frame of a draw: which schools can be drawn, and which are left out and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hwit_validators.sampling.draw import FrameKind
from hwit_validators.sampling.strata import Entry
from hwit_validators.words import counted, listed, visible
from hwit_xl.checking.collect import Found


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row or a return that is not in the frame.

    Attributes:
        where: the row or the file.
    """

    urn: str
    school: str
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Row:
    """A school as a list or a return names it, before it is known whether it can be drawn.

    Attributes:
        where: the row or the file.
        refused: why it cannot be in the frame whatever its URN; "" if nothing is against it.
        newness: of two rows for the same school the one with the greater is used.
        twin: what is said of the one that is not.
    """

    entry: Entry
    where: str
    refused: str = ""
    newness: str = ""
    twin: str = "the school is there twice; {kept} is used"


@dataclass(frozen=True)
class Frame:
    """A frame as read.

    Attributes:
        files: the returns of each school of the frame, by URN; none where the frame came from a list.
        notes: what should be known about how it was read, each in one line.
    """

    kind: FrameKind
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...] = ()
    files: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)


def sifted(rows: Iterable[Row]) -> tuple[tuple[Entry, ...], tuple[LeftOut, ...]]:
    """Each school once, in the order of the URN; and every row that is not in the frame, with the reason.

    What schools are called is written as it is shown, so that the workbook of a sample says what its certificate says.
    """
    left: list[LeftOut] = []
    known: dict[str, list[Row]] = defaultdict(list)
    for row in map(_as_shown, rows):
        urn = row.entry.urn
        if row.refused:
            left.append(LeftOut(urn, row.entry.school, row.refused, row.where))
        elif not urn:
            left.append(LeftOut("", row.entry.school, "it has no URN", row.where))
        elif not is_urn(urn):
            left.append(LeftOut(urn, row.entry.school, "the URN is not six digits", row.where))
        else:
            known[urn].append(row)
    kept: list[Entry] = []
    for urn in sorted(known):
        best = max(known[urn], key=_worth)
        others = [row for row in known[urn] if row is not best]
        kept.append(best.entry)
        left += [LeftOut(urn, o.entry.school, o.twin.format(kept=best.where), o.where) for o in others]
    return tuple(kept), tuple(sorted(left, key=lambda one: (one.urn, one.where)))


def _as_shown(row: Row) -> Row:
    return replace(row, entry=as_shown(row.entry), where=_plain(row.where), refused=_plain(row.refused))


def as_shown(entry: Entry) -> Entry:
    """A school with everything that is said of it as it is shown, without what cannot be seen."""
    return Entry(
        _plain(entry.urn), _plain(entry.school), _plain(entry.phase), entry.pupils, _plain(entry.cluster),
        tuple(map(_plain, entry.items)),
    )  # fmt: skip


def _plain(text: str) -> str:
    return text if text.isprintable() else " ".join(visible(text).split())


def _worth(row: Row) -> tuple[str, str, str, int, str, str]:
    """An order of rows of the same school that does not depend on where they stand."""
    entry = row.entry
    return row.newness, entry.phase, entry.school, entry.pupils or 0, entry.cluster, " ".join(entry.items)


def is_urn(text: str) -> bool:
    """Whether a text is six digits."""
    return len(text) == 6 and text.isascii() and text.isdigit()


def remarks(entries: Sequence[Entry]) -> Iterator[str]:
    """What is odd about the schools of a frame, each in one line: nothing is passed over in silence."""
    for what, odd in _ODD:
        urns = [entry.urn for entry in entries if odd(entry)]
        if urns:
            yield f"{counted(len(urns), 'school')} {what} ({listed(urns, most=5)})"


_ODD: tuple[tuple[str, Callable[[Entry], bool]], ...] = (
    ("without a name", lambda entry: not entry.school),
    ("without a phase, “Not given” where schools are grouped by it", lambda entry: not entry.phase),
    ("with a name that begins like a formula, kept as text", lambda entry: entry.school.startswith(tuple("=+-@"))),
)


def reasons(left_out: Iterable[LeftOut]) -> Iterator[tuple[str, int]]:
    """How many are left out for each reason, most frequent first."""
    yield from Counter(one.reason for one in left_out).most_common()
