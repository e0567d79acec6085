"""What a school celebrates: the early success indicators it has reached (H46).

The pages hang where everybody sees them, so figures stand on them only where they may be passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hwit_validators.figures.changes import in_unit, words_now
from hwit_validators.figures.progress import Progress, Status, is_met, progress
from hwit_validators.model.finding import Finding
from hwit_validators.plan import Plan
from hwit_validators.privacy.small_numbers import masked
from hwit_validators.privacy.withheld import withheld, words
from hwit_validators.tables import Indicator, Priority, Reading
from hwit_xl.checking.unread import why_missing
from hwit_xl.papers.recognition import Milestone
from hwit_xl.problem import Problem
from hwit_xl.progress.doubt import doubted, told

FIRST_STAGE = 7
WITHOUT_WORDS = "We have reached one more of our milestones."
"""Stands for a statement about a small group that gives its figures away, or that names a target not reached."""


def in_doubt(plan: Plan, findings: Iterable[Finding]) -> dict[str, Finding]:
    """The indicators that are reached, but whose figures an open finding speaks against, with that finding."""
    findings = tuple(findings)
    reached = [each for each in plan.of(Indicator) if progress(plan, each, plan.on).status is Status.ACHIEVED]
    return {each.ref: found for each in reached if (found := doubted(plan, each, plan.on, findings))}


def milestones(
    plan: Plan, refs: Iterable[str] = (), without: Mapping[str, Finding] | None = None
) -> tuple[Milestone, ...]:
    """The indicators that are reached on the day of the plan, in order; those withdrawn are left out.

    Args:
        refs: the indicators that are wanted; all by default.
        without: those that are in doubt, and so are left out.

    Raises:
        Problem: there is none, or one that is wanted is not there, not reached or in doubt.
    """
    without = without or {}
    if plan.form.stage < FIRST_STAGE:
        raise Problem("milestones are read from stage 7 on; this is " + _a_return(plan))
    wanted = list(dict.fromkeys(refs))
    if wanted and (why := why_missing(plan, Indicator)):
        raise Problem(why)
    known = {indicator.ref: progress(plan, indicator, plan.on) for indicator in plan.of(Indicator)}
    for ref in wanted:
        if ref not in known:
            raise Problem(f"there is no indicator {ref}; there are {', '.join(known)}")
        if known[ref].status is not Status.ACHIEVED:
            raise Problem(f"{ref} is not achieved yet: {known[ref].status}")
        if ref in without:
            raise Problem(f"{ref} waits until its figures are settled: {told(without[ref])}")
    found = tuple(_reached(plan, [ref for ref in wanted or known if ref not in without], known))
    if not found:
        waits = "; ".join(f"{ref} waits until its figures are settled: {told(each)}" for ref, each in without.items())
        raise Problem(waits or why_missing(plan, Indicator) or "no early success indicator is achieved yet")
    return found


def _a_return(plan: Plan) -> str:
    return "an annual review" if plan.form.stage == 0 else f"a return of stage {plan.form.stage}"


def _reached(plan: Plan, refs: list[str], known: dict[str, Progress]) -> Iterator[Milestone]:
    for indicator in plan.of(Indicator):
        stands = known[indicator.ref]
        if indicator.ref in refs and stands.status is Status.ACHIEVED:
            priority = plan.row(Priority, indicator.priority)
            start, now = _figures(plan, indicator, stands)
            yield Milestone(
                ref=indicator.ref,
                says=_says(plan, indicator, stands),
                reached_on=stands.read_on,
                towards=words(plan, priority.ref, priority.priority) if priority else "",
                start=start,
                now=now,
            )


def _says(plan: Plan, indicator: Indicator, stands: Progress) -> str:
    """The milestone in words; what was measured instead, where the words still name a target that was revised."""
    said = words_now(plan, indicator)
    if stands.effective.target != indicator.target and said == indicator.statement:
        said = indicator.measure or (said if is_met(indicator, indicator.target, _as_read(stands)) else WITHOUT_WORDS)
    if indicator.ref not in withheld(plan):
        return words(plan, indicator.ref, said)
    tells_nothing = stands.effective.target is None and masked(said) == said
    return said if tells_nothing else WITHOUT_WORDS


def _as_read(stands: Progress) -> Reading:
    latest = stands.latest
    return Reading(done=latest) if isinstance(latest, bool) else Reading(value=latest)


def _figures(plan: Plan, indicator: Indicator, stands: Progress) -> tuple[str, str]:
    """The figure before and the latest; nothing where they may not be passed on, or where something is simply done."""
    latest = stands.latest
    if indicator.ref in withheld(plan) or latest is None or isinstance(latest, bool):
        return "", ""
    start = stands.effective.baseline
    return "" if start is None else in_unit(start, indicator.unit), in_unit(latest, indicator.unit)
