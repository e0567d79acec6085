"""NA: the needs analysis (H18-H20)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from hwit_validators.figures.measure import among_fractions, years_later
from hwit_validators.model.choices import Origin, Scope, Unit
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ADVICE, ERROR, QUERY, Judged, rule
from hwit_validators.rules.marks import like_a_percentage, or_the_roll
from hwit_validators.tables import DataItem, Need
from hwit_validators.wording import bare


@rule("NA001", ERROR, stage=2, handbook="H18")
def uses_local_data(plan: Plan) -> Iterator[Mark]:
    """The analysis uses local data.

    Why: the area your pupils grow up in shapes their health, and one of your priorities will be a local one.
    Put it right: add a figure about the area. The Local Programme can say where to find one.
    """
    origins = {item.origin for item in plan.of(DataItem)}
    if origins.isdisjoint({None, Origin.LOCAL}):
        yield DataItem.mark_table("No row holds local data.", field="origin", expected="Local in one row at least")


@rule("NA002", ERROR, stage=2, handbook="H18")
def uses_school_data(plan: Plan) -> Iterator[Mark]:
    """The analysis uses the school's own data.

    Why: your pupils may differ from those of the area.
    Put it right: add a figure about your own pupils.
    """
    origins = {item.origin for item in plan.of(DataItem)}
    if origins.isdisjoint({None, Origin.SCHOOL}):
        yield DataItem.mark_table(
            "No row holds data of your own school.", field="origin", expected="School in one row at least"
        )


@rule("NA003", ERROR, stage=2, handbook="H19")
def covers_the_whole_school(plan: Plan) -> Iterator[Mark]:
    """The analysis has data on the whole school.

    Why: outcomes for everyone need a picture of everyone.
    Put it right: add a figure about all pupils, or a whole year group.
    """
    scopes = {item.scope for item in plan.of(DataItem)}
    if scopes.isdisjoint({None, Scope.WHOLE_SCHOOL}):
        yield DataItem.mark_table(
            "No row is about the whole school.", field="scope", expected="Whole school in one row at least"
        )


@rule("NA004", ERROR, stage=2, handbook="H19")
def covers_a_specific_group(plan: Plan) -> Iterator[Mark]:
    """The analysis has data on a group in challenging circumstances.

    Why: averages hide those who need help most.
    Put it right: add a figure about one such group.
    """
    scopes = {item.scope for item in plan.of(DataItem)}
    if scopes.isdisjoint({None, Scope.GROUP}):
        yield DataItem.mark_table(
            "No row is about a specific group.", field="scope", expected="Specific group in one row at least"
        )


@rule("NA005", ERROR, stage=2, handbook="H19")
def group_is_named(plan: Plan) -> Iterator[Mark]:
    """Data on a specific group say which group.

    Why: a targeted outcome is held against it at stage 4.
    Put it right: choose the group, or write your own.
    """
    for item in plan.of(DataItem):
        if item.scope is Scope.GROUP and item.blank("group"):
            yield item.mark("group", f"{item.ref} is about a specific group, but does not say which.")


@rule("NA012", QUERY, stage=2, handbook="H19")
def whole_school_data_name_no_group(plan: Plan) -> Iterator[Mark]:
    """Data on the whole school name no group.

    Why: a row about a group must be counted as one.
    Put it right: choose “Specific group”, or take the group out.
    """
    for item in plan.of(DataItem):
        if item.scope is Scope.WHOLE_SCHOOL and item.group:
            yield item.mark("scope", f"{item.ref} is said to be about the whole school, but names a group.")


@rule("NA006", QUERY, stage=2, handbook="H18", judged=Judged.OWN_STAGE)
def data_are_recent(plan: Plan) -> Iterator[Mark]:
    """Data are no older than three years, and it is said from when they are.

    Why: pupils of three years ago have moved on.
    Put it right: look for newer data, or explain why these still hold.
    """
    for item in plan.of(DataItem):
        if not item.period:
            continue
        ended = _end(item.period)
        if ended is None:
            yield item.mark(
                "period", f"{item.ref} does not say from which year the data are.", expected="a year, such as 2009/10"
            )
        elif ended < years_later(plan.on, -plan.profile.limits.data_years):
            yield item.mark(
                "period", f"{item.ref} rests on data that are more than {plan.profile.limits.data_years} years old."
            )


@rule("NA013", QUERY, stage=2, handbook="H18", judged=Judged.OWN_STAGE)
def data_are_not_from_the_future(plan: Plan) -> Iterator[Mark]:
    """Data come from the past.

    Why: a year to come is a slip of the finger, or a figure somebody hopes for.
    Put it right: correct the period.
    """
    for item in plan.of(DataItem):
        years = [int(year) for year in _YEAR.findall(item.period or "")]
        if years and min(years) > plan.on.year:
            yield item.mark("period", f"{item.ref} is from a year that has not come yet.")


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[/–-]\s*((?:19|20)?\d\d|\d)(?![\d/–-])")
_MONTHS = {name.lower()[:3]: number for number, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)\d{1,2}[./-](\d{1,2})[./-]((?:19|20)?\d\d)(?!\d)")


def _end(period: str) -> dt.date | None:
    """The last day a period such as ``2009/10``, ``March 2010`` or ``2006 to 2009`` can mean, if it says a year."""
    ends = {dt.date(int(year), 12, 31) for year in _YEAR.findall(period)}
    for first, second in _SCHOOL_YEAR.findall(period):
        last = int(first[: 4 - len(second)] + second)
        if last > int(first):
            ends = {end for end in ends if end.year != int(first)} | {dt.date(last, 8, 31)}
    for month, year in _MONTH.findall(period):
        ends.discard(dt.date(int(year), 12, 31))
        ends.add(_month_end(int(year), _MONTHS[month.lower()]))
    for month, year in _DAY.findall(period):
        if 1 <= int(month) <= 12:
            ends = {end for end in ends if end.year != int(year) % 100 + 2000}
            ends.add(_month_end(int(year) % 100 + 2000, int(month)))
    return max(ends, default=None)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@rule("NA007", ERROR, stage=2, handbook="H20")
def needs_rest_on_data(plan: Plan) -> Iterator[Mark]:
    """Every need rests on data.

    Why: a need that no data show is an opinion.
    Put it right: name the rows of the Data sheet that show it, or add one.
    """
    for need in plan.of(Need):
        if need.blank("data"):
            yield need.mark("data", f"{need.ref} does not say which data show it.")


@rule("NA008", QUERY, stage=2, handbook="H20 H22")
def needs_point_to_an_indicator(plan: Plan) -> Iterator[Mark]:
    """Every need belongs to a National Indicator, or says why none fits.

    Why: priorities are National Indicators, so the need must lead to one.
    Put it right: choose the indicator, or say in one sentence why none fits.
    """
    for need in plan.of(Need):
        if need.blank("indicator") and need.blank("no_indicator"):
            yield need.mark("indicator", f"{need.ref} names no National Indicator, and does not say why none fits.")


@rule("NA009", QUERY, stage=2, handbook="H18")
def comparison_has_the_same_unit(plan: Plan) -> Iterator[Mark]:
    """A figure is compared with one in the same unit.

    Why: 14 pupils cannot be set against 9%.
    Put it right: work one of them out in the other's unit, or correct the unit.
    """
    for item in plan.of(DataItem):
        known = item.known("value", "unit", "comparator_value", "comparator_unit")
        if known and _unit(item.unit) != _unit(item.comparator_unit):
            yield item.mark(
                "comparator_unit",
                f"{item.ref} is in {item.unit}, but is compared with a figure in {item.comparator_unit}.",
                expected=item.unit,
            )


def _unit(unit: str | None) -> str:
    """A unit however it was written: one of the list, or the school's own words."""
    words = bare((unit or "").replace("%", " percent "))
    return "percent" if words in ("percent", "per cent", "percentage") else words


