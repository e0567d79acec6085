"""A programme's folder of different stage-8 returns, some of which do not go together."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from hwit_validators.tables import School
from hwit_xl.files.archive import replaced
from hwit_xl.workbooks.layout import address, layout_of

BETWEEN = 0.3
"""Share of the returns that have a finding between them and another: a second return of a school for its stage."""


def make(folder: Path, worked: list[Path], number: int) -> list[Path]:
    """Write returns, each of them another: the school's URN, numbers and head teacher differ.

    Args:
        worked: returns to begin with, one after another.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path.read_bytes() for path in worked]
    second = round(number * BETWEEN)
    paths = []
    for place in range(number):
        school = place if place < number - second else place - second
        path = folder / f"School {school:06} - stage 8{'' if school == place else ' (again)'}.xlsx"
        path.write_bytes(_of_school(sources[school % len(sources)], 100_000 + school, place))
        paths.append(path)
    return paths


def _of_school(data: bytes, school: int, place: int) -> bytes:
    """A return of another school; in a second one of the same school another head teacher is named."""
    typed = {
        "urn": f"{100_000 + school}",
        "establishment_number": f"{1000 + school % 9000}",
        "la_code": f"{301 + school // 9000}",
        "head_teacher": f"Head {place}",
    }
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        part = next(name for name in names if b"Pupils on roll" in package.read(name))
        sheet = package.read(part).decode()
    for field, text in typed.items():
        cell = address(*layout_of(School).cell(field, 0))
        sheet, count = re.subn(
            rf'(<c r="{cell}"[^>]*?)(?: t="\w+")?>.*?</c>',
            rf'\1 t="inlineStr"><is><t>{text}</t></is></c>',
            sheet,
        )
        assert count == 1, cell
    return replaced(data, part, sheet.encode())
