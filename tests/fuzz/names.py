"""Returns under odd names, in odd folders, beside things that are no returns."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from random import Random

from fuzz.bases import base
from fuzz.desk import Job, Work
from fuzz.package import part_missing

_NAMES: tuple[bytes, ...] = tuple(
    name.encode() if isinstance(name, str) else name
    for name in (
        "a\nb", "a\tb", "\x1b[31mred\x1b[0m", "\x7f", "\x85next", "\u202eslx.evil", "a\u200eb", "\u2028", b"caf\xe9", b"\xff\xfe", b"\xed\xa0\x80",
        "CON", "NUL", "COM1", "LPT9.return", "AUX", "-rf", "--help", "--format=json", "=1+1", "+1", "@SUM(A1)", "x" * 240, "é" * 120, "e\u0301",
        "a b", " a", "a ", "a.", "...", "'", '"', "`id`", "$(id)", "%n%s", "{0}", "[1]", "*", "?", "a|b", "<b>", "a:b", "a\\b", "#", "~$owner", "._mac",
        "\U0001f600", "\u0130", ".hidden", "return.xlsx", "a,b;c", "&amp;",
    )
)  # fmt: skip
_ENDINGS = (".xlsx", ".xlsx", ".xlsx", ".XLSX", ".xlsm", ".xls", ".ods", ".xlsx ", ".csv")


def named_oddly(random: Random, folder: Path) -> Job:
    """Returns, sound and damaged, under odd names; a folder that looks like a workbook; links that lead nowhere."""
    sound = base(4)
    for number in range(random.randrange(1, 6)):
        name = random.choice(_NAMES) + random.choice(_ENDINGS).encode()
        where = os.fsencode(folder) + b"/in/" + random.choice((b"", b"", random.choice(_NAMES) + b"/"))
        data = random.choice((sound.data, sound.data, part_missing(random, sound).data, b"", b"%PDF-1.7"))
        try:
            os.makedirs(where, exist_ok=True)
            what = random.randrange(12) if number else 6
            if what == 0:
                os.mkdir(where + name)
            elif what == 1:
                os.symlink(random.choice((b"nowhere.xlsx", name, b"/", b"/dev/null")), where + name)
            elif what == 2:
                os.mkfifo(where + name)
            else:
                Path(os.fsdecode(where + name)).write_bytes(data)
        except (OSError, ValueError):  # this system has no such names
            continue
    there = folder / "in"
    there.mkdir(exist_ok=True)
    (there / "sound.xlsx").write_bytes(sound.data)
    check = ("validate", there, "--on", sound.on, "--jobs", "1")
    kept, copies = folder / "kept", folder / "copies"
    one_by_one = [file for file in sorted(there.iterdir()) if file.is_file()]
    commands = (
        (*check, "--format", random.choice(("text", "json", "jsonl", "csv")), "--all"),
        (*check, "--report", folder / "report.xlsx", "--feedback", copies, "--keep", kept),
        (*check, "--feedback", copies, "--force", "--keep", kept, "--format", "json"),
        ("validate", "--on", sound.on, "--", *one_by_one),
        ("progress", "--", random.choice(one_by_one)),
    )
    return Job("odd names", commands)


LEVELS: Mapping[str, tuple[Work, ...]] = {"names": (named_oddly,)}
