"""By which program a workbook was saved last: for words to people only, since the stamp can be missing or taken over.

The signs were read off files of each program; those of Numbers and Google Sheets off public ones, not tried here.
"""

from __future__ import annotations

from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.xml import parse

_STAMPS = (
    ("microsoft macintosh excel", "Excel for Mac"),
    ("microsoft excel online", "Excel for the web"),
    ("excel android", "Excel for Android"),
    ("libreoffice", "LibreOffice"),
    ("gnumeric", "Gnumeric"),
    ("onlyoffice", "ONLYOFFICE"),
    ("wps", "WPS Office"),
    ("sheetjs", "a program built with SheetJS"),
    ("apache poi", "a program built with Apache POI"),
)
"""How the stamp of a program begins, in small letters, and what people call it."""
_NUMBERS_WINDOW = ("15960", "18080")
"""Width and height of the window that Numbers writes into every workbook."""
_GOOGLE = "http://schemas.microsoft.com/office/mac/excel/2008/main"
"""A namespace that Google Sheets declares, and old Excel for Mac, which also says that it is Excel."""


def saved_by(package: Package, workbook: str) -> str:
    """What people call the program that saved a package last; "" where it does not say so.

    Args:
        workbook: the name of the part that lists the sheets.
    """
    try:
        return _stamped(package) or _by_its_ways(package, workbook)
    except Rejected:  # only a word in a message hangs on it
        return ""


def _stamped(package: Package) -> str:
    """The program by its stamp among the document's properties."""
    part = next((name for _, kind, name in package.relations("") if kind == "extended-properties"), "")
    if part not in package.names:
        return ""
    inside: list[str] = []
    words: list[str] = []

    def start(tag: str, _: object) -> None:
        inside.append(tag.rpartition(":")[2])

    def end(_: str) -> None:
        inside.pop()

    def text(data: str) -> None:
        if inside[-1:] == ["Application"]:
            words.append(data)

    parse(package.read(part), start, end, text)
    stamp = "".join(words).strip().casefold()
    return next((called for begins, called in _STAMPS if stamp.startswith(begins)), "")


def _by_its_ways(package: Package, workbook: str) -> str:
    """Numbers and Google Sheets, which leave no stamp, by how they write the list of sheets."""
    seen: dict[str, dict[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        seen.setdefault(tag.rpartition(":")[2], attributes)

    parse(package.read(workbook), start)
    window = seen.get("workbookView", {})
    if (window.get("windowWidth"), window.get("windowHeight")) == _NUMBERS_WINDOW:
        return "Apple Numbers"
    if "fileVersion" not in seen and _GOOGLE in seen.get("workbook", {}).values():
        return "Google Sheets"
    return ""
