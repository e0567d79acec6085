"""Sheets, tables and notes of the LibreOffice engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from xlwings import base_classes

from hwit_xl.addin.excel.host import STILL_PROTECTED
from hwit_xl.problem import Problem
from office.engine_range import Range


class Sheets(base_classes.Sheets):
    """The sheets of a workbook."""

    api: Any = None

    def __init__(self, book: Any) -> None:
        """Those of one workbook."""
        self.book, self.api = book, book.api.Sheets

    @property
    def active(self) -> Sheet:
        """The one in front."""
        return Sheet(self.book, self.book.api.CurrentController.ActiveSheet.RangeAddress.Sheet)

    def __len__(self) -> int:
        """How many there are."""
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        """All of them."""
        return (Sheet(self.book, number) for number in range(len(self)))

    def __call__(self, key: int | str) -> Sheet:
        """One by name or number."""
        return Sheet(self.book, key - 1 if isinstance(key, int) else self.api.ElementNames.index(key))

    def __contains__(self, name: str) -> bool:
        """Whether there is such a sheet."""
        return bool(self.api.hasByName(name))


class Sheet(base_classes.Sheet):
    """A sheet."""

    book: Any = None
    api: Any = None

    def __init__(self, book: Any, number: int) -> None:
        """One by its number from 0."""
        self.book, self.api = book, book.api.Sheets.getByIndex(number)

    name = property(lambda self: str(self.api.Name))
    visible = property(lambda self: bool(self.api.IsVisible))
    tables = property(lambda self: Tables(self))

    @property
    def notes(self) -> list[Note]:
        """The notes that hang on its cells."""
        places = [self.api.Annotations.getByIndex(number).Position for number in range(self.api.Annotations.Count)]
        return [Note(Range(self, (place.Row + 1, place.Column + 1))) for place in places]

    def range(self, first: Any, last: Any = None) -> Range:
        """A block of its cells."""
        return Range(self, first, last)

    def activate(self) -> None:
        """Bring it to the front."""
        self.book.api.CurrentController.setActiveSheet(self.api)

    @property
    def used_range(self) -> Range:
        """Everything that holds something."""
        Range.calls["used_range"] += 1
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        area = cursor.RangeAddress
        return Range(self, (area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1))

    @contextmanager
    def unlocked(self) -> Iterator[None]:
        """Take the sheet's protection off for a while.

        LibreOffice puts protection back by its own *undo*, because over UNO it cannot be told what a sheet allows. Another
        sheet is shown meanwhile: of one in sight, LibreOffice 7.4 records changes even when it was told not to.
        """
        if not self.api.isProtected():
            yield
            return
        undo = self.book.api.UndoManager
        with suppress(self.book.app.office.uno.getClass("com.sun.star.lang.IllegalArgumentException")):
            self.api.unprotect("")
        if self.api.isProtected():
            raise Problem(STILL_PROTECTED.format(sheet=self.name))
        controller = self.book.api.CurrentController
        in_front = controller.ActiveSheet
        controller.setActiveSheet(self.book.api.Sheets.getByIndex(0 if self.api.RangeAddress.Sheet else 1))
        undo.lock()
        try:
            yield
        finally:
            assert undo.isLocked(), "LibreOffice recorded what it was told not to record"
            undo.unlock()
            undo.undo()
            controller.setActiveSheet(in_front)


class Note(base_classes.Note):
    """A note on a cell."""

    location: Any = None

    def __init__(self, location: Range) -> None:
        """Know where it hangs."""
        self.location = location


class Tables(base_classes.Tables):
    """The Excel tables of a sheet: to LibreOffice, database ranges."""

    def __init__(self, sheet: Sheet) -> None:
        """Those of one sheet."""
        self.sheet = sheet

    def __iter__(self) -> Iterator[Table]:
        """All of them."""
        ranges = self.sheet.book.api.DatabaseRanges
        number = self.sheet.api.RangeAddress.Sheet
        found = (ranges.getByName(name) for name in ranges.ElementNames)
        return (Table(self.sheet, each) for each in found if each.DataArea.Sheet == number)


class Table(base_classes.Table):
    """An Excel table."""

    api: Any = None

    parent: Any = None
    show_totals = False
    show_headers = True
    show_autofilter = True

    def __init__(self, sheet: Sheet, api: Any) -> None:
        """Keep LibreOffice's own object."""
        self.parent, self.api = sheet, api

    name = property(lambda self: str(self.api.Name))

    @property
    def range(self) -> Range:
        """Its cells, header included."""
        Range.calls["table"] += 1
        area = self.api.DataArea
        first, last = (area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1)
        return Range(self.parent, first, last)

    @property
    def autofilter(self) -> Filter:
        """Which of its rows are shown."""
        return Filter(self.api)


class Filter(base_classes.AutoFilter):
    """What hides rows of a table."""

    api: Any = None

    def __init__(self, api: Any) -> None:
        """Keep LibreOffice's own object."""
        self.api = api

    def clear(self, field: int | None) -> None:
        """Show every row again."""
        assert field is None
        self.api.getFilterDescriptor().setFilterFields(())
        self.api.refresh()
