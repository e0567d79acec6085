"""What is kept of a return besides its findings, for what is found between it and others later on.

With it such a finding is put at its cell and held to the school's explanations, and the file is not read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace

from hwit_validators.model.finding import Finding
from hwit_validators.rules import ACROSS
from hwit_validators.rules.between import ON_SCHOOL
from hwit_validators.tables import School
from hwit_xl.checking.explanations import NO_ANSWER, held, print_of, words_on
from hwit_xl.workbooks.reading.cell_map import CellMap, TablePlace
from hwit_xl.workbooks.reading.explained import Explanation, Explanations
from hwit_xl.workbooks.reading.read import Return

_BETWEEN = frozenset(rule.documentation.code for rule in ACROSS)


@dataclass(frozen=True)
class Outline:
    """What is kept of one return.

    Attributes:
        cells: where each table begins, and where the answers of the School sheet stand.
        answers: fingerprints of the answers of the School sheet that such findings are about, by field.
        explanations: what the school wrote about findings between returns.
    """

    cells: CellMap = field(default_factory=CellMap)
    answers: Mapping[str, str] = field(default_factory=dict)
    explanations: Explanations = field(default_factory=dict)

    def held(self, found: Finding) -> Finding:
        """A finding between returns at its cell, held to the answer it is about, with the school's explanation."""
        about = self.answers.get(found.field or "", NO_ANSWER) if found.place is not None else NO_ANSWER
        found = replace(self.cells.located(found), fingerprint=about)
        [words] = words_on([found], self.explanations)
        return held(found, words)

    def as_bytes(self) -> bytes:
        """The outline as it waits on the disk."""
        cells = [
            [name, place.sheet, place.down, place.header, [*place.fields.items()], [*place.records.items()]]
            for name, place in self.cells.tables.items()
        ]
        explanations = [[*key, *map(astuple, rows)] for key, rows in self.explanations.items()]
        return json.dumps([cells, dict(self.answers), explanations], separators=(",", ":")).encode()


def outlined(returned: Return) -> Outline:
    """What is kept of a return."""
    school = returned.plan.school
    return Outline(
        returned.cells.outlined(School.table),
        {name: print_of(getattr(school, name)) for name in ON_SCHOOL} if school else {},
        {key: rows for key, rows in returned.explanations.items() if key[0] in _BETWEEN},
    )


def outline_of(data: bytes) -> Outline:
    """The outline again."""
    cells, answers, explanations = json.loads(data)
    places = {
        name: TablePlace(sheet, down, (row, column), dict(along), dict(across))
        for name, sheet, down, (row, column), along, across in cells
    }
    said = {
        (code, table, ref, name): tuple(Explanation(*row) for row in rows)
        for code, table, ref, name, *rows in explanations
    }
    return Outline(CellMap(places), answers, said)
