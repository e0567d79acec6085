"""How a programme recognises its schools: which document is made for which file (H07, H35, H50, H60)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hwit_validators.model.choices import QuasDecision
from hwit_validators.model.decision import Decision, ItemDecision, Kind
from hwit_validators.model.finding import Finding
from hwit_validators.words import in_runs, shown
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.decision_files import read_decision
from hwit_xl.checking.opening import open_return
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.settings import Settings
from hwit_xl.files.names import LONGEST, fitting
from hwit_xl.papers import letters, recognition
from hwit_xl.problem import Problem
from hwit_xl.programme.still_counts import is_decision

EMBLEM = "Emblem of the enhancement model.png"


@dataclass(frozen=True)
class Paper:
    """A document, ready to be written.

    Attributes:
        name: of its file.
        shared: it is the same for every school, so it may be there already.
    """

    name: str
    data: bytes
    shared: bool = False


@dataclass(frozen=True)
class Recognised:
    """What came of one file.

    Attributes:
        open: what could not be recognised yet, in words; "" if nothing is left.
    """

    papers: tuple[Paper, ...]
    open: str = ""


def recognise(path: Path, settings: Settings, without: frozenset[str] = frozenset()) -> Recognised:
    """The documents that a return or a decision file earns: welcome letter, certificate, recognition of outcomes.

    Args:
        without: items whose confirmation was taken back since.

    Raises:
        Problem: the file is neither, the school may not join yet, or nothing is confirmed.
    """
    if is_decision(path):
        return _decided(path, read_decision(path), settings.programme, without)
    return Recognised((_welcome(path, settings),))


def _welcome(path: Path, settings: Settings) -> Paper:
    returned = open_return(path, settings)
    plan = returned.plan
    if plan.form.stage == 0:
        raise Problem(f"{path} is an annual review; a school joins, and is welcomed, with its stage 1 workbook")
    school = plan.school
    if school is None or not school.name:
        raise Problem(f"{path} does not say which school it is from; the School sheet needs its name")
    standing = _about_joining(judge_return(returned, path.name).findings)
    if standing:
        raise Problem(f"{path}: {school.name} cannot be welcomed yet ({standing.code}: {standing.message})")
    name = f"{_called(school.urn or '', school.name)} - welcome letter.docx"
    return Paper(name, letters.welcome(school, settings.programme, settings.on))


def _about_joining(findings: tuple[Finding, ...]) -> Finding | None:
    """The first error about the school's right to be in the model (H01-H04)."""
    return next((found for found in findings if found.blocks and found.code.startswith("EL")), None)


def _decided(path: Path, decision: Decision, programme: Programme, without: frozenset[str]) -> Recognised:
    confirmed = [item for item in decision.items if item.answer is QuasDecision.CONFIRMED and item.ref not in without]
    still_open = [item for item in decision.items if item.answer is not QuasDecision.CONFIRMED]
    on = shown(decision.decided_on)
    if decision.kind is Kind.AMENDMENTS:
        raise Problem(f"{path} answers amendments; the letter tells the school, and there is nothing to hang up")
    if without and (not confirmed or decision.kind is Kind.PLAN):
        raise Problem(
            f"{path}: the panel has decided anew since, and {in_runs(item.ref for item in decision.items if item.ref in without)} of "
            f"{decision.school} {'is' if len(without) == 1 else 'are'} not confirmed any more"
        )
    if not confirmed or (decision.kind is Kind.PLAN and still_open):
        what = "the plan" if decision.kind is Kind.PLAN else "no outcome"
        verb = "is not" if decision.kind is Kind.PLAN else "is"
        raise Problem(f"{path}: {what} of {decision.school} {verb} confirmed; on {on} {_waits_for(still_open)}")
    open_words = f"{decision.school}: on {on} {_waits_for(still_open)}" if still_open else ""
    papers = _for_plan if decision.kind is Kind.PLAN else _for_outcomes
    return Recognised(tuple(papers(decision, confirmed, programme)), open_words)


def _waits_for(items: list[ItemDecision]) -> str:
    asked = in_runs(item.ref for item in items if item.answer is QuasDecision.CLARIFICATION)
    waiting = in_runs(item.ref for item in items if item.answer is not QuasDecision.CLARIFICATION)
    parts = (asked and f"the panel sought clarification on {asked}", waiting and f"{waiting} waited for an answer")
    return ", and ".join(filter(None, parts))


def _for_plan(decision: Decision, confirmed: list[ItemDecision], programme: Programme) -> Iterator[Paper]:
    name = f"{_called(decision.urn, decision.school)} - certificate {decision.decided_on.isoformat()}.pdf"
    yield Paper(name, recognition.certificate(decision, programme))
    yield Paper(EMBLEM, recognition.emblem(), shared=True)


def _for_outcomes(decision: Decision, confirmed: list[ItemDecision], programme: Programme) -> Iterator[Paper]:
    for item in confirmed:
        start = f"{_called(decision.urn, decision.school)} - outcome {fitting(item.ref)}"
        name = f"{start} {decision.decided_on.isoformat()}.pdf"
        yield Paper(name, recognition.outcome_recognition(decision, item, programme))


def _called(urn: str, school: str) -> str:
    """How the names of a school's documents begin."""
    return " ".join(filter(None, (fitting(urn), fitting(school, LONGEST))))
