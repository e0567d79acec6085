"""``hwit sample``: the moderation sample, drawn, verified, and what came of it."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_validators.sampling.draw import (
    LEAST_RATE,
    SHORTEST_SEED,
    Design,
    FrameKind,
    Reason,
    Risk,
    seed_as_hashed,
)
from hwit_validators.sampling.strata import Stratify
from hwit_validators.words import counted
from hwit_xl.checking.settings import Settings
from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.paths import NamedPath
from hwit_xl.cli.sample_record import record
from hwit_xl.files.json_text import as_json
from hwit_xl.problem import Problem

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_xl.checking.profile_file import Programme
    from hwit_xl.moderation.certificate import Certificate
    from hwit_xl.moderation.frame import Frame

SHOWN = 40
"""Schools that are listed on the screen; the workbook lists all."""


class _Seed(click.ParamType[str]):
    """A phrase that is long enough."""

    name = "phrase"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        seed = seed_as_hashed(str(value))
        if len(seed) < SHORTEST_SEED or len(set(seed)) < 3:
            self.fail(
                f"a seed is a phrase of {SHORTEST_SEED} characters or more, published before the closing date",
                param,
                ctx,
            )
        return seed


class _Rate(click.ParamType[int]):
    """A whole number of schools in a hundred, not below the handbook's."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).strip().removesuffix("%")
        if not (text.isascii() and text.isdigit() and len(text) < 4 and LEAST_RATE <= int(text) <= 100):
            self.fail(
                f"{value} is not a whole number from {LEAST_RATE} to 100; at least {LEAST_RATE} in a hundred are moderated",
                param,
                ctx,
            )
        return int(text)


_FILE = NamedPath(path_type=Path, exists=True, dir_okay=False)


@click.group()
def sample() -> None:
    """Draw the schools to be moderated: fairly, so that anybody can repeat the draw."""


