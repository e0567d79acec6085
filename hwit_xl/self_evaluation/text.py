"""What a school may claim in Ofsted's self-evaluation form, line by line (design §7, domain facts §4.1).

Which line an outcome belongs to follows from its well-being indicator: the columns ``sef_2009``, ``sef_2005`` and
``sef_sure`` of the list ``wellbeing_indicators`` (our own judgement; no form says it). The list ``sef_lines`` has the
lines, and which of them are used unless a school or programme says otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hwit_validators.model.finding import Finding
from hwit_validators.model.lists import Entry
from hwit_validators.model.profile import SefForm
from hwit_validators.plan import Plan
from hwit_validators.tables import Outcome
from hwit_xl.checking.unread import why_missing
from hwit_xl.problem import Problem
from hwit_xl.self_evaluation.claims import Claim, Standing, aim_of, claim_of

FIRST_STAGE = 7
"""The stage from which on there are readings, and so something to claim."""
_SURE = ("read", "handbook", "likely")
"""How a list marks what may be relied on; anything else is to be checked by the school."""


@dataclass(frozen=True)
class Line:
    """A line of the form with what may be claimed under it.

    Attributes:
        sure: its number may be relied on; otherwise the school has to check it on its form.
    """

    code: str
    title: str
    sure: bool
    claims: tuple[Claim, ...] = ()

    @property
    def label(self) -> str:
        """Its number and subject."""
        return f"{self.code} {self.title}"


@dataclass(frozen=True)
class Elsewhere:
    """An outcome that must not be claimed under the lines that are used.

    Attributes:
        about: its well-being indicator in words; "" where it has none.
        line: where it seems to belong; None where no line is known.
        sure: that suggestion may be relied on.
    """

    outcome: Outcome
    aim: str
    about: str
    line: Line | None
    sure: bool


@dataclass(frozen=True)
class LeftOut:
    """An outcome that nothing is claimed of, and why."""

    outcome: Outcome
    aim: str
    why: str


@dataclass(frozen=True)
class SefText:
    """Everything for the form.

    Attributes:
        lines: every line that is used, in the form's order, also one without claims.
    """

    school: str
    urn: str
    form: SefForm
    on: dt.date
    lines: tuple[Line, ...]
    elsewhere: tuple[Elsewhere, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, by line."""
        return tuple(claim for line in self.lines for claim in line.claims)


def sef_text(plan: Plan, findings: Iterable[Finding], form: SefForm, extra: Sequence[str] = ()) -> SefText:
    """What may be claimed of a plan's outcomes.

    Args:
        findings: what a check says of the return; a claim is held back while one on its figures is open.
        extra: codes of lines to use beside those that are used anyway.

    Raises:
        Problem: the return is of an earlier stage than 7, has no outcome, or there is no such line.
    """
    if plan.form.stage < FIRST_STAGE:
        raise Problem(
            f"there is nothing to claim yet: figures come in from stage {FIRST_STAGE} on, this is {_place(plan)}"
        )
    if not plan.of(Outcome):
        raise Problem(f"there is nothing to claim: {why_missing(plan, Outcome) or 'no outcome is filled in'}")
    findings = tuple(findings)
    used, default = _used(plan, form, extra)
    claims: dict[str | None, list[Claim]] = {line.code: [] for line in used}
    elsewhere, left_out = [], []
    for outcome in plan.of(Outcome):
        code, indicator = _line_of(plan, outcome, form, default)
        if code not in claims:
            elsewhere.append(_elsewhere(plan, outcome, form, code, indicator))
        elif isinstance(made := claim_of(plan, outcome, findings), Claim):
            claims[code].append(made)
        else:
            left_out.append(LeftOut(outcome, aim_of(plan, outcome), made))
    return SefText(
        school=plan.school_name or "School not named",
        urn=plan.urn,
        form=form,
        on=plan.on,
        lines=tuple(replace(line, claims=_in_order(claims[line.code])) for line in used),
        elsewhere=tuple(elsewhere),
        left_out=tuple(left_out),
    )


def _place(plan: Plan) -> str:
    return f"stage {plan.form.stage}" if plan.form.stage else "an annual review"


def _in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """What is met comes first, what is not met last."""
    return tuple(sorted(claims, key=lambda claim: list(Standing).index(claim.standing)))


def _used(plan: Plan, form: SefForm, extra: Sequence[str]) -> tuple[list[Line], str | None]:
    """The lines that are used, and the one that takes outcomes without a well-being indicator."""
    entries = _entries(plan, form)
    wanted = {code.strip().casefold() for code in extra}
    if unknown := [code for code in extra if code.strip().casefold() not in {e.code.casefold() for e in entries}]:
        known = ", ".join(entry.code for entry in entries)
        raise Problem(f"the self-evaluation form of {form} has no line {unknown[0]}; there are {known or 'none'}")
    on = [entry for entry in entries if entry.more.get("on") == "yes"]
    used = [entry for entry in entries if entry in on or entry.code.casefold() in wanted]
    if not used:
        raise Problem(f"no line of the self-evaluation form of {form} is used; choose one with --line")
    return [_line(entry) for entry in used], on[0].code if on else None


def _entries(plan: Plan, form: SefForm) -> list[Entry]:
    return [entry for entry in plan.lists["sef_lines"].entries if entry.more.get("profile") == form]


def _line(entry: Entry) -> Line:
    return Line(entry.code, entry.title, entry.more.get("sure") in _SURE)


def _line_of(plan: Plan, outcome: Outcome, form: SefForm, default: str | None) -> tuple[str | None, Entry | None]:
    """The code of the line an outcome belongs to, None where none is known, and its well-being indicator.

    The line for healthy lifestyles takes outcomes without an indicator, or with one whose list says nothing of lines.
    """
    entry = plan.lists["wellbeing_indicators"].find(outcome.wellbeing_indicator or "")
    code = entry.more.get(f"sef_{form}") if entry else None
    return (default if code is None else code or None), entry


def _elsewhere(plan: Plan, outcome: Outcome, form: SefForm, code: str | None, indicator: Entry | None) -> Elsewhere:
    line = next((_line(entry) for entry in _entries(plan, form) if entry.code == code), None)
    sure = bool(line and line.sure and indicator and indicator.more.get("sef_sure") in _SURE)
    return Elsewhere(outcome, aim_of(plan, outcome), indicator.title if indicator else "", line, sure)
