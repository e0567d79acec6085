"""What is said of a file that cannot be read as a return."""

from __future__ import annotations

from hwit_xl.problem import Problem


class Rejected(Problem):
    """The file cannot be read as a return.

    Attributes:
        code: the rule that says so (``WB001`` to ``WB005``).
        message: what is wrong, in a teacher's words.
        fix: what to do, where the rule's own words are not exact enough.
        sha256: of the file's bytes, once they are known.
    """

    def __init__(self, code: str, message: str, fix: str | None = None) -> None:
        """Keep the code, what is wrong, and what to do."""
        super().__init__(code, message, fix)
        self.code, self.message, self.fix = code, message, fix
        self.sha256 = ""

    @property
    def said(self) -> str:
        """What is wrong and, where it is known, what to do, on one line."""
        return f"{self.message} {self.fix}" if self.fix else self.message
