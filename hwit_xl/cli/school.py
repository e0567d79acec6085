"""Opening one return of a school for a command that makes something of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision
from hwit_validators.panel.items import panels_answer
from hwit_validators.rules.engine import NOT_RUN
from hwit_validators.tables import Amendment
from hwit_validators.words import counted, shown
from hwit_xl.checking import opening
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.decision_files import KnownDecisions, beside, gathered, read_decision
from hwit_xl.checking.results import Summary
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.unread import told_unread
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
    named = [(path, read_decision(path)) for path in terms.decisions if not path.is_dir()]
    known = _given(terms, named) if terms.decisions else _beside(file)
    returned = opening.open_return(file, Settings(terms.on, terms.programme, terms.passwords, known))
    urns = returned.plan.urns
    for path, decision in named:
        if decision.urn not in urns:
            raise Problem(
                f"{path} is about the school {decision.urn}; this return is of {urns[0] if urns else 'a school without a URN'}"
            )
    return returned, judge_return(returned, file.name)


def _given(terms: Terms, named: Iterable[tuple[Path, Decision]]) -> KnownDecisions:
    return gathered([path for path in terms.decisions if path.is_dir()], more=[decision for _, decision in named])


def _beside(file: Path) -> KnownDecisions:
    found = beside(Path(os.path.realpath(file)).parent)  # of a link, where the return itself lies
    for problem in found.problems:
        say(f"passed over: {problem}", err=True)
    return KnownDecisions(found.decisions)


def protected_alike(data: bytes, file: Path, returned: Return, passwords: tuple[str, ...]) -> bytes:
    """A workbook made of a return, protected by the same password as the return is, if it is.

    Raises:
        Problem: the return has been taken away since it was read.
    """
    if not returned.locked:
        return data
    with concerning(file):
        password = unlocked(load(file), passwords).password
    return data if password is None else protected(data, password)


def refuse_while_blocked(verdict: Verdict, why: str) -> None:
    """Write the findings and end with exit code 1 while something must be put right."""
    if verdict.blocks:
        write_text([verdict], Summary(), width=screen_width(), everything=False)
        say(f"hwit: {why}", err=True)
        sys.exit(1)


def tell_what_stands(verdict: Verdict, what: str) -> None:
    """Say of something that is made all the same what stands against the return: errors, or that nobody knows."""
    if verdict.broken:
        rules = counted(len(verdict.broken), "rule")
        say(
            f"this return was not checked, as {rules} could not be run; {what} may be wrong: see `hwit validate`",
            err=True,
        )
    if number := sum(1 for found in verdict.findings if found.blocks and found.code != NOT_RUN):
        errors = counted(number, "error stands", "errors stand")
        say(f"{errors} in this return, and may change {what}: see `hwit validate`", err=True)


def end_if_lost(lost: Sequence[str], file: Path) -> None:
    """List what of a return has no place in the form made of it, and end with exit code 1; nothing where all has one."""
    if lost:
        for line in lost:
            say(f"not carried over: {line}", err=True)
        say(f"keep {file.name}, where it stands", err=True)
        sys.exit(1)


def tell_unread(returned: Return) -> None:
    """Say how much of a return could not be read, where something is made of it all the same."""
    if told := told_unread(returned):
        say(told, err=True)


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
