"""What files are, by their names and their first bytes: all that can be said of one without opening it."""

from __future__ import annotations

from pathlib import PurePosixPath

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
LOOKALIKES = frozenset({
    ".xls", ".xlsb", ".xltx", ".xltm", ".xlt", ".ods", ".ots", ".fods", ".csv", ".tsv", ".numbers", ".gsheet", ".et",
})  # fmt: skip
"""Files a school may send instead of a workbook: they are taken in, so that each is told what it is."""
WRAPPINGS = frozenset({".zip", ".eml", ".msg"})
"""Files that workbooks come wrapped in."""
NO_WORKBOOKS = frozenset({
    ".docx", ".docm", ".dotx", ".pptx", ".pptm", ".odt", ".odp", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".heic", ".tif",
    ".mp3", ".mp4", ".mov", ".ics", ".vcf", ".p7s",
})  # fmt: skip
"""Files that nobody takes for a workbook: these are not opened to see what they are."""
_CLOSED = {
    **dict.fromkeys(
        (".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".cab"), "an archive of a kind that is not opened"
    ),
    **dict.fromkeys((".pst", ".ost", ".mbox", ".emlx"), "a mailbox, which is not opened"),
    ".p7m": "a mail that was encrypted or signed as a whole; save the workbook from it",
}
_WRAPPED_BY_OUTLOOK = "winmail.dat"
ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
"""How files begin that a workbook, or a wrapping, may be."""

_OF_A_MAC, _OF_THE_SYSTEM = "__macosx", frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"})
_OWNER = ("~$", ".~lock.")


def ending(place: str) -> str:
    """How a name ends: ``.xlsx``."""
    return PurePosixPath(place.replace("\\", "/").lower()).suffix


def expected(place: str) -> bool:
    """Whether a file is taken for a return by its name, whatever is in it."""
    return ending(place) in WORKBOOKS | LOOKALIKES


def why_left(place: str) -> str:
    """What is said of a file that is not looked at, where there may be a workbook in it; "" of all others."""
    if place.replace("\\", "/").rpartition("/")[2].lower() == _WRAPPED_BY_OUTLOOK:
        return "Outlook has wrapped it so that only Outlook can open it; ask for the workbook itself"
    return _CLOSED.get(ending(place), "")


def is_shadow(place: str, head: bytes) -> bool:
    """Whether a file is one that a Mac or Windows puts beside those of people.

    Nothing a person typed is in such a file. A workbook is none, whatever it is called.

    Args:
        place: its name, behind those of the folders above it.
        head: how it begins.
    """
    *folders, name = place.replace("\\", "/").lower().split("/")
    if name in _OF_THE_SYSTEM:
        return True
    return (name.startswith("._") or _OF_A_MAC in folders) and not head.startswith((ZIP, OLE))


def is_owner_file(place: str) -> bool:
    """Whether a file only says that somebody has a workbook open: of Excel (``~$…``), or LibreOffice."""
    return place.replace("\\", "/").rpartition("/")[2].startswith(_OWNER)
