"""XS: what must hold between the returns of a batch, between a plan and what the panel confirmed, and while a waiver runs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, Decisions, Kind
from hwit_validators.model.finding import Mark
from hwit_validators.model.sent import Sent, Together
from hwit_validators.panel.items import items, said
from hwit_validators.plan import Plan
from hwit_validators.rules.between import Told, rule_across
from hwit_validators.rules.engine import ERROR, QUERY, Judged, rule
from hwit_validators.tables import Amendment, Outcome, Priority, School
from hwit_validators.tables.forms import STAGES, form_of_stage
from hwit_validators.words import ANSWER, shown, within


@rule_across("XS001", ERROR, handbook="H33 H44")
def carried_answers_equal_the_earlier_return(returns: Sequence[Sent]) -> Iterator[Told]:
    """Answers carried forward equal those of the earlier return.

    Why: the panel agreed to the earlier return. An answer that changes between the stages without a record cannot be
    followed.
    Put it right: put the earlier answer back, or send the earlier return again with the answer corrected.
    """
    for own in _by_cycle(returns).values():
        number = Counter(sent.stage for sent in own)
        only = [sent for sent in own if number[sent.stage] == 1]  # with two, XS004 asks which counts
        for later in own:
            for earlier in only:
                if earlier.stage < later.stage:
                    yield from _differences(earlier, later)


def _differences(earlier: Sent, later: Sent) -> Iterator[Told]:
    """The tables of the earlier return's own stage that stand otherwise in the later one."""
    for table in STAGES[earlier.stage] if earlier.stage else ():
        then, now = earlier.fingerprints.get(table.table), later.fingerprints.get(table.table)
        if then and now and then != now and table.table not in later.altered:
            message = (
                f"The sheet “{table.title}” does not say what the stage {earlier.stage} return says ({earlier.name})."
            )
            yield later, table.mark_table(message)


@rule_across("XS003", QUERY, handbook="H56")
def earlier_stage_is_returned(returns: Sequence[Sent]) -> Iterator[Told]:
    """A school that has sent earlier returns has sent the one just before this.

    Why: a stage without a return may have been skipped, or its return may have been lost. Only judged where earlier
    returns of the school are in the same batch.
    Put it right: send the missing return, or say when it was sent.
    """
    for own in _by_cycle(returns).values():
        stages = {sent.stage for sent in own if sent.stage}
        for sent in own:
            if sent.stage > 1 and sent.stage - 1 not in stages and min(stages) < sent.stage:
                missing = form_of_stage(sent.stage - 1).title
                yield (
                    sent,
                    Mark(
                        "",
                        f"Earlier returns of the school are here, but not the one of {within(missing)}.",
                    ),
                )


@rule_across("XS004", QUERY, handbook="H56")
def one_return_for_each_stage(returns: Sequence[Sent]) -> Iterator[Told]:
    """There is one current return for each school and stage of a cycle.

    Why: with two, nobody knows which counts.
    Put it right: keep the current one in the folder, and move the other away.
    """
    for own in _by_cycle(returns).values():
        seen: dict[int, Sent] = {}
        for sent in own:
            first = seen.setdefault(sent.stage, sent)
            if first is not sent:
                same = "the very same file" if first.sha256 == sent.sha256 else "another return"
                yield (
                    sent,
                    Mark("", f"There is {same} of this school for {form_of_stage(sent.stage).title}: {first.name}."),
                )


@rule_across("XS005", ERROR, handbook="H56")
def one_school_one_urn_and_name(returns: Sequence[Sent]) -> Iterator[Told]:
    """A school has one URN and one name in all its returns.

    Why: returns are put together by the URN.
    Put it right: correct the URN or the name on the School sheet, as the schools register has them.
    """
    names = Counter(_folded(sent.school) for sent in returns if sent.school)
    if len(names) > 1:
        [(usual, _)] = names.most_common(1)
        example = next(sent for sent in returns if _folded(sent.school) == usual)
        for sent in returns:
            if sent.school and _folded(sent.school) != usual:
                message = f"Another return with the URN {sent.urn} is from “{example.school}” ({example.name})."
                yield sent, _on_school("name", message, sent.school)


@one_school_one_urn_and_name.also(Together.ESTABLISHMENT)
def _one_urn(returns: Sequence[Sent]) -> Iterator[Told]:
    urns = Counter(sent.urn for sent in returns)
    if len(urns) > 1:
        [(usual, _)] = urns.most_common(1)
        example = next(sent for sent in returns if sent.urn == usual)
        for sent in returns:
            if sent.urn != usual and _folded(sent.school) == _folded(example.school):
                message = f"Another return of this school has the URN {usual} ({example.name})."
                yield sent, _on_school("urn", message, sent.urn)


