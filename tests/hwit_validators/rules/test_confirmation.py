"""A plan under way is the one that the panel confirmed: judged only as far as its decisions are known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, Decisions, Kind
from hwit_validators.panel.items import items
from hwit_validators.plan import Plan
from hwit_validators.rules.across import confirmation
from support.decided import decided
from support.plans import a_plan, findings, found, primary

ASKED = decided(asked={"O2": "Why?"})


def known(plan: Plan, *decisions: Decision, complete: bool = False) -> Plan:
    return plan.with_decisions(Decisions(decisions, complete))


def on(decision: Decision, day: int) -> Decision:
    return decision.model_copy(update={"decided_on": dt.date(2010, 7, day)})


OTHER_TARGET = primary(5, Outcomes={"O2": {"target": 70.0}})


class TestThePlanIsTheConfirmedOne:
    def test_as_it_was_confirmed(self) -> None:
        assert found("XS002", known(primary(5), decided())) == []

    def test_what_is_changed_is_named_with_the_day_of_the_answer(self) -> None:
        plan = primary(5, Outcomes={"O2": {"target": 70.0}}, Priorities={"P1": {"priority": "Something else"}})
        assert found("XS002", known(plan, decided())) == [
            ("Priorities", "P1", "priority"),
            ("Outcomes", "O2", "statement"),
        ]
        messages = [each.message for each in findings("XS002", known(plan, decided()))]
        assert messages[1] == "O2 is not as the panel confirmed it on 9 July 2010."

    @pytest.mark.parametrize(
        "decisions", [(), (ASKED,), (decided(Kind.OUTCOMES),)], ids=["none", "a question", "on outcomes"]
    )
    def test_without_a_confirmation_nothing_can_be_compared(self, decisions: tuple[Decision, ...]) -> None:
        assert found("XS002", known(OTHER_TARGET, *decisions)) == []
        assert found("XS002", OTHER_TARGET) == [], "nor where no decisions are known"

    def test_the_newest_confirmation_holds(self) -> None:
        again = on(decided(plan=primary(4, Outcomes={"O2": {"target": 70.0}})), 20)
        assert found("XS002", known(OTHER_TARGET, decided(), again)) == []
        assert found("XS002", known(primary(5), decided(), again)) == [("Outcomes", "O2", "statement")]

    def test_a_row_that_was_never_filled_in_is_not_compared(self) -> None:
        plan = a_plan(5, Outcomes={"O1": {"statement": "Half move.", "target": 50.0}, "O2": {}})
        confirmed = decided(plan=a_plan(4, Outcomes={"O1": {"statement": "Half move.", "target": 50.0}}))
        assert found("XS002", known(plan, confirmed)) == []


def amended(answer: QuasDecision, decision: Kind = Kind.AMENDMENTS, **change: Any) -> Decision:
    """The panel's answer to the amendment of the primary school, which may have said something else then."""
    plan = primary(7, Amendments={"X1": {"decision": "Waiting", "decided_on": None} | change})
    return decided(decision, plan=plan, waiting=frozenset({"X1"} if answer is not QuasDecision.CONFIRMED else ()))


class TestAmendments:
    """The primary school has one, X1, and says that the panel has confirmed it."""

    LATE = ("Amendments", "X1", "decision")

    def test_confirmed_by_the_panel(self) -> None:
        assert found("XS002", known(primary(7), amended(QuasDecision.CONFIRMED), complete=True)) == []

    def test_not_confirmed_by_it(self) -> None:
        waits = amended(QuasDecision.WAITING)
        assert found("XS002", known(primary(7), waits)) == [self.LATE]
        assert found("XS002", known(primary(7), waits, amended(QuasDecision.CONFIRMED))) == []

    def test_confirmed_with_another_figure(self) -> None:
        assert found("XS002", known(primary(7), amended(QuasDecision.CONFIRMED, new_target=9.0))) == [self.LATE]

    def test_one_that_waits_claims_nothing(self) -> None:
        plan = primary(7, Amendments={"X1": {"decision": "Waiting", "decided_on": None}})
        assert found("XS002", known(plan, amended(QuasDecision.WAITING), complete=True)) == []

    def test_a_decision_that_is_missing_counts_only_where_there_are_no_others(self) -> None:
        assert found("XS002", known(primary(7), decided())) == []
        assert found("XS002", known(primary(7), decided(), complete=True)) == [self.LATE]


class TestThePlanHasItsConfirmation:
    def said(self, plan: Plan) -> list[str]:
        return [each.message for each in findings("XS006", plan)]

    def test_it_has(self) -> None:
        assert self.said(known(primary(5), decided(), complete=True)) == []
        assert self.said(known(OTHER_TARGET, decided(), complete=True)) == [], "it has been changed, which XS002 says"

    def test_the_panel_has_asked(self) -> None:
        assert self.said(known(primary(5), ASKED)) == [
            "On 9 July 2010 the panel sought clarification; it has not confirmed the plan since."
        ]
        assert self.said(known(primary(5), ASKED, on(decided(), 20))) == []

    def test_the_panel_has_begun_to_answer(self) -> None:
        none = ["Among the panel's decisions there is none that confirms this plan."]
        assert self.said(known(primary(5), decided(waiting=frozenset({"O2"})))) == none
        assert self.said(known(primary(5), complete=True)) == none

    def test_where_other_decisions_may_lie_elsewhere_none_is_missing(self) -> None:
        assert self.said(known(primary(5))) == []
        assert self.said(known(primary(5), decided(Kind.OUTCOMES))) == []
        assert self.said(primary(5)) == []

    def test_nothing_was_planned(self) -> None:
        assert self.said(known(a_plan(5), complete=True)) == []

    def test_a_confirmation_of_another_plan_is_none(self) -> None:
        other = decided(plan=primary(4, Outcomes={f"O{n}": {"data_source": "Elsewhere"} for n in range(1, 7)}))
        assert items(primary(4), Kind.PLAN), "there is something to confirm"
        assert confirmation(known(primary(5), other)) is None
        assert len(self.said(known(primary(5), other))) == 1