@sample.command("draw")
@click.argument("frame", type=NamedPath(path_type=Path), metavar="FRAME")
@click.option("--seed", type=_Seed(), required=True, help="A phrase fixed and published before the closing date.")
@click.option(
    "--frame",
    "kind",
    type=click.Choice([kind.value for kind in FrameKind]),
    default=FrameKind.ANNUAL_REVIEW.value,
    show_default=True,
    help="Schools that completed the annual review, or schools with National Healthy School Status.",
)
@click.option(
    "--rate",
    type=_Rate(),
    default=LEAST_RATE,
    show_default=True,
    help="Schools in a hundred, a whole number; never lower than 10.",
)
@click.option(
    "--stratify",
    type=click.Choice([way.value for way in Stratify]),
    default=Stratify.PHASE.value,
    show_default=True,
    help="What schools are grouped by.",
)
@click.option(
    "--previous",
    type=_FILE,
    multiple=True,
    help="Last year's certificate, or its summary by `hwit sample record`: those schools cool off.",
)
@click.option(
    "--risk", type=_FILE, help="A list with the headings URN and Reason: schools moderated on top of the sample."
)
@click.option(
    "--replacements",
    type=click.IntRange(0, 1000),
    default=2,
    show_default=True,
    help="How many to name in each stratum.",
)
@click.option(
    "--to",
    "folder",
    type=NamedPath(path_type=Path, file_okay=False),
    help="Where the files go (hwit-sample by default; with --format json none are written unless you say where).",
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to write the result.")
@click.option(
    "--moderators/--no-moderators",
    default=True,
    help="Write a moderator's workbook for each school (they are written by default).",
)
@click.option("--by", default="", help="Who draws, for the certificate.")
@click.option("--on", type=options.Day(), default=None, metavar="DATE", help="The day of the draw (today by default).")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes to use (one for each core by default).")
@options.programme
def draw_command(
    frame: Path, seed: str, kind: str, rate: int, stratify: str, previous: tuple[Path, ...], risk: Path | None,
    replacements: int, folder: Path | None, style: str, moderators: bool, by: str, on: dt.date | None, force: bool,
    jobs: int | None, programme: Programme | None,
) -> None:  # fmt: skip
    """Draw a sample of schools to be moderated.

    FRAME is a folder of returns, or a list of schools (.xlsx, .csv, or the schools register's own CSV). Written are a
    workbook with the sample and the draw certificate, the certificate as JSON, the frozen frame, and a workbook for
    whoever moderates each school.
    """
    from hwit_xl.moderation import certificate as certificates
    from hwit_xl.moderation.drawing import drawn
    from hwit_xl.moderation.outputs import Outputs

    settings = Settings(on or dt.date.today(), programme)
    where = folder or (Path("hwit-sample") if style == "text" else None)
    if where and frame.is_dir() and frame.resolve() in (where.resolve(), *where.resolve().parents):
        raise Problem(f"{where} lies among the returns themselves; choose another folder with --to")
    outputs = Outputs(where, force) if where else None
    if outputs and outputs.half:
        say(f"{outputs.half} was half-written by an earlier run, and is replaced", err=True)
    read = _frame(frame, FrameKind(kind), settings, jobs)
    made = drawn(read, Design(seed, rate, Stratify(stratify), replacements, _cooling_off(previous), _risks(risk)))
    written = certificates.certified(made, read, " ".join(by.split()), settings.on)
    if outputs:
        outputs.write(written, made.frame_text, (read, settings) if moderators else None, jobs)
    for note in written.notes:
        say(note, err=True)
    if style == "json":
        click.echo(certificates.as_json(written), nl=False)
    else:
        _show(written, read)
    if outputs:
        for name in outputs.others:
            say(f"{outputs.folder / 'moderators' / name} is not of this draw, and was left as it is", err=True)
        say(f"written to {where}: {', '.join(outputs.written)}", err=style == "json")


def _frame(path: Path, kind: FrameKind, settings: Settings, jobs: int | None) -> Frame:
    """The frame, from a folder of returns or a list."""
    from hwit_xl.moderation.returns import read_returns
    from hwit_xl.moderation.schools_list import read_list

    if not path.exists():
        raise Problem(f"{path}: there is no such file or folder")
    return read_returns(path, kind, settings, jobs) if path.is_dir() else read_list(path, kind)


def _cooling_off(previous: tuple[Path, ...]) -> frozenset[str]:
    from hwit_xl.moderation.record import moderated_in

    return frozenset().union(*map(moderated_in, previous))


def _risks(path: Path | None) -> tuple[Risk, ...]:
    from hwit_xl.moderation.risks import read_risks

    return read_risks(path) if path else ()


def _show(written: Certificate, read: Frame) -> None:
    """The sample as text for people."""
    from hwit_xl.moderation.frame import reasons

    facts = written.facts
    risks = sum(1 for row in written.sample if row.reason is Reason.RISK)
    say(
        f"{facts.drawn:,} of {counted(facts.schools, 'school')} drawn ({facts.rate} in a hundred)"
        + (f", and {counted(risks, 'risk case')} on top" if risks else ""),
        bold=True,
    )
    for row in written.sample[:SHOWN]:
        look = f" · closer look: {row.closer_look}" if row.closer_look else ""
        why = f" · risk: {row.risk}" if row.reason is Reason.RISK else ""
        say(f"  {row.urn}  {row.school[:50]} · {row.stratum or 'not in the frame'}{why}{look}")
    if len(written.sample) > SHOWN:
        say(f"  … and {len(written.sample) - SHOWN:,} more in sample.xlsx")
    say(f"Replacements: {', '.join(row.urn for row in written.replacements[:SHOWN]) or 'none'}")
    for reason, number in list(reasons(read.left_out))[:10]:
        say(f"Left out, {number:,}: {reason}")
    cooling = sum(stratum.cooling_off for stratum in written.strata)
    if cooling:
        say(f"Cooling off, {cooling:,}: moderated last year; the certificate gives the chance of all others")
    say(f"Frame hash: {facts.frame_hash}")


@sample.command()
@click.argument("certificate", type=_FILE)
@click.argument("frame", type=NamedPath(path_type=Path), metavar="FRAME")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to write the result.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes to use (one for each core by default).")
@options.programme
def verify(certificate: Path, frame: Path, style: str, jobs: int | None, programme: Programme | None) -> None:
    """Repeat a draw from its CERTIFICATE and FRAME, and say whether it comes out the same.

    CERTIFICATE is certificate.json or sample.xlsx. Exit code 0: equal; 1: something differs; 2: it could not be run.
    """
    from hwit_xl.moderation import certificate as certificates
    from hwit_xl.moderation import certificate_file
    from hwit_xl.moderation.drawing import design_of, drawn
    from hwit_xl.moderation.verify import differences

    written = certificate_file.read(certificate)
    design = design_of(written)
    read = _frame(frame, written.facts.frame, Settings(written.facts.on, programme), jobs)
    again = certificates.certified(drawn(read, design), read, written.facts.by, written.facts.on)
    found = list(differences(written, again))
    if style == "json":
        click.echo(as_json({"equal": not found, "differences": found}, indent=1))
    elif found:
        say(f"not equal: {counted(len(found), 'difference')}", bold=True)
        for line in found:
            say(f"  {line}")
    else:
        say(f"equal: {counted(written.facts.drawn, 'school')} of {written.facts.schools:,}, with the same tickets")
    sys.exit(1 if found else 0)


sample.add_command(record)