def _on_school(field: str, message: str, found: str) -> Mark:
    return Mark(School.table, message, ref=ANSWER, place=0, field=field, found=found)


def _by_cycle(returns: Iterable[Sent]) -> dict[int, list[Sent]]:
    """Returns that belong together as one plan; annual reviews, which stand outside the cycles, are with the first."""
    plans: dict[int, list[Sent]] = defaultdict(list)
    for sent in returns:
        plans[sent.cycle].append(sent)
    return plans


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").split()).casefold()


def confirmation(plan: Plan) -> Decision | None:
    """The newest decision that confirmed this plan: one that has an outcome just as it stands here.

    None where the panel has decided anew since, and has not confirmed it again.
    """
    own = {(outcome.ref, said(outcome)) for outcome in plan.of(Outcome)}
    found = None
    for decision in plan.decisions.of(Kind.PLAN) if plan.decisions else ():
        confirmed = decision.answer is QuasDecision.CONFIRMED
        found = None if decision.anew else found
        if confirmed and any((item.ref, item.digest) in own for item in decision.items):
            found = decision
    return found


@rule("XS002", ERROR, stage=5, handbook="H33 H44")
def plan_is_the_confirmed_one(plan: Plan) -> Iterator[Mark]:
    """Priorities and outcomes are those the panel confirmed; what is changed since, the panel has confirmed too.

    Why: an outcome can only be changed with the panel's agreement.
    Put it right: put the confirmed words and figures back, and ask for the change on the Amendments sheet. For an
    amendment marked as confirmed, keep the panel's decision file beside the return, or write Waiting.
    """
    if plan.decisions is None:
        return
    decision = confirmation(plan)
    if decision:
        confirmed = {(item.ref, item.digest) for item in decision.items}
        for record in (*plan.of(Priority), *plan.of(Outcome)):
            if record.begun and (record.ref, said(record)) not in confirmed:
                field = "priority" if isinstance(record, Priority) else "statement"
                yield record.mark(
                    field, f"{record.ref} is not as the panel confirmed it on {shown(decision.decided_on)}.", show=False
                )
    known = plan.decisions.complete or plan.decisions.latest(Kind.AMENDMENTS)
    for change in plan.of(Amendment) if known else ():
        if change.decision is QuasDecision.CONFIRMED and not _is_confirmed(plan.decisions, change):
            yield change.mark(
                "decision", f"Amendment {change.ref} is marked as confirmed, but the panel's decision does not say so."
            )


def _is_confirmed(decisions: Decisions, change: Amendment) -> bool:
    answer = decisions.answered(Kind.AMENDMENTS, change.ref, said(change))
    return answer is not None and answer[1].answer is QuasDecision.CONFIRMED


@rule("XS006", ERROR, stage=5, handbook="H33")
def plan_has_its_confirmation(plan: Plan) -> Iterator[Mark]:
    """From stage 5 on, the panel has confirmed the plan.

    Why: activities and money follow from the plan, so it is settled first.
    Put it right: submit the stage 4 return, answer what the panel asks, and go on from the plan it confirmed. If it is
    confirmed, keep the decision file beside the return.
    """
    if plan.decisions is None or not items(plan, Kind.PLAN) or confirmation(plan):
        return
    latest = plan.decisions.latest(Kind.PLAN)
    if latest is None and not plan.decisions.complete:
        return
    if latest and latest.answer is QuasDecision.CLARIFICATION:
        said_so = f"On {shown(latest.decided_on)} the panel sought clarification; it has not confirmed the plan since."
    else:
        said_so = "Among the panel's decisions there is none that confirms this plan."
    yield Mark("", said_so)


@rule("XS007", QUERY, stage=0, handbook="H56", judged=Judged.EVERY_FORM)
def waivers_have_not_run_out(plan: Plan) -> Iterator[Mark]:
    """No waiver of the Local Programme for this school has run out.

    Why: a waiver is for a while; after that the rule holds again.
    Put it right: the Local Programme takes the waiver out of its profile, or decides on it anew.
    """
    urn = plan.school.urn if plan.school else None
    for waiver in plan.profile.waivers:
        if waiver.school == urn and waiver.until < plan.on:
            yield Mark("", f"The waiver of {waiver.rule} for this school ran out on {shown(waiver.until)}.")
