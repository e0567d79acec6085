"""What a button has before it: the workbook in front, the person to ask, and what the programme has settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import xlwings as xw

from hwit_xl.addin.excel.host import Host, host_of
from hwit_xl.addin.excel.live import LiveBook, read_live
from hwit_xl.addin.messages import Asker
from hwit_xl.checking.beside import Beside, settings_beside
from hwit_xl.checking.check import judge_return, way_out
from hwit_xl.checking.decision_files import KnownDecisions, gathered
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.verdict import Verdict
from hwit_xl.problem import Problem
from hwit_xl.workbooks.reading.read import Return
from hwit_xl.workbooks.xlsx.rejected import Rejected


@dataclass(frozen=True)
class Desk:
    """The workbook in front and who sits before it.

    Attributes:
        on: the day things are judged on.
    """

    book: xw.Book
    ask: Asker
    on: dt.date

    @cached_property
    def host(self) -> Host:
        """The program the workbook is open in."""
        return host_of(self.book)

    @cached_property
    def live(self) -> LiveBook:
        """The workbook as the reader takes it."""
        return LiveBook(self.book, self.host)

    @cached_property
    def folder(self) -> Path | None:
        """The folder the workbook lies in; None if it was never saved, or lies on the web (OneDrive, SharePoint)."""
        name = self.host.full_name(self.book)
        path = Path(name)
        return path.parent if "://" not in name and path.is_absolute() else None

    @property
    def saved(self) -> bool:
        """Whether the workbook has ever been saved, here or on the web."""
        return self.folder is not None or "://" in self.host.full_name(self.book)

    @cached_property
    def beside(self) -> Beside:
        """What the folder of the workbook says on how it is checked.

        Raises:
            Problem: the profile there cannot be used.
        """
        try:
            return settings_beside(self.folder, self.on) if self.folder else Beside(Settings(self.on))
        except Problem as problem:
            raise Problem(f"{problem}. Please ask your Local Programme for another file.") from problem

    @property
    def programme(self) -> Programme:
        """What the Local Programme has settled."""
        return self.beside.settings.programme

    def read(self, *, decisions_needed: bool = False) -> tuple[Return, Verdict]:
        """What the workbook says, and what the rules say of it.

        Args:
            decisions_needed: what follows rests on the panel's decisions. One that cannot be used is in the way then,
                and where the workbook lies in no folder of this computer, the person is asked where they are.

        Raises:
            Problem: it cannot be read as one of our forms, or a decision is in the way.
        """
        settings = self.beside.settings
        if decisions_needed:
            if self.beside.problems:
                raise Problem(self.beside.problems[0])
            if self.folder is None:
                settings = replace(settings, decisions=self._decisions_elsewhere())
        try:
            returned = read_live(self.live, settings)
        except Rejected as rejected:
            raise Problem(f"{rejected.message} {way_out(rejected)}".strip()) from rejected
        return returned, judge_return(returned, self.book.name)

    def _decisions_elsewhere(self) -> KnownDecisions | None:
        """The panel's decisions in a folder that the person chooses, of a workbook that lies in none."""
        if not self.ask.agree(
            "Has the panel sent you a decision file? This workbook is not in a folder of this computer, so the file "
            "cannot be found beside it. Press Yes to choose the folder it is in, No to go on without."
        ):
            return None
        folder = self.ask.folder_to_read("The folder with the panel's decision file.")
        if folder is None:
            return None
        if not folder.is_dir():
            raise Problem(
                f"There is no folder {folder}. Make it, put the panel's decision file into it, and press the button again."
            )
        return gathered([folder], complete=False)
