"""A mutation test on real files: one mistake at a time in a sound return gives one finding, at its own cell.

The mistakes stand in ``support.mistakes``, a table for each family of rules. Here each is planted in the file of a worked
return, the file is read and judged by all rules on the day it was completed, and nothing but the expected code may stand
there. Advice is left aside, unless the mistake is one that only gets advice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hwit_validators.model.finding import Severity
from hwit_validators.rules import RULES, rule_named
from hwit_validators.tables.forms import FORMS, form_of_stage
from hwit_xl.checking.check import Check, judge
from hwit_xl.checking.collect import Found
from hwit_xl.checking.compare import compare
from hwit_xl.checking.decision_files import KnownDecisions
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.spool import Spool
from hwit_xl.checking.verdict import Verdict
from hwit_xl.workbooks.building import examples
from support.mistakes import CASES, NOT_BY_A_MISTAKE, SINGLE
from support.mistakes.batches import BATCHES
from support.mistakes.by_decisions import DECIDED, the_amendment, the_plan
from support.mistakes.by_profile import PROFILES
from support.mistakes.case import STAGE_4, Case, Place
from support.mistakes.whole_files import WHOLE_FILES
from support.plans import example
from support.returns import a_return


def judged(path: Path, case: Case, programme: Programme | None = None) -> Verdict:
    return judge(path, path.name, Settings(case.on, programme or Programme()))


def serious(verdict: Verdict) -> list[Place]:
    """Everything but advice."""
    assert not verdict.broken, verdict.broken
    return [(f.code, f.sheet, f.cell) for f in verdict.findings if f.severity is not Severity.ADVICE]


def advice(verdict: Verdict) -> list[Place]:
    return [(f.code, f.sheet, f.cell) for f in verdict.findings if f.severity is Severity.ADVICE]


def is_advice(code: str) -> bool:
    rule = rule_named(code)
    assert rule is not None, f"there is no rule {code}"
    return rule.severity is Severity.ADVICE


# Mistakes in cells -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.plan}-{case.stage}-{case.what}")
def test_a_mistake_in_a_cell_is_one_finding_at_its_place(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(case.planted())
    verdict = judged(path, case)
    if is_advice(case.code):
        assert serious(verdict) == []
        assert case.expected in advice(verdict)
    else:
        assert serious(verdict) == [case.expected]


WORKED = [(name, form.stage) for name in examples.names() for form in FORMS]


@pytest.mark.parametrize(("name", "stage"), WORKED)
def test_the_returns_in_which_mistakes_are_planted_are_sound(name: str, stage: int, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(stage, name))
    assert serious(judged(path, Case("", name, stage, {}, ""))) == []


@pytest.mark.parametrize("case", [case for case in CASES if case.before], ids=lambda case: f"{case.code}-{case.what}")
def test_returns_that_were_sent_out_otherwise_are_sound(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(case.sent_out())
    assert serious(judged(path, case)) == []


# Mistakes in the file as a whole ---------------------------------------------------------------------


@pytest.mark.parametrize("what", WHOLE_FILES)
def test_a_mistake_in_the_file_as_a_whole_is_one_finding(what: str, tmp_path: Path) -> None:
    expected, spoil = WHOLE_FILES[what]
    path = tmp_path / "return.xlsx"
    path.write_bytes(spoil(a_return(4)))
    verdict = judged(path, STAGE_4)
    if is_advice(expected[0]):
        assert (serious(verdict), advice(verdict)) == ([], [expected])
    else:
        assert serious(verdict) == [expected]


OLD_FORMS = (4, 8)
"""Stages of the returns in version 1.0 that are kept beside the tests of the reader."""


@pytest.mark.parametrize("stage", OLD_FORMS)
def test_wb016_a_form_that_can_still_be_read_but_is_not_the_newest(stage: int) -> None:
    path = Path(__file__).parent / f"workbooks/reading/returns_1_0/stage_{stage}.xlsx"
    verdict = judged(path, Case("", "primary", stage, {}, ""))
    assert serious(verdict) == []
    assert ("WB016", None, None) in advice(verdict)


# Mistakes that show with the programme's profile -------------------------------------------------------


@pytest.mark.parametrize("what", PROFILES)
def test_a_mistake_that_the_profile_shows_is_one_finding(what: str, tmp_path: Path) -> None:
    expected, case, profile = PROFILES[what]
    path = tmp_path / "return.xlsx"
    path.write_bytes(case.planted())
    assert serious(judged(path, case, Programme(profile))) == [expected]


# Mistakes that show beside the panel's decisions ---------------------------------------------------------


@pytest.mark.parametrize("what", DECIDED)
def test_a_mistake_that_the_panels_decisions_show_is_one_finding(what: str, tmp_path: Path) -> None:
    expected, stage, decisions = DECIDED[what]
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(stage))
    on = example().completed_on(form_of_stage(stage))
    assert serious(judge(path, path.name, Settings(on, decisions=KnownDecisions(decisions(), complete=True)))) == [
        expected
    ]


@pytest.mark.parametrize("known", [(), "amendment"], ids=["none", "another kind"])
def test_decisions_that_happen_to_be_there_do_not_make_others_missing(known: object, tmp_path: Path) -> None:
    """Beside a return there may be the decision on its amendment, and the one on its plan somewhere else."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(7))
    settings = Settings(
        example().completed_on(form_of_stage(7)), decisions=KnownDecisions((the_amendment(),) if known else ())
    )
    assert serious(judge(path, path.name, settings)) == []


