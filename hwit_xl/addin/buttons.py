"""What each button does to the workbook in front. Excel calls these functions without arguments.

Each reads the tables once, writes at most the Feedback table, and ends with a message. Whatever goes wrong becomes one
message; answers of the school are never touched.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib
import platform
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Protocol

import xlwings as xw

from hwit_validators import __version__
from hwit_validators.rules import RULES, rule_named
from hwit_validators.tables import Feedback
from hwit_validators.words import counted
from hwit_xl.addin import feedback_sheet, words
from hwit_xl.addin.desk import Desk
from hwit_xl.addin.messages import AppAsker, Asker, log_file, record
from hwit_xl.problem import Problem, concerning
from hwit_xl.progress.report import MONITORED_FROM, Line, counts, progress_report
from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.xlsx.cells import position


class Button(Protocol):
    """A button's function.

    Args:
        book: the workbook; without it, the one in which the button was pressed.
        ask: who tells and asks the person; without it, the program the workbook is open in.
        on: the day things are judged on; without it, today.
    """

    def __call__(self, book: xw.Book | None = None, ask: Asker | None = None, on: dt.date | None = None) -> None:
        """Do what the button is for."""


def _button(work: Callable[[Desk], None]) -> Button:
    """The function that Excel calls: nobody at a button ever sees a traceback."""

    @functools.wraps(work)
    def pressed(book: xw.Book | None = None, ask: Asker | None = None, on: dt.date | None = None) -> None:
        book = _caller(work.__name__) if book is None else book
        ask = AppAsker(book) if ask is None else ask
        try:
            ask.hint("")
            work(Desk(book, ask, on or dt.date.today()))
        except Problem as problem:
            ask.tell(words.sentence(str(problem)), trouble=True)
        except Exception as error:  # noqa: BLE001 - the one place where a fault of this program meets the person
            log = record(work.__name__, error, now=dt.datetime.now())
            where = f" Please send {log} to whoever looks after it." if log else ""
            ask.tell(f"This button did not work: a fault of the program, not of your form.{where}", trouble=True)

    return pressed


def _caller(button: str) -> xw.Book:
    """The workbook in which a button was pressed. Where it cannot be found, xlwings shows the line that is written."""
    try:
        return xw.Book.caller()
    except Exception as error:  # noqa: BLE001 - xlwings raises anything here, and there is no workbook to say it in
        record(button, error, now=dt.datetime.now())
        sys.exit(
            "The buttons could not find the workbook in front. Save it under a name of letters and digits, close other "
            "windows of Excel, and press the button again."
        )


@_button
def check(desk: Desk) -> None:
    """Look for what is missing or does not fit, write it on the Feedback sheet, and go to the first finding."""
    returned, verdict = desk.read()
    feedback_sheet.write(desk, returned, verdict)
    text = words.after_check(verdict) + words.about_all(verdict)
    first = words.begins_at(verdict)
    if first and first.sheet and first.cell and _go(desk, first.sheet, first.cell):
        text += f"\n\nThe first one: {first.where}. {first.message}"
    elif verdict.findings and (place := desk.live.place(Feedback.table)):
        _go(desk, place[0].name, address(place[1].first[0] + 1, place[1].first[1]))
    if desk.host.read_only(desk.book):
        text += "\n\nThis workbook is open as read-only. Save it under another name to keep the findings."
    if desk.live.formats_left:
        text += (
            "\n\nFigures with and without a % sign are mixed so much that not all were looked at for it. To have all of "
            "them checked, save the form and use hwit validate on the command line."
        )
    desk.ask.tell(text + words.beside(desk.beside))


@_button
def next_finding(desk: Desk) -> None:
    """Go to the next cell that the last check named, over and over."""
    told = [each for each in feedback_sheet.told(desk.book) if each.cell]
    waiting = [each for each in told if not each.settled] or told
    places = list(dict.fromkeys((each.sheet, each.cell) for each in waiting))
    if not places:
        raise Problem("The Feedback sheet names no cell. Press Check to look through the form again.")
    number = _next(places, _selected(desk))
    sheet, cell = places[number]
    if not _go(desk, sheet, cell):
        raise Problem(f"The sheet {sheet} is hidden or not there any more. Press Check to look through the form again.")
    message = " ".join(each.message for each in waiting if (each.sheet, each.cell) == (sheet, cell))
    desk.ask.hint(f"{number + 1} of {len(places)}: {message}")


def _next(places: list[tuple[str, str]], here: tuple[str, str]) -> int:
    """The number of the place to go to: the one after here.

    Whoever has typed an answer stands a row further down, or a column to the right. So where here is none of the places,
    that one counts from which a person comes here so; else the nearest at or above; else the first place is next.
    """
    if here in places:
        return (places.index(here) + 1) % len(places)
    if not here[1]:
        return 0
    row, column = position(here[1])
    behind = []
    for number, (sheet, cell) in enumerate(places):
        up, left = row - position(cell)[0], column - position(cell)[1]
        if sheet == here[0] and (up > 0 or (up == 0 and left > 0)):
            behind.append(((up, left) not in ((1, 0), (0, 1)), up, abs(left), number))
    return (min(behind)[-1] + 1) % len(places) if behind else 0


@_button
def explain(desk: Desk) -> None:
    """Explain the finding at the selected cell, or in the selected row of the Feedback sheet."""
    told = feedback_sheet.told(desk.book)
    if not told:
        raise Problem("The Feedback sheet is blank. Press Check first.")
    sheet, cell = _selected(desk)
    place = desk.live.place(Feedback.table)
    if place and sheet == place[0].name:
        chosen = [each for each in told if cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(each.row)]
    else:
        chosen = [each for each in told if (each.sheet, each.cell) == (sheet, cell)]
    if not chosen:
        raise Problem(
            "Nothing was found at the selected cell. Select a cell that is red or orange, or a row of the Feedback sheet, "
            "and press Explain again."
        )
    rules = [(each, rule_named(each.code)) for each in chosen]
    texts = [words.explained(rule, each.message) if rule else f"{each.message}\n\n{each.fix}" for each, rule in rules]
    desk.ask.tell("\n\n\n".join(texts))


@_button
def progress(desk: Desk) -> None:
    """Work the readings out again, go to the Progress sheet, and say how many are where."""
    returned, verdict = desk.read()
    stage = returned.plan.form.stage
    if stage < MONITORED_FROM:
        raise Problem(
            f"There is no progress to show yet: readings are taken from stage {MONITORED_FROM} on, and this is "
            f"{f'stage {stage}' if stage else 'an annual review'}."
        )
    with concerning("There is no progress to show"):
        report = progress_report(returned.plan, desk.on, verdict.findings)
    desk.book.app.calculate()
    there = _go_to_name(desk, "hwit_sheet_progress")
    text = f"{_standing(report.outcomes, 'outcome')}\n{_standing(report.indicators, 'indicator')}"
    if doubts := [f"{line.ref} ({line.doubt.code})" for line in (*report.outcomes, *report.indicators) if line.doubt]:
        text += f"\n\nFigures still to be settled: {', '.join(doubts)}. Check says what is open."
    text += "" if there else "\n\nThe Progress sheet is not in this workbook any more."
    desk.ask.tell(text + words.beside(desk.beside))


def _standing(lines: tuple[Line, ...], what: str) -> str:
    told = [f"{number} {standing}" for standing, number in counts(lines).items()]
    return f"{counted(len(lines), what)}: {', '.join(told) or 'none filled in'}."


@_button
def submit(desk: Desk) -> None:
    """Write what goes to the panel into a folder: a locked workbook, a paper to read and a manifest."""
    if text := _produce().submit(desk):
        desk.ask.tell(text)


@_button
def next_stage(desk: Desk) -> None:
    """Write the form of the next stage, with everything so far carried forward, and open it if that is wanted."""
    text, form = _produce().next_stage(desk)
    if form is None:
        return
    if form.name in [each.name for each in desk.book.app.books]:
        desk.ask.tell(text)  # Excel cannot have two workbooks of one name open
    elif desk.ask.agree(f"{text}\n\nOpen it now?"):
        desk.book.app.books.open(form)


@_button
def sef(desk: Desk) -> None:
    """Write text for the school's self-evaluation form."""
    if text := _produce().sef(desk):
        desk.ask.tell(text)


