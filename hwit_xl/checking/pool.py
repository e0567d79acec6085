"""Many workbooks at once, on all cores, with a memory that does not grow with their number."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 16
"""Workbooks handed to a process at a time."""
FEW = 8
"""So few workbooks are done in this process: starting others would take longer."""


def run(work: Callable[[Item], Result], items: Sequence[Item], jobs: int | None = None) -> Iterator[Result]:
    """The result of some work on each item, in the order of the items, as it comes.

    Args:
        work: a function that can be sent to another process, and raises nothing.
        jobs: how many processes; as many as there are cores by default.

    Raises:
        concurrent.futures.BrokenExecutor: a process died.
    """
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1 or len(items) <= FEW:
        yield from map(work, items)
        return
    size = max(1, min(CHUNK, -(-len(items) // (jobs * 2))))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    with ProcessPoolExecutor(min(jobs, len(chunks)), initializer=gc.freeze) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_chunk, work, chunk))
            if len(waiting) > jobs * 3:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunk(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]
