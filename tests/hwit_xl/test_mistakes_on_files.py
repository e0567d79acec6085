"""A mutation test on real files: one mistake at a time in a sound return gives one finding, at its own cell.

The mistakes stand in ``support.mistakes``, a table for each family of rules. Here each is planted in the file of a worked
return, the file is read and judged by all rules on the day it was completed, and nothing but the expected code may stand
there. Advice is left aside, unless the mistake is one that only gets advice.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from hwit_validators.decision import Decision, ItemDecision, Kind
from hwit_validators.finding import Severity
from hwit_validators.forms import FORMS, form_of_stage
from hwit_validators.profile import Profile, Waiver
from hwit_validators.records import Outcome
from hwit_validators.records.choices import QuasDecision
from hwit_validators.rules import RULES, rule_named
from hwit_validators.submission import items
from hwit_xl.checking.profile import Programme
from hwit_xl.checking.verdict import Settings, Verdict, judge
from hwit_xl.programme.across import judged_across
from hwit_xl.workbooks import examples, read
from hwit_xl.workbooks.package_reader import LARGEST_FILE, Package, protected
from support.mistakes import CASES, SINGLE
from support.mistakes.case import Case
from support.plans import example
from support.returns import a_return, changed, part_of, saved, with_name

Place = tuple[str, str | None, str | None]
"""Code, sheet and cell of a finding."""


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

STAGE_4 = Case("", "primary", 4, {}, "")


def without_table(data: bytes, sheet: str) -> bytes:
    """A return in which a table was turned into plain cells."""
    rels = part_of(data, sheet).replace("worksheets/", "worksheets/_rels/") + ".rels"
    relation = re.compile(rb'<Relationship [^>]*relationships/table"[^>]*?(/>|></Relationship>)')
    return changed(data, {rels: lambda old: relation.sub(b"", old)})


def with_other_heading(data: bytes, sheet: str, title: str) -> bytes:
    """A return in which somebody typed over a heading."""
    part = part_of(data, sheet)
    [table] = [target for _, kind, target in Package(data).relations(part) if kind == "table"]
    return changed(
        data,
        {
            part: lambda old: old.replace(f">{title}</t>".encode(), b">Something else</t>", 1),
            table: lambda old: old.replace(f'name="{title}"'.encode(), b'name="Something else"', 1),
        },
    )


def with_large_part(data: bytes) -> bytes:
    """A return in which a picture unpacks to more than a part may."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/photo.png", bytes(65 << 20))
    return file.getvalue()


def with_comment(data: bytes) -> bytes:
    """A return in which a comment hangs on a cell."""
    book = load_workbook(io.BytesIO(data))
    book["Outcomes"]["C7"].comment = Comment("Ask the nurse about Amy", "Ruth Calloway")
    return saved(book)


