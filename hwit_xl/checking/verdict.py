"""What a check says of one returned file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from hwit_validators.model.finding import Finding, Severity
from hwit_xl.checking.collect import Found
from hwit_xl.checking.wrapping.member import Member
from hwit_xl.workbooks.reading.explained import Apart


class Status(StrEnum):
    """What a return comes to, from the best to the worst."""

    CLEAN = "clean"
    QUERIES = "queries"
    ERRORS = "errors"
    NOT_CHECKED = "not checked"
    """A rule could not be run: a fault of this program, so nobody knows whether the return is sound."""
    REJECTED = "rejected"


@dataclass(frozen=True)
class Verdict:
    """The outcome of checking one file.

    Attributes:
        path: the file, or what the file is wrapped in.
        name: how it is called in results: relative to the folder that was searched.
        sha256: of the bytes that were judged; "" where they could not be read.
        urn, school, form, form_version: what the return says of itself; "" where it could not be read.
        form_title: the form as people call it.
        findings: in the order in which a person walks through the workbook, each with its sheet and cell.
        apart: what the school wrote about findings that need more than its file, such as other returns, which may not be made
            every time, and what it wrote beside no finding: its words are kept all the while.
        broken: rules that could not be run, a fault of this program, by code.
        sheets: names of the workbook's sheets, in the order in which they stand.
        member: which of the files in a zip file or an e-mail it is; None for a file of its own.
    """

    path: Path
    name: str
    sha256: str
    urn: str = ""
    school: str = ""
    form: str = ""
    form_version: str = ""
    form_title: str = ""
    findings: tuple[Finding, ...] = ()
    apart: tuple[Apart, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    member: Member | None = None

    @property
    def file(self) -> Found:
        """The file it is about."""
        return Found(self.path, self.name, self.member)

    @property
    def is_read(self) -> bool:
        """Whether the file could be read as a return."""
        return bool(self.form)

    @property
    def status(self) -> Status:
        """The most serious thing found; what is explained or waived does not count, nor does advice."""
        severities = {found.severity for found in self.findings if not found.settled}
        if any(found.severity is Severity.REJECT for found in self.findings):
            return Status.REJECTED
        if self.broken:
            return Status.NOT_CHECKED
        if any(found.severity is Severity.ERROR and not found.waived for found in self.findings):
            return Status.ERRORS
        return Status.QUERIES if Severity.QUERY in severities else Status.CLEAN

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity."""
        return Counter(found.severity for found in self.findings)

    @property
    def blocks(self) -> bool:
        """Whether the return cannot be submitted as it is: something must be put right, or it was not checked whole."""
        return bool(self.broken) or any(found.blocks for found in self.findings)
