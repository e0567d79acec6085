"""A Local Programme's desk with one of its files damaged: profiles, decisions, manifests, certificates, records, lists."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

from openpyxl import Workbook

from fuzz import texts
from fuzz.bases import Base, base
from fuzz.commands import Arguments
from hwit_validators.model.decision import Decision
from hwit_xl.checking.decision_files import as_text
from support.at_work import done, hwit
from support.decided import decided
from support.schools import register_row, write_register

DRAW = ("--seed", "the lottery numbers of 24 November", "--on", "2011-07-29")


@dataclass(frozen=True)
class Desk:
    """Sound files to begin with, in a folder that is only read.

    Attributes:
        return_: of stage 4, which the submission and the decision are about.
    """

    folder: Path
    return_: Base

    def json(self, name: str) -> Any:
        """What a JSON file says."""
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def rows(self, name: str) -> list[list[str]]:
        """The rows of a CSV file."""
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))


@cache
def desk() -> Desk:
    """A return with its submission and decision, a frame with its draw, and what came of the draw."""
    folder, stage_4 = Path(mkdtemp(prefix="fuzz-desk-")), base(4)
    (folder / "return.xlsx").write_bytes(stage_4.data)
    done("submit", folder / "return.xlsx", "--on", stage_4.on, "-o", folder / "submission")
    (folder / "decision.json").write_text(as_text(decided()), encoding="utf-8")
    write_register(folder / "frame.csv", map(register_row, range(30)), encoding="utf-8")
    (folder / "risks.csv").write_text(
        "URN,School,Reason\n100001,St Zoë’s,A complaint\n999999,Elsewhere,New head\n", encoding="utf-8"
    )
    (folder / "schools.csv").write_text("URN\n900001\n900002\n", encoding="utf-8")
    (folder / "indicators.csv").write_text(
        "code,title\nNI 55,Obesity in Reception\nNI 57,PE and sport\n", encoding="utf-8"
    )
    done("sample", "draw", folder / "frame.csv", *DRAW, "--to", folder / "sample")
    summary = hwit(
        "sample", "record", folder / "sample" / "moderators", "--format", "json", "--on", "2011-09-01"
    ).stdout
    (folder / "record.json").write_text(summary, encoding="utf-8")
    return Desk(folder, stage_4)


@dataclass(frozen=True)
class Job:
    """A damaged file, and the commands that read it.

    Attributes:
        kind: which file, and how it was damaged.
    """

    kind: str
    commands: tuple[Arguments, ...]


def _put(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def _json(random: Random, whole: Any) -> tuple[bytes, str]:
    if random.random() < 0.2:
        return texts.deep_json(random, whole), "deep JSON"
    return texts.as_json(random, whole), "JSON"


def profile(random: Random, folder: Path) -> Job:
    """A profile, and the lists that stand beside it."""
    for name in ("schools.csv", "indicators.csv"):
        shutil.copy(desk().folder / name, folder / name)
    file = _put(folder, "hwit.toml", texts.as_toml(random))
    return Job("profile", (
        ("profile", "check", file),
        ("validate", desk().folder / "return.xlsx", "--profile", file, "--on", desk().return_.on),
    ))  # fmt: skip


def profile_lists(random: Random, folder: Path) -> Job:
    """The CSV lists of a sound profile."""
    for name in ("schools.csv", "indicators.csv"):
        _put(folder, name, texts.as_csv(random, desk().rows(name)))
    file = _put(folder, "hwit.toml", b'schools = "schools.csv"\n[lists]\nnational_indicators = "indicators.csv"\n')
    return Job("lists of a profile", (("profile", "check", file),))


def decision(random: Random, folder: Path) -> Job:
    """A decision file, given by name, and lying in a folder beside the return."""
    data, how = _json(random, desk().json("decision.json"))
    if random.random() < 0.7:
        data = _sealed(data)
    file = _put(folder, "900001 plan decision 2010-07-09.json", data)
    shutil.copy(desk().folder / "return.xlsx", folder / "return.xlsx")
    check = ("validate", folder / "return.xlsx", "--on", desk().return_.on, "--decision")
    following = ("next", folder / "return.xlsx", "--on", desk().return_.on, "-o", folder / "next.xlsx")
    return Job(f"decision, {how}", ((*check, file), (*check, folder), following))


def _sealed(data: bytes) -> bytes:
    """A decision with a seal that fits, as a program would write it that knows how; other data as it is."""
    try:
        return as_text(Decision.model_validate_json(data).sealed()).encode("utf-8", "surrogatepass")
    except ValueError:
        return data


def manifest(random: Random, folder: Path) -> Job:
    """The manifest of a submission."""
    submission = folder / "submission"
    shutil.copytree(desk().folder / "submission", submission)
    data, how = _json(random, desk().json("submission/manifest.json"))
    _put(submission, "manifest.json", data)
    confirming = ("--confirm", "all", "--panel", "Jo Field", "--on", desk().return_.on)
    return Job(f"manifest, {how}", (("decide", submission), ("decide", submission, *confirming)))


def certificate(random: Random, folder: Path) -> Job:
    """The certificate of a draw."""
    data, how = _json(random, desk().json("sample/certificate.json"))
    file = _put(folder, "certificate.json", data)
    frame = desk().folder / "frame.csv"
    return Job(f"certificate, {how}", (
        ("sample", "verify", file, frame),
        ("sample", "draw", frame, *DRAW, "--previous", file, "--format", "json"),
        ("sample", "record", desk().folder / "sample" / "moderators", "--certificate", file, "--on", "2011-09-01"),
    ))  # fmt: skip


def record(random: Random, folder: Path) -> Job:
    """The record of last year's moderation."""
    data, how = _json(random, desk().json("record.json"))
    file = _put(folder, "record.json", data)
    return Job(
        f"record, {how}",
        (("sample", "draw", desk().folder / "frame.csv", *DRAW, "--previous", file, "--format", "json"),),
    )


