"""Many workbooks at once: in order, however many processes there are, and with a clear end if one dies."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor

import pytest

from hwit_xl.checking import pool as batch


def double(number: int) -> int:
    """Work that can be sent to another process."""
    return number * 2


def die(number: int) -> int:
    """Work during which the process is killed, as by the system when memory runs out."""
    if number == 13:
        os._exit(1)
    return number


@pytest.mark.parametrize("count", [0, 1, batch.FEW, batch.FEW + 1, 100])
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(count, jobs):
    assert list(batch.run(double, range(count), jobs)) == [2 * number for number in range(count)]


def test_results_come_while_the_rest_is_still_waiting():
    results = batch.run(double, range(10_000), 2)
    assert next(results) == 0
    results.close()


def test_a_process_that_dies_is_told_apart_from_a_result():
    with pytest.raises(BrokenExecutor):
        list(batch.run(die, range(40), 2))
