"""What chance alone could bring: intervals of shares, and of the difference between two."""

from __future__ import annotations

import math
from statistics import NormalDist

_Z = NormalDist().inv_cdf(0.975)
"""Width of a 95% interval in standard errors, 1.96."""


def wilson(share: float, size: int) -> tuple[float, float]:
    """The 95% score interval of a share (0 to 1) found among ``size`` people.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22 (1927), 209-212.

    Raises:
        ValueError: the share is not between 0 and 1, or nobody was asked.
    """
    if not 0 <= share <= 1 or size < 1:
        raise ValueError(f"no interval for a share of {share} among {size}")
    middle = share + _Z**2 / (2 * size)
    half = _Z * math.sqrt(share * (1 - share) / size + _Z**2 / (4 * size**2))
    whole = 1 + _Z**2 / size
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def newcombe(first: float, first_size: int, second: float, second_size: int) -> tuple[float, float]:
    """The 95% interval of the difference ``first - second`` between two shares (0 to 1) of independent groups.

    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven
    methods, Statistics in Medicine 17 (1998), 873-890, method 10 (hybrid score, without continuity correction).

    Raises:
        ValueError: as for :func:`wilson`.
    """
    low_first, high_first = wilson(first, first_size)
    low_second, high_second = wilson(second, second_size)
    difference = first - second
    low = difference - math.hypot(first - low_first, high_second - second)
    high = difference + math.hypot(high_first - first, second - low_second)
    return low, high


def may_be_chance(before: float, size_before: int, after: float, size_after: int) -> bool:
    """Whether a change between two shares (0 to 1) is so small that it may be chance: its 95% interval includes none.

    The groups are taken as independent. Where the same people answered twice this is cautious.
    """
    low, high = newcombe(after, size_after, before, size_before)
    return low <= 0 <= high
