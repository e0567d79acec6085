"""AR: the annual review (H04)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from hwit_validators.figures.measure import years_later
from hwit_validators.model.choices import Change, CriterionMet
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, rule
from hwit_validators.rules.marks import in_future, not_agreed
from hwit_validators.tables import Criterion, Declaration, Element
from hwit_validators.wording import bare
from hwit_validators.words import be, listed, shown

NOT_YET = (CriterionMet.NO, CriterionMet.PARTLY)
"""Answers that leave the foundation open."""


@rule("AR001", ERROR, stage=0, handbook="H04")
def every_criterion_is_answered(plan: Plan) -> Iterator[Mark]:
    """Every one of the 41 criteria is answered.

    Why: the foundation stands only if all of it is looked at.
    Put it right: choose Yes, Partly, No or Not applicable for each criterion.
    """
    yield from _unanswered(plan, Criterion, "met", "nhss_criteria", "Criterion")


@rule("AR005", ERROR, stage=0, handbook="H04")
def every_element_is_described(plan: Plan) -> Iterator[Mark]:
    """Every one of the ten elements of the whole school approach is described.

    Why: the criteria are met through the whole school approach, not beside it.
    Put it right: say in two or three sentences what a visitor would see.
    """
    yield from _unanswered(plan, Element, "how_shown", "elements", "Element")


def _unanswered(
    plan: Plan, table: type[Criterion] | type[Element], field: str, listed: str, word: str
) -> Iterator[Mark]:
    """Rows of a given table that are blank in a field, or gone. Where all are blank that is one remark."""
    records = plan.of(table)
    blank = [record for record in records if record.blank(field)]
    if len(blank) > 1 and len(blank) == len(records):
        yield table.mark_table(f"Nothing is filled in under “{plan.title(table, field)}”.", field=field)
        return
    for record in blank:
        yield record.mark(field, f"{word} {record.ref} is not answered.")
    there = {record.ref for record in records}
    lost = [entry.code for entry in plan.lists[listed].entries if entry.code not in there]
    if lost:
        yield table.mark_table(f"{word} {', '.join(lost)} is not on the sheet any more.", expected=", ".join(lost))


@rule("AR002", ERROR, stage=0, handbook="H04")
def a_change_is_described(plan: Plan) -> Iterator[Mark]:
    """Where something changed, the review says what.

    Why: a criterion that did not change needs only a date; one that did needs new words.
    Put it right: say in one or two sentences what is new, or choose Unchanged.
    """
    for criterion in plan.of(Criterion):
        if criterion.change is Change.CHANGED and criterion.blank("what_changed"):
            yield criterion.mark("what_changed", f"Criterion {criterion.ref} has changed, but does not say how.")


@rule("AR003", ERROR, stage=0, handbook="H04")
def what_is_not_met_has_an_action(plan: Plan) -> Iterator[Mark]:
    """A criterion that is not met, or only partly, has an action.

    Why: the review is there to put right what has slipped.
    Put it right: say what you will do, by whom and by when.
    """
    for criterion in plan.of(Criterion):
        if criterion.met in NOT_YET and criterion.blank("action"):
            yield criterion.mark("action", f"Criterion {criterion.ref} is answered {criterion.met}, but has no action.")


@rule("AR004", ERROR, stage=0, handbook="H04")
def is_reviewed_in_the_review_year(plan: Plan) -> Iterator[Mark]:
    """Every criterion was looked at in the year this review covers.

    Why: an old date says that nobody has looked this year.
    Put it right: look at the criterion again and write the date, or correct the day on which the review year begins.
    """
    outside = [criterion for criterion in plan.of(Criterion) if _in_year(plan, criterion) is False]
    declaration = plan.one(Declaration)
    if not declaration or not outside:
        return
    first = shown(declaration.year_starts_on)
    dated = [criterion for criterion in plan.of(Criterion) if criterion.reviewed_on]
    if 1 < len(outside) == len(dated):
        yield declaration.mark("year_starts_on", f"No criterion was looked at in the year that begins on {first}.")
        return
    for criterion in outside:
        what = f"Criterion {criterion.ref} was looked at on {shown(criterion.reviewed_on)}"
        if criterion.reviewed_on and criterion.reviewed_on > plan.on:
            yield criterion.mark("reviewed_on", f"{what}, which is in the future.")
        else:
            yield criterion.mark("reviewed_on", f"{what}, not in the review year that begins on {first}.")


def _in_year(plan: Plan, criterion: Criterion) -> bool | None:
    """Whether a criterion was looked at in the review year and not in the future; None where that cannot be told."""
    declaration = plan.one(Declaration)
    if not (declaration and declaration.year_starts_on and criterion.reviewed_on):
        return None
    return declaration.year_starts_on <= criterion.reviewed_on < _end(plan, declaration.year_starts_on)


def _end(plan: Plan, first: dt.date) -> dt.date:
    """The first day after the review year, or after today."""
    return min(years_later(first, 1), plan.on + dt.timedelta(days=1))


@rule("AR006", ERROR, stage=0, handbook="H04")
def head_and_governor_declare(plan: Plan) -> Iterator[Mark]:
    """The head teacher and a governor have agreed with the review, each with a date.

    Why: the two of them answer for the school.
    Put it right: ask them to read the review, then choose Yes and write the date.
    """
    if declaration := plan.one(Declaration):
        yield from not_agreed(declaration, "head_declares", "head_declared_on", "The head teacher")
        yield from not_agreed(declaration, "governor_declares", "governor_declared_on", "The governor")


@rule("AR007", QUERY, stage=0, handbook="H04")
def not_applicable_is_explained(plan: Plan) -> Iterator[Mark]:
    """Where a criterion is said not to apply, a word says why.

    Why: nearly all criteria apply to nearly every school.
    Put it right: say in one sentence why it does not apply to your school.
    """
    for criterion in plan.of(Criterion):
        if criterion.met is not CriterionMet.NOT_APPLICABLE or criterion.change is Change.CHANGED:
            continue
        if all(criterion.blank(field) for field in ("evidence", "what_changed", "action")):
            yield criterion.mark("evidence", f"Criterion {criterion.ref} is said not to apply, but not why.")


@rule("AR008", QUERY, stage=0, handbook="H04")
def yes_has_evidence(plan: Plan) -> Iterator[Mark]:
    """A criterion that is met says where the evidence is.

    Why: whoever moderates the review will ask to see it.
    Put it right: give a pointer: title, place, date.
    """
    criteria = [criterion for criterion in plan.of(Criterion) if criterion.met is CriterionMet.YES]
    bare_ones = [criterion for criterion in criteria if criterion.blank("evidence")]
    if len(bare_ones) > 1 and len(bare_ones) == len(criteria):
        yield Criterion.mark_table("No criterion says where the evidence is.", field="evidence")
        return
    for criterion in bare_ones:
        yield criterion.mark("evidence", f"Criterion {criterion.ref} does not say where the evidence is.")


@rule("AR009", ERROR, stage=0, handbook="H01 H04")
def foundation_is_kept_only_if_all_is_met(plan: Plan) -> Iterator[Mark]:
    """The foundation is said to be kept only if every criterion that applies is met.

    Why: a school with an open criterion has something to put right before the review can be confirmed.
    Put it right: change the answer to No until the actions are done, or correct the answer of the criterion.
    """
    declaration = plan.one(Declaration)
    missing = [criterion.ref for criterion in plan.of(Criterion) if criterion.met in NOT_YET]
    if declaration and declaration.foundation_kept and missing:
        yield declaration.mark(
            "foundation_kept",
            f"The foundation is said to be kept, but {listed(missing)} {be(len(missing))} not fully met.",
            expected="No",
        )


@rule("AR010", QUERY, stage=0, handbook="H01 H04")
def foundation_is_kept_if_all_is_met(plan: Plan) -> Iterator[Mark]:
    """Where every criterion is met, the foundation is kept.

    Why: a No beside 41 met criteria leaves the reader wondering what is wrong.
    Put it right: change the answer to Yes, or correct the criterion that is not met.
    """
    declaration, criteria = plan.one(Declaration), plan.of(Criterion)
    all_met = criteria and all(criterion.met and criterion.met not in NOT_YET for criterion in criteria)
    if declaration and declaration.foundation_kept is False and all_met:
        yield declaration.mark("foundation_kept", "Every criterion is met, yet the foundation is said not to be kept.")


@rule("AR011", ERROR, stage=0, handbook="H04")
def is_completed_after_the_last_criterion(plan: Plan) -> Iterator[Mark]:
    """The review was completed once the last criterion had been looked at, and not in the future.

    Why: the next annual review is counted from this day.
    Put it right: correct the date, or the date of the criterion that was looked at later.
    """
    declaration = plan.one(Declaration)
    if not (declaration and declaration.completed_on):
        return
    yield from in_future(plan, declaration, "completed_on")
    looked = [c for c in plan.of(Criterion) if c.reviewed_on and _in_year(plan, c) is not False]
    last = max(looked, key=lambda criterion: criterion.reviewed_on or dt.date.min, default=None)
    if last and last.reviewed_on and declaration.completed_on < last.reviewed_on <= plan.on:
        yield declaration.mark(
            "completed_on",
            f"The review is said to be completed on {shown(declaration.completed_on)}, but criterion "
            f"{last.ref} was looked at on {shown(last.reviewed_on)}.",
            expected=f"{shown(last.reviewed_on)} or later",
        )


@rule("AR012", ERROR, stage=0, handbook="H04")
def is_declared_once_completed(plan: Plan) -> Iterator[Mark]:
    """The head teacher and the governor agreed when the review was complete, and not in the future.

    Why: nobody can stand behind a review that is not finished.
    Put it right: correct the date, or ask them to read the finished review.
    """
    declaration = plan.one(Declaration)
    if not declaration:
        return
    for field, who in (("head_declared_on", "The head teacher"), ("governor_declared_on", "The governor")):
        day = getattr(declaration, field)
        yield from in_future(plan, declaration, field)
        if day and declaration.completed_on and day < declaration.completed_on <= plan.on:
            yield declaration.mark(
                field,
                f"{who} agreed on {shown(day)}, before the review was completed on {shown(declaration.completed_on)}.",
            )


@rule("AR013", QUERY, stage=0, handbook="H04")
def another_answer_is_a_change(plan: Plan) -> Iterator[Mark]:
    """Where the answer differs from last year's, something has changed.

    Why: “Unchanged” beside a new answer means that one of the two is a slip.
    Put it right: choose Changed and say what is new, or correct the answer.
    """
    for criterion in plan.of(Criterion):
        both = criterion.known("met", "last_answer")
        if criterion.change is Change.UNCHANGED and both and criterion.met is not criterion.last_answer:
            yield criterion.mark(
                "change",
                f"Criterion {criterion.ref} was answered {criterion.last_answer} last year and {criterion.met} "
                "now, but is said to be unchanged.",
                expected="Changed",
            )


COPIES = 10
"""As many criteria with the same pointer look like one answer copied down: a quarter of the 41."""


@rule("AR014", QUERY, stage=0, handbook="H04")
def evidence_is_not_copied_down(plan: Plan) -> Iterator[Mark]:
    """The pointers to evidence are not one answer copied down.

    Why: “See folder” beside every criterion helps nobody to find anything.
    Put it right: say for each criterion which paper to look at, and where.
    """
    words = Counter(bare(criterion.evidence) for criterion in plan.of(Criterion) if criterion.evidence)
    for _, number in words.most_common(1):
        if number >= COPIES:
            yield Criterion.mark_table(f"{number} criteria give the same words as evidence.", field="evidence")


@rule("AR015", QUERY, stage=0, handbook="H04")
def unchanged_has_no_change(plan: Plan) -> Iterator[Mark]:
    """A criterion that is unchanged describes no change.

    Why: what is new would be overlooked.
    Put it right: choose Changed, or move the words to the evidence.
    """
    for criterion in plan.of(Criterion):
        same = criterion.met is criterion.last_answer or criterion.last_answer is None
        if criterion.change is Change.UNCHANGED and criterion.what_changed and same and criterion.met not in NOT_YET:
            yield criterion.mark("change", f"Criterion {criterion.ref} is unchanged, but describes a change.")


@rule("AR016", QUERY, stage=0, handbook="H04")
def governor_is_not_the_head(plan: Plan) -> Iterator[Mark]:
    """The governor who agrees is somebody else than the head teacher.

    Why: a second pair of eyes is the point of it.
    Put it right: ask another governor to read the review.
    """
    declaration, school = plan.one(Declaration), plan.school
    if declaration and declaration.governor and school and bare(declaration.governor) == bare(school.head_teacher):
        yield declaration.mark("governor", "The governor and the head teacher are the same person.")
