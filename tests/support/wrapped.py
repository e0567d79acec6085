"""Zip files, e-mails and messages of Outlook with workbooks in them, as senders make them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage

from pyopenvba.cfb import CFB

XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
Attached = Iterable[tuple[str, bytes]]


def zipped(files: Attached) -> bytes:
    """A zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files:
            package.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return made.getvalue()


def written(attached: Attached = (), forwarded: Iterable[EmailMessage] = ()) -> EmailMessage:
    """An e-mail, with messages forwarded in it as a mail program does it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "office@elm.example", "healthy.schools@north.example", "Our return"
    mail.set_content("Here it is.")
    for name, data in attached:
        main, sub = XLSX if name.endswith(".xlsx") else ("application", "octet-stream")
        mail.add_attachment(data, main, sub, filename=name)
    for inner in forwarded:
        mail.add_attachment(inner)
    return mail


def mail(attached: Attached = (), forwarded: Iterable[EmailMessage] = ()) -> bytes:
    """The same as the bytes of an .eml file."""
    return written(attached, forwarded).as_bytes()


def storage(streams: Attached) -> bytes:
    """A file as old programs of Microsoft save it, such as a workbook of the old Excel format."""
    files = CFB.from_bytes(_empty_storage())
    for name, data in streams:
        files.add_stream_at([], name, data)
    return files.to_bytes()


def outlook(attached: Attached = (), forwarded: Iterable[Attached] = ()) -> bytes:
    """A message as Outlook saves it, with messages forwarded in it."""
    files = CFB.from_bytes(_empty_storage())
    files.add_stream_at([], "__properties_version1.0", bytes(32))
    files.add_stream_at([], "__substg1.0_0037001F", "Our return".encode("utf-16-le"))
    number = _attach(files, [], attached)
    for inner in forwarded:
        place = _folder(files, [], number)
        files.add_substorage_at(place, "__substg1.0_3701000D")
        _attach(files, [*place, "__substg1.0_3701000D"], inner)
        number += 1
    return files.to_bytes()


def _attach(files: CFB, message: list[str], attached: Attached) -> int:
    number = 0
    for name, data in attached:
        place = _folder(files, message, number)
        files.add_stream_at(place, "__properties_version1.0", bytes(8))
        files.add_stream_at(place, "__substg1.0_3707001F", name.encode("utf-16-le"))
        files.add_stream_at(place, "__substg1.0_37010102", data)
        number += 1
    return number


def _folder(files: CFB, message: list[str], number: int) -> list[str]:
    name = f"__attach_version1.0_#{number:08X}"
    files.add_substorage_at(message, name)
    return [*message, name]


def _empty_storage() -> bytes:
    """A compound file in which nothing is yet: header, one sector of the table of sectors, one of the directory."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16x5H6x9I", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    sectors = struct.pack("<128I", table, end, *[free] * 126)
    name = "Root Entry".encode("utf-16-le")
    root = struct.pack("<64sHBB3I36xI8x", name, len(name) + 2, 5, 1, free, free, free, end)
    unused = struct.pack("<68x3I48x", free, free, free)
    return header + struct.pack("<109I", 0, *[free] * 108) + sectors + root + unused * 3
