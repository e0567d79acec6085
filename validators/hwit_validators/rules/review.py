"""RV: the review as a whole, and the next cycle (H51-H53). The results are in ``results``."""

from __future__ import annotations

from collections.abc import Iterator

from hwit_validators.finding import Mark, Severity
from hwit_validators.measure import years_later
from hwit_validators.plan import Plan
from hwit_validators.records import NextCycle, Priority, Result, ReviewAnswers, shown
from hwit_validators.records.choices import OutcomeMet
from hwit_validators.rule import rule

REJECT, ERROR, QUERY, ADVICE = Severity


@rule("RV007", ERROR, stage=8, handbook="H52")
def prompts_are_answered(plan: Plan) -> Iterator[Mark]:
    """The four questions of the review are answered.

    Why: they look at what lasts when the figures are forgotten.
    Put it right: answer in two or three sentences.
    """
    if answers := plan.one(ReviewAnswers):
        for field in ("progress", "embedded", "partners", "sustained"):
            if answers.blank(field):
                yield answers.mark(field, f"“{answers.columns[field].title}” is not answered.")


@rule("RV008", QUERY, stage=8, handbook="H51")
def next_cycle_is_planned(plan: Plan) -> Iterator[Mark]:
    """The next cycle has an up-to-date needs analysis and a new priority.

    Why: the work goes on where the need is greatest now.
    Put it right: write the date of the new needs analysis and the new priority, or say when they will be settled.
    """
    cycle = plan.one(NextCycle)
    if not cycle:
        return
    if cycle.blank("needs_analysis_on"):
        yield cycle.mark("needs_analysis_on", "No date is given for the new needs analysis.")
    elif cycle.needs_analysis_on and cycle.needs_analysis_on < years_later(plan.on, -1):
        yield cycle.mark(
            "needs_analysis_on", f"A needs analysis of {shown(cycle.needs_analysis_on)} is more than a year old."
        )
    if cycle.blank("new_indicator"):
        yield cycle.mark("new_indicator", "No National Indicator is given for the new priority.")


@rule("RV012", QUERY, stage=8, handbook="H51")
def new_priority_is_new(plan: Plan) -> Iterator[Mark]:
    """The new priority is another one than the two of this plan.

    Why: a new priority is asked for, beside the one that goes on.
    Put it right: choose another indicator, or explain why the work on this one must go on.
    """
    cycle = plan.one(NextCycle)
    if cycle and cycle.new_indicator:
        for priority in plan.of(Priority):
            if priority.indicator == cycle.new_indicator:
                yield cycle.mark("new_indicator", f"{cycle.new_indicator} is already {priority.ref} of this plan.")


@rule("RV017", QUERY, stage=8, handbook="H53")
def is_in_the_self_evaluation(plan: Plan) -> Iterator[Mark]:
    """An outcome that is met is recorded in the self-evaluation form.

    Why: inspectors read there what the school has achieved.
    Put it right: name the line of the form, or say when it will be written in.
    """
    answers = plan.one(ReviewAnswers)
    if answers and answers.blank("self_evaluation") and any(result.met is OutcomeMet.YES for result in plan.of(Result)):
        yield answers.mark(
            "self_evaluation", "An outcome is met, but it does not say where it stands in the self-evaluation form."
        )
