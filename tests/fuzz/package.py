"""Damage to the package: its bytes, its directory, and which parts it holds under which names."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable
from random import Random

from fuzz.bases import Base
from fuzz.damage import Damage, Damaged

_CENTRAL, _LOCAL, _END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
_NAMES = (
    "../../evil.xml", "/xl/workbook.xml", "xl\\workbook.xml", "XL/Workbook.xml", "xl/work%62ook.xml", "xl//workbook.xml", "",
    "./xl/workbook.xml", "xl/sheet\x00.xml", "xl/\u202egnp.xml", "x" * 5000, "CON", "xl/worksheets/", "xl/vbaProject.bin",
    "[Content_Types].xml", "mimetype", "word/document.xml", "manifest.json", "_rels/.rels",
)  # fmt: skip
_ODD_NUMBERS = (0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)

_FIELDS = {
    _LOCAL: {"version": (4, 2), "flags": (6, 2), "method": (8, 2), "time": (10, 4), "crc": (14, 4), "packed": (18, 4),
             "size": (22, 4), "name": (26, 2), "extra": (28, 2)},
    _CENTRAL: {"made by": (4, 2), "version": (6, 2), "flags": (8, 2), "method": (10, 2), "time": (12, 4), "crc": (16, 4),
               "packed": (20, 4), "size": (24, 4), "name": (28, 2), "extra": (30, 2), "comment": (32, 2), "disk": (34, 2),
               "offset": (42, 4)},
    _END: {"disk": (4, 2), "directory's disk": (6, 2), "here": (8, 2), "in all": (10, 2), "length": (12, 4),
           "start": (16, 4), "comment": (20, 2)},
}  # fmt: skip
"""Place and length of each field of a header (APPNOTE.TXT §4.3)."""


def _somewhere(random: Random, data: bytes, signature: bytes) -> int:
    places = [at for at in range(len(data)) if data.startswith(signature, at)]
    return random.choice(places)


def flipped(random: Random, base: Base) -> Damaged:
    """A few bytes are others."""
    data = bytearray(base.data)
    places = [random.randrange(len(data)) for _ in range(random.choice((1, 1, 2, 8, 64)))]
    for place in places:
        data[place] ^= 1 << random.randrange(8)
    return Damaged(bytes(data), "bytes flipped", f"at {places[:8]}")


def cut(random: Random, base: Base) -> Damaged:
    """The end, the beginning or a piece from the middle is missing."""
    start = random.randrange(len(base.data))
    end = random.choice((len(base.data), start + 1, start + random.randrange(1, 5000)))
    start = random.choice((start, start, 0))
    return Damaged(base.data[:start] + base.data[end:], "bytes cut out", f"{start} to {end}")


def inserted(random: Random, base: Base) -> Damaged:
    """Bytes stand between, before or after."""
    at = random.choice((0, len(base.data), random.randrange(len(base.data))))
    more = random.choice((random.randbytes(random.randrange(1, 300)), bytes(1000), base.data, _LOCAL, _END + bytes(18)))
    return Damaged(base.data[:at] + more + base.data[at:], "bytes put in", f"{len(more)} at {at}")


def field_changed(random: Random, base: Base) -> Damaged:
    """One or more fields of a header hold another number."""
    data = bytearray(base.data)
    said = []
    for _ in range(random.choice((1, 1, 2))):
        signature = random.choice((_LOCAL, _CENTRAL, _CENTRAL, _END))
        at = _somewhere(random, base.data, signature)
        name, (place, length) = random.choice(list(_FIELDS[signature].items()))
        old = int.from_bytes(data[at + place : at + place + length], "little")
        near = (old + 1, old - 1, old ^ 1, old ^ 0x800, old ^ 8, old * 2, random.getrandbits(32))
        new = random.choice((*_ODD_NUMBERS, *near)) % (1 << 8 * length)
        data[at + place : at + place + length] = new.to_bytes(length, "little")
        said.append(f"{signature[2:].hex()} {name}: {old} → {new}")
    return Damaged(bytes(data), "directory field", "; ".join(said))


def swapped_offsets(random: Random, base: Base) -> Damaged:
    """Two entries of the directory point at each other's parts."""
    data = bytearray(base.data)
    one, other = _somewhere(random, base.data, _CENTRAL), _somewhere(random, base.data, _CENTRAL)
    for place, length in random.choice((((42, 4),), ((42, 4), (16, 4), (20, 4), (24, 4), (10, 2)))):
        a, b = slice(one + place, one + place + length), slice(other + place, other + place + length)
        data[a], data[b] = data[b], data[a]
    return Damaged(bytes(data), "offsets swapped", f"{one} and {other}")