def frame(random: Random, folder: Path) -> Job:
    """A list of schools to draw from, as CSV or in a workbook."""
    rows = desk().rows("frame.csv")
    file = (
        _put(folder, "frame.csv", texts.as_csv(random, rows))
        if random.random() < 0.6
        else _workbook(random, folder, rows)
    )
    return Job(f"frame{file.suffix}", (("sample", "draw", file, *DRAW, "--to", folder / "out", "--no-moderators"),))


def risks(random: Random, folder: Path) -> Job:
    """A list of risk cases, as CSV or in a workbook."""
    rows = desk().rows("risks.csv")
    file = (
        _put(folder, "risks.csv", texts.as_csv(random, rows))
        if random.random() < 0.6
        else _workbook(random, folder, rows)
    )
    draw = ("sample", "draw", desk().folder / "frame.csv", *DRAW, "--format", "json")
    return Job(f"risks{file.suffix}", ((*draw, "--risk", file),))


class _List(Base):
    """A workbook that is no return: nothing in it is an answer."""

    answers = {}  # noqa: RUF012
    places = {}  # noqa: RUF012


def _workbook(random: Random, folder: Path, rows: list[list[str]]) -> Path:
    """The rows in a workbook, which is then damaged as a return is."""
    from fuzz import package, xml

    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = folder / "list.xlsx"
    book.save(file)
    sound = _List("a list", desk().return_.form, desk().return_.on, file.read_bytes())
    damages = (package.flipped, package.cut, package.field_changed, package.part_missing, package.part_emptied, package.part_huge,
               package.other_kind, package.part_twice, xml.dropped, xml.attribute_changed, xml.emptied, xml.encoded, xml.nested,
               xml.bad_character, xml.with_entities, xml.long_text, xml.doubled)  # fmt: skip
    file.write_bytes(random.choice(damages)(random, sound).data)
    return file


Work = Callable[[Random, Path], Job]
"""A way to damage a file in a new folder."""
LEVELS: Mapping[str, tuple[Work, ...]] = {
    "texts": (profile, profile, decision, manifest, certificate, record),
    "lists": (profile_lists, frame, frame, risks),
}
