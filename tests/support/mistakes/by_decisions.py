"""Mistakes that show beside the panel's decisions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, ItemDecision, Kind
from hwit_validators.panel.items import items
from hwit_xl.workbooks.reading import read
from support.mistakes.case import Case, Place
from support.plans import circumstances


def decided(stage: int, kind: Kind, *, confirmed: bool = True, **before: str) -> Decision:
    """The panel's answer to what the primary school submitted at a stage, which may have said something else then."""
    cells = {
        "target": "Outcomes/O2 target",
        "new_target": "Amendments/X1 new_target",
        "decision": "Amendments/X1 decision",
    }
    case = Case("", "primary", stage, {}, "", before={cells[name]: text for name, text in before.items()})
    plan = read.read_bytes(case.sent_out(), Path("return.xlsx"), circumstances(case.on)).plan
    answer = QuasDecision.CONFIRMED if confirmed else QuasDecision.CLARIFICATION
    return Decision(
        urn="900001",
        school="Larkfield Green Primary School",
        kind=kind,
        submission="0" * 64,
        content="0" * 64,
        submitted_on=case.on,
        decided_on=case.on,
        panel="Jo Field",
        items=tuple(ItemDecision(ref=i.ref, title=i.title, digest=i.digest, answer=answer) for i in items(plan, kind)),
    ).sealed()


def the_plan(**more: Any) -> Decision:
    return decided(4, Kind.PLAN, **more)


def the_amendment(**more: str) -> Decision:
    return decided(7, Kind.AMENDMENTS, decision="Waiting", **more)


DECIDED: dict[str, tuple[Place, int, Callable[[], tuple[Decision, ...]]]] = {
    "an outcome the panel confirmed with another target": (
        ("XS002", "Outcomes", "D9"),
        5,
        lambda: (the_plan(target="70"),),
    ),
    "an amendment of which the panel knows nothing": (("XS002", "Amendments", "K6"), 7, lambda: (the_plan(),)),
    "an amendment the panel confirmed with another target": (
        ("XS002", "Amendments", "K6"),
        7,
        lambda: (the_plan(), the_amendment(new_target="9")),
    ),
    "a plan on which the panel still waits for an answer": (
        ("XS006", None, None),
        5,
        lambda: (the_plan(confirmed=False),),
    ),
    "a plan that nobody confirmed": (("XS006", None, None), 6, lambda: ()),
}
"""Where the finding must stand, the stage of the return, and the decisions that are known."""
