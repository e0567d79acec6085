"""A list of schools as a frame: an Excel workbook, a CSV file, or the public schools register's own CSV."""

from __future__ import annotations

import codecs
import csv
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from hwit_validators.sampling.draw import FrameKind
from hwit_validators.sampling.strata import Entry
from hwit_xl.moderation.frame import Frame, Row, remarks, sifted
from hwit_xl.problem import Problem
from hwit_xl.workbooks.xlsx.cell import clean

HEADINGS = {
    "urn": ("urn",),
    "school": ("establishmentname", "schoolname", "school", "name"),
    "phase": ("phaseofeducationname", "phaseofeducation", "phase"),
    "type": ("typeofestablishmentname", "typeofestablishment", "type"),
    "status": ("establishmentstatusname", "establishmentstatus", "status"),
    "pupils": ("numberofpupils", "pupilsonroll", "numberonroll", "pupils", "roll"),
    "cluster": ("cluster",),
    "items": ("outcomes", "outcomesclaimed", "outcomesconfirmed"),
    "why": ("reason", "why", "whyariskcase", "risk"),
    FrameKind.NHSS.value: ("nationalhealthyschoolstatusachievedon", "nhssachievedon", "nhssdate", "nhss"),
    FrameKind.ANNUAL_REVIEW.value: ("annualreviewcompletedon", "lastannualreviewcompletedon", "annualreviewon", "annualreview"),
}  # fmt: skip
"""Headings by what they mean, in letters and digits only; those of the schools register come first."""

_STANDING = {
    FrameKind.NHSS: ("National Healthy School Status", "it does not hold National Healthy School Status"),
    FrameKind.ANNUAL_REVIEW: ("annual reviews", "it has not completed the annual review"),
}
_TAKEN = ("urn", "school", "pupils", "items", "phase", "type", "status", "cluster")
_NO = frozenset({"", "no", "n", "false", "0", "none", "-", "not achieved", "not completed", "nan"})
LARGEST = 100 << 20
"""Bytes; the schools register of England has some sixty million."""
LARGEST_UNPACKED = 600 << 20
LONGEST_LINE = 1 << 20
"""Characters of the first line that are looked at for what stands between the cells."""
_GARBLED = (
    zipfile.BadZipFile, zlib.error, SyntaxError, struct.error, ValueError, LookupError, TypeError, AttributeError,
    ArithmeticError, AssertionError, EOFError, RuntimeError,
)  # fmt: skip
"""What openpyxl raises over a damaged workbook, or over another kind of file under a workbook's name; of XML, a SyntaxError,
whichever library reads it."""
_HEADER_WITHIN = 20
"""Rows that are looked through for the headings: a title may stand above them."""


def read_list(path: Path, kind: FrameKind) -> Frame:
    """Read a list of schools.

    Raises:
        Problem: the file cannot be read as one.
    """
    notes: list[str] = []
    rows = _taken(lines_of(path, notes), path, kind, notes)
    entries, left_out = sifted(rows)
    return Frame(kind, entries, left_out, (*notes, *remarks(entries)))


Line = tuple[int, Sequence[object]]
"""The number of a line, and its cells."""


def lines_of(path: Path, notes: list[str], wanted: tuple[str, ...] = ()) -> Iterator[Line]:
    """The lines of an Excel workbook (of its first sheet with a heading URN) or of a CSV file, one by one.

    Args:
        notes: takes what should be known about how the file was read.
        wanted: a sheet that has one of these headings as well comes before the others.

    Raises:
        Problem: the file cannot be read as either.
    """
    try:
        if not path.is_file():
            raise Problem(f"{path} is no file")
        if path.stat().st_size > LARGEST:
            raise Problem(f"{path} is too large for a list of schools: it may have {LARGEST >> 20} MB at most")
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            yield from _excel(path, wanted)
            return
        encoding = _encoding(path)
        if encoding == "cp1252":
            notes.append(f"{path.name} was read as Windows-1252, as the schools register writes it")
        yield from _csv(path, encoding)
    except OSError as error:
        raise Problem(f"{path} could not be read: {error.strerror or error}") from None
    except UnicodeError:
        raise Problem(f"{path} is written neither in UTF-8 nor in Windows-1252; save it again as CSV UTF-8") from None


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is that, otherwise Windows-1252; UTF-16 where it says so at its beginning."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _csv(path: Path, encoding: str) -> Iterator[Line]:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(LONGEST_LINE)
        delimiter = max(",;\t", key=first.count)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for row in reader:
                yield reader.line_num, row
        except csv.Error as error:
            raise Problem(f"{path}, line {reader.line_num}: this is not sound CSV ({error})") from None


