"""The strata of a moderation sample: what schools are grouped by, which groups are merged, and how many are drawn in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

TINY = 5
"""A stratum with fewer schools is merged with others (domain §7.2)."""
NOT_GIVEN = "Not given"
BANDS = (
    (100, "Up to 100 pupils"),
    (250, "101 to 250 pupils"),
    (500, "251 to 500 pupils"),
    (1000, "501 to 1,000 pupils"),
)
LARGEST_BAND = "More than 1,000 pupils"


class Stratify(StrEnum):
    """What the strata are made by."""

    PHASE = "phase"
    SIZE = "size"
    CLUSTER = "cluster"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """One school of the frame.

    Attributes:
        urn: six digits.
        pupils: number on roll, if known.
        items: references of the outcomes (or criteria) it claims, from which one is drawn for a closer look.
    """

    urn: str
    school: str = ""
    phase: str = ""
    pupils: int | None = None
    cluster: str = ""
    items: tuple[str, ...] = ()


def number_to_draw(schools: int, rate: int) -> int:
    """The ceiling of ``rate`` in a hundred of ``schools``, in whole numbers: binary fractions can be one too many."""
    return -(-schools * rate // 100)


def group_of(entry: Entry, by: Stratify) -> str:
    """What a school is grouped by."""
    if by is Stratify.PHASE:
        return entry.phase or NOT_GIVEN
    if by is Stratify.CLUSTER:
        return entry.cluster or "No cluster"
    if by is Stratify.SIZE:
        if entry.pupils is None:
            return NOT_GIVEN
        return next((band for most, band in BANDS if entry.pupils <= most), LARGEST_BAND)
    return "All schools"


def merged(sizes: Mapping[str, int]) -> dict[str, str]:
    """The stratum of each group: its own, or one that it shares because it has fewer than five schools.

    All small groups go together; if they are still fewer than five, they join the smallest of the others.
    """
    small = sorted(name for name, number in sizes.items() if number < TINY)
    large = sorted(name for name, number in sizes.items() if number >= TINY)
    if not small or len(sizes) == 1:
        return {name: name for name in sizes}
    together = list(small)
    if large and sum(sizes[name] for name in small) < TINY:
        together.append(large.pop(large.index(min(large, key=lambda name: (sizes[name], name)))))
    if len(together) == 1:
        return {name: name for name in sizes}
    name = " + ".join(sorted(together)) if len(together) <= 3 else f"{len(together)} small groups together"
    while name in sizes:
        name += " (merged)"
    return {group: group for group in large} | dict.fromkeys(together, name)


def allocated(sizes: Mapping[str, int], number: int) -> dict[str, int]:
    """Share out ``number`` in proportion to the sizes, by largest remainder; the larger stratum, then the name, decides a tie."""
    total = sum(sizes.values())
    shares = {name: number * size // total for name, size in sizes.items()}
    left = number - sum(shares.values())
    order = sorted(sizes, key=lambda name: (-(number * sizes[name] % total), -sizes[name], name))
    for name in order[:left]:
        shares[name] += 1
    return shares