def with_sheet(data: bytes, *, hidden: bool) -> bytes:
    """A return with a sheet of the school's own."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.create_sheet("Class lists")
    sheet["A1"] = "Class 4"
    sheet.sheet_state = "hidden" if hidden else "visible"
    return saved(book)


def with_note(data: bytes) -> bytes:
    """A return in which a note is typed below a table."""
    note = b'<row r="200"><c r="C200" t="inlineStr"><is><t>See my e-mail</t></is></c></row></sheetData>'
    return changed(data, {part_of(data, "Outcomes"): lambda old: old.replace(b"</sheetData>", note)})


WHOLE_FILES: dict[str, tuple[Place, Callable[[bytes], bytes]]] = {
    "a list in plain text": (("WB001", None, None), lambda data: b"School,URN\r\nLarkfield,900001\r\n"),
    "cut short on its way": (("WB001", None, None), lambda data: data[: len(data) // 2]),
    "with a password": (("WB002", None, None), lambda data: protected(data, "apple-42")),
    "a very large file": (("WB003", None, None), lambda data: data + bytes(LARGEST_FILE)),
    "a part that unpacks to far more": (("WB003", None, None), with_large_part),
    "another workbook": (("WB004", None, None), lambda data: with_name(data, "hwit_form", '"timetable"')),
    "no version": (("WB004", None, None), lambda data: with_name(data, "hwit_version", '"one"')),
    "a form of the future": (("WB005", None, None), lambda data: with_name(data, "hwit_version", '"9.0"')),
    "too old": (("WB005", None, None), lambda data: with_name(data, "hwit_version", '"0.9"')),
    "a lost table": (("WB006", None, None), lambda data: without_table(data, "Outcomes")),
    "another lost table": (("WB006", None, None), lambda data: without_table(data, "Needs")),
    "a lost column": (
        ("WB007", "Indicators", "B5"),
        lambda data: with_other_heading(data, "Indicators", "How often looked at"),
    ),
    "a lost question": (
        ("WB007", "Outcomes", "B5"),
        lambda data: with_other_heading(data, "Outcomes", Outcome.columns["who"].title),
    ),
    "a note below a table": (("WB015", "Outcomes", "C200"), with_note),
    "a sheet of its own": (("WB015", "Class lists", "A1"), lambda data: with_sheet(data, hidden=False)),
    "macros": (("WB020", None, None), lambda data: changed(data, {"xl/vbaProject.bin": b"\0"})),
    "links": (("WB020", None, None), lambda data: changed(data, {"xl/externalLinks/externalLink1.xml": b"<a/>"})),
    "a comment": (("PD005", "Outcomes", "C7"), with_comment),
    "a hidden sheet": (("PD005", "Class lists", "A1"), lambda data: with_sheet(data, hidden=True)),
}
"""Where the finding must stand, and what becomes of a sound return of stage 4."""


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
    path = Path(__file__).parent / f"workbooks/returns_1_0/stage_{stage}.xlsx"
    verdict = judged(path, Case("", "primary", stage, {}, ""))
    assert serious(verdict) == []
    assert ("WB016", None, None) in advice(verdict)


# Mistakes that show with the programme's profile -------------------------------------------------------

WAIVER = Waiver(
    rule="OC016", school="900001", reason="A new list is on its way", by="Jo Field", until=dt.date(2010, 6, 24)
)
WITHOUT_O5 = Case(
    "a plan without its fifth outcome, in whose results the fifth column is filled in",
    "primary",
    8,
    {},
    "RV016 Results/O5 met",
    before={
        "Outcomes/O5": "",
        "Indicators/E7 outcomes": "O4",
        "Indicators/E10 outcomes": "O4",
        "Partners/PT3 outcomes": "O4, O6",
        "Activities/A6 supports": "E10",
        "Baselines/B5": "",
        "Readings/R16": "",
        "Readings/R35": "",
        "Readings/R46": "",
    },
)
PROFILES: dict[str, tuple[Place, Case, Profile]] = {
    "not a school of the programme": (("SC007", "School", "C7"), STAGE_4, Profile(urns=frozenset({"900002"}))),
    "a waiver that has run out": (("XS007", None, None), STAGE_4, Profile(waivers=(WAIVER,))),
    "a result without its outcome, where two outcomes for a priority are enough": (
        WITHOUT_O5.expected,
        WITHOUT_O5,
        Profile(severities={"OC001": Severity.ADVICE}),
    ),
}
"""Where the finding must stand, the return, and what the programme has settled."""


@pytest.mark.parametrize("what", PROFILES)
def test_a_mistake_that_the_profile_shows_is_one_finding(what: str, tmp_path: Path) -> None:
    expected, case, profile = PROFILES[what]
    path = tmp_path / "return.xlsx"
    path.write_bytes(case.planted())
    assert serious(judged(path, case, Programme(profile))) == [expected]


# Mistakes that show beside the panel's decisions ---------------------------------------------------------


def decided(stage: int, kind: Kind, *, confirmed: bool = True, **before: str) -> Decision:
    """The panel's answer to what the primary school submitted at a stage, which may have said something else then."""
    cells = {
        "target": "Outcomes/O2 target",
        "new_target": "Amendments/X1 new_target",
        "decision": "Amendments/X1 decision",
    }
    case = Case("", "primary", stage, {}, "", before={cells[name]: text for name, text in before.items()})
    plan = read.read_bytes(case.sent_out(), Path("return.xlsx"), on=case.on).plan
    answer = QuasDecision.CONFIRMED if confirmed else QuasDecision.CLARIFICATION
    return Decision(
        urn="900001",
        school="Larkfield Green Primary School",
        kind=kind,
        submission="0" * 64,
        content="0" * 64,
        submitted_on=case.on,
        decided_on=case.on,
        panel="Jo Field",
        items=tuple(ItemDecision(ref=i.ref, title=i.title, digest=i.digest, answer=answer) for i in items(plan, kind)),
    ).sealed()


def the_plan(**more: Any) -> Decision:
    return decided(4, Kind.PLAN, **more)


def the_amendment(**more: str) -> Decision:
    return decided(7, Kind.AMENDMENTS, decision="Waiting", **more)


DECIDED: dict[str, tuple[Place, int, Callable[[], tuple[Decision, ...]]]] = {
    "an outcome the panel confirmed with another target": (
        ("XS002", "Outcomes", "D9"),
        5,
        lambda: (the_plan(target="70"),),
    ),
    "an amendment of which the panel knows nothing": (("XS002", "Amendments", "K6"), 7, lambda: (the_plan(),)),
    "an amendment the panel confirmed with another target": (
        ("XS002", "Amendments", "K6"),
        7,
        lambda: (the_plan(), the_amendment(new_target="9")),
    ),
    "a plan on which the panel still waits for an answer": (
        ("XS006", None, None),
        5,
        lambda: (the_plan(confirmed=False),),
    ),
    "a plan that nobody confirmed": (("XS006", None, None), 6, lambda: ()),
}
"""Where the finding must stand, the stage of the return, and the decisions that are known."""