def zip64(random: Random, base: Base) -> Damaged:
    """A part's entry says that its numbers stand in a zip64 field, which lies or is cut short."""
    at = _somewhere(random, base.data, _CENTRAL)
    name, extra = struct.unpack_from("<2H", base.data, at + 28)
    sizes = struct.pack("<3Q", *(random.choice((0, 1, 1 << 33, (1 << 63) - 1, (1 << 64) - 1)) for _ in range(3)))
    field = struct.pack("<2H", 1, random.choice((24, 8, 0, 60000))) + sizes[: random.choice((24, 8, 3))]
    entry = bytearray(base.data[at : at + 46 + name])
    for place in random.sample((20, 24, 42), random.randrange(1, 4)):
        entry[place : place + 4] = b"\xff\xff\xff\xff"
    struct.pack_into("<H", entry, 30, len(field))
    data = bytearray(base.data[:at] + bytes(entry) + field + base.data[at + 46 + name + extra :])
    end = data.rindex(_END)
    struct.pack_into("<I", data, end + 12, struct.unpack_from("<I", data, end + 12)[0] + len(field) - extra)
    return Damaged(bytes(data), "zip64 field", field.hex())


def commented(random: Random, base: Base) -> Damaged:
    """The package ends in a comment, perhaps one that looks like the end of a package."""
    comment = random.choice((b"x", b"x" * 65535, _END + bytes(18), _END, b"PK\x06\x06" + bytes(60)))
    data = bytearray(base.data)
    struct.pack_into("<H", data, data.rindex(_END) + 20, random.choice((len(comment), len(comment) - 1, 0)) & 0xFFFF)
    return Damaged(bytes(data) + comment, "zip comment", repr(comment[:8]))


# Parts


