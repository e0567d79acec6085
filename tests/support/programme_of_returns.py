"""A programme's folder of different stage-8 returns, some of which do not go together.

Each return has its own words in every long answer, in the locked sheets too, whose imprints are made anew: nothing that is worked
out for the answers of one return can be of use for another. Of the figures only the number on roll differs, since those of an
outcome have to fit each other; of dates, those that the returns to begin with have.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from hwit_validators.model.column import Column, Kind
from hwit_validators.model.imprint import imprint
from hwit_validators.model.record import Record
from hwit_validators.tables import School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.files.archive import parts_in_order, zipped
from hwit_xl.workbooks.building import examples, saving
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.layout import CARRIED, address, layout_of
from hwit_xl.workbooks.reading.read import read_bytes
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet
from support.plans import circumstances

BETWEEN = 0.3
"""Share of the returns that have a finding between them and another: a second return of a school for its stage."""
STAGE_8 = form_of_stage(8)
_CELL = re.compile(r'<c r="([A-Z]+\d+)"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)', re.DOTALL)


def worked_returns(folder: Path, plans: Sequence[str], on: Sequence[dt.date]) -> list[Path]:
    """A full stage-8 return of each of these worked plans, as if completed on each of these days."""
    paths = []
    for day in on:
        for name in plans:
            built = build(STAGE_8, examples.load(name).tables(STAGE_8, as_if_on=day))
            paths.append(folder / f"{name} {day}.xlsx")
            saving.save(built.workbook, paths[-1], chart_texts=built.chart_texts)
    return paths


def doubled(number: int) -> int:
    """How many of so many returns are a second one of their school."""
    return round(number * BETWEEN)


def make(folder: Path, worked: Sequence[Path], number: int) -> list[Path]:
    """Write returns, each of them another: the school's URN, numbers, head teacher and roll differ, and every long answer.

    Args:
        worked: returns to begin with, one after another.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = [_Worked(path) for path in worked]
    paths = []
    for place in range(number):
        school = place if place < number - doubled(number) else place - number + doubled(number)
        path = folder / f"School {school:06} - stage 8{'' if school == place else ' (again)'}.xlsx"
        path.write_bytes(sources[school % len(sources)].of_school(school, place))
        paths.append(path)
    return paths


class _Worked:
    """A return to begin with, taken apart once."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        returned = read_bytes(data, path, circumstances(dt.date.today()))
        self.parts = {name: part.decode() for name, part in parts_in_order(data)}
        self.tables = returned.plan.tables
        self.part_of = {sheet.name: sheet.part for sheet in Spreadsheet(Package(data)).sheets}

    def of_school(self, school: int, place: int) -> bytes:
        """The return of another school; a second one of the same school names another head teacher, in other words."""
        own = {
            "urn": f"{100_000 + school}",
            "establishment_number": f"{1000 + school % 9000}",
            "la_code": f"{301 + school // 9000}",
            "head_teacher": f"Head {_word(place)}",
        }
        parts = dict(self.parts)
        after: dict[str, tuple[Record, ...]] = {}
        for table in STAGE_8.tables:
            changes = [
                _otherwise(record, f"{_word(place)} {_word(record.place)}") for record in self.tables[table.table]
            ]
            if table is School:
                changes = [own | {"roll": self.tables[table.table][0].roll + place % 40}]  # type: ignore[attr-defined]
            after[table.table] = tuple(
                record.model_copy(update=dict(change))
                for record, change in zip(self.tables[table.table], changes, strict=True)
            )
            part = self.part_of[table.title]
            parts[part] = _with_answers(parts[part], table, changes)
        for table in STAGE_8.carried_tables:
            name = re.escape(f'name="{CARRIED}{table.table}"')
            parts["xl/workbook.xml"], count = re.subn(
                rf"({name}[^>]*>)[^<]*", rf'\g<1>"{imprint(table, after)}"', parts["xl/workbook.xml"]
            )
            assert count == 1, table
        return zipped((name, part.encode()) for name, part in parts.items())


def _otherwise(record: Record, words: str) -> dict[str, object]:
    """The long answers of a record in other words."""
    return {
        spec.field: f"{text} ({words})"
        for spec in record.columns.values()
        if _is_free(spec) and spec is not record.entries() and (text := getattr(record, spec.field))
    }


def _is_free(spec: Column) -> bool:
    """Whether an answer may say anything."""
    return spec.long and spec.kind is Kind.TEXT and not (spec.given or spec.computed or spec.hidden)


def _word(number: int) -> str:
    """A word that stands for a number, and for nothing else: no figure, name or date that a rule could read."""
    return "".join("bdfgklmnprst"[(number // 60**n) % 60 // 5] + "aeiou"[(number // 60**n) % 5] for n in range(3))


def _with_answers(sheet: str, table: type[Record], changes: Sequence[Mapping[str, object]]) -> str:
    """A sheet's XML with some answers of its records typed over."""
    layout = layout_of(table)
    typed = {
        address(*layout.cell(field, place)): value
        for place, change in enumerate(changes)
        for field, value in change.items()
    }
    if not typed:
        return sheet

    def write(found: re.Match[str]) -> str:
        value = typed.pop(found[1], None)
        if value is None:
            return found[0]
        head = f'<c r="{found[1]}"{found[2] or ""}'
        if isinstance(value, int):
            return f"{head}><v>{value}</v></c>"
        return f'{head} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

    sheet = _CELL.sub(write, sheet)
    assert not typed, f"{table.title} has no cells {', '.join(typed)}"
    return sheet
