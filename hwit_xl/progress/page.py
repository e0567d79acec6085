"""One page for governors: where each outcome stands (H45). It leaves the school, so small numbers are withheld."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hwit_validators.figures.changes import in_unit
from hwit_validators.figures.progress import Status
from hwit_validators.plan import Plan
from hwit_validators.privacy.small_numbers import WITHHELD, masked
from hwit_validators.privacy.withheld import withheld, words
from hwit_validators.words import counted, number, shown
from hwit_xl.papers.pdf import pdf
from hwit_xl.progress.report import CHECKED, PLANNED, Line, People, ProgressReport, Section, counts

STATEMENT = 230
"""Letters of an outcome's statement that are shown: more would not fit on the page."""
TITLE = 220
"""Letters of a priority's title."""
CHANGE = 150
"""Letters of a change."""
CHANGES = 6
"""How many changes are shown."""
_TONES: dict[str, str] = {
    Status.ACHIEVED: "good",
    Status.ON_TRACK: "good",
    Status.BEHIND: "late",
    Status.NO_READING: "late",
    Status.OVERDUE: "bad",
    CHECKED: "late",
}


def to_bytes(plan: Plan, report: ProgressReport) -> bytes:
    """The page as PDF."""
    return pdf("progress", content(plan, report), on=report.on)


def content(plan: Plan, report: ProgressReport) -> dict[str, Any]:
    """What the page says."""
    kept_back = withheld(plan)
    report = _with_doubts(report)
    priorities: dict[str, list[dict[str, Any]]] = {}
    for section in report.sections:
        told = _outcome(plan, section.outcome, section.indicators)
        title = words(plan, getattr(section.outcome.measure, "priority", None), section.priority)
        priorities.setdefault(title or "No priority given", []).append(told)
    notes = []
    changes = list(_changes(plan, report))
    if kept_back & {line.ref for line in report.outcomes} or any(WITHHELD in change.split() for change in changes):
        limits = plan.profile.limits
        notes.append(
            f"“{WITHHELD}” and “figures withheld” stand for figures that are not passed on, so that nobody can be recognised: "
            f"they are about fewer than {limits.smallest_group} people, or about fewer than {limits.smallest_count} "
            "of a larger group."
        )
    return {
        "title": "Progress towards our health outcomes",
        "tagline": f"{report.school} · {shown(report.on)}",
        "foot": f"For governors. Made from the school’s return of stage {plan.form.stage}.",
        "monitored": report.monitored,
        "counters": [
            _counter("outcome", report.outcomes),
            _counter("indicator", report.indicators),
        ],
        "priorities": [{"title": _cut(title, TITLE), "outcomes": outcomes} for title, outcomes in priorities.items()],
        "changes": changes,
        "notes": notes,
    }


def _with_doubts(report: ProgressReport) -> ProgressReport:
    """The report with figures that an open finding speaks against neither told nor counted as anything else."""
    sections = (Section(s.priority, _checked(s.outcome), tuple(map(_checked, s.indicators))) for s in report.sections)
    return replace(report, sections=tuple(sections), shared=tuple(map(_checked, report.shared)))


def _checked(line: Line) -> Line:
    if line.doubt is None or line.standing == Status.WITHDRAWN:
        return line
    return replace(line, standing=CHECKED, people=People(), certainty=None)


def _counter(noun: str, lines: tuple[Line, ...]) -> dict[str, Any]:
    chips = [{"words": f"{number} {standing}", "tone": _tone(standing)} for standing, number in counts(lines).items()]
    return {"title": counted(len(lines), noun), "chips": chips}


def _tone(standing: str) -> str:
    return _TONES.get(standing, "plain")


def _outcome(plan: Plan, line: Line, indicators: tuple[Line, ...]) -> dict[str, Any]:
    now, hidden = line.progress, line.ref in withheld(plan)
    untold = hidden or line.doubt is not None
    figures = [] if untold else list(_figures(line))
    has_bar = not untold and now.share is not None and line.standing != PLANNED
    return {
        "ref": line.ref,
        "statement": _cut(words(plan, line.ref, line.statement), STATEMENT),
        "about": list(_about(line, indicators, hidden=hidden)),
        "figures": figures,
        "now": 1 if len(figures) == 3 else -1,
        "untold": "figures withheld" if hidden or not line.doubt else "",
        "status": line.standing,
        "tone": _tone(line.standing),
        "share": max(0.0, now.share or 0.0) if has_bar else None,
        "expected": now.expected if has_bar and line.standing != Status.ACHIEVED else None,
        "way": _way(line) if has_bar else "",
    }


def _figures(line: Line) -> Iterator[str]:
    """Start, now, and target."""
    holds, latest = line.progress.effective, line.progress.latest
    if holds.target is None:
        return
    unit = line.measure.unit
    yield "?" if holds.baseline is None else number(holds.baseline, unit)
    if latest is not None and not isinstance(latest, bool):
        yield number(latest, unit)
    yield in_unit(holds.target, unit)


def _about(line: Line, indicators: tuple[Line, ...], *, hidden: bool) -> Iterator[str]:
    """What stands in small type under an outcome."""
    holds = line.progress.effective
    if holds.due:
        yield f"due {shown(holds.due)}"
    if line.progress.read_on:
        yield f"last read on {shown(line.progress.read_on)}"
    if not hidden and line.people.latest:
        yield f"now {line.people.latest}"
    if not hidden and line.certainty and line.certainty.may_be_chance:
        yield "the change may be chance"
    if line.doubt:
        yield "its figures are still being checked"
    if indicators:
        yield "its indicators: " + ", ".join(f"{number} {standing}" for standing, number in counts(indicators).items())


def _way(line: Line) -> str:
    now = line.progress
    if line.standing == Status.ACHIEVED or now.share is None:
        return ""
    if now.share < 0:
        return "it has moved the wrong way"
    even = "" if now.expected is None else f"; {now.expected:.0%} if it moved evenly"
    return f"{now.share:.0%} of the way{even}"


def _changes(plan: Plan, report: ProgressReport) -> Iterator[str]:
    """What was changed, newest last; figures of small groups withheld."""
    made = [(line, change) for line in (*report.outcomes, *report.indicators) for change in line.changes]
    for line, change in made[:CHANGES]:
        told = masked(change.without_figures) if line.ref in withheld(plan) else change.words
        yield _cut(f"{line.ref}: {told}, {change.by}", CHANGE)
    if len(made) > CHANGES:
        yield f"and {len(made) - CHANGES} more, to be found in the school’s workbook"


def _cut(text: str, letters: int) -> str:
    """A text that is not too long: it keeps its beginning, and ends between words unless a long word is in the way."""
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    kept = text[: letters - 2]
    between = text[: letters - 1].rfind(" ")
    return f"{kept[:between] if between > letters / 2 else kept} …"
