"""LibreOffice, driven over UNO: what a person does in a form, done by the real program.

Answers are typed through a cell's ``FormulaLocal``: LibreOffice then makes of the text what it makes of keystrokes (a
date, a number, a text), refuses a locked cell, and keeps the cell's own format. Not covered: the warning that limits of
a cell give while typing (see :meth:`Sheet.refused`), and corrections such as a capital letter for the first word.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

DIST_PACKAGES = "/usr/lib/python3/dist-packages"
"""Where Debian's python3-uno is."""
START_SECONDS = 90
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}

_BRITISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Setup/L10N">
    <prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-GB</value></prop>
  </item>
</oor:items>
"""
_FORMULA_ERROR = 4  # com.sun.star.sheet.FormulaResult


class Unavailable(Exception):
    """LibreOffice, or Python's bridge to it, is not on this computer."""


class Locked(Exception):
    """A cell took nothing that was typed into it."""


def _import_uno() -> Any:
    """Debian's ``uno`` module, without the changes it makes to Python's imports."""
    importing, path = builtins.__import__, list(sys.path)
    sys.path.append(DIST_PACKAGES)
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        raise Unavailable(f"python3-uno does not work with this Python ({error})") from error
    finally:
        builtins.__import__, sys.path[:] = importing, path


