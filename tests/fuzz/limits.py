"""How much time and memory one case may take."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SECONDS = 30
"""Of the processor. A sound return takes well under one."""
WAITING = 120
"""Seconds by the clock: for what waits and never works, such as a pipe nobody writes to."""
MEGABYTES = 512
"""On top of what the program has when the case begins."""


class TooLong(BaseException):
    """A case took longer than :data:`SECONDS`. No ``except`` of the program may catch it."""


@contextmanager
def limited(seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Hold a case to its limits: over them it ends in :class:`TooLong` or ``MemoryError``. Only where the system can."""
    if sys.platform == "win32":
        yield
        return
    import resource

    def over(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = {number: signal.signal(number, over) for number in (signal.SIGPROF, signal.SIGALRM)}
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = Path("/proc/self/statm")  # Linux only; elsewhere memory is not watched
    if pages.exists():
        now = int(pages.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + (megabytes << 20), hard))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, WAITING)
    try:
        yield
    finally:
        for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
            signal.setitimer(timer, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
