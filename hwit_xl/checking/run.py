"""A whole check: three passes over any number of files, each a stream.

*Check*: each file is read and judged, in worker processes. *Compare*: what must hold between returns is judged on the summaries.
*Hand back*: copies with feedback are made, in worker processes. No file is read again to add a finding.

What a pass needs is imported when it has something to do: a run that takes everything over from an earlier one is soon done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from hwit_xl.checking.collect import Found
from hwit_xl.checking.limits import Failure, Limits
from hwit_xl.checking.packed import packed
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.spool import Spool
from hwit_xl.checking.store import Store
from hwit_xl.checking.wrapping.kinds import WORKBOOKS, ending
from hwit_xl.workbooks.xlsx.limits import LARGEST_FILE

_AT_ONCE = 256
"""Files that are handed out to be hashed at a time, so that memory stays flat."""
Watch = Callable[[], object]
"""Called after each file."""


@dataclass(frozen=True)
class Means:
    """With what a check is run.

    Attributes:
        jobs: how many processes; as many as there are cores by default.
        limits: what one file may take.
        store: verdicts of earlier runs.
    """

    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    store: Store | None = None


def check(spool: Spool, settings: Settings, means: Means, watch: Watch = lambda: None) -> int:
    """Judge every file of a spool, and compare the returns with each other.

    Returns:
        How many verdicts were taken over from earlier runs.
    """
    new: list[int] = []
    for place, sha256 in enumerate(_prints(spool.files) if means.store else ("" for _ in spool.files)):
        kept = means.store.verdict(sha256) if means.store and sha256 else None
        if kept is None:
            new.append(place)
        else:
            spool.add(place, kept)
            watch()
    if new:
        _check_new(new, spool, settings, means, watch)
    _compare(spool, settings, means.store)
    return len(spool.files) - len(new)


def _check_new(new: Sequence[int], spool: Spool, settings: Settings, means: Means, watch: Watch) -> None:
    from hwit_xl.checking import pool
    from hwit_xl.checking.check import Check, not_checked

    files = [spool.files[place] for place in new]
    for number, judged in pool.run(Check(settings), files, means.jobs, means.limits):
        parcel = not_checked(files[number], judged, means.limits) if isinstance(judged, Failure) else judged
        if means.store:
            means.store.keep(parcel)
        spool.add(new[number], parcel)
        watch()


def _compare(spool: Spool, settings: Settings, store: Store | None) -> None:
    """Compare the returns, unless just these were compared in an earlier run."""
    batch = spool.print_of_summaries() if store else ""
    known = store.compared(batch) if store else None
    if known is not None:
        spool.add_all_between(known)
        return
    from hwit_xl.checking.compare import compare

    whole = compare(spool, settings)
    if store and whole:
        store.keep_compared(batch, spool.between())


def _prints(files: Sequence[Found]) -> Iterator[str]:
    """SHA-256 of each file; "" of one that cannot be read, or is too large for a return."""
    with ThreadPoolExecutor() as threads:  # reading and hashing leave the interpreter to others
        for start in range(0, len(files), _AT_ONCE):
            yield from threads.map(_print_of, files[start : start + _AT_ONCE])


def _print_of(file: Found) -> str:
    if file.member:  # known since the wrapping was looked into
        return file.member.sha256
    try:
        if file.path.name.startswith("~$"):  # which its name alone makes no workbook
            return ""
        if not file.path.is_file() or file.path.stat().st_size > LARGEST_FILE:
            return ""
        return hashlib.sha256(file.path.read_bytes()).hexdigest()
    except OSError:
        return ""


@dataclass(frozen=True)
class Copies:
    """How returns are handed back.

    Attributes:
        folder: where the copies go.
        replace: a copy that is there already may be replaced, whatever somebody has typed into it.
    """

    folder: Path
    replace: bool = False

    def of(self, file: Found) -> Path:
        """Where the copy of a file goes: the same place below the folder, under a name that says that it is a workbook."""
        name = Path(file.name)
        inside = not name.is_absolute() and ".." not in name.parts
        place = self.folder / (name if inside else file.own_name)
        return place if ending(place.name) in WORKBOOKS else place.with_name(f"{place.name}.xlsx")


def hand_back(
    spool: Spool, copies: Copies, settings: Settings, means: Means, watch: Watch = lambda: None
) -> Iterator[str]:
    """Make a copy with feedback of every return that could be read, but for those that are there just as they would be.

    Yields:
        A line for each half-written copy of an earlier run that was replaced.
    """
    waiting: list[tuple[int, str, str]] = []
    for place in spool.readable():
        ours, said = means.store.copy(copies.of(spool.files[place])) if means.store else ("", "")
        says = _says(spool, place, means.store) if means.store else ""
        if ours and said == says and _print_of_path(copies.of(spool.files[place])) == ours:
            watch()
        else:
            waiting.append((place, ours, says))
    if waiting:
        yield from _hand_back(waiting, spool, copies, settings, means, watch)


def _hand_back(
    waiting: Sequence[tuple[int, str, str]],
    spool: Spool,
    copies: Copies,
    settings: Settings,
    means: Means,
    watch: Watch,
) -> Iterator[str]:
    from hwit_xl.checking import pool
    from hwit_xl.checking.hand_back import HandBack, Handed, Task

    tasks = (Task(spool[place], copies.of(spool.files[place]), ours) for place, ours, _ in waiting)
    work = HandBack(copies.replace, settings.passwords)
    jobs = min(means.jobs or pool.cores(), len(waiting))
    for number, handed in pool.run(work, tasks, jobs, means.limits):
        place, _, says = waiting[number]
        target = copies.of(spool.files[place])
        if isinstance(handed, Failure):
            handed = Handed(why_not=f"making the copy came to nothing: {handed}")
        if handed.why_not:
            spool.add_not_handed_back(place, handed.why_not)
        elif means.store:
            means.store.keep_copy(target, handed.sha256, says)
        if handed.was_half:
            yield f"{target} was half-written by an earlier run, and is replaced"
        watch()


def _says(spool: Spool, place: int, store: Store) -> str:
    """A fingerprint of what the copy of a return says: of which bytes it is, which findings it holds, and who wrote it."""
    verdict = spool[place]
    return hashlib.sha256((verdict.sha256 + store.program).encode() + packed(verdict)).hexdigest()


def _print_of_path(path: Path) -> str:
    return _print_of(Found(path, path.name))
