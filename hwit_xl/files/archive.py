"""Replacing one part of a package while every other part is copied as it lies there, compressed bytes and all.

Written after APPNOTE.TXT, the ZIP file format specification, §4.3. Python's zipfile can only copy a part by unpacking and
packing it again, which takes longer than everything else about giving feedback.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

_LOCAL_HEADER = 30
"""Bytes of a local file header before the name; its last two fields are the lengths of name and extra field."""
_SIZES_FOLLOW = 0x0008
"""Flag: sizes and checksum stand behind the data instead of in the header."""
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    """The package with the content of one part replaced.

    Args:
        data: a package whose parts are stored or deflated, as :class:`~hwit_xl.workbooks.xlsx.package.Package` has seen.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = package.infolist()
    body = bytearray()
    directory = bytearray()
    for info in infos:
        if info.filename == part:
            packed = _deflated(content)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.CRC, info.file_size, info.compress_size = zlib.crc32(content), len(content), len(packed)
        else:
            packed = _lying(data, info)
        info.flag_bits &= ~_SIZES_FOLLOW
        info.header_offset = len(body)
        body += info.FileHeader(zip64=False)
        body += packed
        directory += _entry(info)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(infos), len(infos), len(directory), len(body), 0)
    return bytes(body + directory + end)


def _lying(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The compressed bytes of a part as they lie in the package."""
    name, extra = struct.unpack_from("<2H", data, info.header_offset + _LOCAL_HEADER - 4)
    start = info.header_offset + _LOCAL_HEADER + name + extra
    return data[start : start + info.compress_size]


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _entry(info: zipfile.ZipInfo) -> bytes:
    """The part's record in the central directory."""
    name = info.filename.encode("utf-8")
    year, month, day, hour, minute, second = info.date_time
    date = (year - 1980) << 9 | month << 5 | day
    time = hour << 11 | minute << 5 | second // 2
    fixed = _CENTRAL.pack(
        b"PK\x01\x02", info.create_version | info.create_system << 8, info.extract_version, info.flag_bits, info.compress_type,
        time, date, info.CRC, info.compress_size, info.file_size, len(name), len(info.extra), len(info.comment), 0,
        info.internal_attr, info.external_attr, info.header_offset,
    )  # fmt: skip
    return fixed + name + info.extra + info.comment
