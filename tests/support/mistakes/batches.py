"""Mistakes between returns."""

from __future__ import annotations

from collections.abc import Callable

from support.mistakes.case import Case, Place
from support.returns import a_return


def planted(stage: int, **typed: str) -> bytes:
    """A return of the primary school with answers on its School sheet changed."""
    return Case("", "primary", stage, {f"School {name}": text for name, text in typed.items()}, "").planted()


def sent_out(stage: int, **before: str) -> bytes:
    """A return that was sent out with another first priority or need than the earlier return had."""
    cells = {"priority": "Priorities/P1 priority", "who": "Needs/N1 who"}
    return Case("", "primary", stage, {}, "", before={cells[name]: text for name, text in before.items()}).sent_out()


BATCHES: dict[str, tuple[dict[str, tuple[int, Callable[[], bytes]]], tuple[str, Place]]] = {
    "another priority than the earlier return": (
        {"3.xlsx": (3, lambda: a_return(3)), "4.xlsx": (4, lambda: sent_out(4, priority="Healthy weight"))},
        ("4.xlsx", ("XS001", "Priorities", "B5")),
    ),
    "another need than the earlier return": (
        {"2.xlsx": (2, lambda: a_return(2)), "3.xlsx": (3, lambda: sent_out(3, who="Everybody"))},
        ("3.xlsx", ("XS001", "Needs", "B5")),
    ),
    "a stage left out": (
        {"3.xlsx": (3, lambda: a_return(3)), "5.xlsx": (5, lambda: a_return(5))},
        ("5.xlsx", ("XS003", None, None)),
    ),
    "two returns for one stage": (
        {"4 new.xlsx": (4, lambda: a_return(4)), "4 old.xlsx": (4, lambda: planted(4, roll="311"))},
        ("4 old.xlsx", ("XS004", None, None)),
    ),
    "the same return twice": (
        {"4.xlsx": (4, lambda: a_return(4)), "copy of 4.xlsx": (4, lambda: a_return(4))},
        ("copy of 4.xlsx", ("XS004", None, None)),
    ),
    "another name for the same URN": (
        {
            "2.xlsx": (2, lambda: a_return(2)),
            "3.xlsx": (3, lambda: a_return(3)),
            "4.xlsx": (4, lambda: planted(4, name="Harrowfield School")),
        },
        ("4.xlsx", ("XS005", "School", "C6")),
    ),
    "another URN for the same school": (
        {
            "2.xlsx": (2, lambda: a_return(2)),
            "3.xlsx": (3, lambda: a_return(3)),
            "4.xlsx": (4, lambda: planted(4, urn="900011")),
        },
        ("4.xlsx", ("XS005", "School", "C7")),
    ),
}
"""The files of a batch with the stage of each, and the file in which the one finding must stand."""