@rule("NA010", ADVICE, stage=2, handbook="H54")
def few_pupils_are_not_shared(plan: Plan) -> Iterator[Mark]:
    """Figures about few pupils stay in the school.

    Why: figures about so few pupils could point to a child, so they are left out of everything that is shared.
    Put it right: nothing needs doing.
    """
    least = plan.profile.limits.smallest_group
    for item in plan.of(DataItem):
        if item.pupils is not None and item.pupils < least:
            yield item.mark(
                "pupils", f"{item.ref} is about {item.pupils} pupils, fewer than {least}: it will not be shared."
            )


@rule("NA011", QUERY, stage=2, handbook="H20")
def needs_are_ranked(plan: Plan) -> Iterator[Mark]:
    """One need is ranked first.

    Why: two priorities are chosen from many needs, so the order matters.
    Put it right: give rank 1 to the most pressing need, and to no other.
    """
    needs = plan.of(Need)
    if not needs or any(need.rank is None for need in needs):
        return
    first = [need for need in needs if need.rank == 1]
    if not first:
        yield Need.mark_table("No need has rank 1.", field="rank", expected="1 for the most pressing need")
    for need in first[1:]:
        yield need.mark("rank", f"{first[0].ref} and {need.ref} are both ranked first.")


@rule("NA014", QUERY, stage=2, handbook="H18")
def figures_are_possible(plan: Plan) -> Iterator[Mark]:
    """Percentages lie between 0 and 100, and no more pupils are counted than the figure is about.

    Why: a slip here runs through the whole plan.
    Put it right: correct the figure, its unit or the number of pupils; if it is a change over time, say so.
    """
    for item in plan.of(DataItem):
        for field, unit in (("value", item.unit), ("comparator_value", item.comparator_unit or item.unit)):
            value = getattr(item, field)
            if value is not None and _unit(unit) == "percent" and not 0 <= value <= 100:
                yield item.mark(field, f"{item.ref}: {value:,.10g}% does not lie between 0 and 100.")
        if item.value is not None and item.pupils and item.unit == Unit.PUPILS and item.value > item.pupils:
            yield item.mark(
                "value",
                f"{item.ref}: {item.value:,.10g} pupils are counted of {item.pupils:,}.",
                expected=f"at most {item.pupils:,}",
            )


