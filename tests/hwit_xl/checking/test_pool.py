"""Many pieces of work at once: none of them holds up or brings down the rest."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from hwit_xl.checking import pool
from hwit_xl.checking.limits import Failure, Limits, Why
from hwit_xl.problem import Problem

LIMITS = Limits(seconds=1, megabytes=300)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process's data")


def double(number: int) -> int:
    """Work that can be sent to another process."""
    return number * 2


def hostile(number: int) -> int:
    """Work of which some pieces go wrong, each in another way."""
    if number == 3:
        while True:
            pass
    if number == 5:
        re.match("(a+)+$", "a" * 60 + "b")  # no signal handler of Python's gets a word in here
    if number == 8:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 11:
        return len(bytearray(LIMITS.megabytes << 21))
    if number == 14:
        raise ValueError("Aisha Khan, Year 5")
    return number * 2


def loud(number: int) -> int:
    """Work whose process says how it ended, as Python does of what nobody caught."""
    sys.stderr.write("Traceback (most recent call last)")
    sys.stderr.flush()
    return number


@pytest.mark.parametrize("count", [0, 1, 2, 9, 100])
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_item_has_its_result(count: int, jobs: int) -> None:
    assert sorted(pool.run(double, range(count), jobs)) == [(number, 2 * number) for number in range(count)]
    assert list(pool.in_order(double, range(count), jobs)) == [2 * number for number in range(count)]


def test_results_come_while_the_rest_is_still_waiting() -> None:
    results = pool.in_order(double, range(10_000), 2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]


def drawn_from(number: int, drawn: list[int]) -> Iterator[int]:
    """So many pieces; the list says which of them have been asked for."""
    for item in range(number):
        drawn.append(item)
        yield item


def test_few_pieces_are_drawn_before_the_first_result_is_taken() -> None:
    drawn: list[int] = []
    results = pool.in_order(double, drawn_from(10_000, drawn), 2)
    assert next(results) == 0
    assert len(drawn) <= 2 * (pool.AHEAD + pool.HELD)
    results.close()  # type: ignore[attr-defined]


def slow_at_first(number: int) -> int:
    """Work whose first piece takes as long as thousands of the others."""
    if number == 0:
        time.sleep(2)
    return number


def test_a_slow_piece_does_not_let_the_results_behind_it_pile_up() -> None:
    drawn: list[int] = []
    results = pool.in_order(slow_at_first, drawn_from(10_000, drawn), 2)
    assert next(results) == 0
    assert len(drawn) <= 2 * (pool.AHEAD + pool.HELD)
    assert [next(results) for _ in range(999)] == list(range(1, 1000)), "and nothing is lost"
    results.close()  # type: ignore[attr-defined]


def sleepy(number: int) -> int:
    """Work that takes no processor time, as on a share that does not answer."""
    if number == 1:
        time.sleep(600)
    return number


def test_a_piece_that_only_sleeps_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_PATIENCE", 1)
    begun = time.monotonic()
    assert dict(pool.run(sleepy, range(4), 2, LIMITS)) == {0: 0, 1: Failure(Why.TIME), 2: 2, 3: 3}
    assert time.monotonic() - begun < 60


@ON_LINUX
def test_what_goes_wrong_costs_one_piece_of_work_and_says_why() -> None:
    results = dict(pool.run(hostile, range(20), 2, LIMITS))
    failures = {place: result for place, result in results.items() if isinstance(result, Failure)}
    assert failures == {
        3: Failure(Why.TIME),
        5: Failure(Why.TIME),
        8: Failure(Why.DIED),
        11: Failure(Why.MEMORY),
        14: Failure(Why.FAULT, "ValueError"),
    }
    others = set(range(20)) - set(failures)
    assert {place: results[place] for place in others} == {number: 2 * number for number in others}


def test_the_time_of_one_piece_does_not_count_for_the_next() -> None:
    """The limit is for each piece, not for a worker, which may do thousands."""
    assert not any(isinstance(result, Failure) for _, result in pool.run(busy, range(8), 1, LIMITS))


def busy(_: int) -> None:
    """Work for a third of a second of processor time."""
    until = time.process_time() + 0.35
    while time.process_time() < until:
        pass


def test_where_nothing_can_go_wrong_a_failure_is_a_problem() -> None:
    with pytest.raises(Problem, match="something unexpected happened"):
        list(pool.all_done(hostile, [14]))
    assert list(pool.all_done(hostile, [1, 2], 2)) == [2, 4]


def test_what_a_worker_says_does_not_reach_the_person(capfd: pytest.CaptureFixture[str]) -> None:
    assert dict(pool.run(loud, range(5), 2)) == {number: number for number in range(5)}
    assert capfd.readouterr().err == ""


@ON_LINUX
def test_workers_killed_between_two_pieces_are_replaced() -> None:
    """All at once and at any moment, as by a system that is short of memory: each piece is accounted for, and most are done."""
    results: dict[int, int | Failure] = {}
    killed = 0
    for count, (place, result) in enumerate(pool.run(double, range(400), 2, Limits())):
        results[place] = result
        if count % 100 == 50:
            for worker in multiprocessing.active_children():
                worker.kill()
                killed += 1
    assert killed > 2
    assert sorted(results) == list(range(400))
    lost = [result for result in results.values() if isinstance(result, Failure)]
    assert all(failure.why is Why.DIED for failure in lost)
    assert len(lost) <= 4 * 2
