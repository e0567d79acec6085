"""Run the fuzzer for as long as wanted, or one case again: see ``python -m tests.fuzz --help``."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' own modules, which pytest finds by its settings

from fuzz.bases import BUILT, INLINE, OFFICE
from fuzz.cases import LEVELS, Case, run
from fuzz.known import ESCAPING, SILENT

SHOWN = 3
"""Complaints about one case that are written out."""


@click.command()
@click.option("--minutes", type=float, default=10.0, show_default=True, help="How long to run.")
@click.option("--seed", type=int, default=1, show_default=True, help="Other seeds give other cases.")
@click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS), help="Only these kinds of damage.")
@click.option(
    "--made", type=click.Choice((BUILT, INLINE, OFFICE)), default=None, help="Only returns that were saved so."
)
@click.option("--case", "only", type=int, help="Run only this case of a level, and keep its files.")
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), default=Path("fuzz-failures"), show_default=True,
    help="Where the files of a case that failed are kept.",
)  # fmt: skip
def main(minutes: float, seed: int, levels: tuple[str, ...], made: str | None, only: int | None, keep: Path) -> None:
    """Damage sound returns and settings, and say what does not hold of them.

    Each failure is one line with what to give to run it again; its files stay in a folder of that name. Known faults are
    only counted.
    """
    until = time.monotonic() + 60 * minutes
    failures: Counter[str] = Counter()
    done = 0
    numbers = count() if only is None else (only,)
    for number in numbers:
        for level in levels or LEVELS:
            if time.monotonic() > until:
                break
            failures += _one(Case(level, seed, number, made or ""), keep, always=only is not None)
            done += 1
        if time.monotonic() > until:
            break
    click.echo(f"{done:,} cases, {sum(failures.values()):,} failures")
    for what, times in failures.most_common():
        click.echo(f"{times:6,} {what}")
    click.echo(f"known and left out: {len(SILENT)} kinds of silence, {len(ESCAPING)} exceptions")
    sys.exit(1 if failures else 0)


def _one(case: Case, keep: Path, *, always: bool) -> Counter[str]:
    """Run one case, keep its files if it fails, and count what did not hold."""
    folder = keep / f"{case.level} {case.seed} {case.number}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    what, found = run(case, folder)
    for complaint in found[:SHOWN]:
        click.echo(f"{case}: {what}: {complaint}")
    if len(found) > SHOWN:
        click.echo(f"    and {len(found) - SHOWN} more")
    if always:
        click.echo(f"{what} · kept in {folder}")
    elif not found:
        shutil.rmtree(folder)
    return Counter({f"{case.level} · {what.split(' · ')[0]} · {each.about} {each.where}" for each in found})


if __name__ == "__main__":
    main()
