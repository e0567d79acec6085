"""Opening one return of a school for a command that makes something of it."""

from __future__ import annotations

import sys
from pathlib import Path

from hwit_validators.model.choices import QuasDecision
from hwit_validators.panel.items import panels_answer
from hwit_validators.tables import Amendment
from hwit_validators.words import shown
from hwit_xl.checking import opening
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.decision_files import KnownDecisions, beside, gathered
from hwit_xl.checking.results import Summary
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Verdict
from hwit_xl.cli.lines import say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.text import screen_width, write_text
from hwit_xl.problem import Problem, concerning
from hwit_xl.workbooks.reading.read import Return
from hwit_xl.workbooks.xlsx.opening import load, protected, unlocked


def open_return(file: Path, terms: Terms) -> tuple[Return, Verdict]:
    """Read a return with the panel's decisions on its school, and check it.

    A decision that is missing beside the return, where none were named, is not held against it.

    Raises:
        Problem: it cannot be read, or a decision is none or is about another school.
    """
    known = gathered(terms.decisions) if terms.decisions else _beside(file)
    returned = opening.open_return(file, Settings(terms.on, terms.programme, terms.passwords, known))
    urns = returned.plan.urns
    for path in terms.decisions:
        others = gathered([path]).schools - set(urns) if path.is_file() else frozenset()
        if others:
            raise Problem(
                f"{path} is about the school {', '.join(others)}; this return is of {urns[0] if urns else 'a school without a URN'}"
            )
    return returned, judge_return(returned, file.name)


def _beside(file: Path) -> KnownDecisions:
    found = beside(file)
    for problem in found.problems:
        say(f"passed over: {problem}", err=True)
    return KnownDecisions(found.decisions)


def protected_alike(data: bytes, file: Path, passwords: tuple[str, ...]) -> bytes:
    """A workbook made of a return, protected by the same password as the return is, if it is.

    Raises:
        Problem: the return has been taken away since it was read.
    """
    with concerning(file):
        password = unlocked(load(file), passwords).password
    return data if password is None else protected(data, password)


def refuse_while_blocked(verdict: Verdict, why: str) -> None:
    """Write the findings and end with exit code 1 while something must be put right."""
    if verdict.blocks:
        write_text([verdict], Summary(), width=screen_width(), everything=False)
        say(f"hwit: {why}", err=True)
        sys.exit(1)


def tell_about_amendments(returned: Return, *, written_in: bool) -> None:
    """Say which amendments wait for the panel, and which it has answered though the return does not say so yet.

    Args:
        written_in: what is made of the return holds the panel's answers.
    """
    plan = returned.plan
    for change in plan.of(Amendment):
        answer = panels_answer(change, plan.decisions) if plan.decisions else None
        if change.decision is QuasDecision.CONFIRMED:
            continue
        if answer is None or answer[0] is QuasDecision.WAITING:
            say(f"amendment {change.ref} waits for the panel's answer; until then it does not count", err=True)
        elif answer[0] is not change.decision and not written_in:
            say(
                f"amendment {change.ref}: {answer[0].lower()} by the panel on {shown(answer[1])}; "
                f"`hwit new --from` writes it into the workbook",
                err=True,
            )