def _excel(path: Path, wanted: tuple[str, ...]) -> Iterator[Line]:
    """The rows of the first sheet that has a heading URN, and one of those wanted if there is such a sheet."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(info.file_size for info in package.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise Problem(f"{path} is too large for a list of schools: it would take {unpacked >> 20:,} MB unpacked")
        with warnings.catch_warnings(action="ignore"):  # what another program left out is no matter of ours
            workbook = load_workbook(path, read_only=True, data_only=True)
        fitting: list[tuple[bool, int]] = []
        for number, sheet in enumerate(workbook.worksheets):
            sheet.reset_dimensions()
            for row in sheet.iter_rows(max_row=_HEADER_WITHIN, values_only=True):
                headings = set(map(_folded, row))
                if "urn" in headings:
                    fitting.append((headings.isdisjoint(wanted), number))
        if fitting:
            _, number = min(fitting)
            yield from enumerate(workbook.worksheets[number].iter_rows(values_only=True), start=1)
            return
    except (InvalidFileException, *_GARBLED):
        raise Problem(f"{path} could not be read as an Excel workbook; save it again in Excel") from None
    raise Problem(f"{path} has no sheet with a heading URN")


def _taken(lines: Iterator[Line], path: Path, kind: FrameKind, notes: list[str]) -> list[Row]:
    """The rows below the headings."""
    places = places_of(lines, path)
    standing, refusal = _STANDING[kind]
    if kind.value not in places:
        notes.append(f"{path.name} has no column of {standing}: every open school in it is taken")
    columns = [places.get(name, -1) for name in _TAKEN]
    stands = places.get(kind.value, -1)
    widest = max(*columns, stands) + 1
    rows: list[Row] = []
    odd_rolls = 0
    often = cache(text_of)  # the same few words in every row
    for line, cells in lines:
        if len(cells) < widest:
            cells = (*cells, *("",) * (widest - len(cells)))
        if not cells[columns[0]] and not any(cell is not None and cell != "" for cell in cells):
            continue
        values = [cells[number] if number >= 0 else None for number in columns]
        urn, school, roll, items = map(text_of, values[:4])
        phase, sort, status, cluster = map(often, values[4:])
        refused = _refused(status)
        if not refused and stands >= 0 and text_of(cells[stands]).lower() in _NO:
            refused = refusal
        pupils = _whole(roll)
        odd_rolls += pupils is None and roll != ""
        claimed = tuple(sorted({item for part in items.replace(";", ",").split(",") if (item := part.strip())}))
        rows.append(Row(Entry(urn, school, _phase(phase, sort), pupils, cluster, claimed), f"row {line}", refused))
    if odd_rolls:
        notes.append(f"{odd_rolls:,} figures for pupils on roll are no whole numbers, and are taken as not given")
    return rows


def places_of(lines: Iterator[Line], path: Path) -> dict[str, int]:
    """The column of each heading we know, once the row of headings is found."""
    seen: Sequence[object] = ()
    for number, (_, cells) in enumerate(lines, start=1):
        folded = [_folded(cell) for cell in cells]
        seen = seen or cells
        if "urn" in folded:
            found = {
                name: next((folded.index(heading) for heading in headings if heading in folded), -1)
                for name, headings in HEADINGS.items()
            }
            return {name: place for name, place in found.items() if place >= 0}
        if number == _HEADER_WITHIN:
            break
    found_words = ", ".join(text_of(cell) for cell in seen[:6]) or "nothing"
    raise Problem(f"{path} has no heading URN (its first row says: {found_words[:120]})")


def _folded(cell: object) -> str:
    return "".join(letter for letter in str(cell or "").lower() if letter.isalnum())


def text_of(cell: object) -> str:
    """What a cell says on one line, without stray spaces; 100001.0 is 100001."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        if cell.isprintable() and "  " not in cell:
            return cell.strip()
        return " ".join(clean(cell).split())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _whole(text: str) -> int | None:
    digits = text.replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


@cache
def _refused(status: str) -> str:
    """Why a school of this status cannot be drawn; an open one that is to close still can."""
    word = status.lower()
    if word.startswith("closed"):
        return "the school is closed"
    if word.startswith("proposed"):
        return "the school is not open yet"
    return ""


@cache
def _phase(phase: str, sort: str) -> str:
    """The phase; where the register has none for a special school or pupil referral unit, the kind of school."""
    if phase and phase.lower() != "not applicable":
        return phase
    kind = sort.lower()
    if "special" in kind:
        return "Special"
    if "pupil referral" in kind or "alternative provision" in kind:
        return "Pupil referral unit"
    return phase.capitalize()
