"""The recipes of CONTRIBUTING, carried out on a copy of the program: returns that are out go on to be understood.

The forms of the older version are those of this program; the newer version is made by hand, line by line, as the recipes say.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hwit_validators.model.choices import HowOften
from hwit_validators.tables import Indicator, Outcome
from hwit_validators.tables.forms import FORM_VERSION, form_of_stage
from hwit_xl.checking.check import judge
from hwit_xl.checking.explanations import print_of
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.building.saving import save
from hwit_xl.workbooks.layout import layout_of
from support.changed import CHOICES, TABLES, Program, copy_of_the_program
from support.plans import example

NOW = FORM_VERSION
NEXT = (NOW[0], NOW[1] + 1)
OUTCOMES = f"{TABLES}/outcomes.py"


def on(stage: int) -> dt.date:
    return example().completed_on(form_of_stage(stage))


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program with a new version of the forms, in which a rows table and a questions table have changed."""
    program = copy_of_the_program(tmp_path_factory.mktemp("newer"))
    # Add a column, and a question.
    program.edit(
        OUTCOMES,
        '    how_often: HowOften | None = column(\n        "How often looked at"',
        f'    seen_by: str | None = column("Seen by", "Who looks.", width=12, required_from=4, since={NEXT})\n'
        f'    how_often: HowOften | None = column(\n        "Looked at how often"',
    )
    program.edit(
        OUTCOMES,
        "    evidence_plan: str | None",
        f'    looked_after_by: str | None = column("Who looks after it", "A role.", required_from=4, since={NEXT})\n'
        "    evidence_plan: str | None",
    )
    # Reword a column (above) and a question.
    program.edit(
        OUTCOMES,
        '"How often the group looks at it.", width=12, required_from=4',
        '"How often the group looks at it.", width=12, required_from=4, formerly=("How often looked at",)',
    )
    program.edit(
        OUTCOMES,
        '"Who it is about", "Such as all pupils, or Years 3 to 6.", required_from=4',
        '"Whom it is about", "Such as all pupils, or Years 3 to 6.", required_from=4, formerly=("Who it is about",)',
    )
    # Retire a column, and a question.
    program.edit(
        OUTCOMES,
        '"A role is enough, such as the PE lead.", width=18, required_from=4, missing="SI008"',
        f'"A role is enough, such as the PE lead.", width=18, required_from=4, missing="SI008", until={NOW}',
    )
    program.edit(
        OUTCOMES,
        '"Such as the meals register or the yearly pupil survey.", required_from=4',
        f'"Such as the meals register or the yearly pupil survey.", required_from=4, until={NOW}',
    )
    # Reword a choice, and add one.
    program.edit(CHOICES, 'HALF_TERMLY = "Half-termly"', 'HALF_TERMLY = "Every half term", ("Half-termly",)')
    program.edit(CHOICES, 'WEEKLY = "Weekly"', 'DAILY = "Daily"\n    WEEKLY = "Weekly"')
    # Add a table.
    program.edit(
        f"{TABLES}/priorities.py",
        "class Priority(Record):",
        "class Idea(Record):\n"
        '    """An idea that came up on the way."""\n\n'
        '    table: ClassVar = "Ideas"\n'
        '    title: ClassVar = "Ideas"\n'
        "    stage: ClassVar = 3\n"
        '    layout: ClassVar[Rows | Answers] = Rows(spare=8, prefix="Y")\n'
        f"    since: ClassVar = {NEXT}\n\n"
        '    idea: str | None = column("Idea", "In a few words.", width=40, required_from=3)\n\n\n'
        "class Priority(Record):",
    )
    program.edit(f"{TABLES}/__init__.py", "priorities import Priority", "priorities import Idea, Priority")
    program.edit(f"{TABLES}/__init__.py", '    "Indicator",\n', '    "Idea",\n    "Indicator",\n')
    program.edit(f"{TABLES}/forms.py", "    Indicator,\n", "    Idea,\n    Indicator,\n")
    program.edit(f"{TABLES}/forms.py", "(Priority,)", "(Priority, Idea)")
    program.edit(
        "workbook_templates/words/stage_3_priorities.toml",
        "[sheets.Priorities]",
        '[sheets.Ideas]\nintro = "What came up on the way."\n\n[sheets.Priorities]',
    )
    # The new version.
    program.edit(f"{TABLES}/forms.py", f"FORM_VERSION = {NOW}", f"FORM_VERSION = {NEXT}")
    program.done("template", "snapshot")
    program.done("template", "build")
    return program


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a stage-4 and a stage-5 return of the worked primary school, on forms of this version."""
    for stage in (4, 5):
        form = form_of_stage(stage)
        save(build(form, example().tables(form)).workbook, tmp_path / f"{stage}.xlsx")
    return tmp_path


def typed(path: Path, table: str, ref: str, title: str, value: Any, *, to: Path | None = None) -> str:
    """Type an answer into the column or question of this title; the cell."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if table in sheet.tables)
    rows = [*sheet[sheet.tables[table].ref]]
    headings, lines = [cell.value for cell in rows[0]], [row[0].value for row in rows]
    line, heading = (ref, title) if title in headings else (title, ref)
    cell = rows[lines.index(line)][headings.index(heading)]
    cell.value = value
    book.save(to or path)
    return str(cell.coordinate)


