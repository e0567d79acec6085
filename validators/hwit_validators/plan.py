"""A plan: everything a school recorded, as the rules see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, TypeVar, TypeVarTuple

from hwit_validators.model.circumstances import Circumstances
from hwit_validators.model.column import ALL, Kind
from hwit_validators.model.decision import Decisions
from hwit_validators.model.finding import Mark
from hwit_validators.model.imprint import fingerprint
from hwit_validators.model.lists import Lists
from hwit_validators.model.profile import Profile
from hwit_validators.model.record import Record
from hwit_validators.tables import Activity, Indicator, Outcome, PastOutcome, School
from hwit_validators.tables.forms import FORM_VERSION, Form

R = TypeVar("R", bound=Record)
T = TypeVar("T")
About = TypeVarTuple("About")


@dataclass(frozen=True)
class Plan:
    """What one return says.

    Attributes:
        form: the form it was filled in on.
        tables: the records of each table, by table name; blank rows are left out.
        circumstances: what it is judged by.
        version: version of the form.
        reading: what the reader could not take as it stood, by rule code.
        carried: imprints of the locked tables as they were sent out (see :mod:`hwit_validators.model.imprint`), by table.
        missing: tables of the form that the file does not hold, or could not hold when it was filled in.
        loose: what is typed beside the tables, and is no answer: its sheet, its cell and the words.
        titles: of columns that stand in this workbook under an earlier title: that title, by table and field.
    """

    form: Form
    tables: Mapping[str, tuple[Record, ...]]
    circumstances: Circumstances
    version: tuple[int, int] = FORM_VERSION
    reading: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    loose: tuple[tuple[str, str, str], ...] = ()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def on(self) -> dt.date:
        """The day the plan is judged on."""
        return self.circumstances.on

    @property
    def lists(self) -> Lists:
        """The lists in force."""
        return self.circumstances.lists

    @property
    def profile(self) -> Profile:
        """What the Local Programme has settled."""
        return self.circumstances.profile

    @property
    def decisions(self) -> Decisions | None:
        """What the panel has answered to this school; None where its decisions are not known."""
        return self.circumstances.decisions

    def with_decisions(self, decisions: Decisions | None) -> Plan:
        """The same plan, judged by these decisions."""
        return replace(self, circumstances=replace(self.circumstances, decisions=decisions))

    def title(self, table: type[Record], field: str) -> str:
        """What a column or question is called in this workbook."""
        return self.titles.get(table.table, {}).get(field) or table.columns[field].title

    def of(self, record: type[R]) -> tuple[R, ...]:
        """The records of one table, in order; none if the form does not have it."""
        return self.tables.get(record.table, ())  # type: ignore[return-value]

    def one(self, record: type[R]) -> R | None:
        """The only record of a table with one answer for each question."""
        records = self.of(record)
        return records[0] if records else None

    @cached_property
    def school(self) -> School | None:
        """The School sheet."""
        return self.one(School)

    @property
    def urn(self) -> str:
        """The school's URN; "" where the return gives none."""
        return (self.school.urn if self.school else None) or ""

    @property
    def school_name(self) -> str:
        """The school's name; "" where the return gives none."""
        return (self.school.name if self.school else None) or ""

    @property
    def urns(self) -> tuple[str, ...]:
        """The school's URN, and the one it had before, for instance before it became an academy."""
        school = self.school
        return tuple(urn for urn in (school.urn, school.predecessor_urn) if urn) if school else ()

    @cached_property
    def cycle(self) -> int:
        """Which time through the eight stages this is: 1, or one more than the last cycle of the history (H51)."""
        return 1 + max((past.cycle or 1 for past in self.of(PastOutcome)), default=0)

    @cached_property
    def cycle_began_on(self) -> dt.date | None:
        """When this cycle began: the day of joining, or of the last result of an earlier cycle; None if not known."""
        if self.cycle == 1:
            return self.school.joined_on if self.school else None
        return self.began_again_on

    @property
    def began_again_on(self) -> dt.date | None:
        """The day of the last result of an earlier cycle; None in the first cycle, or if not known."""
        days = (past.confirmed_on or past.measured_on for past in self.of(PastOutcome))
        return max((day for day in days if day), default=None)

    @cached_property
    def empty(self) -> frozenset[str]:
        """Tables that should hold something by now, and hold nothing."""
        return frozenset(
            record.table
            for record in self.form.tables
            if not record.may_be_empty and record.table not in self.missing and not self.tables.get(record.table)
        )

    @cached_property
    def _by_ref(self) -> dict[tuple[str, str], Record]:
        by_ref: dict[tuple[str, str], Record] = {}
        for table, records in self.tables.items():
            for record in records:
                by_ref.setdefault((table, record.ref), record)
        return by_ref

    def row(self, record: type[R], ref: str | None) -> R | None:
        """The record of a table with this reference, if there is one."""
        return self._by_ref.get((record.table, ref or ""))  # type: ignore[return-value]

    def named(self, ref: str, tables: tuple[str, ...]) -> Record | None:
        """The record of any of these tables with this reference, if there is one."""
        for table in tables:
            if found := self._by_ref.get((table, ref)):
                return found
        return None

    def served_by(self, indicator: Indicator) -> tuple[Outcome, ...]:
        """The outcomes an indicator is a milestone for. ``All`` means every outcome of its priority (H30)."""
        return self.once(Plan._served_by, indicator)

    def _served_by(self, indicator: Indicator) -> tuple[Outcome, ...]:
        if ALL in indicator.outcomes:
            return tuple(o for o in self.of(Outcome) if indicator.priority in (None, o.priority))
        return tuple(o for o in self.of(Outcome) if o.ref in indicator.outcomes)

    def activities_for(self, measure: Outcome | Indicator) -> tuple[Activity, ...]:
        """The activities that name an outcome or indicator; where none names an outcome, those for its indicators."""
        return self.once(Plan._activities_for, measure)

    def _activities_for(self, measure: Outcome | Indicator) -> tuple[Activity, ...]:
        activities = self.of(Activity)
        named = tuple(activity for activity in activities if measure.ref in activity.supports)
        if named or not isinstance(measure, Outcome):
            return named
        steps = {i.ref for i in self.of(Indicator) if any(outcome is measure for outcome in self.served_by(i))}
        return tuple(activity for activity in activities if steps.intersection(activity.supports))

    def fingerprint(self, table: type[Record]) -> str:
        """The fingerprint of a table's answers."""
        return self.once(Plan._fingerprint, table)

    def _fingerprint(self, table: type[Record]) -> str:
        return fingerprint(table, self.tables)

    def once(self, work: Callable[[Plan, *About], T], *about: *About) -> T:
        """What a function makes of this plan, worked out only once for each thing it is about.

        Args:
            about: records of this plan, or types of them: the very same ones, not others that say the same.
        """
        key = (work, *map(id, about))
        known = self._worked_out.get(key)
        if known is None:
            known = self._worked_out[key] = about, work(self, *about)  # kept with it: nothing else gets its identity
        return known[1]

    @cached_property
    def _worked_out(self) -> dict[tuple[object, ...], tuple[tuple[object, ...], Any]]:
        return {}

    @cached_property
    def texts(self) -> tuple[tuple[Record, str, str], ...]:
        """Every answer in free words: its record, its field and the words."""
        return tuple(
            (record, name, value)
            for table in self.form.tables
            for name in _free_fields(table)
            for record in self.tables.get(table.table, ())
            if (value := getattr(record, name))
        )

    @cached_property
    def all_text(self) -> str:
        """The answers in free words, and what is typed beside them, for a first look whether anything is in them."""
        return "\n".join([*(text for _, _, text in self.texts), *(text for _, _, text in self.loose)])


@cache
def _free_fields(table: type[Record]) -> tuple[str, ...]:
    """The fields of a table that are answered in free words."""
    return tuple(
        spec.field for spec in table.columns.values() if (spec.kind is Kind.TEXT and not spec.given) or spec.open_list
    )
