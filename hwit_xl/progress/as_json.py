"""A progress report as JSON, for other programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hwit_validators.figures.changes import Change
from hwit_validators.model.finding import Finding
from hwit_xl.progress.report import Line, Point, ProgressReport, counts


def as_dict(report: ProgressReport) -> dict[str, Any]:
    """The report as it stands in JSON; `hwit progress --help` lists the fields."""
    return {
        "school": report.school,
        "urn": report.urn,
        "form": report.form,
        "on": report.on.isoformat(),
        "monitored": report.monitored,
        "summary": {"outcomes": counts(report.outcomes), "indicators": counts(report.indicators)},
        "outcomes": [
            {
                "priority": section.priority,
                **_line(section.outcome),
                "indicators": [_line(i) for i in section.indicators],
            }
            for section in report.sections
        ],
        "shared_indicators": [_line(line) for line in report.shared],
    }


def _line(line: Line) -> dict[str, Any]:
    now, holds, result = line.progress, line.progress.effective, line.result
    figures = {
        "ref": line.ref,
        "statement": line.statement,
        "status": line.standing,
        "unit": line.measure.unit,
        "direction": line.measure.direction,
        "baseline": holds.baseline,
        "starts_on": _day(holds.starts_on),
        "target": holds.target,
        "due": _day(holds.due),
        "latest": now.latest,
        "read_on": _day(now.read_on),
        "sample_size": line.size,
        "share": _rounded(now.share),
        "expected": _rounded(now.expected),
        "in_people": {
            "baseline": line.people.baseline,
            "latest": line.people.latest,
            "needed": line.people.needed,
        },
        "interval": [_rounded(line.certainty.low), _rounded(line.certainty.high)] if line.certainty else None,
        "may_be_chance": line.certainty.may_be_chance if line.certainty else None,
        "doubt": _doubt(line.doubt) if line.doubt else None,
        "changes": [_change(change) for change in line.changes],
        "readings": [_point(point) for point in line.points],
    }
    if line.serves:
        return figures | {"serves": list(line.serves)}
    return figures | {"met": result.met if result else None}


def _doubt(found: Finding) -> dict[str, Any]:
    return {"code": found.code, "severity": str(found.severity).lower(), "message": found.message}


def _change(change: Change) -> dict[str, Any]:
    words = {"ref": change.ref, "what": change.words, "why": change.why}
    return words | {"on": _day(change.on), "counts": change.counts}


def _point(point: Point) -> dict[str, Any]:
    return {"on": _day(point.read_on), "value": point.value, "done": point.done, "sample_size": point.size}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
