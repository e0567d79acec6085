"""Which milestones a school celebrates, and what may stand on a wall about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hwit_validators.plan import Plan
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_xl.problem import Problem
from hwit_xl.progress.celebrate import WITHOUT_WORDS, in_doubt, milestones
from support.plans import a_plan, primary

ACTIVE = {
    "ref": "E1",
    "statement": "38% of pupils are active every day.",
    "measure": "Share of pupils active every day",
    "unit": "%",
    "direction": "Increase",
    "baseline": 31.0,
    "target": 38.0,
    "due": dt.date(2011, 12, 1),
    "priority": "P1",
    "outcomes": ("O1",),
}
CLUB = {"ref": "E2", "statement": "The lunchtime club is open.", "due": dt.date(2011, 12, 1), "outcomes": ("O1",)}
REACHED = {"measure": "E1", "read_on": dt.date(2011, 5, 12), "value": 40.0, "sample_size": 200}
OPEN = {"measure": "E2", "read_on": dt.date(2011, 5, 12), "done": True}


def school(cohort: int = 200, **tables: object) -> Plan:
    return a_plan(
        7,
        Priorities={"P1": {"priority": "Healthy weight"}},
        Outcomes={"O1": {"priority": "P1", "cohort": cohort}},
        **({"Indicators": [ACTIVE, CLUB]} | tables),
    )


def test_what_is_achieved_is_celebrated_with_its_figures() -> None:
    active, club = milestones(school(Readings=[REACHED, OPEN]))
    assert (active.ref, active.says, active.start, active.now) == ("E1", ACTIVE["statement"], "31%", "40%")
    assert (active.towards, active.reached_on) == ("Healthy weight", dt.date(2011, 5, 12))
    assert (club.ref, club.says, club.start, club.now) == ("E2", CLUB["statement"], "", "")


def test_what_is_not_reached_or_was_withdrawn_is_left_out() -> None:
    not_yet = REACHED | {"value": 37.0}
    assert [m.ref for m in milestones(school(Readings=[not_yet, OPEN]))] == ["E2"]
    withdrawn = [{"indicator": "E1", "what": "Withdrawn", "discussed_on": dt.date(2011, 5, 20)}]
    assert [m.ref for m in milestones(school(Readings=[REACHED, OPEN], Revisions=withdrawn))] == ["E2"]


def test_what_an_open_query_speaks_against_waits_until_it_is_answered() -> None:
    """A drop from 31% to 0.2% is hardly what the school will want on its wall: it meant 20%."""
    fewer = ACTIVE | {"direction": "Decrease", "target": 25.0}
    plan = school(Indicators=[fewer, CLUB], Readings=[REACHED | {"value": 0.2}, OPEN])
    slips = [found for found in check(plan, RULES).findings if found.code == "MN012"]
    waiting = in_doubt(plan, slips)
    assert {ref: found.code for ref, found in waiting.items()} == {"E1": "MN012"}
    assert [m.ref for m in milestones(plan, (), waiting)] == ["E2"]
    says = "E1 waits until its figures are settled: open query MN012: R1: 0.2% for E1 looks like 20%."
    with pytest.raises(Problem, match=f"^{says}$"):
        milestones(plan, ["E1"], waiting)
    alone = school(Indicators=[fewer], Readings=[REACHED | {"value": 0.2}])
    with pytest.raises(Problem, match=f"^{says}$"):
        milestones(alone, (), waiting)
    answered = [replace(found, explanation="It is 0.2%.") for found in waiting.values()]
    assert in_doubt(plan, answered) == {}


def test_only_the_wanted_ones() -> None:
    assert [m.ref for m in milestones(school(Readings=[REACHED, OPEN]), ["E2"])] == ["E2"]


@pytest.mark.parametrize(
    ("refs", "says"),
    [
        (["E9"], "there is no indicator E9; there are E1, E2"),
        (["E1"], "E1 is not achieved yet"),
        ([], "no early success"),
    ],
)
def test_nothing_to_celebrate(refs: list[str], says: str) -> None:
    with pytest.raises(Problem, match=says):
        milestones(school(), refs)


def test_earlier_stages_have_no_readings() -> None:
    with pytest.raises(Problem, match="from stage 7 on; this is a return of stage 4"):
        milestones(primary(4))


def test_a_small_group_is_celebrated_without_figures_or_words_that_give_it_away() -> None:
    small = REACHED | {"sample_size": 8}
    active, club = milestones(school(8, Readings=[small, OPEN]))
    assert (active.says, active.start, active.now) == (WITHOUT_WORDS, "", "")
    assert club.says == CLUB["statement"], "what was put in place is no figure about children"


def test_every_child_of_a_small_group_is_a_figure_too() -> None:
    everybody = ACTIVE | {"statement": "Every child of the group is active every day."}
    [milestone] = milestones(school(8, Indicators=[everybody], Readings=[REACHED | {"sample_size": 8}]))
    assert milestone.says == WITHOUT_WORDS


def test_a_target_that_was_lowered_is_not_claimed_in_the_old_words() -> None:
    """38% was aimed at, 36% is the target since, and 36.5% are reached."""
    lower = {"indicator": "E1", "what": "Target", "new_target": 36.0, "discussed_on": dt.date(2011, 3, 1)}
    unnamed = ACTIVE | {"measure": None}
    for value, says in ((36.5, WITHOUT_WORDS), (38.0, ACTIVE["statement"])):
        reading = REACHED | {"value": value}
        [milestone] = milestones(school(Indicators=[unnamed], Readings=[reading], Revisions=[lower]))
        assert milestone.says == says


def test_counts_of_a_few_children_in_words_stay_off_the_wall() -> None:
    said = ACTIVE | {"statement": "38% of pupils are active, and three pupils lead a club."}
    [milestone] = milestones(school(Indicators=[said], Readings=[REACHED]))
    assert milestone.says == "38% of pupils are active, and c pupils lead a club."


def test_words_follow_revisions() -> None:
    lower = {"indicator": "E1", "what": "Target", "new_target": 36.0, "discussed_on": dt.date(2011, 3, 1)}
    reading = REACHED | {"value": 36.5}
    [milestone] = milestones(school(Indicators=[ACTIVE], Readings=[reading], Revisions=[lower]))
    assert milestone.says == ACTIVE["measure"], "38% was not reached, and is not claimed"
    assert milestone.now == "36.5%"
    words = {
        "indicator": "E1",
        "what": "Wording",
        "new_wording": "36% are active.",
        "discussed_on": dt.date(2011, 3, 1),
    }
    [milestone] = milestones(school(Indicators=[ACTIVE], Readings=[reading], Revisions=[lower, words]))
    assert milestone.says == "36% are active."


def test_the_worked_plan() -> None:
    reached = milestones(primary(7))
    assert [m.ref for m in reached] == [f"E{number}" for number in range(1, 13)]
    assert [m.ref for m in reached if m.says == WITHOUT_WORDS] == ["E5"]