@rule("NA015", QUERY, stage=2, handbook="H18")
def figures_have_a_unit(plan: Plan) -> Iterator[Mark]:
    """A figure says what it counts.

    Why: “12” can be pupils, a percentage or days.
    Put it right: choose the unit, or write your own.
    """
    for item in plan.of(DataItem):
        if item.value is not None and item.blank("unit"):
            yield item.mark("unit", f"{item.ref} has the figure {item.value:,.10g}, but no unit.")


@rule("NA016", QUERY, stage=2, handbook="H18 H19")
def percentage_of_a_group_says_of_how_many(plan: Plan) -> Iterator[Mark]:
    """A percentage of a group in school says of how many pupils.

    Why: groups are small, and half of 6 and half of 60 tell different stories.
    Put it right: write the number of pupils, or explain why it is not known.
    """
    for item in plan.of(DataItem):
        of_group = item.origin is Origin.SCHOOL and item.scope is Scope.GROUP and item.value is not None
        if of_group and item.group and _unit(item.unit) == "percent" and item.blank("pupils"):  # else NA005 speaks
            yield item.mark("pupils", f"{item.ref} is a percentage of a group, and does not say of how many pupils.")


@rule("NA017", QUERY, stage=2, handbook="H18", judged=Judged.OWN_STAGE)
def no_more_pupils_than_on_roll(plan: Plan) -> Iterator[Mark]:
    """The school's own data are not about more pupils than are on roll.

    Why: one of the two numbers may be a slip.
    Put it right: correct it; where parents are counted too, or several years, say so.
    """
    roll = plan.school.roll if plan.school else None
    counted = [
        (item, item.pupils)
        for item in plan.of(DataItem)
        if roll and item.origin is Origin.SCHOOL and item.pupils and not _PARENTS.search(item.item or "")
    ]
    beyond = [
        item.mark("pupils", f"{item.ref} is about {pupils:,} pupils, but {roll:,} are on roll.")
        for item, pupils in counted
        if roll and pupils > roll
    ]
    yield from or_the_roll(plan, beyond, len(counted))


_PARENTS = re.compile(r"\b(?:parents?|carers?|famil(?:y|ies)|leavers)\b", re.IGNORECASE)


@rule("NA018", QUERY, stage=2, handbook="H19 H20")
def a_group_in_the_data_has_a_need(plan: Plan) -> Iterator[Mark]:
    """At least one need rests on data about a specific group.

    Why: a targeted outcome at stage 4 is for a group whose need was found here.
    Put it right: say what the group needs, or name its data beside the need they show.
    """
    groups = {item.ref for item in plan.of(DataItem) if item.scope is Scope.GROUP}
    needs = plan.of(Need)
    if (
        groups
        and needs
        and all(need.data for need in needs)
        and not any(groups.intersection(need.data) for need in needs)
    ):
        yield Need.mark_table(
            "No need rests on the data about a specific group.", field="data", expected=", ".join(sorted(groups))
        )


@rule("NA019", QUERY, stage=2, handbook="H18")
def percentages_are_no_fractions(plan: Plan) -> Iterator[Mark]:
    """A percentage is written as 45, not as 0.45.

    Why: the two differ a hundredfold, and priorities are chosen by them.
    Put it right: write the figure as it reads before the % sign; if it is that small, say so.
    """
    for item in plan.of(DataItem):
        units = {"value": item.unit, "comparator_value": item.comparator_unit or item.unit}
        figures = {field: getattr(item, field) for field, unit in units.items() if _unit(unit) == "percent"}
        for field in among_fractions(figures, Unit.PERCENT):
            yield like_a_percentage(item, field)
