"""A small xlwings engine over LibreOffice: the very functions behind the buttons run in a real spreadsheet program.

It has the members that :mod:`hwit_xl.addin` uses, after the contract of xlwings 0.37, which is internal to xlwings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings as xw
from xlwings import base_classes
from xlwings.main import Engine as XlEngine

from office.engine_range import Failed, Range
from office.engine_sheet import Sheet, Sheets
from support.libreoffice import Document, Office


class Engine:
    """What xlwings asks of a program it can drive."""

    name, type = "libreoffice", "desktop"

    def __init__(self) -> None:
        """Begin without any running program."""
        self.apps: list[App] = []

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Values as the caller wants them."""

        def clean(value: Any) -> Any:
            if value is None:
                return empty_as
            if isinstance(value, Failed):
                return str(value) if err_to_str else None
            return number_builder(value) if number_builder and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """What is written for a value."""
        return "" if value is None else value


class App(base_classes.App):
    """A running LibreOffice. It keeps what it would have shown, and gives the answers it was told to give."""

    engine = api = books = None
    screen_updating = display_alerts = enable_events = visible = True
    status_bar: Any = False
    pid = 1

    def __init__(self, engine: Engine, office: Office) -> None:
        """Drive a LibreOffice that runs already."""
        self.engine, self.office = engine, office
        self.api = self
        self.books = Books(self)
        self.said: list[str] = []
        self.answers: list[str] = []

    def alert(self, prompt: str, title: Any, buttons: str, mode: Any, callback: Any) -> str:
        """Take a message down, and press the button that comes next."""
        self.said.append(prompt)
        return "ok" if buttons == "ok" else self.answers.pop(0)

    def calculate(self) -> None:
        """Work everything out again."""
        for book in self.books:
            book.api.calculateAll()

    def activate(self, steal_focus: bool = False) -> None:
        """Come to the front: it is there already."""

    @property
    def selection(self) -> Range | None:
        """What is selected in the book in front, where that is cells."""
        controller = self.books.active.api.CurrentController
        chosen = controller.Selection
        if not hasattr(chosen, "RangeAddress"):
            return None
        area = chosen.RangeAddress
        first, last = (area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1)
        return Range(Sheet(self.books.active, area.Sheet), first, last)


class Books(base_classes.Books):
    """The open workbooks."""

    def __init__(self, app: App) -> None:
        """Begin without any."""
        self.app, self._books = app, list[Book]()

    @property
    def active(self) -> Book:
        """The one that was opened last."""
        return self._books[-1]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        """All of them."""
        return iter(self._books)

    def __call__(self, key: int | str) -> Book:
        """One by its number or name."""
        if isinstance(key, int):
            return self._books[key - 1]
        found = next((each for each in self._books if each.name == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def take(self, document: Document) -> Book:
        """A workbook that tests have opened."""
        self._books.append(Book(self, document.api))
        return self._books[-1]

    def open(self, fullname: str, *args: Any) -> Book:
        """Open a workbook."""
        return self.take(self.app.office.open(Path(fullname)))


class Book(base_classes.Book):
    """A workbook."""

    api: Any = None

    def __init__(self, books: Books, api: Any) -> None:
        """Keep LibreOffice's own object."""
        self.books, self.api = books, api

    app = property(lambda self: self.books.app)
    sheets = property(lambda self: Sheets(self))
    names = property(lambda self: Names(self))
    name = property(lambda self: Path(self.fullname).name)

    @property
    def fullname(self) -> str:
        """Its path; without one, only a name."""
        url = self.api.URL
        return self.app.office.uno.fileUrlToSystemPath(url) if url else "Book1"

    def activate(self) -> None:
        """Come to the front: it is there already."""

    @property
    def read_only(self) -> bool:
        """Whether it cannot be saved under its name."""
        return bool(self.api.isReadonly())


class Names(base_classes.Names):
    """The names of a workbook."""

    api: Any = None

    def __init__(self, book: Book) -> None:
        """Those of one workbook."""
        self.book, self.api = book, book.api.NamedRanges

    def __len__(self) -> int:
        """How many there are."""
        return int(self.api.Count)

    def __call__(self, key: int | str) -> Name:
        """One by name or number."""
        return Name(self.book, self.api.getByIndex(key - 1) if isinstance(key, int) else self.api.getByName(key))

    def contains(self, name: str) -> bool:
        """Whether there is such a name."""
        return bool(self.api.hasByName(name))


_SHEET = re.compile(r"\$?('(?:[^']|'')*'|[^'\".]+)\.(.*)")


class Name(base_classes.Name):
    """A name, and what it stands for."""

    api: Any = None

    def __init__(self, book: Book, api: Any) -> None:
        """Keep LibreOffice's own object."""
        self.book, self.api = book, api

    @property
    def name(self) -> str:
        """The name."""
        return str(self.api.Name)

    @property
    def refers_to(self) -> str:
        """What it stands for, as Excel writes it."""
        meaning = str(self.api.Content)
        place = _SHEET.fullmatch(meaning)
        return f"={place[1]}!{place[2]}" if place else f"={meaning}"

    @property
    def refers_to_range(self) -> Range:
        """The cells it stands for."""
        area = self.api.ReferredCells.RangeAddress
        first, last = (area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1)
        return Range(Sheet(self.book, area.Sheet), first, last)


def app(office: Office) -> xw.App:
    """LibreOffice as xlwings has it."""
    if "libreoffice" not in xw.engines.engines_by_name:
        xw.engines.add(XlEngine(impl=Engine()))
    engine = xw.engines.engines_by_name["libreoffice"]
    engine.activate()
    engine.impl.apps[:] = [App(engine.impl, office)]
    return xw.App(impl=engine.impl.apps[0])


def book(app: xw.App, document: Document) -> xw.Book:
    """A workbook that tests have opened, as xlwings has it."""
    return xw.Book(impl=app.impl.books.take(document))