def _repacked(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as package:
        warnings.simplefilter("ignore")  # of a part that is there twice, which is meant
        for name, content in parts:
            info = zipfile.ZipInfo(name or "nameless")
            info.filename = name  # zipfile would mend some of ours
            package.writestr(info, content, method, compresslevel=1)
    return file.getvalue()


def _parts(base: Base) -> list[tuple[str, bytes]]:
    return list(base.book().parts.items())


def part_missing(random: Random, base: Base) -> Damaged:
    """One part, or a few, are gone."""
    parts = _parts(base)
    gone = random.sample(parts, random.choice((1, 1, 1, 3)))
    return Damaged(_repacked([part for part in parts if part not in gone]), "part missing", str([n for n, _ in gone]))


def part_twice(random: Random, base: Base) -> Damaged:
    """A part is there twice, perhaps with other content, perhaps under a name that only capitals tell apart."""
    parts = _parts(base)
    name, content = random.choice(parts)
    name = random.choice((name, name, name.upper(), name.replace("/", "\\")))
    other = random.choice((content, b"", random.choice(parts)[1]))
    parts.insert(random.choice((0, len(parts))), (name, other))
    return Damaged(_repacked(parts), "part twice", name)


def parts_swapped(random: Random, base: Base) -> Damaged:
    """Two parts hold each other's content: of any kind, or two sheets, or two tables."""
    parts = dict(_parts(base))
    kind = random.choice(("", "xl/worksheets/sheet", "xl/tables/", "xl/worksheets/_rels/"))
    one, other = random.sample(sorted(name for name in parts if name.startswith(kind)), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return Damaged(_repacked(list(parts.items())), "parts swapped", f"{one}, {other}")


def part_renamed(random: Random, base: Base) -> Damaged:
    """A part has another name."""
    parts = _parts(base)
    number = random.randrange(len(parts))
    old, content = parts[number]
    new = random.choice((*_NAMES, old.upper(), old.replace("/", "\\"), "/" + old, old.replace("e", "%65"), old + " "))
    parts[number] = (new, content)
    return Damaged(_repacked(parts), "part renamed", f"{old} → {new[:40]!r}")


def part_added(random: Random, base: Base) -> Damaged:
    """A part more, of a strange name."""
    name = random.choice(_NAMES)
    parts = [*_parts(base), (name, random.choice((b"", b"<x/>", random.randbytes(50))))]
    return Damaged(_repacked(parts), "part added", repr(name[:40]))


def many_parts(random: Random, base: Base) -> Damaged:
    """Thousands of parts more."""
    number = random.choice((1900, 3000, 66000))
    more = [(f"xl/media/{n}.png", b"") for n in range(number)]
    return Damaged(_repacked([*_parts(base), *more], zipfile.ZIP_STORED), "many parts", str(number))


def part_huge(random: Random, base: Base) -> Damaged:
    """A part is very large when it is unpacked."""
    parts = _parts(base)
    number = random.randrange(len(parts))
    name, content = parts[number]
    padding = random.choice((b" ", b"\x00", b"<!-- -->", b"<c/>")) * random.choice((100_000, 4_000_000, 12_000_000))
    parts[number] = (name, random.choice((content + padding, padding + content)))
    return Damaged(_repacked(parts), "part huge", f"{name}, {len(padding):,} bytes more")


def part_emptied(random: Random, base: Base) -> Damaged:
    """A part is empty, or is something else altogether."""
    parts = _parts(base)
    number = random.randrange(len(parts))
    name, _ = parts[number]
    parts[number] = (
        name,
        random.choice((b"", b"\xff\xfe", b"<?xml version='1.0'?><x/>", random.randbytes(200), base.data)),
    )
    return Damaged(_repacked(parts), "part emptied", name)


def packed_otherwise(random: Random, base: Base) -> Damaged:
    """Every part is packed in another way, in another order, or with dates that cannot be."""
    parts = _parts(base)
    random.shuffle(parts)
    method = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    return Damaged(_repacked(parts, method), "packed otherwise", str(method))


def other_kind(random: Random, base: Base) -> Damaged:
    """Another kind of file under a workbook's name."""
    other: Callable[[], bytes] = random.choice(
        (
            lambda: b"",
            lambda: b"PK",
            lambda: b"%PDF-1.7\n" + random.randbytes(100),
            lambda: b"<html><table>" + b"<tr>" * 10_000,
            lambda: b"URN,School\n900001,Larkfield",
            lambda: json.dumps({"decided_on": [1]}).encode(),
            lambda: b"\xef\xbb\xbf{" + random.randbytes(50),
            lambda: bytes.fromhex("d0cf11e0a1b11ae1") + random.randbytes(random.choice((0, 3, 504, 5000))),
            lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000),
            lambda: _repacked([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
            lambda: _repacked([("word/document.xml", b"<x/>"), ("[Content_Types].xml", b"<x/>")]),
            lambda: _repacked([("return.xlsx", base.data)]),
            lambda: _END + bytes(18),
            lambda: random.randbytes(random.randrange(5000)),
            lambda: b"\x1f\x8b" + base.data,
        )
    )
    return Damaged(other(), "another kind of file")


ALL: tuple[Damage, ...] = (
    flipped, flipped, cut, inserted, field_changed, field_changed, field_changed, swapped_offsets, zip64, commented,
    part_missing, part_twice, parts_swapped, part_renamed, part_added, part_huge, part_emptied, packed_otherwise, other_kind,
)  # fmt: skip
SLOW: tuple[Damage, ...] = (many_parts,)
"""Only in long runs."""
