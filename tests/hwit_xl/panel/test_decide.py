"""The panel's answer put together: what is named, what is the rest, and what was answered before."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from hwit_validators.model.decision import Decision, Decisions, Kind, State
from hwit_xl.panel.decide import ALL, decide
from hwit_xl.panel.manifest import Asked, Manifest
from hwit_xl.problem import Problem

SENT = dt.date(2010, 6, 25)


def sent(content: str = "a", **digests: str) -> Any:
    """A submission of a plan with three items; each has the digest ``1`` unless another is given."""
    items = tuple(
        Asked(ref=ref, title=f"Outcome {ref}", digest=digests.get(ref, "1") * 64) for ref in ("O1", "O2", "O3")
    )
    manifest = Manifest(
        kind=Kind.PLAN, urn="900001", school="Larkfield", form="stage_4_outcomes", form_version="1.1", submitted_on=SENT,
        state=State.SUBMITTED, content=content * 64, rules="1.0", items=items,
    )  # fmt: skip
    return SimpleNamespace(manifest=manifest)


def answered(submission: Any, earlier: tuple[Decision, ...] = (), **what: Any) -> Decision:
    usual: dict[str, Any] = {"confirmed": frozenset(), "questions": {}, "comments": {}, "on": SENT, "panel": "Jo Field"}
    return decide(submission, Decisions(earlier), **(usual | what))


def told(decision: Decision) -> list[tuple[str, str, str]]:
    return [(item.ref, str(item.answer).split()[0].lower(), item.comment) for item in decision.items]


def test_what_is_named_comes_before_the_rest() -> None:
    made = answered(sent(), confirmed=frozenset({"O1"}), questions={ALL: "Why?"}, comments={"O1": "Well done."})
    assert told(made) == [
        ("O1", "confirmed", "Well done."),
        ("O2", "clarification", "Why?"),
        ("O3", "clarification", "Why?"),
    ]
    made = answered(sent(), confirmed=frozenset({ALL}), questions={"O2": "Why?"}, comments={"O3": "Fine."})
    assert told(made) == [("O1", "confirmed", ""), ("O2", "clarification", "Why?"), ("O3", "confirmed", "Fine.")]


def test_what_was_confirmed_stays_so_while_it_says_the_same() -> None:
    """O2 has changed since; the first answer was given three days before the second."""
    first = answered(sent(), confirmed=frozenset({"O1", "O2"}), comments={"O1": "Well done."})
    later = SENT + dt.timedelta(days=3)
    second = answered(sent("b", O2="2"), (first,), questions={"O3": "Why?"}, on=later)
    assert told(second) == [("O1", "confirmed", "Well done."), ("O2", "waiting", ""), ("O3", "clarification", "Why?")]
    assert [second.day_of(item) for item in second.items] == [SENT, later, later]
    assert (first.number, second.number) == (1, 2)


def test_a_question_stands_only_until_the_school_submits_again() -> None:
    first = answered(sent(), questions={"O1": "Why?"})
    same = answered(sent(), (first,), confirmed=frozenset({"O2"}))
    assert told(same)[0] == ("O1", "clarification", "Why?")
    again = answered(sent("b"), (first,), confirmed=frozenset({"O2"}))
    assert told(again)[0] == ("O1", "waiting", "")
    assert told(answered(sent(), (first,), confirmed=frozenset({ALL})))[0] == ("O1", "confirmed", "")


def test_to_decide_anew_is_to_forget_what_was_decided() -> None:
    first = answered(sent(), confirmed=frozenset({ALL}))
    assert told(answered(sent(), (first,), questions={"O1": "Why?"}, anew=True))[1:] == [
        ("O2", "waiting", ""), ("O3", "waiting", ""),
    ]  # fmt: skip


def test_what_was_taken_back_does_not_come_again_by_itself() -> None:
    """Everything was confirmed, then only O1 asked about; the school answers, and the panel is content with O1."""
    first = answered(sent(), confirmed=frozenset({ALL}))
    back = answered(sent(), (first,), questions={"O1": "Why?"}, anew=True)
    third = answered(sent("b"), (first, back), confirmed=frozenset({"O1"}))
    assert [answer for _, answer, _ in told(third)] == ["confirmed", "waiting", "waiting"]


def test_an_older_submission_is_not_answered_after_a_newer_one() -> None:
    older, newer = sent("a"), sent("b", O1="2")
    asked = answered(older, questions={"O1": "Why?"})
    settled = answered(newer, (asked,), confirmed=frozenset({ALL}))
    with pytest.raises(Problem, match="the school has submitted again since, and on 25 June 2010 the panel answered"):
        answered(older, (asked, settled), confirmed=frozenset({"O1"}))
    assert answered(older, (asked, settled), confirmed=frozenset({ALL}), anew=True).anew
    answered(newer, (asked, settled), confirmed=frozenset({"O1"}))


def test_the_panel_may_answer_today() -> None:
    assert answered(sent(), confirmed=frozenset({ALL}), on=dt.date.today()).decided_on == dt.date.today()


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ({"comments": {ALL: "Fine."}, "confirmed": frozenset({ALL})}, "a remark names its item"),
        (
            {"comments": {"O9": "Fine."}, "confirmed": frozenset({ALL})},
            "O9 is not before the panel; there are O1 to O3",
        ),
        ({"questions": {"O9": "Why?", "O8": "Why?"}}, "O8, O9 is not before the panel"),
        ({"confirmed": frozenset({"O1"}), "on": SENT - dt.timedelta(days=1)}, "before the submission of 25 June 2010"),
        ({"comments": {"O1": "Fine."}}, "nothing is decided yet"),
    ],
)
def test_an_answer_that_does_not_fit(what: dict[str, Any], says: str) -> None:
    with pytest.raises(Problem, match=says):
        answered(sent(), **what)
