"""What ``hwit validate`` does with each file."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from hwit_validators.model.finding import Finding
from hwit_xl.checking.collect import Found
from hwit_xl.checking.verdict import Settings, Verdict, judge
from hwit_xl.workbooks.xlsx.package import Rejected, load, unlocked


@dataclass(frozen=True)
class Job:
    """What is done with each file, in whichever process: check it, and hand it back.

    Attributes:
        feedback: the folder for copies with feedback, if they are wanted.
        replace: a copy that is there already may be replaced, whatever somebody has typed into it.
    """

    settings: Settings
    feedback: Path | None = None
    replace: bool = False

    def __call__(self, found: Found) -> Verdict:
        """Check one file."""
        return self._checked(found, ())

    def again(self, verdict: Verdict, between: tuple[Finding, ...]) -> Verdict:
        """Check a file again, with what was found between it and others."""
        return self._checked(Found(verdict.path, verdict.name), between)

    def _checked(self, found: Found, between: tuple[Finding, ...]) -> Verdict:
        copy = self.copy_of(found)
        if copy is None or self.replace or not copy.exists():
            return judge(found.path, found.name, self.settings, copy, between)
        return self._beside_a_copy(found, copy, between)

    def _beside_a_copy(self, found: Found, copy: Path, between: tuple[Finding, ...]) -> Verdict:
        """Check a file of which there is a copy; replace that only while it is as this program wrote it.

        It is so after the first of two checks in one run, and where a run that was cut short goes on.
        """
        with tempfile.TemporaryDirectory(prefix="hwit-") as folder:
            fresh, alone = Path(folder) / "fresh.xlsx", Path(folder) / "alone.xlsx"
            verdict = judge(found.path, found.name, self.settings, fresh, between)
            if not fresh.exists() or self._alike(copy, fresh):
                return verdict
            if between:
                judge(found.path, found.name, self.settings, alone)
                if alone.exists() and self._alike(copy, alone):
                    return judge(found.path, found.name, self.settings, copy, between)
        return replace(
            verdict, not_handed_back=f"{copy} exists already, and may hold explanations; --force replaces it"
        )

    def _alike(self, one: Path, other: Path) -> bool:
        """Whether two copies say the same; under a password the same workbook never has the same bytes twice."""
        try:
            return (
                unlocked(load(one), self.settings.passwords).data == unlocked(load(other), self.settings.passwords).data
            )
        except Rejected:
            return False

    def copy_of(self, found: Found) -> Path | None:
        """Where the copy of a file with feedback goes, if one is wanted: the same place below the feedback folder."""
        name = Path(found.name)
        inside = not name.is_absolute() and ".." not in name.parts
        return self.feedback and self.feedback / (name if inside else name.name)
