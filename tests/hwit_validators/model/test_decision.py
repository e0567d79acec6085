"""How the panel's answers add up: which are a school's own, which is the newest, and what it holds for."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, Decisions, Item, ItemDecision, Kind, State

CONFIRMED, ASKED, WAITING = QuasDecision.CONFIRMED, QuasDecision.CLARIFICATION, QuasDecision.WAITING
JULY, AUGUST, SEPTEMBER = dt.date(2010, 7, 9), dt.date(2010, 8, 9), dt.date(2010, 9, 9)
O1, O1_CHANGED = Item("O1", "Outcome O1", "as it was"), Item("O1", "Outcome O1", "changed")


def on(item: Item, answer: QuasDecision, day: dt.date | None = None) -> ItemDecision:
    return ItemDecision(ref=item.ref, title=item.title, digest=item.digest, answer=answer, decided_on=day)


def decision(*items: ItemDecision, day: dt.date = JULY, **more: object) -> Decision:
    """An answer of the panel, on a submission of the day before."""
    values = {
        "urn": "900001",
        "school": "Larkfield Green Primary School",
        "kind": Kind.PLAN,
        "submission": "first",
        "content": "all answers",
        "submitted_on": day - dt.timedelta(days=1),
        "decided_on": day,
        "panel": "Jo Field",
        "items": items or (on(O1, CONFIRMED),),
    }
    return Decision.model_validate(values | more)


@pytest.mark.parametrize(
    ("answers", "whole"),
    [
        ([CONFIRMED, CONFIRMED], CONFIRMED),
        ([CONFIRMED, WAITING], WAITING),
        ([CONFIRMED, ASKED, WAITING], ASKED),
        ([WAITING, WAITING], WAITING),
    ],
)
def test_the_answer_on_the_whole(answers: list[QuasDecision], whole: QuasDecision) -> None:
    assert decision(*(on(O1, answer) for answer in answers)).answer is whole


def test_a_school_has_its_own_decisions_also_under_the_urn_it_had_before() -> None:
    own, before, anothers = decision(), decision(urn="900011"), decision(urn="900002")
    assert Decisions.about(("900001", "900011"), [own, before, anothers]).known == (own, before)
    assert Decisions.about((None,), [own]).known == ()


def test_what_was_submitted_before_the_cycle_began_is_about_an_earlier_one() -> None:
    """What was submitted on the day itself is about the new one."""
    before, same_day, after = (
        decision(submitted_on=JULY - dt.timedelta(days=1), day=SEPTEMBER),
        decision(submitted_on=JULY, day=SEPTEMBER),
        decision(submitted_on=JULY + dt.timedelta(days=1), day=SEPTEMBER),
    )
    assert Decisions.about(("900001",), [before, same_day, after], since=JULY).known == (same_day, after)
    assert len(Decisions.about(("900001",), [before, same_day, after]).known) == 3


def test_decisions_stand_from_the_oldest_to_the_newest() -> None:
    """By the day; on one day by their number; and where that is no help by the day of the submission."""
    first = decision(day=JULY, number=3)
    second, third = (decision(day=AUGUST, number=number, submitted_on=AUGUST) for number in (1, 2))
    early = decision(day=AUGUST, number=1, submitted_on=JULY)
    assert Decisions.about(("900001",), [third, second, early, first]).known == (first, early, second, third)


def test_somebody_may_vouch_that_there_are_no_others() -> None:
    assert Decisions.about(("900001",), [], complete=True).complete
    assert not Decisions.about(("900001",), []).complete


def test_the_newest_of_its_kind() -> None:
    first, second, met = decision(), decision(day=AUGUST), decision(day=SEPTEMBER, kind=Kind.OUTCOMES)
    known = Decisions((first, second, met))
    assert list(known.of(Kind.PLAN)) == [first, second]
    assert known.latest(Kind.PLAN) is second
    assert known.latest(Kind.AMENDMENTS) is None


def test_the_newest_answer_on_an_item_counts_and_what_waits_is_none() -> None:
    known = Decisions(
        (
            decision(on(O1, ASKED)),
            decision(on(O1, CONFIRMED), day=AUGUST),
            decision(on(O1_CHANGED, ASKED), day=SEPTEMBER),
            decision(on(O1_CHANGED, WAITING), day=SEPTEMBER),
        )
    )
    newest = known.on_item(Kind.PLAN, "O1")
    assert newest
    assert (newest[1].digest, newest[1].answer) == ("changed", ASKED)
    as_it_was = known.answered(Kind.PLAN, "O1", "as it was")
    assert as_it_was
    assert as_it_was[1].answer is CONFIRMED
    assert known.on_item(Kind.PLAN, "O2") is None
    assert known.answered(Kind.PLAN, "O2", "as it was") is None
    assert known.answered(Kind.OUTCOMES, "O1", "as it was") is None


def test_only_exactly_what_an_item_says_is_confirmed() -> None:
    known = Decisions((decision(on(O1, CONFIRMED)),))
    assert known.confirmed_on(Kind.PLAN, O1) == JULY
    assert known.confirmed_on(Kind.PLAN, O1_CHANGED) is None
    asked_since = Decisions((*known.known, decision(on(O1, ASKED), day=AUGUST)))
    assert asked_since.confirmed_on(Kind.PLAN, O1) is None, "the newest answer on these words is a question"


def test_an_answer_that_is_repeated_keeps_its_first_day() -> None:
    known = Decisions((decision(on(O1, CONFIRMED, JULY), day=SEPTEMBER),))
    assert known.confirmed_on(Kind.PLAN, O1) == JULY


@pytest.mark.parametrize(
    ("known", "submission", "state"),
    [
        ([], "first", State.SUBMITTED),
        ([WAITING], "first", State.SUBMITTED),
        ([ASKED], "first", State.CLARIFICATION),
        ([CONFIRMED], "first", State.CONFIRMED),
        ([ASKED, CONFIRMED], "first", State.CONFIRMED),
        ([CONFIRMED], "second", State.SUBMITTED),
        ([ASKED], "second", State.RESUBMITTED),
    ],
)
def test_where_a_submission_stands(known: list[QuasDecision], submission: str, state: State) -> None:
    decisions = Decisions(tuple(decision(on(O1, answer)) for answer in known))
    assert decisions.state(Kind.PLAN, submission) is state


def test_a_question_on_a_plan_does_not_make_outcomes_met_a_second_try() -> None:
    assert Decisions((decision(on(O1, ASKED)),)).state(Kind.OUTCOMES, "met") is State.SUBMITTED


@pytest.mark.parametrize(
    "edit",
    [
        {"comment": "Well done"},
        {"decided_on": AUGUST},
        {"items": (on(O1, ASKED),)},
        {"local_programme": "Anytown"},
        {"seal": ""},
    ],
)
def test_a_seal_fits_nothing_else(edit: dict[str, object]) -> None:
    sealed = decision().sealed()
    assert sealed.is_whole
    assert not sealed.model_copy(update=edit).is_whole


def test_a_file_of_before_a_field_was_added_is_still_whole() -> None:
    sealed = decision().sealed()
    old = sealed.model_dump(mode="json", exclude={"local_programme", "comment"})
    old["items"] = [{name: value for name, value in item.items() if name != "withheld"} for item in old["items"]]
    assert Decision.model_validate(old).is_whole


@pytest.mark.parametrize("wrong", [{"urn": "12345"}, {"urn": "../../9"}, {"number": 0}, {"items": ()}, {"more": 1}])
def test_what_is_no_decision(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Decision.model_validate(decision().model_dump() | wrong)


def test_what_is_decided_anew_leaves_nothing_of_what_was_answered_before_on_its_items() -> None:
    """On other items the earlier answers stay."""
    o2, o3 = Item("O2", "Outcome O2", "words"), Item("O3", "Outcome O3", "words")
    first = decision(on(O1, CONFIRMED), on(o2, CONFIRMED), on(o3, CONFIRMED))
    anew = decision(on(O1, ASKED), on(o2, WAITING), day=AUGUST, anew=True)
    known = Decisions.about(("900001",), [first, anew])
    assert [known.confirmed_on(Kind.PLAN, item) for item in (O1, o2, o3)] == [None, None, JULY]
    assert known.on_item(Kind.PLAN, "O2") is None
    again = decision(on(o2, CONFIRMED), day=SEPTEMBER)
    assert Decisions.about(("900001",), [first, anew, again]).confirmed_on(Kind.PLAN, o2) == SEPTEMBER
