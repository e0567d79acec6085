"""What a check says: a mark by a rule, and the finding a school gets from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from hwit_validators.words import counted, told_ref, where


class Severity(StrEnum):
    """How much a finding matters, most serious first."""

    REJECT = "reject"
    """The file cannot be read as a return."""
    ERROR = "error"
    """Must be put right before the return can be submitted."""
    QUERY = "query"
    """May be right; needs a look or an explanation."""
    ADVICE = "advice"
    """No answer needed."""

    @property
    def rank(self) -> int:
        """0 for the most serious."""
        return list(Severity).index(self)

    @property
    def blocks(self) -> bool:
        """Whether a return with such a finding cannot be submitted."""
        return self in (Severity.REJECT, Severity.ERROR)

    def counted(self, number: int) -> str:
        """So many findings of it: ``1 error``, ``2 queries``, ``3 pieces of advice``."""
        return counted(number, *_ONE_AND_MORE[self])


_ONE_AND_MORE = {
    Severity.REJECT: ("rejection", "rejections"),
    Severity.ERROR: ("error", "errors"),
    Severity.QUERY: ("query", "queries"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}


@dataclass(frozen=True)
class Mark:
    """What a rule or the reader saw, and where, before it has a code and a cell.

    Attributes:
        table: the Excel table, or "" for the file as a whole.
        message: where, what and why, in a teacher's words.
        ref, place, field: the record and the answer, if the mark is about one.
        found, expected: the value that stands there, and what would be right.
        fix: how to put it right, where the rule's own text is not exact enough.
        sheet, cell: where it stands, if that is not an answer of a record.
    """

    table: str
    message: str
    ref: str = ""
    place: int | None = None
    field: str | None = None
    found: str | None = None
    expected: str | None = None
    fix: str | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Finding:
    """One thing for the school to look at.

    Attributes:
        code: the rule's code, stable for ever.
        column: title of the column or question.
        sheet, cell: where it stands in the returned file (None when a whole file is meant).
        explanation: what the school wrote about it on the Feedback sheet, where that counts.
        typed: what the school wrote beside it that does not count: beside an error, or about an answer that has changed since.
        waiver: the Local Programme has waived the rule for this school: who, until when and why.
        place, field: position of the record in its table and name of its field, for finding the cell.
        fingerprint: of the answer it is about, by which an explanation is held to that answer.
    """

    code: str
    severity: Severity
    table: str
    ref: str
    column: str
    found: str | None
    expected: str | None
    message: str
    fix: str
    sheet: str | None = None
    cell: str | None = None
    explanation: str | None = None
    typed: str | None = None
    waiver: str | None = None
    place: int | None = None
    field: str | None = None
    fingerprint: str = ""

    @property
    def waived(self) -> bool:
        """Whether the Local Programme has waived the rule for this school."""
        return bool(self.waiver)

    @property
    def settled(self) -> bool:
        """Whether nothing more is asked for: the school has explained it, or the Local Programme has waived it."""
        return self.waived or (bool(self.explanation) and not self.severity.blocks)

    @property
    def blocks(self) -> bool:
        """Whether the return cannot be submitted because of it."""
        return self.severity.blocks and not self.waived

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What an explanation is kept under: never a row number or an address. Several findings of a return may share it."""
        return self.code, self.table, self.ref, self.field or ""

    @property
    def where(self) -> str:
        """The cell it leads to: ``Outcomes C20``; "" where it is about the file as a whole."""
        return where(self.sheet, self.cell)

    @property
    def about(self) -> str:
        """The answer it is about: ``O4 · Target``."""
        return " · ".join(part for part in (told_ref(self.ref), self.column) if part)

    def at(self, sheet: str | None, cell: str | None) -> Finding:
        """The same finding, with its place in the file."""
        return replace(self, sheet=sheet, cell=cell)
