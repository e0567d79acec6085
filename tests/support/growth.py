"""How the time some work takes grows with the length of what it is given: growth is held, never seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 4
"""How much longer the longer input is."""
MOST = 9.0
"""Times as long it may take: linear work takes 4 times, quadratic 16 times."""
_TOO_SHORT = 0.005
"""Seconds of CPU time: what takes less, even for the longer input, says nothing."""
_TRIES = 3


def too_steep(make: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times as long the work takes for an input 4 times as long, where that is more than it may; else 0.

    Args:
        make: the work for an input of a size, made beforehand so that making it is not measured.
        size: of the shorter input.
    """
    ratio = 0.0
    for _ in range(_TRIES):
        longer = make(TIMES * size)
        if _seconds(longer) < _TOO_SHORT:
            return 0.0
        shorter = make(size)
        ratio = min(_seconds(longer) for _ in range(3)) / max(min(_seconds(shorter) for _ in range(3)), 1e-6)
        if ratio <= MOST:
            return 0.0
    return ratio


def _seconds(work: Callable[[], object]) -> float:
    """CPU time of this process, so that others on a busy machine do not count."""
    started = time.process_time()
    work()
    return time.process_time() - started
