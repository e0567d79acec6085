"""The Progress sheet's formulas against Python on outcomes and indicators that nobody thought of."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hwit_validators.figures.progress import TERM_DAYS, Status, effective, measures, progress
from hwit_validators.plan import Plan
from hwit_validators.tables import Indicator
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from support.libreoffice import Office
from support.plans import a_plan
from support.progress_sheet import differences

Values = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

SEPTEMBER = dt.date(2010, 9, 1)
DAYS = st.integers(0, 800).map(lambda number: SEPTEMBER + dt.timedelta(days=number))
FIGURES = st.sampled_from([0.0, 1.0, 2.5, 7.0, 20.0, 33.3, 50.0, 100.0]) | st.integers(0, 400).map(lambda n: n / 4)
MAYBE_FIGURE, MAYBE_DAY = st.none() | FIGURES, st.none() | DAYS
ROOM = {"Baselines": 30, "Readings": 80, "Revisions": 12, "Amendments": 8}
"""Rows of each table."""


class Measured:
    """An outcome or indicator in the making, with what the other sheets say of it."""

    def __init__(self, draw: Draw, ref: str) -> None:
        """Anything at all: figures and dates that are there or not, up to two readings, a baseline of its own or none."""
        self.draw, self.ref = draw, ref
        self.is_outcome = ref.startswith("O")
        self.due = "target_date" if self.is_outcome else "due"
        self.values: Values = {
            "statement": "A sentence.",
            "direction": draw(st.sampled_from(["Increase", "Decrease", None])),
            "baseline": draw(MAYBE_FIGURE),
            "target": draw(MAYBE_FIGURE),
            self.due: draw(MAYBE_DAY),
        }
        if self.is_outcome:
            self.values["starts_on"] = draw(MAYBE_DAY)
        self.tables: dict[str, list[Values]] = {"Baselines": [], "Readings": [], "Revisions": [], "Amendments": []}
        self.result: Values = {}
        if draw(st.booleans()):
            self.begins(draw(MAYBE_FIGURE), draw(MAYBE_DAY))
        for _ in range(draw(st.integers(0, 2))):
            self.read(draw(MAYBE_FIGURE), draw(MAYBE_DAY), draw(st.sampled_from([None, True, False])))
        if self.is_outcome and draw(st.booleans()):
            self.result = {"final_value": draw(MAYBE_FIGURE), "measured_on": draw(MAYBE_DAY)}

    def clear(self, **values: Any) -> None:
        """Say these things of it, and nothing on the other sheets."""
        self.values |= values
        self.result = {}
        for rows in self.tables.values():
            rows.clear()

    def begins(self, value: float | None, on: dt.date | None) -> None:
        """A row of the Baselines sheet."""
        self.tables["Baselines"].append({"measure": self.ref, "value": value, "measured_on": on})

    def read(self, value: float | None, on: dt.date | None, done: bool | None = None) -> None:
        """A row of the Readings sheet."""
        self.tables["Readings"].append({"measure": self.ref, "read_on": on, "value": value, "done": done})

    def changed(self, what: str, decision: str = "Confirmed") -> None:
        """A revision of an indicator, or an amendment of an outcome."""
        new = {"new_target": self.draw(MAYBE_FIGURE)}
        if self.is_outcome:
            answered = {"decision": decision, "decided_on": self.draw(MAYBE_DAY)}
            row = {"outcome": self.ref, "what": what, "new_date": self.draw(MAYBE_DAY)} | answered
            self.tables["Amendments"].append(row | new)
        else:
            row = {"indicator": self.ref, "what": what, "new_due": self.draw(MAYBE_DAY)}
            self.tables["Revisions"].append(row | new | {"discussed_on": self.draw(MAYBE_DAY)})


A_DAY = dt.date(2011, 1, 16)
"""On which every plan is seen."""


def _decrease(m: Measured) -> None:
    low, high = sorted((m.draw(FIGURES), m.draw(FIGURES) + 1))
    m.clear(direction="Decrease", baseline=high, target=low)
    m.read(m.draw(FIGURES), m.draw(DAYS))


def _zero_distance(m: Measured) -> None:
    m.values["baseline"] = m.values["target"] = m.draw(FIGURES)
    m.tables["Baselines"].clear()
    m.read(m.draw(st.sampled_from([m.values["target"], m.draw(FIGURES)])), m.draw(DAYS))


def _past_target(m: Measured) -> None:
    m.clear(direction="Increase", baseline=m.draw(FIGURES), target=m.draw(FIGURES))
    m.read(m.values["target"] + m.draw(st.integers(0, 20)), m.draw(DAYS))


def _far_the_wrong_way(m: Measured) -> None:
    m.clear(direction="Increase", baseline=50.0, target=50.0 + m.draw(st.integers(1, 10)))
    m.read(m.draw(st.sampled_from([0.0, 20.0, 49.5])), m.draw(DAYS))


def _no_reading(m: Measured) -> None:
    m.tables["Readings"].clear()
    m.result = {}


def _missing_baseline(m: Measured) -> None:
    m.clear(baseline=None, target=m.draw(FIGURES))
    m.read(m.draw(FIGURES), m.draw(DAYS))


def _blank_baseline_at_stage_5(m: Measured) -> None:
    m.clear(baseline=m.draw(FIGURES), target=m.draw(FIGURES))
    m.begins(None, m.draw(MAYBE_DAY))
    m.begins(m.draw(FIGURES), m.draw(DAYS))
    m.read(m.draw(FIGURES), m.draw(DAYS))


def _revised_date(m: Measured) -> None:
    m.changed("Due date")


def _revised_target_twice(m: Measured) -> None:
    m.changed("Target")
    m.changed("Target")


def _withdrawn(m: Measured) -> None:
    m.changed("Withdrawn")


def _process(m: Measured) -> None:
    m.clear(target=None, direction=None, baseline=None)
    for _ in range(m.draw(st.integers(1, 3))):
        m.read(None, m.draw(DAYS), m.draw(st.booleans()))


def _amended_target(m: Measured) -> None:
    m.changed("Target")
    m.changed("Target", m.draw(st.sampled_from(["Waiting", "Clarification sought", "Confirmed"])))


def _amended_date(m: Measured) -> None:
    m.changed("Target date")


def _result(m: Measured) -> None:
    m.values["target"] = m.draw(FIGURES)
    m.result = {"final_value": m.draw(FIGURES), "measured_on": m.draw(DAYS)}


def _rounded(m: Measured) -> None:
    """1/32 of the way, when 15/479 of the time are gone: the last figure compared is a half that is rounded up."""
    start = A_DAY - dt.timedelta(days=15)
    m.clear(direction="Increase", baseline=0.0, target=32.0, **{m.due: start + dt.timedelta(days=479)})
    m.begins(0.0, start)
    m.read(1.0, start)


def _ends_as_it_begins(m: Measured) -> None:
    begins = m.draw(DAYS)
    m.clear(
        baseline=m.draw(FIGURES), target=m.draw(FIGURES), **{m.due: begins - dt.timedelta(m.draw(st.integers(0, 1)))}
    )
    m.begins(m.draw(FIGURES), begins)
    m.read(m.draw(FIGURES), m.draw(DAYS))


def _read_a_term_ago(m: Measured) -> None:
    """On the last day that counts as this term, or the day before it."""
    m.clear(direction="Increase", baseline=0.0, target=100.0, **{m.due: A_DAY + dt.timedelta(days=100)})
    m.read(50.0, A_DAY - dt.timedelta(days=m.draw(st.sampled_from([TERM_DAYS, TERM_DAYS + 1]))))


def _under_way(m: Measured) -> None:
    """Some of the time is gone, and some of the way: more or less than that."""
    before, after = m.draw(st.integers(10, 300)), m.draw(st.integers(10, 300))
    up = m.draw(st.booleans())
    m.clear(direction="Increase" if up else "Decrease", baseline=None, target=100.0 if up else 0.0)
    m.values[m.due] = A_DAY + dt.timedelta(days=after)
    m.begins(0.0 if up else 100.0, A_DAY - dt.timedelta(days=before))
    m.read(m.draw(st.integers(1, 99)), A_DAY - dt.timedelta(days=m.draw(st.integers(0, 9))))


def _anything(m: Measured) -> None:
    pass


OUTCOMES = (_amended_target, _amended_date, _result, _decrease, _anything, _anything)
INDICATORS = (
    *(_decrease, _decrease, _zero_distance, _zero_distance, _past_target, _far_the_wrong_way, _no_reading),
    *(_missing_baseline, _blank_baseline_at_stage_5, _revised_date, _revised_date, _revised_target_twice, _withdrawn),
    *(
        _process,
        _process,
        _rounded,
        _ends_as_it_begins,
        _read_a_term_ago,
        _read_a_term_ago,
        _under_way,
        _under_way,
        *[_anything] * 3,
    ),
)


@st.composite
def plans(draw: Draw) -> Plan:
    """A plan whose every outcome and indicator is of its kind, and otherwise drawn."""
    kinds = {f"O{place}": kind for place, kind in enumerate(OUTCOMES, start=1)}
    kinds |= {f"E{place}": kind for place, kind in enumerate(INDICATORS, start=1)}
    made = []
    for ref, kind in kinds.items():
        measured = Measured(draw, ref)
        kind(measured)
        made.append(measured)
    tables: dict[str, Any] = {
        "Outcomes": {m.ref: m.values for m in made if m.is_outcome},
        "Indicators": [m.values for m in made if not m.is_outcome],
    }
    for name, room in ROOM.items():
        rows = [row for m in made for row in m.tables[name]]
        assert len(rows) <= room, f"{name} has no room for {len(rows)} rows"
        tables[name] = draw(st.permutations(rows))
    stage = draw(st.sampled_from([7, 8]))
    if stage == 8:
        tables["Results"] = {m.ref: m.result for m in made if m.result}
    return a_plan(stage, **tables)


WORKBOOKS = 10


def test_formulas_and_python_agree_on_generated_plans(office: Office, tmp_path: Path) -> None:
    """Ten workbooks, each with thirty measures, seen on three days. The same ones in every run."""
    statuses: Counter[Status] = Counter()
    seen: set[str] = set()
    count = 0

    @settings(
        derandomize=True, database=None, deadline=None, max_examples=WORKBOOKS, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(plans(), st.tuples(DAYS, DAYS))
    def agree(plan: Plan, days: tuple[dt.date, dt.date]) -> None:
        nonlocal count
        file = tmp_path / f"generated_{count}.xlsx"
        package.save(build(plan.form, plan.tables).workbook, file)
        with office.open(file) as document:
            wrong = [line for on in (A_DAY, *days) for line in differences(document, plan, on)]
        assert wrong == []
        statuses.update(progress(plan, measure, on).status for measure in measures(plan) for on in (A_DAY, *days))
        for indicator in plan.of(Indicator):
            count += 1
            holds = effective(plan, indicator)
            drawn = [
                indicator.direction,
                holds,
                *(row for row in plan.tables["Readings"] if row.measure == indicator.ref),
            ]
            seen.add(json.dumps(drawn, default=str))

    agree()
    assert count >= 200
    assert len(seen) >= 150, "hardly two alike"
    assert set(statuses) == set(Status)
    assert min(statuses.values()) >= 10, statuses
