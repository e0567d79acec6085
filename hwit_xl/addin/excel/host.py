"""What differs between the programs that show a workbook, and is not in xlwings: protection, folders, what is inside.

Excel on Windows is spoken to over COM, Excel on a Mac over AppleScript. Neither could be run where this was written: the
members used are those of Microsoft's documentation, and tests put made-up objects in Excel's place. For any other
program, its xlwings engine gives ``unlocked`` and ``read_only``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Protocol

import xlwings as xw

from hwit_xl.addin.excel.block import Block, as_rows
from hwit_xl.problem import Problem
from hwit_xl.workbooks.xlsx.cells import Position
from hwit_xl.workbooks.xlsx.spreadsheet import LINKS, MACROS


class Host(Protocol):
    """The program a workbook is open in."""

    keeps_hints: bool
    """A line at the bottom of the window stays there after the button."""
    asks_lines: bool
    """It can ask for a line of words."""

    def full_name(self, book: xw.Book) -> str:
        """Path of the workbook, or an address on the web, or only a name."""

    def read_only(self, book: xw.Book) -> bool:
        """Whether the workbook cannot be saved under its name."""

    def counts_from_1904(self, book: xw.Book) -> bool:
        """Whether the workbook's days are counted from 1904, as those of old Macs are."""

    def visible(self, sheet: xw.Sheet) -> bool:
        """Whether a person can see the sheet."""

    def commented(self, sheet: xw.Sheet, most: int) -> set[Position]:
        """Row and column of the cells that carry a note or a comment; no more than so many of each are looked at."""

    def values(self, cells: xw.Range) -> Block:
        """What cells hold, errors as texts such as ``#N/A``."""

    def unlocked(self, sheet: xw.Sheet) -> AbstractContextManager[None]:
        """Take a sheet's protection off for a while; afterwards it allows what it allowed before.

        Raises:
            Problem: the protection cannot be taken off.
        """

    def cargo(self, book: xw.Book) -> Iterator[str]:
        """What travels with the workbook beside its sheets, as far as the program says."""

    def folder(self, book: xw.Book, title: str) -> Path | None:
        """A folder that the person chooses, or None.

        Raises:
            NotImplementedError: this program cannot ask for one.
        """

    def line(self, book: xw.Book, question: str) -> str:
        """A line that the person types; "" where nothing is typed.

        Raises:
            NotImplementedError: this program cannot ask for one.
        """


def host_of(book: xw.Book) -> Host:
    """The program a workbook is open in."""
    if book.app.engine.name != "excel":
        return Other()
    return WindowsExcel() if sys.platform == "win32" else MacExcel()


STILL_PROTECTED = (
    "The sheet {sheet} is protected in a way that could not be undone: by a password, or because others have this "
    "workbook open too. Nothing was changed. Take the protection off (Review, Unprotect Sheet), or ask the others to "
    "close it, and press the button again."
)
"""What is said where a sheet's protection stays on."""
_ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip
"""What a protected sheet may allow all the same, in the order in which Excel's ``Protect`` takes it."""


_LONGEST_PROMPT = 250
"""Characters of a question that Excel's own box takes: some more, and it fails."""


def _errors() -> tuple[type[Exception], ...]:
    """What Excel's refusals arrive as."""
    errors: list[type[Exception]] = [xw.XlwingsError]
    for module, name in (("pywintypes", "com_error"), ("appscript.reference", "CommandError")):
        error = getattr(sys.modules.get(module), name, None)
        if error is not None:
            errors.append(error)
    return tuple(errors)


class WindowsExcel:
    """Excel on Windows, over COM."""

    keeps_hints = asks_lines = True

    def full_name(self, book: xw.Book) -> str:
        """As Excel gives it: xlwings would make a guess at a path out of an address on the web."""
        return str(book.api.FullName)

    def read_only(self, book: xw.Book) -> bool:
        """Whether it was opened so."""
        return bool(book.api.ReadOnly)

    def counts_from_1904(self, book: xw.Book) -> bool:
        """As Excel has it."""
        return bool(book.api.Date1904)

    def visible(self, sheet: xw.Sheet) -> bool:
        """Whether it is shown: Excel has two ways of hiding, and xlwings takes one for being seen."""
        return sheet.api.Visible in (-1, True)  # xlSheetVisible

    def commented(self, sheet: xw.Sheet, most: int) -> set[Position]:
        """Cells with notes, and with threads of comments: those came with Excel 2019, and before it there is no list."""
        hanging = list(islice(sheet.api.Comments, most))
        with suppress(AttributeError, *_errors()):
            hanging += islice(sheet.api.CommentsThreaded, most)
        return {(each.Parent.Row, each.Parent.Column) for each in hanging}

    def values(self, cells: xw.Range) -> Block:
        """Values of all cells at once."""
        rows: Block = cells.options(ndim=2, err_to_str=True).value
        return rows

    @contextmanager
    def unlocked(self, sheet: xw.Sheet) -> Iterator[None]:
        """Unprotect and protect again."""
        api = sheet.api
        if not api.ProtectContents:
            yield
            return
        kept = (api.ProtectDrawingObjects, True, api.ProtectScenarios, api.ProtectionMode)
        allowed = [getattr(api.Protection, name) for name in _ALLOWED]
        with suppress(*_errors()):
            api.Unprotect("")  # with an empty password, as without one Excel would ask the person for it
        if api.ProtectContents:
            raise Problem(STILL_PROTECTED.format(sheet=sheet.name))
        try:
            yield
        finally:
            api.Protect("", *kept, *allowed)

    def cargo(self, book: xw.Book) -> Iterator[str]:
        """Macros and links to other workbooks."""
        if book.api.HasVBProject:
            yield MACROS
        if book.api.LinkSources(1):  # xlExcelLinks
            yield LINKS

    def folder(self, book: xw.Book, title: str) -> Path | None:
        """Excel's own dialogue."""
        dialogue = book.app.api.FileDialog(4)  # msoFileDialogFolderPicker
        dialogue.Title = title
        return Path(str(dialogue.SelectedItems(1))) if dialogue.Show() == -1 else None

    def line(self, book: xw.Book, question: str) -> str:
        """Excel's own box; False when it was cancelled."""
        typed = book.app.api.InputBox(question[:_LONGEST_PROMPT], "Healthy Schools")
        return typed.strip() if isinstance(typed, str) else ""