class Office:
    """One running LibreOffice with a profile of its own, set to British English."""

    def __init__(self, profile: Path) -> None:
        """Start it, and wait until it answers.

        Args:
            profile: a new folder for its settings.

        Raises:
            Unavailable: it is not installed, or did not start.
        """
        program = shutil.which("soffice")
        if program is None:
            raise Unavailable("soffice is not on the path")
        self.uno = _import_uno()
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_BRITISH, encoding="utf-8")
        pipe = f"hwit-{uuid.uuid4().hex}"
        self._process = subprocess.Popen(
            [
                *(program, "--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
                f"-env:UserInstallation={profile.resolve().as_uri()}",
                f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            context = self._connect(pipe)
        except BaseException:
            self._kill()
            raise
        self._desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def _connect(self, pipe: str) -> Any:
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        not_yet = self.uno.getClass("com.sun.star.connection.NoConnectException")
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except not_yet:
                if self._process.poll() is not None:
                    raise Unavailable(f"soffice ended at once, with exit code {self._process.returncode}") from None
                time.sleep(0.1)
        raise Unavailable(f"soffice did not answer within {START_SECONDS} seconds")

    def open(self, path: Path, **how: Any) -> Document:
        """Open a workbook, out of sight. ``how``: settings for loading it, such as ``FilterName``."""
        settings = self.settings(Hidden=True, **how)
        opened = self._desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, settings)
        assert opened is not None, f"LibreOffice did not open {path}"
        return Document(self, opened)

    def settings(self, **values: Any) -> tuple[Any, ...]:
        """Named values as UNO takes them."""
        return tuple(self.struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())

    def struct(self, name: str, **values: Any) -> Any:
        """A UNO structure."""
        return self.uno.createUnoStruct(f"com.sun.star.{name}", **values)

    def quit(self) -> None:
        """End it, whatever state it is in."""
        gone = self.uno.getClass("com.sun.star.uno.RuntimeException")
        with contextlib.suppress(gone, subprocess.TimeoutExpired):
            self._desktop.terminate()
            self._process.wait(15)
        self._kill()

    def _kill(self) -> None:
        """End every process of the group that was started here, and only those."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Document:
    """An open workbook."""

    def __init__(self, office: Office, api: Any) -> None:
        """Keep LibreOffice's own object as ``api``."""
        self.office, self.api = office, api

    def __enter__(self) -> Self:
        """Close it at the end of a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet, hidden ones too."""
        return tuple(self.sheet(name) for name in self.api.Sheets.ElementNames)

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name."""
        return Sheet(self, self.api.Sheets.getByName(name))

    def table(self, name: str) -> Table:
        """Where an Excel table stands now."""
        area = self.api.DatabaseRanges.getByName(name).DataArea
        sheet = Sheet(self, self.api.Sheets.getByIndex(area.Sheet))
        return Table(sheet, (area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1))

    def recalculate(self) -> None:
        """Work every formula out again."""
        self.api.calculateAll()

    def errors(self) -> list[str]:
        """The cells whose formulas fail, such as ``'Start here'!I20 #VALUE!``."""
        return [f"{sheet.name!r}!{at} {sheet.shown(at)}" for sheet in self.sheets for at in sheet.failing()]

    def save_as(self, path: Path) -> Path:
        """Save a copy as .xlsx or .ods. The document stays what it was."""
        self.export(path, FILTERS[path.suffix])
        return path

    def export(self, path: Path, filter_name: str) -> None:
        """Write it in any format LibreOffice knows, by the name of its filter."""
        self.api.storeToURL(path.resolve().as_uri(), self.office.settings(FilterName=filter_name))

    def close(self) -> None:
        """Close it without saving."""
        self.api.close(True)


@dataclass(frozen=True)
class Table:
    """The cells of an Excel table: row and column of the first (of the header) and of the last."""

    sheet: Sheet
    first: tuple[int, int]
    last: tuple[int, int]

    def contents(self) -> list[dict[str, str | float]]:
        """What its cells hold, row by row, by the heading of each column: texts and numbers, "" where blank."""
        headings, *rows = self.sheet.contents(self.first, self.last)
        return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


class Sheet:
    """One sheet of an open workbook. Rows and columns are counted from 1, as people count them."""

    def __init__(self, document: Document, api: Any) -> None:
        """Keep LibreOffice's own object as ``api``."""
        self.document, self.api = document, api

    @property
    def name(self) -> str:
        """What its tab says."""
        return str(self.api.Name)

    def rename(self, name: str) -> None:
        """Give it another name."""
        self.api.Name = name

    def type(self, address: str, text: str) -> None:
        """Type into a cell, as a person would.

        Raises:
            Locked: the cell is locked on a protected sheet.
        """
        cell = self.api.getCellRangeByName(address)
        before = cell.Formula
        cell.FormulaLocal = text
        if cell.Formula == before and text:
            cell.FormulaLocal = ""
            if cell.Formula == before:
                raise Locked(f"{self.name}!{address}")
            cell.FormulaLocal = text

    def shown(self, address: str) -> str:
        """What a person sees in a cell."""
        return str(self.api.getCellRangeByName(address).String)

    def contents(self, first: tuple[int, int], last: tuple[int, int]) -> tuple[tuple[str | float, ...], ...]:
        """What a block of cells holds: texts and numbers (a date is the number of its day), "" where blank."""
        (top, left), (bottom, right) = first, last
        rows = self.api.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1).getDataArray()
        return tuple(tuple(row) for row in rows)

    def everything(self) -> dict[tuple[int, int], str | float]:
        """What every filled cell holds, by row and column."""
        cursor = self.api.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        rows = self.contents((1, 1), (end.EndRow + 1, end.EndColumn + 1))
        return {
            (row, column): value
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values, 1)
            if value != ""
        }

    def find(self, text: str) -> tuple[int, int]:
        """Row and column of the one cell that holds exactly this text."""
        [place] = [place for place, value in self.everything().items() if value == text]
        return place

    def failing(self) -> list[str]:
        """The cells whose formulas give an error."""
        return [
            _address(self.api.getCellByPosition(column, row))
            for block in self.api.queryFormulaCells(_FORMULA_ERROR).RangeAddresses
            for row in range(block.StartRow, block.EndRow + 1)
            for column in range(block.StartColumn, block.EndColumn + 1)
        ]

    def refused(self) -> list[str]:
        """The cells whose drop-down or limits would not have let their content through.

        Limits that only inform do not count.
        """
        self.api.showInvalid()
        page = self.api.DrawPage
        shapes = [page.getByIndex(number) for number in range(page.Count)]
        circled = [shape.Anchor for shape in shapes if shape.ShapeType == "com.sun.star.drawing.EllipseShape"]
        stopping = [cell for cell in circled if cell.Validation.ErrorAlertStyle.value == "STOP"]
        self.api.clearArrows()
        return [_address(cell) for cell in stopping]

    @property
    def protected(self) -> bool:
        """Whether locked cells refuse changes."""
        return bool(self.api.isProtected())

    def unprotect(self) -> None:
        """Take the protection off. It has no password: it guards against slips."""
        self.api.unprotect("")

    def insert_rows(self, before: int, count: int = 1) -> None:
        """Insert rows."""
        self.api.Rows.insertByIndex(before - 1, count)

    def delete_row(self, row: int) -> None:
        """Delete a row."""
        self.api.Rows.removeByIndex(row - 1, 1)

    def insert_columns(self, before: int, count: int = 1) -> None:
        """Insert columns."""
        self.api.Columns.insertByIndex(before - 1, count)

    def sort(self, first: tuple[int, int], last: tuple[int, int], column: int, *, descending: bool = False) -> None:
        """Sort the rows of a block of cells by one of the sheet's columns."""
        office = self.document.office
        key = office.struct("table.TableSortField", Field=column - first[1], IsAscending=not descending)
        keys = office.uno.Any("[]com.sun.star.table.TableSortField", (key,))
        block = self.api.getCellRangeByPosition(first[1] - 1, first[0] - 1, last[1] - 1, last[0] - 1)
        block.sort(office.settings(SortFields=keys, ContainsHeader=False))


def _address(cell: Any) -> str:
    """``B5``, of LibreOffice's own object for a cell."""
    return str(cell.AbsoluteName).rpartition(".")[2].replace("$", "")
