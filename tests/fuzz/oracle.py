"""What must hold of a damaged return, whatever the damage.

1. Nothing escapes: a file that cannot be read is a rejection.
2. It stays within its limits (:mod:`fuzz.limits`).
3. No answer is lost or changed in silence. An answer of the sound return is read as before, or an error, a query or a
   rejection speaks of it, which the sound return did not get; advice is not shown to schools unless they ask for it, so it
   does not count. Only where another program, too, shows something else in the answer's cell by now may something else be
   read, and then just that.
4. A copy with feedback opens again, holds the same answers, and opens in openpyxl if the damaged return did.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.bases import Base, same
from fuzz.damage import Damaged, Reads
from fuzz.limits import TooLong, limited
from fuzz.shown import opens, shown
from hwit_validators.model.finding import Finding, Severity
from hwit_validators.model.placeholders import LATER, NOTHING
from hwit_validators.tables.forms import Form
from hwit_xl import templates
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.reading.answers import answer as read_answer
from hwit_xl.workbooks.reading.read import Return, read
from hwit_xl.workbooks.xlsx.cell import Misfit
from hwit_xl.workbooks.xlsx.rejected import Rejected
from support.by_hand import Answer, answers
from support.plans import circumstances
from support.returns import handed_back

LISTS = templates.shipped_lists()
BLANK = (None, "", ())


@dataclass(frozen=True)
class Complaint:
    """What did not hold.

    Attributes:
        about: ``escaped``, ``too long``, ``lost`` or ``copy``.
        where: of an exception, its name and the innermost function of ours it went through; "" of anything else.
    """

    about: str
    what: str
    where: str = ""

    def __str__(self) -> str:
        """On one line."""
        return " · ".join(part for part in (self.about, self.where, self.what) if part)


@dataclass(frozen=True)
class Checked:
    """What the program makes of a file.

    Attributes:
        returned: as read; None if it was rejected.
        copy: the copy with feedback, if one was written.
    """

    findings: tuple[Finding, ...]
    returned: Return | None
    copy: bytes | None


def complaints(base: Base, damaged: Damaged, folder: Path, *, thorough: bool = False) -> list[Complaint]:
    """Everything that does not hold of a damaged return.

    Args:
        folder: an empty folder to work in.
        thorough: open the copy in openpyxl too, which takes long.
    """
    file = folder / "return.xlsx"
    file.write_bytes(damaged.data)
    try:
        with limited():
            checked = check(file, base, folder / "copy.xlsx")
            found = list(silent(base, damaged, checked))
            if checked.copy is not None and checked.returned is not None:
                found += about_copy(checked, damaged, base, folder, thorough)
            return found
    except TooLong:
        return [Complaint("too long", damaged.kind)]
    except Exception as error:  # noqa: BLE001  (whatever it is, it must not escape)
        return [escaped(error)]


def check(file: Path, base: Base, copy: Path) -> Checked:
    """Check a file as ``hwit validate --feedback`` does, and read it."""
    verdict = handed_back(file, Settings(base.on), copy)
    if verdict.broken:
        raise RuntimeError(f"rules could not be run: {dict(verdict.broken)}")
    try:
        returned = read(file, circumstances(base.on))
    except Rejected:
        returned = None
    return Checked(verdict.findings, returned, copy.read_bytes() if copy.exists() else None)


def escaped(error: BaseException) -> Complaint:
    """An exception that reached whoever called us."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "hwit_" in frame.filename]
    last = f"{Path(ours[-1].filename).name}:{ours[-1].name}" if ours else "nowhere"
    return Complaint("escaped", str(error)[:200], f"{type(error).__name__} in {last}")


# 3. Nothing is lost in silence


def silent(base: Base, damaged: Damaged, checked: Checked) -> Iterator[Complaint]:
    """Answers that were lost or changed, and of which no finding speaks."""
    if checked.returned is None:
        if not any(found.severity is Severity.REJECT for found in checked.findings):
            yield Complaint("lost", "the return could not be read, and is not rejected")
        return
    returned = checked.returned
    speaking = [found for found in checked.findings if _speaks(found, base)]
    now = answers(returned.plan.tables, returned.plan.form)
    lost = [
        (answer, value)
        for answer, value in base.answers.items()
        if not _read_well(now.get(answer), damaged.expected.get(answer, value))
        and not any(_speaks_of(found, answer, base, now) for found in speaking)
    ]
    if lost and not damaged.everything:
        view = _View(base, b"" if damaged.exact else damaged.data, returned)
        for answer, value in lost:
            wanted = damaged.expected.get(answer, value)
            if damaged.exact or answer in damaged.expected or not view.changed(answer, now.get(answer)):
                yield Complaint("lost", f"{'.'.join(answer)}: {_in_words(wanted)}, read as {now.get(answer)!r}")
    pointing = checked.findings if damaged.hinted else speaking
    for sheet, cell in damaged.beside:
        if not any(_points_at(found, sheet, cell) for found in pointing):
            yield Complaint("lost", f"typed beside a table, {sheet}!{cell}, and nobody says that it is not read")


