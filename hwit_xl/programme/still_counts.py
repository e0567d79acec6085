"""Which of several decision files still count: what was answered again, and what the panel has taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, Decisions, ItemDecision, Kind
from hwit_xl.checking.decision_files import read_decision
from hwit_xl.problem import Problem


def is_decision(path: Path) -> bool:
    """Whether a file is meant to be a decision: by its name, or because it is a JSON text."""
    if path.suffix.lower() == ".json":
        return True
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    except OSError:
        return False


def answered_again(paths: Iterable[Path]) -> dict[Path, Decision]:
    """Which of these files are decisions that a later one among them stands for, each with the newest such decision.

    It is on the same school and the same kind of submission, earns something, and earns whatever the earlier one does:
    so a question that was answered since is no longer in the way, and no page of recognition is lost.
    """
    decisions = _decisions(paths)
    return {
        path: max(later, key=_order)
        for path, decision in decisions.items()
        if (later := [other for other in decisions.values() if _stands_for(other, decision)])
    }


def taken_back(paths: Iterable[Path]) -> dict[Path, frozenset[str]]:
    """The items that these decisions confirm, and that the panel decided anew in a later one among them, but did not confirm."""
    decisions = _decisions(paths)
    return {
        path: frozenset(
            item.ref
            for item in decision.items
            if item.answer is QuasDecision.CONFIRMED and _is_taken_back(item, decision, decisions.values())
        )
        for path, decision in decisions.items()
    }


def _is_taken_back(item: ItemDecision, decision: Decision, all_decisions: Iterable[Decision]) -> bool:
    known = Decisions.about({decision.urn}, all_decisions)
    later = [other for other in known.of(decision.kind) if other.anew and _order(other) > _order(decision)]
    if not any((again.ref, again.digest) == (item.ref, item.digest) for other in later for again in other.items):
        return False  # such as an item of that name in a later cycle
    stands = known.answered(decision.kind, item.ref, item.digest)
    return stands is None or stands[1].answer is not QuasDecision.CONFIRMED


def _decisions(paths: Iterable[Path]) -> dict[Path, Decision]:
    """Those of the files that are decisions; one that cannot be read is named when it is its turn."""
    decisions: dict[Path, Decision] = {}
    for path in filter(is_decision, paths):
        with suppress(Problem):
            decisions[path] = read_decision(path)
    return decisions


def _order(decision: Decision) -> tuple[dt.date, int]:
    return decision.decided_on, decision.number


def _stands_for(later: Decision, earlier: Decision) -> bool:
    return (
        (later.urn, later.kind) == (earlier.urn, earlier.kind)
        and _order(later) > _order(earlier)
        and bool(_earned(later))
        and _earned(earlier) <= _earned(later)
    )


def _earned(decision: Decision) -> frozenset[tuple[str, str]]:
    """What a decision recognises, each item as it says: the whole of a plan, or each outcome that is confirmed."""
    whole = decision.answer is QuasDecision.CONFIRMED
    if decision.kind is Kind.AMENDMENTS or (decision.kind is Kind.PLAN and not whole):
        return frozenset()
    return frozenset((item.ref, item.digest) for item in decision.items if item.answer is QuasDecision.CONFIRMED)
