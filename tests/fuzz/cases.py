"""Cases by their number: the same seed, level and number give the same damage to the same return, here and anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from fuzz import commands, desk, forms, names, package, xml
from fuzz.bases import BUILT, INLINE, STAGES, Base, base
from fuzz.damage import Damage, Damaged, NotHere
from fuzz.known import is_known
from fuzz.oracle import Complaint, complaints

RETURNS: Mapping[str, Sequence[Damage]] = {"package": package.ALL, "xml": xml.ALL, "forms": forms.ALL}
"""Ways to damage a return, by level."""
COMMANDS: Mapping[str, Sequence[desk.Work]] = desk.LEVELS | names.LEVELS
"""Ways to damage what else commands read, by level."""
LEVELS = (*RETURNS, *COMMANDS)
THOROUGH = 30
"""Of so many cases one opens the copy in openpyxl too."""


class Case(NamedTuple):
    """One case.

    Attributes:
        made: who saved the return, where that is not left to chance.
    """

    level: str
    seed: int
    number: int
    made: str = ""

    def __str__(self) -> str:
        """As it is given on the command line to run it again."""
        made = f' --made "{self.made}"' if self.made else ""
        return f"--level {self.level} --seed {self.seed} --case {self.number}{made}"


def damaged(case: Case) -> tuple[Base, Damaged]:
    """The sound return of a case, and what becomes of it."""
    random = _random(case)
    while True:
        sound = base(random.choice(STAGES), case.made or random.choice((BUILT, INLINE)))
        try:
            return sound, random.choice(RETURNS[case.level])(random, sound)
        except NotHere:
            continue


def run(case: Case, folder: Path) -> tuple[str, list[Complaint]]:
    """What was done in a case, and everything that does not hold, what is known already left out.

    Args:
        folder: an empty one, in which the damaged files are left.
    """
    if case.level in COMMANDS:
        job = _job(case, folder)
        kind, what = job.kind, ""
        found = [complaint for command in job.commands for complaint in commands.run(command)]
    else:
        sound, damage = damaged(case)
        kind, what = damage.kind, f"{sound.name}: {damage.what}"
        found = complaints(sound, damage, folder, thorough=case.number % THOROUGH == 0)
    return f"{kind} · {what}", [complaint for complaint in found if not is_known(kind, complaint)]


def _job(case: Case, folder: Path) -> desk.Job:
    random = _random(case)
    while True:
        try:
            return random.choice(COMMANDS[case.level])(random, folder)
        except NotHere:
            continue


def _random(case: Case) -> Random:
    return Random(f"{case.seed} {case.level} {case.number}")