def table(path: Path, name: str) -> list[list[Any]]:
    """What a table of a workbook says, header first."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if name in sheet.tables)
    return [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]


def codes(findings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((found["code"], found["cell"] or "") for found in findings)


READ = """
import datetime as dt, json
from pathlib import Path
from hwit_validators.model.circumstances import Circumstances
from hwit_validators.tables import Indicator, Outcome
from hwit_xl.checking.explanations import print_of
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.reading.read import read
plan = read(Path({path!r}), Settings(dt.date({on})).circumstances).plan
indicator, outcome = plan.row(Indicator, "E1"), plan.row(Outcome, "O1")
print(json.dumps([
    plan.reading and {{code: [mark.message for mark in marks] for code, marks in plan.reading.items()}},
    [indicator.how_often, indicator.lead, indicator.seen_by, sorted(indicator.unasked)],
    [outcome.who, outcome.data_source, outcome.looked_after_by, sorted(outcome.unasked)],
]))
"""


def as_read(program: Program, path: Path) -> Any:
    """What the program reads in an Indicators row and an Outcomes column, and what it has to say of it."""
    day = on(4)
    return program.told(READ.format(path=str(path), on=f"{day.year}, {day.month}, {day.day}"))


def test_the_new_version_is_kept_and_its_forms_are_current(newer: Program) -> None:
    assert "all 9 forms are current" in newer.done("template", "check")
    blank = newer.root / "workbook_templates" / "stage_4_outcomes.xlsx"
    headings = table(blank, "Indicators")[0]
    questions = [row[0] for row in table(blank, "Outcomes")]
    assert headings[-2:] == ["Seen by", "Looked at how often"], "and nobody is asked who leads"
    assert {"Whom it is about", "Who looks after it"} <= set(questions)
    assert not {"Who it is about", "Where the figures come from"} & set(questions)


def test_a_return_that_is_out_is_read_as_before(newer: Program, old: Path) -> None:
    typed(old / "4.xlsx", "Indicators", "E1", "How often looked at", "half termly")
    reading, indicator, outcome = as_read(newer, old / "4.xlsx")
    before = example().tables(form_of_stage(4))
    [lead] = [row.lead for row in before[Indicator.table] if isinstance(row, Indicator) and row.ref == "E1"]
    [first] = [row for row in before[Outcome.table] if isinstance(row, Outcome) and row.ref == "O1"]
    assert reading == {}
    assert indicator == ["Every half term", lead, None, ["seen_by"]]
    assert outcome == [first.who, first.data_source, None, ["looked_after_by"]]


@pytest.mark.parametrize("stage", [4, 5])
def test_nothing_is_found_in_it_that_was_not_found_before(newer: Program, old: Path, stage: int) -> None:
    before = judge(old / f"{stage}.xlsx", "return", Settings(on(stage))).findings
    found = newer.findings(old / f"{stage}.xlsx", on(stage))
    assert [(each["code"], each["found"]) for each in found if each["code"] == "WB016"] == [
        ("WB016", ".".join(map(str, NOW)))
    ]
    assert codes([each for each in found if each["code"] != "WB016"]) == sorted(
        (each.code, each.cell or "") for each in before
    )


def test_findings_call_a_column_as_the_workbook_does(newer: Program, old: Path) -> None:
    blank = typed(old / "4.xlsx", "Outcomes", "O1", "Who it is about", None)
    odd = typed(old / "4.xlsx", "Indicators", "E1", "How often looked at", "When it rains")
    found = {each["cell"]: each for each in newer.findings(old / "4.xlsx", on(4)) if each["code"] in ("WB011", "WB012")}
    assert found.keys() == {blank, odd}
    assert (found[blank]["column"], found[odd]["column"]) == ("Who it is about", "How often looked at")
    assert "“Who it is about”" in found[blank]["message"]
    assert "“How often looked at”" in found[odd]["message"]


def test_a_lost_column_is_missed_by_either_name_and_a_retired_one_is_not(newer: Program, old: Path) -> None:
    book = openpyxl.load_workbook(old / "4.xlsx")
    sheet, layout = book["Outcomes"], layout_of(Outcome)
    for field in ("who", "data_source"):
        row, column = layout.cell(field, 0)
        sheet.cell(row, column - 1).value = "Notes"
    book.save(old / "4.xlsx")
    [lost] = [each for each in newer.findings(old / "4.xlsx", on(4)) if each["code"] == "WB007"]
    assert "“Whom it is about” or “Who it is about” is not on the sheet any more" in lost["message"]


def test_a_column_taken_out_is_not_read_from_one_that_was_reworded(newer: Program, old: Path) -> None:
    """A program that takes a column out without telling the table leaves its name behind, over the column that was next."""
    book = openpyxl.load_workbook(old / "4.xlsx")
    book["Indicators"].delete_cols(layout_of(Indicator).cell("due", 0)[1])
    book.save(old / "4.xlsx")
    reading, _, _ = as_read(newer, old / "4.xlsx")
    assert reading == {"WB007": ["“Due” is not on the sheet any more."]}


def test_nobody_misses_an_answer_that_is_no_longer_asked_for(newer: Program, old: Path) -> None:
    typed(old / "4.xlsx", "Indicators", "E1", "Who leads", None)
    typed(old / "4.xlsx", "Outcomes", "O1", "Where the figures come from", "tbc")
    assert "SI008" in {each.code for each in judge(old / "4.xlsx", "return", Settings(on(4))).findings}
    assert [each["code"] for each in newer.findings(old / "4.xlsx", on(4))] == ["WB016"]


def test_in_the_new_form_the_new_column_is_asked_for_and_what_was_typed_is_kept(newer: Program, old: Path) -> None:
    typed(old / "4.xlsx", "Indicators", "E1", "How often looked at", "Half-termly")
    said = newer.done("new", "--from", old / "4.xlsx", "--on", on(4), "-o", old / "new.xlsx")
    assert "no longer asked for: “Who leads” on the sheet Indicators; what was typed there is kept" in said
    assert "no longer asked for: “Where the figures come from” on the sheet Outcomes" in said
    assert "not carried over" not in said
    headings, first, *_ = table(old / "new.xlsx", "Indicators")
    before = table(old / "4.xlsx", "Indicators")
    assert headings[-3:] == ["Seen by", "Looked at how often", "Who leads"]
    assert first[-3:] == [None, "Every half term", before[1][-1]]
    assert table(old / "new.xlsx", "Outcomes")[-1][0] == "Where the figures come from"
    found = newer.findings(old / "new.xlsx", on(4))
    asked = {each["column"] for each in found if each["severity"] == "error" and each["column"]}
    assert asked == {"Seen by", "Who looks after it"}, "and nobody misses who leads"
    typed(old / "new.xlsx", "Outcomes", "O1", "Whom it is about", None)
    [blank] = [each for each in newer.findings(old / "new.xlsx", on(4)) if each["column"] == "Whom it is about"]
    assert "“Whom it is about”" in blank["message"]


def test_an_answer_that_nobody_needs_and_nobody_can_read_is_kept_too(newer: Program, old: Path) -> None:
    """A date in a column that has ended would be no finding, and is no loss."""
    program = Program(old / "once more")
    shutil.copytree(newer.root, program.root)
    program.edit(OUTCOMES, '"Target date", "When the target', f'"Target date", until={NOW}, help="When the target')
    program.done("template", "snapshot", "--force")
    for ref in Outcome.layout.headings:
        typed(old / "4.xlsx", "Outcomes", ref, "Target date", "when the hall is built")
    assert not [each for each in program.findings(old / "4.xlsx", on(4)) if each["column"] == "Target date"]
    program.done("new", "--from", old / "4.xlsx", "--on", on(4), "-o", old / "new.xlsx")
    kept = {question: answers for question, *answers in table(old / "new.xlsx", "Outcomes")}
    assert {*kept["Target date"]} == {"when the hall is built"}


def test_what_was_sent_out_locked_is_still_as_it_was(newer: Program, old: Path) -> None:
    assert "WB019" not in {each["code"] for each in newer.findings(old / "5.xlsx", on(5))}
    cell = typed(old / "5.xlsx", "Indicators", "E1", "How often looked at", "Once")
    [touched] = [each for each in newer.findings(old / "5.xlsx", on(5)) if each["code"] == "WB019"]
    assert (touched["cell"], touched["column"]) == (cell, "How often looked at")
    assert touched["message"] == "The locked answer “How often looked at” of E1 is not as it was sent out."


def test_the_next_stage_asks_nothing_that_was_not_asked_and_keeps_the_imprint(newer: Program, old: Path) -> None:
    said = newer.done("next", old / "5.xlsx", "--on", on(5), "-o", old / "6.xlsx")
    assert "no longer asked for: “Who leads” on the sheet Indicators" in said
    found = newer.findings(old / "6.xlsx", on(5))
    assert [(each["code"], each["sheet"]) for each in found] == [("WB012", "Actions")], "nothing of a locked sheet"
    cell = typed(old / "6.xlsx", "Outcomes", "O2", "Where the figures come from", "Hearsay")
    [touched] = [each for each in newer.findings(old / "6.xlsx", on(5)) if each["code"] == "WB019"]
    assert (touched["cell"], touched["column"]) == (cell, "Where the figures come from")


def test_an_explanation_still_counts_when_a_choice_was_reworded(newer: Program) -> None:
    told = newer.told(
        "import json\nfrom hwit_validators.model.choices import HowOften\n"
        "from hwit_xl.checking.explanations import print_of\n"
        'print(json.dumps([print_of(HowOften.HALF_TERMLY), print_of(HowOften("Half-termly"))]))'
    )
    assert told == [print_of(HowOften.HALF_TERMLY)] * 2


def test_a_change_without_a_new_version_is_refused(tmp_path: Path) -> None:
    program = copy_of_the_program(tmp_path / "program")
    program.edit(OUTCOMES, '"Who it is about"', '"Whom it is about"')
    checked = program.hwit("template", "check")
    line, hint = checked.stderr.splitlines()
    assert (checked.returncode, checked.stdout) == (1, "")
    assert line == (
        f"Outcomes “Whom it is about” (who): version {NOW[0]}.{NOW[1]} calls it “Who it is about”. "
        f'Write formerly=("Who it is about",) on it. This makes a new version: FORM_VERSION = {NEXT}, then `hwit template snapshot`.'
    )
    assert "CONTRIBUTING.md" in hint
    assert program.hwit("template", "snapshot").returncode == 1, "returns on 1.0 would not be understood either"
    program.edit(OUTCOMES, '"Whom it is about",', '"Whom it is about", formerly=("Who it is about",), help=')
    refused = program.hwit("template", "snapshot")
    assert (refused.returncode, "make a new version" in refused.stderr) == (2, True)
    program.edit(f"{TABLES}/forms.py", f"FORM_VERSION = {NOW}", f"FORM_VERSION = {NEXT}")
    assert f"version {NEXT[0]}.{NEXT[1]} of the forms has no snapshot yet" in program.hwit("template", "check").stderr
    program.done("template", "snapshot")