@pytest.mark.parametrize("what", DECIDED)
def test_a_mistake_that_the_panels_decisions_show_is_one_finding(what: str, tmp_path: Path) -> None:
    expected, stage, decisions = DECIDED[what]
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(stage))
    on = example().completed_on(form_of_stage(stage))
    assert serious(judge(path, path.name, Settings(on, decisions=decisions(), decisions_complete=True))) == [expected]


@pytest.mark.parametrize("known", [(), "amendment"], ids=["none", "another kind"])
def test_decisions_that_happen_to_be_there_do_not_make_others_missing(known: object, tmp_path: Path) -> None:
    """Beside a return there may be the decision on its amendment, and the one on its plan somewhere else."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(7))
    settings = Settings(example().completed_on(form_of_stage(7)), decisions=(the_amendment(),) if known else ())
    assert serious(judge(path, path.name, settings)) == []


@pytest.mark.parametrize("stage", [5, 6, 7, 8])
def test_a_plan_that_is_the_confirmed_one_is_sound(stage: int, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(a_return(stage))
    known = (the_plan(confirmed=False), the_plan(), the_amendment())
    assert (
        serious(judge(path, path.name, Settings(example().completed_on(form_of_stage(stage)), decisions=known))) == []
    )


# Mistakes between returns ------------------------------------------------------------------------------


def planted(stage: int, **typed: str) -> bytes:
    """A return of the primary school with answers on its School sheet changed."""
    return Case("", "primary", stage, {f"School {name}": text for name, text in typed.items()}, "").planted()


def sent_out(stage: int, **before: str) -> bytes:
    """A return that was sent out with another first priority or need than the earlier return had."""
    cells = {"priority": "Priorities/P1 priority", "who": "Needs/N1 who"}
    return Case("", "primary", stage, {}, "", before={cells[name]: text for name, text in before.items()}).sent_out()


BATCHES: dict[str, tuple[dict[str, tuple[int, Callable[[], bytes]]], tuple[str, Place]]] = {
    "another priority than the earlier return": (
        {"3.xlsx": (3, lambda: a_return(3)), "4.xlsx": (4, lambda: sent_out(4, priority="Healthy weight"))},
        ("4.xlsx", ("XS001", "Priorities", "B5")),
    ),
    "another need than the earlier return": (
        {"2.xlsx": (2, lambda: a_return(2)), "3.xlsx": (3, lambda: sent_out(3, who="Everybody"))},
        ("3.xlsx", ("XS001", "Needs", "B5")),
    ),
    "a stage left out": (
        {"3.xlsx": (3, lambda: a_return(3)), "5.xlsx": (5, lambda: a_return(5))},
        ("5.xlsx", ("XS003", None, None)),
    ),
    "two returns for one stage": (
        {"4 new.xlsx": (4, lambda: a_return(4)), "4 old.xlsx": (4, lambda: planted(4, roll="311"))},
        ("4 old.xlsx", ("XS004", None, None)),
    ),
    "the same return twice": (
        {"4.xlsx": (4, lambda: a_return(4)), "copy of 4.xlsx": (4, lambda: a_return(4))},
        ("copy of 4.xlsx", ("XS004", None, None)),
    ),
    "another name for the same URN": (
        {
            "2.xlsx": (2, lambda: a_return(2)),
            "3.xlsx": (3, lambda: a_return(3)),
            "4.xlsx": (4, lambda: planted(4, name="Harrowfield School")),
        },
        ("4.xlsx", ("XS005", "School", "C6")),
    ),
    "another URN for the same school": (
        {
            "2.xlsx": (2, lambda: a_return(2)),
            "3.xlsx": (3, lambda: a_return(3)),
            "4.xlsx": (4, lambda: planted(4, urn="900011")),
        },
        ("4.xlsx", ("XS005", "School", "C7")),
    ),
}
"""The files of a batch with the stage of each, and the file in which the one finding must stand."""


@pytest.mark.parametrize("what", BATCHES)
def test_a_mistake_between_returns_is_one_finding(what: str, tmp_path: Path) -> None:
    files, (blamed, expected) = BATCHES[what]
    days = {name: example().completed_on(form_of_stage(stage)) for name, (stage, _) in files.items()}
    for name, (_, content) in files.items():
        (tmp_path / name).write_bytes(content())
    verdicts = (judge(tmp_path / name, name, Settings(day)) for name, day in days.items())
    across = judged_across(
        verdicts,
        lambda verdict, between: judge(verdict.path, verdict.name, Settings(days[verdict.name]), None, between),
    )
    assert {verdict.name: serious(verdict) for verdict in across} == {
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
    assert sorted(codes - set(fired())) == [], "these rules have never fired on a file"
    assert sorted(set(fired()) - codes) == [], "there are no such rules"


def test_every_rule_has_fired_on_two_different_mistakes() -> None:
    """A rule with one mistake only says why in ``SINGLE``."""
    assert {code for code, number in Counter(fired()).items() if number == 1} == set(SINGLE)
    assert len({(case.plan, case.stage, *sorted(case.typed.items())) for case in CASES}) == len(CASES)
