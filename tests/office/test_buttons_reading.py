"""A workbook that is open in a spreadsheet program says the same as its file: the same plan, cells and findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.tables import Baseline, Outcome, Priority, School
from hwit_validators.tables.forms import FORMS, form_of_stage
from hwit_xl.addin.excel.host import host_of
from hwit_xl.addin.excel.live import LiveBook, read_live
from hwit_xl.checking.check import judge_return
from hwit_xl.checking.settings import Settings
from hwit_xl.workbooks.building import examples
from hwit_xl.workbooks.reading.read import Return, read_bytes
from office import engine
from office.engine_range import Range
from support.libreoffice import Office
from support.mistakes import CASES
from support.mistakes.case import Case
from support.plans import circumstances, example
from support.returns import a_return, filled, place_of, saved

OTHERS = [name for name in examples.names() if name != "primary"]
RETURNS = [("primary", form.stage) for form in FORMS] + [(name, 4 + number % 5) for number, name in enumerate(OTHERS)]


Both = Callable[..., tuple[Return, Return]]


@pytest.fixture(scope="module")
def app(office: Office) -> xw.App:
    """LibreOffice as xlwings has it."""
    return engine.app(office)


@pytest.fixture
def both(app: xw.App, office: Office, tmp_path: Path) -> Both:
    """What the two readers say of a workbook: of its file (saved again, so that formulas are worked out), and of it as it
    stands open.
    """

    def read_both(data: bytes, on: dt.date, *, again: bool = False) -> tuple[Return, Return]:
        path = tmp_path / "return.xlsx"
        path.write_bytes(data)
        with office.open(path) as document:
            book = engine.book(app, document)
            live = read_live(LiveBook(book, host_of(book)), Settings(on))
            file = document.save_as(tmp_path / "again.xlsx") if again else path
        return read_bytes(file.read_bytes(), path, circumstances(on)), live

    return read_both


def differences(file: Return, live: Return) -> Iterator[str]:
    """Where the two disagree: one line each."""
    for table in file.plan.form.tables:
        ours, theirs = ({each.place: each for each in read.plan.of(table)} for read in (file, live))
        for place in sorted({*ours, *theirs}):
            if ours.get(place) != theirs.get(place):
                yield f"{table.table} {place}: {ours.get(place)!r} in the file, {theirs.get(place)!r} live"
    for part in ("reading", "carried", "missing", "version", "form"):
        if getattr(file.plan, part) != getattr(live.plan, part):
            yield f"{part}: {getattr(file.plan, part)} in the file, {getattr(live.plan, part)} live"
    for part in ("cells", "explanations", "unread"):
        if getattr(file, part) != getattr(live, part):
            yield f"{part}: {getattr(file, part)} in the file, {getattr(live, part)} live"
    ours, theirs = (judge_return(read, "").findings for read in (file, live))
    if ours != theirs:
        yield f"findings: {set(ours) ^ set(theirs)}"


def with_every_mistake(name: str, stage: int) -> bytes:
    """A worked return with all mistakes that the tests know for it, at once; without any, as it is."""
    typed = {
        where: text for case in CASES if (case.plan, case.stage) == (name, stage) for where, text in case.typed.items()
    }
    return Case("all", name, stage, typed, "").planted()


@pytest.mark.parametrize(("name", "stage"), RETURNS)
def test_open_or_from_its_file_it_is_the_same_return(name: str, stage: int, both: Both) -> None:
    file, live = both(with_every_mistake(name, stage), example(name).completed_on(form_of_stage(stage)))
    assert list(differences(file, live)) == []


def sheet_of(workbook: Workbook, title: str) -> Worksheet:
    sheet = workbook[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def percentages(workbook: Workbook) -> None:
    """Figures typed with a % sign, and one without among them."""
    outcomes = sheet_of(workbook, Outcome.title)
    for place, share in enumerate((0.45, 0.7)):
        cell = outcomes[place_of(Outcome, "target", place)]
        cell.value, cell.number_format = share, "0%"
    value = sheet_of(workbook, Baseline.title)[place_of(Baseline, "value")]
    value.value, value.number_format = 0.316, '"about "0.0%'


def odd_answers(workbook: Workbook) -> None:
    """Answers of other sorts than they should be."""
    school = sheet_of(workbook, School.title)
    school[place_of(School, "roll")] = dt.date(2011, 3, 9)
    school[place_of(School, "name")] = 210.5
    school[place_of(School, "head_teacher")] = "'=SUM(A1)"
    school[place_of(School, "joined_on")] = "31 July 2009"
    school[place_of(School, "urn")] = True
    school[place_of(School, "phase")] = dt.time(9, 30)
    school[place_of(School, "free_meals_percent")] = "=1/0"
    school[place_of(School, "cluster")] = '=""'


def things_around(workbook: Workbook) -> None:
    """Notes, comments and sheets that are not of the form."""
    priorities = sheet_of(workbook, Priority.title)
    priorities["H3"], priorities["B30"] = "ask Jo", 12
    priorities["C7"].comment = Comment("call home", "J")
    workbook.create_sheet("My sums")["B2"] = "=1+1"
    workbook.create_sheet("Old").sheet_state = "hidden"


def moved(workbook: Workbook) -> None:
    """A sheet by another name."""
    workbook[Priority.title].title = "What's first"


@pytest.mark.parametrize("change", [percentages, odd_answers, things_around, moved])
def test_what_else_can_stand_in_a_workbook_is_read_alike(change: Callable[[Workbook], None], both: Both) -> None:
    built = filled(5)
    change(built.workbook)
    file, live = both(saved(built.workbook), example().completed_on(form_of_stage(5)), again=True)
    assert list(differences(file, live)) == []
    unchanged = read_bytes(a_return(5), file.path, circumstances(file.plan.on))
    assert list(differences(file, unchanged))  # the change is one that a reader sees


def test_a_table_turned_into_plain_cells_is_read_alike(both: Both) -> None:
    """Only which program saved the workbook an open one does not tell."""
    built = filled(5)
    del sheet_of(built.workbook, Baseline.title).tables[Baseline.table]
    file, live = both(saved(built.workbook), example().completed_on(form_of_stage(5)), again=True)
    assert live.plan.tables == file.plan.tables
    assert [*live.plan.reading] == [*file.plan.reading] == ["WB023"]


def test_the_number_of_calls_does_not_grow_with_the_cells(both: Both) -> None:
    counts = []
    for stage in (1, 8):
        Range.calls.clear()
        _, live = both(with_every_mistake("primary", stage), example().completed_on(form_of_stage(stage)))
        sheets = len(live.cells.tables) + (3 if stage > 6 else 2)  # Start here, Guide and, where there is one, Progress
        assert Range.calls["value"] == Range.calls["formula"] == Range.calls["used_range"] == sheets
        counts.append(Range.calls["number_format"])
    assert max(counts) <= 40
