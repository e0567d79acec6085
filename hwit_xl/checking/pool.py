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
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
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
HELD = 32
"""Results for each worker that may wait for one before them: a slow piece holds up what follows it rather than fill the memory."""
_LOOKED_AFTER = 1
"""Seconds after which it is looked whether the workers are still there, when none of them has finished anything."""
_LOST_AFTER = 30
"""Seconds in which nothing is begun after which what was handed out is taken to be lost: with a worker killed the moment it took
a piece, or while it kept the others from taking theirs."""
_TRIES = 3
"""How often a piece is handed out that was lost with its pool, before it is taken for the one that breaks them."""
TIDIED = 32
"""Pieces of work after which a worker takes away what is left over of them."""
_PATIENCE = 10
"""How many times the limit of processor time a piece may take by the clock, where both can be told apart: a busy machine, or a
share that answers slowly, is not the file's fault; one that never answers must end all the same."""


def run(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int | None = None,
    limits: Limits | None = None,
    *,
    held: Callable[[], int] = lambda: 0,
) -> Iterator[tuple[int, Result | Failure]]:
    """The place of each item and what came of it, as soon as it is there, in whichever order that is.

    Args:
        work: a function that can be sent to another process.
        jobs: how many processes; as many as there are cores by default.
        limits: what each piece may take; without them, as much as it needs.
        held: how many results whoever asked for them holds back until one before them is there.
    """
    jobs = jobs or cores()
    if isinstance(items, Sized):
        if not len(items):
            return
        jobs = min(jobs, len(items))
    crew = _Crew(work, jobs, limits)
    try:
        for place, item in enumerate(items):
            crew.hand_out(place, item)
            while crew.is_busy or held() >= jobs * HELD:
                yield from crew.finished()
        while crew.waiting:
            yield from crew.finished()
    finally:
        crew.end()


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Result | Failure]:
    """The same, in the order of the items; what is ready early waits for what stands before it."""
    early: dict[int, Result | Failure] = {}
    following = 0
    for place, result in run(work, items, jobs, limits, held=lambda: len(early)):
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


class _Crew:
    """Workers, and what they were handed. When a worker dies between two pieces, the pool is lost and another takes its place."""

    def __init__(self, work: Callable[[Any], Any], jobs: int, limits: Limits | None) -> None:
        self.work, self.jobs, self.limits = work, jobs, limits
        self.patience = None
        if limits:
            self.patience = limits.seconds * (1 if sys.platform == "win32" else _PATIENCE)
        self.waiting: dict[Future[Any], tuple[int, Any, int]] = {}
        self.idle_since: float | None = None
        self.pool = self._pool()

    def _pool(self) -> ProcessPool:
        return ProcessPool(max_workers=self.jobs, initializer=_begin, initargs=(self.work, self.limits))

    @property
    def is_busy(self) -> bool:
        """Whether so much is handed out that more can wait."""
        return len(self.waiting) >= self.jobs * AHEAD

    def hand_out(self, place: int, item: Any, tries: int = 1) -> None:
        """Give a piece of work to whoever is free first."""
        if not self.pool.active:
            self._replace_pool()
        self.waiting[self._schedule(item)] = place, item, tries

    def finished(self) -> Iterator[tuple[int, Any]]:
        """Take out what is done, if anything is. What was lost with a pool is handed out once more."""
        done, _ = wait(self.waiting, timeout=_LOOKED_AFTER, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=lambda each: self.waiting[each][0]):
            place, item, tries = self.waiting.pop(future)
            try:
                yield place, future.result()
            except TimeoutError:
                yield place, Failure(Why.TIME)
            except ProcessExpired as expired:
                ended_for_time = sys.platform != "win32" and expired.exitcode == -signal.SIGXCPU
                yield place, Failure(Why.TIME if ended_for_time else Why.DIED)
            except (BrokenExecutor, CancelledError):
                yield from self._hand_out_again(place, item, tries)
        if done:
            self.idle_since = None
        elif self._is_lost():
            lost, self.waiting = self.waiting, {}
            self._replace_pool()
            for place, item, tries in lost.values():
                yield from self._hand_out_again(place, item, tries)

    def _hand_out_again(self, place: int, item: Any, tries: int) -> Iterator[tuple[int, Any]]:
        if tries >= _TRIES:
            yield place, Failure(Why.DIED)
        else:
            self.hand_out(place, item, tries + 1)

    def _is_lost(self) -> bool:
        """Whether nothing that was handed out will ever be done: no workers, or none that has begun with anything."""
        if not self.pool.active:
            return True
        if any(future.running() for future in self.waiting):
            self.idle_since = None
            return False
        if self.idle_since is None:
            self.idle_since = time.monotonic()
        return time.monotonic() - self.idle_since > _LOST_AFTER

    def _schedule(self, item: Any) -> Future[Any]:
        try:
            return self.pool.schedule(_do, args=(item,), timeout=self.patience)
        except RuntimeError:  # lost between the look and the asking
            self._replace_pool()
            return self.pool.schedule(_do, args=(item,), timeout=self.patience)

    def _replace_pool(self) -> None:
        self.end()
        self.idle_since = None
        self.pool = self._pool()

    def end(self) -> None:
        """Let the workers go."""
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()


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
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - how a worker ended is said in the results, not in a traceback
    gc.freeze()
    gc.disable()  # what is left over is taken away between pieces; looking for it within one costs a tenth of the time
    if limits and sys.platform == "linux":
        _hold(resource.RLIMIT_DATA, limits.megabytes << 20)
    if sys.platform != "win32":
        _hold(resource.RLIMIT_CORE, 0)


def _hold(what: int, most: int) -> None:
    """Set a limit of this process, no higher than the machine lets it."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _do(item: Any) -> Any:
    global _done
    _done += 1
    if _done % TIDIED == 0:
        gc.collect()
    if _limits and sys.platform != "win32":
        # the system itself ends a worker that goes on for longer, be it inside a regular expression
        _hold(resource.RLIMIT_CPU, int(time.process_time()) + _limits.seconds + 1)
    try:
        return _work(item)
    except MemoryError:
        failure = Failure(Why.MEMORY)
    except Exception as error:  # noqa: BLE001 - the one boundary behind which a fault costs one piece of work
        failure = Failure(Why.FAULT, type(error).__name__)
    gc.collect()  # what the fault held is not left for the next piece
    return failure
