"""One part of a sender's zip is replaced, or it is said why not: every other part keeps its bytes, whatever the zip says of itself."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from hwit_xl import templates
from hwit_xl.files.archive import Damaged, replaced, zipped
from support.at_work import hwit

PARTS = {"one.xml": b"<one/>" * 400, "two.xml": b"<two/>" * 300, "three.xml": b"<three/>" * 500, "folder/": b""}
NEW = b"<new>of another length</new>" * 50


def package(parts: dict[str, bytes] = PARTS, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        assert source.testzip() is None
        return {info.filename: source.read(info) for info in source.infolist()}


def local(data: bytes, name: str) -> int:
    """Where a part's own header begins."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.getinfo(name).header_offset


def entry(data: bytes, name: str) -> int:
    """Where a part's record in the directory begins."""
    return data.rindex(name.encode()) - 46


def changed(data: bytes, at: int, what: bytes) -> bytes:
    return data[:at] + what + data[at + len(what) :]


def swapped_places(data: bytes) -> bytes:
    one, two = (data[entry(data, name) + 42 :][:4] for name in ("one.xml", "two.xml"))
    return changed(changed(data, entry(data, "one.xml") + 42, two), entry(data, "two.xml") + 42, one)


def place(data: bytes, offset: int) -> bytes:
    return changed(data, entry(data, "two.xml") + 42, struct.pack("<I", offset))


def streamed(parts: dict[str, bytes] = PARTS) -> bytes:
    """With sizes behind the data, as programs write that cannot go back."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target:  # type: ignore[arg-type]
        for name, content in parts.items():
            target.writestr(name, content)
    return bytes(pipe.data)


def large(parts: dict[str, bytes] = PARTS) -> bytes:
    """With the sizes of zip64 in the parts' own headers."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            with target.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
                part.write(content)
    return made.getvalue()


def large_directory(data: bytes) -> bytes:
    """With a size of the first part that only the directory's extra field of zip64 gives."""
    at = entry(data, "one.xml")
    packed, size = struct.unpack_from("<2I", data, at + 20)
    extra = struct.pack("<2H2Q", 1, 16, size, packed)
    data = changed(data, at + 20, b"\xff" * 8)
    data = changed(data, at + 30, struct.pack("<H", len(extra)))
    behind = at + 46 + len("one.xml")
    data = data[:behind] + extra + data[behind:]
    end = data.rindex(b"PK\x05\x06")
    [length] = struct.unpack_from("<I", data, end + 12)
    return changed(data, end + 12, struct.pack("<I", length + len(extra)))


def with_extra(data: dict[str, bytes] = PARTS) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in data.items():
            info = zipfile.ZipInfo(name, (2010, 9, 14, 23, 59, 58))
            info.extra = struct.pack("<2H4s", 0xA220, 4, b"room")
            info.comment = b"of the part"
            target.writestr(info, content)
        target.comment = b"of the whole"
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        package(),
        package(method=zipfile.ZIP_STORED),
        b"#!/bin/sh\nexit\n" * 20 + package(),
        streamed(),
        large(),
        large_directory(package()),
        with_extra(),
    ],
    ids=[
        "deflated",
        "stored",
        "prepended",
        "streamed",
        "zip64 headers",
        "zip64 directory",
        "extra fields and comments",
    ],
)
def test_one_part_is_replaced_and_every_other_stays(data: bytes) -> None:
    assert contents(data) == PARTS
    assert contents(replaced(data, "two.xml", NEW)) == PARTS | {"two.xml": NEW}


def test_compressed_bytes_times_and_extra_fields_stay() -> None:
    before, after = with_extra(), replaced(with_extra(), "two.xml", NEW)
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        for was, now in zip(old.infolist(), new.infolist(), strict=True):
            assert (was.date_time, was.extra, was.comment, was.external_attr) == (
                now.date_time, now.extra, now.comment, now.external_attr,
            )  # fmt: skip
    start = before.index(b"one.xml") + len("one.xml") + 8
    assert before[start : start + 40] in after


@pytest.mark.parametrize("name", ["Zoë’s.xml", "naïve.xml"])
def test_a_name_in_utf_8_stays_one(name: str) -> None:
    after = replaced(package(PARTS | {name: b"<x/>"}), "two.xml", NEW)
    assert contents(after) == PARTS | {"two.xml": NEW, name: b"<x/>"}


