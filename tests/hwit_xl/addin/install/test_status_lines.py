"""What is told of Excel's settings on Windows where there is more than one thing to tell."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from hwit_xl.addin.install.machine import Hive
from hwit_xl.addin.install.status import _windows

OFFICE = r"Software\Microsoft\Office"
STARTED = {(Hive.USER, rf"{OFFICE}\{version}\Excel\Options"): {"FirstRun": 1} for version in ("16.0", "15.0")}
GOOD = "no setting of Excel that we know of blocks the add-in"


def lines(keys: Mapping[tuple[Hive, str], Mapping[str, object]]) -> list[tuple[bool, str]]:
    """What is told on a computer with two versions of Excel and these keys in its registry."""
    machine: Any = SimpleNamespace(registry=lambda hive, key: (STARTED | dict(keys)).get((hive, key), {}))
    return [(line.good, line.text) for line in _windows(machine)]


def test_every_version_of_excel_is_looked_at() -> None:
    assert lines({}) == [(True, GOOD), (True, GOOD)]
    older = {(Hive.USER, rf"{OFFICE}\15.0\Excel\Security"): {"DisableAllAddins": 1}}
    assert [good for good, _ in lines(older)] == [True, False]


@pytest.mark.parametrize(
    "keys",
    [
        {"Security": {"RequireAddinSig": 1}},
        {"Security": {"VBAWarnings": 4}, r"Security\Trusted Locations": {"AllLocationsDisabled": 1}},
    ],
    ids=["unsigned add-ins", "no trusted folder"],
)
def test_where_something_blocks_nothing_is_called_good(keys: dict[str, dict[str, object]]) -> None:
    told = lines({(Hive.USER, rf"{OFFICE}\16.0\Excel\{part}"): values for part, values in keys.items()})
    assert [good for good, _ in told] == [False, True], "the other version of Excel has nothing against it"


@pytest.mark.parametrize(("warnings", "asks"), [(None, True), (2, True), (1, False)])
def test_excel_asks_about_macros_unless_all_are_allowed(warnings: int | None, asks: bool) -> None:
    security = rf"{OFFICE}\16.0\Excel\Security"
    keys: dict[tuple[Hive, str], dict[str, object]] = {
        (Hive.USER, rf"{security}\Trusted Locations"): {"AllLocationsDisabled": 1},
        (Hive.USER, security): {"VBAWarnings": warnings},
    }
    says = "Excel trusts no folder: it asks about macros when it starts; choose Enable Macros"
    assert lines(keys) == [*[(True, says)] * asks, (True, GOOD), (True, GOOD)]


def test_other_things_that_excel_switched_off_are_no_concern_of_ours() -> None:
    def told(value: object) -> list[bool]:
        return [
            good for good, _ in lines({(Hive.USER, rf"{OFFICE}\16.0\Excel\Resiliency\DisabledItems"): {"1": value}})
        ]

    assert told("C:\\Start\\HWIT.xlam".encode("utf-16-le")) == [True, False, True]
    for other in ("other.xlam".encode("utf-16-le"), "hwit.xlam", 1):
        assert told(other) == [True, True]
