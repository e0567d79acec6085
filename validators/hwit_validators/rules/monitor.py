"""MN: monitoring: the readings, how the indicators stand, and what is changed on the way (H41-H44, H46)."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from hwit_validators.figures.measure import Measure, among_fractions, another_count, gain, like_a_fraction, out_of_range
from hwit_validators.figures.progress import (
    TERM_DAYS,
    Status,
    baseline_of,
    effective,
    is_met,
    measures,
    progress,
    readings_of,
)
from hwit_validators.model.choices import AmendedWhat, HowOften, QuasDecision, Respondents, RevisedWhat, Unit
from hwit_validators.model.column import ALL
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ADVICE, ERROR, QUERY, Judged, rule
from hwit_validators.rules.marks import in_future, like_a_percentage, or_the_roll
from hwit_validators.tables import Amendment, Celebration, Indicator, Outcome, Reading, Revision
from hwit_validators.words import figure, shown


def _pairs(plan: Plan) -> list[tuple[Reading, Measure]]:
    """Each reading with the outcome or indicator it is for."""
    return plan.once(_matched)


def _matched(plan: Plan) -> list[tuple[Reading, Measure]]:
    named = ((reading, plan.named(reading.measure or "", ("Outcomes", "Indicators"))) for reading in plan.of(Reading))
    return [(reading, measure) for reading, measure in named if isinstance(measure, Outcome | Indicator)]


@rule("MN001", ERROR, stage=7, handbook="H41 H42")
def is_read_after_the_baseline(plan: Plan) -> Iterator[Mark]:
    """A reading is taken after the baseline, and not in the future.

    Why: it shows what has changed since the baseline.
    Put it right: correct the date of the reading.
    """
    for reading, measure in _pairs(plan):
        yield from in_future(plan, reading, "read_on")
        baseline = baseline_of(plan, measure)
        measured = baseline.measured_on if baseline else None
        if reading.read_on and measured and reading.read_on <= measured:
            yield reading.mark(
                "read_on",
                f"{reading.ref}: {measure.ref} was read on {shown(reading.read_on)}, but its baseline was measured on "
                f"{shown(measured)}.",
                expected=f"after {shown(measured)}",
            )


def is_out_of_time(plan: Plan, reading: Reading, measure: Measure) -> bool:
    """Whether MN001 speaks of the date of a reading."""
    baseline = baseline_of(plan, measure)
    measured = baseline.measured_on if baseline else None
    return bool(reading.read_on and (reading.read_on > plan.on or (measured and reading.read_on <= measured)))


@rule("MN002", ERROR, stage=7, handbook="H41")
def figure_is_possible(plan: Plan) -> Iterator[Mark]:
    """A percentage lies between 0 and 100, and no more people are counted than there are.

    Why: no more people can change than there are.
    Put it right: correct the figure. It is in the unit of the target.
    """
    for reading, measure in _pairs(plan):
        cohort = measure.cohort if isinstance(measure, Outcome) else None
        if reading.value is not None and (
            why := out_of_range(reading.value, measure.unit, reading.sample_size or cohort)
        ):
            yield reading.mark(
                "value",
                f"{reading.ref}: {figure(reading.value, measure.unit)} for {measure.ref} cannot be, since {why}.",
            )


@rule("MN004", ERROR, stage=7, handbook="H41")
def sample_is_within_the_cohort(plan: Plan) -> Iterator[Mark]:
    """A reading is not about more people than the outcome, or than are on roll.

    Why: the figure would be about others too. Pupils come and go, so up to a tenth more is accepted.
    Put it right: correct the number.
    """
    roll = plan.school.roll if plan.school else None
    beyond: list[Mark] = []
    sizes = 0
    for reading, measure in _pairs(plan):
        size = reading.sample_size
        if size is None:
            continue
        sizes += 1
        cohort = measure.cohort if isinstance(measure, Outcome) else None
        if cohort and size > math.ceil(cohort * 1.1):
            yield reading.mark(
                "sample_size",
                f"{reading.ref} is about {size:,} people; {measure.ref} is about {cohort:,}.",
                expected=f"at most {cohort:,}",
            )
        elif roll and size > math.ceil(roll * 1.1) and not _asks_parents(plan, measure):
            beyond.append(
                reading.mark(
                    "sample_size",
                    f"{reading.ref} is about {size:,} people, but {roll:,} pupils are on roll.",
                    expected=f"at most {roll:,}",
                )
            )
    yield from or_the_roll(plan, beyond, sizes)


def _asks_parents(plan: Plan, measure: Measure) -> bool:
    """Whether parents and carers may be among those counted."""
    outcomes = (measure,) if isinstance(measure, Outcome) else plan.served_by(measure)
    asked = any(outcome.respondents in (Respondents.PARENTS, Respondents.BOTH) for outcome in outcomes)
    return asked or measure.unit is Unit.PARENTS


@rule("MN008", QUERY, stage=7, handbook="H41")
def is_no_wild_jump(plan: Plan) -> Iterator[Mark]:
    """A reading does not jump far away from the earlier ones.

    Why: a jump is more often a slip of the finger, or another way of counting, than a change in pupils.
    Put it right: check the figure; if it is right, say what happened.
    """
    seen: set[tuple[object, ...]] = set()
    for measure in measures(plan):
        baseline = baseline_of(plan, measure)
        earlier = [baseline.value] if baseline and baseline.value is not None else []
        for reading in readings_of(plan, measure):
            value = reading.value
            if value is None or figure_slips(plan, reading, measure):
                continue
            key = (reading.read_on, value, measure.unit)
            if key not in seen and _is_wild(value, earlier, measure.unit, reading.sample_size):
                seen.add(key)  # the same figure often stands for an outcome and its indicators
                before = ", ".join(figure(other, measure.unit) for other in earlier[-3:])
                yield reading.mark(
                    "value",
                    f"{reading.ref}: {figure(value, measure.unit)} for {measure.ref} is far from the earlier figures: "
                    f"{before}.",
                )
            earlier.append(value)


def _is_wild(value: float, earlier: list[float], unit: Unit | None, size: int | None) -> bool:
    """Whether a figure is far from the middle of the earlier ones, and from the last of them: a trend is not wild."""
    if len(earlier) < 2:
        return False
    middle = median(earlier)
    far = min(abs(value - middle), abs(value - earlier[-1]))
    return far > 4 * _by_chance(middle, unit, size) and far > 4 * _spread(earlier, middle)


def _by_chance(middle: float, unit: Unit | None, size: int | None) -> float:
    """The least spread of figures: that of a share of half the people asked, or the root of a count."""
    if unit is Unit.PERCENT:
        return max(4.0, 50 / math.sqrt(size)) if size else 7.5
    return math.sqrt(max(abs(middle), 1))


def _spread(figures: list[float], middle: float) -> float:
    """The median distance from the median, times 1.4826 to match a standard deviation: one wild figure hardly moves it."""
    return 1.4826 * median(abs(value - middle) for value in figures)


def figure_slips(plan: Plan, reading: Reading, measure: Measure) -> bool:
    """Whether MN002 or MN012 speaks of the figure already: it cannot be, or is a fraction for a percentage."""
    if reading.value is None:
        return False
    holds, value = effective(plan, measure), reading.value
    cohort = measure.cohort if isinstance(measure, Outcome) else None
    return bool(out_of_range(value, measure.unit, reading.sample_size or cohort)) or like_a_fraction(
        value, measure.unit, holds.baseline, holds.target
    )


@rule("MN011", QUERY, stage=7, handbook="H41")
def sample_is_like_the_baseline_s(plan: Plan) -> Iterator[Mark]:
    """A reading is about at least half as many people as the baseline.

    Why: with far fewer people the figure may differ for that reason alone.
    Put it right: correct the number, or explain why so few were asked.
    """
    for reading, measure in _pairs(plan):
        baseline = baseline_of(plan, measure)
        size = baseline.sample_size if baseline else None
        if size and reading.sample_size and reading.sample_size * 2 < size:
            yield reading.mark(
                "sample_size",
                f"{reading.ref} is about {reading.sample_size:,} people, the baseline of {measure.ref} about {size:,}.",
            )


@rule("MN012", QUERY, stage=7, handbook="H41")
def percentage_is_no_fraction(plan: Plan) -> Iterator[Mark]:
    """A percentage is written as 45, not as 0.45.

    Why: the two differ a hundredfold, and every chart with them.
    Put it right: write the figure as it reads before the % sign.
    """
    for reading, measure in _pairs(plan):
        holds = effective(plan, measure)
        if reading.value is not None and like_a_fraction(reading.value, measure.unit, holds.baseline, holds.target):
            yield like_a_percentage(reading, "value", measure.ref)
    for new in _new_values(plan):
        if _is_fraction(plan, new):
            yield like_a_percentage(new.change, "new_target", new.measure.ref)


@rule("MN013", ERROR, stage=7, handbook="H42")
def reading_says_how_it_stands(plan: Plan) -> Iterator[Mark]:
    """A reading says the figure, or for a process indicator whether it is done.

    Why: a reading without either says nothing.
    Put it right: fill in the figure, or choose Yes or No under “Done?”.
    """
    for reading, measure in _pairs(plan):
        if effective(plan, measure).target is None and isinstance(measure, Indicator):
            if reading.blank("done") and "target" not in measure.unreadable:
                yield reading.mark(
                    "done", f"{reading.ref} does not say whether {measure.ref} is done.", expected="Yes or No"
                )
        elif (
            reading.blank("value")
            and "target" not in measure.unreadable
            and effective(plan, measure).target is not None
        ):
            yield reading.mark(
                "value", f"{reading.ref} does not say the figure for {measure.ref}.", expected="a figure"
            )


@rule("MN017", QUERY, stage=7, handbook="H41")
def percentage_says_of_how_many(plan: Plan) -> Iterator[Mark]:
    """A percentage says of how many people it is.

    Why: without it nobody can tell a change from chance.
    Put it right: write how many people were counted or asked.
    """
    for reading, measure in _pairs(plan):
        if measure.unit is Unit.PERCENT and reading.value is not None and reading.blank("sample_size"):
            yield reading.mark(
                "sample_size", f"{reading.ref} is a percentage for {measure.ref}, and does not say of how many."
            )


@rule("MN018", ERROR, stage=7, handbook="H42")
def one_reading_a_day(plan: Plan) -> Iterator[Mark]:
    """Two readings of one day for one measure say the same.

    Why: progress is counted from the latest reading, and of two different ones nobody knows which holds.
    Put it right: correct the date or the figure of one of them, or delete it.
    """
    seen: dict[tuple[str, dt.date], Reading] = {}
    for reading, measure in _pairs(plan):
        if reading.read_on is None or not (reading.known("value") or reading.done is not None):
            continue
        first = seen.setdefault((measure.ref, reading.read_on), reading)
        if (first.value, first.done) != (reading.value, reading.done):
            yield reading.mark(
                "read_on",
                f"{first.ref} and {reading.ref} say different things about {measure.ref} on {shown(reading.read_on)}.",
            )


@rule("MN021", QUERY, stage=7, handbook="H42")
def comment_says_the_same(plan: Plan) -> Iterator[Mark]:
    """The figure agrees with the count in the comment.

    Why: “58 of 170” and 43% cannot both be right.
    Put it right: correct the figure, the number of people or the comment.
    """
    for reading, measure in _pairs(plan):
        if reading.value is None:
            continue
        text = f"{reading.source or ''}. {reading.comment or ''}"
        words = another_count(text, reading.value, measure.unit, reading.sample_size)
        if words and not figure_slips(plan, reading, measure):
            yield reading.mark(
                "value",
                f"{reading.ref}: the figure for {measure.ref} is {figure(reading.value, measure.unit)}, but the words "
                f"say {words}.",
            )


def _own(plan: Plan, indicator: Indicator) -> list[Reading]:
    """The readings of an indicator, dated or not."""
    return plan.once(_by_measure).get(indicator.ref, [])


def _by_measure(plan: Plan) -> dict[str | None, list[Reading]]:
    own: dict[str | None, list[Reading]] = defaultdict(list)
    for reading in plan.of(Reading):
        own[reading.measure].append(reading)
    return own


def _is_clear(plan: Plan, indicator: Indicator) -> bool:
    """Whether every reading says what it is for, and those of the indicator say when and what was seen.

    Where one does not, another rule speaks of it, and how the indicator stands cannot be told.
    """
    if Reading.table in plan.missing:
        return False
    field = "done" if effective(plan, indicator).target is None else "value"
    own = _own(plan, indicator)
    if any(getattr(reading, field) is None or reading.read_on is None for reading in own):
        return False
    if any(is_out_of_time(plan, reading, indicator) or figure_slips(plan, reading, indicator) for reading in own):
        return False
    return plan.once(_every_reading_is_for_something)


def _every_reading_is_for_something(plan: Plan) -> bool:
    return len(_pairs(plan)) == len(plan.of(Reading))


@rule("MN003", QUERY, stage=7, handbook="H41", judged=Judged.OWN_STAGE)
def running_indicators_are_read(plan: Plan) -> Iterator[Mark]:
    """Every indicator that is running was read this term, or as often as stage 4 says.

    Why: only a look at the figures shows in time whether the plan works.
    Put it right: take a reading, or explain why there is none.
    """
    for indicator in plan.of(Indicator):
        now = progress(plan, indicator, plan.on)
        days = _DAYS.get(indicator.how_often, TERM_DAYS) if indicator.how_often else TERM_DAYS
        starts = [outcome.starts_on for outcome in plan.served_by(indicator) if outcome.starts_on]
        since = now.read_on or max(
            (day for day in (min(starts, default=None), now.effective.starts_on) if day), default=None
        )
        if now.status is not Status.NO_READING or not _is_clear(plan, indicator):
            continue
        if since and (plan.on - since).days > days:
            last = f"was last read on {shown(now.read_on)}" if now.read_on else "has not been read yet"
            yield Reading.mark_table(
                f"{indicator.ref} {last}.", field="measure", expected=f"a reading of {indicator.ref}"
            )


_DAYS = {HowOften.YEARLY: 400, HowOften.ONCE: 10_000}
"""Days between readings where stage 4 promised fewer than one a term."""


@rule("MN009", QUERY, stage=7, handbook="H41 H43", judged=Judged.OWN_STAGE)
def overdue_indicators_are_explained(plan: Plan) -> Iterator[Mark]:
    """An indicator whose date has passed is achieved, revised or explained.

    Why: a missed milestone is a reason to change something, either the work or the milestone.
    Put it right: take a reading, revise the indicator after talking to the group, or say in the comment what happened.
    """
    for indicator in plan.of(Indicator):
        now = progress(plan, indicator, plan.on)
        if now.status is not Status.OVERDUE or now.effective.due is None or not _is_clear(plan, indicator):
            continue
        if any(_is_celebrated_too_soon(plan, each, indicator) for each in plan.of(Celebration)):
            continue  # MN016 speaks of that
        own = _own(plan, indicator)
        after = [reading for reading in own if reading.read_on and reading.read_on >= now.effective.due]
        if any(not reading.blank("comment") for reading in after):
            continue
        what = f"{indicator.ref} was due on {shown(now.effective.due)}"
        if after:
            last = max(after, key=lambda reading: reading.read_on or dt.date.min)
            yield last.mark("comment", f"{what} and is not reached.")
        else:
            yield Reading.mark_table(
                f"{what}, and has not been read since.", field="measure", expected=f"a reading of {indicator.ref}"
            )


@rule("MN010", ADVICE, stage=7, handbook="H46", judged=Judged.OWN_STAGE)
def what_is_reached_is_celebrated(plan: Plan) -> Iterator[Mark]:
    """An indicator that is reached is celebrated.

    Why: a milestone reached is good news for the whole school.
    Put it right: nothing must be done; an assembly or a line in the newsletter is enough.
    """
    celebrations = plan.of(Celebration)
    if any(celebration.indicator is None for celebration in celebrations):
        return
    done = {celebration.indicator for celebration in celebrations}
    reached = [i.ref for i in plan.of(Indicator) if progress(plan, i, plan.on).status is Status.ACHIEVED]
    if left := [ref for ref in reached if ref not in done]:
        yield Celebration.mark_table(f"{', '.join(left)}: reached, and not celebrated yet.", field="indicator")


@rule("MN016", QUERY, stage=7, handbook="H46")
def what_is_celebrated_is_reached(plan: Plan) -> Iterator[Mark]:
    """What is celebrated has been reached.

    Why: either a reading is missing, or the celebration came too soon.
    Put it right: add the reading, or correct the indicator or the date.
    """
    for celebration in plan.of(Celebration):
        indicator = plan.row(Indicator, celebration.indicator)
        if celebration.celebrated_on and celebration.celebrated_on > plan.on:
            yield celebration.mark(
                "celebrated_on", f"{shown(celebration.celebrated_on)} in {celebration.ref} is in the future."
            )
        elif indicator and celebration.celebrated_on and _is_celebrated_too_soon(plan, celebration, indicator):
            yield celebration.mark(
                "indicator",
                f"{indicator.ref} was celebrated on {shown(celebration.celebrated_on)}, but no reading by then "
                "shows it reached.",
            )


def _is_celebrated_too_soon(plan: Plan, celebration: Celebration, indicator: Indicator) -> bool:
    """Whether a celebration is of this indicator, and no reading by then shows it reached."""
    day = celebration.celebrated_on
    if celebration.indicator != indicator.ref or day is None or day > plan.on or not _is_clear(plan, indicator):
        return False
    target = effective(plan, indicator).target
    readings = readings_of(plan, indicator, figures=target is not None)
    before = [reading for reading in readings if reading.read_on and reading.read_on <= day]
    return not any(is_met(indicator, target, reading) for reading in before)


@rule("MN005", ERROR, stage=7, handbook="H43")
def revision_says_why_and_when(plan: Plan) -> Iterator[Mark]:
    """A revision says why, and when the group discussed it.

    Why: an indicator may be changed only after the group has talked about it.
    Put it right: say what monitoring showed, and write the date of the meeting.
    """
    for revision in plan.of(Revision):
        if revision.blank("why"):
            yield revision.mark("why", f"{revision.ref} does not say why the indicator changes.")
        if revision.blank("discussed_on"):
            yield revision.mark("discussed_on", f"{revision.ref} does not say when the group discussed it.")


@rule("MN006", ERROR, stage=7, handbook="H31 H43")
def revised_date_is_not_after_the_outcome(plan: Plan) -> Iterator[Mark]:
    """A revised due date is not after the outcome's.

    Why: a milestone lies on the way to the outcome, not beyond it.
    Put it right: choose an earlier date, or ask the panel to amend the outcome.
    """
    newest: dict[str, Revision] = {}
    for revision in plan.of(Revision):
        indicator = plan.row(Indicator, revision.indicator)
        if indicator and revision.what is RevisedWhat.DUE and revision.new_due == effective(plan, indicator).due:
            newest[indicator.ref] = revision
    for ref, revision in newest.items():
        indicator = plan.row(Indicator, ref)
        ends = _ends(plan, indicator) if indicator else []
        if not indicator or not ends or revision.new_due is None:
            continue
        end, outcome = ends[-1] if ALL in indicator.outcomes else ends[0]
        if revision.new_due > end:
            yield revision.mark(
                "new_due",
                f"{revision.ref} moves {ref} to {shown(revision.new_due)}, after {outcome}, which is to be reached by "
                f"{shown(end)}.",
                expected=f"by {shown(end)}",
            )


def _ends(plan: Plan, indicator: Indicator) -> list[tuple[dt.date, str]]:
    """The dates by which the outcomes of an indicator are to be reached, the earliest first."""
    days = [(effective(plan, outcome).due, outcome.ref) for outcome in plan.served_by(indicator)]
    return sorted((day, ref) for day, ref in days if day)


@rule("MN007", ERROR, stage=7, handbook="H44")
def outcome_is_changed_only_with_confirmation(plan: Plan) -> Iterator[Mark]:
    """An outcome counts as changed only when the panel has confirmed the amendment, on a day after it was asked.

    Why: the school may change its indicators, but an outcome only with the panel's word.
    Put it right: write the panel's answer and its date as they stand in its letter; leave “Waiting”, or nothing, until it has come.
    """
    for change in plan.of(Amendment):
        if change.decision is QuasDecision.CONFIRMED and change.blank("decided_on"):
            yield change.mark(
                "decided_on", f"{change.ref} is said to be confirmed, but does not say when.", expected="a date"
            )
        elif change.blank("decision") and change.decided_on:
            yield change.mark(
                "decision",
                f"{change.ref} was answered on {shown(change.decided_on)}, but does not say what the answer was.",
            )
        elif change.decision is QuasDecision.WAITING and change.decided_on:
            yield change.mark(
                "decision", f"{change.ref} is said to be waiting, but to be answered on {shown(change.decided_on)}."
            )
        elif change.decided_on and change.requested_on and change.decided_on < change.requested_on <= plan.on:
            yield change.mark(
                "decided_on",
                f"{change.ref} was answered on {shown(change.decided_on)}, before it was asked for on "
                f"{shown(change.requested_on)}.",
            )


@rule("MN014", ERROR, stage=7, handbook="H43 H44")
def changes_are_not_in_the_future(plan: Plan) -> Iterator[Mark]:
    """What was discussed, asked for or answered lies in the past.

    Why: a change counts from the day it was settled.
    Put it right: correct the date, or write the change down once it has been settled.
    """
    for revision in plan.of(Revision):
        yield from in_future(plan, revision, "discussed_on")
    for change in plan.of(Amendment):
        yield from in_future(plan, change, "requested_on", "decided_on")


@dataclass(frozen=True)
class _NewValue:
    """A change to a measure, the field that should hold the new value, and the value."""

    change: Revision | Amendment
    measure: Measure
    field: str

    @property
    def value(self) -> object:
        return getattr(self.change, self.field)


def _is_fraction(plan: Plan, new: _NewValue) -> bool:
    """Whether a new target looks like a fraction where a percentage belongs, of which MN012 speaks."""
    if new.field != "new_target" or not isinstance(new.value, float):
        return False
    figures = {"new": new.value, "baseline": effective(plan, new.measure).baseline, "target": new.measure.target}
    return "new" in among_fractions(figures, new.measure.unit)


_FIELDS: dict[str, str] = {
    RevisedWhat.TARGET: "new_target",
    RevisedWhat.DUE: "new_due",
    RevisedWhat.WORDING: "new_wording",
    AmendedWhat.TARGET_DATE: "new_date",
}


def _new_values(plan: Plan) -> Iterator[_NewValue]:
    """Every change of a figure, date or wording whose indicator or outcome is known."""
    for revision in plan.of(Revision):
        indicator = plan.row(Indicator, revision.indicator)
        if indicator and revision.what in _FIELDS:
            yield _NewValue(revision, indicator, _FIELDS[str(revision.what)])
    for amendment in plan.of(Amendment):
        outcome = plan.row(Outcome, amendment.outcome)
        if outcome and amendment.what in _FIELDS:
            yield _NewValue(amendment, outcome, _FIELDS[str(amendment.what)])


@rule("MN015", ERROR, stage=7, handbook="H43 H44")
def change_says_the_new_value(plan: Plan) -> Iterator[Mark]:
    """A change says what holds from now on.

    Why: without the new figure, date or words the old ones stay in force.
    Put it right: fill in the column for what changes.
    """
    for new in _new_values(plan):
        if new.change.blank(new.field):
            what = str(new.change.what).lower()
            yield new.change.mark(
                new.field, f"{new.change.ref} changes the {what} of {new.measure.ref}, but does not say to what."
            )


@rule("MN020", ERROR, stage=7, handbook="H25 H43 H44")
def changed_target_still_improves(plan: Plan) -> Iterator[Mark]:
    """A changed target still lies beyond the baseline.

    Why: an aim that stands still, or moves the wrong way, is none.
    Put it right: correct the figure, or withdraw the indicator.
    """
    for new in _new_values(plan):
        holds, direction = effective(plan, new.measure), new.measure.direction
        if new.field != "new_target" or not isinstance(new.value, float) or holds.baseline is None or direction is None:
            continue
        if gain(direction, holds.baseline, new.value) <= 0 and not _is_fraction(plan, new):
            unit = new.measure.unit
            yield new.change.mark(
                "new_target",
                f"{new.change.ref}: the new target of {new.measure.ref} is {figure(new.value, unit)}, its baseline "
                f"{figure(holds.baseline, unit)}; it should {direction.lower()}.",
            )


MOST_REVISIONS = 2
"""An indicator revised more often than this was never firm."""


@rule("MN019", QUERY, stage=7, handbook="H43")
def indicator_is_not_revised_again_and_again(plan: Plan) -> Iterator[Mark]:
    """An indicator's target or date is not revised again and again.

    Why: a milestone that always moves away tells nobody whether the work succeeds.
    Put it right: ask in the group whether the activity works; explain what will be different this time.
    """
    by_indicator: dict[str, list[Revision]] = defaultdict(list)
    for revision in plan.of(Revision):
        if revision.indicator and revision.what in (RevisedWhat.TARGET, RevisedWhat.DUE):
            by_indicator[revision.indicator].append(revision)
    for ref, revisions in by_indicator.items():
        if len(revisions) > MOST_REVISIONS:
            yield revisions[-1].mark("indicator", f"{ref} has been revised {len(revisions)} times.")