@_button
def glossary(desk: Desk) -> None:
    """Go to the words' meanings on the Guide sheet."""
    if not _go_to_name(desk, "hwit_sheet_guide", heading="What the words mean"):
        raise Problem("The Guide sheet is not in this workbook. Open one of our forms, and press the button again.")


@_button
def about(desk: Desk) -> None:
    """Say which versions of the program and of the form are at work."""
    form, version = (desk.live.constant(name) for name in ("hwit_form", "hwit_version"))
    this = f"form {form}, version {version or 'not given'}" if form else "not one of our forms"
    desk.ask.tell(
        f"HWIT for Excel {__version__}, with {len(RULES)} rules\n"
        f"This workbook: {this}\n"
        f"xlwings {xw.__version__}, Python {platform.python_version()}\n"
        f"If a button ever fails, it writes to {log_file()}"
    )


def _produce() -> ModuleType:
    """What makes files: loaded only by the buttons that do, as its libraries take a while."""
    return importlib.import_module("hwit_xl.addin.produce")


def _selected(desk: Desk) -> tuple[str, str]:
    """Sheet and first cell of what is selected; blank where that is no cell."""
    chosen = desk.book.selection
    return (chosen.sheet.name, address(chosen.row, chosen.column)) if chosen else ("", "")


def _go(desk: Desk, name: str, cell: str) -> bool:
    """Select a cell; whether its sheet is there and can be seen."""
    sheet = next((each for each in desk.book.sheets if each.name == name), None)
    if sheet is None or not desk.host.visible(sheet):
        return False
    sheet.activate()
    sheet.range(cell).select()
    return True


def _go_to_name(desk: Desk, name: str, heading: str = "") -> bool:
    """Go to the sheet that a name points to, and to a heading in its second column; whether it is there."""
    meaning = desk.live.meaning(name)
    if not meaning or "#REF!" in meaning:
        return False
    sheet = desk.book.names[name].refers_to_range.sheet
    row = 1
    if heading:
        used = sheet.used_range
        column = sheet.range((1, 2), (used.row + used.shape[0] - 1, 2)).options(ndim=2).value
        row = next((number for number, (text,) in enumerate(column, start=1) if text == heading), 1)
    return _go(desk, sheet.name, address(row, 2))
