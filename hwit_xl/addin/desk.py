"""What a button has before it: the workbook in front, the person to ask, and what the programme has settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import xlwings as xw

from hwit_validators.decision import Decision
from hwit_validators.rules import rule_named
from hwit_xl.addin.host import Host, host_of
from hwit_xl.addin.live import LiveBook, read_live
from hwit_xl.addin.messages import Asker
from hwit_xl.addin.problem import Problem
from hwit_xl.checking import profile
from hwit_xl.checking.profile import ProfileProblem, Programme
from hwit_xl.checking.verdict import Settings, Verdict, judge_return
from hwit_xl.journey.decisions import DecisionProblem, beside, gathered
from hwit_xl.workbooks.package_reader import Rejected
from hwit_xl.workbooks.read import Return


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
    def programme(self) -> Programme:
        """What the Local Programme has settled, if its ``hwit.toml`` lies beside the workbook.

        Raises:
            Problem: it cannot be used.
        """
        file = self.folder and self.folder / profile.NAME
        try:
            return profile.load(file) if file and file.is_file() else Programme()
        except ProfileProblem as problem:
            raise Problem(f"{problem}. Please ask your Local Programme for another file.") from problem

    def decisions(self, *, needed: bool) -> tuple[Decision, ...]:
        """The panel's decisions: those beside the workbook.

        Args:
            needed: where the workbook lies in no folder of this computer, ask for the folder they are in.

        Raises:
            Problem: a file that is called a decision is none.
        """
        try:
            if self.folder:
                found = beside(self.folder / self.book.name)
                if needed and found.problems:
                    raise Problem(f"{found.problems[0]}.")
                return found.decisions
            asked = needed and self.ask.agree(
                "Has the panel sent you a decision file? This workbook is not in a folder of this computer, so the file "
                "cannot be found beside it. Press Yes to choose the folder it is in, No to go on without."
            )
            folder = self.ask.folder("Choose the folder with the panel's decision file.") if asked else None
            return gathered([folder]) if folder else ()
        except DecisionProblem as problem:
            raise Problem(f"{problem}.") from problem

    def read(self, *, decisions_needed: bool = False) -> tuple[Return, Verdict]:
        """What the workbook says, and what the rules say of it.

        Raises:
            Problem: it cannot be read as one of our forms.
        """
        try:
            known = self.decisions(needed=decisions_needed) or None
            settings = Settings(self.on, self.programme, decisions=known)
            returned = read_live(self.live, settings)
        except Rejected as rejected:
            rule = rule_named(rejected.code)
            raise Problem(f"{rejected.message} {rejected.fix or (rule.fix if rule else '')}".strip()) from rejected
        return returned, judge_return(returned, self.book.name)
