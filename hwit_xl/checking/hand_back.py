"""The third pass of a check: a copy of each return with its findings on the Feedback sheet.

The bytes handed back are those that were judged: a file that has changed since gets no copy. What somebody may have typed
into a copy is never written over unasked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from hwit_xl.checking.loading import load
from hwit_xl.checking.verdict import Verdict
from hwit_xl.files.whole import looks_whole
from hwit_xl.files.writing import write
from hwit_xl.problem import Problem
from hwit_xl.workbooks.feedback import NoFeedbackSheet, feedback_part, with_feedback
from hwit_xl.workbooks.xlsx.opening import load as load_path
from hwit_xl.workbooks.xlsx.opening import protected, unlocked
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.rejected import Rejected


@dataclass(frozen=True)
class Task:
    """One copy to be made.

    Attributes:
        ours: SHA-256 of the copy as this program wrote it last time, where that is known.
    """

    verdict: Verdict
    target: Path
    ours: str = ""


@dataclass(frozen=True)
class Handed:
    """What came of it.

    Attributes:
        sha256: of the copy; "" where none was made.
        why_not: why none was made; "" where one was.
        was_half: a half-written file of an earlier run was replaced.
    """

    sha256: str = ""
    why_not: str = ""
    was_half: bool = False


@dataclass(frozen=True)
class HandBack:
    """Makes copies, in whichever process.

    Attributes:
        replace: a copy that is there already may be replaced, whatever somebody has typed into it.
        passwords: tried on protected returns, whose copies get the same one.
    """

    replace: bool = False
    passwords: tuple[str, ...] = ()

    def __call__(self, task: Task) -> Handed:
        """Make one copy. What stands in its way becomes the reason why there is none."""
        try:
            return self._made(task)
        except Problem as problem:
            return Handed(why_not=str(problem))
        except OSError as error:
            return Handed(why_not=f"the copy could not be written: {error.strerror}")

    def _made(self, task: Task) -> Handed:
        data = load(task.verdict.file)
        if hashlib.sha256(data).hexdigest() != task.verdict.sha256:
            return Handed(why_not="the file has changed since it was checked; check it again")
        source = unlocked(data, self.passwords)
        copy = with_feedback(source.data, task.verdict.findings, task.verdict.apart)
        there = task.target.exists()
        half = there and not looks_whole(task.target)
        if there and not (half or self.replace or self._is_ours(task, source.data)):
            return Handed(why_not=f"{task.target} exists already, and may hold explanations; --force replaces it")
        if source.password is not None:
            copy = protected(copy, source.password)
        elif there and not half and task.target.read_bytes() == copy:
            return Handed(hashlib.sha256(copy).hexdigest())
        write(task.target, copy, replace=True)
        return Handed(hashlib.sha256(copy).hexdigest(), was_half=half)

    def _is_ours(self, task: Task, source: bytes) -> bool:
        """Whether the copy that is there is as this program wrote it.

        Then its parts are those of the return, all but the Feedback sheet: a program that saves it writes every part anew.
        """
        try:
            there = load_path(task.target)
            if task.ours and hashlib.sha256(there).hexdigest() == task.ours:
                return True
            own = feedback_part(source)
            one, other = (Package(data).prints() for data in (source, unlocked(there, self.passwords).data))
        except (Rejected, NoFeedbackSheet):
            return False
        return {**one, own: None} == {**other, own: None}
