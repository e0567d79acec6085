"""What reading a return asks of a workbook, be it a file or one that is open in a spreadsheet program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol

from hwit_xl.workbooks.xlsx.spreadsheet import SheetContent


class Source(Protocol):
    """A workbook to read a return from."""

    @property
    def sheets(self) -> Sequence[SheetContent]:
        """Its sheets with their tables, in order; cells only once they are read."""

    @property
    def epoch(self) -> dt.date:
        """The day that it counts days from: number 0."""

    def meaning(self, name: str) -> str:
        """What a name of the workbook stands for, as a formula; "" where there is no such name."""

    def constant(self, name: str) -> str | None:
        """The text a name stands for, if it stands for a text."""

    def read_cells(self, sheet: SheetContent) -> None:
        """Fill in a sheet's cells.

        Raises:
            Rejected: the sheet is damaged or over the limits.
        """

    def commented(self, sheet: SheetContent) -> Sequence[str]:
        """The addresses of the cells that carry a comment."""

    def cargo(self) -> Iterable[str]:
        """What travels with the workbook beside its sheets, one sentence for each kind."""

    def text_boxes(self, sheet: SheetContent) -> int:
        """How many shapes with words lie on a sheet."""

    def saved_by(self) -> str:
        """The program that saved it last, as people call it, for a message; "" where that is not told."""
