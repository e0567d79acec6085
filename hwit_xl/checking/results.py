"""Verdicts as JSON, JSON Lines and CSV, for other programs and for spreadsheets."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO, Any

import hwit_validators
from hwit_validators.model.finding import Finding, Severity
from hwit_validators.words import visible
from hwit_xl.checking.verdict import Status, Verdict
from hwit_xl.checking.wrapping.member import Left
from hwit_xl.files.json_text import as_json

FINDING_FIELDS = (
    "code", "severity", "table", "ref", "column", "sheet", "cell", "found", "expected", "message", "fix", "explanation", "waiver",
)  # fmt: skip
RETURN_FIELDS = ("file", "sha256", "urn", "school", "form", "form_version", "status")


class Summary:
    """Counts over verdicts, added one by one, so that they need not be kept."""

    def __init__(self, left: Sequence[Left] = ()) -> None:
        """Begin with no verdict.

        Args:
            left: files that were not looked at.
        """
        self.left = left
        self.statuses: Counter[Status] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.explained = self.waived = 0
        self.broken: dict[str, str] = {}
        self.blocks = False

    def add(self, verdict: Verdict) -> None:
        """Count one more return."""
        self.statuses[verdict.status] += 1
        self.severities += verdict.counts
        self.explained += sum(1 for found in verdict.findings if found.settled and not found.waived)
        self.waived += sum(1 for found in verdict.findings if found.waived)
        self.broken.update(verdict.broken)
        self.blocks = self.blocks or verdict.blocks

    @property
    def returns(self) -> int:
        """How many returns were checked."""
        return self.statuses.total()

    def as_dict(self) -> dict[str, Any]:
        """The summary as it stands in JSON."""
        return {
            "returns": self.returns,
            **{status.value: self.statuses[status] for status in Status},
            "findings": {severity.value: self.severities[severity] for severity in Severity},
            "explained": self.explained,
            "waived": self.waived,
            "rules_not_run": self.broken,
            "not_looked_at": len(self.left),
        }


def tool() -> dict[str, Any]:
    """What made a result: program, version and number of rules."""

    from hwit_validators.rules import RULES  # text and CSV do not wait for the rules

    return {"name": "hwit", "version": hwit_validators.__version__, "rules": len(RULES)}


def as_dict(verdict: Verdict) -> dict[str, Any]:
    """One return as it stands in JSON."""
    head = (
        verdict.name, verdict.sha256, verdict.urn, verdict.school, verdict.form, verdict.form_version, verdict.status.value,
    )  # fmt: skip
    return dict(zip(RETURN_FIELDS, head, strict=True)) | {"findings": [_finding(found) for found in verdict.findings]}


def _finding(found: Finding) -> dict[str, Any]:
    return {name: getattr(found, name) for name in FINDING_FIELDS}


def write_json(verdicts: Iterable[Verdict], stream: IO[str], summary: Summary) -> None:
    """Write one JSON object, return by return."""
    stream.write('{"tool": ' + _json(tool()) + ', "returns": [')
    for number, verdict in enumerate(verdicts):
        summary.add(verdict)
        stream.write((",\n" if number else "\n") + _json(as_dict(verdict)))
    left = [{"file": one.name, "why": one.why or None} for one in summary.left]
    stream.write('\n], "not_looked_at": ' + _json(left) + ', "summary": ' + _json(summary.as_dict()) + "}\n")


def write_json_lines(verdicts: Iterable[Verdict], stream: IO[str], summary: Summary) -> None:
    """Write one line of JSON for each return, in the order of the files."""
    for verdict in verdicts:
        summary.add(verdict)
        stream.write(_json(as_dict(verdict)) + "\n")
        stream.flush()


def write_csv(verdicts: Iterable[Verdict], stream: IO[str], summary: Summary) -> None:
    """Write one row for each finding, and one for each return without any."""
    writer = csv.writer(stream, lineterminator="\n")  # which the stream writes as the system has it
    writer.writerow([*RETURN_FIELDS, *FINDING_FIELDS])
    for verdict in verdicts:
        summary.add(verdict)
        row = as_dict(verdict)
        head = [harmless(row[name]) for name in RETURN_FIELDS]
        for found in row["findings"] or [dict.fromkeys(FINDING_FIELDS)]:
            writer.writerow([*head, *(harmless(found[name]) for name in FINDING_FIELDS)])


def harmless(value: object) -> str:
    """A text that no spreadsheet program takes for a formula: one that begins like a formula gets an apostrophe."""
    text = "" if value is None else visible(str(value), lines=True)
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r") else text


def _json(value: object) -> str:
    return as_json(value)