def _read_well(value: Any, wanted: Any) -> bool:
    if wanted is Reads.ANYHOW:
        return True
    if wanted is Reads.SOMEHOW:
        return value not in BLANK
    if value in BLANK and isinstance(wanted, str) and wanted.strip().casefold() in NOTHING | LATER:
        return True  # a word for nothing is a blank, and in the list of what was typed and not read
    return wanted is not Reads.NEVER and (value == wanted or (value in BLANK and wanted in BLANK))


def _in_words(wanted: Any) -> str:
    return f"to be read {wanted.value}" if isinstance(wanted, Reads) else repr(wanted)


def _speaks(found: Finding, base: Base) -> bool:
    """Whether a finding is one that a school is shown, and new."""
    return found.severity is not Severity.ADVICE and same(found) not in base.findings


def _speaks_of(found: Finding, answer: Answer, base: Base, now: Mapping[Answer, Any]) -> bool:
    """Whether a finding speaks of an answer: of its cell, its row, its column, its table or the whole file."""
    if found.severity is Severity.REJECT:
        return True
    if (found.sheet, found.cell) == base.places[answer]:
        return True
    if found.table == "":
        return found.code == "WB006" and found.expected == answer.table
    whole_row = not any(other.table == answer.table and other.ref == answer.ref for other in now)
    if found.code == "WB007" and not whole_row:  # a column, a question, a heading of answers, or that of the references
        titles = {spec.title: field for field, spec in _columns(base.form, answer.table).items()}
        field = titles.get(found.expected or "")
        return found.table == answer.table and (
            field == answer.field if field else found.expected in (answer.ref, "Ref")
        )
    if found.table == answer.table and found.ref in ("", answer.ref) and found.field in (None, answer.field):
        return True
    return whole_row and bool(re.search(rf"\b{re.escape(answer.ref)}\b", found.message))


def _columns(form: Form, table: str) -> Mapping[str, Any]:
    return next(record.columns for record in form.tables if record.table == table)


def _points_at(found: Finding, sheet: str, cell: str) -> bool:
    """Whether a finding points at a cell: at its row or column, or at its sheet as a whole."""
    if found.code in ("WB006", "WB015", "PD005") and f"“{sheet}”" in found.message:
        return True
    return found.sheet == sheet and (found.cell == "A1" or _in_line(found.cell, cell))


def _in_line(one: str | None, other: str) -> bool:
    """Whether two cells stand in the same row or column."""
    pieces = [re.fullmatch(r"([A-Z]+)(\d+)", cell or "") for cell in (one, other)]
    return all(pieces) and (pieces[0][1] == pieces[1][1] or pieces[0][2] == pieces[1][2])  # type: ignore[index]


class _View:
    """The damaged return as another program shows it, beside the sound one."""

    def __init__(self, base: Base, data: bytes, returned: Return) -> None:
        self.base, self.before, self.after = base, base.shown, shown(data)
        self.by_place = {
            (name, row.place, field): getattr(row, field)
            for name, rows in returned.plan.tables.items()
            for row in rows
            for field in type(row).columns
        }

    def changed(self, answer: Answer, value: Any) -> bool:
        """Whether what stands in an answer's cell is something else by now, which was read as it stands."""
        if self.after is None:
            return False
        place, ref = self.base.places[answer], self.base.refs[answer.table, answer.ref]
        if self.after.get(ref) != self.before.get(ref):  # the row is called something else now
            number = self.base.numbers[answer]
            value = self.by_place.get((answer.table, number, answer.field), value)
            if value == self.base.answers[answer]:
                return True
        cell = self.after.get(place)
        if cell == self.before.get(place):
            return False
        spec = _columns(self.base.form, answer.table)[answer.field]
        read = read_answer(cell, spec, LISTS) if cell is not None else None
        return not isinstance(read, Misfit) and (read == value or (read in BLANK and value in BLANK))


# 4. The copy with feedback


def about_copy(checked: Checked, damaged: Damaged, base: Base, folder: Path, thorough: bool) -> Iterator[Complaint]:
    """What is wrong with a copy with feedback."""
    assert checked.copy is not None
    assert checked.returned is not None
    file = folder / "copy.xlsx"
    try:
        again = read(file, circumstances(base.on))
    except Rejected as rejected:
        yield Complaint("copy", f"it cannot be read: {rejected}")
        return
    form = checked.returned.plan.form
    before, after = (answers(one.plan.tables, form) for one in (checked.returned, again))
    for answer in sorted({*before, *after}):
        if before.get(answer) != after.get(answer):
            yield Complaint("copy", f"{'.'.join(answer)}: {before.get(answer)!r}, in the copy {after.get(answer)!r}")
    if thorough and opens(damaged.data) and not opens(checked.copy):
        yield Complaint("copy", "openpyxl opens the return, and not the copy")
