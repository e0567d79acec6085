"""The words on a page for the wall: what stands in the place of those that would give a few children away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hwit_xl.papers.recognition import Milestone
from hwit_xl.progress.celebrate import WITHOUT_WORDS, milestones
from support.plans import a_plan

MARCH, MAY = dt.date(2011, 3, 1), dt.date(2011, 5, 12)
ACTIVE: dict[str, Any] = {
    "statement": "38% are active.", "unit": "%", "direction": "Increase", "baseline": 31.0, "target": 38.0,
    "priority": "P1", "outcomes": ("O1",),
}  # fmt: skip
LOWER = {"indicator": "E1", "what": "Target", "new_target": 36.0, "discussed_on": MARCH}


def celebrated(step: dict[str, Any], *, cohort: int = 200, value: float | None = 40.0, **more: Any) -> Milestone:
    reading = {"measure": "E1", "read_on": MAY, "value": value, "done": True, "sample_size": cohort}
    plan = a_plan(
        7,
        Priorities={"P1": {"priority": "Healthy weight for our 8 boys"}},
        Outcomes={"O1": {"priority": "P1", "cohort": cohort}},
        Indicators=[step],
        Readings=[reading],
        **more,
    )
    [milestone] = milestones(plan)
    return milestone


def test_what_was_put_in_place_is_told_unless_its_words_hold_figures() -> None:
    assert celebrated({"statement": "The club is open.", "outcomes": ("O1",)}, cohort=8).says == "The club is open."
    assert celebrated({"statement": "3 of 8 boys cook.", "outcomes": ("O1",)}, cohort=8).says == WITHOUT_WORDS
    assert celebrated({"statement": "30 of 80 boys cook.", "outcomes": ("O1",)}).says == "30 of 80 boys cook."


def test_where_nothing_else_is_said_the_words_stay_though_the_target_was_revised() -> None:
    assert celebrated(ACTIVE, Revisions=[LOWER]).says == "38% are active."
    assert celebrated(ACTIVE | {"measure": "Active pupils"}, Revisions=[LOWER]).says == "Active pupils"
    assert celebrated(ACTIVE | {"measure": "Active pupils"}).says == "38% are active."


def test_a_priority_about_a_small_group_is_named_without_its_figures() -> None:
    assert celebrated(ACTIVE, cohort=8).towards == "Healthy weight for our c boys"
    assert celebrated(ACTIVE | {"priority": None}).towards == ""


def test_a_figure_without_a_start_stands_alone() -> None:
    milestone = celebrated(ACTIVE | {"baseline": None})
    assert (milestone.start, milestone.now) == ("", "40%")