@pytest.mark.parametrize("stage", [5, 6, 7, 8])
def test_a_plan_that_is_the_confirmed_one_is_sound(stage: int, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(stage))
    known = (the_plan(confirmed=False), the_plan(), the_amendment())
    assert (
        serious(
            judge(
                path,
                path.name,
                Settings(example().completed_on(form_of_stage(stage)), decisions=known and KnownDecisions(known)),
            )
        )
        == []
    )


# Mistakes between returns ------------------------------------------------------------------------------


@pytest.mark.parametrize("what", BATCHES)
def test_a_mistake_between_returns_is_one_finding(what: str, tmp_path: Path) -> None:
    files, (blamed, expected) = BATCHES[what]
    days = {name: example().completed_on(form_of_stage(stage)) for name, (stage, _) in files.items()}
    for name, (_, content) in files.items():
        (tmp_path / name).write_bytes(content())
    with Spool([Found(tmp_path / name, name) for name in files]) as spool:
        for place, found in enumerate(spool.files):  # each on the day it was completed
            spool.add(place, Check(Settings(days[found.name]))(found))
        compare(spool, Settings(max(days.values())))
        assert {verdict.name: serious(verdict) for verdict in spool} == {
            name: [expected] if name == blamed else [] for name in files
        }


# All of them -----------------------------------------------------------------------------------------


def fired() -> Iterator[str]:
    """The code of each mistake above, each of which is tried above."""
    yield from (case.code for case in CASES)
    yield from (expected[0] for expected, *_ in (*WHOLE_FILES.values(), *PROFILES.values()))
    yield from (expected[0] for _, (_, expected) in BATCHES.values())
    yield from (expected[0] for expected, *_ in DECIDED.values())
    yield from ("WB016" for _ in OLD_FORMS)


def test_every_rule_has_fired_on_a_file() -> None:
    codes = {rule.code for rule in RULES}
    assert sorted(codes - set(fired()) - set(NOT_BY_A_MISTAKE)) == [], "these rules have never fired on a file"
    assert sorted(set(fired()) - codes) == [], "there are no such rules"


def test_every_rule_has_fired_on_two_different_mistakes() -> None:
    """A rule with one mistake only says why in ``SINGLE``."""
    assert {code for code, number in Counter(fired()).items() if number == 1} == set(SINGLE)
    assert len({(case.plan, case.stage, *sorted(case.typed.items())) for case in CASES}) == len(CASES)
