"""Figures with a unit typed behind them: ``20%`` where pupils are counted is not 20 pupils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hwit_validators.model.choices import Unit
from hwit_validators.model.column import Column
from hwit_validators.model.lists import Lists
from hwit_validators.model.record import Record
from hwit_validators.tables import Indicator, Outcome
from hwit_xl.workbooks.reading.typed_figures import units_beside
from hwit_xl.workbooks.xlsx.cell import Cell, Misfit, Sort, as_text

Tables = Mapping[str, tuple[Record, ...]]


@dataclass(frozen=True)
class Beside:
    """A unit that stands behind a figure.

    Attributes:
        typed: what the cell shows.
        may_be: the units that it can mean.
        by_format: the cell makes a percentage of whatever is typed.
    """

    typed: str
    may_be: tuple[Unit, ...]
    by_format: bool


def beside(cell: Cell) -> Beside | None:
    """The unit behind the figure in a cell; None where there is none."""
    if cell.sort is Sort.PERCENT:
        return Beside(as_text(cell.value, cell.sort), (Unit.PERCENT,), True)
    units = units_beside(cell.value) if cell.sort is Sort.TEXT else ()
    return Beside(cell.value, units, False) if units else None


def in_other_units(
    tables: Tables, typed: Mapping[tuple[str, int, str], Beside], lists: Lists
) -> Iterator[tuple[Record, Column, Misfit]]:
    """The figures behind which another unit stands than that of their row, or of the outcome or indicator they are about.

    Of several records that were made of one row, the first is given.

    Args:
        typed: the units that stand behind figures, by table, place and field.
    """
    measures = {row.ref: row for record in (Outcome, Indicator) for row in tables.get(record.table, ())}
    rows: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for table in {table for table, _, _ in typed}:
        for record in tables.get(table, ()):
            rows[table, record.place].append(record)
    for (table, place, field), stands in typed.items():
        for record in rows[table, place]:
            whose, unit = _unit(record, record.columns[field], measures, lists)
            if unit is not None and unit not in map(str, stands.may_be):
                yield record, record.columns[field], _another(stands, whose, unit)
                break


def _unit(record: Record, spec: Column, measures: Mapping[str, Record], lists: Lists) -> tuple[str, str | None]:
    """What a figure counts, and the reference of the row that says so; None where nobody can tell."""
    says: Any = getattr(record, spec.unit_in or "", None)
    if measure := measures.get(str(says)):
        return measure.ref, getattr(measure, "unit", None)
    known = isinstance(says, Unit) or (isinstance(says, str) and lists["units"].find(says) is not None)
    return record.ref, str(says) if known else None


def _another(stands: Beside, whose: str, unit: str) -> Misfit:
    percent = stands.may_be == (Unit.PERCENT,)
    what, sign = ("is a percentage", "the % sign") if percent else ("counts something else", "words")
    fix = f"Write the figure in the unit “{unit}”, without {sign}; or correct the unit, and every figure with it."
    if stands.by_format:
        fix += " If the cell makes a percentage of whatever is typed, type the figure with an apostrophe in front."
    return Misfit(
        "WB010", f"“{stands.typed}” {what}, but the unit of {whose} is “{unit}”.", stands.typed,
        f"a figure in the unit “{unit}”", fix,
    )  # fmt: skip