def test_a_name_in_code_page_437_stays_one() -> None:
    data = package(PARTS | {"na__ve.xml": b"<x/>"}).replace(b"na__ve.xml", "naäöve.xml".encode("cp437"))
    after = replaced(data, "two.xml", NEW)
    assert contents(after) == PARTS | {"two.xml": NEW, "naäöve.xml": b"<x/>"}
    assert after.count("naäöve.xml".encode("cp437")) == 2


TWO = local(package(), "two.xml")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (swapped_places(package()), "does not lie where its directory says"),
        (place(package(), TWO + 3), "does not lie where|in the same place"),
        (place(package(), 0), "in the same place"),
        (place(package(), 5_000_000), "does not lie where|list of parts"),
        (changed(package(), TWO + 30, b"TWO"), "does not lie where its directory says"),
        (changed(package(), TWO, b"PK\x07\x08"), "does not lie where its directory says"),
        (changed(package(), TWO + 26, b"\xff\xff"), "does not lie where|breaks off"),
        (changed(package(), TWO + 28, b"\xff\xff"), "breaks off|in the same place"),
        (changed(package(), 60, b"\0\0\0\0"), "cannot be unpacked"),
        (changed(package(), entry(package(), "one.xml") + 16, b"\1\2\3\4"), "cannot be unpacked"),
        (changed(package(), entry(package(), "one.xml") + 24, b"\xff\xff\0\0"), "cannot be unpacked|longer or shorter"),
        (changed(package(), entry(package(), "one.xml") + 20, b"\xff\xff\0\0"), "same place|breaks off"),
        (package()[:-30], "list of parts"),
        (package()[:TWO], "list of parts"),
        (package() + bytes(70_000), "list of parts"),
        (b"", "list of parts"),
        (package(method=zipfile.ZIP_LZMA), "as no spreadsheet program packs it"),
        (changed(changed(package(), TWO + 6, b"\1"), entry(package(), "two.xml") + 8, b"\1"), "as no spreadsheet program"),
    ],
    ids=[str(number) for number in range(18)],
)  # fmt: skip
def test_a_zip_that_contradicts_itself_is_refused_in_a_line(data: bytes, says: str) -> None:
    with pytest.raises(Damaged, match=says) as damaged:
        replaced(data, "two.xml", NEW)
    assert "\n" not in str(damaged.value)


def test_parts_of_one_name_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("one.xml", b"")
        target.writestr("two.xml", b"<first/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            target.writestr("two.xml", b"<second/>")
    for part in ("two.xml", "one.xml"):
        with pytest.raises(Damaged):
            replaced(made.getvalue(), part, NEW)


def test_any_damage_is_refused_or_does_not_matter() -> None:
    """Single bytes changed all over: what comes out is sound or nothing does, and no other exception."""
    chance = random.Random(29)
    sound = package()
    for _ in range(1500):
        at = chance.randrange(len(sound))
        data = changed(sound, at, bytes([chance.randrange(256)]))
        try:
            after = replaced(data, "two.xml", NEW)
        except Damaged:
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            assert contents(after) == {
                name: NEW if name == "two.xml" else source.read(name) for name in source.namelist()
            }


def test_ours_have_the_same_bytes_and_tell_nothing_of_their_making() -> None:
    made = zipped(PARTS.items())
    assert made == zipped(PARTS.items())
    with zipfile.ZipFile(io.BytesIO(made)) as source:
        assert {(info.date_time, info.create_system) for info in source.infolist()} == {((1980, 1, 1, 0, 0, 0), 3)}
    assert contents(made) == contents(zipped(PARTS.items(), packed=False)) == PARTS


def test_a_damaged_zip_costs_one_return_and_not_the_run(tmp_path: Path) -> None:
    form = (templates.folder() / "stage_1_development_group.xlsx").read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sound.xlsx").write_bytes(form)
    theme = local(form, "xl/theme/theme1.xml")
    (tmp_path / "in" / "theme moved.xlsx").write_bytes(changed(form, theme + 30, b"XL/THEME"))
    (tmp_path / "in" / "cut.xlsx").write_bytes(form[: len(form) // 2])
    done = hwit("validate", tmp_path / "in", "--feedback", tmp_path / "out", "--jobs", "1")
    assert done.exit_code == 1, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["sound.xlsx"]
    assert "theme moved.xlsx" in done.stderr
    assert "does not lie where its directory says" in done.stderr
