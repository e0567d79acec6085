"""Many pieces of work at once, on all cores, so that none of them can hold up or bring down the rest.

Each piece is done in a worker process, under limits of time and memory. One that takes too long, needs too much, breaks its
worker or raises something comes back as a :class:`Failure`, and the others go on.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from hwit_xl.checking.limits import Failure, Limits, Why
from hwit_xl.problem import Problem

if sys.platform != "win32":
    import resource

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Pieces handed out beforehand for each worker, so that none waits for the next; few enough to keep memory flat."""
TIDIED = 32
"""Pieces of work after which a worker takes away what is left over of them."""
_PATIENCE = 10
"""How many times the limit of processor time a piece may take by the clock, where both can be told apart: a busy machine, or a
share that answers slowly, is not the file's fault; one that never answers must end all the same."""


def run(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int | None = None, limits: Limits | None = None
) -> Iterator[tuple[int, Result | Failure]]:
    """The place of each item and what came of it, as soon as it is there, in whichever order that is.

    Args:
        work: a function that can be sent to another process.
        jobs: how many processes; as many as there are cores by default.
        limits: what each piece may take; without them, as much as it needs.
    """
    jobs = jobs or cores()
    if isinstance(items, Sized):
        if not len(items):
            return
        jobs = min(jobs, len(items))
    patience = None if limits is None else limits.seconds * (1 if sys.platform == "win32" else _PATIENCE)
    pool = ProcessPool(max_workers=jobs, initializer=_begin, initargs=(work, limits))
    waiting: dict[Future[Any], int] = {}
    try:
        for place, item in enumerate(items):
            waiting[pool.schedule(_do, args=(item,), timeout=patience)] = place
            if len(waiting) >= jobs * AHEAD:
                yield from _finished(waiting)
        while waiting:
            yield from _finished(waiting)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Result | Failure]:
    """The same, in the order of the items; what is ready early waits for what stands before it."""
    early: dict[int, Result | Failure] = {}
    following = 0
    for place, result in run(work, items, jobs, limits):
        early[place] = result
        while following in early:
            yield early.pop(following)
            following += 1


def all_done(work: Callable[[Item], Result], items: Iterable[Item], jobs: int | None = None) -> Iterator[Result]:
    """The results in the order of the items, where nothing but a fault of this program or of the machine can go wrong.

    Raises:
        Problem: a piece of work has no result.
    """
    for result in in_order(work, items, jobs):
        if isinstance(result, Failure):
            raise Problem(f"a piece of the work came to nothing: {result}")
        yield result


def _finished(waiting: dict[Future[Any], int]) -> Iterator[tuple[int, Any]]:
    """Take out what is done, at least one piece."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=waiting.__getitem__):
        yield waiting.pop(future), _outcome(future)


def _outcome(future: Future[Any]) -> Any:
    try:
        return future.result()
    except TimeoutError:
        return Failure(Why.TIME)
    except ProcessExpired as expired:
        ended_for_time = sys.platform != "win32" and expired.exitcode == -signal.SIGXCPU
        return Failure(Why.TIME if ended_for_time else Why.DIED)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_work: Callable[[Any], Any]
_limits: Limits | None
_done = 0


def _begin(work: Callable[[Any], Any], limits: Limits | None) -> None:
    """Make a worker ready: what it is to do is sent once, not with each item."""
    global _work, _limits
    _work, _limits = work, limits
    gc.freeze()
    gc.disable()  # what is left over is taken away between pieces; looking for it within one costs a tenth of the time
    if limits and sys.platform == "linux":
        most = limits.megabytes << 20
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _do(item: Any) -> Any:
    global _done
    _done += 1
    if _done % TIDIED == 0:
        gc.collect()
    if _limits and sys.platform != "win32":
        # the system itself ends a worker that goes on for longer, be it inside a regular expression
        until = int(time.process_time()) + _limits.seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    try:
        return _work(item)
    except MemoryError:
        return Failure(Why.MEMORY)
    except Exception as error:  # noqa: BLE001 - the one boundary behind which a fault costs one piece of work
        return Failure(Why.FAULT, type(error).__name__)