_MAC_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


class MacExcel:
    """Excel on a Mac, over AppleScript."""

    keeps_hints = asks_lines = False  # xlwings' macro clears the line at the bottom as soon as a button is done

    def full_name(self, book: xw.Book) -> str:
        """As Excel gives it."""
        return str(book.api.full_name.get())

    def read_only(self, book: xw.Book) -> bool:
        """Whether it was opened so."""
        return bool(book.api.read_only.get())

    def counts_from_1904(self, book: xw.Book) -> bool:
        """As Excel has it."""
        return bool(book.api.date_1904.get())

    def visible(self, sheet: xw.Sheet) -> bool:
        """Whether it is shown."""
        return bool(sheet.visible)

    def commented(self, sheet: xw.Sheet, most: int) -> set[Position]:
        """Cells with notes."""
        return _noted(sheet, most)

    def values(self, cells: xw.Range) -> Block:
        """Values of all cells at once; errors come apart, as AppleScript leaves them out of the values."""
        rows: Block = cells.options(ndim=2).value
        for row, texts in zip(rows, as_rows(cells.api.string_value.get()), strict=True):
            for column, text in enumerate(texts):
                if row[column] is None and text in _MAC_ERRORS:
                    row[column] = text
        return rows

    @contextmanager
    def unlocked(self, sheet: xw.Sheet) -> Iterator[None]:
        """Unprotect and protect again."""
        api = sheet.api
        if not api.protect_contents.get():
            yield
            return
        kept = {
            "drawing_objects": api.protect_drawing_objects.get(),
            "worksheet_contents": True,
            "scenarios": api.protect_scenarios.get(),
            "user_interface_only": api.protection_mode.get(),
        }
        names = [_snake(name) for name in _ALLOWED]
        allowed = {name: getattr(api.protection_object, name).get() for name in names}
        with suppress(*_errors()):
            api.unprotect(password="")
        if api.protect_contents.get():
            raise Problem(STILL_PROTECTED.format(sheet=sheet.name))
        try:
            yield
        finally:
            api.protect_worksheet(**kept, **allowed)

    def cargo(self, book: xw.Book) -> Iterator[str]:
        """Macros."""
        if book.api.has_vb_project.get():
            yield MACROS

    def folder(self, book: xw.Book, title: str) -> Path | None:
        """Not over AppleScript: Excel there may only write into folders it was let into."""
        raise NotImplementedError

    def line(self, book: xw.Book, question: str) -> str:
        """Not asked."""
        raise NotImplementedError


def _snake(name: str) -> str:
    """``allow_sorting`` for ``AllowSorting``; a pivot table stands alone in AppleScript."""
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
    return words.removesuffix("s") if words.endswith("pivot_tables") else words


def _noted(sheet: xw.Sheet, most: int) -> set[Position]:
    return {(note.location.row, note.location.column) for note in islice(sheet.notes, most)}


class Other:
    """Another program, whose xlwings engine brings what is needed."""

    keeps_hints, asks_lines = True, False

    def full_name(self, book: xw.Book) -> str:
        """As the engine gives it."""
        return book.fullname

    def read_only(self, book: xw.Book) -> bool:
        """As the engine gives it."""
        return bool(getattr(book.impl, "read_only", False))

    def counts_from_1904(self, book: xw.Book) -> bool:
        """As the engine gives it."""
        return bool(getattr(book.impl, "counts_from_1904", False))

    def visible(self, sheet: xw.Sheet) -> bool:
        """Whether it is shown."""
        return bool(sheet.visible)

    def commented(self, sheet: xw.Sheet, most: int) -> set[Position]:
        """Cells with notes."""
        return _noted(sheet, most)

    def values(self, cells: xw.Range) -> Block:
        """Values of all cells at once."""
        rows: Block = cells.options(ndim=2, err_to_str=True).value
        return rows

    def unlocked(self, sheet: xw.Sheet) -> AbstractContextManager[None]:
        """As the engine does it."""
        unlocked: AbstractContextManager[None] = sheet.impl.unlocked()
        return unlocked

    def cargo(self, book: xw.Book) -> Iterator[str]:
        """Only what the name of the file says."""
        if book.name.lower().endswith(".xlsm"):
            yield MACROS

    def folder(self, book: xw.Book, title: str) -> Path | None:
        """Not asked."""
        raise NotImplementedError

    def line(self, book: xw.Book, question: str) -> str:
        """Not asked."""
        raise NotImplementedError
