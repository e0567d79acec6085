"""Zip files: ours, which have the same bytes wherever and whenever they are made, and one part of another's replaced.

Written after APPNOTE.TXT, the ZIP file format specification, §4.3. Python's zipfile can only copy a part by unpacking and
packing it again, which takes longer than everything else about giving feedback; so every other part is copied as it lies
there, compressed bytes and all. A sender's zip says in two places where its parts lie and what they are called, and neither
is believed alone.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

from hwit_xl.problem import Problem

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UNREADABLE = 0x2061
"""Flags: encrypted in one way or another, or a patch to another file."""
_SIZES_FOLLOW = 0x0008
"""Flag: sizes and checksum stand behind the data instead of in the header."""
_UTF8 = 0x0800
"""Flag: the part's name is in UTF-8; otherwise in code page 437."""
_LARGE_SIZES = 0x0001
"""The extra field of zip64, which holds sizes and places that have no room elsewhere."""


class Damaged(Problem):
    """A zip file contradicts itself, so that no part of it can be copied as it lies there."""


def zipped(parts: Iterable[tuple[str, bytes]], *, packed: bool = True) -> bytes:
    """Parts by their names as one zip file: the same parts, the same bytes, without the time or the system of its making.

    Args:
        packed: deflated; otherwise stored, so that the bytes do not depend on which zlib there is either.
    """
    result = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(result, "w", method) as package:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = method
            info.create_system = 3  # otherwise it tells on which platform the file was made
            info.external_attr = 0o600 << 16
            package.writestr(info, content)
    return result.getvalue()


def parts_in_order(data: bytes) -> list[tuple[str, bytes]]:
    """The parts of an Office package that was made here, unpacked: the list of contents first, then by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = sorted(package.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return [(name, package.read(name)) for name in names]


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    """The package with the content of one part replaced, once the result is seen to hold everything else unchanged.

    Args:
        data: a package whose parts are stored or deflated.

    Raises:
        Damaged: headers and directory contradict each other, or a part is not what its checksum says.
    """
    infos = _directory(data)
    names = [info.orig_filename for info in infos]
    if len(set(names)) < len(names):
        raise Damaged("it holds the same part twice")
    if part not in names:
        raise Damaged(f"it holds no part {part}")
    body = bytearray()
    directory = bytearray()
    for info, packed in zip(infos, _lying(data, infos), strict=True):
        if info.orig_filename == part:
            packed = _deflated(content)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.CRC, info.file_size, info.compress_size = zlib.crc32(content), len(content), len(packed)
        else:
            _make_sure_of(info, packed)
        info.flag_bits &= ~_SIZES_FOLLOW
        info.extra = _without_large_sizes(info.extra)
        info.header_offset = len(body)
        body += _header(info) + packed
        directory += _entry(info)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(infos), len(infos), len(directory), len(body), 0)
    made = bytes(body + directory + end)
    _make_sure(made, infos, part, content)
    return made


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    """What the package's directory says of its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise Damaged("its list of parts cannot be read") from error


def _lying(data: bytes, infos: Sequence[zipfile.ZipInfo]) -> list[bytes]:
    """The compressed bytes of each part as they lie in the package, where its own header says the same as the directory."""
    found: dict[int, bytes] = {}
    end = 0
    for number in sorted(range(len(infos)), key=lambda number: infos[number].header_offset):
        info = infos[number]
        start = info.header_offset
        if start < end:
            raise Damaged("two of its parts lie in the same place")
        try:
            mark, _, flags, method, _, _, _, _, _, name_length, extra_length = _LOCAL.unpack_from(data, start)
        except struct.error as error:
            raise Damaged("a part does not lie where its directory says") from error
        behind = start + _LOCAL.size
        name = data[behind : behind + name_length]
        if mark != b"PK\x03\x04" or name != _raw_name(info) or method != info.compress_type:
            raise Damaged("a part does not lie where its directory says")
        if (flags | info.flag_bits) & _UNREADABLE or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged("a part is packed as no spreadsheet program packs it")
        begin = behind + name_length + extra_length
        end = begin + info.compress_size
        if end > len(data):
            raise Damaged("it breaks off before its end")
        found[number] = data[begin:end]
    return [found[number] for number in range(len(infos))]


def _make_sure_of(info: zipfile.ZipInfo, packed: bytes) -> None:
    """Unpack a part, never more of it than it says it holds, and hold it against its checksum."""
    if info.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacker.decompress(packed, info.file_size + 1)
        except zlib.error as error:
            raise Damaged("a part of it cannot be unpacked") from error
        is_whole = unpacker.eof and not unpacker.unused_data
    else:
        content, is_whole = packed, True
    if not is_whole or len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise Damaged("a part of it cannot be unpacked")


def _make_sure(made: bytes, infos: Sequence[zipfile.ZipInfo], part: str, content: bytes) -> None:
    """Read the result as any program would, and hold it against what it was made from."""
    again = _directory(made)
    if [_entry(info) for info in again] != [_entry(info) for info in infos]:
        raise Damaged("its list of parts could not be copied without a change")
    _lying(made, again)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        if package.read(part) != content:
            raise Damaged("it could not be copied without a change")


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    """A part's name as its bytes lie in the package."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _without_large_sizes(extra: bytes) -> bytes:
    """Extra fields without that of zip64: the copy is small, and another meaning of the same sizes would contradict them."""
    kept = bytearray()
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != _LARGE_SIZES:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return bytes(kept) + extra[at:]


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _when(info: zipfile.ZipInfo) -> tuple[int, int]:
    """The time and the day of a part, as they lie in the package."""
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _header(info: zipfile.ZipInfo) -> bytes:
    """The part's own header."""
    name = _raw_name(info)
    fixed = _LOCAL.pack(
        b"PK\x03\x04", info.extract_version, info.flag_bits, info.compress_type, *_when(info), info.CRC,
        info.compress_size, info.file_size, len(name), len(info.extra),
    )  # fmt: skip
    return fixed + name + info.extra


def _entry(info: zipfile.ZipInfo) -> bytes:
    """The part's record in the central directory."""
    name = _raw_name(info)
    fixed = _CENTRAL.pack(
        b"PK\x01\x02", info.create_version | info.create_system << 8, info.extract_version, info.flag_bits,
        info.compress_type, *_when(info), info.CRC, info.compress_size, info.file_size, len(name), len(info.extra),
        len(info.comment), 0, info.internal_attr, info.external_attr, info.header_offset,
    )  # fmt: skip
    return fixed + name + info.extra + info.comment
