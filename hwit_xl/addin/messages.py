"""Speaking with the person at the button: messages, questions, and a record of what no one foresaw."""

from __future__ import annotations

import datetime as dt
import os
import sys
import traceback
from pathlib import Path
from typing import Protocol

import xlwings as xw

from hwit_validators import __version__
from hwit_validators.words import visible
from hwit_xl.addin.excel.host import host_of

TITLE = "Healthy Schools"
_FOLDER = "Healthy Schools"
"""In the person's documents, where Excel cannot ask for a folder."""


class Asker(Protocol):
    """Whoever tells and asks the person; tests put one in its place that knows the answers."""

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Show a message, and wait until it is read."""

    def hint(self, text: str) -> None:
        """Show a line that does not wait; "" takes it away."""

    def agree(self, question: str) -> bool:
        """Ask something that is answered with yes or no."""

    def folder(self, title: str) -> Path | None:
        """Ask for a folder to write into; None if the person would rather not."""

    def folder_to_read(self, title: str) -> Path | None:
        """Ask for a folder to look in; None if the person would rather not."""

    @property
    def takes_lines(self) -> bool:
        """Whether it can ask for a line of words."""

    def line(self, prompt: str) -> str:
        """Ask for a line of words, in a few words; "" if nothing was typed."""


class AppAsker:
    """Asks in the program the workbook is open in."""

    def __init__(self, book: xw.Book) -> None:
        """Ask in front of this workbook."""
        self.book = book

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """A message box, or where the program has none, a line to whoever started this."""
        try:
            self.book.app.alert(visible(text, lines=True), TITLE, mode="critical" if trouble else "info")
        except NotImplementedError:
            sys.stderr.write(f"{visible(text, lines=True)}\n")

    def hint(self, text: str) -> None:
        """The line at the bottom of the window, or a message where that line does not stay."""
        if host_of(self.book).keeps_hints:
            self.book.app.status_bar = visible(text) or False
        elif text:
            self.tell(text)

    def agree(self, question: str) -> bool:
        """A box with Yes and No."""
        return self.book.app.alert(visible(question, lines=True), TITLE, buttons="yes_no") == "yes"

    def folder(self, title: str) -> Path | None:
        """The program's own dialogue, or else a folder in the person's documents."""
        return self._folder(title, "Write into {}?")

    def folder_to_read(self, title: str) -> Path | None:
        """The program's own dialogue, or else a folder in the person's documents."""
        return self._folder(title, "Look in {}?")

    def _folder(self, title: str, question: str) -> Path | None:
        try:
            return host_of(self.book).folder(self.book, title)
        except NotImplementedError:
            documents = Path.home() / "Documents"
            place = (documents if documents.is_dir() else Path.home()) / _FOLDER
            return place if self.agree(f"{title}\n\n{question.format(place)}") else None

    @property
    def takes_lines(self) -> bool:
        """As the program has it."""
        return host_of(self.book).asks_lines

    def line(self, prompt: str) -> str:
        """The program's own box."""
        return host_of(self.book).line(self.book, visible(prompt))


def log_file() -> Path:
    """Where unforeseen errors are recorded, in the person's own folder."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "HWIT for Excel"
    elif sys.platform == "darwin":
        folder = home / "Library" / "Logs" / "HWIT for Excel"
    else:
        folder = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "hwit-for-excel"
    return folder / "buttons.log"


def record(button: str, error: Exception, *, now: dt.datetime) -> Path | None:
    """Write down what happened, for whoever mends it. None if that could not be done either.

    Only which lines of which programs were at work: the words of an error may quote an answer, and a folder's name may
    be a person's.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{now:%Y-%m-%d %H:%M} hwit {__version__}, xlwings {xw.__version__}, {sys.platform}: {button}"]
    lines += [f"  {_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"  {type(seen).__module__}.{type(seen).__name__}")
        seen = seen.__cause__ or seen.__context__
    target = log_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as log:
            log.write("\n".join(map(visible, lines)) + "\n")
    except OSError:
        return None
    return target


def _module(path: str) -> str:
    """The last part of a source file's path: from its package on."""
    return "/".join(Path(path).parts[-3:])
