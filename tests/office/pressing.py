"""Somebody before a form that is open in LibreOffice, who presses the buttons."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlwings as xw

from hwit_validators.model.finding import Severity
from hwit_validators.model.record import Record
from hwit_validators.tables import Feedback, Indicator, Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.addin import buttons
from hwit_xl.addin.messages import log_file
from hwit_xl.checking.check import judge
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Verdict
from hwit_xl.workbooks.building import theme
from hwit_xl.workbooks.layout import TableLayout, address
from office import engine
from support.libreoffice import Document
from support.plans import example
from support.seen import looks

SHADES = {theme.ERROR: Severity.ERROR, theme.QUERY: Severity.QUERY}


class Person:
    """Somebody at the buttons: takes down what is said, and answers as arranged."""

    def __init__(self, folder: Path | None = None, *, agrees: bool = True) -> None:
        """Choose this folder whenever one is asked for."""
        self.chosen, self.agrees = folder, agrees
        self.told: list[str] = []
        self.hints: list[str] = []
        self.asked: list[str] = []
        self.expects_faults = False
        self.takes_lines = True
        self.types = ""

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Read a message."""
        assert self.expects_faults or "a fault of the program" not in text, log_file().read_text(encoding="utf-8")[
            -2000:
        ]
        self.told.append(text)

    def hint(self, text: str) -> None:
        """See a line at the bottom."""
        if text:
            self.hints.append(text)

    def agree(self, question: str) -> bool:
        """Answer yes or no."""
        self.asked.append(question)
        return self.agrees

    def folder(self, title: str) -> Path | None:
        """Choose a folder."""
        self.asked.append(title)
        return self.chosen

    def folder_to_read(self, title: str) -> Path | None:
        """Choose a folder."""
        return self.folder(title)

    def line(self, prompt: str) -> str:
        """Type what was arranged, or nothing."""
        self.asked.append(prompt)
        return self.types


class AtWork:
    """A form open in LibreOffice, and the person before it."""

    def __init__(self, app: xw.App, document: Document, person: Person, stage: int) -> None:
        """Sit down before it on the day it was completed."""
        self.document, self.person = document, person
        self.book = engine.book(app, document)
        self.on = example().completed_on(form_of_stage(stage))

    def press(self, button: buttons.Button) -> str:
        """Press a button; the last thing that was said."""
        button(self.book, self.person, self.on)
        return self.person.told[-1] if self.person.told else ""

    def type(self, record: type[Record], field: str, place: int, text: str) -> None:
        """Answer a question."""
        self.document.sheet(record.title).type(address(*TableLayout(record).cell(field, place)), text)

    def owned(self) -> dict[tuple[str, int, int], str | float]:
        """Everything that stands in the workbook outside the Feedback sheet and what is worked out of it."""
        formulas: dict[tuple[str, int, int], str | float] = {}
        for sheet in self.document.sheets:
            if sheet.name != Feedback.title:
                cursor = sheet.api.createCursor()
                cursor.gotoEndOfUsedArea(False)
                end = cursor.RangeAddress
                rows = sheet.api.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getFormulaArray()
                formulas |= {
                    (sheet.name, r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text
                }
        return formulas

    def protections(self, folder: Path) -> list[str]:
        """What each sheet allows, as it stands in the file."""
        with zipfile.ZipFile(self.document.save_as(folder / "protections.xlsx")) as package:
            return [
                found
                for name in sorted(package.namelist())
                if name.startswith("xl/worksheets/sheet")
                for found in re.findall(r"<sheetProtection[^>]*>", package.read(name).decode())
            ]

    def highlighted(self, folder: Path) -> dict[tuple[str, str], Severity]:
        """The cells outside the Feedback sheet that look like an error or a query."""
        seen = {at: SHADES.get(look.background) for at, look in looks(self.document, folder).items()}
        return {at: severity for at, severity in seen.items() if severity and at[0] != Feedback.title}

    def feedback(self) -> list[dict[str, str | float]]:
        """The filled rows of the Feedback sheet."""
        return [row for row in self.document.table(Feedback.table).contents() if row["Code"]]

    def selected(self) -> tuple[str, str]:
        """Where the person is taken to."""
        chosen = self.book.selection
        assert chosen
        return chosen.sheet.name, address(chosen.row, chosen.column)


Opened = Callable[..., AtWork]


def on_file(work: AtWork, folder: Path) -> Verdict:
    """What the command line says of the workbook, saved as it stands."""
    saved = work.document.save_as(folder / "saved.xlsx")
    return judge(saved, saved.name, Settings(work.on))


def messed_up(work: AtWork) -> None:
    """Make mistakes of several kinds, and move tables about."""
    work.type(Outcome, "target", 1, "")
    work.type(Outcome, "target_date", 2, "next summer")
    work.type(Outcome, "evidence_plan", 0, "tbc")
    work.type(Indicator, "kind", 3, "a bit of both")
    outcomes = work.document.sheet(Outcome.title)
    outcomes.unprotect()
    outcomes.insert_rows(4, 3)
    outcomes.insert_columns(1)
    outcomes.rename("What we'll reach")
