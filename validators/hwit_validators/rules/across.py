"""XS: what must hold between the returns of a batch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from hwit_validators.across import Sent, Told, rule_across
from hwit_validators.finding import Mark, Severity
from hwit_validators.forms import STAGES, form_of_stage
from hwit_validators.records import School

REJECT, ERROR, QUERY, ADVICE = Severity


@rule_across("XS001", ERROR, handbook="H33 H44")
def carried_answers_equal_the_earlier_return(returns: Sequence[Sent]) -> Iterator[Told]:
    """Answers carried forward equal those of the earlier return.

    Why: the panel agreed to the earlier return. An answer that changes between the stages without a record cannot be
    followed.
    Put it right: put the earlier answer back, or send the earlier return again with the answer corrected.
    """
    for own in _by_school_and_cycle(returns).values():
        number = Counter(sent.stage for sent in own)
        for later in own:
            for earlier in own:
                if earlier.stage < later.stage and number[earlier.stage] == 1:  # with two, XS004 asks which counts
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
    for own in _by_school_and_cycle(returns).values():
        stages = {sent.stage for sent in own if sent.stage}
        for sent in own:
            if sent.stage > 1 and sent.stage - 1 not in stages and min(stages) < sent.stage:
                missing = form_of_stage(sent.stage - 1).title
                yield (
                    sent,
                    Mark(
                        "",
                        "Earlier returns of the school are here, but not the one of "
                        f"{missing[0].lower() + missing[1:]}.",
                    ),
                )


@rule_across("XS004", QUERY, handbook="H56")
def one_return_for_each_stage(returns: Sequence[Sent]) -> Iterator[Told]:
    """There is one current return for each school and stage of a cycle.

    Why: with two, nobody knows which counts.
    Put it right: keep the current one in the folder, and move the other away.
    """
    for own in _by_school_and_cycle(returns).values():
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
    for own in _by_school(returns).values():
        names = Counter(_folded(sent.school) for sent in own if sent.school)
        if len(names) > 1:
            [(usual, _)] = names.most_common(1)
            example = next(sent for sent in own if _folded(sent.school) == usual)
            for sent in own:
                if sent.school and _folded(sent.school) != usual:
                    message = f"Another return with the URN {sent.urn} is from “{example.school}” ({example.name})."
                    yield sent, _on_school("name", message, sent.school)
    for numbers in _by_establishment(returns).values():
        urns = Counter(sent.urn for sent in numbers)
        if len(urns) > 1:
            [(usual_urn, _)] = urns.most_common(1)
            example = next(sent for sent in numbers if sent.urn == usual_urn)
            for sent in numbers:
                if sent.urn != usual_urn and _folded(sent.school) == _folded(example.school):
                    message = f"Another return of this school has the URN {usual_urn} ({example.name})."
                    yield sent, _on_school("urn", message, sent.urn)


def _on_school(field: str, message: str, found: str) -> Mark:
    return Mark(School.table, message, ref="Answer", place=0, field=field, found=found)


def _by_school(returns: Iterable[Sent]) -> dict[str, list[Sent]]:
    schools: dict[str, list[Sent]] = defaultdict(list)
    for sent in returns:
        if sent.urn:
            schools[sent.urn].append(sent)
    return schools


def _by_school_and_cycle(returns: Iterable[Sent]) -> dict[tuple[str, int], list[Sent]]:
    """Returns that belong together as one plan; annual reviews, which stand outside the cycles, are with the first."""
    plans: dict[tuple[str, int], list[Sent]] = defaultdict(list)
    for sent in returns:
        if sent.urn:
            plans[sent.urn, sent.cycle].append(sent)
    return plans


def _by_establishment(returns: Iterable[Sent]) -> dict[tuple[str, str], list[Sent]]:
    establishments: dict[tuple[str, str], list[Sent]] = defaultdict(list)
    for sent in returns:
        if sent.establishment and sent.urn:
            establishments[sent.authority, sent.establishment].append(sent)
    return establishments


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").split()).casefold()
